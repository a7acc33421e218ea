// Scripts read json and csv, people read tables: formulas that a spreadsheet would run, times in the
// wrong zone, colours in a file and answers that differ from the API's are the ways to go wrong.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "clients/print/print_csv.h"
#include "clients/print/print_json.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;
using testing::Not;

v1::Case Matter() {
  v1::Case matter;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(name: "missions/IST/cases/IST-2026-000123"
           type: "rights.detention"
           type_version: 1
           state: "registered"
           priority: PRIORITY_URGENT
           assignee: "staff/a.omarova"
           subject: "Нұрлан Жұмабаев"
           summary: "Detained,\n\"at\" the airport"
           received_time { seconds: 1795511100 }
           next_due_time { seconds: 1795518300 }
           details {
             fields {
               key: "place"
               value { string_value: "Silivri" }
             }
             fields {
               key: "grounds"
               value { string_value: "custody" }
             }
           }
           parties {
             name: "missions/IST/cases/IST-2026-000123/parties/p-1"
             role: PARTY_ROLE_SUBJECT
             display_name: "Нұрлан Жұмабаев"
           }
           deadlines {
             rule: "first_contact"
             source: "Service standard"
             due_time { seconds: 1795518300 }
             state: DEADLINE_STATE_RUNNING
           }
           deadlines {
             rule: "x"
             due_time { seconds: 1795500000 }
             state: DEADLINE_STATE_MISSED
           }
           deadlines {
             rule: "y"
             due_time { seconds: 1795500000 }
             state: DEADLINE_STATE_MET
           })pb",
      &matter));
  return matter;
}

v1::CaseType Type() {
  v1::CaseType type;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(id: "rights.detention"
           label { en: "Detention" kk: "Ұстау" }
           states {
             id: "registered"
             label { en: "Registered" kk: "Тіркелді" }
           }
           fields {
             id: "grounds"
             label { en: "Grounds" kk: "Негіздеме" }
             choices {
               id: "custody"
               label { en: "Custody" kk: "Қамау" }
             }
           }
           deadlines {
             id: "first_contact"
             label { en: "First contact" kk: "Алғашқы байланыс" }
           })pb",
      &type));
  return type;
}

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
  *list.add_cases() = Matter();
  list.add_cases()->set_name("missions/IST/cases/IST-2026-000124");
  const std::string csv = CsvText(list);
  EXPECT_THAT(csv, testing::StartsWith("name,uid,etag,type,type_version,state,priority,"));
  EXPECT_THAT(csv,
              HasSubstr("\r\nmissions/IST/cases/IST-2026-000123,,,rights.detention,1,registered,URGENT,"));
  EXPECT_THAT(csv, HasSubstr(",\"Detained,\n\"\"at\"\" the airport\","));
  EXPECT_THAT(csv, HasSubstr(",2026-11-24T09:05:00Z,"));
  EXPECT_THAT(csv, HasSubstr("\r\nmissions/IST/cases/IST-2026-000124,"));
}

TEST(JsonTest, IsTheAnswerInProtobufJson) {
  FakeServer server;
  server.Answer("GetCase", Matter());
  const Ran ran = Arasha(server).Run({"case", "show", "IST-2026-000123", "--output", "json"});
  v1::Case printed;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(ran.out, &printed).ok());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(printed, Matter()));
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

TEST(TableTest, ShowsACaseWithTheLabelsOfItsType) {
  FakeServer server;
  server.Answer("GetCase", Matter());
  server.Answer("GetCaseType", Type());
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

TEST(TableTest, ShowsTheChoicesOfATypeWithTheirLabels) {
  FakeServer server;
  server.Answer("GetCaseType", Type());
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
  v1::Case matter = Matter();
  matter.mutable_parties(0)->add_related_staff("staff/a.omarova");
  matter.mutable_parties(0)->add_related_staff("staff/d.kim");
  server.Answer("GetCase", matter);
  EXPECT_THAT(Arasha(server).Run({"case", "show", "IST-2026-000123"}).out,
              HasSubstr("Staff related or otherwise not impartial: a.omarova, d.kim\n"));
}

TEST(TableTest, ShowsACaseAlsoWithoutItsType) {
  FakeServer server;
  server.Answer("GetCase", Matter());
  server.Refuse("GetCaseType", RichStatus(5, "no", "NOT_FOUND"));
  const Ran ran = Arasha(server).Run({"case", "show", "IST-2026-000123"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, HasSubstr("registered"));
}

// As case show has them; programs go on having the ids.
TEST(TableTest, HasLabelsInEnglishToo) {
  FakeServer server;
  v1::ListCaseTypesResponse types;
  *types.add_case_types() = Type();
  v1::TransitionRule& rule = *types.mutable_case_types(0)->add_transitions();
  rule.set_id("register");
  rule.mutable_label()->set_en("Register");
  server.Answer("ListCaseTypes", types);
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             kind: ENTRY_KIND_TRANSITION
             event: "register"
             to_state: "registered"
             happened_time { seconds: 1795514700 }
           }
           entries {
             kind: ENTRY_KIND_UPDATE
             text: "details.grounds: — → custody"
             happened_time { seconds: 1795514700 }
           })pb",
      &entries));
  server.Answer("ListEntries", entries);
  EXPECT_THAT(
      Arasha(server).Run({"case", "timeline", "IST-2026-000123"}).out,
      AllOf(HasSubstr("change of state · Register · Registered\n"), HasSubstr("    Grounds: — → Custody\n")));
  for (const char* format : {"json", "csv"}) {
    const std::string out =
        Arasha(server).Run({"case", "timeline", "IST-2026-000123", "--output", format}).out;
    EXPECT_THAT(out, AllOf(HasSubstr("details.grounds: — → custody"), Not(HasSubstr("Register")))) << format;
  }
  v1::ListCasesResponse list;
  *list.add_cases() = Matter();
  server.Answer("ListCases", list);
  EXPECT_THAT(Arasha(server).Run({"case", "list"}).out,
              AllOf(HasSubstr("  Registered  "), HasSubstr("  Detention\n")));
}

TEST(TableTest, ShowsTheTimelineWithWholeTexts) {
  FakeServer server;
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             kind: ENTRY_KIND_CONTACT
             channel: CONTACT_CHANNEL_PHONE
             author: "staff/a.omarova"
             happened_time { seconds: 1795514700 }
             text: "First line\nsecond \x1b[2J"
           })pb",
      &entries));
  server.Answer("ListEntries", entries);
  EXPECT_EQ(Arasha(server).Run({"case", "timeline", "IST-2026-000123"}).out,
            "Timeline (UTC+03:00)\n"
            "2026-11-24 13:05  contact · telephone · a.omarova\n"
            "    First line\n"
            "    second \uFFFD[2J\n");
}

TEST(TableTest, PartsHeadsOfEntriesAtTheWidthOfTheTerminal) {
  FakeServer server;
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             name: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a"
             kind: ENTRY_KIND_CONTACT
             channel: CONTACT_CHANNEL_PHONE
             reference: "15/2026 of the Office of the Public Prosecutor"
             author: "staff/a.omarova"
             happened_time { seconds: 1795514700 }
             corrected_by: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-0000bbbbbbbb"
             correct_time { seconds: 1795514760 }
           })pb",
      &entries));
  server.Answer("ListEntries", entries);
  Arasha arasha(server);
  arasha.columns = 80;
  EXPECT_THAT(arasha.Run({"case", "timeline", "IST-2026-000123"}).out,
              HasSubstr("2026-11-24 13:05  contact · telephone · № 15/2026 of the Office of the Public\n"
                        "                  Prosecutor · a.omarova · STRUCK OUT  [4f21c07a]\n"));
  arasha.columns = 60;
  EXPECT_THAT(arasha.Run({"case", "timeline", "IST-2026-000123"}).out,
              HasSubstr("2026-11-24 13:05  contact · telephone · № 15/2026 of the\n"
                        "                  Office of the Public Prosecutor ·\n"
                        "                  a.omarova · STRUCK OUT  [4f21c07a]\n"));
}

TEST(TableTest, TellsWithWhomContactWas) {
  FakeServer server;
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             kind: ENTRY_KIND_CONTACT
             channel: CONTACT_CHANNEL_PHONE
             author: "staff/a.omarova"
             party: "missions/IST/cases/IST-2026-000123/parties/p-1"
             happened_time { seconds: 1795514700 }
           }
           entries {
             kind: ENTRY_KIND_PARTY_ADDED
             author: "staff/a.omarova"
             party: "missions/IST/cases/IST-2026-000123/parties/p-1"
             happened_time { seconds: 1795514700 }
           })pb",
      &entries));
  server.Answer("ListEntries", entries);
  server.Answer("GetCase", Matter());
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"case", "timeline", "IST-2026-000123"},
        {"case", "show", "IST-2026-000123", "--timeline"}}) {
    const std::string out = Arasha(server).Run(command).out;
    EXPECT_THAT(out, HasSubstr("contact · telephone · Нұрлан Жұмабаев · a.omarova\n"));
    EXPECT_THAT(out, HasSubstr("party added · a.omarova\n"));
  }
  const size_t calls = server.calls().size();
  Arasha(server).Run({"case", "timeline", "IST-2026-000123", "--output", "json"});
  EXPECT_EQ(server.calls().size(), calls + 1) << "programs have the party's name";
}

// As approval list does.
TEST(TableTest, NamesWhatIsProposedToBeCorrected) {
  FakeServer server;
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             kind: ENTRY_KIND_PROPOSAL
             author: "staff/a.omarova"
             happened_time { seconds: 1795514700 }
             text: "wrong day"
           }
           entries {
             kind: ENTRY_KIND_REFUSAL
             author: "staff/b.head"
             happened_time { seconds: 1795514760 }
             would_correct: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07b"
           }
           entries {
             kind: ENTRY_KIND_PROPOSAL
             author: "staff/a.omarova"
             happened_time { seconds: 1795514820 }
             text: "the day before"
           })pb",
      &entries));
  server.Answer("ListEntries", entries);
  v1::Case matter = Matter();
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(correction {
             entry: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a"
             corrected {
               kind: ENTRY_KIND_VISIT
               text: "Seen"
               happened_time { seconds: 1795514700 }
             }
             replacement {
               kind: ENTRY_KIND_VISIT
               text: "Seen"
               happened_time { seconds: 1795428300 }
             }
           })pb",
      matter.mutable_pending_approval()));
  server.Answer("GetCase", matter);
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"case", "timeline", "IST-2026-000123"},
        {"case", "show", "IST-2026-000123", "--timeline"}}) {
    EXPECT_THAT(Arasha(server).Run(command).out,
                HasSubstr("2026-11-24 13:05  proposal · correction of an entry · a.omarova\n"
                          "    wrong day\n"
                          "2026-11-24 13:06  proposal refused · correction of the entry 4f21c07b · b.head\n"
                          "2026-11-24 13:07  proposal · correction of an entry · a.omarova\n"
                          "    the day before\n"
                          "    Entry: visit · 2026-11-24 13:05 · Seen  [4f21c07a]\n"
                          "    To become: visit · 2026-11-23 13:05 · Seen\n"));
  }
}

// The server puts U+FFFD in the place of what a damaged row held, which looks like a slip of the terminal.
TEST(DamageTest, IsNamedInAnyFormat) {
  FakeServer server;
  v1::Case matter = Matter();
  matter.mutable_parties(0)->set_display_name("\uFFFD");
  v1::Case listed = Matter();
  listed.set_subject("\uFFFD");
  v1::ListCasesResponse list;
  *list.add_cases() = listed;
  v1::ListEntriesResponse entries;
  v1::Entry& damaged = *entries.add_entries();
  damaged.set_kind(v1::ENTRY_KIND_NOTE);
  damaged.set_party(matter.parties(0).name());
  damaged.set_text("\uFFFD");
  server.Answer("GetCase", matter);
  server.Answer("GetCaseType", Type());
  server.Answer("ListCases", list);
  server.Answer("ListEntries", entries);
  const struct {
    const char* language;
    const char* words;
  } kLanguages[] = {
      {"en", "⚠ unreadable: damaged"}, {"ru", "⚠ не читается: повреждено"}, {"kk", "⚠ оқылмайды: бүлінген"}};
  for (const std::vector<std::string>& asked : {std::vector<std::string>{"case", "show", "IST-2026-000123"},
                                                {"case", "list"},
                                                {"case", "timeline", "IST-2026-000123"}}) {
    for (const char* output : {"table", "json", "csv"}) {
      for (const auto& [language, words] : kLanguages) {
        std::vector<std::string> command = asked;
        command.insert(command.end(), {"--output", output, "--lang", language});
        const Ran ran = Arasha(server).Run(command);
        SCOPED_TRACE(absl::StrCat(asked[1], " ", output, " ", language));
        EXPECT_EQ(ran.exit_code, 0);
        const bool table = absl::string_view(output) == "table";
        EXPECT_THAT(ran.out, HasSubstr(table ? words : "\uFFFD"));
        EXPECT_THAT(ran.out, Not(HasSubstr(table ? "\uFFFD" : words)));
        EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
        EXPECT_THAT(ran.err, HasSubstr("`arasha audit verify`"));
      }
    }
  }
}

TEST(DamageTest, IsToldOnceAndInWordsBesideOthers) {
  FakeServer server;
  v1::Case matter = Matter();
  matter.mutable_parties(0)->set_display_name("\uFFFD");
  v1::ListEntriesResponse entries;
  entries.add_entries()->set_kind(v1::ENTRY_KIND_CONTACT);
  entries.mutable_entries(0)->set_party(matter.parties(0).name());
  server.Answer("GetCase", matter);
  server.Answer("ListEntries", entries);
  const Ran ran = Arasha(server).Run({"case", "show", "IST-2026-000123", "--timeline"});
  EXPECT_THAT(ran.out, HasSubstr("contact · ⚠ unreadable: damaged"));
  EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
}

TEST(DamageTest, IsNotSaidOfWhatIsWhole) {
  FakeServer server;
  v1::Case matter = Matter();
  matter.set_summary("a letter lost: \uFFFD");  // written before such texts were refused
  server.Answer("GetCase", matter);
  EXPECT_EQ(Arasha(server).Run({"case", "show", "IST-2026-000123"}).err, "");
}

TEST(TableTest, StrikesThroughWhatWasCorrected) {
  FakeServer server;
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             name: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a"
             kind: ENTRY_KIND_VISIT
             author: "staff/a.omarova"
             happened_time { seconds: 1795514700 }
             text: "not this case"
             corrected_by: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-0000bbbbbbbb"
             correct_time { seconds: 1795514760 }
           }
           entries {
             name: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-0000bbbbbbbb"
             kind: ENTRY_KIND_CORRECTION
             author: "staff/b.head"
             happened_time { seconds: 1795514760 }
             text: "a slip"
             corrects: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a"
             correction_reason: "a slip"
           })pb",
      &entries));
  server.Answer("ListEntries", entries);
  Arasha arasha(server);
  const std::string plain = arasha.Run({"case", "timeline", "IST-2026-000123"}).out;
  EXPECT_THAT(plain, HasSubstr("visit · a.omarova · STRUCK OUT  [4f21c07a]\n    not this case\n"));
  EXPECT_THAT(plain, HasSubstr("corrected on 2026-11-24 13:06 by the entry bbbbbbbb"));
  EXPECT_THAT(plain, HasSubstr("    a slip\n    strikes out 4f21c07a\n"));
  arasha.terminal = true;
  const std::string struck = arasha.Run({"case", "timeline", "IST-2026-000123"}).out;
  EXPECT_THAT(struck, HasSubstr("\x1b[9mvisit · a.omarova\x1b[0m"));
  EXPECT_THAT(struck, HasSubstr("\x1b[9mnot this case\x1b[0m"));
}

TEST(TableTest, ColoursDeadlinesOnATerminalOnly) {
  FakeServer server;
  server.Answer("GetCase", Matter());
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
  *list.add_cases() = Matter();
  server.Answer("ListCases", list);
  EXPECT_EQ(Arasha(server).Run({"case", "list"}).out,
            "CASE             SUBJECT          NEXT DUE (UTC+03:00)  STATE       OFFICER    PRIORITY  TYPE\n"
            "IST-2026-000123  Нұрлан Жұмабаев  2026-11-24 14:05      registered  a.omarova  urgent    "
            "rights.detention\n");
}

}  // namespace
}  // namespace arasha::clients
