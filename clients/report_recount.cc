#include "clients/report_recount.h"

#include <array>
#include <utility>

namespace arasha::clients {

RecountRows RecountOf(absl::string_view kind) {
  static constexpr std::array<std::pair<absl::string_view, RecountRows>, 5> kKinds = {
      {{"configuration", &RecountConfiguration},
       {"deadlines", &RecountDeadlines},
       {"exceptions", &RecountExceptions},
       {"workload", &RecountWorkload},
       {"statistics", &RecountStatistics}}};
  for (const auto& [name, recount] : kKinds) {
    if (name == kind) return recount;
  }
  return nullptr;
}

}  // namespace arasha::clients
