#include "storage/postgres/case_number.h"

#include "absl/strings/str_format.h"

namespace arasha::storage {

std::string CaseName(const CaseNumber& number) {
  return absl::StrFormat("missions/%s/cases/%s-%04d-%06d", number.mission, number.mission, number.year,
                         number.serial);
}

absl::string_view UidOf(absl::string_view name) { return name.substr(name.rfind('/') + 1); }

}  // namespace arasha::storage
