#ifndef ARASHA_CLIENTS_COMMANDS_UUID_PART_H_
#define ARASHA_CLIENTS_COMMANDS_UUID_PART_H_

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "clients/text/names.h"

// Tables show uuids, of which people type the beginning or the end.
namespace arasha::clients {

// Whether it is a part of a uuid that is long enough to be meant as one, and not the whole.
inline bool IsPartOfUuid(absl::string_view typed) {
  constexpr size_t kUuidLength = 36;
  // Shorter parts of a uuid are more likely something else.
  constexpr size_t kShortest = 4;
  return typed.size() >= kShortest && typed.size() < kUuidLength &&
         typed.find_first_not_of("0123456789abcdef-") == absl::string_view::npos;
}

// The names of those whose uuid begins or ends with the part.
template <typename Rows>
std::vector<std::string> NamesWith(absl::string_view part, const Rows& rows) {
  std::vector<std::string> names;
  for (const auto& row : rows) {
    const absl::string_view uuid = ShortName(row.name());
    if (absl::StartsWith(uuid, part) || absl::EndsWith(uuid, part)) names.push_back(row.name());
  }
  return names;
}

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_UUID_PART_H_
