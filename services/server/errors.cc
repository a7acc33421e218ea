#include "services/server/errors.h"

#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"

namespace arasha::server {
namespace {

constexpr char kFieldProblemsUrl[] = "type.googleapis.com/arasha.v1.FieldProblems";
constexpr char kBadRequestUrl[] = "type.googleapis.com/google.rpc.BadRequest";

}  // namespace

absl::Status InvalidFields(const rules::Violations& violations) {
  google::rpc::BadRequest bad;
  v1::FieldProblems problems;
  for (const rules::FieldViolation& violation : violations) {
    auto* field = bad.add_field_violations();
    field->set_field(violation.field);
    field->set_description(rules::Describe(violation));
    auto* problem = problems.add_problems();
    problem->set_field(violation.field);
    problem->set_problem(rules::IdOf(violation.problem));
    problem->mutable_parameters()->insert(violation.parameters.begin(), violation.parameters.end());
  }
  const std::string first = absl::StrCat(violations.front().field, ": ", rules::Describe(violations.front()));
  absl::Status status =
      Refuse(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_FIELD,
             violations.size() == 1 ? first : absl::StrCat(first, " (and ", violations.size() - 1, " more)"));
  status.SetPayload(kBadRequestUrl, absl::Cord(bad.SerializeAsString()));
  status.SetPayload(kFieldProblemsUrl, absl::Cord(problems.SerializeAsString()));
  return status;
}

absl::Status NotFound(absl::string_view name) {
  return Refuse(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND,
                absl::StrCat(name, ": there is none, or none that you may see"));
}

absl::Status RefuseBy(absl::StatusCode code, v1::ErrorReason reason, rules::Problem problem,
                      const std::map<std::string, std::string>& parameters) {
  absl::Status status = WithMetadata(Refuse(code, reason, rules::Describe({"", problem, parameters})),
                                     "problem", rules::IdOf(problem));
  for (const auto& [key, value] : parameters) status = WithMetadata(std::move(status), key, value);
  return status;
}

absl::Status PermissionDenied(rules::Problem why, const std::map<std::string, std::string>& parameters) {
  return RefuseBy(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_PERMISSION_DENIED, why, parameters);
}

}  // namespace arasha::server
