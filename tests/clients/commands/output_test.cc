// Scripts read json and csv, people read tables: formulas that a spreadsheet would run, times in the
// wrong zone, colours in a file and answers that differ from the API's are the ways to go wrong.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/print/print_csv.h"
#include "clients/print/print_json.h"
#include "tests/clients/commands/shown_case.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(CsvTest, EscapesByRfc4180AndAgainstFormulas) {
  const struct {
    const char* value;
    const char* field;
  } kCases[] = {{"", ""},
                {"plain", "plain"},
                {"a,b", "\"a,b\""},
                {"say \"x\"", "\"say \"\"x\"\"\""},
                {"a\nb", "\"a\nb\""},
                {"=1+1", "'=1+1"},
                {"+90555", "'+90555"},
                {"-1", "'-1"},
                {"@SUM(A1)", "'@SUM(A1)"},
                {"\tx", "'\tx"},
                {"=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""},
                {"a=b", "a=b"},
                // What would steer a terminal that the file is shown at.
                {"\x1b]0;x\a\r\u202E\u009B", "\uFFFD]0;x\uFFFD\uFFFD\uFFFD\uFFFD"}};
  for (const auto& c : kCases) EXPECT_EQ(CsvField(c.value), c.field);
}

TEST(CsvTest, ListsOneRowForEachResource) {
  v1::ListCasesResponse list;
  *list.add_cases() = ShownCase();
  list.add_cases()->set_name("missions/IST/cases/IST-2026-000124");
  const std::string csv = CsvText(list);
  EXPECT_THAT(csv, testing::StartsWith("name,uid,etag,type,type_version,state,priority,"));
  EXPECT_THAT(csv,
              HasSubstr("\r\nmissions/IST/cases/IST-2026-000123,,,rights.detention,1,registered,URGENT,"));
  EXPECT_THAT(csv, HasSubstr(",\"Detained,\n\"\"at\"\" the airport\","));
  EXPECT_THAT(csv, HasSubstr(",2026-11-24T09:05:00Z,"));
  EXPECT_THAT(csv, HasSubstr("\r\nmissions/IST/cases/IST-2026-000124,"));
}

// Columns that are empty in every list only hide the others; a single case has them.
TEST(CsvTest, LeavesOutOfRowsWhatListsNeverTell) {
  v1::ListCasesResponse list;
  *list.add_cases() = ShownCase();
  const std::string listed = CsvText(list);
  EXPECT_THAT(listed.substr(0, listed.find("\r\n")),
              AllOf(HasSubstr(",summary,subject,received_time,"), HasSubstr(",erase_time,time_zone,")));
  const std::string single = CsvText(ShownCase());
  EXPECT_THAT(
      single.substr(0, single.find("\r\n")),
      AllOf(HasSubstr(",summary,details,parties,deadlines,subject,"), HasSubstr(",pending_approval,")));
}

TEST(JsonTest, IsTheAnswerInProtobufJson) {
  FakeServer server;
  server.Answer("GetCase", ShownCase());
  const Ran ran = Arasha(server).Run({"case", "show", "IST-2026-000123", "--output", "json"});
  v1::Case printed;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(ran.out, &printed).ok());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(printed, ShownCase()));
  EXPECT_THAT(server.calls(), testing::ElementsAre("GetCase"));
}

// Scripts compare what they got with what they had.
TEST(JsonTest, KeysOfDetailsStandInOrder) {
  v1::Case matter;
  for (const char* key : {"charge", "arrested_time", "place", "notified_by", "custody", "outcome"}) {
    (*matter.mutable_details()->mutable_fields())[key].set_bool_value(true);
  }
  const char* ordered =
      R"({"arrested_time":true,"charge":true,"custody":true,"notified_by":true,"outcome":true,"place":true})";
  EXPECT_EQ(CompactJson(matter), absl::StrCat("{\"details\":", ordered, "}"));
  EXPECT_EQ(CompactJson(matter.details()), ordered);
  EXPECT_EQ(JsonText(v1::Case()), "{}\n");
}

TEST(TableTest, ShowsWhenTheCaseIsToldAgain) {
  FakeServer server;
  v1::Case matter = ShownCase();
  matter.mutable_reminder_time()->set_seconds(1795604700);
  server.Answer("GetCase", matter);
  EXPECT_THAT(Arasha(server).Run({"case", "show", "IST-2026-000123"}).out,
              testing::ContainsRegex("Reminder +2026-11-25 14:05\n"));
}

TEST(TableTest, ShowsACaseWithTheLabelsOfItsType) {
  FakeServer server;
  server.Answer("GetCase", ShownCase());
  server.Answer("GetCaseType", ShownType());
  const Ran ran = Arasha(server).Run({"case", "show", "IST-2026-000123", "--lang", "kk"});
  EXPECT_THAT(ran.out, HasSubstr("Ұстау (rights.detention@1)"));
  EXPECT_THAT(ran.out, HasSubstr("Тіркелді"));
  EXPECT_THAT(ran.out, HasSubstr("Негіздеме  Қамау\n"));
  EXPECT_THAT(ran.out, HasSubstr("place      Silivri\n"));
  EXPECT_THAT(ran.out, HasSubstr("МЕРЗІМІ (UTC+03:00)"));
  EXPECT_THAT(ran.out,
              testing::ContainsRegex("2026-11-24 14:05 +Алғашқы байланыс +жүріп жатыр +Service standard"));
  EXPECT_EQ(server.Last<v1::GetCaseTypeRequest>("GetCaseType").name(), "caseTypes/rights.detention@1");
}

TEST(TableTest, CallsCountriesByTheirNames) {
  FakeServer server;
  v1::Case matter = ShownCase();
  matter.set_host_state("PL");
  matter.mutable_parties(0)->set_nationality("KZ");
  (*matter.mutable_details()->mutable_fields())["origin"].set_string_value("DE");
  v1::CaseType type = ShownType();
  v1::FieldRule& origin = *type.add_fields();
  origin.set_id("origin");
  origin.set_kind(v1::FIELD_KIND_COUNTRY);
  server.Answer("GetCase", matter);
  server.Answer("GetCaseType", type);
  const struct {
    const char* language;
    const char* poland;
    const char* kazakhstan;
    const char* germany;
  } kCases[] = {{"en", "Poland", "Kazakhstan", "Germany"},
                {"ru", "Польша", "Казахстан", "Германия"},
                {"kk", "Польша", "Қазақстан", "Германия"}};
  for (const auto& c : kCases) {
    EXPECT_THAT(
        Arasha(server).Run({"case", "show", "IST-2026-000123", "--lang", c.language}).out,
        AllOf(HasSubstr(c.poland), HasSubstr(c.kazakhstan), HasSubstr(absl::StrCat("  ", c.germany, "\n"))))
        << c.language;
  }
}

// Lists by their labels, lengths of time in words, parties by name; an account is a paragraph of its own.
TEST(TableTest, ShowsValuesOfEachKindInWords) {
  FakeServer server;
  v1::Case matter = ShownCase();
  v1::CaseType type = ShownType();
  const auto add = [&](const char* id, v1::FieldKind kind, const google::protobuf::Value& value) {
    v1::FieldRule& field = *type.add_fields();
    field.set_id(id);
    field.set_kind(kind);
    (*matter.mutable_details()->mutable_fields())[id] = value;
    return &field;
  };
  google::protobuf::Value text;
  text.set_string_value("P1Y6MT30M");
  add("stay", v1::FIELD_KIND_DURATION, text);
  text.set_string_value("missions/WAW/cases/WAW-2026-000007");
  add("other", v1::FIELD_KIND_CASE, text);
  text.set_string_value(matter.parties(0).name());
  add("debtor", v1::FIELD_KIND_PARTY, text);
  text.set_string_value("They came at night.\nThey took the papers.");
  add("account", v1::FIELD_KIND_LONG_TEXT, text);
  google::protobuf::Value list;
  list.mutable_list_value()->add_values()->set_string_value("food");
  list.mutable_list_value()->add_values()->set_string_value("heat");
  v1::FieldRule& needs = *add("needs", v1::FIELD_KIND_CHOICES, list);
  for (const auto& [id, label] : {std::pair{"food", "Food"}, std::pair{"heat", "Heat"}}) {
    v1::Choice& choice = *needs.add_choices();
    choice.set_id(id);
    choice.mutable_label()->set_en(label);
  }
  server.Answer("GetCase", matter);
  server.Answer("GetCaseType", type);
  const std::string shown = Arasha(server).Run({"case", "show", "IST-2026-000123", "--lang", "en"}).out;
  EXPECT_THAT(shown, testing::ContainsRegex("stay +1 year 6 months 30 minutes\n"));
  EXPECT_THAT(shown, testing::ContainsRegex("other +WAW-2026-000007\n"));
  EXPECT_THAT(shown, testing::ContainsRegex("needs +Food, Heat\n"));
  EXPECT_THAT(shown,
              testing::ContainsRegex(absl::StrCat("debtor +", matter.parties(0).display_name(), "\n")));
  EXPECT_THAT(shown, HasSubstr("account\n  They came at night.\n  They took the papers.\n"));
}

// It is for programs, which have it in JSON.
TEST(TableTest, LeavesOutTheEtag) {
  FakeServer server;
  v1::Case matter = ShownCase();
  matter.set_etag("the-etag");
  server.Answer("GetCase", matter);
  EXPECT_THAT(Arasha(server).Run({"case", "show", "IST-2026-000123"}).out, Not(HasSubstr("the-etag")));
  EXPECT_THAT(Arasha(server).Run({"case", "show", "IST-2026-000123", "--output", "json"}).out,
              HasSubstr("the-etag"));
}

TEST(TableTest, ShowsTheChoicesOfATypeWithTheirLabels) {
  FakeServer server;
  server.Answer("GetCaseType", ShownType());
  const auto shown = [&](const char* language) {
    return Arasha(server).Run({"type", "show", "rights.detention", "--lang", language}).out;
  };
  EXPECT_THAT(shown("en"), HasSubstr("custody (Custody)"));
  EXPECT_THAT(shown("kk"), HasSubstr("custody (Қамау)"));
  // Of a field, not of a person.
  EXPECT_THAT(shown("kk"), HasSubstr("  АТАУЫ"));
  EXPECT_THAT(shown("ru"), HasSubstr("НАЗВАНИЕ"));
}

TEST(TableTest, ShowsWhichStaffAreRelatedToAParty) {
  FakeServer server;
  v1::Case matter = ShownCase();
  matter.mutable_parties(0)->add_related_staff("staff/a.omarova");
  matter.mutable_parties(0)->add_related_staff("staff/d.kim");
  server.Answer("GetCase", matter);
  EXPECT_THAT(Arasha(server).Run({"case", "show", "IST-2026-000123"}).out,
              HasSubstr("Staff related or otherwise not impartial: a.omarova, d.kim\n"));
}

// Who opens a case for a company and gives no BIN must see what it was taken for.
TEST(TableTest, ShowsWhetherAPartyIsAPersonOrAnOrganisation) {
  FakeServer server;
  v1::Case matter = ShownCase();
  const auto opened = [&](v1::PartyKind kind, const char* language) {
    matter.mutable_parties(0)->set_kind(kind);
    server.Answer("CreateCase", matter);
    return Arasha(server).Run({"case", "open", "--subject", "Нұрлан Жұмабаев", "--lang", language}).out;
  };
  EXPECT_THAT(opened(v1::PARTY_KIND_PERSON, "en"),
              testing::ContainsRegex("subject +Нұрлан Жұмабаев\n +person\n"));
  EXPECT_THAT(opened(v1::PARTY_KIND_ORGANISATION, "en"),
              testing::ContainsRegex("subject +Нұрлан Жұмабаев\n +organisation\n"));
  EXPECT_THAT(opened(v1::PARTY_KIND_ORGANISATION, "ru"), HasSubstr("  организация\n"));
  EXPECT_THAT(opened(v1::PARTY_KIND_ORGANISATION, "kk"), HasSubstr("  ұйым\n"));
}

TEST(TableTest, ShowsACaseAlsoWithoutItsType) {
  FakeServer server;
  server.Answer("GetCase", ShownCase());
  server.Refuse("GetCaseType", RichStatus(5, "no", "NOT_FOUND"));
  const Ran ran = Arasha(server).Run({"case", "show", "IST-2026-000123"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, HasSubstr("registered"));
}

// As case show has them; programs go on having the ids.
TEST(TableTest, HasLabelsInEnglishToo) {
  FakeServer server;
  v1::ListCaseTypesResponse types;
  *types.add_case_types() = ShownType();
  v1::TransitionRule& rule = *types.mutable_case_types(0)->add_transitions();
  rule.set_id("register");
  rule.mutable_label()->set_en("Register");
  server.Answer("ListCaseTypes", types);
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(case_type: "rights.detention"
           entries {
             kind: ENTRY_KIND_TRANSITION
             event: "register"
             to_state: "registered"
             happened_time { seconds: 1795514700 }
           }
           entries {
             kind: ENTRY_KIND_UPDATE
             text: "details.grounds: — → custody"
             happened_time { seconds: 1795514700 }
           }
           entries {
             kind: ENTRY_KIND_UPDATE
             text: "host_state: KZ → PL"
             happened_time { seconds: 1795514700 }
           })pb",
      &entries));
  server.Answer("ListEntries", entries);
  EXPECT_THAT(Arasha(server).Run({"case", "timeline", "IST-2026-000123"}).out,
              AllOf(HasSubstr("change of state · Register · Registered\n"),
                    HasSubstr("    Grounds: — → Custody\n"), HasSubstr("Kazakhstan → Poland\n")));
  for (const char* format : {"json", "csv"}) {
    const std::string out =
        Arasha(server).Run({"case", "timeline", "IST-2026-000123", "--output", format}).out;
    EXPECT_THAT(out, AllOf(HasSubstr("details.grounds: — → custody"), Not(HasSubstr("Register")))) << format;
  }
  v1::ListCasesResponse list;
  *list.add_cases() = ShownCase();
  server.Answer("ListCases", list);
  EXPECT_THAT(Arasha(server).Run({"case", "list"}).out,
              AllOf(HasSubstr("  Registered  "), HasSubstr("  Detention\n")));
}

TEST(TableTest, SaysFirstThatACaseWasErased) {
  FakeServer server;
  v1::Case matter = ShownCase();
  const auto shown = [&](const char* language) {
    server.Answer("GetCase", matter);
    return Arasha(server).Run({"case", "show", "IST-2026-000123", "--lang", language}).out;
  };
  EXPECT_THAT(shown("en"), Not(HasSubstr("Erased")));
  matter.mutable_erase_time()->set_seconds(1795511100);
  EXPECT_THAT(shown("en"),
              testing::ContainsRegex("^IST-2026-000123\n  Erased +2026-11-24 12:05; what was personal"));
  EXPECT_THAT(shown("ru"), testing::ContainsRegex("^IST-2026-000123\n  Уничтожено +2026-11-24 12:05; "));
  EXPECT_THAT(shown("kk"), testing::ContainsRegex("^IST-2026-000123\n  Жойылды +2026-11-24 12:05; "));
}

TEST(TableTest, LeavesOutWhatAnErasedCaseNoLongerHas) {
  FakeServer server;
  v1::Case matter = ShownCase();
  matter.mutable_erase_time()->set_seconds(1795511100);
  matter.clear_subject();
  matter.clear_summary();
  matter.mutable_parties(0)->clear_display_name();
  server.Answer("GetCase", matter);
  const std::string shown = Arasha(server).Run({"case", "show", "IST-2026-000123"}).out;
  EXPECT_THAT(shown, AllOf(Not(HasSubstr("Summary")), Not(HasSubstr(" \n"))));
  EXPECT_THAT(shown, testing::ContainsRegex("\nParties\n  [^\n]+  p-1\n\n"));

  v1::ListCasesResponse list;
  *list.add_cases() = matter;
  server.Answer("ListCases", list);
  EXPECT_THAT(Arasha(server).Run({"case", "list", "--all", "--lang", "ru"}).out,
              HasSubstr("IST-2026-000123  Уничтожено  "));
}

TEST(TableTest, ColoursDeadlinesOnATerminalOnly) {
  FakeServer server;
  server.Answer("GetCase", ShownCase());
  Arasha arasha(server);
  arasha.now = absl::FromUnixSeconds(1795511100);
  const std::vector<std::string> command = {"case", "show", "IST-2026-000123"};
  EXPECT_THAT(arasha.Run(command).out, Not(HasSubstr("\x1b")));
  arasha.terminal = true;
  const std::string coloured = arasha.Run(command).out;
  EXPECT_THAT(coloured, HasSubstr("\x1b[33mrunning\x1b[0m"));
  EXPECT_THAT(coloured, HasSubstr("\x1b[31mmissed\x1b[0m"));
  EXPECT_THAT(coloured, HasSubstr("\x1b[32mmet\x1b[0m"));
  EXPECT_THAT(arasha.Run({"case", "show", "IST-2026-000123", "--no-color"}).out, Not(HasSubstr("\x1b")));
  arasha.variables["NO_COLOR"] = "0";
  EXPECT_THAT(arasha.Run(command).out, Not(HasSubstr("\x1b")));
  arasha.variables = {{"TERM", "dumb"}};
  EXPECT_THAT(arasha.Run(command).out, Not(HasSubstr("\x1b")));
}

TEST(TableTest, ListAlignsUnderItsTitles) {
  FakeServer server;
  v1::ListCasesResponse list;
  *list.add_cases() = ShownCase();
  server.Answer("ListCases", list);
  EXPECT_EQ(Arasha(server).Run({"case", "list"}).out,
            "CASE             SUBJECT          NEXT DUE (UTC+03:00)  STATE       OFFICER    PRIORITY  TYPE\n"
            "IST-2026-000123  Нұрлан Жұмабаев  2026-11-24 14:05      registered  a.omarova  urgent    "
            "rights.detention\n");
}

}  // namespace
}  // namespace arasha::clients
