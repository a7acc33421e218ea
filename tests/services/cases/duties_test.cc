// What could go wrong: a duty that repeats begins twice or not at all, goes on after it ended, or stays when
// what met it is struck out; what a field moves stays behind where an event had started it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "proto/timestamps.h"
#include "storage/directory/owner_writes.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr char kType[] = R"(
  id: "sample.duties" version: 1
  label { kk: "к" ru: "р" en: "e" } description { kk: "к" ru: "р" en: "e" }
  fields {
    id: "charge" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_CHOICE
    choices { id: "grave" label { kk: "к" ru: "р" en: "e" } } choices { id: "light" label { kk: "к" ru: "р" en: "e" } }
  }
  fields { id: "appeal_due_date" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_DATE may_lie_ahead: true }
  states { id: "held" label { kk: "к" ru: "р" en: "e" } } states { id: "charged" label { kk: "к" ru: "р" en: "e" } }
  states { id: "free" label { kk: "к" ru: "р" en: "e" } }
  states { id: "done" label { kk: "к" ru: "р" en: "e" } final: true }
  transitions { id: "charge" label { kk: "к" ru: "р" en: "e" } from: "held" to: "charged" roles: "officer" }
  transitions { id: "release" label { kk: "к" ru: "р" en: "e" } from: ["held", "charged"] to: "free" roles: "officer" }
  transitions { id: "finish" label { kk: "к" ru: "р" en: "e" } from: "free" to: "done" roles: "officer" }
  deadlines {
    id: "visit" label { kk: "к" ru: "р" en: "e" } source: "art. 1" starts_on { opened: true }
    met_by { entry { kind: "VISIT" } } period { hours: 168 }
    repeats { phases { every { hours: 168 } } from_met: true until { transition: "release" } }
  }
  deadlines {
    id: "report" label { kk: "к" ru: "р" en: "e" } source: "art. 2" starts_on { transition: "charge" }
    met_by { entry { kind: "DECISION" } } period { days: 1 } when { field: "charge" values: "grave" }
  }
  deadlines {
    id: "appeal" label { kk: "к" ru: "р" en: "e" } source: "art. 3" starts_on { transition: "charge" }
    met_by { entry { kind: "DECISION" } } due_on { field: "appeal_due_date" before { days: 3 } }
  }
  deadlines {
    id: "access" label { kk: "к" ru: "р" en: "e" } source: "art. 4" starts_on { opened: true }
    met_by { entry { kind: "DECISION" } }
    host_states { host_state: "TM" period { days: 4 } source: "Treaty, art. 13" }
  })";

class Duties : public support::ServerTest {
 protected:
  server::Options Options() override {
    const auto applied =
        storage::ApplyCaseType(database().owner(), keys().Operator(), {"sample.duties", 1, kType});
    EXPECT_TRUE(applied.ok()) << applied.status();
    return ServerTest::Options();
  }

  void SetUp() override {
    ServerTest::SetUp();
    if (HasFatalFailure()) return;
    v1::CreateCaseRequest request = support::OpenDetention();
    request.mutable_case_()->set_type("sample.duties");
    request.mutable_case_()->clear_details();
    request.mutable_case_()->set_host_state("TR");
    *request.mutable_case_()->mutable_received_time() = support::Stamp(Days(-10));
    name_ = Do(&v1::Cases::Stub::CreateCase, request).name();
  }

  // So many days from now, to the second.
  absl::Time Days(int count) const { return now_ + absl::Hours(24 * count); }

  v1::Entry Visit(int day) {
    v1::AddEntryRequest request = support::AddNote(name_, "seen");
    request.mutable_entry()->set_kind(v1::ENTRY_KIND_VISIT);
    *request.mutable_entry()->mutable_happened_time() = support::Stamp(Days(day));
    return Do(&v1::Cases::Stub::AddEntry, request);
  }

  void Set(const std::string& path, const std::function<void(v1::Case&)>& set) {
    v1::UpdateCaseRequest request;
    request.mutable_case_()->set_name(name_);
    set(*request.mutable_case_());
    request.mutable_update_mask()->add_paths(path);
    request.set_request_id(support::RequestId());
    Do(&v1::Cases::Stub::UpdateCase, request);
  }
  void SetField(const std::string& field, const std::string& value) {
    Set("details." + field, [&](v1::Case& asked) {
      if (!value.empty()) (*asked.mutable_details()->mutable_fields())[field].set_string_value(value);
    });
  }

  // With run 0 of the last run.
  v1::DeadlineExplanation Explain(const std::string& rule, int run = 0) {
    v1::ExplainDeadlineRequest request;
    request.set_name(name_);
    request.set_rule(rule);
    request.set_run(run);
    return Do(&v1::Cases::Stub::ExplainDeadline, request);
  }

  // "run start due", in days from now, of each run of the rule; with a + where it is met.
  std::vector<std::string> Runs(const std::string& rule) {
    std::vector<std::string> runs;
    const v1::Case matter = Do(&v1::Cases::Stub::GetCase, support::Get(name_));
    for (const v1::Deadline& deadline : matter.deadlines()) {
      if (deadline.rule() != rule) continue;
      const auto days = [&](const google::protobuf::Timestamp& time) {
        return absl::ToInt64Hours(absl::Floor(ToTime(time) - now_, absl::Hours(24))) / 24;
      };
      runs.push_back(absl::StrCat(std::max(deadline.run(), 1), " ", days(deadline.start_time()), " ",
                                  days(deadline.due_time()), deadline.has_met_time() ? "+" : ""));
    }
    // Each is explained by what the case says, and so is it that there are no more.
    const int count = static_cast<int>(runs.size());
    for (int run = 1; run <= count; ++run) {
      const v1::DeadlineExplanation explanation = Explain(rule, run);
      EXPECT_TRUE(explanation.has_due_time() && !explanation.differs()) << explanation.DebugString();
    }
    const v1::DeadlineExplanation none = Explain(rule, count + 1);
    EXPECT_TRUE(!none.has_deadline() && !none.differs()) << none.DebugString();
    EXPECT_NE(none.absence(), v1::DEADLINE_ABSENCE_UNSPECIFIED);
    return runs;
  }

  absl::Time now_ = absl::FromUnixSeconds(absl::ToUnixSeconds(absl::Now()));
  std::string name_;
};

TEST_F(Duties, BeginAgainWhenTheyWereMetAndEndWithTheirEvent) {
  EXPECT_THAT(Runs("visit"), ElementsAre("1 -10 -3"));
  const v1::Entry first = Visit(-9);
  EXPECT_THAT(Runs("visit"), ElementsAre("1 -10 -3+", "2 -9 -2"));
  Visit(-5);
  EXPECT_THAT(Runs("visit"), ElementsAre("1 -10 -3+", "2 -9 -2+", "3 -5 2"));
  Visit(-7);
  EXPECT_THAT(Runs("visit"), ElementsAre("1 -10 -3+", "2 -9 -2+", "3 -7 0+", "4 -5 2")) << "told of late";

  v1::CorrectEntryRequest strike;
  strike.set_name(first.name());
  strike.set_reason("entered on the wrong case");
  strike.set_request_id(support::RequestId());
  Do(&v1::Cases::Stub::CorrectEntry, strike);
  EXPECT_THAT(Runs("visit"), ElementsAre("1 -10 -3+", "2 -7 0+", "3 -5 2"));

  Do(&v1::Cases::Stub::TransitionCase, support::Transition(name_, "release"));
  EXPECT_THAT(Runs("visit"), ElementsAre("1 -10 -3+", "2 -7 0+"));
  Visit(-1);
  EXPECT_THAT(Runs("visit"), ElementsAre("1 -10 -3+", "2 -7 0+", "3 -5 2+")) << "before the release";
}

TEST_F(Duties, OfEventsComeAndGoWithFields) {
  EXPECT_THAT(Runs("report"), IsEmpty());
  SetField("charge", "light");
  Do(&v1::Cases::Stub::TransitionCase, support::Transition(name_, "charge"));
  EXPECT_THAT(Runs("report"), IsEmpty());
  SetField("charge", "grave");
  EXPECT_THAT(Runs("report"), testing::SizeIs(1));
  SetField("charge", "light");
  EXPECT_THAT(Runs("report"), IsEmpty());
  SetField("charge", "grave");
  EXPECT_THAT(Runs("report"), testing::SizeIs(1));
}

TEST_F(Duties, AreDueWhenAFieldSays) {
  const auto day = [&](int count) { return absl::FormatTime("%Y-%m-%d", Days(count), absl::UTCTimeZone()); };
  Do(&v1::Cases::Stub::TransitionCase, support::Transition(name_, "charge"));
  EXPECT_THAT(Runs("appeal"), IsEmpty());
  SetField("appeal_due_date", day(20));
  const auto at_first = Runs("appeal");
  ASSERT_THAT(at_first, testing::SizeIs(1));
  SetField("appeal_due_date", day(40));
  EXPECT_THAT(Runs("appeal"), testing::AllOf(testing::SizeIs(1), testing::Ne(at_first)));
  SetField("appeal_due_date", "");
  EXPECT_THAT(Runs("appeal"), IsEmpty());
}

TEST_F(Duties, ExistWhereTheHostStateTookThemOn) {
  EXPECT_THAT(Runs("access"), IsEmpty());
  Set("host_state", [](v1::Case& asked) { asked.set_host_state("TM"); });
  EXPECT_THAT(Runs("access"), testing::SizeIs(1));
  Set("host_state", [](v1::Case& asked) { asked.set_host_state("TR"); });
  EXPECT_THAT(Runs("access"), IsEmpty());
}

TEST_F(Duties, ExplainThemselves) {
  const v1::Entry visit = Visit(-9);
  const v1::DeadlineExplanation second = Explain("visit");
  EXPECT_EQ(second.case_(), name_);
  EXPECT_EQ(second.case_type(), "sample.duties@1");
  EXPECT_EQ(second.run(), 2);
  EXPECT_EQ(second.host_state(), "TR");
  EXPECT_EQ(second.time_zone(), "Europe/Istanbul");
  EXPECT_EQ(second.source(), "art. 1");
  EXPECT_EQ(second.deadline().state(), v1::DEADLINE_STATE_MISSED);
  EXPECT_EQ(second.deadline().due_time().SerializeAsString(), second.due_time().SerializeAsString());

  const v1::DeadlineExplanation first = Explain("visit", 1);
  ASSERT_EQ(first.steps_size(), 4) << first.DebugString();
  EXPECT_TRUE(first.steps(0).start().trigger().opened());
  EXPECT_EQ(first.steps(1).count().period().hours(), 168);
  EXPECT_EQ(first.steps(2).end().until(0).transition(), "release");
  EXPECT_EQ(first.steps(3).met().entry(), visit.name());

  Do(&v1::Cases::Stub::TransitionCase, support::Transition(name_, "charge"));
  EXPECT_EQ(Explain("report").absence(), v1::DEADLINE_ABSENCE_CONDITION);
  EXPECT_EQ(Explain("appeal").absence(), v1::DEADLINE_ABSENCE_NO_DATE);
  EXPECT_EQ(Explain("access").absence(), v1::DEADLINE_ABSENCE_HOST_STATE);
  SetField("charge", "grave");
  const std::string entry = Explain("report").steps(1).start().entry();
  const auto entries = Do(&v1::Cases::Stub::ListEntries, support::ListEntries(name_)).entries();
  const auto told =
      std::find_if(entries.begin(), entries.end(), [&](const v1::Entry& one) { return one.name() == entry; });
  ASSERT_NE(told, entries.end());
  EXPECT_EQ(told->event(), "charge");
}

TEST_F(Duties, ThatTheTypeLacksAreRefused) {
  v1::ExplainDeadlineRequest request;
  request.set_name(name_);
  request.set_rule("first_contact");
  EXPECT_EQ(support::Line(Try(&v1::Cases::Stub::ExplainDeadline, request)),
            "INVALID_ARGUMENT/INVALID_FIELD(rule)");
  request.set_rule("visit");
  request.set_run(-1);
  EXPECT_EQ(support::Line(Try(&v1::Cases::Stub::ExplainDeadline, request)),
            "INVALID_ARGUMENT/INVALID_FIELD(run)");
}

}  // namespace
}  // namespace arasha
