// Events are shown by their names, and who types what they were shown should be understood.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/clients/commands/shown_case.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;

class EventsTest : public ::testing::Test {
 protected:
  EventsTest() {
    v1::CaseType type = ShownType();
    EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(
        R"pb(transitions {
               id: "request_access"
               label { kk: "Рұқсат сұрау" ru: "Запросить доступ" en: "Request access" }
               from: "registered"
             }
             transitions {
               id: "close"
               label { kk: "Жабу" ru: "Закрыть" en: "Close" }
               from: "registered"
             }
             transitions { id: "nameless" from: "registered" }
             transitions {
               id: "close_again"
               label { kk: "Жабу" ru: "Закрыть" en: "Close" }
               from: "reopened"
             }
             deadlines {
               id: "access_request"
               met_by { entry { kind: "NOTE_VERBALE" direction: "SENT" } }
               met_by { transition: "request_access" }
             }
             deadlines {
               id: "end"
               met_by { transition: "close" }
             })pb",
        &type));
    server_.Answer("GetCase", ShownCase());
    server_.Answer("GetCaseType", type);
  }
  Ran Do(const std::string& event, const std::string& language = "en") {
    return arasha_.Run({"case", "do", event, "IST-2026-000123", "--lang", language});
  }

  FakeServer server_;
  Arasha arasha_{server_};
};

TEST_F(EventsTest, AreMeantByTheirNamesInAnyLanguage) {
  const struct {
    const char* typed;
    const char* event;
  } kCases[] = {{"request_access", "request_access"},
                {"REQUEST_ACCESS", "request_access"},
                {"Рұқсат сұрау", "request_access"},
                {"запросить доступ", "request_access"},
                {"Request  access", "request_access"},
                // Of two of one name, the one that is possible.
                {"Жабу", "close"}};
  for (const auto& test : kCases) {
    const Ran ran = Do(test.typed);
    EXPECT_EQ(ran.exit_code, 0) << test.typed << ran.err;
    EXPECT_EQ(server_.Last<v1::TransitionCaseRequest>("TransitionCase").event(), test.event);
  }
}

TEST_F(EventsTest, ComeBeforeTheCase) {
  const Ran ran = arasha_.Run({"case", "do", "32", "assess"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("Type `arasha case do assess 32`."));
  EXPECT_TRUE(server_.calls().empty());
}

// Whatever its type calls that.
TEST_F(EventsTest, CloseAndReopenMeanWhatLeadsToAnEndAndOutOfOne) {
  v1::CaseType type;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(states { id: "told" }
           states { id: "seen" }
           states { id: "over" final: true }
           transitions { id: "see" from: "told" to: "seen" }
           transitions {
             id: "settle"
             label { en: "Settle" }
             from: "seen"
             to: "over"
           }
           transitions { id: "take_up" from: "over" to: "told" }
           transitions { id: "burn" from: "over" to: "over" erases: true })pb",
      &type));
  const auto said = [&](const std::string& state, const std::string& word) {
    v1::Case matter = ShownCase();
    matter.set_state(state);
    server_.Answer("GetCase", matter);
    server_.Answer("GetCaseType", type);
    return arasha_.Run({"case", word, "IST-2026-000123", "--lang", "en"});
  };
  const auto sent = [&] { return server_.Last<v1::TransitionCaseRequest>("TransitionCase").event(); };
  EXPECT_EQ(said("seen", "close").exit_code, 0);
  EXPECT_EQ(sent(), "settle");
  EXPECT_EQ(said("over", "reopen").exit_code, 0);
  EXPECT_EQ(sent(), "take_up");
  // What is not possible is for the server to refuse, or to answer again.
  EXPECT_EQ(said("over", "close").exit_code, 0);
  EXPECT_EQ(sent(), "settle");

  v1::TransitionRule& other = *type.add_transitions();
  other.set_id("drop");
  other.add_from("seen");
  other.set_to("over");
  const Ran ran = said("seen", "close");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("settle (Settle), drop (drop)."));
  type.clear_states();
  EXPECT_EQ(said("seen", "close").exit_code, 0);
  EXPECT_EQ(sent(), "close");
}

TEST_F(EventsTest, AreNamedToWhoTypesNone) {
  EXPECT_EQ(Do(" ").exit_code, 2);
  const Ran ran = Do("Тіркеу", "ru");
  EXPECT_EQ(ran.exit_code, 7) << "as the server refuses an id that the type has not";
  EXPECT_THAT(ran.err, HasSubstr("request_access (Запросить доступ), close (Закрыть), nameless (nameless)."));
  EXPECT_THAT(server_.calls(), testing::Not(testing::Contains("TransitionCase")));
}

TEST_F(EventsTest, SayThatTheyAreNoNoteVerbale) {
  EXPECT_THAT(Do("request_access").err,
              HasSubstr("`arasha case note-verbale IST-2026-000123 --sent --reference NUMBER`"));
  EXPECT_THAT(Do("request_access", "kk").err, HasSubstr("--reference НӨМІР"));
  EXPECT_THAT(Do("close").err, testing::Not(HasSubstr("note-verbale")));
}

TEST_F(EventsTest, SayWhichProposalTheyMadeLapse) {
  const auto overtake = [&](const std::string& proposed) {
    v1::Case matter = ShownCase();
    matter.mutable_pending_approval()->set_event(proposed);
    matter.mutable_pending_approval()->set_proposed_by("staff/a.omarova");
    server_.Answer("GetCase", matter);
    return arasha_.Run({"case", "do", "request_access", "IST-2026-000123", "--overtake"}).err;
  };
  EXPECT_THAT(overtake("close"), HasSubstr("The proposal “Close” of a.omarova has lapsed."));
  EXPECT_THAT(overtake(""), HasSubstr("The correction proposed by a.omarova has lapsed."));
  // A correction may leave what waits as it is.
  v1::ListEntriesResponse timeline;
  v1::Entry& entry = *timeline.add_entries();
  entry.set_name("missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a");
  entry.set_kind(v1::ENTRY_KIND_NOTE);
  server_.Answer("ListEntries", timeline);
  const Ran ran = arasha_.Run(
      {"case", "correct", "IST-2026-000123", "4f21c07a", "--reason", "the wrong case", "--overtake"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.err, testing::Not(HasSubstr("lapsed")));
  // What was refused overtook nothing.
  server_.Refuse("TransitionCase", RichStatus(7, "no", "PERMISSION_DENIED"));
  EXPECT_THAT(overtake("close"), testing::Not(HasSubstr("lapsed")));
}

}  // namespace
}  // namespace arasha::clients
