#ifndef ARASHA_TESTS_REPORTS_FIGURES_FIXTURE_H_
#define ARASHA_TESTS_REPORTS_FIGURES_FIXTURE_H_

#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "storage/reports/report_leaves.h"
#include "storage/reports/report_scope.h"
#include "tests/support/test_database.h"

// Cases and leaves whose figures can be counted by hand.
namespace arasha::reports {

// Six detentions at IST and one at WAW, each told of on 2 November 2026 at noon, with a first contact due a
// day later: met in person, met by telephone, late, never, still running, lapsed; and at WAW met.
inline constexpr char kPlanted[] = R"sql(
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
inline constexpr char kLeaves[] = R"sql(
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

// A database with both, and how a reporter counts them in November.
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

}  // namespace arasha::reports

#endif  // ARASHA_TESTS_REPORTS_FIGURES_FIXTURE_H_
