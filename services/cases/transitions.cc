#include "services/cases/transitions.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/cases/rows/deadline_rows.h"
#include "services/cases/rows/new_rows.h"
#include "services/rules/casework/retention.h"
#include "services/rules/flow/checklist.h"
#include "services/rules/flow/guards.h"
#include "storage/postgres/encoding.h"
#include "storage/postgres/status.h"

namespace arasha::cases {
namespace {

// A language of the service other than English, of whose words the ids are.
struct Words {
  absl::string_view language;
  const std::string& (v1::LocalisedText::*of)() const;
};
constexpr Words kWords[] = {{"kk", &v1::LocalisedText::kk}, {"ru", &v1::LocalisedText::ru}};

}  // namespace

absl::Status WithLabels(absl::Status status, absl::string_view key, const v1::LocalisedText& label) {
  for (const Words& words : kWords) {
    status = WithMetadata(std::move(status), absl::StrCat(key, ".", words.language), (label.*words.of)());
  }
  return status;
}

namespace {

// Of all events that a state allows, with their labels in one language. Two such lists fit beside an answer.
constexpr size_t kMaxEvents = 1500;

// Beside the ids, metadata has the labels of state and events, as `state.ru`.
absl::Status NotAllowed(const rules::TransitionRuling& ruling, const rules::CaseType& type,
                        absl::string_view state, absl::string_view event) {
  const std::string allowed = absl::StrJoin(ruling.allowed_events, ", ");
  absl::Status status =
      Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_TRANSITION_NOT_ALLOWED,
             absl::StrCat("a case in state ", state, " does not allow this event; it allows: ", allowed));
  status = WithMetadata(std::move(status), "state", state);
  status = WithMetadata(std::move(status), "event", event);
  status = WithMetadata(std::move(status), "allowed", allowed);
  if (const v1::StateRule* rule = type.FindState(state)) {
    status = WithLabels(std::move(status), "state", rule->label());
  }
  if (const v1::TransitionRule* rule = type.FindTransition(event)) {
    status = WithLabels(std::move(status), "event", rule->label());
  }
  for (const Words& words : kWords) {
    std::vector<std::string> events;
    for (const std::string& id : ruling.allowed_events) {
      events.push_back(absl::StrCat(id, " (", (type.FindTransition(id)->label().*words.of)(), ")"));
    }
    const std::string labelled = absl::StrJoin(events, ", ");
    // The ids alone say more than labels that break off.
    if (labelled.size() > kMaxEvents) continue;
    status = WithMetadata(std::move(status), absl::StrCat("allowed.", words.language), labelled, kMaxEvents);
  }
  return status;
}

}  // namespace

absl::Status StatusOf(const rules::TransitionRuling& ruling, const rules::CaseType& type,
                      absl::string_view state, absl::string_view event) {
  switch (ruling.verdict) {
    case rules::TransitionRuling::Verdict::kAllowed:
    case rules::TransitionRuling::Verdict::kSecondPersonNeeded:
    case rules::TransitionRuling::Verdict::kTextMissing:
      return absl::OkStatus();
    case rules::TransitionRuling::Verdict::kUnknownEvent:
    case rules::TransitionRuling::Verdict::kWrongState:
      return NotAllowed(ruling, type, state, event);
    case rules::TransitionRuling::Verdict::kRoleMissing:
      return server::PermissionDenied(rules::Problem::kEventMadeBy,
                                      {{"roles", absl::StrJoin(ruling.allowed_roles, ", ")}});
    case rules::TransitionRuling::Verdict::kFieldsMissing: {
      rules::Violations violations;
      for (const std::string& field : ruling.missing_fields) {
        violations.push_back({absl::StrCat("case.details.", field), rules::Problem::kNeededByEvent});
      }
      if (ruling.text_missing) violations.push_back({"text", rules::Problem::kReasonNeeded});
      return server::InvalidFields(violations);
    }
  }
  return absl::InternalError("unknown verdict");
}

namespace {

// Of items of a checklist, with their labels in one language. Four such lists fit beside an answer.
constexpr size_t kMaxItems = 900;

absl::Status CheckChecklist(const Loaded& loaded, absl::string_view event) {
  const std::vector<const v1::CheckItem*> open =
      rules::OpenItems(loaded.type, loaded.row.message.details(), loaded.ticked, event);
  if (open.empty()) return absl::OkStatus();
  const std::string ids =
      absl::StrJoin(open, ", ", [](std::string* out, const v1::CheckItem* item) { out->append(item->id()); });
  absl::Status status =
      Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_CHECKLIST_OPEN,
             absl::StrCat("before ", event, " the checklist asks for what is not ticked: ", ids));
  status = WithMetadata(std::move(status), "event", event);
  if (const v1::TransitionRule* rule = loaded.type.FindTransition(event)) {
    status = WithLabels(std::move(status), "event", rule->label());
  }
  status = WithMetadata(std::move(status), "items", ids, kMaxItems);
  for (const Words& words : {kWords[0], kWords[1], Words{"en", &v1::LocalisedText::en}}) {
    const std::string labelled = absl::StrJoin(open, "; ", [&](std::string* out, const v1::CheckItem* item) {
      absl::StrAppend(out, item->id(), " (", (item->label().*words.of)(), ")");
    });
    // The ids alone say more than labels that break off.
    if (labelled.size() > kMaxItems) continue;
    status = WithMetadata(std::move(status), absl::StrCat("items.", words.language), labelled, kMaxItems);
  }
  return status;
}

absl::Status CheckHold(const server::Call& call, const Loaded& loaded, absl::string_view event) {
  const v1::TransitionRule* rule = loaded.type.FindTransition(event);
  if (rule == nullptr || !rule->erases() || !rules::IsHeld(loaded.row.message, call.now)) {
    return absl::OkStatus();
  }
  absl::Status status =
      Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_CASE_HELD,
             "this case is on legal hold and must not be erased; release it first, or let the hold end");
  const v1::Hold& hold = loaded.row.message.hold();
  if (!hold.has_until()) return status;
  return WithMetadata(
      std::move(status), "until",
      absl::FormatTime(absl::RFC3339_sec, ToTime(hold.until()), loaded.mission.calendar.zone));
}

absl::Status CheckGuards(const Loaded& loaded, absl::string_view event) {
  const std::vector<rules::DeadlineCourse> courses = CoursesOf(loaded.deadlines);
  const std::vector<rules::Happening> timeline = HappeningsOf(loaded.timeline);
  const v1::Case& message = loaded.row.message;
  const rules::Violations lacking =
      rules::UnsatisfiedGuards({loaded.type, message.details(), message.parties(), courses, timeline}, event);
  if (lacking.empty()) return absl::OkStatus();
  absl::Status status = WithMetadata(
      server::RefuseFields(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_GUARD_NOT_SATISFIED,
                           "this event asks for what is not so yet: ", lacking),
      "event", event);
  return WithLabels(std::move(status), "event", loaded.type.FindTransition(event)->label());
}

}  // namespace

absl::Status CheckEvent(const server::Call& call, const Loaded& loaded, const rules::TransitionRuling& ruling,
                        absl::string_view event) {
  if (absl::Status s = StatusOf(ruling, loaded.type, loaded.row.message.state(), event); !s.ok()) return s;
  if (absl::Status s = CheckHold(call, loaded, event); !s.ok()) return s;
  if (absl::Status s = CheckChecklist(loaded, event); !s.ok()) return s;
  if (absl::Status s = CheckGuards(loaded, event); !s.ok()) return s;
  if (!ruling.text_missing) return absl::OkStatus();
  return server::InvalidFields({{"text", rules::Problem::kReasonNeeded}});
}

v1::Entry EventEntry(const server::Call& call, v1::EntryKind kind, const Loaded& loaded,
                     const std::string& event, const std::string& to_state) {
  v1::Entry entry = ServerEntry(call, kind);
  entry.set_event(event);
  entry.set_from_state(loaded.row.message.state());
  entry.set_to_state(to_state);
  return entry;
}

Decision Transition(const server::Call& call, const Loaded& loaded, const rules::TransitionRuling& ruling,
                    const std::string& event, const std::string& text, absl::Time happened) {
  Decision decision{.message = loaded.row.message, .open = !loaded.type.IsFinal(ruling.to_state)};
  decision.message.set_state(ruling.to_state);
  decision.entry = EventEntry(call, v1::ENTRY_KIND_TRANSITION, loaded, event, ruling.to_state);
  decision.entry.set_text(text);
  *decision.entry.mutable_happened_time() = ToTimestamp(happened);
  decision.happened = {rules::OfTransition(event, happened)};
  return decision;
}

Decision Propose(const server::Call& call, const Loaded& loaded, v1::Approval approval) {
  approval.set_name(
      absl::StrCat(storage::CaseName(loaded.row.number), "/approvals/", storage::NewUid(call.now)));
  approval.set_proposed_by(call.actor->name);
  *approval.mutable_propose_time() = ToTimestamp(call.now);
  *approval.mutable_expire_time() = ToTimestamp(call.now + kApprovalHolds);
  Decision decision{
      .message = loaded.row.message, .open = loaded.row.open, .kind = Decision::Kind::kProposal};
  decision.entry = ProposalEntry(call, v1::ENTRY_KIND_PROPOSAL, loaded, approval);
  decision.entry.set_text(approval.text());
  *decision.message.mutable_pending_approval() = approval;
  decision.approval = std::move(approval);
  return decision;
}

v1::Entry ProposalEntry(const server::Call& call, v1::EntryKind kind, const Loaded& loaded,
                        const v1::Approval& approval) {
  const v1::TransitionRule* transition = loaded.type.FindTransition(approval.event());
  if (transition != nullptr) return EventEntry(call, kind, loaded, approval.event(), transition->to());
  v1::Entry entry = ServerEntry(call, kind);  // It is a correction.
  entry.set_would_correct(approval.correction().entry());
  return entry;
}

absl::Status AlreadyDecided() {
  return Refuse(
      absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ALREADY_DECIDED,
      "this was decided, has lapsed, or the case changed since it was proposed; read the case again");
}

}  // namespace arasha::cases
