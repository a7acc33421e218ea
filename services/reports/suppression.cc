#include "services/reports/suppression.h"

#include <functional>
#include <optional>

namespace arasha::reports {
namespace {

bool IsSmall(int64_t count) { return count > 0 && count < kLeastPublished; }

// One row or column: its counts and which of them are held back, read through an index.
struct Stretch {
  size_t length;
  std::function<int64_t(size_t)> count;
  std::function<std::vector<bool>::reference(size_t)> held;
};

// Whether the total would give away the single cell that is held back.
bool GivesAway(const Stretch& stretch) {
  size_t held = 0;
  for (size_t i = 0; i < stretch.length; ++i) held += stretch.held(i) ? 1 : 0;
  return held == 1;
}

// Holds back the smallest other cell that counts something; false if there is none.
bool HoldAnother(const Stretch& stretch) {
  std::optional<size_t> smallest;
  for (size_t i = 0; i < stretch.length; ++i) {
    if (stretch.held(i) || stretch.count(i) == 0) continue;
    if (!smallest || stretch.count(i) < stretch.count(*smallest)) smallest = i;
  }
  if (smallest) stretch.held(*smallest) = true;
  return smallest.has_value();
}

Value TotalOf(const Stretch& stretch) {
  int64_t total = 0;
  for (size_t i = 0; i < stretch.length; ++i) total += stretch.count(i);
  if (IsSmall(total) || GivesAway(stretch)) return Suppressed{};
  return total;
}

}  // namespace

PublishedCounts Publish(const std::vector<std::vector<int64_t>>& counts) {
  const size_t rows = counts.size();
  const size_t columns = rows == 0 ? 0 : counts.front().size();
  std::vector<std::vector<bool>> held(rows, std::vector<bool>(columns));
  std::vector<Stretch> across;
  std::vector<Stretch> down;
  for (size_t r = 0; r < rows; ++r) {
    for (size_t c = 0; c < columns; ++c) held[r][c] = IsSmall(counts[r][c]);
    across.push_back(
        {columns, [&, r](size_t c) { return counts[r][c]; }, [&, r](size_t c) { return held[r][c]; }});
  }
  for (size_t c = 0; c < columns; ++c) {
    down.push_back(
        {rows, [&, c](size_t r) { return counts[r][c]; }, [&, c](size_t r) { return held[r][c]; }});
  }
  // Each round holds back a cell, so this ends.
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto* stretches : {&across, &down}) {
      for (const Stretch& stretch : *stretches) {
        if (GivesAway(stretch) && HoldAnother(stretch)) changed = true;
      }
    }
  }
  PublishedCounts published;
  for (size_t r = 0; r < rows; ++r) {
    std::vector<Value>& row = published.cells.emplace_back();
    for (size_t c = 0; c < columns; ++c)
      row.push_back(held[r][c] ? Value(Suppressed{}) : Value(counts[r][c]));
    published.row_totals.push_back(TotalOf(across[r]));
  }
  for (const Stretch& stretch : down) published.column_totals.push_back(TotalOf(stretch));
  return published;
}

}  // namespace arasha::reports
