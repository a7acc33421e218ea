// The database's superuser against the log, with the real programs: each attack is made on a copy of a real
// history, as well as it can be without the log's key, and an auditor who kept a checkpoint exports the log
// and verifies it offline. What could go wrong: something is not found, or is found but nobody is told what
// it is.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "tests/e2e/cli.h"
#include "tests/faults/server_process.h"
#include "tests/tamper/attacks.h"

namespace arasha::tamper {
namespace {

using faults::ServerProcess;
using nlohmann::json;
using testing::HasSubstr;

constexpr int kTampered = 10;
constexpr int kCannotTell = 11;

constexpr char kAsAdministrator[] = "BEGIN;\nSET LOCAL session_replication_role = replica;\n";
// Back to a head that was signed once; everything after it is gone.
constexpr char kTruncate[] = R"sql(
CREATE TEMP TABLE lost AS SELECT leaf_id FROM audit_sequence WHERE tree_index >= {B};
DELETE FROM audit_sequence WHERE leaf_id IN (SELECT leaf_id FROM lost);
DELETE FROM audit_secret WHERE leaf_id IN (SELECT leaf_id FROM lost);
DELETE FROM audit_leaf WHERE leaf_id IN (SELECT leaf_id FROM lost);
DELETE FROM audit_cosignature WHERE size > {B};
DELETE FROM audit_checkpoint WHERE size > {B};
UPDATE audit_tile SET hashes = substr(hashes, 1, 32 * {B});
)sql";
// The whole log once more, with one leaf edited, for whoever signs it.
constexpr char kSequenceAnew[] = R"sql(
UPDATE audit_leaf l SET occurred_time = occurred_time - interval '1 day', leaf_data = overlay(
    leaf_data PLACING timestamptz_send(occurred_time - interval '1 day') FROM 38 FOR 8)
  FROM audit_sequence s WHERE s.leaf_id = l.leaf_id AND s.tree_index = {A};
UPDATE audit_leaf SET leaf_hash = sha256('\x00'::bytea || leaf_data);
INSERT INTO audit_pending SELECT leaf_id, leaf_hash FROM audit_leaf JOIN audit_sequence USING (leaf_id);
DELETE FROM audit_cosignature;
DELETE FROM audit_checkpoint;
DELETE FROM audit_tile;
DELETE FROM audit_sequence;
)sql";

// A role, with a leaf in an administrator's name that waits for a server to sign it: all that the database
// knows of how leaves are made.
constexpr char kForge[] = R"sql(
WITH given AS (
  INSERT INTO role_grant AS r VALUES ('staff/a.omarova', 'head', '-') RETURNING audit_object(r) AS object
), made AS (
  SELECT '\x01'::bytea || record_send(ROW(
    gen_random_uuid(), now(), 'arashad'::text, 'staff/n.ibraev'::text, sha256('certificate'), 'GrantRole'::text,
    'done'::text, NULL::text, NULL::uuid, gen_random_uuid(), NULL::uuid, sha256('request'), object, ''::bytea)) AS data
  FROM given
), stored AS (
  INSERT INTO audit_leaf (leaf_hash, leaf_data, occurred_time, actor, action, decision)
  SELECT sha256('\x00'::bytea || data), data, now(), 'staff/n.ibraev', 'GrantRole', 'done' FROM made
  RETURNING leaf_id, leaf_hash
), beside AS (
  INSERT INTO audit_secret
  SELECT leaf_id, salt, payload FROM stored, (SELECT salt, payload FROM audit_secret ORDER BY leaf_id LIMIT 1) AS other
)
INSERT INTO audit_pending SELECT leaf_id, leaf_hash FROM stored;
)sql";

// What the verifier said, and how it ended.
struct Verified {
  int exit_code;
  json report;
  std::string text;
};

class TamperTest : public e2e::CliTest {
 protected:
  static void SetUpTestSuite() {
    owned_ = std::make_unique<e2e::System>();
    system = owned_.get();
    const std::string name = Begin();
    Idle();
    system->AsSuperuser("postgres", "CREATE DATABASE backup TEMPLATE arasha OWNER arasha_owner");
    ASSERT_EQ(system->Dev("up").exit_code, 0);
    GoOn(name);
    kept_ = system->scratch() + "/kept.note";
    ASSERT_EQ(Arasha("auditor", {"audit", "checkpoint", "--save", kept_}).exit_code, 0);
    absl::SleepFor(absl::Seconds(1));
    Idle();
    leaves_ = std::atoi(system->AsSuperuser("arasha", "SELECT max(size) FROM audit_checkpoint").c_str());
    // Leaves of one case; the second is such that a head was signed just before it.
    first_ = Place(
        "SELECT min(tree_index) FROM audit_leaf JOIN audit_sequence USING (leaf_id) WHERE action = "
        "'AddEntry'");
    second_ = Place(
        "SELECT max(tree_index) FROM audit_leaf JOIN audit_sequence USING (leaf_id) "
        "JOIN audit_checkpoint ON size = tree_index WHERE action = 'AddEntry'");
    ASSERT_LT(first_, second_);
    ASSERT_LT(second_, leaves_ - 1);
    ASSERT_LT(leaves_, 256) << "the attacks on the tree know of one tile only";
  }
  static void TearDownTestSuite() {
    system = nullptr;
    owned_.reset();
  }

  // A case, step by step, so that each step gets a head of its own.
  static void Step(const std::string& role, const std::vector<std::string>& arguments) {
    const e2e::Finished done = Arasha(role, arguments);
    ASSERT_EQ(done.exit_code, 0) << done.err;
    absl::SleepFor(absl::Milliseconds(400));
  }
  static std::string Begin() {
    const std::string name = OpenCase({"--subject", "Жұмабаев Әсет"});
    Step("officer", {"case", "do", "register", name});
    return name;
  }
  static void GoOn(const std::string& name) {
    Step("officer", {"case", "contact", name, "--failed", "--channel", "phone", "--text", "No answer"});
    Step("officer", {"case", "show", name});
    Step("officer", {"case", "visit", name, "--text", "In good health"});
    Step("officer", {"case", "note", name, "--text", "Told the mother"});
    Step("officer", {"case", "timeline", name});
    Step("officer", {"case", "show", name});
  }
  // PostgreSQL alone, so that the database can be copied.
  static void Idle() {
    ASSERT_EQ(system->Dev("down", {"--keep"}).exit_code, 0);
    ASSERT_EQ(system->Dev("up", {"--database-only"}).exit_code, 0);
  }
  static int Place(const std::string& sql) { return std::atoi(system->AsSuperuser("arasha", sql).c_str()); }

  // A copy of the database, or of the backup, with what stands outside of it.
  void Copy(const std::string& of = "arasha") {
    static int number = 0;
    database_ = absl::StrCat("copy", ++number);
    folder_ = absl::StrCat(system->scratch(), "/", database_);
    system->AsSuperuser("postgres",
                        absl::StrCat("CREATE DATABASE ", database_, " TEMPLATE ", of, " OWNER arasha_owner"));
    for (const char* name : {"/journal", "/witness"}) {
      std::filesystem::create_directories(folder_);
      std::filesystem::copy(system->dir() + name, folder_ + name, std::filesystem::copy_options::recursive);
    }
  }
  // Options of a server on the copy.
  faults::ServerOptions Options() const {
    faults::ServerOptions options;
    options.edits = {{"dbname=arasha", "dbname=" + database_},
                     {system->dir() + "/(journal|witness)", folder_ + "/$1"}};
    return options;
  }
  void Attack(const std::string& sql) const {
    if (!sql.empty())
      system->AsSuperuser(database_, absl::StrCat(kAsAdministrator, Filled(sql), "COMMIT;\n"));
  }
  static std::string Filled(const std::string& text) {
    return absl::StrReplaceAll(text, {{"{A}", absl::StrCat(first_)},
                                      {"{A+1}", absl::StrCat(first_ + 1)},
                                      {"{B}", absl::StrCat(second_)},
                                      {"{N-1}", absl::StrCat(leaves_ - 1)},
                                      {"{N-2}", absl::StrCat(leaves_ - 2)}});
  }

  e2e::Finished Auditor(const ServerProcess& server, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "audit");
    e2e::Extra extra;
    extra.variables = {{"ARASHA_ENDPOINT", server.endpoint()}};
    return Arasha("auditor", arguments, extra);
  }
  // Exports the whole log.
  std::string Export(const ServerProcess& server, std::vector<std::string> options = {}) {
    std::string file = absl::StrCat(folder_, "/log", ++exports_, ".zst");
    options.insert(options.begin(), {"export", file});
    const e2e::Finished exported = Auditor(server, options);
    EXPECT_TRUE(exported.exit_code == 0 || exported.exit_code == kTampered) << exported.err << server.Log();
    return file;
  }
  // Verifies a file with the key that the operators published, and the checkpoint kept in `since`, if any.
  Verified Verify(const ServerProcess& server, const std::string& file, const std::string& since) {
    std::vector<std::string> verify = {"verify", file, "--key", system->Variable("ARASHA_LOG_KEY")};
    if (!since.empty()) verify.insert(verify.end(), {"--since", since});
    std::vector<std::string> as_json = verify;
    as_json.insert(as_json.end(), {"--output", "json"});
    const e2e::Finished machine = Auditor(server, as_json);
    return {machine.exit_code, json::parse(machine.out, nullptr, false), Auditor(server, verify).out};
  }
  // The same of the log and the rows as they now are.
  Verified ExportAndVerify(const ServerProcess& server, bool since = true) {
    return Verify(server, Export(server, {"--rows"}), since ? kept_ : "");
  }
  int64_t Size(const ServerProcess& server) {
    return std::stoll(
        json::parse(Auditor(server, {"checkpoint", "--output", "json"}).out)["size"].get<std::string>());
  }

  static inline std::unique_ptr<e2e::System> owned_;
  static inline std::string kept_;
  static inline int first_ = 0;
  static inline int second_ = 0;
  static inline int leaves_ = 0;
  std::string database_;
  std::string folder_;
  int exports_ = 0;
};

// `<=7` and `>=7` for bounds.
bool Fits(const std::string& wanted, const std::string& got) {
  if (absl::StartsWith(wanted, "<=")) return std::atoi(got.c_str()) <= std::atoi(wanted.c_str() + 2);
  if (absl::StartsWith(wanted, ">=")) return std::atoi(got.c_str()) >= std::atoi(wanted.c_str() + 2);
  return wanted == got;
}

class EachAttack : public TamperTest, public testing::WithParamInterface<Attack> {};

TEST_P(EachAttack, IsFoundAndNamed) {
  Copy();
  faults::ServerOptions options = Options();
  if (GetParam().reader_only) options.edits["sequencer = \"[^\"]*\""] = "";
  ServerProcess server(*system, options);
  server.Start();
  Attack(GetParam().sql);
  const Verified verified = ExportAndVerify(server);
  EXPECT_EQ(verified.exit_code, GetParam().told.empty() ? 0 : kTampered) << verified.text;
  std::vector<Told> told = GetParam().told;
  for (const json& finding : verified.report["findings"]) {
    const std::string code = finding["code"];
    const auto named = std::find_if(told.begin(), told.end(), [&](const Told& one) {
      return one.code == code &&
             std::all_of(one.parameters.begin(), one.parameters.end(), [&](const auto& p) {
               return Fits(Filled(p.second), finding["parameters"].value(p.first, ""));
             });
    });
    if (named != told.end()) {
      told.erase(named);
    } else {
      // That something is wrong, and what does not fit a leaf in a wrong place, may be said besides; nothing
      // else may be accused.
      EXPECT_TRUE(code == "ROOT_DIFFERS" || code == "HISTORY_REWRITTEN" || code == "VERSION_GAP")
          << verified.text;
    }
  }
  for (const Told& missing : told) ADD_FAILURE() << missing.code << " is not told:\n" << verified.text;
}

INSTANTIATE_TEST_SUITE_P(Attacks, EachAttack, testing::ValuesIn(Attacks()), [](const auto& attack) {
  return absl::StrReplaceAll(attack.param.name, {{" ", "_"}, {",", ""}, {"-", "_"}});
});

// A table that nobody thought of could be changed and nobody told.
TEST_F(TamperTest, NoTableIsLeftOut) {
  const std::string names = system->AsSuperuser("arasha",
                                                "SELECT string_agg(relname, ' ') FROM pg_class WHERE "
                                                "relnamespace = 'public'::regnamespace AND relkind = 'r'");
  for (const absl::string_view table : absl::StrSplit(absl::StripAsciiWhitespace(names), ' ')) {
    const bool attacked = std::any_of(Attacks().begin(), Attacks().end(), [&](const struct Attack& attack) {
      return absl::StrContains(attack.sql, absl::StrCat("UPDATE ", table, " ")) ||
             absl::StrContains(attack.sql, absl::StrCat("INTO ", table, " ")) ||
             absl::StrContains(attack.sql, absl::StrCat("DELETE FROM ", table, ";")) ||
             absl::StrContains(attack.sql, absl::StrCat("DELETE FROM ", table, " "));
    });
    EXPECT_NE(attacked, TablesTriedElsewhere().contains(std::string(table))) << table;
  }
}

TEST_F(TamperTest, ADeedUnderARoleThatWasTakenBackAtOnceIsNamed) {
  Copy();
  ServerProcess server(*system, Options());
  server.Start();
  const std::string touch = "UPDATE directory_version SET version = version + 1;";
  Attack("INSERT INTO role_grant VALUES ('staff/d.kim', 'officer', 'IST');" + touch);
  absl::SleepFor(absl::Seconds(2));
  e2e::Extra extra;
  extra.variables = {{"ARASHA_ENDPOINT", server.endpoint()}};
  const e2e::Finished looked = Arasha("officer-waw", {"case", "list", "--mission", "IST"}, extra);
  EXPECT_EQ(looked.exit_code, 0) << looked.err;
  Attack("DELETE FROM role_grant WHERE principal = 'staff/d.kim' AND mission = 'IST';" + touch);
  const Verified verified = ExportAndVerify(server);
  EXPECT_EQ(verified.exit_code, kTampered);
  EXPECT_THAT(verified.text,
              HasSubstr("staff/d.kim did “list cases” though no leaf gave a role that allows it"));
}

TEST_F(TamperTest, ADeedByAGrantThatWasTakenBackAtOnceIsNamed) {
  Copy();
  ServerProcess server(*system, Options());
  server.Start();
  const std::string touch = "UPDATE directory_version SET version = version + 1;";
  Attack(R"sql(
INSERT INTO access_grant (uid, mission, case_uid, principal, break_glass, sealed, granted_by, grant_time, expire_time)
  SELECT '00000000-0000-4000-8000-000000000002', mission, uid, 'staff/d.kim', false, '', 'staff/e.sarsen', now(), 'infinity'
  FROM case_file WHERE mission = 'IST' LIMIT 1;)sql" +
         touch);
  absl::SleepFor(absl::Seconds(2));
  const std::string number = system->AsSuperuser(
      database_,
      "SELECT format('IST-%s-%s', year, lpad(serial::text, 6, '0')) FROM access_grant JOIN case_file "
      "ON case_file.uid = case_uid");
  e2e::Extra extra;
  extra.variables = {{"ARASHA_ENDPOINT", server.endpoint()}};
  const e2e::Finished looked =
      Arasha("officer-waw", {"case", "show", std::string(absl::StripAsciiWhitespace(number))}, extra);
  EXPECT_EQ(looked.exit_code, 0) << looked.err;
  Attack("DELETE FROM access_grant WHERE uid = '00000000-0000-4000-8000-000000000002';" + touch);
  const Verified verified = ExportAndVerify(server);
  EXPECT_EQ(verified.exit_code, kTampered);
  EXPECT_THAT(
      verified.text,
      HasSubstr("by access to the case (grant 00000000-0000-4000-8000-000000000002) that no leaf gave"));
}

// A deactivation and a refused certificate that the administrator undid for a while.
TEST_F(TamperTest, ADeedOfWhoWasPutOutIsNamed) {
  Copy();
  ServerProcess server(*system, Options());
  server.Start();
  e2e::Extra extra;
  extra.variables = {{"ARASHA_ENDPOINT", server.endpoint()}};
  for (const std::vector<std::string>& putting_out : std::vector<std::vector<std::string>>{
           {"staff", "update", "d.kim", "--deactivate"},
           {"staff", "revoke-certificate", system->dir() + "/certs/staff-d.kim/cert.pem", "--reason",
            "Stolen"}}) {
    const e2e::Finished done = Arasha("admin", putting_out, extra);
    ASSERT_EQ(done.exit_code, 0) << done.err;
  }
  // What came while servers did not yet know of it is no deed of the administrator's.
  absl::SleepFor(absl::Seconds(125));
  const std::string touch = "UPDATE directory_version SET version = version + 1;";
  Attack(
      "UPDATE principal SET active = true WHERE name = 'staff/d.kim';"
      "CREATE SCHEMA aside; CREATE TABLE aside.refused AS SELECT * FROM revoked_certificate;"
      "DELETE FROM revoked_certificate;" +
      touch);
  absl::SleepFor(absl::Seconds(2));
  const e2e::Finished looked = Arasha("officer-waw", {"case", "list", "--mission", "WAW"}, extra);
  EXPECT_EQ(looked.exit_code, 0) << looked.err;
  Attack(
      "UPDATE principal SET active = false WHERE name = 'staff/d.kim';"
      "INSERT INTO revoked_certificate SELECT * FROM aside.refused; DROP SCHEMA aside CASCADE;" +
      touch);
  const Verified verified = ExportAndVerify(server);
  EXPECT_EQ(verified.exit_code, kTampered);
  EXPECT_THAT(verified.text, HasSubstr("staff/d.kim did “list cases” after leaf"));
  EXPECT_THAT(verified.text, HasSubstr("staff/d.kim did “list cases” with a certificate that leaf"));
}

// Nothing in an export tells such a leaf from an honest one; that it has no request, which is sealed with
// keys outside of the database, does.
TEST_F(TamperTest, ALeafForgedInSomebodysNameIsFoundByWhoHoldsTheKeys) {
  Copy();
  ServerProcess server(*system, Options());
  server.Start();
  const auto check = [&] {
    return e2e::RunProgram(
        {e2e::System::Program("arashad"), "log", "check-requests", "--config", server.config()},
        {.variables = e2e::PlainVariables(system->scratch()), .input = ""});
  };
  const e2e::Finished honest = check();
  EXPECT_EQ(honest.exit_code, 0) << honest.out << honest.err;
  Attack(kForge);
  const std::string place =
      "SELECT coalesce(min(tree_index), 0) FROM audit_leaf JOIN audit_sequence USING (leaf_id) WHERE action "
      "= 'GrantRole'";
  for (int i = 0; i < 100 && std::atoi(system->AsSuperuser(database_, place).c_str()) == 0; ++i)
    absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(ExportAndVerify(server).exit_code, 0);
  const e2e::Finished forged = check();
  EXPECT_EQ(forged.exit_code, 1);
  EXPECT_THAT(forged.out,
              HasSubstr(absl::StrCat("leaf ", std::atoi(system->AsSuperuser(database_, place).c_str()),
                                     " has a request beside it that is not sealed with our keys")));
  EXPECT_THAT(forged.out, HasSubstr(", 1 leaf was put in by hand"));
}

TEST_F(TamperTest, ACutTailIsFoundByWhoKeptACheckpointAndHaltsTheServer) {
  Copy();
  ServerProcess server(*system, Options());
  server.Start();
  Attack(kTruncate);
  const Verified verified = ExportAndVerify(server);
  EXPECT_EQ(verified.exit_code, kTampered);
  EXPECT_THAT(verified.text, HasSubstr(absl::StrCat("ends at ", second_, " leaves, and had ")));
  const e2e::Finished asked =
      Auditor(server, {"checkpoint", "--since", kept_, "--key", system->Variable("ARASHA_LOG_KEY")});
  EXPECT_EQ(asked.exit_code, kTampered);
  EXPECT_THAT(asked.err, HasSubstr("leaves were removed"));
  EXPECT_THAT(server.Log(), HasSubstr("log_halted"));

  server.Signal(SIGTERM);
  server.Wait(absl::Seconds(20));
  server.Launch();
  EXPECT_NE(server.Wait(absl::Seconds(20)).value_or(0), 0) << "it must not go on";
  EXPECT_THAT(server.Log(), HasSubstr("was published"));
}

TEST_F(TamperTest, AnOldBackupIsFoundByWhoKeptACheckpointAndByTheServer) {
  Copy("backup");
  ServerProcess server(*system, Options());
  server.Launch();
  EXPECT_NE(server.Wait(absl::Seconds(20)).value_or(0), 0) << "it must not go on";
  EXPECT_THAT(server.Log(), HasSubstr("was published"));

  // Whoever also takes away what the server remembers outside of the database gets it to serve.
  for (const char* name : {"/journal", "/witness"}) {
    std::filesystem::remove_all(folder_ + name);
    std::filesystem::create_directories(folder_ + name);
  }
  server.Start();
  const Verified verified = ExportAndVerify(server);
  EXPECT_EQ(verified.exit_code, kTampered);
  // By how much the log has grown again depends on how fast the machine is.
  EXPECT_THAT(verified.text, testing::AnyOf(HasSubstr("an old backup took its place"),
                                            HasSubstr("The log does not continue the checkpoint of")));
}

// What witnesses keep is as good as a checkpoint that an auditor kept: of the server's folder and repository,
// and a note that somebody cosigned offline.
TEST_F(TamperTest, WhatWitnessesKeptFindsALogThatForkedSince) {
  Copy();
  const auto run = [&](std::vector<std::string> program) {
    const e2e::Finished done =
        e2e::RunProgram(program, {.variables = e2e::PlainVariables(system->scratch()), .input = ""});
    ASSERT_EQ(done.exit_code, 0) << done.err;
  };
  run({"git", "init", "--quiet", folder_ + "/git"});
  run({"openssl", "genpkey", "-algorithm", "ed25519", "-out", folder_ + "/witness.pem"});
  faults::ServerOptions options = Options();
  options.edits["witnesses = \\["] = absl::StrCat("witnesses = [\"git:", folder_, "/git\", ");
  const std::string key = system->Variable("ARASHA_LOG_KEY");
  std::vector<std::string> kept = {folder_ + "/pushed.note", folder_ + "/cosigned.note"};
  int64_t size = 0;
  {
    ServerProcess server(*system, options);
    server.Start();
    size = Size(server);
    ASSERT_EQ(Auditor(server, {"checkpoint", "--save", kept[1], "--key", key}).exit_code, 0);
    const e2e::Finished cosigned =
        Auditor(server, {"witness", kept[1], "--key", key, "--state", folder_ + "/state.note", "--sign",
                         folder_ + "/witness.pem", "--name", "inspectorate.example/w1"});
    ASSERT_EQ(cosigned.exit_code, 0) << cosigned.err;
    std::ofstream(kept[1], std::ios::app) << cosigned.out;
    // Witnesses get heads once a second.
    absl::SleepFor(absl::Seconds(3));
    int64_t newest = 0;
    for (const auto& note : std::filesystem::directory_iterator(folder_ + "/witness"))
      newest = std::max<int64_t>(newest, std::stoll(note.path().stem().string()));
    ASSERT_GE(newest, size);
    kept.push_back(absl::StrCat(folder_, "/witness/", newest, ".note"));
    // The next head takes its place.
    std::filesystem::copy(folder_ + "/git/checkpoint", kept[0]);
    const std::string honest = Export(server);
    for (const std::string& note : kept) {
      const Verified verified = Verify(server, honest, note);
      EXPECT_EQ(verified.exit_code, 0) << note << "\n" << verified.text;
      EXPECT_THAT(verified.text, HasSubstr("Continues checkpoint")) << note;
    }
    size = Size(server);
  }
  // The same key goes on elsewhere from an earlier head, where nobody remembers the later ones.
  Attack(kTruncate);
  options = Options();
  options.edits[system->dir() + "/(journal|witness)"] = folder_ + "/new-$1";
  for (const char* name : {"/new-journal", "/new-witness"})
    std::filesystem::create_directories(folder_ + name);
  ServerProcess server(*system, options);
  server.Start();
  for (int i = 0; i < 100 && Size(server) <= size + 10; ++i) absl::SleepFor(absl::Milliseconds(100));
  const std::string forked = Export(server);
  EXPECT_EQ(Verify(server, forked, "").exit_code, 0) << "only who kept something knows";
  for (const std::string& note : kept) {
    const Verified verified = Verify(server, forked, note);
    EXPECT_EQ(verified.exit_code, kTampered) << note << "\n" << verified.text;
    EXPECT_THAT(verified.text, HasSubstr("The log does not continue the checkpoint of")) << note;
  }
}

TEST_F(TamperTest, ATreeOfAnotherKeyIsFound) {
  Copy();
  Attack(kSequenceAnew);
  const std::string certs = folder_ + "/certs";
  std::filesystem::create_directories(certs);
  const e2e::Finished made =
      e2e::RunProgram({ARASHA_SOURCE_DIR "/deploy/certs", "log-key", certs, "arasha.example/audit"},
                      {.variables = e2e::PlainVariables(system->scratch()), .input = ""});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  faults::ServerOptions options = Options();
  options.edits["key = \"[^\"]*/log.key\""] = absl::StrCat("key = \"", certs, "/log.key\"");
  options.edits[system->dir() + "/(journal|witness)"] = folder_ + "/new-$1";
  for (const char* name : {"/new-journal", "/new-witness"})
    std::filesystem::create_directories(folder_ + name);
  ServerProcess server(*system, options);
  server.Start();
  absl::SleepFor(absl::Seconds(1));

  const Verified verified = ExportAndVerify(server);
  EXPECT_EQ(verified.exit_code, kTampered);
  EXPECT_THAT(verified.text, HasSubstr("A key other than the given ones has signed in the log's name"));
  EXPECT_THAT(verified.text, HasSubstr("The log does not continue the checkpoint of"));
  // Without a checkpoint kept from before it might be a key that the operators changed.
  const Verified alone = ExportAndVerify(server, /*since=*/false);
  EXPECT_EQ(alone.exit_code, kCannotTell) << alone.text;
  EXPECT_THAT(alone.text, HasSubstr("A key other than the given ones has signed in the log's name"));
}

}  // namespace
}  // namespace arasha::tamper
