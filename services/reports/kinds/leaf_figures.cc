#include "services/reports/kinds/leaf_figures.h"

#include "services/rules/log/leaf.h"

namespace arasha::reports {

void LeafFigures::Add(const storage::LeafTally& tally) {
  if (tally.leaves == 0) return;
  source_.leaves += tally.leaves;
  if (source_.first_index < 0) source_.first_index = tally.first_index;
  source_.last_index = tally.last_index;
  digest_.Add(tally.hashes);
  for (const storage::LeafCount& count : tally.by_day) {
    if (count.denied || !rules::log::IsList(count.action)) by_day_[count.day] += count.leaves;
  }
  for (const storage::LeafCount& count : tally.by_mission) {
    by_mission_[count.mission] += count.leaves;
  }
  for (const storage::LeafCount& count : tally.by_actor) {
    for (Kinds* kinds : {&total_, &by_actor_[count.actor], &by_action_[count.action]}) {
      int64_t& into = count.denied                       ? kinds->denied
                      : rules::log::IsList(count.action) ? kinds->lists
                      : rules::log::IsRead(count.action) ? kinds->reads
                                                         : kinds->changes;
      into += count.leaves;
    }
  }
}

SourceSet LeafFigures::Source(nlohmann::json filter) {
  source_.filter = std::move(filter);
  source_.digest = rules::log::ToBytes(digest_.Finish());
  return source_;
}

}  // namespace arasha::reports
