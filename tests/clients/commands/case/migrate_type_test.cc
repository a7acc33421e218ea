// What could go wrong: a case is moved that nobody meant, before anybody saw what differs; of several cases
// one that is refused hides what became of the others; the timeline shows the move in words that no officer
// reads.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/clients/commands/expect_request.h"
#include "tests/clients/commands/shown_case.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr char kFirstMoved[] = "IST-2026-000123";
constexpr char kSecondMoved[] = "IST-2026-000124";

class MigrateTypeTest : public testing::Test {
 protected:
  MigrateTypeTest() : arasha_(server_) {
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"pb(type: "rights.detention"
             version_before: 1
             version: 2
             time_zone: "Europe/Istanbul"
             lines { kind: MIGRATION_LINE_KIND_TYPE text: "~ deadlines reply period days: 10 → 20" }
             lines {
               kind: MIGRATION_LINE_KIND_DEADLINE_MOVES
               rule: "reply"
               run: 2
               label { kk: "Жауап" ru: "Ответ" en: "Reply" }
               due_time_before { seconds: 1795604400 }
               due_time { seconds: 1796209200 }
               state: DEADLINE_STATE_RUNNING
             }
             lines {
               kind: MIGRATION_LINE_KIND_DEADLINE_ENDS
               rule: "talk"
               due_time_before { seconds: 1795604400 }
             }
             lines {
               kind: MIGRATION_LINE_KIND_VALUE_LACKS
               text: "details.consent"
               label { kk: "Келісім" ru: "Согласие" en: "Consent" }
             }
             lines { kind: MIGRATION_LINE_KIND_VALUE_LACKS text: "parties" })pb",
        &answer_));
    server_.Make<v1::MigrateCaseTypeRequest, v1::MigrateCaseTypeResponse>(
        "MigrateCaseType", [this](const v1::MigrateCaseTypeRequest& request) {
          sent_.push_back(request);
          v1::MigrateCaseTypeResponse answer = answer_;
          answer.set_name(request.name());
          return answer;
        });
  }

  Ran Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"case", "migrate-type"});
    return arasha_.Run(arguments);
  }

  FakeServer server_;
  Arasha arasha_;
  v1::MigrateCaseTypeResponse answer_;
  std::vector<v1::MigrateCaseTypeRequest> sent_;
};

TEST(MigrateType, SaysWhichCaseAndWhereTo) {
  const std::string rest = absl::StrCat(
      R"(name: "missions/IST/cases/IST-2026-000123" reason: "a new law" request_id: ")", kId, "\" ");
  ExpectRequest<v1::MigrateCaseTypeRequest>(
      "MigrateCaseType", {"case", "migrate-type", kFirstMoved, "--reason", "a new law"}, rest);
  ExpectRequest<v1::MigrateCaseTypeRequest>(
      "MigrateCaseType",
      {"case", "migrate-type", kFirstMoved, "--to", "2", "--reason", "a new law", "--etag", "7", "--dry-run"},
      rest + "version: 2 etag: \"7\" validate_only: true");
  ExpectRequest<v1::MigrateCaseTypeRequest>(
      "MigrateCaseType",
      {"case", "migrate-type", kFirstMoved, "--reason", "a new law", "--drop", "note", "--drop", "place"},
      rest + "drop: \"note\" drop: \"place\"");
}

TEST_F(MigrateTypeTest, SaysInWordsHowTheVersionsDiffer) {
  server_.Make<v1::GetCaseTypeRequest, v1::CaseType>("GetCaseType", [](const v1::GetCaseTypeRequest& asked) {
    v1::CaseType type;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"pb(id: "rights.detention"
             fields {
               id: "place"
               kind: FIELD_KIND_TEXT
               label { kk: "Орын" ru: "Место" en: "Place" }
             }
             deadlines {
               id: "reply"
               label { kk: "Жауап" ru: "Ответ" en: "Reply" }
             }
             can { kk: "Сізге барады" ru: "Посетить вас" en: "Visit you" })pb",
        &type));
    const bool after = asked.name() == "caseTypes/rights.detention@2";
    type.mutable_deadlines(0)->mutable_period()->set_days(after ? 20 : 10);
    if (!after) return type;
    type.mutable_can(0)->set_en("Call on you");
    v1::FieldRule& field = *type.add_fields();
    field.set_id("interp_lang");
    field.set_kind(v1::FIELD_KIND_TEXT);
    field.set_required(true);
    field.mutable_label()->set_kk("Аударма тілі");
    field.mutable_label()->set_ru("Язык перевода");
    field.mutable_label()->set_en("Interpreter's language");
    return type;
  });
  const auto shown = [&](const char* language) {
    return Run({kFirstMoved, "--reason", "a new law", "--dry-run", "--lang", language}).out;
  };
  EXPECT_THAT(shown("en"), AllOf(HasSubstr("new      Interpreter's language  text, required"),
                                 HasSubstr("changed  Reply                   10 days → 20 days"),
                                 HasSubstr("The rest (`arasha type show`)"),
                                 Not(HasSubstr("~ deadlines reply")), Not(HasSubstr("Place"))));
  EXPECT_THAT(shown("ru"), AllOf(HasSubstr("Язык перевода"), HasSubstr("обязательно"),
                                 HasSubstr("10 дней → 20 дней"), Not(HasSubstr("interp_lang"))));
  EXPECT_THAT(shown("kk"), AllOf(HasSubstr("Аударма тілі"), HasSubstr("міндетті"), HasSubstr("Жауап")));
}

TEST_F(MigrateTypeTest, ShowsWhatDiffers) {
  server_.Refuse("GetCaseType", RichStatus(5, "gone", "NOT_FOUND"));
  const Ran ran = Run({kFirstMoved, "--reason", "a new law", "--dry-run"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("IST-2026-000123: rights.detention, version 1 → 2\n"),
                             HasSubstr("  ~ deadlines reply period days: 10 → 20\n"), HasSubstr("Reply (2)"),
                             HasSubstr("2026-11-25 14:00 → 2026-12-02 14:00 · running"),
                             HasSubstr("2026-11-25 14:00 → —"), HasSubstr("Consent"),
                             HasSubstr("to be filled in  subject")));
  EXPECT_THAT(ran.err, HasSubstr("Nothing was moved."));
  EXPECT_THAT(Run({kFirstMoved, "--reason", "a new law", "--lang", "ru"}).out,
              AllOf(HasSubstr("срок переносится"), HasSubstr("Ответ (2)"), HasSubstr("надо заполнить")));
  answer_.clear_lines();
  EXPECT_THAT(Run({kFirstMoved, "--reason", "a new law"}).out, HasSubstr("stay as they are"));
}

TEST_F(MigrateTypeTest, TellsHowAFieldThatTheVersionLacksIsDropped) {
  server_.Refuse("MigrateCaseType", BadFields({{"case.details.place", "is not there"}}));
  EXPECT_THAT(Run({kFirstMoved, "--reason", "a new law"}).err, HasSubstr("--drop place"));
}

TEST_F(MigrateTypeTest, GoesOnAfterARefusal) {
  server_.Refuse("MigrateCaseType", BadFields({{"case.state", "is not there"}}));
  const Ran ran = Run({kFirstMoved, kSecondMoved, "IST-2026-000125", "--reason", "a new law"});
  EXPECT_EQ(ran.exit_code, 3) << "as of the first refusal";
  EXPECT_THAT(ran.err, AllOf(HasSubstr("IST-2026-000123:"), HasSubstr("2 of 3 cases were moved")));
  EXPECT_THAT(ran.out, AllOf(HasSubstr("IST-2026-000124: "), HasSubstr("IST-2026-000125: "),
                             Not(HasSubstr("IST-2026-000123: "))));
  ASSERT_EQ(sent_.size(), 2U);
  EXPECT_NE(sent_[0].request_id(), sent_[1].request_id());
  const Ran all = Run({kFirstMoved, kSecondMoved, "--reason", "a new law"});
  EXPECT_EQ(all.exit_code, 0);
  EXPECT_THAT(all.err, HasSubstr("Moved: 2 of 2."));
}

TEST_F(MigrateTypeTest, RefusesWithoutNamingWhatNobodyTyped) {
  server_.Refuse("MigrateCaseType",
                 BadFields({{"version", "same"}}, {{"version", "same_version", {{"version", "2"}}}}));
  const std::string same = Run({"123", "--reason", "a new law"}).err;
  EXPECT_THAT(same, AllOf(HasSubstr("IST-2026-000123: the case goes by version 2"), Not(HasSubstr("--to"))));
  server_.Refuse("MigrateCaseType",
                 BadFields({{"version", "same"}}, {{"version", "same_version", {{"version", "2"}}}}));
  EXPECT_THAT(Run({"123", "--reason", "a new law", "--to", "2"}).err, HasSubstr("--to: the case goes by"));
  server_.Refuse("MigrateCaseType",
                 BadFields({{"case.pending_approval", "waits"}},
                           {{"case.pending_approval",
                             "proposal_in_the_way",
                             {{"event", "Close"}, {"event.ru", "Закрыть"}, {"proposed_by", "a.omarova"}}}}));
  EXPECT_THAT(Run({"123", "--reason", "a new law", "--lang", "ru"}).err,
              AllOf(HasSubstr("IST-2026-000123: предложение «Закрыть» (a.omarova)"),
                    Not(HasSubstr("pending_approval"))));
}

TEST_F(MigrateTypeTest, OfSeveralIsRepeatedByTheCommandsId) {
  std::vector<std::string> ids;
  for (int i = 0; i < 2; ++i) {
    Run({kFirstMoved, kSecondMoved, "--reason", "a new law", "--request-id", kId});
    for (const v1::MigrateCaseTypeRequest& request : sent_) ids.push_back(request.request_id());
    sent_.clear();
  }
  ASSERT_EQ(ids.size(), 4U);
  EXPECT_EQ(ids[0], kId);
  EXPECT_NE(ids[1], ids[0]) << "each is a write of its own";
  EXPECT_EQ(ids[2], ids[0]);
  EXPECT_EQ(ids[3], ids[1]);
}

TEST_F(MigrateTypeTest, OfSeveralNamesNoSingleWrite) {
  EXPECT_EQ(Run({kFirstMoved, kSecondMoved, "--reason", "a new law", "--etag", "7"}).exit_code, 2);
  EXPECT_EQ(Run({kFirstMoved, "no/case", "--reason", "a new law"}).exit_code, 2);
  EXPECT_EQ(Run({"--reason", "a new law"}).exit_code, 2);
  EXPECT_TRUE(sent_.empty());
}

TEST_F(MigrateTypeTest, AsksWhoeverIsThereFirst) {
  arasha_.terminal = true;
  arasha_.in = "no\n";
  const Ran no = Run({kFirstMoved, "--reason", "a new law"});
  EXPECT_EQ(no.exit_code, 2);
  EXPECT_THAT(no.err, AllOf(HasSubstr("Reply (2)"), HasSubstr("Move this case?")));
  ASSERT_EQ(sent_.size(), 1U);
  EXPECT_TRUE(sent_[0].validate_only());

  arasha_.in = "yes\n";
  EXPECT_EQ(Run({kFirstMoved, "--reason", "a new law"}).exit_code, 0);
  ASSERT_EQ(sent_.size(), 3U);
  EXPECT_TRUE(sent_[1].validate_only());
  EXPECT_FALSE(sent_[2].validate_only());
}

TEST_F(MigrateTypeTest, TheTimelineTellsItInWords) {
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             kind: ENTRY_KIND_UPDATE
             author: "staff/b.head"
             happened_time { seconds: 1795514700 }
             text: "type_version: 1 → 2\nreason: a new law: longer → better\ndeadlines.talk: 2026-11-25T11:00:00Z → —"
           })pb",
      &entries));
  server_.Answer("ListEntries", entries);
  EXPECT_THAT(arasha_.Run({"case", "timeline", kFirstMoved}).out,
              AllOf(HasSubstr("version of the type: 1 → 2"), HasSubstr("Reason: a new law: longer → better"),
                    HasSubstr("talk: 2026-11-25 14:00 → —")));
}

}  // namespace
}  // namespace arasha::clients
