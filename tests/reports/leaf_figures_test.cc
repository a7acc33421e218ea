// What could go wrong: the leaves that a report names are not those that it counted, or a long log is read
// again and again.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pqxx/pqxx>

#include <string>
#include <vector>

#include "services/reports/kinds/leaf_figures.h"
#include "storage/postgres/encoding.h"
#include "storage/reports/report_leaves.h"
#include "tests/reports/figures_fixture.h"

namespace arasha::reports {
namespace {

using ::testing::ElementsAre;

class FiguresOfLeaves : public Figures {};

TEST_F(FiguresOfLeaves, AreInTheOrderOfTheLog) {
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

TEST_F(FiguresOfLeaves, DaysEndAtMidnightOfTheZone) {
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

TEST_F(FiguresOfLeaves, IncludeTheListsThatShowedACase) {
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
TEST_F(FiguresOfLeaves, ReadNoneTwice) {
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
