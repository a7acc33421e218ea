// The words of a command line become a request that changes a case: a flag that lands in the wrong field,
// or is lost, is a wrong record. Each test types a line and looks at what the server got.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <fstream>
#include <utility>

#include "absl/strings/str_split.h"
#include "arasha/v1/reports.pb.h"
#include "tests/clients/commands/expect_request.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

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

TEST(CommandsTest, CaseCorrect) {
  v1::ListEntriesResponse timeline;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             name: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a"
             kind: ENTRY_KIND_VISIT
             in_person: true
             text: "In good health"
             author: "staff/a.omarova"
             party: "missions/IST/cases/IST-2026-000123/parties/p-1"
             happened_time { seconds: 1795514700 }
           }
           entries {
             name: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-0000aaaac07a"
             kind: ENTRY_KIND_NOTE
           })pb",
      &timeline));
  const auto corrected = [&](std::vector<std::string> arguments) {
    FakeServer server;
    server.Answer("ListEntries", timeline);
    arguments.insert(arguments.begin(), {"case", "correct", "IST-2026-000123"});
    EXPECT_EQ(Arasha(server).Run(arguments).exit_code, 0);
    return server.Last<v1::CorrectEntryRequest>("CorrectEntry");
  };
  const auto struck = corrected({"4f21c07a", "--reason", "the wrong case"});
  EXPECT_EQ(struck.name(), timeline.entries(0).name());
  EXPECT_EQ(struck.reason(), "the wrong case");
  EXPECT_FALSE(struck.has_replacement());

  // What is not given stays as it was; what does not belong to the new kind does not.
  const v1::Entry moved = corrected({"4f21c07a", "--reason", "x", "--happened-at", "1h ago"}).replacement();
  EXPECT_EQ(moved.kind(), v1::ENTRY_KIND_VISIT);
  EXPECT_EQ(moved.text(), "In good health");
  EXPECT_EQ(moved.party(), timeline.entries(0).party());
  EXPECT_TRUE(moved.in_person());
  EXPECT_TRUE(moved.author().empty());
  const v1::Entry call =
      corrected({"4f21c07a", "--reason", "x", "--kind", "contact", "--channel", "phone"}).replacement();
  EXPECT_EQ(call.kind(), v1::ENTRY_KIND_CONTACT);
  EXPECT_EQ(call.channel(), v1::CONTACT_CHANNEL_PHONE);
  EXPECT_FALSE(call.in_person());
  EXPECT_EQ(call.happened_time().seconds(), 1795514700);

  FakeServer server;
  server.Answer("ListEntries", timeline);
  EXPECT_EQ(Arasha(server).Run({"case", "correct", "IST-2026-000123", "c07a", "--reason", "x"}).exit_code, 2)
      << "two end so";
  EXPECT_EQ(Arasha(server).Run({"case", "correct", "IST-2026-000123", "beef", "--reason", "x"}).exit_code, 2);
  EXPECT_EQ(Arasha(server).Run({"case", "correct", "IST-2026-000123", "4f21c07a"}).exit_code, 2)
      << "without a reason";
}

TEST(CommandsTest, CaseCorrectReplacesNothingThatChangedTheCase) {
  for (const v1::EntryKind kind : {v1::ENTRY_KIND_TRANSITION, v1::ENTRY_KIND_ASSIGNMENT}) {
    v1::ListEntriesResponse timeline;
    v1::Entry& entry = *timeline.add_entries();
    entry.set_name("missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a");
    entry.set_kind(kind);
    FakeServer server;
    server.Answer("ListEntries", timeline);
    std::vector<std::string> arguments = {"case", "correct", "IST-2026-000123", "4f21c07a", "--reason", "x"};
    EXPECT_EQ(Arasha(server).Run(arguments).exit_code, 0);
    EXPECT_FALSE(server.Last<v1::CorrectEntryRequest>("CorrectEntry").has_replacement());
    arguments.insert(arguments.end(), {"--happened-at", "1h ago"});
    const Ran ran = Arasha(server).Run(arguments);
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_THAT(ran.err, testing::HasSubstr(kind == v1::ENTRY_KIND_TRANSITION
                                                ? "in the place of this one (change of state)"
                                                : "in the place of this one (assignment)"));
    EXPECT_THAT(ran.err, testing::HasSubstr("arasha case do EVENT CASE --happened-at"));
  }
}

TEST(CommandsTest, CaseCorrectNamesTheOptionOfEachFieldOfTheReplacement) {
  v1::ListEntriesResponse timeline;
  v1::Entry& entry = *timeline.add_entries();
  entry.set_name("missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a");
  entry.set_kind(v1::ENTRY_KIND_NOTE);
  const std::vector<std::pair<std::string, std::string>> options = {{"kind", "--kind"},
                                                                    {"text", "--text"},
                                                                    {"happened_time", "--happened-at"},
                                                                    {"channel", "--channel"},
                                                                    {"in_person", "--in-person"},
                                                                    {"party", "--party"},
                                                                    {"reference", "--reference"},
                                                                    {"direction", "--sent / --received"}};
  std::vector<std::pair<std::string, std::string>> violations;
  for (const auto& [field, option] : options) violations.emplace_back("replacement." + field, "odd");
  FakeServer server;
  server.Answer("ListEntries", timeline);
  server.Refuse("CorrectEntry", BadFields(violations));
  const std::string err =
      Arasha(server)
          .Run({"case", "correct", "IST-2026-000123", "4f21c07a", "--reason", "x", "--kind", "note-verbale"})
          .err;
  for (const auto& [field, option] : options) {
    EXPECT_THAT(err, testing::HasSubstr("\n  " + option + ": odd\n"));
  }
}

TEST(CommandsTest, CaseCorrectTellsWhatBecameOfStateAndDeadlines) {
  const auto parsed = [](const char* text) {
    v1::Case matter;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &matter));
    matter.set_name("missions/IST/cases/IST-2026-000123");
    return matter;
  };
  const v1::Case before = parsed(
      R"pb(state: "registered"
           deadlines {
             rule: "visit"
             due_time { seconds: 1795600000 }
             state: DEADLINE_STATE_MET
             met_time { seconds: 1795514700 }
           }
           deadlines {
             rule: "reply"
             due_time { seconds: 1795600000 }
             state: DEADLINE_STATE_RUNNING
           }
           deadlines {
             rule: "next_visit"
             due_time { seconds: 1795600000 }
             state: DEADLINE_STATE_RUNNING
           }
           deadlines {
             rule: "note"
             due_time { seconds: 1795600000 }
             state: DEADLINE_STATE_RUNNING
           })pb");
  const v1::Case after = parsed(
      R"pb(state: "received"
           next_due_rule: "visit"
           next_due_time { seconds: 1795600000 }
           deadlines {
             rule: "visit"
             due_time { seconds: 1795600000 }
             state: DEADLINE_STATE_RUNNING
           }
           deadlines {
             rule: "reply"
             due_time { seconds: 1795700000 }
             state: DEADLINE_STATE_RUNNING
           }
           deadlines {
             rule: "contact"
             due_time { seconds: 1795600000 }
             state: DEADLINE_STATE_RUNNING
           }
           deadlines {
             rule: "note"
             due_time { seconds: 1795600000 }
             state: DEADLINE_STATE_MET
             met_time { seconds: 1795514700 }
           })pb");
  v1::ListEntriesResponse timeline;
  timeline.add_entries()->set_name(
      "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a");
  FakeServer server;
  server.Answer("ListEntries", timeline);
  bool first = true;
  server.Make<v1::GetCaseRequest, v1::Case>("GetCase", [&](const v1::GetCaseRequest& /*request*/) {
    return std::exchange(first, false) ? before : after;
  });
  const std::string out =
      Arasha(server).Run({"case", "correct", "IST-2026-000123", "4f21c07a", "--reason", "x"}).out;
  EXPECT_THAT(out, testing::HasSubstr("State of the case now: received.\n"));
  EXPECT_THAT(out, testing::HasSubstr("No longer met: visit, due "));
  EXPECT_THAT(out, testing::HasSubstr("Falls away: next_visit, due "));
  EXPECT_THAT(out, testing::HasSubstr("Runs now: contact, due "));
  EXPECT_THAT(out, testing::HasSubstr(": reply.\n"));
  EXPECT_THAT(out, testing::HasSubstr("Met: note.\n"));
  EXPECT_THAT(out, testing::HasSubstr("Next deadline: "));
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

TEST(CommandsTest, CaseListFilters) {
  const struct {
    std::vector<std::string> options;
    const char* filter;
  } kCases[] = {
      {{}, "open = true"},
      {{"--all"}, ""},
      {{"--state", "closed"}, R"(state = "closed")"},
      {{"--state", "closed", "--open"}, R"(open = true AND state = "closed")"},
      {{"--filter", "open = false"}, "open = false"},
      {{"--type", "a\"b\\"}, R"(open = true AND type = "a\"b\\")"},
      {{"--assignee", "me", "--overdue"},
       R"(open = true AND assignee = "me" AND next_due_time < "2026-11-24T11:05:00Z")"},
  };
  for (const auto& c : kCases) {
    FakeServer server;
    v1::WhoAmIResponse who;
    who.set_name("staff/b.aliyev");
    server.Answer("WhoAmI", who);
    std::vector<std::string> arguments = {"case", "list", "--order-by", "priority desc"};
    arguments.insert(arguments.end(), c.options.begin(), c.options.end());
    ASSERT_EQ(Arasha(server).Run(arguments).exit_code, 0);
    const auto request = server.Last<v1::ListCasesRequest>("ListCases");
    EXPECT_EQ(request.filter(), c.filter);
    EXPECT_EQ(request.order_by(), "priority desc");
    EXPECT_EQ(request.page_size(), 50);
  }
}

TEST(CommandsTest, CaseListFollowsPagesUpToItsLimit) {
  FakeServer server;
  // The second page begins with the last case of the first, which changed meanwhile.
  server.Make<v1::ListCasesRequest, v1::ListCasesResponse>("ListCases", [](const auto& request) {
    v1::ListCasesResponse page;
    const bool first = request.page_token().empty();
    for (int i = first ? 0 : 2; i < (first ? 3 : 5); ++i) {
      v1::Case& shown = *page.add_cases();
      shown.set_name("missions/IST/cases/IST-2026-00000" + std::to_string(i));
      shown.set_state(first ? "before" : "now");
    }
    page.set_next_page_token(first ? "next" : "");
    return page;
  });
  const Ran all = Arasha(server).Run({"case", "list", "--limit", "50", "--output", "csv"});
  EXPECT_EQ(std::count(all.out.begin(), all.out.end(), '\n'), 6) << "a heading, and each case once";
  const std::vector<std::string> as_now = absl::StrSplit(all.out, ",now,");
  EXPECT_EQ(as_now.size(), 4U) << all.out;
  const Ran ran = Arasha(server).Run({"case", "list", "--limit", "4", "--output", "csv"});
  EXPECT_EQ(server.Last<v1::ListCasesRequest>("ListCases").page_token(), "next");
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 5);
  EXPECT_THAT(ran.err, HasSubstr("raise --limit"));
  Arasha(server).Run({"case", "list", "--limit", "700"});
  EXPECT_EQ(server.Last<v1::ListCasesRequest>("ListCases").page_size(), 500);
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
  ASSERT_EQ(
      Arasha(server)
          .Run({"report", "create", "deadlines", "--from", "2026-03-01", "--to", "2026-03-31", "--no-wait"})
          .exit_code,
      0);
  sent = server.Last<v1::CreateReportRequest>("CreateReport");
  EXPECT_EQ(sent.start_date(), "2026-03-01");
  EXPECT_EQ(sent.end_date(), "2026-03-31");
}

TEST(CommandsTest, ASearchForPartOfANumberSaysThatNumbersAreFoundWhole) {
  FakeServer server;
  const auto said = [&](const std::string& search) {
    return Arasha(server).Run({"case", "list", "--search", search}).err;
  };
  EXPECT_THAT(said("900101"), HasSubstr("Nothing found."));
  EXPECT_THAT(said("900101"), HasSubstr("only when they are typed whole"));
  EXPECT_THAT(said("Жұмабаев"), testing::Not(HasSubstr("typed whole")));
  v1::ListCasesResponse found;
  found.add_cases()->set_name("missions/IST/cases/IST-2026-000123");
  server.Answer("ListCases", found);
  EXPECT_THAT(said("900101300017"), testing::Not(HasSubstr("typed whole")));
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

TEST(CommandsTest, HelpListsTheExitCodes) {
  FakeServer server;
  const Ran ran = Arasha(server).Run({"help", "exit-codes"});
  EXPECT_EQ(ran.exit_code, 0);
  for (const char* line : {"\n    0  done", "\n    6  ", "\n  130  "}) EXPECT_THAT(ran.out, HasSubstr(line));
  EXPECT_THAT(Arasha(server).Run({"help", "case", "open"}).out, HasSubstr("Examples:"));
  EXPECT_THAT(Arasha(server).Run({"--help"}).out, HasSubstr(ran.out.substr(ran.out.find('\n'))));
  EXPECT_EQ(Arasha(server).Run({"help", "cooking"}).exit_code, 2);
}

}  // namespace
}  // namespace arasha::clients
