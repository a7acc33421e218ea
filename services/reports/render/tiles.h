#ifndef ARASHA_SERVICES_REPORTS_RENDER_TILES_H_
#define ARASHA_SERVICES_REPORTS_RENDER_TILES_H_

#include <algorithm>
#include <cstddef>

namespace arasha::reports {

// How many of the cover's main figures stand side by side: of five there are three and two, not four and a
// single one, and of eight twice four.
inline size_t TilesInRow(size_t count) {
  constexpr size_t kMost = 4;
  constexpr size_t kLeast = 3;  // one alone would look like a banner
  const size_t rows = std::max<size_t>(1, (count + kMost - 1) / kMost);
  return std::clamp((count + rows - 1) / rows, kLeast, kMost);
}

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_RENDER_TILES_H_
