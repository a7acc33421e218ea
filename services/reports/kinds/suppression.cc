#include "services/reports/kinds/suppression.h"

#include <algorithm>
#include <numeric>
#include <optional>

namespace arasha::reports {
namespace {

bool IsSmall(int64_t count) { return count > 0 && count < kLeastPublished; }

// The counts that are held back, of which a reader knows the sum.
class HeldCounts {
 public:
  explicit HeldCounts(const std::vector<int64_t>& counts) : counts_(counts), held_(counts.size()) {
    for (size_t i = 0; i < counts.size(); ++i) {
      if (IsSmall(counts[i])) Hold(i);
    }
  }

  bool Has(size_t i) const { return held_[i]; }

  // Whether the sum tells a count: the only one, that each is 1, or that all of them together are few.
  bool SumGivesAway() const {
    return number_ == 1 || (number_ > 0 && sum_ < std::max(kLeastPublished, number_ + 1));
  }

  // Holds back the smallest other one; false if there is none.
  bool HoldAnother() {
    std::optional<size_t> smallest;
    for (size_t i = 0; i < counts_.size(); ++i) {
      if (held_[i] || counts_[i] == 0) continue;
      if (!smallest || counts_[i] < counts_[*smallest]) smallest = i;
    }
    if (smallest) Hold(*smallest);
    return smallest.has_value();
  }

 private:
  void Hold(size_t i) {
    held_[i] = true;
    ++number_;
    sum_ += counts_[i];
  }

  const std::vector<int64_t>& counts_;
  std::vector<bool> held_;
  int64_t number_ = 0;
  int64_t sum_ = 0;
};

}  // namespace

PublishedCounts Publish(const std::vector<int64_t>& counts) {
  const int64_t total = std::accumulate(counts.begin(), counts.end(), int64_t{0});
  HeldCounts held(counts);
  bool total_held = IsSmall(total);
  while (!total_held && held.SumGivesAway()) total_held = !held.HoldAnother();
  PublishedCounts published;
  for (size_t i = 0; i < counts.size(); ++i) {
    published.cells.push_back(held.Has(i) ? Value(Suppressed{}) : Value(counts[i]));
  }
  published.total = total_held ? Value(Suppressed{}) : Value(total);
  return published;
}

}  // namespace arasha::reports
