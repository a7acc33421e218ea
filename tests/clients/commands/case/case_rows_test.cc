// What could go wrong: a row is sent with another value than was typed, or as one of another group; of a file
// half is added and nobody can tell which half; a table of rows cannot be read.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "clients/commands/case/row/row_file.h"
#include "tests/clients/commands/expect_request.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

template <typename Message>
Message FromText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

constexpr char kTypeWithRows[] = R"pb(
  id: "rights.thing"
  version: 3
  label { kk: "Ұстау" ru: "Задержание" en: "Arrest" }
  fields {
    id: "place"
    kind: FIELD_KIND_TEXT
    label { kk: "Орын" ru: "Место" en: "Place" }
  }
  row_groups {
    id: "hearings"
    label { kk: "Отырыс" ru: "Заседание" en: "Hearing" }
    label_many { kk: "Отырыстар" ru: "Заседания" en: "Hearings" }
    max_rows: 3
    fields {
      id: "held_on"
      kind: FIELD_KIND_DATE
      required: true
      may_lie_ahead: true
      label { kk: "Күні" ru: "День" en: "Day" }
    }
    fields {
      id: "court"
      kind: FIELD_KIND_TEXT
      label { kk: "Сот" ru: "Суд" en: "Court" }
    }
    fields {
      id: "weight"
      kind: FIELD_KIND_CHOICE
      label { kk: "Маңызы" ru: "Значение" en: "Weight" }
      choices {
        id: "great"
        label { kk: "Үлкен" ru: "Большое" en: "Great" }
      }
    }
  }
  deadlines {
    id: "outcome"
    label { kk: "Нәтиже" ru: "Исход" en: "Outcome" }
    source: "s"
    period { days: 2 }
    per_row: "hearings"
  })pb";

constexpr char kCaseWithRows[] = R"pb(
  name: "missions/IST/cases/IST-2026-000123"
  type: "rights.thing"
  type_version: 3
  state: "open"
  time_zone: "Europe/Istanbul"
  rows {
    name: "missions/IST/cases/IST-2026-000123/rows/0192f1c0-0000-7000-8000-00004f21c07a"
    group: "hearings"
    etag: "1"
    details {
      fields {
        key: "held_on"
        value { string_value: "2026-12-01" }
      }
      fields {
        key: "court"
        value { string_value: "Әділет соты" }
      }
    }
  }
  rows {
    name: "missions/IST/cases/IST-2026-000123/rows/0192f1c0-0000-7000-8000-00005a30d18b"
    group: "hearings"
    etag: "1"
    details {
      fields {
        key: "held_on"
        value { string_value: "2026-12-15" }
      }
      fields {
        key: "court"
        value { string_value: "Istanbul" }
      }
    }
  })pb";

class CaseRowsTest : public testing::Test {
 protected:
  CaseRowsTest() : arasha_(server_) {
    server_.Answer("GetCaseType", FromText<v1::CaseType>(kTypeWithRows));
    v1::ListCaseTypesResponse types;
    *types.add_case_types() = FromText<v1::CaseType>(kTypeWithRows);
    server_.Answer("ListCaseTypes", types);
    const auto matter = FromText<v1::Case>(kCaseWithRows);
    server_.Answer("GetCase", matter);
    for (const char* method : {"AddRow", "UpdateRow", "RemoveRow"}) server_.Answer(method, matter.rows(0));
  }

  FakeServer server_;
  Arasha arasha_;
};

TEST_F(CaseRowsTest, AreAddedByTheFieldsOfTheirGroup) {
  const Ran ran = arasha_.Run({"case", "row", "add", "IST-2026-000123", "hearings", "--set",
                               "held_on=1.12.2026", "--set", "court=Әділет соты"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const v1::AddRowRequest sent = server_.Last<v1::AddRowRequest>("AddRow");
  EXPECT_EQ(sent.row().group(), "hearings");
  EXPECT_EQ(sent.row().details().fields().at("held_on").string_value(), "2026-12-01");
  EXPECT_EQ(sent.row().details().fields().at("court").string_value(), "Әділет соты");
  EXPECT_THAT(ran.out, AllOf(HasSubstr("Hearing"), HasSubstr("4f21c07a"), HasSubstr("Әділет соты")));
}

TEST_F(CaseRowsTest, AreAddedToAGroupByItsIdOrLabelInAnyLanguage) {
  for (const char* typed : {"hearings", "Заседание", "отырыстар", "Hearings"}) {
    ASSERT_EQ(arasha_.Run({"case", "row", "add", "IST-2026-000123", typed, "--set", "held_on=2026-12-01"})
                  .exit_code,
              0)
        << typed;
    EXPECT_EQ(server_.Last<v1::AddRowRequest>("AddRow").row().group(), "hearings") << typed;
  }
  ASSERT_EQ(arasha_.Run({"case", "row", "add", "IST-2026-000123", "heirs"}).exit_code, 0);
  EXPECT_EQ(server_.Last<v1::AddRowRequest>("AddRow").row().group(), "heirs") << "the server says so";
}

TEST_F(CaseRowsTest, AreAskedForAtATerminal) {
  arasha_.terminal = true;
  arasha_.in = "1\n2026-12-01\nIstanbul\n\n";
  const Ran ran = arasha_.Run({"case", "row", "add", "IST-2026-000123"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const v1::Row sent = server_.Last<v1::AddRowRequest>("AddRow").row();
  EXPECT_EQ(sent.group(), "hearings");
  EXPECT_EQ(sent.details().fields().at("court").string_value(), "Istanbul");
  EXPECT_FALSE(sent.details().fields().contains("weight"));
  arasha_.terminal = false;
  EXPECT_THAT(arasha_.Run({"case", "row", "add", "IST-2026-000123"}).err, HasSubstr("GROUP"));
}

TEST_F(CaseRowsTest, AreShownAsATableForEachGroup) {
  const std::string shown = arasha_.Run({"case", "show", "IST-2026-000123", "--lang", "ru"}).out;
  EXPECT_THAT(shown, HasSubstr("Заседания\n"));
  EXPECT_THAT(shown, HasSubstr("  4f21c07a       2026-12-01  Әділет соты\n"
                               "  5a30d18b       2026-12-15  Istanbul\n"));
  EXPECT_THAT(shown, Not(HasSubstr("Значение"))) << "nobody filled it in";
  EXPECT_THAT(arasha_.Run({"case", "show", "IST-2026-000123", "--output", "json"}).out,
              AllOf(HasSubstr("\"group\": \"hearings\""), HasSubstr("\"court\": \"Istanbul\"")));
  EXPECT_THAT(arasha_.Run({"type", "show", "rights.thing"}).out,
              AllOf(HasSubstr("Hearings (hearings)"), HasSubstr("held_on"), HasSubstr("Outcome · Hearing")));
}

TEST_F(CaseRowsTest, AreChangedByIdOrByWhatTheyAloneSay) {
  for (const char* typed : {"4f21c07a", "Әділет соты", "0192f1c0-0000-7000-8000-00004f21c07a"}) {
    const Ran ran = arasha_.Run({"case", "row", "update", "IST-2026-000123", typed, "--set",
                                 "held_on=2026-12-03", "--unset", "court", "--etag", "1"});
    ASSERT_EQ(ran.exit_code, 0) << typed << ran.err;
    const v1::UpdateRowRequest sent = server_.Last<v1::UpdateRowRequest>("UpdateRow");
    EXPECT_THAT(sent.row().name(), HasSubstr("4f21c07a"));
    EXPECT_EQ(sent.row().etag(), "1");
    EXPECT_THAT(sent.update_mask().paths(), testing::ElementsAre("details.held_on", "details.court"));
  }
  const Ran none = arasha_.Run({"case", "row", "update", "IST-2026-000123", "Ankara", "--unset", "court"});
  EXPECT_NE(none.exit_code, 0);
  EXPECT_THAT(none.err, AllOf(HasSubstr("The case has no row 'Ankara'"), HasSubstr("5a30d18b")));
  EXPECT_THAT(arasha_.Run({"case", "row", "update", "IST-2026-000123", "4f21c07a"}).err,
              HasSubstr("No change is given"));
}

TEST_F(CaseRowsTest, AreTakenOffWithAReason) {
  const Ran ran = arasha_.Run({"case", "row", "remove", "IST-2026-000123", "5a30d18b", "--reason", "twice"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const v1::RemoveRowRequest sent = server_.Last<v1::RemoveRowRequest>("RemoveRow");
  EXPECT_THAT(sent.name(), HasSubstr("5a30d18b"));
  EXPECT_EQ(sent.reason(), "twice");
}

TEST_F(CaseRowsTest, AreTakenOffByTheirFullNameThoughTheyAreGone) {
  const std::string gone = "missions/IST/cases/IST-2026-000123/rows/0192f1c0-0000-7000-8000-00007c52f3ad";
  const Ran ran = arasha_.Run({"case", "row", "remove", "IST-2026-000123", gone, "--reason", "twice"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(server_.Last<v1::RemoveRowRequest>("RemoveRow").name(), gone);
  EXPECT_NE(
      arasha_.Run({"case", "row", "remove", "IST-2026-000123", "7c52f3ad", "--reason", "twice"}).exit_code,
      0);
}

TEST_F(CaseRowsTest, OfAFileAllAreSentAndARepeatAddsNoneTwice) {
  const std::string path = testing::TempDir() + "/rows.json";
  std::ofstream(path) << R"([{"held_on": "2026-12-01"}])";
  const std::string id = "7b1c5cb4-6f5e-4a0d-9a53-0d9b6c1f6f10";
  const Ran ran = arasha_.Run(
      {"case", "row", "add", "IST-2026-000123", "hearings", "--from-file", path, "--request-id", id});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(server_.Last<v1::AddRowRequest>("AddRow").request_id(), id);

  std::ofstream(path) << R"([{"held_on": "2026-12-01"}, {"held_on": "2026-12-02"}])";
  const Ran many = arasha_.Run({"case", "row", "add", "IST-2026-000123", "hearings", "--from-file", path});
  EXPECT_NE(many.exit_code, 0);
  EXPECT_THAT(many.err, HasSubstr("hearings takes 3 rows at most: the case has 2, the file 2"));
  const Ran repeat = arasha_.Run(
      {"case", "row", "add", "IST-2026-000123", "hearings", "--from-file", path, "--request-id", id});
  EXPECT_EQ(repeat.exit_code, 0) << "the rows that are there may be those of the first run: " << repeat.err;

  std::ofstream(path) << R"({"held_on": "2026-12-01"})";
  const Ran wrong = arasha_.Run({"case", "row", "add", "IST-2026-000123", "hearings", "--from-file", path});
  EXPECT_NE(wrong.exit_code, 0);
  EXPECT_THAT(wrong.err, HasSubstr("is no list of rows"));
}

TEST_F(CaseRowsTest, AreToldOnTheTimelineInWords) {
  v1::ListEntriesResponse entries;
  entries.set_case_type("rights.thing");
  *entries.add_entries() = FromText<v1::Entry>(R"pb(
    name: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00006b41e29c"
    kind: ENTRY_KIND_ROW_UPDATED
    author: "staff/a.omarova"
    happened_time { seconds: 1795514700 }
    text: "row: hearings/0192f1c0-0000-7000-8000-00004f21c07a\ndetails.weight: — → great")pb");
  server_.Answer("ListEntries", entries);
  const std::string told = arasha_.Run({"case", "timeline", "IST-2026-000123", "--lang", "ru"}).out;
  EXPECT_THAT(told, AllOf(HasSubstr("строка изменена"), HasSubstr("Заседание 4f21c07a"),
                          HasSubstr("Значение: — → Большое")));
}

TEST_F(CaseRowsTest, AreCompleted) {
  EXPECT_THAT(arasha_.Run({"complete", "case", "row", "add", "IST-2026-000123", ""}).out,
              HasSubstr("hearings"));
  EXPECT_THAT(arasha_.Run({"complete", "case", "row", "add", "IST-2026-000123", "hearings", "--set", ""}).out,
              AllOf(HasSubstr("court="), Not(HasSubstr("place="))));
  EXPECT_THAT(arasha_.Run({"complete", "case", "row", "update", "IST-2026-000123", ""}).out,
              HasSubstr("5a30d18b"));
  EXPECT_THAT(
      arasha_.Run({"complete", "case", "row", "update", "IST-2026-000123", "4f21c07a", "--set", ""}).out,
      AllOf(HasSubstr("weight=great"), Not(HasSubstr("place="))));
}

}  // namespace
}  // namespace arasha::clients
