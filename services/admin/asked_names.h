#ifndef ARASHA_SERVICES_ADMIN_ASKED_NAMES_H_
#define ARASHA_SERVICES_ADMIN_ASKED_NAMES_H_

#include <google/protobuf/repeated_field.h>

#include <set>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/calls/errors.h"

namespace arasha::admin {

// Which rows of a short list were asked for, by resource name; all, if none is named. INVALID_ARGUMENT if
// there are more names than 100.
class AskedNames {
 public:
  static absl::StatusOr<AskedNames> Of(const google::protobuf::RepeatedPtrField<std::string>& names) {
    constexpr int kMost = 100;
    if (names.size() > kMost) {
      return server::InvalidFields({{"names", rules::Problem::kTooMany, {{"most", absl::StrCat(kMost)}}}});
    }
    return AskedNames({names.begin(), names.end()});
  }
  bool Include(const std::string& name) const { return names_.empty() || names_.contains(name); }

 private:
  explicit AskedNames(std::set<std::string> names) : names_(std::move(names)) {}

  std::set<std::string> names_;
};

}  // namespace arasha::admin

#endif  // ARASHA_SERVICES_ADMIN_ASKED_NAMES_H_
