// What could go wrong: a file of a report lists other leaves than the next, or a list that broke off halfway
// is taken for a whole one.
#include "services/reports/kinds/leaf_spool.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace arasha::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

storage::ReportedLeaf LeafAt(int64_t index) {
  storage::ReportedLeaf leaf;
  leaf.index = index;
  leaf.occurred = absl::FromUnixMicros(1764000000123456 + index);
  leaf.actor = "staff/a.omarova";
  leaf.action = "GetCase";
  return leaf;
}

std::vector<int64_t> PlacesOf(LeafSpool& spool, int64_t limit) {
  std::vector<int64_t> places;
  const absl::Status status = spool.List(limit, [&](const storage::ReportedLeaf& leaf) {
    places.push_back(leaf.index);
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok()) << status;
  return places;
}

TEST(LeafSpools, GiveTheSameLeavesAsOftenAsTheyAreAsked) {
  int asked = 0;
  LeafSpool spool([&asked](LeafSink sink) {
    ++asked;
    for (int64_t index = 3; index < 6; ++index) {
      if (absl::Status s = sink(LeafAt(index)); !s.ok()) return s;
    }
    return absl::OkStatus();
  });
  EXPECT_THAT(PlacesOf(spool, 2), ElementsAre(3, 4));
  EXPECT_THAT(PlacesOf(spool, 100), ElementsAre(3, 4, 5));
  EXPECT_THAT(PlacesOf(spool, 0), IsEmpty());
  EXPECT_EQ(asked, 1);
}

TEST(LeafSpools, KeepEveryField) {
  storage::ReportedLeaf leaf = LeafAt(7);
  leaf.denied = true;
  leaf.mission = "IST";
  leaf.case_number = "IST-2026-000123";
  LeafSpool spool([&](LeafSink sink) {
    absl::Status status = sink(leaf);
    if (status.ok()) status = sink(LeafAt(8));
    return status;
  });
  std::vector<storage::ReportedLeaf> kept;
  ASSERT_TRUE(spool
                  .List(2,
                        [&](const storage::ReportedLeaf& one) {
                          kept.push_back(one);
                          return absl::OkStatus();
                        })
                  .ok());
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].index, 7);
  EXPECT_EQ(kept[0].occurred, leaf.occurred);
  EXPECT_EQ(kept[0].actor, "staff/a.omarova");
  EXPECT_EQ(kept[0].action, "GetCase");
  EXPECT_TRUE(kept[0].denied);
  EXPECT_EQ(kept[0].mission, "IST");
  EXPECT_EQ(kept[0].case_number, "IST-2026-000123");
  EXPECT_FALSE(kept[1].denied);
  EXPECT_EQ(kept[1].case_number, "");
}

TEST(LeafSpools, FailWhileTheirSourceDoesAndKeepNoHalf) {
  bool down = true;
  LeafSpool spool([&down](LeafSink sink) {
    absl::Status status = sink(LeafAt(0));
    if (down) return absl::UnavailableError("the database is away");
    if (status.ok()) status = sink(LeafAt(1));
    return status;
  });
  const absl::Status failed = spool.List(9, [](const storage::ReportedLeaf&) { return absl::OkStatus(); });
  EXPECT_TRUE(absl::IsUnavailable(failed)) << failed;
  down = false;
  EXPECT_THAT(PlacesOf(spool, 9), ElementsAre(0, 1));
}

TEST(LeafSpools, StopWhereTheirReaderFails) {
  LeafSpool spool([](LeafSink sink) {
    absl::Status status = sink(LeafAt(0));
    return status.ok() ? sink(LeafAt(1)) : status;
  });
  int given = 0;
  const absl::Status stopped = spool.List(9, [&](const storage::ReportedLeaf&) {
    ++given;
    return absl::CancelledError("enough");
  });
  EXPECT_TRUE(absl::IsCancelled(stopped)) << stopped;
  EXPECT_EQ(given, 1);
}

}  // namespace
}  // namespace arasha::reports
