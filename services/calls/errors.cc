#include "services/calls/errors.h"

#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/rpc/error_details.pb.h"
#include "services/calls/call.h"

namespace arasha::server {
namespace {

constexpr char kFieldProblemsUrl[] = "type.googleapis.com/arasha.v1.FieldProblems";
constexpr char kBadRequestUrl[] = "type.googleapis.com/google.rpc.BadRequest";

// Of all violations together, so that they fit beside an answer (kMaxStatusText says what does). Whoever
// mends these is told of the rest.
constexpr size_t kMaxViolationBytes = 3000;
// Of one path: the keys of details and the paths of masks in it are the caller's.
constexpr size_t kMaxPath = 150;
// Of what is said of one field.
constexpr size_t kMaxText = 300;
// Of what a client says it from: the ids of all case types, among which it looks for what was meant.
constexpr size_t kMaxParameter = 1500;

}  // namespace

rules::FieldViolation NobodyFits(const Call& call, const std::string& field, rules::Problem problem,
                                 const std::string& given) {
  return {field,
          problem,
          {{"given", given},
           {"values", absl::StrJoin(call.directory->Alike(given, *call.actor, call.now), ", ")}}};
}

absl::Status InvalidFields(const rules::Violations& violations) {
  return RefuseFields(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_INVALID_FIELD, "", violations);
}

absl::Status RefuseFields(absl::StatusCode code, v1::ErrorReason reason, absl::string_view message,
                          const rules::Violations& violations) {
  google::rpc::BadRequest bad;
  v1::FieldProblems problems;
  for (const rules::FieldViolation& violation : violations) {
    if (bad.ByteSizeLong() + problems.ByteSizeLong() > kMaxViolationBytes) break;
    auto* field = bad.add_field_violations();
    field->set_field(Shortened(violation.field, kMaxPath));
    field->set_description(Shortened(rules::Describe(violation), kMaxText));
    auto* problem = problems.add_problems();
    problem->set_field(field->field());
    problem->set_problem(rules::IdOf(violation.problem));
    for (const auto& [name, value] : violation.parameters) {
      (*problem->mutable_parameters())[name] = Shortened(value, kMaxParameter);
    }
  }
  const std::string first =
      absl::StrCat(message, bad.field_violations(0).field(), ": ", bad.field_violations(0).description());
  absl::Status status =
      Refuse(code, reason,
             violations.size() == 1 ? first : absl::StrCat(first, " (and ", violations.size() - 1, " more)"));
  status.SetPayload(kBadRequestUrl, absl::Cord(bad.SerializeAsString()));
  status.SetPayload(kFieldProblemsUrl, absl::Cord(problems.SerializeAsString()));
  return status;
}

absl::Status NotFound(absl::string_view name) {
  return WithMetadata(Refuse(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND,
                             absl::StrCat(name, ": there is none, or none that you may see")),
                      "name", name);
}

absl::Status CaseClosed() {
  return Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_CASE_CLOSED,
                "the case is closed; reopen it first, or add a note or a decision");
}

absl::Status CaseErased() {
  return Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_CASE_ERASED,
                "the content of this case was erased; nothing can be added to it");
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
