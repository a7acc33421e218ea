#include "services/access/grants.h"

#include <utility>

#include "services/calls/resource_names.h"
#include "services/calls/write_request.h"

namespace arasha::access {
namespace {

// The change is known to this server when the caller is answered; if it cannot be read just now, soon after.
absl::StatusOr<v1::AccessGrant> Answer(server::Call& call, v1::AccessGrant grant) {
  call.feed->Refresh().IgnoreError();
  return grant;
}

absl::Status Contention() {
  return RetryAfter(Refuse(absl::StatusCode::kAborted, v1::ERROR_REASON_CONTENTION,
                           "somebody else changes this grant at this moment; send the call again"),
                    absl::Milliseconds(100));
}

}  // namespace

v1::AccessGrant Shown(const storage::AccessGrantRow& row, absl::Time now) {
  return row.facts && row.facts->erased ? row.message : rules::Shown(row.message, now);
}

absl::StatusOr<v1::AccessGrant> AddAndAnswer(server::Call& call, const v1::AccessGrant& grant) {
  const v1::AccessGrant shown = rules::Shown(grant, call.now);
  auto added = storage::AddGrant(*call.connection, call.context, grant, shown.SerializeAsString());
  if (!added.ok()) return added.status();
  if (*added == storage::WriteOutcome::kDone) return Answer(call, shown);
  return server::Repeat<v1::AccessGrant>(call, server::NotAdded(call, *added));
}

absl::StatusOr<v1::AccessGrant> SaveAndAnswer(server::Call& call, const storage::AccessGrantRow& row) {
  const v1::AccessGrant shown = Shown(row, call.now);
  auto outcome = storage::SaveGrant(*call.connection, call.context, row, shown.SerializeAsString());
  if (!outcome.ok()) return outcome.status();
  // Answered or changed meanwhile: the same call, sent again, is told which.
  if (*outcome != storage::WriteOutcome::kDone) return Contention();
  return Answer(call, shown);
}

void SetAbout(server::Call& call, const storage::AccessGrantRow& row) {
  if (auto number = server::ParseCase(row.message.case_(), "case"); number.ok())
    call.about = *std::move(number);
}

absl::Status GrantEnded() {
  return Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ALREADY_DECIDED,
                "this grant has ended already");
}

}  // namespace arasha::access
