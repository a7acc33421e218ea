// What could go wrong: somebody runs statements as the server's role, past every decision of the server, and
// sees a case: without a context, with one made up, altered, of another connection, or of a moment ago; or a
// table, or a function of the owner's, that nobody thought of. Everything here is done as arasha_server.
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "proto/timestamps.h"
#include "storage/cases/approvals.h"
#include "storage/directory/access_grants.h"
#include "storage/postgres/context_token.h"
#include "tests/storage/cases.h"

namespace arasha::storage {
namespace {

// What the server's role is shown of a table without a context.
enum class Verdict {
  kGuarded,  // nothing: row-level security asks for a context
  kOpen,     // everything: reference data, and the log's hashes and places
  kNoRight,  // it has no right to read it
};

const std::map<std::string, Verdict> kTables = {
    {"access_grant", Verdict::kGuarded},
    {"approval", Verdict::kGuarded},
    {"audit_checkpoint", Verdict::kOpen},
    {"audit_cosignature", Verdict::kOpen},
    {"audit_leaf", Verdict::kGuarded},
    {"audit_pending", Verdict::kOpen},
    {"audit_secret", Verdict::kGuarded},
    {"audit_sequence", Verdict::kOpen},
    {"audit_tile", Verdict::kOpen},
    {"calendar", Verdict::kOpen},
    {"case_counter", Verdict::kGuarded},
    {"case_file", Verdict::kGuarded},
    {"case_index", Verdict::kGuarded},
    {"case_type", Verdict::kOpen},
    {"context_key", Verdict::kNoRight},
    {"data_key", Verdict::kGuarded},
    {"deadline", Verdict::kGuarded},
    {"directory_version", Verdict::kOpen},
    {"entry", Verdict::kGuarded},
    {"erasure_list", Verdict::kGuarded},
    {"full_case", Verdict::kGuarded},
    {"group_row", Verdict::kGuarded},
    {"job", Verdict::kOpen},
    {"mission", Verdict::kOpen},
    {"party", Verdict::kGuarded},
    {"principal", Verdict::kOpen},
    {"reminder", Verdict::kGuarded},
    {"report", Verdict::kGuarded},
    {"report_file", Verdict::kGuarded},
    {"report_schedule", Verdict::kGuarded},
    {"request", Verdict::kGuarded},
    {"revoked_certificate", Verdict::kOpen},
    {"role_grant", Verdict::kOpen},
    {"schema_migration", Verdict::kOpen},
    {"server_key", Verdict::kOpen},
    {"warning", Verdict::kGuarded},
};

// Functions that run as the owner and that the server's role may call, with why they tell it nothing.
const std::map<std::string, std::string> kOwnersFunctions = {
    {"access_labels", "checks the context"},
    {"audit_append", "asks for a context that names the actor"},
    {"audit_append_denied", "as audit_append, and tells nothing of the case"},
    {"audit_append_reads", "asks for a context of the server itself"},
    {"audit_case_number", "asks for the label of the log's readers"},
    {"audit_case_uid", "asks for the label of the log's readers"},
    {"audit_rows", "asks for the label of the log's readers, and tells what is sealed"},
    {"directory_changed", "a trigger"},
    {"active_cases", "uids alone"},
    {"held_cases", "counts alone"},
    {"outdated_deadlines", "asks for the label of the job that counts anew"},
    {"deadlines_to_look_at", "asks for the label of the job that warns"},
    {"note_looked", "asks for the label of the job that warns, and counts alone"},
    {"find_cases", "uids alone, to who holds the keys of the tokens"},
    {"mend_numbers", "moves counters on to what was given already, with a leaf, and tells their names alone"},
};

constexpr char kRefused[] = "42501";

class RowSecurity : public CasesTest {
 protected:
  void SetUp() override {
    CasesTest::SetUp();
    attacker_.emplace(database().server_conninfo());
  }
  void TearDown() override { attacker_.reset(); }

  std::string Token(const std::vector<std::string>& labels,
                    absl::Time expires = absl::Now() + absl::Minutes(1), int backend = 0) {
    return ContextToken(*keys().server_keys()->context.key, labels, expires,
                        backend == 0 ? attacker_->backendpid() : backend);
  }

  // What a statement answers in a transaction with this context, its first value; the SQLSTATE if it is
  // refused.
  std::string Ask(const std::optional<std::string>& context, const std::string& sql) {
    pqxx::work transaction(*attacker_);
    try {
      if (context) transaction.exec_params("SELECT set_config('arasha.context', $1, true)", *context);
      const pqxx::result result = transaction.exec(sql);
      if (result.columns() == 0) return absl::StrCat(result.affected_rows(), " rows");
      return result.empty() ? "no row" : result[0][0].c_str();
    } catch (const pqxx::insufficient_privilege&) {
      return kRefused;  // libpqxx 6 leaves its SQLSTATE out.
    } catch (const pqxx::sql_error& error) {
      return error.sqlstate();
    }
  }

  // A case at the mission, with a row in every table of cases.
  NewCase Populate(const std::string& mission, std::vector<std::string> labels) {
    NewCase opening = Opening(mission);
    const std::string uid = opening.row.message.uid();
    labels.push_back("case:" + uid);
    opening.row.labels = labels;
    opening.deadlines = {DeadlineMetBy("first_contact", Start(), {"entry:CONTACT"})};
    opening.findables = {{.source = uid, .ngrams = {"abc", "bcd"}, .identifiers = {}}};
    opening.row.number = Open(database().server(), opening);
    return opening;
  }

  // A row in every table that guards its rows.
  void PopulateAll() {
    const NewCase opened = Populate("IST", {"IST", "*"});
    const absl::Time now = absl::Now();
    v1::AccessGrant grant;
    grant.set_name("accessGrants/" + NewUid(now));
    grant.set_case_uid(opened.row.message.uid());
    grant.set_mission("missions/IST");
    grant.set_principal("staff/d.kim");
    grant.set_granted_by("staff/a.omarova");
    *grant.mutable_grant_time() = ToTimestamp(now);
    *grant.mutable_expire_time() = ToTimestamp(now + absl::Hours(1));
    ASSERT_EQ(AddGrant(database().server(), Writing("GrantAccess"), grant, "").value(), WriteOutcome::kDone);
    const auto loaded = LoadCase(database().server(), Writing("TransitionCase"), opened.row.number);
    ASSERT_TRUE(loaded.ok() && *loaded) << loaded.status();
    Proposal proposal = {.number = opened.row.number,
                         .case_uid = opened.row.message.uid(),
                         .case_version = 1,
                         .approval = {},
                         .entries = {EntryAt(Start())},
                         .lapsed = {},
                         .key = (*loaded)->keys.back(),
                         .response = ""};
    proposal.approval.set_name(NewUid(now));
    proposal.approval.set_proposed_by("staff/a.omarova");
    *proposal.approval.mutable_propose_time() = ToTimestamp(now);
    *proposal.approval.mutable_expire_time() = ToTimestamp(now + absl::Hours(1));
    const auto proposed = Propose(database().server(), Writing("TransitionCase"), proposal);
    ASSERT_TRUE(proposed.ok() && *proposed == WriteOutcome::kDone) << proposed.status();
    database().Rows(R"sql(
      INSERT INTO warning (mission, case_uid, uid, kind, rule, run, warning_rule, due_time, recipient, raise_time)
      SELECT mission, uid, uid, 1, 'first_contact', 1, 'passed', now(), 'assignee', now() FROM case_file)sql");
    database().Rows(R"sql(
      INSERT INTO reminder (mission, case_uid, uid, sealed, due_time, assignee, created_by, create_time)
      SELECT mission, uid, uid, '', now(), 'staff/a.omarova', 'staff/a.omarova', now() FROM case_file)sql");
    database().Rows(R"sql(
      INSERT INTO erasure_list (uid, mission, state, case_count, kept_count, erased_count, drawn_by, draw_time)
      VALUES ('00000000-0000-7000-8000-000000000002', 'IST', 'drawn', 0, 0, 0, 'staff/a.omarova', now()))sql");
    database().Rows(R"sql(
      INSERT INTO group_row (mission, case_uid, uid, row_group, sealed, create_time)
      SELECT mission, uid, uid, 'hearings', '', now() FROM case_file)sql");
    database().Rows(R"sql(
      INSERT INTO report (uid, kind, parameters, language, start_time, end_time, audience, requested_by, create_time)
      VALUES ('00000000-0000-7000-8000-000000000001', 'x', '{}', 'en', now() - interval '1 day', now(), 'r:IST',
              'staff/a.omarova', now()))sql");
    database().Rows("INSERT INTO report_file VALUES ('00000000-0000-7000-8000-000000000001', 'x', 0, '')");
    database().Rows(R"sql(
      INSERT INTO report_schedule (uid, kind, parameters, language, interval, audience, requested_by, create_time, next_time)
      VALUES (gen_random_uuid(), 'x', '{}', 'en', 'week', 'r:IST', 'staff/a.omarova', now(), now()))sql");
  }

  std::optional<pqxx::connection> attacker_;
};

// A new table fails this until somebody says what the server's role may see of it.
TEST_F(RowSecurity, EveryTableHasAVerdict) {
  std::vector<std::string> expected;
  for (const auto& [table, verdict] : kTables) expected.push_back(table);
  std::vector<std::string> tables;
  for (const auto& row : database().Rows("SELECT relname FROM pg_class WHERE relnamespace = "
                                         "'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', "
                                         "'f') ORDER BY relname COLLATE \"C\"")) {
    tables.push_back(*row[0]);
  }
  EXPECT_EQ(tables, expected);
}

TEST_F(RowSecurity, EveryFunctionOfTheOwnersHasAReason) {
  std::vector<std::string> expected;
  for (const auto& [name, reason] : kOwnersFunctions) expected.push_back(name);
  std::vector<std::string> functions;
  for (const auto& row : database().Rows(
           "SELECT DISTINCT proname::text COLLATE \"C\" FROM pg_proc WHERE pronamespace = "
           "'public'::regnamespace AND prosecdef AND has_function_privilege('arasha_server', oid, "
           "'EXECUTE') ORDER BY 1")) {
    functions.push_back(*row[0]);
  }
  EXPECT_EQ(functions, expected);
}

TEST_F(RowSecurity, NoTableShowsAnythingWithoutAnHonestContext) {
  PopulateAll();
  pqxx::connection other(database().server_conninfo());
  const std::string good = Token({"IST", "*", "log", "staff/a.omarova", "w:*"});
  const std::string used = Token({"*"});
  EXPECT_EQ(Ask(used, "SELECT count(*) FROM case_file"), "1");
  const std::map<std::string, std::optional<std::string>> contexts = {
      {"none", std::nullopt},
      {"empty", ""},
      {"only labels", "*,log,w:*"},
      {"made up", absl::StrCat("*,log\n9999999999\n", attacker_->backendpid(), "\n", std::string(64, '0'))},
      {"without a code", absl::StrCat("*,log\n9999999999\n", attacker_->backendpid())},
      {"with an empty code", absl::StrCat("*,log\n9999999999\n", attacker_->backendpid(), "\n")},
      {"with other labels", absl::StrReplaceAll(good, {{"IST,", "WAW,"}})},
      {"with one label more", absl::StrReplaceAll(good, {{"IST,", "IST,admin,"}})},
      {"over", Token({"*", "log"}, absl::Now() - absl::Seconds(2))},
      {"of another backend", Token({"*", "log"}, absl::Now() + absl::Minutes(1), other.backendpid())},
      {"longer than made", absl::StrCat(good, "\n")},
      {"with a line before", absl::StrCat("\n", good)},
  };
  for (const auto& [table, verdict] : kTables) {
    // The view shows rows of case_file, and without a context not even its owner any.
    if (verdict == Verdict::kGuarded && table != "full_case") {
      ASSERT_NE(database().Value(absl::StrCat("SELECT count(*) FROM ", table)), "0")
          << "the test must put a row into " << table;
    }
    for (const auto& [kind, context] : contexts) {
      const std::string answer = Ask(context, absl::StrCat("SELECT count(*) FROM ", table));
      EXPECT_EQ(answer == kRefused, verdict != Verdict::kOpen)
          << table << ", context " << kind << ": " << answer;
    }
  }
}

// The setting ends with its transaction, and no session-wide one takes its place.
TEST_F(RowSecurity, AContextDoesNotOutliveItsTransaction) {
  PopulateAll();
  EXPECT_EQ(Ask(Token({"*"}), "SELECT count(*) FROM case_file"), "1");
  EXPECT_EQ(Ask(std::nullopt, "SELECT count(*) FROM case_file"), kRefused);
  {
    pqxx::work transaction(*attacker_);
    transaction.exec("SET arasha.context = '*,log'");
    transaction.commit();
  }
  EXPECT_EQ(Ask(std::nullopt, "SELECT count(*) FROM case_file"), kRefused);
}

TEST_F(RowSecurity, ACaseIsShownToItsLabelsAlone) {
  Populate("IST", {"IST", "*"});
  Populate("IST", {"IST!", "*!", "staff/a.omarova"});
  const NewCase compartmented = Populate("IST", {"IST#c", "*#c", "staff/a.omarova"});
  Populate("WAW", {"WAW", "*"});
  const auto seen = [&](const std::vector<std::string>& labels, const std::string& table) {
    return Ask(Token(labels), absl::StrCat("SELECT count(*) FROM ", table));
  };
  for (const char* table :
       {"case_file", "party", "deadline", "entry", "data_key", "case_index", "full_case"}) {
    SCOPED_TRACE(table);
    EXPECT_EQ(seen({"IST"}, table), "1");
    EXPECT_EQ(seen({"IST", "IST!"}, table), "2");
    EXPECT_EQ(seen({"IST", "IST!", "IST#c"}, table), "3");
    EXPECT_EQ(seen({"*"}, table), "2");
    EXPECT_EQ(seen({"staff/a.omarova"}, table), "2");
    EXPECT_EQ(seen({"case:" + compartmented.row.message.uid()}, table), "1");
    EXPECT_EQ(seen({"I", "IS", "ist", "IST#", "", "!", "log", "admin", "w:IST", "w:*", "housekeeper"}, table),
              "0");
  }
  EXPECT_EQ(seen({"staff/d.kim"}, "request"), "0");
  EXPECT_EQ(seen({"IST"}, "audit_leaf"), "0");
  EXPECT_EQ(seen({"log"}, "audit_leaf"), "4");
  // A head's: of the mission, and of no case that the same labels do not open.
  EXPECT_EQ(seen({"l:IST"}, "audit_leaf"), "0");
  EXPECT_EQ(seen({"l:IST", "IST", "IST!"}, "audit_leaf"), "2");
  EXPECT_EQ(seen({"l:*", "IST", "IST!", "WAW"}, "audit_leaf"), "3");
  EXPECT_EQ(seen({"l:WAW", "IST", "IST!"}, "audit_leaf"), "0");
}

TEST_F(RowSecurity, NothingIsWrittenWithoutTheRightLabel) {
  const NewCase opened = Populate("IST", {"IST!", "*!", "staff/a.omarova"});
  const std::string& uid = opened.row.message.uid();
  const std::string reader = Token({"IST", "IST!", "staff/x"});
  const std::string stranger = Token({"WAW", "w:WAW", "staff/x"});
  // What a reader sees and may not change; what a stranger does not even find.
  EXPECT_EQ(Ask(reader, "UPDATE case_file SET labels = labels || '{WAW}'"), kRefused);
  EXPECT_EQ(Ask(reader, "UPDATE deadline SET met_time = now()"), "0 rows");
  EXPECT_EQ(Ask(reader, "UPDATE party SET remove_time = now()"), "0 rows");
  EXPECT_EQ(Ask(stranger, "UPDATE case_file SET labels = labels || '{WAW}'"), "0 rows");
  for (const std::string& context : {reader, stranger}) {
    EXPECT_EQ(Ask(context,
                  absl::StrCat(
                      "INSERT INTO entry (mission, case_uid, uid, kind, happened_time, record_time, author, "
                      "in_person, triggers) VALUES ('IST', '",
                      uid, "', gen_random_uuid(), 1, now(), now(), 'staff/x', false, '{}')")),
              kRefused);
    EXPECT_EQ(Ask(context, absl::StrCat("INSERT INTO data_key VALUES ('IST', '", uid,
                                        "', gen_random_uuid(), 'k', '')")),
              kRefused);
    EXPECT_EQ(Ask(context, "INSERT INTO case_counter VALUES ('IST', 2000, 1)"), kRefused);
  }
  // A grant on the case lets entries in, and nothing about another case.
  const std::string granted = Token({"staff/x", "case:" + uid, "w:case:" + uid});
  EXPECT_EQ(
      Ask(granted,
          absl::StrCat("INSERT INTO entry (mission, case_uid, uid, kind, happened_time, record_time, author, "
                       "in_person, triggers) VALUES ('IST', '",
                       uid, "', gen_random_uuid(), 1, now(), now(), 'staff/x', false, '{}')")),
      "1 rows");
}

TEST_F(RowSecurity, NobodyGivesThemselvesAccess) {
  const NewCase opened = Populate("IST", {"IST", "*"});
  const auto grant = [&](const std::string& principal, const std::string& by, bool glass) {
    return absl::StrCat(
        "INSERT INTO access_grant (uid, mission, case_uid, principal, break_glass, sealed, granted_by, "
        "grant_time, expire_time) VALUES (gen_random_uuid(), 'IST', '",
        opened.row.message.uid(), "', '", principal, "', ", glass ? "true" : "false", ", '', '", by,
        "', now(), now() + interval '1 hour')");
  };
  const std::string stranger = Token({"staff/d.kim", "WAW", "w:WAW"});
  EXPECT_EQ(Ask(stranger, grant("staff/d.kim", "staff/d.kim", false)), kRefused);
  EXPECT_EQ(Ask(stranger, grant("staff/d.kim", "staff/b.suleimenov", false)), kRefused);
  EXPECT_EQ(Ask(stranger, grant("staff/a.omarova", "staff/d.kim", true)), kRefused)
      << "glass is broken for oneself";
  EXPECT_EQ(Ask(stranger, grant("staff/d.kim", "staff/d.kim", true)), "1 rows") << "and that is an alarm";
  const std::string head = Token({"staff/b.suleimenov", "IST", "w:IST"});
  EXPECT_EQ(Ask(head, grant("staff/d.kim", "staff/b.suleimenov", false)), "1 rows");
  EXPECT_EQ(Ask(head, grant("staff/b.suleimenov", "staff/b.suleimenov", false)), kRefused);

  // Nor roles and clearances.
  const std::string admin = Token({"staff/n.ibraev", "admin"});
  const char* const role = "INSERT INTO role_grant VALUES ('staff/a.omarova', 'head', '-')";
  EXPECT_EQ(Ask(head, role), kRefused);
  EXPECT_EQ(Ask(admin, role), "1 rows");
  EXPECT_EQ(Ask(admin, "INSERT INTO role_grant VALUES ('staff/n.ibraev', 'head', '-')"), kRefused);
  EXPECT_EQ(Ask(admin, "UPDATE role_grant SET mission = '-' WHERE principal = 'staff/n.ibraev'"), "0 rows");
  EXPECT_EQ(Ask(admin, "UPDATE principal SET clearances = '{c}' WHERE name = 'staff/n.ibraev'"), "0 rows");
  EXPECT_EQ(Ask(head, "UPDATE principal SET clearances = '{c}' WHERE name = 'staff/a.omarova'"), "0 rows");
  EXPECT_EQ(Ask(head, "UPDATE role_grant SET revoke_time = NULL"), "0 rows");
  EXPECT_EQ(Ask(head, "INSERT INTO revoked_certificate VALUES (decode(repeat('00', 32), 'hex'), 'x')"),
            kRefused);
}

}  // namespace
}  // namespace arasha::storage
