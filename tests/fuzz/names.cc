// Resource names: whatever is taken is spelled exactly as we would spell it.
#include "services/calls/resource_names.h"

#include <cstdint>
#include <cstdlib>

#include "absl/strings/str_cat.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto mission = arasha::server::ParseMission(text, "name");
      mission.ok() && absl::StrCat("missions/", *mission) != text) {
    std::abort();
  }
  if (const auto number = arasha::server::ParseCase(text, "name");
      number.ok() && arasha::storage::CaseName(*number) != text) {
    std::abort();
  }
  const auto child = arasha::server::ParseChild(text, "parties", "name");
  if (child.ok() && absl::StrCat(arasha::storage::CaseName(child->number), "/parties/", child->uid) != text) {
    std::abort();
  }
  if (arasha::server::IsUuid(text) && text.size() != 36) std::abort();
  return 0;
}
