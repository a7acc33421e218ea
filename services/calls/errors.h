#ifndef ARASHA_SERVICES_CALLS_ERRORS_H_
#define ARASHA_SERVICES_CALLS_ERRORS_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/rules/violations.h"
#include "storage/postgres/status.h"

// Errors that several operations give.
namespace arasha::server {

struct Call;

// The violation of a field that names nobody who fits, with those like it whom the caller could list.
rules::FieldViolation NobodyFits(const Call& call, const std::string& field, rules::Problem problem,
                                 const std::string& given);
// INVALID_ARGUMENT with a BadRequest and a FieldProblems that list every violation, or as many as fit.
absl::Status InvalidFields(const rules::Violations& violations);
// A refusal for another reason that lists violations likewise; `message` stands before the first of them.
absl::Status RefuseFields(absl::StatusCode code, v1::ErrorReason reason, absl::string_view message,
                          const rules::Violations& violations);
// NOT_FOUND; the same words whether the thing is absent or not for this caller.
absl::Status NotFound(absl::string_view name);
// FAILED_PRECONDITION (CASE_CLOSED).
absl::Status CaseClosed();
// FAILED_PRECONDITION (CASE_ERASED).
absl::Status CaseErased();
// A refusal in the words of a problem, whose id (`problem`) and parameters stand in the ErrorInfo's metadata.
absl::Status RefuseBy(absl::StatusCode code, v1::ErrorReason reason, rules::Problem problem,
                      const std::map<std::string, std::string>& parameters = {});
absl::Status PermissionDenied(rules::Problem why, const std::map<std::string, std::string>& parameters = {});

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_CALLS_ERRORS_H_
