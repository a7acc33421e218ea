// Reports as whoever doubts them checks them. What could go wrong: a report that was tampered with is called
// true or a true one false, or a figure that somebody forged and signed anew goes through.

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/rules/log/signed_note.h"
#include "tests/e2e/report_cases.h"

namespace arasha::e2e {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int kTampered = 10;
constexpr int kCannotTell = 11;

void Write(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

class ReportVerifyTest : public ReportTest {
 protected:
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
};

TEST_F(ReportVerifyTest, EveryKindVerifies) {
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

TEST_F(ReportVerifyTest, WhatIsNotCountedAnewIsNamed) {
  const std::string folder = Make("data-quality", {"--mission", "IST"});
  json report = Report(folder, "data_quality");
  EXPECT_EQ(RowOf(report, "cases_by_mission", "IST")["mission"], "IST");
  const Finished verified = Verify(folder, Export());
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  EXPECT_THAT(verified.out, AllOf(StartsWith("True: "), HasSubstr("Not counted anew"),
                                  HasSubstr("cases_by_officer"), HasSubstr("entries_by_officer")));
}

TEST_F(ReportVerifyTest, AFolderIsAllReportsInIt) {
  const std::string one = Make("deadlines", {"--mission", "IST"});
  const std::string other = Make("exports", {});
  const std::string folder = absl::StrCat(system->scratch(), "/several-reports");
  std::filesystem::create_directories(folder);
  const std::string log = Export();
  const Finished none = Verify(folder, log);
  EXPECT_EQ(none.exit_code, kCannotTell);
  EXPECT_THAT(none.err, HasSubstr(folder + " holds no report"));
  EXPECT_EQ(Verify(one, log).exit_code, 0);
  std::filesystem::copy(one, folder + "/1", std::filesystem::copy_options::recursive);
  std::filesystem::copy(other, folder + "/2", std::filesystem::copy_options::recursive);
  EXPECT_EQ(Verify(folder, log).exit_code, 0);
  Write(folder + "/2/exports.csv", "changed");
  Write(folder + "/1/deadlines.html", "changed");
  const Finished changed = Verify(folder, log);
  EXPECT_EQ(changed.exit_code, kTampered);
  EXPECT_THAT(changed.err, HasSubstr("of 2 reports did not pass"));
}

TEST_F(ReportVerifyTest, AnyChangedByteIsNamed) {
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
TEST_F(ReportVerifyTest, AForgedFileUnderAnotherNameIsNotOfTheReport) {
  const std::string folder = Make("workload", {"--mission", "IST"});
  json report = Report(folder, "workload");
  RowOf(report, "by_mission", "IST")["received"] = 9999;
  Write(folder + "/received.json", report.dump());
  const Finished verified = Verify(folder + "/received.json", Export());
  EXPECT_EQ(verified.exit_code, kTampered);
  EXPECT_THAT(verified.err, HasSubstr("none of those that were signed"));
}

TEST_F(ReportVerifyTest, AForgedFigureIsFoundUnderAConsistentSignature) {
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
                                          {"configuration", "case_types", "rights.detention@2", "version"},
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

TEST_F(ReportVerifyTest, WhoGotWhichRoleFromWhomIsTold) {
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

// Who looked must not be left out, nor be somebody else.
TEST_F(ReportVerifyTest, AForgedListIsFound) {
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

TEST_F(ReportVerifyTest, RowsThatChangedSinceMakeFiguresPossible) {
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

TEST_F(ReportVerifyTest, WithoutRowsTheFiguresCannotBeTold) {
  const std::string statistics = Make("statistics");
  const std::string activity = Make("activity");
  const std::string log = Export(/*rows=*/false);
  const Finished verified = Verify(statistics + "/statistics.json", log);
  EXPECT_EQ(verified.exit_code, kCannotTell);
  EXPECT_THAT(verified.err, HasSubstr("stand on rows, and this export has none"));
  EXPECT_EQ(Verify(activity + "/activity.json", log).exit_code, 0) << "its figures stand on leaves";
}

}  // namespace
}  // namespace arasha::e2e
