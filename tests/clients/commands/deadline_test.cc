// What could go wrong: another deadline is extended than was typed, or until another day; an officer cannot
// see that a deadline was extended, waived or rests, and why.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/clients/commands/expect_request.h"
#include "tests/clients/commands/shown_case.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const std::string kDeadlinesCase = "missions/IST/cases/IST-2026-000123";

TEST(DeadlineCommands, SayWhichAndUntilWhen) {
  const std::string rest = absl::StrCat(R"( reason: "awaited" request_id: ")", kId, "\"");
  const std::string about = absl::StrCat("name: \"", kDeadlinesCase, R"(" rule: "appeal_reply" )");
  for (const auto& [typed, period] : {std::pair{"48h", "hours: 48"},
                                      {"10d", "days: 10"},
                                      {"2w", "days: 14"},
                                      {"3wd", "working_days: 3"},
                                      {"2mo", "months: 2"},
                                      {"1y", "years: 1"}}) {
    ExpectRequest<v1::ExtendDeadlineRequest>(
        "ExtendDeadline",
        {"deadline", "extend", "IST-2026-000123", "appeal_reply", "--by", typed, "--reason", "awaited"},
        absl::StrCat(about, "by { ", period, " }", rest));
  }
  ExpectRequest<v1::ExtendDeadlineRequest>(
      "ExtendDeadline",
      {"deadline", "extend", kDeadlinesCase, "appeal_reply", "--run", "2", "--until", "15.1.2027", "--reason",
       "awaited", "--etag", "7", "--time-zone", "Europe/Istanbul"},
      absl::StrCat(about, R"(run: 2 due_time { seconds: 1800046799 nanos: 999999000 } etag: "7")", rest));
  ExpectRequest<v1::WaiveDeadlineRequest>(
      "WaiveDeadline",
      {"deadline", "waive", "IST-2026-000123", "appeal_reply", "--run", "3", "--reason", "awaited"},
      absl::StrCat(about, "run: 3", rest));
}

TEST(DeadlineCommands, TakeNamesInAnyLanguage) {
  FakeServer server;
  server.Answer("GetCase", ShownCase());
  server.Answer("GetCaseType", ShownType());
  for (const char* typed : {"First contact", "алғашқы байланыс", "first_contact"}) {
    Arasha(server).Run({"deadline", "waive", "IST-2026-000123", typed, "--reason", "met by telephone"});
    EXPECT_EQ(server.Last<v1::WaiveDeadlineRequest>("WaiveDeadline").rule(), "first_contact") << typed;
    Arasha(server).Run({"deadline", "explain", "IST-2026-000123", typed});
    EXPECT_EQ(server.Last<v1::ExplainDeadlineRequest>("ExplainDeadline").rule(), "first_contact") << typed;
  }
  Arasha(server).Run({"deadline", "explain", "IST-2026-000123", "No such"});
  EXPECT_EQ(server.Last<v1::ExplainDeadlineRequest>("ExplainDeadline").rule(), "No such");
}

TEST(DeadlineCommands, AskWhoeverIsThere) {
  FakeServer server;
  server.Answer("GetCase", ShownCase());
  server.Answer("GetCaseType", ShownType());
  Arasha arasha(server);
  arasha.terminal = true;
  arasha.in = "no\n";
  const std::vector<std::string> words = {"deadline",      "waive",    "IST-2026-000123",
                                          "first_contact", "--reason", "met by telephone"};
  const Ran no = arasha.Run(words);
  EXPECT_EQ(no.exit_code, 2);
  EXPECT_THAT(no.err, AllOf(HasSubstr("First contact"), HasSubstr("2026-11-24 14:05"),
                            HasSubstr("Service standard"), HasSubstr("Decide so on this deadline?")));
  EXPECT_THAT(server.calls(), testing::Not(testing::Contains("WaiveDeadline")));
  arasha.in = "yes\n";
  EXPECT_EQ(arasha.Run(words).exit_code, 0);
  EXPECT_EQ(server.Last<v1::WaiveDeadlineRequest>("WaiveDeadline").rule(), "first_contact");
}

TEST(DeadlineCommands, ListTheirIds) {
  FakeServer server;
  server.Answer("GetCase", ShownCase());
  server.Answer("GetCaseType", ShownType());
  const Ran ran = Arasha(server).Run({"deadline", "explain", "IST-2026-000123", "--lang", "kk"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("first_contact   Алғашқы байланыс"), HasSubstr("2026-11-24 14:05")));
  EXPECT_THAT(Arasha(server).Run({"deadline", "waive", "IST-2026-000123", "--reason", "x"}).exit_code, 2)
      << "to decide on one it is named";
}

TEST(DeadlineCommands, RefuseWhatIsNoLengthOfTime) {
  FakeServer server;
  for (const char* typed : {"2", "mo", "0d", "-2d", "2m", "2 months", "99999999999d", "1.5d"}) {
    const Ran ran = Arasha(server).Run({"deadline", "extend", "IST-2026-000123", "appeal_reply",
                                        absl::StrCat("--by=", typed), "--reason", "awaited"});
    EXPECT_EQ(ran.exit_code, 2) << typed;
    EXPECT_THAT(ran.err, HasSubstr("3wd for working days")) << typed;
  }
  const Ran neither =
      Arasha(server).Run({"deadline", "extend", "IST-2026-000123", "appeal_reply", "--reason", "awaited"});
  EXPECT_EQ(neither.exit_code, 2);
  EXPECT_THAT(neither.err, HasSubstr("--until"));
  const Ran both = Arasha(server).Run({"deadline", "extend", "IST-2026-000123", "appeal_reply", "--reason",
                                       "awaited", "--by", "2d", "--until", "15.1.2027"});
  EXPECT_EQ(both.exit_code, 2);
}

TEST(DeadlineCommands, ShowWhatWasDecided) {
  FakeServer server;
  v1::Case matter = ShownCase();
  matter.clear_deadlines();
  EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(
      R"pb(deadlines {
             rule: "reply"
             due_time { seconds: 1796209200 }
             first_due_time { seconds: 1795604400 }
             extensions: 1
             state: DEADLINE_STATE_RUNNING
           }
           deadlines {
             rule: "talk"
             due_time { seconds: 1796209200 }
             waived_time { seconds: 1795514700 }
             state: DEADLINE_STATE_WAIVED
           }
           deadlines {
             rule: "check"
             due_time { seconds: 1796209200 }
             first_due_time { seconds: 1795604400 }
             paused_since { seconds: 1795514700 }
             state: DEADLINE_STATE_PAUSED
           })pb",
      &matter));
  server.Answer("GetCase", matter);
  server.Answer("GetCaseType", ShownType());
  EXPECT_THAT(
      Arasha(server).Run({"case", "show", "IST-2026-000123"}).out,
      AllOf(HasSubstr("running, extended from 2026-11-25 14:00"), HasSubstr("waived 2026-11-24 13:05"),
            HasSubstr("paused since 2026-11-24 13:05, moved from 2026-11-25 14:00")));
}

TEST(DeadlineCommands, TellOnTheTimelineWhatItWas) {
  FakeServer server;
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             kind: ENTRY_KIND_EXTENSION
             author: "staff/b.head"
             happened_time { seconds: 1795514700 }
             text: "Facts are to be checked"
             deadline_change {
               rule: "reply"
               run: 2
               due_time_before { seconds: 1795604400 }
               due_time { seconds: 1796209200 }
             }
           }
           entries {
             kind: ENTRY_KIND_WAIVER
             author: "staff/b.head"
             happened_time { seconds: 1795514760 }
             text: "Asked by mistake"
             deadline_change {
               rule: "talk"
               due_time_before { seconds: 1795604400 }
             }
           })pb",
      &entries));
  server.Answer("ListEntries", entries);
  const std::string out = Arasha(server).Run({"case", "timeline", kDeadlinesCase}).out;
  EXPECT_THAT(
      out, AllOf(HasSubstr("deadline extended"), HasSubstr("reply (2): 2026-11-25 14:00 → 2026-12-02 14:00"),
                 HasSubstr("Facts are to be checked"), HasSubstr("deadline waived"),
                 HasSubstr("talk: was due 2026-11-25 14:00"), HasSubstr("Asked by mistake")));
}

}  // namespace
}  // namespace arasha::clients
