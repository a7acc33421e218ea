// What could go wrong: SQL counts other cases than a person would, or the leaves that a report names are not
// those that it counted. Cases are planted whose figures can be counted by hand.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "services/reports/kinds/leaf_figures.h"
#include "storage/cases/erasure.h"
#include "storage/postgres/encoding.h"
#include "storage/postgres/pg_errors.h"
#include "storage/reports/report_deadlines.h"
#include "storage/reports/report_grants.h"
#include "storage/reports/report_leaves.h"
#include "storage/reports/report_statistics.h"
#include "storage/reports/report_workload.h"
#include "tests/support/test_database.h"

namespace arasha::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Six detentions at IST and one at WAW, each told of on 2 November 2026 at noon, with a first contact due a
// day later: met in person, met by telephone, late, never, still running, lapsed; and at WAW met.
constexpr char kPlanted[] = R"sql(
INSERT INTO case_file (mission, uid, year, serial, type, type_version, state, open, priority, host_state, sensitivity,
  labels, sealed, received_time, create_time, created_by, update_time, close_time, version, assignee)
SELECT mission, uid::uuid, 2026, serial, 'rights.detention', 2, 'registered', closed IS NULL, 2, host, 1, '{}', '\x00',
       '2026-11-02 12:00+00', '2026-11-02 12:10+00', 'staff/a.omarova', '2026-11-02 12:10+00', closed::timestamptz, 1,
       CASE WHEN serial < 3 THEN 'staff/a.omarova' END
FROM (VALUES
  ('IST', '00000000-0000-0000-0000-000000000001', 1, 'TR', NULL),
  ('IST', '00000000-0000-0000-0000-000000000002', 2, 'TR', NULL),
  ('IST', '00000000-0000-0000-0000-000000000003', 3, 'TR', '2026-11-20 08:00+00'),
  ('IST', '00000000-0000-0000-0000-000000000004', 4, 'TR', NULL),
  ('IST', '00000000-0000-0000-0000-000000000005', 5, 'TR', NULL),
  ('IST', '00000000-0000-0000-0000-000000000006', 6, 'TR', '2026-11-02 13:00+00'),
  ('WAW', '00000000-0000-0000-0000-000000000007', 1, 'PL', NULL)) AS c (mission, uid, serial, host, closed);
INSERT INTO deadline (mission, case_uid, rule, source, start_time, due_time, met_by, corrects, met_time,
  stop_time)
SELECT mission, uid::uuid, 'first_contact', 'source', '2026-11-02 12:00+00', due::timestamptz, '{}', true,
       met::timestamptz, stopped::timestamptz
FROM (VALUES
  ('IST', '00000000-0000-0000-0000-000000000001', '2026-11-03 12:00+00', '2026-11-03 12:00+00', NULL),
  ('IST', '00000000-0000-0000-0000-000000000002', '2026-11-03 12:00+00', '2026-11-02 14:00+00', NULL),
  ('IST', '00000000-0000-0000-0000-000000000003', '2026-11-03 12:00+00', '2026-11-04 12:00+00', NULL),
  ('IST', '00000000-0000-0000-0000-000000000004', '2026-11-03 12:00+00', NULL, NULL),
  ('IST', '00000000-0000-0000-0000-000000000005', '2026-11-29 12:00+00', NULL, NULL),
  ('IST', '00000000-0000-0000-0000-000000000006', '2026-11-03 12:00+00', NULL, '2026-11-02 13:00+00'),
  ('WAW', '00000000-0000-0000-0000-000000000007', '2026-11-03 12:00+00', '2026-11-02 13:00+00', NULL))
  AS d (mission, uid, due, met, stopped);
INSERT INTO entry (mission, case_uid, uid, kind, happened_time, record_time, author, in_person, triggers)
SELECT mission, uid::uuid, gen_random_uuid(), kind, at::timestamptz, '2026-11-05 12:00+00', 'staff/a.omarova', in_person,
       '{}'
FROM (VALUES
  ('IST', '00000000-0000-0000-0000-000000000001', 4, '2026-11-03 12:00+00', true),
  ('IST', '00000000-0000-0000-0000-000000000001', 2, '2026-11-02 13:00+00', false),
  ('IST', '00000000-0000-0000-0000-000000000002', 3, '2026-11-02 14:00+00', false),
  ('IST', '00000000-0000-0000-0000-000000000003', 3, '2026-11-04 12:00+00', false),
  ('IST', '00000000-0000-0000-0000-000000000004', 2, '2026-11-02 15:00+00', false),
  ('WAW', '00000000-0000-0000-0000-000000000007', 4, '2026-11-02 13:00+00', true)) AS e (mission, uid, kind, at, in_person);
-- Struck out, or put in another's place, so that they count for nothing; and what did so.
INSERT INTO entry (mission, case_uid, uid, kind, happened_time, record_time, author, in_person, triggers, corrects) VALUES
  ('IST', '00000000-0000-0000-0000-000000000004', '00000000-0000-0000-0000-0000000000e1', 4, '2026-11-02 16:00+00',
   '2026-11-05 12:00+00', 'staff/a.omarova', true, '{}', NULL),
  ('IST', '00000000-0000-0000-0000-000000000004', '00000000-0000-0000-0000-0000000000e2', 2, '2026-11-02 17:00+00',
   '2026-11-05 12:00+00', 'staff/a.omarova', false, '{}', '00000000-0000-0000-0000-0000000000e1'),
  ('IST', '00000000-0000-0000-0000-000000000004', '00000000-0000-0000-0000-0000000000e3', 14, '2026-11-05 12:00+00',
   '2026-11-05 12:00+00', 'staff/a.omarova', false, '{}', '00000000-0000-0000-0000-0000000000e2');
INSERT INTO access_grant (uid, mission, case_uid, principal, break_glass, sealed, granted_by, grant_time, expire_time)
VALUES (gen_random_uuid(), 'IST', '00000000-0000-0000-0000-000000000004', 'staff/d.kim', true, '\x00', 'staff/d.kim',
        '2026-11-10 10:00+00', '2026-11-10 11:00+00');
)sql";

// Seven leaves, of which the last has no place yet: reads and changes of two cases, a refusal, a list that
// showed the first case.
constexpr char kLeaves[] = R"sql(
INSERT INTO audit_leaf (leaf_hash, leaf_data, occurred_time, actor, action, decision, mission, object_uid)
SELECT sha256('\x00'::bytea || data::bytea), data::bytea, at::timestamptz, actor, action, decision, mission, uid::uuid
FROM (VALUES
  ('a', '2026-11-02 12:00+00', 'staff/a.omarova', 'CreateCase', 'done', 'IST', '00000000-0000-0000-0000-000000000001'),
  ('b', '2026-11-02 23:30+00', 'staff/a.omarova', 'GetCase', 'done', 'IST', '00000000-0000-0000-0000-000000000001'),
  ('c', '2026-11-03 12:00+00', 'staff/b.suleimenov', 'GetCase', 'denied', 'IST', '00000000-0000-0000-0000-000000000001'),
  ('d', '2026-11-03 12:00+00', 'staff/d.kim', 'GetCase', 'done', 'WAW', '00000000-0000-0000-0000-000000000007'),
  ('\x4c000000000000000000000000000000014c', '2026-11-04 12:00+00', 'staff/s.akhmetov', 'ListCases', 'done', NULL, NULL),
  ('f', '2026-11-30 12:00+00', 'staff/a.omarova', 'AddEntry', 'done', 'IST', '00000000-0000-0000-0000-000000000001'),
  ('g', '2026-11-30 12:00+00', 'staff/a.omarova', 'AddEntry', 'done', 'IST', '00000000-0000-0000-0000-000000000001'))
  AS l (data, at, actor, action, decision, mission, uid);
INSERT INTO audit_sequence SELECT row_number() OVER (ORDER BY leaf_id) - 1, leaf_id FROM audit_leaf
  WHERE leaf_id < (SELECT max(leaf_id) FROM audit_leaf);
INSERT INTO audit_checkpoint (origin, size, root, note) VALUES ('arasha.example/audit', 6, sha256('root'), 'note');
)sql";

class Figures : public support::DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    ASSERT_TRUE(database().owner().ExecuteScript(kPlanted).ok());
    ASSERT_TRUE(database().owner().ExecuteScript(kLeaves).ok());
    reporter_ = std::make_unique<storage::Connection>(database().reporter_conninfo());
    scope_.zone = absl::UTCTimeZone();
    scope_.start = absl::FromCivil(absl::CivilDay(2026, 11, 1), scope_.zone);
    scope_.end = absl::FromCivil(absl::CivilDay(2026, 12, 1), scope_.zone);
    scope_.as_of = absl::FromCivil(absl::CivilDay(2026, 11, 24), scope_.zone);
  }

  storage::LeafTally Tally(const storage::LeafSelection& filter, const char* zone = "UTC") {
    absl::TimeZone days;
    absl::LoadTimeZone(zone, &days);
    auto tally = storage::TallyLeaves(*reporter_, filter, {0, 6}, days);
    EXPECT_TRUE(tally.ok()) << tally.status();
    return tally.ok() ? *std::move(tally) : storage::LeafTally();
  }

  std::unique_ptr<storage::Connection> reporter_;
  storage::ReportScope scope_;
};

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

TEST_F(Figures, LeavesInTheOrderOfTheLog) {
  storage::LeafTally all = Tally({});
  EXPECT_EQ(all.leaves, 6) << "what has no place yet is not counted";
  EXPECT_EQ(all.first_index, 0);
  EXPECT_EQ(all.last_index, 5);
  EXPECT_EQ(all.hashes.size(), 6u * 32);
  LeafFigures figures;
  figures.Add(all);
  EXPECT_EQ(figures.total().reads, 2);
  EXPECT_EQ(figures.total().lists, 1);
  EXPECT_EQ(figures.total().changes, 2);
  EXPECT_EQ(figures.total().denied, 1);
  EXPECT_EQ(figures.by_day().at("2026-11-03"), 2) << "one of them refused";
  EXPECT_FALSE(figures.by_day().contains("2026-11-04")) << "a list alone";
  EXPECT_EQ(figures.Source({}).digest, storage::Sha256(all.hashes));
}

TEST_F(Figures, DaysEndAtMidnightOfTheZone) {
  storage::LeafSelection filter;
  filter.missions = {"IST"};
  const auto day_of_reading = [&](const char* zone) {
    int64_t leaves = 0;
    for (const storage::LeafCount& count : Tally(filter, zone).by_day) {
      if (count.day == "2026-11-02") leaves += count.leaves;
    }
    return leaves;
  };
  EXPECT_EQ(day_of_reading("UTC"), 2);
  EXPECT_EQ(day_of_reading("Europe/Istanbul"), 1)
      << "half past eleven there is half past two of the next day";
}

TEST_F(Figures, AccessToACaseIncludesTheListsThatShowedIt) {
  storage::LeafSelection filter;
  filter.case_uid = "00000000-0000-0000-0000-000000000001";
  EXPECT_EQ(Tally(filter).leaves, 5);
  filter.changes_only = true;
  EXPECT_EQ(Tally(filter).leaves, 2);
  filter.changes_only = false;
  std::vector<std::string> actions;
  std::string number;
  const absl::Status listed =
      storage::ListLeaves(*reporter_, filter, {0, 6}, [&](const storage::ReportedLeaf& leaf) {
        actions.push_back(leaf.action);
        if (leaf.index == 0) number = leaf.case_number;
        return absl::OkStatus();
      });
  ASSERT_TRUE(listed.ok()) << listed;
  EXPECT_THAT(actions, ElementsAre("CreateCase", "GetCase", "GetCase", "ListCases", "AddEntry"));
  EXPECT_EQ(number, "IST-2026-000001");
  const auto places = storage::FindLeafPlaces(*reporter_, scope_.start, scope_.end, 6);
  ASSERT_TRUE(places.ok()) << places.status();
  EXPECT_EQ(places->end, 6);
}

// Lists and counts go through the log stretch by stretch; a stretch that read leaves of others would make a
// long log's report take the square of its length.
TEST_F(Figures, NoLeafIsReadTwice) {
  constexpr int64_t kPlaces = 80000;
  constexpr int64_t kAtMost = kPlaces + 100;  // The planner looks at a few to know a column's bounds.
  // Autovacuum reads new leaves for the index on their time, at any moment, and that is counted too.
  constexpr absl::string_view kMany = R"sql(
ALTER TABLE audit_leaf SET (autovacuum_enabled = false);
INSERT INTO audit_leaf (leaf_hash, leaf_data, occurred_time, actor, action, decision)
SELECT sha256('leaf'), 'leaf', '2026-11-05 12:00+00'::timestamptz + n * interval '1 second', 'staff/d.kim', 'GetCase', 'done'
FROM generate_series(7, 80000) AS n;
INSERT INTO audit_sequence SELECT 5 + row_number() OVER (ORDER BY l.leaf_id), l.leaf_id
FROM audit_leaf l LEFT JOIN audit_sequence s USING (leaf_id) WHERE s.leaf_id IS NULL;
SELECT brin_summarize_new_values('audit_leaf_occurred');
ANALYZE audit_leaf, audit_sequence;)sql";
  ASSERT_TRUE(database().owner().ExecuteScript(kMany).ok());
  // Each connection tells what it read when it likes to, that of the lines above too, unless it is made to.
  const auto read = [&]() -> int64_t {
    for (storage::Connection* connection : {&database().owner(), reporter_.get()}) {
      EXPECT_TRUE(connection->Execute("SELECT pg_stat_force_next_flush()", {}).ok());
      EXPECT_TRUE(connection->Execute("SELECT 1", {}).ok());
    }
    auto rows = database().owner().Execute(
        "SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables WHERE relname = "
        "'audit_leaf'",
        {});
    EXPECT_TRUE(rows.ok()) << rows.status();
    return rows.ok() ? rows->front()[0].as<int64_t>() : 0;
  };
  // As PostgreSQL does where the log is long: single leaves would be dearer than all of them.
  ASSERT_TRUE(reporter_->Execute("SET enable_nestloop = off", {}).ok());
  storage::LeafSelection filter;
  filter.actor = "staff/d.kim";
  filter.start = scope_.start;
  filter.end = scope_.end;
  const int64_t before = read();
  int64_t listed = 0;
  ASSERT_TRUE(storage::ListLeaves(*reporter_, filter, {0, kPlaces}, [&](const storage::ReportedLeaf&) {
                ++listed;
                return absl::OkStatus();
              }).ok());
  EXPECT_EQ(listed, kPlaces - 6) << "all but the first five and the seventh";
  const int64_t after_list = read();
  EXPECT_LE(after_list - before, kAtMost);
  for (const storage::LeafPlaces stretch :
       {storage::LeafPlaces{0, storage::kLeafStretch}, storage::LeafPlaces{storage::kLeafStretch, kPlaces}}) {
    ASSERT_TRUE(storage::TallyLeaves(*reporter_, filter, stretch, scope_.zone).ok());
  }
  const int64_t after_tally = read();
  ASSERT_TRUE(reporter_->Execute("RESET enable_nestloop", {}).ok());
  EXPECT_LE(after_tally - after_list, kAtMost);
  const absl::Time midnight = absl::FromCivil(absl::CivilHour(2026, 11, 6), absl::UTCTimeZone());
  const auto places = storage::FindLeafPlaces(*reporter_, midnight, midnight + absl::Minutes(10), kPlaces);
  ASSERT_TRUE(places.ok()) << places.status();
  EXPECT_EQ(places->end - places->first, 600);
  EXPECT_LE(read() - after_tally, kPlaces / 10) << "a period is found by its time";
}

}  // namespace
}  // namespace arasha::reports
