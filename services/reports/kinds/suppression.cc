#include "services/reports/kinds/suppression.h"

#include <algorithm>

namespace arasha::reports {
namespace {

bool IsSmall(int64_t count) { return count > 0 && count < kLeastPublished; }

// Whether a total that is printed tells of its parts more than may be known.
template <typename Part>
bool GivesAway(const std::vector<Part>& parts, int64_t total) {
  int64_t number = 0;  // of those held back
  int64_t held = 0;
  int64_t least = 0;  // what those held back come to at least, as any reader knows
  int64_t most = 0;   // and at most, if all of them are small
  int64_t rest = total;
  bool others = false;
  for (const Part& part : parts) {
    if (part.held()) {
      ++number;
      held += part.count();
      least += part.least();
      most += part.most();
    } else {
      rest -= part.count();
      others |= part.count() > 0;
    }
  }
  if (number < 2) return number == 1;
  if (others && held == most) return true;
  // Less than `held` where parts count persons; nothing where those printed do.
  if (rest > 0) held = std::min(held, rest);
  return held < std::max(kLeastPublished, least + 2);
}

// Holds back the smallest parts, at last the total; all of them, if it is held back. Returns whether it is.
template <typename Part>
bool HoldBack(std::vector<Part>& parts, int64_t total, bool total_held) {
  while (total_held || GivesAway(parts, total)) {
    int64_t smallest = 0;
    for (const Part& part : parts) {
      if (part.held() || part.count() == 0) continue;
      if (smallest == 0 || part.count() < smallest) smallest = part.count();
    }
    if (smallest == 0) return true;
    for (Part& part : parts) {
      if (part.count() == smallest) part.Hold();
    }
  }
  return false;
}

Value Published(int64_t count, bool held) { return held ? Value(Suppressed{}) : Value(count); }

class Cell {
 public:
  explicit Cell(int64_t count) : count_(count), held_(IsSmall(count)) {}

  int64_t count() const { return count_; }
  bool held() const { return held_; }
  int64_t least() const { return count_ > 0 ? 1 : 0; }
  int64_t most() const { return count_ > 0 ? kLeastPublished - 1 : 0; }
  void Hold() { held_ = true; }

 private:
  int64_t count_;
  bool held_;
};

// Cells with their total, which may be a part of another sum.
class Line {
 public:
  explicit Line(const std::vector<int64_t>& counts) {
    for (const int64_t count : counts) {
      cells_.emplace_back(count);
      total_ += count;
    }
    total_held_ = HoldBack(cells_, total_, IsSmall(total_));
  }

  int64_t count() const { return total_; }
  bool held() const { return total_held_; }
  // Once it is held back, so are its cells.
  int64_t least() const { return Sum(&Cell::least); }
  int64_t most() const { return Sum(&Cell::most); }
  void Hold() { total_held_ = HoldBack(cells_, total_, /*total_held=*/true); }

  PublishedCounts Publish() const {
    PublishedCounts published{{}, Published(total_, total_held_)};
    for (const Cell& cell : cells_) published.cells.push_back(Published(cell.count(), cell.held()));
    return published;
  }

 private:
  int64_t Sum(int64_t (Cell::*bound)() const) const {
    int64_t sum = 0;
    for (const Cell& cell : cells_) sum += (cell.*bound)();
    return sum;
  }

  std::vector<Cell> cells_;
  int64_t total_ = 0;
  bool total_held_ = false;
};

}  // namespace

PublishedCounts Publish(const std::vector<int64_t>& counts) { return Line(counts).Publish(); }

PublishedReceipts PublishReceipts(const std::vector<std::vector<int64_t>>& categories,
                                  const std::vector<int64_t>& host_states) {
  std::vector<Line> lines(categories.begin(), categories.end());
  Line states(host_states);
  if (HoldBack(lines, states.count(), states.held())) states.Hold();
  PublishedReceipts published;
  for (const Line& line : lines) published.categories.push_back(line.Publish());
  published.host_states = states.Publish();
  return published;
}

}  // namespace arasha::reports
