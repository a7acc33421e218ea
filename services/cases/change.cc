#include "services/cases/change.h"

#include "absl/strings/str_cat.h"
#include "services/cases/deadline_rows.h"
#include "services/cases/fields.h"
#include "services/cases/findables.h"
#include "services/cases/names.h"
#include "services/cases/writes.h"
#include "services/server/errors.h"
#include "storage/approvals.h"
#include "storage/status.h"

namespace arasha::cases {
namespace {

// Times that a case may be changed by others while one caller decides, before that caller is told.
constexpr int kAttempts = 5;

storage::CaseChange MakeChange(const Loaded& loaded, Decision decision, const server::Call& call) {
  storage::CaseChange change;
  change.row = loaded.row;
  change.row.message = std::move(decision.message);
  change.row.open = decision.open;
  change.row.version = loaded.row.version + 1;
  change.stops = !decision.open;
  change.resumes = !loaded.row.open && decision.open;
  change.approval = std::string(storage::UidOf(decision.approval.name()));
  v1::Case& message = change.row.message;
  message.clear_parties();
  message.clear_pending_approval();
  change.row.labels = LabelsOf(change.row);
  if (message.summary() != loaded.row.message.summary()) change.findables.push_back(SummaryFindable(message));
  message.set_etag(absl::StrCat(change.row.version));
  *message.mutable_update_time() = ToTimestamp(call.now);
  if (change.stops && loaded.row.open) *message.mutable_close_time() = ToTimestamp(call.now);
  if (change.resumes) message.clear_close_time();

  std::vector<rules::Happening> happenings = HappeningsOf(message, loaded.type, loaded.mission.calendar);
  for (rules::Happening& happening : decision.happened) {
    change.entry.triggers.insert(change.entry.triggers.end(), happening.keys.begin(), happening.keys.end());
    happenings.push_back(std::move(happening));
  }
  change.entry.message = std::move(decision.entry);
  change.deadlines = StartedRows(message, loaded.type, loaded.mission.calendar, happenings);
  change.meetings = Meetings(happenings);
  return change;
}

struct Stored {
  storage::SaveOutcome outcome;
  std::string response;
};

using Answer = std::function<std::string(const Decision&)>;

absl::StatusOr<Stored> Kept(const absl::StatusOr<storage::SaveOutcome>& outcome, std::string response) {
  if (!outcome.ok()) return outcome.status();
  return Stored{*outcome, std::move(response)};
}

absl::StatusOr<Stored> Store(const server::Call& call, const storage::WriteContext& context,
                             const Loaded& loaded, const storage::DataKey& key, Decision decision,
                             const Answer& answer) {
  if (decision.kind == Decision::Kind::kChange) {
    storage::CaseChange change = MakeChange(loaded, decision, call);
    // Row-level security would refuse the row anyhow, and with less to say.
    if (!rules::Sees(context.audit.access.labels, change.row.labels)) {
      return server::PermissionDenied(rules::Problem::kWouldLoseSight);
    }
    change.key = key;
    decision.message = change.row.message;
    change.response = answer(decision);
    return Kept(storage::SaveCase(*call.connection, context, change), change.response);
  }
  decision.message.clear_parties();
  const storage::CaseNumber& number = loaded.row.number;
  const std::string& case_uid = loaded.row.message.uid();
  const std::string response = answer(decision);
  if (decision.kind == Decision::Kind::kProposal) {
    return Kept(storage::Propose(*call.connection, context,
                                 {.number = number,
                                  .case_uid = case_uid,
                                  .case_version = loaded.row.version,
                                  .approval = decision.approval,
                                  .entry = {decision.entry, {}},
                                  .key = key,
                                  .response = response}),
                response);
  }
  return Kept(storage::RefuseProposal(*call.connection, context,
                                      {.number = number,
                                       .case_uid = case_uid,
                                       .approval_uid = std::string(storage::UidOf(decision.approval.name())),
                                       .entry = {decision.entry, {}},
                                       .key = key,
                                       .response = response}),
              response);
}

absl::Status Stale() {
  return Refuse(absl::StatusCode::kAborted, v1::ERROR_REASON_ETAG_MISMATCH,
                "the case changed since you read it; read it again, then decide");
}

}  // namespace

absl::Status CaseErased() {
  return Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_CASE_ERASED,
                "the content of this case was erased; nothing can be added to it");
}

absl::Status CaseClosed() {
  return Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_CASE_CLOSED,
                "the case is closed; reopen it first, or add a note or a decision");
}

absl::StatusOr<std::string> ChangeCase(server::Call& call, const storage::WriteContext& context,
                                       const ChangeRequest& request, const Decide& decide,
                                       const std::function<std::string(const Decision&)>& answer) {
  auto mission = PermitOn(call, context.audit, request.action, request.number, request.name);
  if (!mission.ok()) return mission.status();
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    auto loaded = storage::LoadCase(*call.connection, context, request.number);
    if (!loaded.ok()) return loaded.status();
    if (!*loaded) return server::NotFound(request.name);
    if ((*loaded)->answer) {
      if (absl::Status s = CheckRepeat(context, *(*loaded)->answer); !s.ok()) return s;
      return (*loaded)->answer->response;
    }
    const storage::CaseRow& row = (*loaded)->row;
    if (!request.etag.empty() && request.etag != row.message.etag()) return Stale();
    if (row.message.has_erase_time()) return CaseErased();
    if (!row.open && !request.although_closed) return CaseClosed();
    const rules::CaseType* type =
        call.directory->catalogue().Find(row.message.type(), row.message.type_version());
    if (type == nullptr) return absl::InternalError("a case has a type that the catalogue lacks");
    const Loaded view{.row = row, .type = *type, .mission = **mission};
    auto decision = decide(view);
    if (!decision.ok()) return decision.status();
    auto stored = Store(call, context, view, (*loaded)->keys.back(), *std::move(decision), answer);
    if (!stored.ok()) return stored.status();
    if (stored->outcome == storage::SaveOutcome::kSaved) return std::move(stored->response);
    // Stale or answered meanwhile: the next load tells which.
  }
  return RetryAfter(Refuse(absl::StatusCode::kAborted, v1::ERROR_REASON_CONTENTION,
                           "too many callers change this case at this moment; send the call again"),
                    absl::Milliseconds(100));
}

absl::StatusOr<v1::Case> ChangeAndShow(server::Call& call, const storage::WriteContext& context,
                                       const ChangeRequest& request, const Decide& decide) {
  auto bytes = ChangeCase(call, context, request, decide,
                          [](const Decision& decision) { return decision.message.SerializeAsString(); });
  if (!bytes.ok()) return bytes.status();
  v1::Case message;
  if (!message.ParseFromString(*bytes)) return absl::InternalError("a stored answer cannot be read");
  return message;
}

}  // namespace arasha::cases
