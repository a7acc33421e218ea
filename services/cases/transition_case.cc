#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/cases/change.h"
#include "services/cases/deadline_rows.h"
#include "services/cases/fields.h"
#include "services/cases/names.h"
#include "services/cases/operations.h"
#include "services/cases/writes.h"
#include "services/rules/entries.h"
#include "services/rules/text.h"
#include "services/rules/transitions.h"
#include "services/server/errors.h"
#include "storage/status.h"

namespace arasha::cases {
namespace {

absl::Status NotAllowed(const rules::TransitionRuling& ruling, absl::string_view state,
                        absl::string_view event) {
  const std::string allowed = absl::StrJoin(ruling.allowed_events, ", ");
  absl::Status status =
      Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_TRANSITION_NOT_ALLOWED,
             absl::StrCat("a case in state ", state, " does not allow this event; it allows: ", allowed));
  status = WithMetadata(std::move(status), "state", state);
  status = WithMetadata(std::move(status), "event", event);
  return WithMetadata(std::move(status), "allowed", allowed);
}

absl::Status StatusOf(const rules::TransitionRuling& ruling, absl::string_view state,
                      absl::string_view event) {
  switch (ruling.verdict) {
    case rules::TransitionRuling::Verdict::kAllowed:
      return absl::OkStatus();
    case rules::TransitionRuling::Verdict::kUnknownEvent:
    case rules::TransitionRuling::Verdict::kWrongState:
      return NotAllowed(ruling, state, event);
    case rules::TransitionRuling::Verdict::kRoleMissing:
      return server::PermissionDenied(
          absl::StrCat("this event is made by: ", absl::StrJoin(ruling.allowed_roles, ", ")));
    case rules::TransitionRuling::Verdict::kSecondPersonNeeded: break;  // LOCAL
    case rules::TransitionRuling::Verdict::kTextMissing:
      return server::InvalidFields({{"text", "this event wants a reason or an outcome"}});
    case rules::TransitionRuling::Verdict::kFieldsMissing: {
      rules::Violations violations;
      for (const std::string& field : ruling.missing_fields) {
        violations.push_back({absl::StrCat("case.details.", field), "must be set before this event"});
      }
      return server::InvalidFields(violations);
    }
  }
  return absl::InternalError("unknown verdict");
}

}  // namespace

absl::StatusOr<v1::Case> TransitionCase(server::Call& call, const v1::TransitionCaseRequest& request) {
  auto number = ParseCase(request.name(), "name");
  if (!number.ok()) return number.status();
  auto context = BeginWrite(call, request, request.request_id());
  if (!context.ok()) return context.status();
  rules::Violations violations;
  if (!rules::IsId(request.event())) {
    violations.push_back({"event", "is required: the id of one of the case type's transitions"});
  }
  if (request.has_happened_time() && !rules::MayHaveHappened(request.happened_time(), call.now))
    violations.push_back({"happened_time", "must lie between 1900 and now"});
  if (rules::CountCharacters(request.text()) > rules::kMaxEntryText) {
    violations.push_back({"text", absl::StrCat("must have at most ", rules::kMaxEntryText, " characters")});
  }
  if (!violations.empty()) return server::InvalidFields(violations);
  const absl::Time happened = request.has_happened_time() ? ToTime(request.happened_time()) : call.now;

  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    const v1::Case& before = loaded.row.message;
    const rules::TransitionRuling ruling = rules::RuleTransition(
        loaded.type, before.state(), request.event(), rules::RolesAt(*call.actor, loaded.mission.code, call.now),
        !request.text().empty(), before.details());
    if (absl::Status s = StatusOf(ruling, before.state(), request.event()); !s.ok()) return s;
    Decision decision{.message = before, .open = !loaded.type.IsFinal(ruling.to_state)};
    decision.message.set_state(ruling.to_state);
    decision.entry = ServerEntry(call, v1::ENTRY_KIND_TRANSITION);
    decision.entry.set_text(request.text());
    *decision.entry.mutable_happened_time() = ToTimestamp(happened);
    decision.entry.set_event(request.event());
    decision.entry.set_from_state(before.state());
    decision.entry.set_to_state(ruling.to_state);
    decision.happened = {rules::OfTransition(request.event(), happened)};
    return decision;
  };
  return ChangeAndShow(call, *context,
                       {.number = *number,
                        .name = request.name(),
                        .action = rules::Action::kTransitionCase,
                        .etag = request.etag(),
                        .although_closed = true},
                       decide);
}

}  // namespace arasha::cases
