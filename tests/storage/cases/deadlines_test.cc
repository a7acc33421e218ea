// What could go wrong: a deadline that was met shows as missed or the other way round, because the thing
// that met it was written down before the deadline started, after the case closed, or in another order than
// it happened.
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "storage/postgres/encoding.h"
#include "tests/storage/cases.h"

namespace arasha::storage {
namespace {

constexpr char kVisitMade[] = "entry:VISIT";

class Deadlines : public CasesTest {
 protected:
  void SetUp() override {
    CasesTest::SetUp();
    if (HasFatalFailure()) return;
    NewCase opening = Opening();
    opening.deadlines = {DeadlineMetBy("visit", Start(), {kVisitMade, "transition:resolve"}),
                         DeadlineMetBy("other", Start(), {"entry:DECISION"})};
    number_ = Open(database().server(), opening);
  }

  void Append(absl::Time happened, std::vector<std::string> triggers) {
    storage::Append append = AppendOf(number_, EntryAt(happened, std::move(triggers)));
    append.although_closed = true;
    const auto outcome = AppendToTimeline(database().server(), Writing("AddEntry"), append);
    ASSERT_TRUE(outcome.ok() && outcome->outcome == WriteOutcome::kDone) << outcome.status();
  }

  CaseChange Change() { return ChangeOf(database().server(), number_, EntryAt(Start())); }
  DeadlineRow Find(const std::string& rule) { return storage::Find(database().server(), number_, rule); }

  void Stop(absl::Time now) {
    CaseChange change = Change();
    change.row.open = false;
    change.row.message.mutable_close_time()->set_seconds(absl::ToUnixSeconds(now));
    change.stops = true;
    Save(database().server(), change, now);
  }

  CaseNumber number_;
};

TEST_F(Deadlines, AreMetByAnEntryOfTheirKindAndByNoOther) {
  Append(Start() + absl::Hours(1), {"entry:NOTE"});
  EXPECT_FALSE(Find("visit").met);
  Append(Start() + absl::Hours(2), {"entry:CONTACT", kVisitMade});
  EXPECT_EQ(Find("visit").met, Start() + absl::Hours(2));
  EXPECT_FALSE(Find("other").met);
}

TEST_F(Deadlines, AreNotMetByWhatHappenedBeforeTheyStarted) {
  Append(Start() - absl::Seconds(1), {kVisitMade});
  EXPECT_FALSE(Find("visit").met);
  Append(Start(), {kVisitMade});
  EXPECT_EQ(Find("visit").met, Start()) << "the very instant counts";
}

TEST_F(Deadlines, KeepTheEarliestThatMetThemInWhateverOrderItIsWrittenDown) {
  Append(Start() + absl::Hours(5), {kVisitMade});
  Append(Start() + absl::Hours(2), {kVisitMade});
  EXPECT_EQ(Find("visit").met, Start() + absl::Hours(2));
  Append(Start() + absl::Hours(3), {kVisitMade});
  EXPECT_EQ(Find("visit").met, Start() + absl::Hours(2));
}

TEST_F(Deadlines, ThatStartLateFindWhatAlreadyMetThem) {
  Append(Start() + absl::Hours(1), {"entry:NOTE_VERBALE/RECEIVED"});
  Append(Start() + absl::Hours(4), {"entry:NOTE_VERBALE/RECEIVED"});
  CaseChange change = Change();
  change.deadlines = {DeadlineMetBy("reply", Start() + absl::Hours(2), {"entry:NOTE_VERBALE/RECEIVED"})};
  Save(database().server(), change);
  EXPECT_EQ(Find("reply").met, Start() + absl::Hours(4)) << "the first was before the start";
}

TEST_F(Deadlines, AreMetByTheChangeThatStartsThem) {
  CaseChange change = Change();
  change.deadlines = {DeadlineMetBy("new", Start(), {"transition:resolve"})};
  const absl::Time at = Start() + absl::Hours(1);
  change.meetings = {{{"transition:resolve"}, at, at}};
  Save(database().server(), change);
  EXPECT_EQ(Find("new").met, Start() + absl::Hours(1));
  EXPECT_EQ(Find("visit").met, Start() + absl::Hours(1)) << "and the one that ran already";
  EXPECT_FALSE(Find("other").met);
}

TEST_F(Deadlines, StartOnceUnlessAnEarlierStartIsLearned) {
  CaseChange later = Change();
  later.deadlines = {DeadlineMetBy("visit", Start() + absl::Hours(6), {kVisitMade})};
  Save(database().server(), later);
  EXPECT_EQ(Find("visit").start, Start());
  CaseChange earlier = Change();
  earlier.deadlines = {DeadlineMetBy("visit", Start() - absl::Hours(6), {kVisitMade})};
  Save(database().server(), earlier);
  EXPECT_EQ(Find("visit").start, Start() - absl::Hours(6));
  EXPECT_EQ(Find("visit").due, Start() + absl::Hours(18));
}

TEST_F(Deadlines, StandAsGivenWhereAllThatHappenedIsKnown) {
  CaseChange later = Change();
  later.deadlines = {DeadlineMetBy("visit", Start() + absl::Hours(6), {kVisitMade})};
  later.whole = true;
  Save(database().server(), later);
  EXPECT_EQ(Find("visit").start, Start() + absl::Hours(6));
  const int version = Find("visit").version;
  CaseChange same = Change();
  same.deadlines = later.deadlines;
  same.whole = true;
  Save(database().server(), same);
  EXPECT_EQ(Find("visit").version, version) << "nothing was written";
}

TEST_F(Deadlines, RunAgainBesideTheRunsThatWereMet) {
  Append(Start() + absl::Hours(1), {kVisitMade});
  CaseChange next = Change();
  DeadlineRow second = DeadlineMetBy("visit", Start() + absl::Hours(1) + absl::Microseconds(1), {kVisitMade});
  second.run = 2;
  next.deadlines = {second};
  next.whole = true;
  Save(database().server(), next);
  const auto runs = [&] {
    return database().Value(
        "SELECT string_agg(run || CASE WHEN met_time IS NULL THEN '' ELSE '+' END, ' ' ORDER BY run) "
        "FROM deadline WHERE rule = 'visit' AND isfinite(start_time)");
  };
  EXPECT_EQ(runs(), "1+ 2") << "a visit meets one run";
  CaseChange visited = Change();
  const absl::Time at = Start() + absl::Hours(2);
  visited.deadlines = {second};
  visited.whole = true;
  visited.meetings = {{{kVisitMade}, at, at}};
  Save(database().server(), visited);
  EXPECT_EQ(runs(), "1+ 2+");
  CaseChange ended = Change();
  second.start = second.due = absl::InfiniteFuture();
  ended.deadlines = {second};
  ended.whole = true;
  Save(database().server(), ended);
  EXPECT_EQ(runs(), "1+");
}

TEST_F(Deadlines, AreMetByWhatMeetsThemInTheNewHostState) {
  Append(Start() + absl::Hours(1), {kVisitMade});
  Append(Start() + absl::Hours(2), {"entry:CONTACT"});
  ASSERT_EQ(Find("visit").met, Start() + absl::Hours(1));
  CaseChange moved = Change();
  moved.deadlines = {DeadlineMetBy("visit", Start(), {"entry:CONTACT"})};
  moved.deadlines[0].corrects = true;
  Save(database().server(), moved);
  EXPECT_EQ(Find("visit").met_by, std::vector<std::string>{"entry:CONTACT"});
  EXPECT_EQ(Find("visit").met, Start() + absl::Hours(2));
  moved = Change();
  moved.deadlines = {DeadlineMetBy("visit", Start(), {"entry:NOTE"})};
  moved.deadlines[0].corrects = true;
  Save(database().server(), moved);
  EXPECT_FALSE(Find("visit").met);
}

TEST_F(Deadlines, MoveWithACorrectedFieldAndAreJudgedAnew) {
  Append(Start() + absl::Hours(1), {kVisitMade});
  ASSERT_TRUE(Find("visit").met);
  CaseChange correction = Change();
  correction.deadlines = {DeadlineMetBy("visit", Start() + absl::Hours(2), {kVisitMade})};
  correction.deadlines[0].corrects = true;
  Save(database().server(), correction);
  EXPECT_EQ(Find("visit").start, Start() + absl::Hours(2));
  EXPECT_EQ(Find("visit").due, Start() + absl::Hours(26));
  EXPECT_FALSE(Find("visit").met) << "the visit was before the corrected start";
  correction = Change();
  correction.deadlines = {DeadlineMetBy("visit", Start(), {kVisitMade})};
  correction.deadlines[0].corrects = true;
  Save(database().server(), correction);
  EXPECT_EQ(Find("visit").met, Start() + absl::Hours(1)) << "and after the one corrected back";
}

TEST_F(Deadlines, KeepWhatMeetsThemWhileAFieldIsCorrected) {
  // Stands for an entry that is being recorded: it has met the deadline and not yet committed, so that the
  // correction, which waits for the deadline's row, does not see its line on the timeline.
  std::thread visiting([&] {
    Connection owner(database().owner_conninfo());
    const absl::Status status = owner.ExecuteScript(
        absl::StrCat("UPDATE deadline SET met_time = '", TimeText(Start() + absl::Hours(1)),
                     "', version = version + 1 WHERE rule = 'visit'; SELECT pg_sleep(1)"));
    EXPECT_TRUE(status.ok()) << status;
  });
  const absl::Time until = absl::Now() + absl::Seconds(5);
  while (database().Value("SELECT count(*) FROM pg_locks WHERE relation = 'deadline'::regclass AND mode = "
                          "'RowExclusiveLock' AND database = (SELECT oid FROM pg_database WHERE datname = "
                          "current_database())") == "0" &&
         absl::Now() < until) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  CaseChange correction = Change();
  correction.deadlines = {
      DeadlineMetBy("visit", Start() - absl::Hours(2), {kVisitMade, "transition:resolve"})};
  correction.deadlines[0].corrects = true;
  Save(database().server(), correction);
  visiting.join();
  EXPECT_EQ(Find("visit").start, Start() - absl::Hours(2));
  EXPECT_EQ(Find("visit").met, Start() + absl::Hours(1)) << "the correction undid what the visit had met";
}

TEST_F(Deadlines, StopWhenTheCaseClosesAndRunAgainWhenItReopens) {
  Append(Start() + absl::Hours(1), {"entry:DECISION"});
  Stop(Start() + absl::Hours(3));
  EXPECT_EQ(Find("visit").stopped, Start() + absl::Hours(3));
  EXPECT_FALSE(Find("visit").met);
  CaseChange reopening = Change();
  reopening.row.open = true;
  reopening.row.message.clear_close_time();
  reopening.resumes = true;
  Save(database().server(), reopening, Start() + absl::Hours(4));
  EXPECT_FALSE(Find("visit").stopped);
  EXPECT_FALSE(Find("other").stopped);
  EXPECT_EQ(Find("other").met, Start() + absl::Hours(1));
}

TEST_F(Deadlines, ThatStoppedAreMetOnlyByWhatHappenedBefore) {
  Stop(Start() + absl::Hours(3));
  Append(Start() + absl::Hours(4), {kVisitMade});
  EXPECT_FALSE(Find("visit").met);
  Append(Start() + absl::Hours(2), {kVisitMade});
  EXPECT_EQ(Find("visit").met, Start() + absl::Hours(2)) << "written down late, but it happened in time";
}

TEST_F(Deadlines, ThatStartWithTheClosingAreStopped) {
  CaseChange change = Change();
  change.row.open = false;
  change.stops = true;
  change.deadlines = {DeadlineMetBy("new", Start(), {kVisitMade})};
  Save(database().server(), change, Start() + absl::Hours(1));
  EXPECT_EQ(Find("new").stopped, Start() + absl::Hours(1));
}

TEST_F(Deadlines, OfOtherCasesAreLeftAlone) {
  NewCase opening = Opening();
  opening.deadlines = {DeadlineMetBy("visit", Start(), {kVisitMade})};
  const CaseNumber other = Open(database().server(), opening);
  Append(Start() + absl::Hours(1), {kVisitMade});
  Stop(Start() + absl::Hours(2));
  const DeadlineRow untouched = storage::Find(database().server(), other, "visit");
  EXPECT_FALSE(untouched.met);
  EXPECT_FALSE(untouched.stopped);
}

}  // namespace
}  // namespace arasha::storage
