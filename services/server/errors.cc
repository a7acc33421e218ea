#include "services/server/errors.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

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

grpc::Status ToGrpc(const absl::Status& original, absl::string_view incident) {
  if (original.ok()) return grpc::Status::OK;
  absl::Status status = original;
  if (absl::IsInternal(status) || ReasonOf(status) == v1::ERROR_REASON_UNSPECIFIED) {
    status = WithMetadata(Refuse(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                                 absl::StrCat("the server failed; tell its operators incident ", incident)),
                          "incident", incident);
  }
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(std::string(status.message()));
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    if (!absl::StartsWith(url, "type.googleapis.com/google.rpc.")) return;  // Ours alone, for the log.
    auto* any = details.add_details();
    any->set_type_url(std::string(url));
    any->set_value(std::string(payload));
  });
  return {static_cast<grpc::StatusCode>(status.code()), details.message(), details.SerializeAsString()};
}

}  // namespace arasha::server
