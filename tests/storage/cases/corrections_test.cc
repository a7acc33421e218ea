// What could go wrong: an entry is corrected twice; a correction undoes what was written at the same moment,
// or is written beside it; a struck entry meets a deadline that starts later; the log does not hold all that
// changed.
#include "storage/cases/corrections.h"

#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "storage/postgres/encoding.h"
#include "tests/storage/cases.h"

namespace arasha::storage {
namespace {

constexpr char kVisit[] = "entry:VISIT";

class Corrections : public CasesTest {
 protected:
  void SetUp() override {
    CasesTest::SetUp();
    if (HasFatalFailure()) return;
    NewCase opening = Opening();
    opening.deadlines = {DeadlineMetBy("visit", Start(), {kVisit})};
    number_ = Open(database().server(), opening);
  }

  // Writes down a visit; its uid.
  std::string Visit(absl::Time happened) {
    const EntryRow entry = EntryAt(happened, {kVisit});
    const auto outcome = AppendToTimeline(database().server(), Writing("AddEntry"), AppendOf(number_, entry));
    EXPECT_TRUE(outcome.ok() && outcome->outcome == WriteOutcome::kDone) << outcome.status();
    return std::string(UidOf(entry.message.name()));
  }

  // The striking out of an entry, with the deadline as what is left makes it.
  Correction Strike(const std::string& uid) {
    Correction correction;
    const auto loaded = LoadCase(database().server(), Writing("CorrectEntry"), number_);
    const auto found = FindCorrectable(database().server(), Writing("CorrectEntry").audit, number_, uid);
    EXPECT_TRUE(loaded.ok() && *loaded) << loaded.status();
    EXPECT_TRUE(found.ok() && *found) << found.status();
    if (!loaded.ok() || !found.ok() || !*loaded || !*found) return correction;
    correction.number = number_;
    correction.case_uid = (*loaded)->row.message.uid();
    correction.case_version = (*loaded)->row.version;
    correction.key = (*loaded)->keys.back();
    correction.state = (*loaded)->row.message.state();
    EntryRow entry = EntryAt(Start());
    entry.message.set_kind(v1::ENTRY_KIND_CORRECTION);
    entry.message.set_corrects(CaseName(number_) + "/entries/" + uid);
    entry.message.set_correction_reason("the wrong case");
    correction.entries = {entry};
    correction.entries_before = (*found)->entries;
    correction.deadlines_before = (*found)->deadlines;
    for (DeadlineRow row : (*found)->deadlines) {
      row.met = std::nullopt;
      for (const Meeting& meeting : (*found)->standing) {
        if (meeting.keys == std::vector<std::string>{kVisit})
          row.met = std::min(row.met.value_or(meeting.at), meeting.at);
      }
      ++row.version;
      correction.deadlines.push_back(row);
    }
    correction.response = "the answer";
    return correction;
  }

  WriteOutcome Save(const Correction& correction) {
    const auto outcome = SaveCorrection(database().server(), Writing("CorrectEntry"), correction);
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    return outcome.value_or(WriteOutcome::kStale);
  }

  std::optional<absl::Time> Met() { return Find(database().server(), number_, "visit").met; }

  CaseNumber number_;
};

TEST_F(Corrections, StrikeOutAndDecideTheDeadlineAnew) {
  const std::string wrong = Visit(Start() + absl::Hours(1));
  const std::string right = Visit(Start() + absl::Hours(3));
  EXPECT_EQ(Save(Strike(wrong)), WriteOutcome::kDone);
  EXPECT_EQ(Met(), Start() + absl::Hours(3));
  EXPECT_EQ(Save(Strike(right)), WriteOutcome::kDone);
  EXPECT_EQ(Met(), std::nullopt);

  const auto page = ListEntries(database().server(), Writing("ListEntries").audit, number_, 10, std::nullopt);
  ASSERT_TRUE(page.ok() && *page) << page.status();
  int corrected = 0;
  int corrections = 0;
  for (const v1::Entry& entry : (*page)->entries) {
    corrected += entry.corrected_by().empty() ? 0 : 1;
    EXPECT_EQ(entry.corrected_by().empty(), !entry.has_correct_time());
    if (entry.corrects().empty()) continue;
    ++corrections;
    EXPECT_EQ(entry.correction_reason(), "the wrong case");
  }
  EXPECT_EQ(corrected, 2);
  EXPECT_EQ(corrections, 2);
}

TEST_F(Corrections, HappenOnceToAnEntry) {
  const std::string wrong = Visit(Start() + absl::Hours(1));
  const Correction first = Strike(wrong);
  EXPECT_EQ(Save(first), WriteOutcome::kDone);
  EXPECT_EQ(Save(first), WriteOutcome::kStale) << "the case was changed since";
  Correction again = Strike(wrong);
  const auto refused = SaveCorrection(database().server(), Writing("CorrectEntry"), again);
  EXPECT_FALSE(refused.ok()) << "the index on what is corrected";
}

TEST_F(Corrections, AreDecidedAnewIfAnEntryCameInBetween) {
  const std::string wrong = Visit(Start() + absl::Hours(1));
  const Correction correction = Strike(wrong);
  Visit(Start() + absl::Hours(5));
  EXPECT_EQ(Save(correction), WriteOutcome::kStale);
  EXPECT_EQ(Met(), Start() + absl::Hours(1));
  EXPECT_EQ(Save(Strike(wrong)), WriteOutcome::kDone);
  EXPECT_EQ(Met(), Start() + absl::Hours(5));
}

TEST_F(Corrections, WaitForAnEntryThatIsBeingWritten) {
  const std::string wrong = Visit(Start() + absl::Hours(1));
  const Correction correction = Strike(wrong);
  // An entry that meets nothing, for an earlier one does, but holds the deadline's row until it commits.
  std::thread visiting([&] {
    Connection owner(database().owner_conninfo());
    const absl::Status status = owner.ExecuteScript(absl::StrCat(
        "BEGIN; SELECT 1 FROM deadline WHERE rule = 'visit' FOR NO KEY UPDATE;"
        "INSERT INTO entry (mission, case_uid, uid, kind, happened_time, record_time, author, in_person, "
        "triggers) "
        "SELECT mission, uid, '",
        NewUid(Start()), "', 4, '", TimeText(Start() + absl::Hours(5)),
        "', now(), 'staff/a.omarova', true, '{entry:VISIT}' FROM case_file; SELECT pg_sleep(1); COMMIT"));
    EXPECT_TRUE(status.ok()) << status;
  });
  const absl::Time until = absl::Now() + absl::Seconds(5);
  while (
      database().Value("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(1)%' AND state = "
                       "'active' AND pid <> pg_backend_pid()") == "0" &&
      absl::Now() < until) {
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_EQ(Save(correction), WriteOutcome::kStale) << "it would have unmet what the other visit meets";
  visiting.join();
  EXPECT_EQ(Save(Strike(wrong)), WriteOutcome::kDone);
  EXPECT_EQ(Met(), Start() + absl::Hours(5));
}

TEST_F(Corrections, WhatIsStruckOutMeetsNothingThatStartsLater) {
  EXPECT_EQ(Save(Strike(Visit(Start() + absl::Hours(1)))), WriteOutcome::kDone);
  CaseChange change = ChangeOf(database().server(), number_, EntryAt(Start()));
  change.deadlines = {DeadlineMetBy("later", Start(), {kVisit})};
  storage::Save(database().server(), change);
  EXPECT_EQ(Find(database().server(), number_, "later").met, std::nullopt);
}

TEST_F(Corrections, NeverStartedDeadlinesAreNotShownAndStartAgain) {
  const std::string visit = Visit(Start() + absl::Hours(1));
  Correction correction = Strike(visit);
  ASSERT_EQ(correction.deadlines.size(), 1u);
  DeadlineRow& row = correction.deadlines[0];
  row.start = row.due = absl::InfiniteFuture();
  EXPECT_EQ(Save(correction), WriteOutcome::kDone);
  const auto full = GetCase(database().server(), Writing("GetCase").audit, number_);
  ASSERT_TRUE(full.ok() && *full) << full.status();
  EXPECT_TRUE((*full)->deadlines.empty());
  CaseChange change = ChangeOf(database().server(), number_, EntryAt(Start()));
  change.deadlines = {DeadlineMetBy("visit", Start() + absl::Hours(2), {kVisit})};
  storage::Save(database().server(), change);
  EXPECT_EQ(Find(database().server(), number_, "visit").start, Start() + absl::Hours(2));
}

TEST_F(Corrections, AReopeningStartsAnew) {
  Visit(Start() + absl::Hours(1));
  CaseChange change = ChangeOf(database().server(), number_, EntryAt(Start()));
  change.deadlines = {DeadlineMetBy("visit", Start() + absl::Hours(4), {kVisit})};
  change.deadlines[0].run = 0;
  storage::Save(database().server(), change);
  const auto full = GetCase(database().server(), Writing("GetCase").audit, number_);
  ASSERT_TRUE(full.ok() && *full) << full.status();
  ASSERT_EQ((*full)->deadlines.size(), 2u);
  EXPECT_EQ((*full)->deadlines[0].met, Start() + absl::Hours(1)) << "what was met before stays so";
  EXPECT_EQ((*full)->deadlines[1].run, 2);
  EXPECT_EQ((*full)->deadlines[1].met, std::nullopt);
  Visit(Start() + absl::Hours(6));
  const auto met = GetCase(database().server(), Writing("GetCase").audit, number_);
  ASSERT_TRUE(met.ok() && *met) << met.status();
  EXPECT_EQ((*met)->deadlines[1].met, Start() + absl::Hours(6));
}

}  // namespace
}  // namespace arasha::storage
