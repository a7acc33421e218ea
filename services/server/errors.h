#ifndef ARASHA_SERVICES_SERVER_ERRORS_H_
#define ARASHA_SERVICES_SERVER_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "services/rules/violations.h"
#include "storage/status.h"

// Errors that several operations give.
namespace arasha::server {

// INVALID_ARGUMENT with a BadRequest that lists every violation.
absl::Status InvalidFields(const rules::Violations& violations);
// NOT_FOUND; the same words whether the thing is absent or not for this caller.
absl::Status NotFound(absl::string_view name);
absl::Status PermissionDenied(absl::string_view what);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_SERVER_ERRORS_H_
