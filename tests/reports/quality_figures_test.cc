// What could go wrong: a case is called silent of which somebody wrote, never contacted though its subject
// was spoken with, or an entry late that was written in time.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "storage/reports/report_quality.h"
#include "tests/reports/figures_fixture.h"

namespace arasha::reports {
namespace {

using ::testing::SizeIs;

// Those of IST as planted: two cases open that an officer holds, two that nobody does.
class QualityFigures : public Figures {
 protected:
  void SetUp() override {
    Figures::SetUp();
    scope_.missions = {"IST"};
    rules_.owed = {{"rights.detention", "registered", "family"},
                   {"rights.detention", "registered", "lawyer"},
                   {"rights.detention", "monitoring", "transfer"}};
    rules_.contacts = {{"rights.detention", true}};
  }

  void Run(const std::string& sql) {
    const absl::Status done = database().owner().ExecuteScript(sql);
    ASSERT_TRUE(done.ok()) << done;
  }
  // Entries of cases of IST by their serial: "(1, 'uid', 3, 'happened', 'recorded', in_person, party,
  // check_item, corrects)".
  void Write(const std::string& rows) {
    Run(absl::StrCat(
        "INSERT INTO entry (mission, case_uid, uid, kind, happened_time, record_time, author, in_person, "
        "party_uid, "
        "check_item, triggers, corrects) SELECT 'IST', c.uid, e.uid::uuid, e.kind, at::timestamptz, "
        "recorded::timestamptz, 'staff/a.omarova', in_person, party::uuid, item, '{}', corrects::uuid FROM "
        "(VALUES ",
        rows,
        ") AS e (serial, uid, kind, at, recorded, in_person, party, item, corrects) "
        "JOIN case_file c ON c.mission = 'IST' AND c.serial = e.serial"));
  }
  void AddSubjects() {
    Run("INSERT INTO party (mission, case_uid, uid, role, kind, sealed, create_time) "
        "SELECT mission, uid, uid, 2, 1, '\\x00', received_time FROM case_file");
  }

  storage::CaseQuality Cases(const std::string& officer) {
    const auto counts = storage::CountCaseQuality(*reporter_, scope_, rules_);
    EXPECT_TRUE(counts.ok()) << counts.status();
    if (!counts.ok()) return {};
    for (const storage::CaseQuality& one : *counts) {
      EXPECT_EQ(one.mission, "IST");
      if (one.officer == officer) return one;
    }
    return {};
  }
  storage::EntryQuality Entries() {
    const auto counts = storage::CountEntryQuality(*reporter_, scope_);
    EXPECT_TRUE(counts.ok()) << counts.status();
    if (!counts.ok() || counts->size() != 1) return {};
    return counts->front();
  }

  storage::QualityRules rules_;
};

constexpr char kOfficer[] = "staff/a.omarova";

TEST_F(QualityFigures, CasesBelongToWhoHoldsThem) {
  EXPECT_EQ(Cases(kOfficer).open, 2);
  EXPECT_EQ(Cases("").open, 2);
  EXPECT_EQ(Cases("").without_subject, 2);
  EXPECT_EQ(Cases("").to_contact, 0) << "there is nobody to contact";
  scope_.end = absl::FromCivil(absl::CivilDay(2026, 11, 2), scope_.zone);
  EXPECT_EQ(Cases("").open, 0) << "received later";
  scope_.missions.clear();
  scope_.end = absl::FromCivil(absl::CivilDay(2026, 12, 1), scope_.zone);
  const auto all = storage::CountCaseQuality(*reporter_, scope_, rules_);
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_THAT(*all, SizeIs(3));
}

TEST_F(QualityFigures, ContactIsThatWithTheSubject) {
  AddSubjects();
  EXPECT_EQ(Cases(kOfficer).to_contact, 2);
  EXPECT_EQ(Cases(kOfficer).never_contacted, 0);
  EXPECT_EQ(Cases(kOfficer).never_seen, 1) << "one by telephone";
  EXPECT_EQ(Cases("").never_contacted, 2) << "a visit that was struck out, and nothing";
  Run("INSERT INTO party (mission, case_uid, uid, role, kind, sealed, create_time) "
      "SELECT mission, uid, '00000000-0000-0000-0000-0000000000aa', 1, 1, '\\x00', received_time FROM "
      "case_file "
      "WHERE mission = 'IST' AND serial = 5");
  Write(
      "(5, '00000000-0000-0000-0000-0000000000f1', 4, '2026-11-03 12:00+00', '2026-11-03 12:00+00', true, "
      "'00000000-0000-0000-0000-0000000000aa', NULL, NULL)");
  EXPECT_EQ(Cases("").never_contacted, 2) << "somebody else's";
  Write(
      "(5, '00000000-0000-0000-0000-0000000000f2', 4, '2026-11-03 13:00+00', '2026-11-03 13:00+00', true, "
      "'00000000-0000-0000-0000-000000000005', NULL, NULL)");
  EXPECT_EQ(Cases("").never_contacted, 1);
  EXPECT_EQ(Cases("").never_seen, 1);
  rules_.contacts = {{"rights.detention", false}};
  EXPECT_EQ(Cases("").to_see, 0);
  EXPECT_EQ(Cases("").never_contacted, 1);
  rules_.contacts.clear();
  EXPECT_EQ(Cases("").never_contacted, 0) << "of no type that expects it";
}

TEST_F(QualityFigures, SubjectsAreIdentifiedByAnything) {
  EXPECT_EQ(Cases(kOfficer).without_identifier, 0) << "there is no subject";
  AddSubjects();
  EXPECT_EQ(Cases(kOfficer).without_identifier, 2);
  Run("INSERT INTO case_index (mission, case_uid, source, tokens, identifiers) "
      "SELECT mission, uid, uid, '{1}', CASE WHEN serial = 1 THEN ARRAY['\\x01'::bytea] ELSE '{}' END FROM "
      "case_file");
  EXPECT_EQ(Cases(kOfficer).without_identifier, 1);
  Run("INSERT INTO party (mission, case_uid, uid, role, kind, sealed, create_time) "
      "SELECT mission, uid, gen_random_uuid(), 2, 1, '\\x00', received_time FROM case_file WHERE serial = 1");
  EXPECT_EQ(Cases(kOfficer).without_identifier, 2) << "one of two subjects is unknown";
  const auto hashes = reporter_->Execute("SELECT identifiers FROM case_index", {});
  EXPECT_FALSE(hashes.ok()) << "what they are is not for reports";
}

TEST_F(QualityFigures, ItemsAreOwedInTheirStateUntilTheyAreTicked) {
  EXPECT_EQ(Cases(kOfficer).items_owed, 4);
  EXPECT_EQ(Cases(kOfficer).with_items_owed, 2);
  Write(
      "(1, '00000000-0000-0000-0000-0000000000f1', 18, '2026-11-03 12:00+00', '2026-11-03 12:00+00', false, "
      "NULL, "
      "'family', NULL)");
  EXPECT_EQ(Cases(kOfficer).items_owed, 3);
  Write(
      "(1, '00000000-0000-0000-0000-0000000000f2', 14, '2026-11-03 13:00+00', '2026-11-03 13:00+00', false, "
      "NULL, "
      "NULL, '00000000-0000-0000-0000-0000000000f1')");
  EXPECT_EQ(Cases(kOfficer).items_owed, 4) << "it was unticked";
}

TEST_F(QualityFigures, SilentIsWhatNobodyWroteOf) {
  EXPECT_EQ(Cases(kOfficer).silent, 0) << "too young";
  scope_.as_of = absl::FromCivil(absl::CivilDay(2026, 12, 20), scope_.zone);
  EXPECT_EQ(Cases(kOfficer).silent, 2);
  Write(
      "(1, '00000000-0000-0000-0000-0000000000f1', 8, '2026-12-01 12:00+00', '2026-12-01 12:00+00', false, "
      "NULL, "
      "NULL, NULL)");
  EXPECT_EQ(Cases(kOfficer).silent, 2) << "an assignment is written by the server";
  Write(
      "(1, '00000000-0000-0000-0000-0000000000f2', 1, '2026-12-01 12:00+00', '2026-12-01 12:00+00', false, "
      "NULL, "
      "NULL, NULL)");
  EXPECT_EQ(Cases(kOfficer).silent, 1);
  Write(
      "(2, '00000000-0000-0000-0000-0000000000f3', 18, '2026-12-01 12:00+00', '2026-12-01 12:00+00', false, "
      "NULL, "
      "'family', NULL)");
  EXPECT_EQ(Cases(kOfficer).silent, 0) << "a tick is written by people";
}

TEST_F(QualityFigures, DeadlinesOfWhichNobodyWrote) {
  EXPECT_EQ(Cases("").missed, 1);
  EXPECT_EQ(Cases("").missed_untold, 0) << "an attempt was made";
  scope_.as_of = absl::FromCivil(absl::CivilDay(2026, 12, 20), scope_.zone);
  EXPECT_EQ(Cases("").missed, 2);
  EXPECT_EQ(Cases("").missed_untold, 1);
  rules_.host_states = {{"rights.detention", "first_contact"}};
  EXPECT_EQ(Cases("").missed, 0) << "not the mission's to meet";
}

TEST_F(QualityFigures, EntriesAreLateAfterThreeDays) {
  EXPECT_EQ(Entries().entries, 6);
  EXPECT_EQ(Entries().corrected, 1);
  EXPECT_EQ(Entries().late, 0);
  Write(
      "(1, '00000000-0000-0000-0000-0000000000f1', 1, '2026-11-02 12:00+00', '2026-11-05 12:00+00', false, "
      "NULL, "
      "NULL, NULL),"
      "(1, '00000000-0000-0000-0000-0000000000f2', 3, '2026-11-02 11:59+00', '2026-11-05 12:00+00', false, "
      "NULL, "
      "NULL, NULL),"
      "(1, '00000000-0000-0000-0000-0000000000f3', 7, '2026-11-02 11:00+00', '2026-11-05 12:00+00', false, "
      "NULL, "
      "NULL, NULL)");
  EXPECT_EQ(Entries().entries, 8);
  EXPECT_EQ(Entries().late, 1) << "the last instant is in time";
  EXPECT_EQ(Entries().before_received, 1);
  EXPECT_EQ(Entries().changes, 1);
  EXPECT_EQ(Entries().late_changes, 1);
  Write(
      "(1, '00000000-0000-0000-0000-0000000000f4', 3, '2026-11-02 12:30+00', '2026-11-10 12:00+00', false, "
      "NULL, "
      "NULL, '00000000-0000-0000-0000-0000000000f2')");
  EXPECT_EQ(Entries().before_received, 0) << "it was put right";
  EXPECT_EQ(Entries().late, 1) << "a correction is not late";
  EXPECT_EQ(Entries().corrected, 2);
  scope_.start = absl::FromCivil(absl::CivilDay(2026, 11, 6), scope_.zone);
  EXPECT_EQ(Entries().entries, 0);
}

}  // namespace
}  // namespace arasha::reports
