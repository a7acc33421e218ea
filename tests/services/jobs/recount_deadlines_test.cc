// What could go wrong: a deadline falls on a day on which nobody works; a corrected calendar moves nothing,
// moves what was met, or moves it silently; a change of the case moves it before it is told; what moved
// differs from its leaf.
#include "services/jobs/recount_deadlines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "proto/timestamps.h"
#include "storage/directory/owner_writes.h"
#include "tests/support/samples.h"
#include "tests/support/test_server.h"

namespace arasha::jobs {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The sample's notice came on Friday, 20 November 2026 in Istanbul, and the request is due in one working
// day.
constexpr char kRule[] = "access_request";
constexpr char kMonday[] = "2026-11-23T23:59:59.999999+03:00";
constexpr char kTuesday[] = "2026-11-24T23:59:59.999999+03:00";

// Monday is a holiday, or another day is.
std::string Turkey(int version, const std::string& holiday) {
  return absl::StrCat(R"(state: "TR" version: )", version,
                      R"( source: "Law No. 1" first_year: 2026 last_year: 2027
                          weekend: [WEEKDAY_SATURDAY, WEEKDAY_SUNDAY]
                          holidays { label { kk: "к" ru: "р" en: "Feast" } dates: ")",
                      holiday, "\" }");
}

class CountingAnew : public support::ServerTest {
 protected:
  server::Options Options() override {
    Apply(1, "2026-11-23");
    Script("UPDATE job SET next_run_time = 'infinity' WHERE name = 'recount_deadlines'");
    return ServerTest::Options();
  }

  void Script(const std::string& sql) {
    const absl::Status done = database().owner().ExecuteScript(sql);
    EXPECT_TRUE(done.ok()) << done;
  }
  void Apply(int version, const std::string& holiday) {
    const auto applied = storage::ApplyCalendar(database().owner(), keys().Operator(),
                                                {"TR", version, Turkey(version, holiday)});
    EXPECT_TRUE(applied.ok()) << applied.status();
  }

  v1::Deadline Find(const std::string& name) {
    const v1::Case shown = Do(&v1::Cases::Stub::GetCase, support::Get(name));
    for (const v1::Deadline& deadline : shown.deadlines()) {
      if (deadline.rule() == kRule) return deadline;
    }
    ADD_FAILURE() << "there is no " << kRule;
    return {};
  }
  std::string Due(const std::string& name) {
    absl::TimeZone zone;
    EXPECT_TRUE(absl::LoadTimeZone("Europe/Istanbul", &zone));
    return absl::FormatTime("%Y-%m-%dT%H:%M:%E6S%Ez", ToTime(Find(name).due_time()), zone);
  }
  // Lets the job run until this calendar counts the deadline of the case: a server learns of one within a
  // second.
  bool CountedBy(const std::string& name, const std::string& calendar) {
    for (const absl::Time end = absl::Now() + absl::Seconds(20); absl::Now() < end;
         absl::SleepFor(absl::Milliseconds(200))) {
      Script("UPDATE job SET next_run_time = now() WHERE name = 'recount_deadlines' AND leased_by IS NULL");
      const v1::Deadline deadline = Find(name);
      if (deadline.calendars_size() == 1 && deadline.calendars(0) == calendar) return true;
    }
    return false;
  }
  int Recounts(const std::string& name, std::string* text) {
    int count = 0;
    const auto page = Do(&v1::Cases::Stub::ListEntries, support::ListEntries(name));
    for (const v1::Entry& entry : page.entries()) {
      if (entry.kind() != v1::ENTRY_KIND_RECOUNT) continue;
      ++count;
      *text = entry.text();
      EXPECT_EQ(entry.author(), "server");
    }
    return count;
  }
};

TEST_F(CountingAnew, ADeadlineSkipsAHolidayAndMovesWithItsCorrection) {
  const std::string running = Open().name();
  EXPECT_EQ(Due(running), kTuesday);
  EXPECT_THAT(Find(running).calendars(), ElementsAre("TR@1"));
  const std::string met = Open().name();
  Do(&v1::Cases::Stub::TransitionCase, support::Transition(met, "register"));
  Do(&v1::Cases::Stub::TransitionCase, support::Transition(met, "request_access"));

  Apply(2, "2026-10-29");
  absl::SleepFor(absl::Milliseconds(2500));  // The server knows.
  Do(&v1::Cases::Stub::UpdateCase, support::UpdateSummary(running));
  EXPECT_EQ(Due(running), kTuesday) << "moved without a word";

  ASSERT_TRUE(CountedBy(running, "TR@2"));
  EXPECT_EQ(Due(running), kMonday);
  std::string text;
  EXPECT_EQ(Recounts(running, &text), 1);
  EXPECT_THAT(
      text, HasSubstr("deadlines.access_request: 2026-11-24T20:59:59.999999Z → 2026-11-23T20:59:59.999999Z"));
  EXPECT_THAT(text, testing::EndsWith("\ncalendars: TR@1 → TR@2"));
  EXPECT_EQ(Due(met), kTuesday);
  EXPECT_THAT(Find(met).calendars(), ElementsAre("TR@1"));

  // Back again, and once more without any change of days: nothing is told then.
  Apply(3, "2026-11-23");
  ASSERT_TRUE(CountedBy(running, "TR@3"));
  EXPECT_EQ(Due(running), kTuesday);
  EXPECT_EQ(Recounts(running, &text), 2);
  Apply(4, "2026-11-23");
  ASSERT_TRUE(CountedBy(running, "TR@4"));
  EXPECT_EQ(Recounts(running, &text), 2);
}

}  // namespace
}  // namespace arasha::jobs
