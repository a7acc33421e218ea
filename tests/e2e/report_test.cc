// Reports as an auditor and a head of mission order, fetch and check them. What could go wrong: a format is
// not what it says, a report that was tampered with is called true or a true one false, a figure that
// somebody forged and signed anew goes through, a cancelled report is made to its end, or a head reads what
// only auditors may.

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/rules/log/merkle.h"
#include "services/rules/log/signed_note.h"
#include "tests/e2e/cli.h"

namespace arasha::e2e {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int kUsage = 2;
constexpr int kNotFound = 4;
constexpr int kDenied = 5;
constexpr int kTampered = 10;
constexpr int kCannotTell = 11;
constexpr char kFrom[] = "2026-01-01";

std::string Content(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

void Write(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

std::string Sha256(const std::string& content) {
  return absl::BytesToHexString(rules::log::ToBytes(rules::log::Sha256(content)));
}

class ReportTest : public CliTest {
 protected:
  // Detentions with every outcome of a first contact that can be had at once, of which one is behind glass.
  static void SetUpTestSuite() {
    const std::string visited = OpenCase();
    ArashaJson("officer", {"case", "contact", visited, "--failed", "--channel", "phone", "--happened-at",
                           "2026-01-12T10:00:00+03:00", "--text", "No answer"});
    ArashaJson("officer", {"case", "visit", visited, "--happened-at", "2026-01-12T15:00:00+03:00", "--text",
                           "In good health"});
    const std::string late = OpenCase({"--subject", "Жұмабаев Әсет"});
    ArashaJson("officer", {"case", "contact", late, "--channel", "phone", "--happened-at",
                           "2026-01-15T10:00:00+03:00", "--text", "By telephone"});
    ArashaJson("officer", {"case", "do", "register", late});
    ArashaJson("officer", {"case", "do", "resolve", late, "--text", "Released"});
    ArashaJson("officer", {"case", "close", late, "--text", "Done"});
    never_ = OpenCase();
    ArashaJson("officer-waw", {"access", "break-glass", never_, "--reason", "The hospital calls at night"});
  }

  // Until whatever was done stands below a checkpoint: only then can figures be proven exactly.
  static void AwaitCheckpoint() {
    for (int i = 0; i < 200; ++i) {
      const std::string waiting = system->AsSuperuser(
          "arasha", "SELECT (SELECT count(*) FROM audit_leaf) - (SELECT max(size) FROM audit_checkpoint)");
      if (std::atoi(waiting.c_str()) == 0) return;
      absl::SleepFor(absl::Milliseconds(50));
    }
    FAIL() << "leaves wait for their place";
  }

  // Has a report made and every file of it fetched; the folder.
  static std::string Make(const std::string& kind, std::vector<std::string> scope = {},
                          const std::string& role = "auditor") {
    AwaitCheckpoint();
    const std::string folder = absl::StrCat(system->scratch(), "/report-", ++made_);
    std::vector<std::string> arguments = {"report",   "create", kind,    "--from", kFrom,
                                          "--format", "all",    "--out", folder};
    arguments.insert(arguments.end(), scope.begin(), scope.end());
    const Finished finished = Arasha(role, arguments);
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    return folder;
  }

  static std::string Export(bool rows = true) {
    const std::string path = absl::StrCat(system->scratch(), "/report-log-", ++made_);
    std::vector<std::string> arguments = {"audit", "export", path};
    if (rows) arguments.emplace_back("--rows");
    const Finished finished = Arasha("auditor", arguments);
    EXPECT_EQ(finished.exit_code, 0) << finished.err;
    return path;
  }

  static Finished Verify(const std::string& file, const std::string& log) {
    return Arasha("auditor", {"report", "verify", file, "--export", log});
  }

  // Puts other content into a report's JSON, and whatever vouches for it, as who holds the log's key can.
  static void Forge(const std::string& folder, const std::string& kind, const json& report) {
    Write(absl::StrCat(folder, "/", kind, ".json"), report.dump());
    json manifest = json::parse(Content(folder + "/manifest.json"));
    for (json& file : manifest["files"]) {
      const std::string content = Content(absl::StrCat(folder, "/", file["name"].get<std::string>()));
      file["sha256"] = Sha256(content);
      file["size"] = content.size();
    }
    Write(folder + "/manifest.json", manifest.dump());
    std::string text = absl::StrCat("# Arasha report ", report["name"].get<std::string>(), "\n");
    for (const json& file : manifest["files"]) {
      absl::StrAppend(&text, file["sha256"].get<std::string>(), "  ", file["name"].get<std::string>(), "\n");
    }
    absl::StrAppend(&text, Sha256(manifest.dump()), "  manifest.json\n");
    const auto signer =
        rules::log::NoteSigner::FromPem("arasha.example/audit", rules::log::SignatureKind::kEd25519,
                                        Content(system->dir() + "/certs/log.key"));
    ASSERT_TRUE(signer.ok()) << signer.status();
    const auto signature = signer->Sign(text, absl::Now());
    ASSERT_TRUE(signature.ok()) << signature.status();
    Write(folder + "/manifest.sig", rules::log::FormatNote(text, {*signature}));
  }

  static json Report(const std::string& folder, const std::string& kind) {
    return json::parse(Content(absl::StrCat(folder, "/", kind, ".json")));
  }

  // The table's row of a key; its total, if the key is empty.
  static json& RowOf(json& report, const std::string& table, const std::string& key) {
    for (json& one : report["tables"]) {
      if (one["id"] != table) continue;
      if (key.empty()) return one["total"];
      for (json& row : one["rows"]) {
        if (row["key"] == key) return row;
      }
    }
    ADD_FAILURE() << table << " has no row " << key;
    static json none;
    return none;
  }

  static inline int made_ = 0;
  static inline std::string never_;
};

TEST_F(ReportTest, EveryFormatIsWhatItSays) {
  const std::string folder = Make("deadlines", {"--mission", "IST", "--lang", "kk"}, "head");
  EXPECT_THAT(Content(folder + "/deadlines.pdf"), StartsWith("%PDF-"));
  EXPECT_THAT(Content(folder + "/deadlines.html"), AllOf(StartsWith("<!doctype html>"), HasSubstr("<svg")));
  EXPECT_THAT(Content(folder + "/deadlines.xlsx"), StartsWith("PK"));
  json report = Report(folder, "deadlines");
  EXPECT_EQ(report["language"], "kk");
  const json contact = RowOf(report, "first_contact", "IST");
  EXPECT_GE(contact["within_in_person"], 1);
  EXPECT_GE(contact["later_remote"], 1);
  EXPECT_GE(contact["never"], 1);
  EXPECT_GE(contact["attempts"], 1);
  const auto rows = ParseCsv(Content(folder + "/first_contact.csv"));
  ASSERT_GE(rows.size(), 1U);
  EXPECT_EQ(rows[0].at("never"), contact["never"].dump());
  const json manifest = json::parse(Content(folder + "/manifest.json"));
  for (const json& file : manifest["files"]) {
    const std::string name = file["name"];
    EXPECT_EQ(Sha256(Content(absl::StrCat(folder, "/", name))), file["sha256"]) << name;
  }
}

TEST_F(ReportTest, ListedShownAndFetchedOneByOne) {
  const json made = ArashaJson(
      "auditor", {"report", "create", "activity", "--mission", "IST", "--from", kFrom, "--no-wait"});
  const std::string name = made.value("name", "");
  ASSERT_THAT(name, StartsWith("reports/"));
  const std::string uid = name.substr(name.find('/') + 1);
  for (const char* format : {"pdf", "html", "xlsx", "csv", "json"}) {
    const std::string path = absl::StrCat(system->scratch(), "/activity.", format);
    const Finished fetched =
        Arasha("auditor", {"report", "download", uid, "--format", format, "--out", path});
    ASSERT_EQ(fetched.exit_code, 0) << fetched.err;
    EXPECT_FALSE(Content(path).empty()) << format;
  }
  const Finished table = Arasha("auditor", {"report", "download", uid, "--format", "csv", "--table",
                                            "by_person", "--out", system->scratch() + "/people.csv"});
  EXPECT_EQ(table.exit_code, 0) << table.err;
  EXPECT_THAT(Content(system->scratch() + "/people.csv"), HasSubstr("a.omarova"));
  const json shown = ArashaJson("auditor", {"report", "show", uid});
  EXPECT_EQ(shown["state"], "REPORT_STATE_DONE");
  EXPECT_THAT(Arasha("auditor", {"report", "list"}).out, HasSubstr(uid));
  EXPECT_THAT(Arasha("head", {"report", "list"}).out, HasSubstr(uid)) << "it is about the own mission";
  EXPECT_THAT(Arasha("officer", {"report", "list"}).out, Not(HasSubstr(uid)));
  EXPECT_EQ(Arasha("officer", {"report", "show", uid}).exit_code, kNotFound);
  EXPECT_EQ(Arasha("officer-waw", {"report", "download", uid}).exit_code, kNotFound);
}

TEST_F(ReportTest, WhoMayNotOrderIsRefused) {
  EXPECT_EQ(Arasha("officer", {"report", "create", "workload", "--mission", "IST"}).exit_code, kDenied);
  EXPECT_EQ(Arasha("head", {"report", "create", "exceptions", "--mission", "IST"}).exit_code, kDenied);
  EXPECT_EQ(Arasha("head", {"report", "create", "workload", "--mission", "WAW"}).exit_code, kNotFound);
  EXPECT_EQ(Arasha("head", {"report", "create", "nonsense"}).exit_code, kUsage);
}

TEST_F(ReportTest, EveryKindVerifies) {
  const std::vector<std::pair<std::string, std::vector<std::string>>> orders = {
      {"activity", {"--mission", "-"}},
      {"access-to-case", {"--case", never_}},
      {"access-by-person", {"--person", "a.omarova"}},
      {"deadlines", {"--mission", "-"}},
      {"deadlines", {"--mission", "IST"}},
      {"exceptions", {"--mission", "-"}},
      {"exports", {}},
      {"configuration", {}},
      {"workload", {"--mission", "-"}},
      {"workload", {"--mission", "IST"}},
      {"statistics", {"--mission", "-"}}};
  std::vector<std::string> files;
  for (const auto& [kind, scope] : orders) {
    const std::string folder = Make(kind, scope);
    files.push_back(absl::StrCat(folder, "/", kind, ".json"));
    std::replace(files.back().begin() + static_cast<std::ptrdiff_t>(folder.size()), files.back().end(), '-',
                 '_');
  }
  const std::string log = Export();
  for (const std::string& file : files) {
    const Finished verified = Verify(file, log);
    EXPECT_EQ(verified.exit_code, 0) << file << "\n" << verified.out << verified.err;
    EXPECT_THAT(verified.out, AllOf(StartsWith("True: "), Not(HasSubstr("possible"))));
    EXPECT_THAT(verified.out, Not(HasSubstr("Not counted anew"))) << file;
    const std::string manifest = std::filesystem::path(file).parent_path().string() + "/manifest.json";
    EXPECT_EQ(Verify(manifest, log).exit_code, 0) << file;
  }
}

TEST_F(ReportTest, AnyChangedByteIsNamed) {
  const std::string folder = Make("deadlines", {"--mission", "IST"});
  const std::string log = Export();
  const std::string file = folder + "/deadlines.json";
  for (const char* name : {"deadlines.pdf", "deadlines.html", "deadlines.xlsx", "deadlines.json",
                           "by_mission.csv", "manifest.json"}) {
    const std::string path = absl::StrCat(folder, "/", name);
    const std::string content = Content(path);
    std::string changed = content;
    // A digit, so that JSON stays JSON.
    changed[changed.find_last_of("0123456789")] ^= 1;
    Write(path, changed);
    const Finished verified = Verify(file, log);
    EXPECT_EQ(verified.exit_code, kTampered) << name << verified.out << verified.err;
    EXPECT_THAT(verified.err, HasSubstr(name));
    Write(path, content);
  }
  const std::string signature = Content(folder + "/manifest.sig");
  std::string forged = signature;
  forged[forged.find("  deadlines.pdf") - 1] ^= 1;
  Write(folder + "/manifest.sig", forged);
  EXPECT_EQ(Verify(file, log).exit_code, kTampered);
  EXPECT_THAT(Verify(file, log).err, HasSubstr("signature"));
  std::filesystem::remove(folder + "/manifest.sig");
  EXPECT_EQ(Verify(file, log).exit_code, kCannotTell);
  Write(folder + "/manifest.sig", signature);
  EXPECT_EQ(Verify(file, log).exit_code, 0);
}

// Beside a true report under its true signature.
TEST_F(ReportTest, AForgedFileUnderAnotherNameIsNotOfTheReport) {
  const std::string folder = Make("workload", {"--mission", "IST"});
  json report = Report(folder, "workload");
  RowOf(report, "by_mission", "IST")["received"] = 9999;
  Write(folder + "/received.json", report.dump());
  const Finished verified = Verify(folder + "/received.json", Export());
  EXPECT_EQ(verified.exit_code, kTampered);
  EXPECT_THAT(verified.err, HasSubstr("none of those that were signed"));
}

TEST_F(ReportTest, AForgedFigureIsFoundUnderAConsistentSignature) {
  struct Forgery {
    std::string kind;
    std::string table;
    std::string key;
    std::string column;
  };
  const std::vector<Forgery> forgeries = {{"deadlines", "first_contact", "IST", "never"},
                                          {"deadlines", "first_contact", "IST", "median"},
                                          {"deadlines", "by_mission", "IST", "missed"},
                                          {"deadlines", "by_mission", "", "compliance"},
                                          {"deadlines", "by_rule", "rights.detention/first_contact", "met"},
                                          {"workload", "by_mission", "IST", "open_end"},
                                          {"workload", "by_mission", "IST", "officers"},
                                          {"workload", "by_officer", "staff/a.omarova/IST", "entries"},
                                          {"statistics", "statistics", "visits_prisons", "total"},
                                          {"configuration", "roles", "officer/IST", "holders"},
                                          {"configuration", "case_types", "rights.detention@1", "version"},
                                          {"activity", "by_person", "staff/a.omarova", "reads"},
                                          {"activity", "by_action", "CreateCase", "refused"}};
  std::map<std::string, std::string> folders;
  for (const char* kind : {"deadlines", "workload", "statistics", "activity"}) {
    folders[kind] = Make(kind, {"--mission", "IST"});
  }
  folders["configuration"] = Make("configuration");
  const std::string log = Export();
  for (const Forgery& forgery : forgeries) {
    const std::string& folder = folders[forgery.kind];
    const json honest = Report(folder, forgery.kind);
    json report = honest;
    json& cell = RowOf(report, forgery.table, forgery.key)[forgery.column];
    cell = cell.is_number() ? cell.get<double>() + 60 : 60.0;
    Forge(folder, forgery.kind, report);
    const Finished verified = Verify(absl::StrCat(folder, "/", forgery.kind, ".json"), log);
    EXPECT_EQ(verified.exit_code, kTampered) << forgery.table << " " << forgery.column << verified.out;
    EXPECT_THAT(verified.err, AllOf(HasSubstr("table " + forgery.table), HasSubstr("row " + forgery.key),
                                    HasSubstr("column " + forgery.column)));
    Forge(folder, forgery.kind, honest);
    EXPECT_EQ(Verify(absl::StrCat(folder, "/", forgery.kind, ".json"), log).exit_code, 0);
  }
  json report = Report(folders["deadlines"], "deadlines");
  report["headlines"][0]["value"] = 0;
  Forge(folders["deadlines"], "deadlines", report);
  EXPECT_THAT(Verify(folders["deadlines"] + "/deadlines.json", log).err, HasSubstr("deadlines.due"));
}

TEST_F(ReportTest, AnEmptyTableSaysSo) {
  const std::string path = system->scratch() + "/none.csv";
  const auto create = [&](std::vector<std::string> days) {
    days.insert(days.begin(), {"report", "create", "exceptions", "--format", "csv", "--table", "break_glass",
                               "--out", path});
    return Arasha("auditor", days);
  };
  const Finished empty = create({"--from", "2025-10-01", "--to", "2025-10-31"});
  EXPECT_EQ(empty.exit_code, 0) << empty.err;
  EXPECT_THAT(empty.err, HasSubstr("has no rows: there is nothing to list from 2025-10-01 to 2025-10-31"));
  const Finished some = create({"--from", kFrom});
  EXPECT_EQ(some.exit_code, 0) << some.err;
  EXPECT_THAT(some.err, Not(HasSubstr("has no rows")));
}

TEST_F(ReportTest, WhoGotWhichRoleFromWhomIsTold) {
  ArashaJson("admin", {"staff", "add", "n.seit", "--name", "Нұр Сейіт"});
  ArashaJson("admin", {"staff", "grant", "n.seit", "officer", "--mission", "WAW"});
  ArashaJson("admin", {"staff", "revoke", "n.seit", "officer", "--mission", "WAW"});
  const std::string folder = Make("configuration");
  const json report = Report(folder, "configuration");
  std::vector<std::string> told;
  std::string key;
  for (const json& table : report["tables"]) {
    if (table["id"] != "role_changes") continue;
    for (const json& row : table["rows"]) {
      if (row["holder"] != "n.seit") continue;
      key = row["key"].get<std::string>();
      told.push_back(absl::StrCat(row["actor"].get<std::string>(), " ", row["action"].get<std::string>(), " ",
                                  row["role"].get<std::string>(), " ", row["mission"].get<std::string>()));
    }
  }
  EXPECT_THAT(told, ElementsAre("n.ibraev GrantRole officer WAW", "n.ibraev RevokeRole officer WAW"));
  EXPECT_THAT(Content(folder + "/configuration.html"), HasSubstr("Нұр Сейіт (n.seit)"));

  const std::string log = Export();
  const std::string file = folder + "/configuration.json";
  EXPECT_EQ(Verify(file, log).exit_code, 0) << Verify(file, log).err;
  for (const auto& [column, forged] :
       {std::pair("actor", "k.other"), std::pair("holder", "k.other"), std::pair("role", "head"),
        std::pair("mission", "IST"), std::pair("action", "GrantRole")}) {
    json changed = report;
    RowOf(changed, "role_changes", key)[column] = forged;
    Forge(folder, "configuration", changed);
    EXPECT_EQ(Verify(file, log).exit_code, kTampered) << column;
    EXPECT_THAT(Verify(file, log).err, HasSubstr(absl::StrCat("column ", column)));
  }
  EXPECT_THAT(Arasha("auditor", {"audit", "list", "--actor", "n.ibraev", "--action", "GrantRole"}).out,
              HasSubstr("n.seit: consular officer · WAW"));
}

// Reasons and findings name people; a report's files lie open, and are read by those who see no case.
TEST_F(ReportTest, EmergencyAccessIsToldWithItsReviewAndWithoutReasons) {
  const std::string grant = ArashaJson("officer-waw", {"access", "break-glass", OpenCase(), "--reason",
                                                       "Serik Planted is in hospital"})["name"];
  ArashaJson("head", {"access", "review", grant, "--finding", "Serik Planted was visited"});
  const std::string folder = Make("exceptions");
  const std::string uid = grant.substr(grant.rfind('/') + 1);
  json report = Report(folder, "exceptions");
  const json& row = RowOf(report, "break_glass", uid);
  EXPECT_EQ(row["reviewed_by"], "b.suleimenov");
  EXPECT_EQ(row["review"], "in_time");
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    EXPECT_THAT(Content(file.path()), Not(HasSubstr("Planted"))) << file.path();
  }
  EXPECT_THAT(Content(folder + "/exceptions.html"), HasSubstr("arasha access list --case"));
  EXPECT_THAT(Arasha("head", {"access", "list"}).out, HasSubstr("Serik Planted is in hospital"));
}

TEST_F(ReportTest, WhoTriedToLookAtACaseIsInItsReport) {
  const std::string name = OpenCase();
  EXPECT_EQ(Arasha("officer-waw", {"case", "show", name}).exit_code, kNotFound);
  const json report = Report(Make("access-to-case", {"--case", name}), "access_to_case");
  std::vector<std::string> refused;
  for (const json& table : report["tables"]) {
    if (table["id"] != "leaves") continue;
    for (const json& line : table["rows"]) {
      if (line["outcome"] == "AUDIT_DECISION_DENIED") refused.push_back(line["actor"]);
    }
  }
  EXPECT_THAT(refused, testing::ElementsAre("d.kim"));
}

// Who looked must not be left out, nor be somebody else.
TEST_F(ReportTest, AForgedListIsFound) {
  ArashaJson("officer", {"case", "show", never_});
  const std::string access = Make("access-to-case", {"--case", never_});
  const std::string exceptions = Make("exceptions");
  const std::string log = Export();
  json report = Report(access, "access_to_case");
  for (json& table : report["tables"]) {
    if (table["id"] == "leaves") table["rows"].erase(table["rows"].size() - 1);
  }
  Forge(access, "access_to_case", report);
  const Finished shorter = Verify(access + "/access_to_case.json", log);
  EXPECT_EQ(shorter.exit_code, kTampered);
  EXPECT_THAT(shorter.err, HasSubstr("table leaves"));

  report = Report(exceptions, "exceptions");
  for (json& table : report["tables"]) {
    if (table["id"] == "break_glass") table["rows"][0]["principal"] = "nobody";
  }
  Forge(exceptions, "exceptions", report);
  const Finished another = Verify(exceptions + "/exceptions.json", log);
  EXPECT_EQ(another.exit_code, kTampered);
  EXPECT_THAT(another.err, AllOf(HasSubstr("table break_glass"), HasSubstr("d.kim")));
}

TEST_F(ReportTest, RowsThatChangedSinceMakeFiguresPossible) {
  const std::string name = OpenCase();
  const std::string folder = Make("deadlines", {"--mission", "IST"});
  ArashaJson("officer", {"case", "visit", name, "--happened-at", "2026-01-12T11:00:00+03:00", "--text",
                         "In good health"});
  const std::string log = Export();
  const Finished verified = Verify(folder + "/deadlines.json", log);
  EXPECT_EQ(verified.exit_code, 0) << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("possible, not to be exact"));
  json report = Report(folder, "deadlines");
  json& never = RowOf(report, "first_contact", "IST")["never"];
  never = never.get<int64_t>() + 1;
  Forge(folder, "deadlines", report);
  EXPECT_EQ(Verify(folder + "/deadlines.json", log).exit_code, kTampered)
      << "one changed row cannot account for one more than there are";
}

TEST_F(ReportTest, WithoutRowsTheFiguresCannotBeTold) {
  const std::string statistics = Make("statistics");
  const std::string activity = Make("activity");
  const std::string log = Export(/*rows=*/false);
  const Finished verified = Verify(statistics + "/statistics.json", log);
  EXPECT_EQ(verified.exit_code, kCannotTell);
  EXPECT_THAT(verified.err, HasSubstr("stand on rows, and this export has none"));
  EXPECT_EQ(Verify(activity + "/activity.json", log).exit_code, 0) << "its figures stand on leaves";
}

TEST_F(ReportTest, CancelledWhileItRuns) {
  // Nobody else needs deadlines for as long as somebody holds them.
  const std::string lock =
      absl::StrCat("echo 'BEGIN; LOCK TABLE deadline IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(60);' | ",
                   ARASHA_SOURCE_DIR, "/deploy/dev psql --dir ", system->dir());
  const Background holder({"bash", "-c", lock}, PlainVariables(system->scratch()),
                          system->scratch() + "/holder.log");
  const absl::Cleanup release = [] {
    system->AsSuperuser("arasha",
                        "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE relation = "
                        "'deadline'::regclass AND mode = 'AccessExclusiveLock' AND granted");
  };
  const auto held = [] {
    return system->AsSuperuser("arasha",
                               "SELECT count(*) FROM pg_locks WHERE relation = 'deadline'::regclass AND "
                               "mode = 'AccessExclusiveLock' AND granted")[0] == '1';
  };
  for (int i = 0; i < 100 && !held(); ++i) absl::SleepFor(absl::Milliseconds(50));
  ASSERT_TRUE(held());
  const std::string name =
      ArashaJson("auditor", {"report", "create", "deadlines", "--from", kFrom, "--no-wait"})
          .value("name", "");
  const auto state = [&] { return ArashaJson("auditor", {"report", "show", name}).value("state", ""); };
  for (int i = 0; i < 100 && state() != "REPORT_STATE_RUNNING"; ++i) absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(state(), "REPORT_STATE_RUNNING");
  EXPECT_EQ(ArashaJson("auditor", {"report", "cancel", name}).value("state", ""), "REPORT_STATE_CANCELLED");
  // Its statement is cancelled too, so that the next report need not wait for it.
  Make("activity");
  EXPECT_TRUE(held());
  EXPECT_EQ(state(), "REPORT_STATE_CANCELLED");
  const Finished fetched = Arasha("auditor", {"report", "download", name});
  EXPECT_EQ(fetched.exit_code, kUsage);
  EXPECT_THAT(fetched.err, HasSubstr("cancelled"));
}

TEST_F(ReportTest, ScheduledListedAndEnded) {
  const json schedule = ArashaJson("head", {"report", "schedule", "create", "deadlines", "--mission", "IST",
                                            "--every", "week", "--lang", "ru"});
  const std::string name = schedule.value("name", "");
  ASSERT_THAT(name, StartsWith("reportSchedules/"));
  const std::string uid = name.substr(name.find('/') + 1);
  EXPECT_THAT(Arasha("auditor", {"report", "schedule", "list"}).out, HasSubstr(uid));
  EXPECT_THAT(Arasha("officer", {"report", "schedule", "list"}).out, Not(HasSubstr(uid)));
  // A week later.
  system->AsSuperuser("arasha",
                      absl::StrCat("UPDATE report_schedule SET next_time = date_trunc('week', now()) "
                                   "WHERE uid = '",
                                   uid, "'"));
  json ordered;
  for (int i = 0; i < 300 && ordered.is_null(); ++i) {
    const json listed = ArashaJson("head", {"report", "list"});
    for (const json& report : listed["reports"]) {
      if (report.value("schedule", "") == name && report["state"] == "REPORT_STATE_DONE") ordered = report;
    }
    absl::SleepFor(absl::Milliseconds(200));
  }
  ASSERT_FALSE(ordered.is_null());
  EXPECT_EQ(ordered["order"]["language"], "ru");
  EXPECT_EQ(Arasha("officer-waw", {"report", "schedule", "end", uid}).exit_code, kNotFound);
  EXPECT_EQ(Arasha("head", {"report", "schedule", "end", uid}).exit_code, 0);
  EXPECT_THAT(Arasha("head", {"report", "schedule", "list"}).out, Not(HasSubstr(uid)));
  EXPECT_EQ(Arasha("head", {"report", "schedule", "end", uid}).exit_code, kNotFound);
}

}  // namespace
}  // namespace arasha::e2e
