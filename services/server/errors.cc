#include "services/server/errors.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"

namespace arasha::server {
namespace {

constexpr char kBadRequestUrl[] = "type.googleapis.com/google.rpc.BadRequest";

}  // namespace

absl::Status InvalidFields(const rules::Violations& violations) {
  google::rpc::BadRequest bad;
  for (const rules::FieldViolation& violation : violations) {
    auto* field = bad.add_field_violations();
    field->set_field(violation.field);
    field->set_description(violation.description);
  }
  const std::string first = absl::StrCat(violations.front().field, ": ", violations.front().description);
  absl::Status status =
      Refuse(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_FIELD,
             violations.size() == 1 ? first : absl::StrCat(first, " (and ", violations.size() - 1, " more)"));
  status.SetPayload(kBadRequestUrl, absl::Cord(bad.SerializeAsString()));
  return status;
}

absl::Status NotFound(absl::string_view name) {
  return Refuse(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND,
                absl::StrCat(name, ": there is none, or none that you may see"));
}

absl::Status PermissionDenied(absl::string_view what) {
  return Refuse(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_PERMISSION_DENIED, what);
}

}  // namespace arasha::server
