// The words of a command line become a request that changes a case: a flag that lands in the wrong field,
// or is lost, is a wrong record. Each test types a line and looks at what the server got.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "arasha/v1/reports.pb.h"
#include "tests/clients/commands/expect_request.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

TEST(CommandsTest, CaseOpen) {
  ExpectRequest<v1::CreateCaseRequest>(
      "CreateCase",
      {"case",
       "open",
       "--mission",
       "WAW",
       "--type",
       "rights.detention",
       "--summary",
       "-held",
       "--priority",
       "urgent",
       "--set",
       "place_of_detention=Silivri",
       "--set",
       "minors:=2",
       "--subject",
       "Нұрлан Жұмабаев",
       "--subject-iin",
       "900101300016",
       "--applicant",
       "ТОО",
       "--applicant-bin",
       "990140000017",
       "--host-state",
       "PL",
       "--received-at",
       "-2h",
       "--dry-run"},
      R"pb(parent: "missions/WAW"
           request_id: "7b1c5cb4-6f5e-4a0d-9a53-0d9b6c1f6f10"
           validate_only: true
           case {
             type: "rights.detention"
             summary: "-held"
             priority: PRIORITY_URGENT
             host_state: "PL"
             received_time { seconds: 1795511100 }
             details {
               fields {
                 key: "place_of_detention"
                 value { string_value: "Silivri" }
               }
               fields {
                 key: "minors"
                 value { number_value: 2 }
               }
             }
             parties { role: PARTY_ROLE_SUBJECT display_name: "Нұрлан Жұмабаев" iin: "900101300016" }
             parties {
               role: PARTY_ROLE_APPLICANT
               kind: PARTY_KIND_ORGANISATION
               display_name: "ТОО"
               bin: "990140000017"
             }
           })pb");
}

TEST(CommandsTest, CaseOpenFromFileWithOptionsOverIt) {
  FakeServer server;
  Arasha arasha(server);
  arasha.in = R"({"type": "a.b", "summary": "file", "details": {"x": "1", "y": "2"}})";
  ASSERT_EQ(arasha.Run({"case", "open", "--from-file", "-", "--summary", "option", "--set", "y=z"}).exit_code,
            0);
  const auto request = server.Last<v1::CreateCaseRequest>("CreateCase");
  EXPECT_EQ(request.parent(), "missions/IST");
  EXPECT_EQ(request.case_().type(), "a.b");
  EXPECT_EQ(request.case_().summary(), "option");
  EXPECT_EQ(request.case_().details().fields().at("x").string_value(), "1");
  EXPECT_EQ(request.case_().details().fields().at("y").string_value(), "z");
  EXPECT_EQ(arasha.Run({"case", "open", "--from-file", "/nonexistent.json"}).exit_code, 2);
}

TEST(CommandsTest, ErrorsCallWhatStandsInAFileByItsPlaceThere) {
  FakeServer server;
  Arasha arasha(server);
  arasha.in = R"({"type": "a.b", "summary": "file", "details": {"x": "1", "y": "2"}, "parties": [
      {"role": "PARTY_ROLE_SUBJECT", "displayName": ""}, {"role": "PARTY_ROLE_NEXT_OF_KIN", "iin": "1"}]})";
  server.Refuse("CreateCase", BadFields({{"case.parties[0].iin", "a"},
                                         {"case.parties[0].birth_date", "b"},
                                         {"case.parties", "c"},
                                         {"case.summary", "d"},
                                         {"case.received_time", "e"},
                                         {"case.details.x", "f"},
                                         {"case.details.y", "g"},
                                         {"case.parties[1].iin", "h"}}));
  const Ran ran = arasha.Run({"case", "open", "--from-file", "-", "--summary", "s", "--set", "y=z",
                              "--applicant", "Дала", "--applicant-iin", "2"});
  EXPECT_THAT(ran.err, testing::HasSubstr("  -: parties[1].iin: a\n"
                                          "  -: parties[1].birthDate: b\n"
                                          "  -: parties[0].displayName: c\n"
                                          "  --summary: d\n"
                                          "  -: receivedTime: e\n"
                                          "  -: details.x: f\n"
                                          "  --set y=…: g\n"
                                          "  --applicant-iin: h\n"));
}

TEST(CommandsTest, WhatIsSaidBesideAnswersIsAsWideAsTheTerminal) {
  FakeServer server;
  Arasha arasha(server);
  const std::vector<std::string> typed = {"case", "open", "--type", "a.b", "--received-at", "never"};
  const auto widest = [&] {
    size_t most = 0;
    for (const absl::string_view line : absl::StrSplit(arasha.Run(typed).err, '\n')) {
      most = std::max(most, line.size());
    }
    return most;
  };
  arasha.columns = 40;
  EXPECT_GT(widest(), 40U) << "no terminal reads it";
  arasha.terminal = true;
  EXPECT_LE(widest(), 40U);
}

TEST(CommandsTest, AReportIsNamedByAPartOfItsUuid) {
  FakeServer server;
  v1::ListReportsResponse reports;
  reports.add_reports()->set_name("reports/01a22e08-0cde-7000-b2ee-92997538745e");
  reports.add_reports()->set_name("reports/01a22e08-0000-7000-8000-00004f21c07a");
  server.Answer("ListReports", reports);
  Arasha arasha(server);
  EXPECT_EQ(arasha.Run({"report", "show", "7538745e"}).exit_code, 0);
  EXPECT_EQ(server.Last<v1::GetReportRequest>("GetReport").name(), reports.reports(0).name());
  EXPECT_EQ(arasha.Run({"report", "cancel", "01a22e08-00"}).exit_code, 0);
  EXPECT_EQ(server.Last<v1::CancelReportRequest>("CancelReport").name(), reports.reports(1).name());
  v1::Report done;
  done.set_state(v1::REPORT_STATE_DONE);
  server.Answer("CancelReport", done);
  EXPECT_THAT(arasha.Run({"report", "cancel", "01a22e08-00"}).err, testing::HasSubstr("nothing to stop"));
  EXPECT_THAT(arasha.Run({"report", "show", "01a22e08"}).err, testing::HasSubstr("More than one report"));
  const Ran unknown = arasha.Run({"report", "show", "ffff"});
  EXPECT_EQ(unknown.exit_code, 4);
  EXPECT_THAT(unknown.err, testing::HasSubstr("There is no report ffff"));
}

TEST(CommandsTest, CaseUpdate) {
  ExpectRequest<v1::UpdateCaseRequest>(
      "UpdateCase",
      {"case", "update", "IST-2026-000123", "--set", "a=b", "--unset", "c", "--summary", "s", "--priority",
       "low", "--etag", "e"},
      R"pb(request_id: "7b1c5cb4-6f5e-4a0d-9a53-0d9b6c1f6f10"
           update_mask { paths: "summary" paths: "priority" paths: "details.a" paths: "details.c" }
           case {
             name: "missions/IST/cases/IST-2026-000123"
             etag: "e"
             summary: "s"
             priority: PRIORITY_LOW
             details {
               fields {
                 key: "a"
                 value { string_value: "b" }
               }
             }
           })pb");
  FakeServer server;
  EXPECT_EQ(Arasha(server).Run({"case", "update", "IST-2026-000123"}).exit_code, 2);
}

TEST(CommandsTest, Transitions) {
  ExpectRequest<v1::TransitionCaseRequest>("TransitionCase",
                                           {"case", "do", "close", "IST-2026-000123", "--text", "Released",
                                            "--happened-at", "2026-11-24 13:00", "--etag", "e"},
                                           R"pb(name: "missions/IST/cases/IST-2026-000123"
                                                event: "close"
                                                text: "Released"
                                                happened_time { seconds: 1795514400 }
                                                etag: "e"
                                                request_id: "7b1c5cb4-6f5e-4a0d-9a53-0d9b6c1f6f10")pb");
  for (const char* event : {"close", "reopen"}) {
    FakeServer server;
    ASSERT_EQ(Arasha(server).Run({"case", event, "IST-2026-000123"}).exit_code, 0);
    EXPECT_EQ(server.Last<v1::TransitionCaseRequest>("TransitionCase").event(), event);
  }
}

TEST(CommandsTest, AProposalIsOvertakenWhenAskedTo) {
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"case", "update", "IST-2026-000123", "--priority", "low"},
        {"case", "assign", "IST-2026-000123", "nobody"},
        {"case", "do", "reopen", "IST-2026-000123"}}) {
    FakeServer server;
    std::vector<std::string> arguments = command;
    arguments.emplace_back("--overtake");
    EXPECT_EQ(Arasha(server).Run(arguments).exit_code, 0) << command[1];
    const bool overtaken = command[1] == "update"
                               ? server.Last<v1::UpdateCaseRequest>("UpdateCase").overtake_proposal()
                           : command[1] == "assign"
                               ? server.Last<v1::AssignCaseRequest>("AssignCase").overtake_proposal()
                               : server.Last<v1::TransitionCaseRequest>("TransitionCase").overtake_proposal();
    EXPECT_TRUE(overtaken) << command[1];
  }
}

TEST(CommandsTest, CaseAssign) {
  const auto assignee = [](const std::string& typed) {
    FakeServer server;
    v1::WhoAmIResponse who;
    who.set_name("staff/b.aliyev");
    server.Answer("WhoAmI", who);
    EXPECT_EQ(Arasha(server).Run({"case", "assign", "IST-2026-000123", typed}).exit_code, 0);
    return server.Last<v1::AssignCaseRequest>("AssignCase").assignee();
  };
  EXPECT_EQ(assignee("a.omarova"), "staff/a.omarova");
  EXPECT_EQ(assignee("me"), "staff/b.aliyev");
  EXPECT_EQ(assignee("nobody"), "");
}

TEST(CommandsTest, Entries) {
  const std::string head = R"pb(parent: "missions/IST/cases/IST-2026-000123"
                                request_id: "7b1c5cb4-6f5e-4a0d-9a53-0d9b6c1f6f10")pb";
  const struct {
    std::vector<std::string> arguments;
    const char* entry;
  } kCases[] = {
      {{"note", "--text", "x"}, R"(kind: ENTRY_KIND_NOTE text: "x")"},
      {{"note", "x y"}, R"(kind: ENTRY_KIND_NOTE text: "x y")"},
      {{"contact", "--channel", "phone", "--failed"},
       "kind: ENTRY_KIND_CONTACT_ATTEMPT channel: CONTACT_CHANNEL_PHONE"},
      {{"contact", "--channel", "meeting", "--in-person", "--party", "019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b",
        "--happened-at", "1h ago"},
       R"(kind: ENTRY_KIND_CONTACT channel: CONTACT_CHANNEL_MEETING in_person: true
          party: "missions/IST/cases/IST-2026-000123/parties/019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b"
          happened_time { seconds: 1795514700 })"},
      {{"visit", "--party", "missions/IST/cases/IST-2026-000123/parties/p-1"},
       R"(kind: ENTRY_KIND_VISIT party: "missions/IST/cases/IST-2026-000123/parties/p-1")"},
      {{"note-verbale", "--sent", "--reference", "19-03/412", "--text", "x"},
       R"(kind: ENTRY_KIND_NOTE_VERBALE direction: DIRECTION_SENT reference: "19-03/412" text: "x")"},
      {{"note-verbale", "--received"}, "kind: ENTRY_KIND_NOTE_VERBALE direction: DIRECTION_RECEIVED"},
      {{"decision", "--reference", "7", "--text", "x"},
       R"(kind: ENTRY_KIND_DECISION reference: "7" text: "x")"},
  };
  for (const auto& c : kCases) {
    std::vector<std::string> arguments = c.arguments;
    arguments.insert(arguments.begin(), "case");
    arguments.insert(arguments.begin() + 2, "IST-2026-000123");
    ExpectRequest<v1::AddEntryRequest>("AddEntry", arguments, head + " entry { " + c.entry + " }");
  }
}

TEST(CommandsTest, TextIsReadFromStandardInput) {
  FakeServer server;
  Arasha arasha(server);
  arasha.in = "Первая строка\nвторая\n";
  ASSERT_EQ(arasha.Run({"case", "note", "IST-2026-000123", "--text", "-"}).exit_code, 0);
  EXPECT_EQ(server.Last<v1::AddEntryRequest>("AddEntry").entry().text(), "Первая строка\nвторая");
}

TEST(CommandsTest, Parties) {
  ExpectRequest<v1::AddPartyRequest>("AddParty",
                                     {"case",
                                      "party",
                                      "add",
                                      "IST-2026-000123",
                                      "Silivri Cezaevi",
                                      "--role",
                                      "host-authority",
                                      "--kind",
                                      "organisation",
                                      "--nationality",
                                      "TR",
                                      "--phone",
                                      "+902120000000",
                                      "--email",
                                      "a@b.tr",
                                      "--note",
                                      "n",
                                      "--birth-date",
                                      "1990-01-01",
                                      "--passport",
                                      "N1234567"},
                                     R"pb(parent: "missions/IST/cases/IST-2026-000123"
                                          request_id: "7b1c5cb4-6f5e-4a0d-9a53-0d9b6c1f6f10"
                                          party {
                                            role: PARTY_ROLE_HOST_AUTHORITY
                                            kind: PARTY_KIND_ORGANISATION
                                            display_name: "Silivri Cezaevi"
                                            nationality: "TR"
                                            phone: "+902120000000"
                                            email: "a@b.tr"
                                            note: "n"
                                            birth_date: "1990-01-01"
                                            passport_number: "N1234567"
                                          })pb");
  ExpectRequest<v1::AddPartyRequest>(
      "AddParty",
      {"case", "party", "add", "IST-2026-000123", "--name", "Silivri Cezaevi", "--role", "host-authority"},
      R"pb(parent: "missions/IST/cases/IST-2026-000123"
           request_id: "7b1c5cb4-6f5e-4a0d-9a53-0d9b6c1f6f10"
           party { role: PARTY_ROLE_HOST_AUTHORITY display_name: "Silivri Cezaevi" })pb");
  ExpectRequest<v1::RemovePartyRequest>(
      "RemoveParty",
      {"case", "party", "remove", "IST-2026-000123", "019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b", "--reason",
       "not his"},
      R"pb(name: "missions/IST/cases/IST-2026-000123/parties/019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b"
           reason: "not his"
           request_id: "7b1c5cb4-6f5e-4a0d-9a53-0d9b6c1f6f10")pb");
  ExpectRequest<v1::UpdatePartyRequest>(
      "UpdateParty",
      {"case", "party", "update", "IST-2026-000123", "019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b", "--name",
       "Айгүл", "--phone", "+7701", "--role", "applicant", "--unset", "passport", "--etag", "3"},
      R"pb(party {
             name: "missions/IST/cases/IST-2026-000123/parties/019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b"
             role: PARTY_ROLE_APPLICANT
             display_name: "Айгүл"
             phone: "+7701"
             etag: "3"
           }
           update_mask { paths: "role" paths: "display_name" paths: "phone" paths: "passport_number" }
           request_id: "7b1c5cb4-6f5e-4a0d-9a53-0d9b6c1f6f10")pb");
}

TEST(CommandsTest, Reads) {
  ExpectRequest<v1::GetCaseTypeRequest>("GetCaseType", {"type", "show", "rights.detention@2"},
                                        R"(name: "caseTypes/rights.detention@2")");
  ExpectRequest<v1::GetCaseRequest>("GetCase", {"case", "show", "IST-2026-000123"},
                                    R"(name: "missions/IST/cases/IST-2026-000123" view: CASE_VIEW_FULL)");
  ExpectRequest<v1::ListEntriesRequest>("ListEntries", {"case", "timeline", "IST-2026-000123"},
                                        R"(parent: "missions/IST/cases/IST-2026-000123" page_size: 1000)");
  ExpectRequest<v1::ListCaseTypesRequest>("ListCaseTypes", {"type", "list"}, "");
  ExpectRequest<v1::WhoAmIRequest>("WhoAmI", {"whoami"}, "");
}

TEST(CommandsTest, EachWriteMakesItsOwnRequestId) {
  FakeServer server;
  Arasha(server).Run({"case", "note", "IST-2026-000123"});
  const std::string first = server.Last<v1::AddEntryRequest>("AddEntry").request_id();
  Arasha(server).Run({"case", "note", "IST-2026-000123"});
  EXPECT_EQ(first.size(), 36U);
  EXPECT_NE(server.Last<v1::AddEntryRequest>("AddEntry").request_id(), first);
}

// Which day it is where the mission is, the server knows.
TEST(CommandsTest, TheServerSaysWhatPeriodIsMeantWhereNoneIs) {
  FakeServer server;
  ASSERT_EQ(Arasha(server).Run({"report", "create", "deadlines", "--no-wait"}).exit_code, 0);
  auto sent = server.Last<v1::CreateReportRequest>("CreateReport");
  EXPECT_EQ(sent.start_date() + sent.end_date(), "");
  for (const auto& [typed, date] :
       {std::pair{"2026-03-01", "2026-03-01"}, std::pair{"1.3.2026", "2026-03-01"},
        std::pair{"вчера", "2026-11-23"}, std::pair{"3 December", "2025-12-03"}}) {
    ASSERT_EQ(Arasha(server)
                  .Run({"report", "create", "deadlines", "--from", typed, "--to", "бүгін", "--no-wait"})
                  .exit_code,
              0);
    sent = server.Last<v1::CreateReportRequest>("CreateReport");
    EXPECT_EQ(sent.start_date(), date) << typed;
    EXPECT_EQ(sent.end_date(), "2026-11-24") << typed;
  }
}

TEST(CommandsTest, FilesOfReportsGoIntoTheFolderAsItIsTyped) {
  const std::string folder = absl::StrCat(testing::TempDir(), "/report_files.", getpid());
  v1::Report report;
  report.set_name("reports/x");
  report.set_state(v1::REPORT_STATE_DONE);
  v1::ReportFile& file = *report.add_files();
  file.set_name("exceptions.pdf");
  // Of nothing.
  file.set_sha256(absl::HexStringToBytes("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  FakeServer server;
  server.Answer("GetReport", report);
  for (const char* end : {"", "/"}) {
    const Ran ran = Arasha(server).Run({"report", "download", "x", "--format", "all", "--out", folder + end});
    EXPECT_THAT(ran.err, testing::HasSubstr(absl::StrCat("/report_files.", getpid(), "/exceptions.pdf\n")));
  }
  std::filesystem::remove_all(folder);
}

// As exports of the log: a second report must not stand in the place of the first unasked.
TEST(CommandsTest, FilesOfReportsReplaceNoOthers) {
  const std::string path = absl::StrCat(testing::TempDir(), "/report_place.", getpid(), ".csv");
  std::ofstream(path) << "kept";
  v1::Report report;
  report.set_name("reports/x");
  report.set_state(v1::REPORT_STATE_DONE);
  v1::ReportFile& file = *report.add_files();
  file.set_name("by_mission.csv");
  file.set_format(v1::REPORT_FORMAT_CSV);
  file.set_sha256(absl::HexStringToBytes("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  FakeServer server;
  server.Answer("GetReport", report);
  server.Answer("CreateReport", report);
  const auto err = [&](std::vector<std::string> arguments, const std::string& out) {
    arguments.insert(arguments.end(), {"--format", "csv", "--out", out});
    const Ran ran = Arasha(server).Run(arguments);
    EXPECT_EQ(ran.exit_code, 2);
    return ran.err;
  };
  EXPECT_THAT(err({"report", "create", "workload"}, path), testing::HasSubstr(path + " is there already"));
  EXPECT_THAT(err({"report", "create", "workload"}, "-"), testing::HasSubstr("--out cannot be -"));
  EXPECT_THAT(err({"report", "download", "x"}, path), testing::HasSubstr(path + " is there already"));
  EXPECT_THAT(err({"report", "download", "x"}, "-"), testing::HasSubstr("--out cannot be -"));
  EXPECT_TRUE(server.calls().empty()) << "a report was made that nobody gets";
  // Under its own name, and among others.
  const std::string folder = std::filesystem::path(path).parent_path().string();
  file.set_name(std::filesystem::path(path).filename().string());
  server.Answer("GetReport", report);
  EXPECT_THAT(Arasha(server).Run({"report", "download", "x", "--format", "all", "--out", folder}).err,
              testing::HasSubstr(" is there already"));
  std::ifstream kept(path);
  std::string content;
  kept >> content;
  EXPECT_EQ(content, "kept");
  std::filesystem::remove(path);
}

// The mission of the context is a default; reports that are of none are not to fail for it.
TEST(CommandsTest, ReportsThatAreOfNoMissionTakeNoneFromTheContext) {
  FakeServer server;
  const auto ordered = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"report", "create"});
    arguments.emplace_back("--no-wait");
    Arasha(server).Run(arguments);
    return server.Last<v1::CreateReportRequest>("CreateReport").order().mission();
  };
  for (const char* kind : {"access-to-case", "access-by-person", "configuration", "exports"}) {
    EXPECT_EQ(ordered({kind}), "") << kind;
    EXPECT_EQ(ordered({kind, "--mission", "WAW"}), "missions/WAW") << kind << ": for the server to refuse";
  }
  EXPECT_EQ(ordered({"deadlines"}), "missions/IST");
}

TEST(CommandsTest, AReportOfDaysToComeSaysSo) {
  FakeServer server;
  const auto said = [&](const char* day) {
    return Arasha(server).Run({"report", "create", "deadlines", "--no-wait", "--to", day}).err;
  };
  EXPECT_THAT(said("2026-12-31"), testing::HasSubstr("2026-12-31 is still to come"));
  EXPECT_THAT(said("2026-11-24"), testing::Not(testing::HasSubstr("to come")));
}

TEST(ReportFilesTest, ATableThatThereIsNotIsSaidBeforeTheReportIsMadeOrWithItsName) {
  FakeServer server;
  const Ran pdf = Arasha(server).Run({"report", "create", "statistics", "--format", "pdf", "--table", "foo"});
  EXPECT_EQ(pdf.exit_code, 2);
  EXPECT_THAT(pdf.err, testing::HasSubstr("--table is for --format csv only"));
  EXPECT_THAT(server.calls(), testing::IsEmpty());

  v1::Report made;
  made.set_name("reports/01993b4e-7c1a-7d2e-9b11-3f0d5ad1c0de");
  made.set_state(v1::REPORT_STATE_DONE);
  v1::ReportFile& file = *made.add_files();
  file.set_format(v1::REPORT_FORMAT_CSV);
  file.set_name("by_mission.csv");
  server.Answer("CreateReport", made);
  const Ran csv = Arasha(server).Run({"report", "create", "statistics", "--format", "csv", "--table", "foo"});
  EXPECT_EQ(csv.exit_code, 4);
  EXPECT_THAT(csv.err,
              testing::AllOf(testing::HasSubstr("reports/01993b4e-7c1a-7d2e-9b11-3f0d5ad1c0de is made, but"),
                             testing::HasSubstr("its files: by_mission.csv"),
                             testing::HasSubstr("arasha report download")));
}

}  // namespace
}  // namespace arasha::clients
