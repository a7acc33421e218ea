#include "clients/text/nearest.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <utility>

namespace arasha::clients {
namespace {

constexpr size_t kMost = 3;
// Fewer letters begin too many names.
constexpr int32_t kShortestBeginning = 3;

icu::UnicodeString Lower(absl::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())})
      .toLower(icu::Locale::getRoot());
}

// How many letters must be put in, left out, changed or swapped with their neighbour to make one of the other
// (the distance of optimal string alignment).
size_t Distance(const icu::UnicodeString& a, const icu::UnicodeString& b) {
  const auto columns = static_cast<size_t>(b.length()) + 1;
  std::vector<size_t> before(columns), last(columns), row(columns);
  for (size_t j = 0; j < columns; ++j) last[j] = j;
  for (int32_t i = 1; i <= a.length(); ++i) {
    row[0] = static_cast<size_t>(i);
    for (int32_t j = 1; j <= b.length(); ++j) {
      const auto at = static_cast<size_t>(j);
      row[at] = std::min({last[at] + 1, row[at - 1] + 1, last[at - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[at] = std::min(row[at], before[at - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[columns - 1];
}

}  // namespace

std::vector<std::string> Nearest(absl::string_view typed, const std::vector<std::string>& names) {
  const icu::UnicodeString wanted = Lower(typed);
  std::vector<std::pair<size_t, std::string>> found;
  for (const std::string& name : names) {
    const icu::UnicodeString offered = Lower(name);
    const size_t distance = Distance(wanted, offered);
    const auto length = static_cast<size_t>(std::max(wanted.length(), offered.length()));
    if (distance * 3 <= length || (distance == 1 && length > 1)) found.emplace_back(distance, name);
  }
  const bool none = found.empty() && wanted.length() >= kShortestBeginning;
  for (const std::string& name : names) {
    if (none && Lower(name).startsWith(wanted)) found.emplace_back(0, name);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  if (found.size() > kMost) found.resize(kMost);
  std::vector<std::string> nearest;
  for (auto& [distance, name] : found) nearest.push_back(std::move(name));
  return nearest;
}

}  // namespace arasha::clients
