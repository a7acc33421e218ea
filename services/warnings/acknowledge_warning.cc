#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/rules/deadlines/warnings.h"
#include "services/warnings/operations.h"
#include "storage/duties/warnings.h"

namespace arasha::warnings {
namespace {

// The job may withdraw a warning, or another see it, between reading and writing; hardly twice.
constexpr int kTries = 3;

}  // namespace

absl::StatusOr<v1::Warning> AcknowledgeWarning(server::Call& call,
                                               const v1::AcknowledgeWarningRequest& request) {
  for (int i = 0; i < kTries; ++i) {
    auto repeat = server::FindRepeat<v1::Warning>(call);
    if (!repeat.ok()) return repeat.status();
    if (*repeat) return **std::move(repeat);
    auto found = storage::FindWarning(*call.connection, call.context.audit, call.about, call.uid);
    if (!found.ok()) return found.status();
    if (!*found) return server::NotFound(request.name());
    v1::Warning& warning = (*found)->message;
    if (!rules::IsToldTo(*call.actor, warning.recipient(), call.about.mission, warning.assignee(),
                         call.now)) {
      return server::PermissionDenied(rules::Problem::kNotToldOfWarning);
    }
    if (!warning.has_seen_time()) {
      warning.set_seen_by(call.actor->name);
      *warning.mutable_seen_time() = ToTimestamp(call.now);
    }
    const auto saved =
        storage::SaveSeen(*call.connection, call.context, call.about, **found, warning.SerializeAsString());
    if (!saved.ok()) return saved.status();
    if (*saved == storage::WriteOutcome::kDone) return warning;
  }
  return RetryAfter(
      Refuse(absl::StatusCode::kAborted, v1::ERROR_REASON_CONTENTION, "the warning keeps changing"),
      absl::Milliseconds(100));
}

}  // namespace arasha::warnings
