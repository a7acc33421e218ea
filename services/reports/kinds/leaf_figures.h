#ifndef ARASHA_SERVICES_REPORTS_KINDS_LEAF_FIGURES_H_
#define ARASHA_SERVICES_REPORTS_KINDS_LEAF_FIGURES_H_

#include <cstdint>
#include <map>
#include <string>

#include "services/reports/document/document.h"
#include "services/rules/log/digest.h"
#include "storage/reports/report_leaves.h"

namespace arasha::reports {

// What the leaves of the source set add up to. Filled stretch by stretch, in the order of the log; its size
// depends on how many days, people and kinds of operation there are, not on how many leaves.
class LeafFigures {
 public:
  struct Kinds {
    int64_t reads = 0;  // lists aside
    int64_t lists = 0;
    int64_t changes = 0;
    int64_t denied = 0;

    int64_t all() const { return reads + lists + changes + denied; }
  };

  void Add(const storage::LeafTally& tally);

  const Kinds& total() const { return total_; }
  // "2026-11-24"; lists aside.
  const std::map<std::string, int64_t>& by_day() const { return by_day_; }
  const std::map<std::string, Kinds>& by_actor() const { return by_actor_; }
  const std::map<std::string, Kinds>& by_action() const { return by_action_; }
  // What belongs to no mission is at "".
  const std::map<std::string, int64_t>& by_mission() const { return by_mission_; }

  // What the report says of its sources; to be called once, at the end.
  SourceSet Source(nlohmann::json filter);

 private:
  Kinds total_;
  std::map<std::string, int64_t> by_day_;
  std::map<std::string, Kinds> by_actor_;
  std::map<std::string, Kinds> by_action_;
  std::map<std::string, int64_t> by_mission_;
  SourceSet source_;
  rules::log::Digest digest_;
};

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_KINDS_LEAF_FIGURES_H_
