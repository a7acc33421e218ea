// What could go wrong: another entry is struck out than was meant, its replacement says what the old one
// never did, or nobody is told what became of the deadlines that it had met.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <utility>

#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

TEST(CaseCorrectTest, StrikesOutOrReplaces) {
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
  EXPECT_EQ(Arasha(server).Run({"case", "correct", "IST-2026-000123", "beef", "--reason", "x"}).exit_code, 4);
  EXPECT_EQ(Arasha(server).Run({"case", "correct", "IST-2026-000123", "4f21c07a"}).exit_code, 2)
      << "without a reason";
}

TEST(CaseCorrectTest, OvertakesAProposalWhenAskedTo) {
  v1::ListEntriesResponse timeline;
  v1::Entry& entry = *timeline.add_entries();
  entry.set_name("missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a");
  entry.set_kind(v1::ENTRY_KIND_TRANSITION);
  for (const bool asked : {false, true}) {
    FakeServer server;
    server.Answer("ListEntries", timeline);
    std::vector<std::string> arguments = {"case", "correct", "IST-2026-000123", "4f21c07a", "--reason", "x"};
    if (asked) arguments.emplace_back("--overtake");
    EXPECT_EQ(Arasha(server).Run(arguments).exit_code, 0);
    EXPECT_EQ(server.Last<v1::CorrectEntryRequest>("CorrectEntry").overtake_proposal(), asked);
  }
}

TEST(CaseCorrectTest, ReplacesNothingThatChangedTheCase) {
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

TEST(CaseCorrectTest, NamesTheOptionOfEachFieldOfTheReplacement) {
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

TEST(CaseCorrectTest, TellsWhatBecameOfStateAndDeadlines) {
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

}  // namespace
}  // namespace arasha::clients
