// What could go wrong: SQL counts other cases than a person would.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "storage/cases/erasure.h"
#include "storage/postgres/encoding.h"
#include "storage/postgres/pg_errors.h"
#include "storage/reports/report_deadlines.h"
#include "storage/reports/report_grants.h"
#include "storage/reports/report_statistics.h"
#include "storage/reports/report_workload.h"
#include "tests/reports/figures_fixture.h"

namespace arasha::reports {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(Figures, DeadlinesByHowTheyStand) {
  scope_.missions = {"IST"};
  const auto counts = storage::CountDeadlines(*reporter_, scope_);
  ASSERT_TRUE(counts.ok()) << counts.status();
  ASSERT_THAT(*counts, SizeIs(1));
  const storage::DeadlineCount& count = counts->front();
  EXPECT_EQ(count.month, "2026-11");
  EXPECT_EQ(count.met, 2) << "the last instant still meets it";
  EXPECT_EQ(count.late, 1);
  EXPECT_EQ(count.missed, 1);
  EXPECT_EQ(count.running, 1);
  EXPECT_EQ(count.lapsed, 1);
}

// The one that runs, the one that was missed, and one that was met late.
TEST_F(Figures, DeadlinesThatWereWaivedOrRest) {
  scope_.missions = {"IST"};
  const auto counted = [&](const std::string& change) {
    const absl::Status changed =
        database().owner().ExecuteScript("UPDATE deadline SET " + change + " AND mission = 'IST'");
    EXPECT_TRUE(changed.ok()) << changed;
    const auto counts = storage::CountDeadlines(*reporter_, scope_);
    EXPECT_TRUE(counts.ok()) << counts.status();
    const storage::DeadlineCount count =
        counts.ok() && counts->size() == 1 ? counts->front() : storage::DeadlineCount();
    return absl::StrCat("met ", count.met, " late ", count.late, " missed ", count.missed, " running ",
                        count.running, " lapsed ", count.lapsed);
  };
  EXPECT_EQ(counted("waive_time = '2026-11-20', stop_time = '2026-11-20' WHERE due_time > '2026-11-24'"),
            "met 2 late 1 missed 1 running 0 lapsed 2")
      << "neither met nor missed";
  EXPECT_EQ(
      counted(
          "waive_time = '2026-11-20', stop_time = '2026-11-20' WHERE met_time IS NULL AND stop_time IS NULL"),
      "met 2 late 1 missed 0 running 0 lapsed 3")
      << "whenever it would have been due";
  EXPECT_EQ(counted("waive_time = NULL, stop_time = NULL, paused_since = '2026-11-02 18:00+00' WHERE "
                    "waive_time IS NOT NULL AND due_time < '2026-11-24'"),
            "met 2 late 1 missed 0 running 1 lapsed 2")
      << "what rests is not missed";
  EXPECT_EQ(counted("paused_since = '2026-11-02 18:00+00' WHERE met_time > due_time"),
            "met 3 late 0 missed 0 running 1 lapsed 2")
      << "nor late";
}

TEST_F(Figures, FirstContactAfterAnArrest) {
  const auto counts =
      storage::CountFirstContacts(*reporter_, scope_, {{"rights.detention", "first_contact"}});
  ASSERT_TRUE(counts.ok()) << counts.status();
  ASSERT_THAT(*counts, SizeIs(3));
  EXPECT_EQ(counts->at(0).mission, "") << "all of them together come first";
  EXPECT_EQ(counts->at(0).notified, 7);
  const storage::FirstContactCount& ist = counts->at(1);
  EXPECT_EQ(ist.mission, "IST");
  EXPECT_EQ(ist.within_in_person, 1);
  EXPECT_EQ(ist.within_remote, 1);
  EXPECT_EQ(ist.later_in_person, 0);
  EXPECT_EQ(ist.later_remote, 1);
  EXPECT_EQ(ist.never, 1);
  EXPECT_EQ(ist.running, 2) << "one runs, one lapsed";
  EXPECT_EQ(ist.failed_attempts, 2);
  EXPECT_EQ(ist.median, absl::Hours(24));
  const auto none = storage::CountFirstContacts(*reporter_, scope_, {});
  ASSERT_TRUE(none.ok());
  EXPECT_EQ(none->at(0).notified, 0);
}

// The case that was met by telephone at two in the afternoon, in whose row more is put.
TEST_F(Figures, FirstContactByWhatStandsAtItsInstant) {
  scope_.missions = {"IST"};
  const auto count = [&](const std::string& rows) {
    const absl::Status planted = database().owner().ExecuteScript(absl::StrCat(
        "INSERT INTO entry (mission, case_uid, uid, kind, happened_time, record_time, author, in_person, "
        "triggers,"
        " corrects) SELECT 'IST', '00000000-0000-0000-0000-000000000002', uid::uuid, kind, at::timestamptz,"
        " '2026-11-05 12:00+00', 'staff/a.omarova', in_person, '{}', corrects::uuid FROM (VALUES ",
        rows, ") AS e (uid, kind, at, in_person, corrects)"));
    EXPECT_TRUE(planted.ok()) << planted;
    const auto counts =
        storage::CountFirstContacts(*reporter_, scope_, {{"rights.detention", "first_contact"}});
    EXPECT_TRUE(counts.ok()) << counts.status();
    return counts.ok() ? counts->at(1) : storage::FirstContactCount();
  };
  storage::FirstContactCount ist = count(
      "('00000000-0000-0000-0000-0000000000f1', 4, '2026-11-02 14:00+00', true, NULL),"
      "('00000000-0000-0000-0000-0000000000f2', 14, '2026-11-05 12:00+00', true,"
      " '00000000-0000-0000-0000-0000000000f1')");
  EXPECT_EQ(ist.within_in_person, 1) << "a visit that was struck out";
  EXPECT_EQ(ist.within_remote, 1);
  ist = count(
      "('00000000-0000-0000-0000-0000000000f3', 4, '2026-11-02 14:01+00', true, NULL),"
      "('00000000-0000-0000-0000-0000000000f4', 2, '2026-11-02 14:00+00', false, NULL),"
      "('00000000-0000-0000-0000-0000000000f5', 2, '2026-11-02 11:59+00', false, NULL)");
  EXPECT_EQ(ist.within_in_person, 1) << "a visit at another instant";
  EXPECT_EQ(ist.failed_attempts, 2) << "attempts before the notification, or not before the contact";
  ist = count(
      "('00000000-0000-0000-0000-0000000000f6', 4, '2026-11-02 14:00+00', true, NULL),"
      "('00000000-0000-0000-0000-0000000000f7', 2, '2026-11-02 13:59+00', false, NULL)");
  EXPECT_EQ(ist.within_in_person, 2) << "of two at one instant the one in person speaks for it";
  EXPECT_EQ(ist.within_remote, 0);
  EXPECT_EQ(ist.failed_attempts, 3);
  EXPECT_EQ(ist.notified, 6) << "however many entries a case has";
}

TEST_F(Figures, WorkloadOfMissionsAndOfficers) {
  scope_.missions = {"IST"};
  const auto loads = storage::CountMissionLoads(*reporter_, scope_);
  ASSERT_TRUE(loads.ok()) << loads.status();
  ASSERT_THAT(*loads, SizeIs(1));
  EXPECT_EQ(loads->front().open_before, 0);
  EXPECT_EQ(loads->front().received, 6);
  EXPECT_EQ(loads->front().ended, 2);
  EXPECT_EQ(loads->front().open_after, 4);
  EXPECT_EQ(loads->front().officers, 2) << "a.omarova and the head, of deploy/dev-directory.toml";
  EXPECT_EQ(loads->front().entries, 5);
  const auto officers = storage::CountOfficerLoads(*reporter_, scope_);
  ASSERT_TRUE(officers.ok());
  ASSERT_THAT(*officers, SizeIs(2));
  EXPECT_EQ(officers->at(0).officer, "") << "nobody's, or a.omarova's";
  EXPECT_TRUE(officers->at(1).may_act);
  ASSERT_TRUE(database()
                  .owner()
                  .ExecuteScript("UPDATE principal SET active = false WHERE name = 'staff/a.omarova'")
                  .ok());
  const auto left = storage::CountOfficerLoads(*reporter_, scope_);
  ASSERT_TRUE(left.ok() && left->size() == 2) << left.status();
  EXPECT_EQ(left->at(1).officer, "staff/a.omarova");
  EXPECT_FALSE(left->at(1).may_act);
  EXPECT_TRUE(left->at(0).may_act) << "nobody has not left";
  const auto flow = storage::CountCaseFlow(*reporter_, scope_, /*by_day=*/true);
  ASSERT_TRUE(flow.ok());
  ASSERT_THAT(*flow, SizeIs(2));
  EXPECT_EQ(flow->at(0).when, "2026-11-02");
  EXPECT_EQ(flow->at(0).received, 6);
  EXPECT_EQ(flow->at(0).ended, 1);
}

// The first, which had a visit and an attempt, goes into a compartment.
TEST_F(Figures, CasesInCompartmentsAreLeftOut) {
  ASSERT_TRUE(database()
                  .owner()
                  .ExecuteScript("UPDATE case_file SET sensitivity = 3, compartment = 'trafficking' "
                                 "WHERE mission = 'IST' AND serial = 1")
                  .ok());
  scope_.missions = {"IST"};
  const auto counts = storage::CountDeadlines(*reporter_, scope_);
  ASSERT_TRUE(counts.ok() && counts->size() == 1) << counts.status();
  EXPECT_EQ(counts->front().met, 1);
  const auto contacts =
      storage::CountFirstContacts(*reporter_, scope_, {{"rights.detention", "first_contact"}});
  ASSERT_TRUE(contacts.ok() && contacts->size() == 2) << contacts.status();
  EXPECT_EQ(contacts->at(1).notified, 5);
  const auto loads = storage::CountMissionLoads(*reporter_, scope_);
  ASSERT_TRUE(loads.ok() && loads->size() == 1) << loads.status();
  EXPECT_EQ(loads->front().received, 5);
  EXPECT_EQ(loads->front().open_after, 3);
  EXPECT_EQ(loads->front().entries, 3);
  const auto officers = storage::CountOfficerLoads(*reporter_, scope_);
  ASSERT_TRUE(officers.ok()) << officers.status();
  int64_t open = 0;
  int64_t entries = 0;
  for (const storage::OfficerLoad& load : *officers) {
    open += load.open;
    entries += load.entries;
  }
  EXPECT_EQ(open, 3);
  EXPECT_EQ(entries, 3);
  const auto flow = storage::CountCaseFlow(*reporter_, scope_, /*by_day=*/false);
  ASSERT_TRUE(flow.ok() && flow->size() == 1) << flow.status();
  EXPECT_EQ(flow->front().received, 5);
  const auto states = storage::CountHostStates(*reporter_, scope_);
  ASSERT_TRUE(states.ok() && states->size() == 1) << states.status();
  EXPECT_EQ(states->front().received, 6) << "what is published counts all";
}

TEST_F(Figures, CategoriesCountWhatTheirRulesSay) {
  const std::vector<storage::CountingRule> rules = {
      {.type = "rights.detention", .category = "arrests", .event = {}, .persons = true},
      {.type = "rights.detention", .category = "visits", .event = {}, .entry_kind = 4},
      {.type = "rights.detention", .category = "meetings", .event = {}, .entry_kind = 3, .in_person = true},
      {.type = "family.child_abduction", .category = "children", .event = {}}};
  const auto counts = storage::CountCategories(*reporter_, scope_, rules);
  ASSERT_TRUE(counts.ok()) << counts.status();
  ASSERT_THAT(*counts, SizeIs(2));
  EXPECT_EQ(counts->at(0).category, "arrests");
  EXPECT_EQ(counts->at(0).count, 7) << "a case without a subject was about somebody";
  EXPECT_EQ(counts->at(1).category, "visits");
  EXPECT_EQ(counts->at(1).count, 2);
  const auto states = storage::CountHostStates(*reporter_, scope_);
  ASSERT_TRUE(states.ok());
  EXPECT_EQ(states->at(0).host_state, "TR");
  EXPECT_EQ(states->at(0).received, 6);
}

// Where a visit led stands in its keys alone.
TEST_F(Figures, EntriesAreCountedByTheirValues) {
  ASSERT_TRUE(database()
                  .owner()
                  .ExecuteScript("ALTER TABLE entry DISABLE TRIGGER USER; UPDATE entry SET triggers = "
                                 "triggers || '{entry:VISIT?facility=hospital}'::text[] "
                                 "WHERE ctid = (SELECT min(ctid) FROM entry WHERE kind = 4); ALTER TABLE "
                                 "entry ENABLE TRIGGER USER")
                  .ok());
  const std::string hospital = "entry:VISIT?facility=hospital";
  const std::vector<storage::CountingRule> rules = {
      {.type = "rights.detention", .category = "hospitals", .event = {}, .entry_kind = 4, .key = hospital},
      {.type = "rights.detention", .category = "prisons", .event = {}, .entry_kind = 4, .unless = {hospital}},
      {.type = "rights.detention", .category = "visits", .event = {}, .entry_kind = 4}};
  const auto counts = storage::CountCategories(*reporter_, scope_, rules);
  ASSERT_TRUE(counts.ok()) << counts.status();
  ASSERT_THAT(*counts, SizeIs(3));
  EXPECT_EQ(counts->at(0).count, 1) << counts->at(0).category;
  EXPECT_EQ(counts->at(1).count, 1) << counts->at(1).category;
  EXPECT_EQ(counts->at(2).count, 2) << counts->at(2).category;
}

TEST_F(Figures, EmergencyAccess) {
  const auto grants = storage::ListGrants(*reporter_, scope_, *keys().server_keys());
  ASSERT_TRUE(grants.ok()) << grants.status();
  ASSERT_THAT(*grants, SizeIs(1));
  EXPECT_EQ(grants->front().case_number, "IST-2026-000004");
  EXPECT_TRUE(grants->front().break_glass);
  EXPECT_FALSE(grants->front().reviewed.has_value());
  EXPECT_EQ(grants->front().reason, storage::kUnreadableText) << "what does not open harms itself alone";
  EXPECT_EQ(grants->front().finding, "") << "nobody reviewed it";
  const auto approvals = storage::ListApprovals(*reporter_, scope_);
  ASSERT_TRUE(approvals.ok()) << approvals.status();
  EXPECT_THAT(*approvals, IsEmpty());
}

TEST_F(Figures, WhatWasWrittenOfEmergencyAccessIsToldUntilItsCaseIsErased) {
  const std::string uid = database().Value("SELECT uid FROM access_grant");
  const auto sealed = [&](const char* what, const char* text) {
    return storage::BytesText(storage::Vault::Seal(keys().server_keys()->register_key,
                                                   absl::StrCat("access_grant/", uid, "/", what), text));
  };
  ASSERT_TRUE(database()
                  .owner()
                  .ExecuteScript(absl::StrCat(
                      "UPDATE access_grant SET sealed = '", sealed("reason", "hospital"), "', review = '",
                      sealed("review", "justified"),
                      "', reviewed_by = 'staff/b.suleimenov', review_time = '2026-11-11 10:00+00'"))
                  .ok());
  const auto first = [&] {
    const auto grants = storage::ListGrants(*reporter_, scope_, *keys().server_keys());
    EXPECT_TRUE(grants.ok()) << grants.status();
    return grants.ok() && !grants->empty() ? grants->front() : storage::ReportedGrant();
  };
  EXPECT_EQ(first().reason, "hospital");
  EXPECT_EQ(first().finding, "justified");
  storage::AuditContext erasing = keys().Operator();
  erasing.action = "EraseCase";
  const auto erased = storage::EraseCase(database().owner(), erasing, {{"IST", 2026, 4}, 1});
  ASSERT_TRUE(erased.ok()) << erased.status();
  ASSERT_TRUE(*erased);
  EXPECT_EQ(first().reason, "");
  EXPECT_EQ(first().finding, "");
  EXPECT_EQ(first().reviewed_by, "staff/b.suleimenov");
}

}  // namespace
}  // namespace arasha::reports
