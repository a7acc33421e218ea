#include "services/cases/change_case.h"

#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/cases/also_in.h"
#include "services/cases/store_decision.h"
#include "services/cases/transitions.h"
#include "services/process/operator_log.h"
#include "storage/postgres/pg_errors.h"
#include "storage/postgres/status.h"

namespace arasha::cases {
namespace {

// Times that a case may be changed by others while one caller decides, before that caller is told.
constexpr int kAttempts = 5;

absl::Status Stale() {
  return Refuse(absl::StatusCode::kAborted, v1::ERROR_REASON_ETAG_MISMATCH,
                "the case changed since you read it; read it again, then decide");
}

// Something waits on the case for a second person that this would make lapse.
absl::Status ProposalWaits(const Loaded& loaded) {
  const v1::Approval& waiting = loaded.row.message.pending_approval();
  absl::Status status = WithMetadata(
      WithMetadata(
          WithMetadata(
              Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_PROPOSAL_WAITS,
                     "a proposal waits for a second person, which this would make lapse; approve or refuse "
                     "it first, or say that it is to be overtaken"),
              "approval", waiting.name()),
          "event", waiting.has_correction() ? "correct" : waiting.event()),
      "proposed_by", waiting.proposed_by());
  const v1::TransitionRule* rule = loaded.type.FindTransition(waiting.event());
  return rule == nullptr ? status : WithLabels(std::move(status), "event", rule->label());
}

// What becomes of a proposal that waits. Nothing, by a correction that leaves the case in its state: it can
// still be decided.
ChangeRequest::Waiting WaitingAt(const ChangeRequest& request, const Loaded& loaded,
                                 const Decision& decision) {
  const bool stands =
      decision.kind == Decision::Kind::kCorrection && decision.message.state() == loaded.row.message.state();
  return stands ? ChangeRequest::Waiting::kStays : request.waiting;
}

// What came of a request.
struct Changed {
  std::optional<Decision> decision;  // as it stands now
  std::string first_answer;          // if there is none: that of a repeat
};

// Ids of the types of whose cases the timeline is loaded.
std::set<std::string> TypesWithTimeline(const rules::Catalogue& catalogue, bool all) {
  std::set<std::string> types = catalogue.types_that_need_timeline();
  if (!all) return types;
  for (const rules::CaseType* type : catalogue.AllNewest()) types.insert(type->id());
  return types;
}

absl::StatusOr<Changed> ChangeCase(server::Call& call, const ChangeRequest& request, const Decide& decide,
                                   const Answer& answer) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    auto loaded = storage::LoadCase(*call.connection, call.context, call.about, storage::UidOf(request.party),
                                    TypesWithTimeline(call.directory->catalogue(), request.with_timeline));
    if (!loaded.ok()) return loaded.status();
    if (!*loaded) return server::NotFound(call.name);
    if ((*loaded)->answer) {
      if (absl::Status s = server::CheckRepeat(call.context, *(*loaded)->answer); !s.ok()) return s;
      return Changed{std::nullopt, (*loaded)->answer->response};
    }
    const storage::CaseRow& row = (*loaded)->row;
    server::LogDamage(call.method, (*loaded)->damaged);
    if (absl::Status s = CheckChangeable(row, request); !s.ok()) return s;
    const rules::CaseType* type =
        call.directory->catalogue().Find(row.message.type(), row.message.type_version());
    if (type == nullptr) {
      return storage::Damaged(absl::StrCat("case_type/", storage::TypeRef(row.message)),
                              "a case has a type that the catalogue lacks");
    }
    const Loaded view{.row = row,
                      .type = *type,
                      .mission = *call.mission,
                      .proposal = (*loaded)->proposal,
                      .parties_before = (*loaded)->parties_before,
                      .damaged = (*loaded)->damaged,
                      .deadlines = (*loaded)->deadlines,
                      .timeline = (*loaded)->timeline,
                      .times = {.received = ToTime(row.message.received_time()),
                                .births = rules::BirthsOf(row.message.parties()),
                                .first_change = (*loaded)->first_change,
                                .last_change = (*loaded)->last_change,
                                .zone = call.mission->calendar.zone},
                      .first_told = (*loaded)->first_told,
                      .ticked = (*loaded)->ticked,
                      .entries = (*loaded)->entries};
    auto decision = decide(view);
    if (!decision.ok()) return decision.status();
    const bool decides = decision->kind != Decision::Kind::kProposal && !decision->approval.name().empty();
    ChangeRequest settled = request;
    settled.waiting = WaitingAt(request, view, *decision);
    if (row.message.has_pending_approval() && !decides &&
        settled.waiting == ChangeRequest::Waiting::kMustNotBe) {
      return ProposalWaits(view);
    }
    auto outcome = StoreDecision(call, view, (*loaded)->keys.back(), settled, answer, *decision);
    if (!outcome.ok()) return outcome.status();
    if (*outcome == storage::WriteOutcome::kDone) return Changed{*std::move(decision), {}};
    // Stale or answered meanwhile: the next load tells which.
  }
  return RetryAfter(Refuse(absl::StatusCode::kAborted, v1::ERROR_REASON_CONTENTION,
                           "too many callers change this case at this moment; send the call again"),
                    absl::Milliseconds(100));
}

// Answers with this part of the decision.
template <typename Message>
absl::StatusOr<Message> ChangeAndAnswer(server::Call& call, const ChangeRequest& request,
                                        const Decide& decide, Message Decision::*part) {
  auto changed = ChangeCase(call, request, decide, [part](const Decision& decision) {
    return (decision.*part).SerializeAsString();
  });
  if (!changed.ok()) return changed.status();
  if (changed->decision) return std::move((*changed->decision).*part);
  Message message;
  if (!message.ParseFromString(changed->first_answer)) {
    return absl::InternalError("a stored answer cannot be read");
  }
  if constexpr (std::is_same_v<Message, v1::Party>) {
    if (absl::Status s = FindAlsoIn(call, call.about, message); !s.ok()) return s;
  }
  return message;
}

}  // namespace

absl::Status CheckChangeable(const storage::CaseRow& row, const ChangeRequest& request) {
  if (!request.etag.empty() && request.etag != row.message.etag()) return Stale();
  if (row.message.has_erase_time()) return server::CaseErased();
  if (!row.open && !request.although_closed) return server::CaseClosed();
  return absl::OkStatus();
}

absl::StatusOr<v1::Case> ChangeAndShow(server::Call& call, const ChangeRequest& request,
                                       const Decide& decide) {
  return ChangeAndAnswer(call, request, decide, &Decision::message);
}

absl::StatusOr<v1::Party> ChangeParty(server::Call& call, const ChangeRequest& request,
                                      const Decide& decide) {
  return ChangeAndAnswer(call, request, decide, &Decision::party);
}

absl::StatusOr<v1::Row> ChangeRow(server::Call& call, const ChangeRequest& request, const Decide& decide) {
  return ChangeAndAnswer(call, request, decide, &Decision::row);
}

absl::StatusOr<v1::Entry> ChangeAndTell(server::Call& call, const ChangeRequest& request,
                                        const Decide& decide) {
  return ChangeAndAnswer(call, request, decide, &Decision::entry);
}

absl::StatusOr<v1::MigrateCaseTypeResponse> ChangeType(server::Call& call, const ChangeRequest& request,
                                                       const Decide& decide) {
  return ChangeAndAnswer(call, request, decide, &Decision::migration);
}

}  // namespace arasha::cases
