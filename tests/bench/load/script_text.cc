#include "tests/bench/load/script_text.h"

#include <regex>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"

namespace arasha::bench {

std::string ChooseSerial(int serials) { return absl::StrCat("\\set serial random(1, ", serials, ")\n"); }

std::string UuidTime() {
  const std::string millis = absl::StrFormat("%012x", absl::ToUnixMillis(absl::Now()));
  return absl::StrCat(millis.substr(0, 8), "-", millis.substr(8));
}

std::string Renewed(const std::string& text, const std::string& uuid_time) {
  static const std::regex uuid("[0-9a-f]{8}-[0-9a-f]{4}(-7[0-9a-f]{3}-[0-9a-f]{4})-[0-9a-f]{12}");
  return std::regex_replace(text, uuid, absl::StrCat(uuid_time, "$1-:tail"));
}

}  // namespace arasha::bench
