#include "services/cases/change_case.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/cases/also_in.h"
#include "services/cases/deadline_rows.h"
#include "services/cases/findables.h"
#include "services/cases/new_rows.h"
#include "services/cases/transitions.h"
#include "services/process/operator_log.h"
#include "services/rules/casework/entries.h"
#include "storage/cases/approvals.h"
#include "storage/cases/timeline.h"
#include "storage/postgres/pg_errors.h"
#include "storage/postgres/status.h"

namespace arasha::cases {
namespace {

// Times that a case may be changed by others while one caller decides, before that caller is told.
constexpr int kAttempts = 5;

// What becomes of the proposal on the case.
storage::ProposalFate FateOf(const Loaded& loaded, const Decision& decision, ChangeRequest::Waiting waiting) {
  using Fate = storage::ProposalFate::Fate;
  if (!loaded.proposal) return {};
  storage::ProposalFate proposal{.uid = std::string(storage::UidOf(loaded.proposal->name()))};
  if (decision.kind != Decision::Kind::kProposal && decision.approval.name() == loaded.proposal->name()) {
    proposal.fate = Fate::kApproved;
  } else if (loaded.row.message.has_pending_approval() && waiting == ChangeRequest::Waiting::kStays) {
    proposal.fate = Fate::kStays;
  }
  return proposal;
}

// The lines on the timeline: that of the deed, and that of a proposal which lapses by it or has lapsed
// before.
std::vector<storage::EntryRow> Lines(const server::Call& call, const Loaded& loaded, storage::EntryRow deed,
                                     const storage::ProposalFate& proposal) {
  std::vector<storage::EntryRow> lines;
  if (deed.message.kind() != v1::ENTRY_KIND_UNSPECIFIED) lines.push_back(std::move(deed));
  if (!proposal.uid.empty() && proposal.fate == storage::ProposalFate::Fate::kLapses) {
    v1::Entry lapse = ProposalEntry(call, v1::ENTRY_KIND_LAPSE, loaded, *loaded.proposal);
    const absl::Time expired = ToTime(loaded.proposal->expire_time());
    *lapse.mutable_happened_time() = ToTimestamp(std::min(call.now, expired));
    lines.push_back({std::move(lapse), {}});
  }
  return lines;
}

std::vector<std::string> KeysOf(const std::vector<rules::Happening>& happenings) {
  std::vector<std::string> keys;
  for (const rules::Happening& happening : happenings) {
    keys.insert(keys.end(), happening.keys.begin(), happening.keys.end());
  }
  return keys;
}

storage::CaseChange MakeChange(const Loaded& loaded, Decision decision, const server::Call& call,
                               ChangeRequest::Waiting waiting) {
  storage::CaseChange change;
  change.proposal = FateOf(loaded, decision, waiting);
  change.row = loaded.row;
  change.row.message = std::move(decision.message);
  change.row.open = decision.open;
  change.row.version = loaded.row.version + 1;
  change.stops = !decision.open;
  change.resumes = !loaded.row.open && decision.open;
  v1::Case& message = change.row.message;
  message.clear_parties();
  message.clear_pending_approval();
  change.row.labels = LabelsOf(change.row);
  if (message.summary() != loaded.row.message.summary()) change.findables.push_back(SummaryFindable(message));
  message.set_etag(absl::StrCat(change.row.version));
  *message.mutable_update_time() = ToTimestamp(call.now);
  if (change.stops && loaded.row.open) *message.mutable_close_time() = ToTimestamp(call.now);
  if (change.resumes) message.clear_close_time();

  change.entries =
      Lines(call, loaded, {std::move(decision.entry), KeysOf(decision.happened)}, change.proposal);
  std::vector<rules::Happening> happenings = HappeningsOf(message, loaded.type, loaded.mission.calendar);
  const std::vector<rules::Happening> undone =
      rules::Undone(HappeningsOf(loaded.row.message, loaded.type, loaded.mission.calendar), happenings);
  for (rules::Happening& happening : decision.happened) happenings.push_back(std::move(happening));
  change.deadlines = StartedRows(message, loaded.type, loaded.mission.calendar, happenings);
  for (storage::DeadlineRow& row : RestartedRows(message, loaded.type, loaded.mission.calendar, happenings)) {
    change.deadlines.push_back(std::move(row));
  }
  for (rules::StartedDeadline& none : rules::Unstarted(loaded.type, undone, happenings)) {
    change.deadlines.push_back(RowOf({.started = std::move(none)}));
  }
  change.meetings = Meetings(happenings);
  change.undone = Meetings(undone);
  return change;
}

struct Stored {
  storage::WriteOutcome outcome;
  std::string response;
};

using Answer = std::function<std::string(const Decision&)>;

absl::StatusOr<Stored> Kept(const absl::StatusOr<storage::WriteOutcome>& outcome, std::string response) {
  if (!outcome.ok()) return outcome.status();
  return Stored{*outcome, std::move(response)};
}

// A party gets its new version, and others are told of at once only now: the kept answer has no other cases
// in it.
absl::StatusOr<Stored> StoreParty(const server::Call& call, Decision decision) {
  v1::Party& party = decision.party;
  const bool is_new = decision.kind == Decision::Kind::kNewParty;
  int version = 0;
  if (!absl::SimpleAtoi(party.etag(), &version)) return absl::InternalError("a party has no version");
  if (!is_new) party.set_etag(absl::StrCat(version + 1));
  storage::Append append{.number = call.about,
                         .entry = {decision.entry, rules::OfEntry(decision.entry).keys},
                         .although_closed = false,
                         .new_party = is_new ? std::optional(party) : std::nullopt,
                         .changed_party = is_new ? std::nullopt : std::optional(party),
                         .subject_must_stay = decision.subject_must_stay,
                         .findables = {},
                         .response = party.SerializeAsString()};
  if (!party.has_remove_time()) append.findables.push_back(PartyFindable(party));
  auto appended = storage::AppendToTimeline(*call.connection, call.context, append);
  if (!appended.ok()) return appended.status();
  if (appended->outcome != storage::WriteOutcome::kDone) return Stored{appended->outcome, {}};
  ShowAlsoIn(appended->also_in, party);
  return Stored{storage::WriteOutcome::kDone, party.SerializeAsString()};
}

// An entry that was looked at together with its case, and moves nothing else.
absl::StatusOr<Stored> StoreAppend(const server::Call& call, const Decision& decision, bool although_closed,
                                   const Answer& answer) {
  const storage::Append append{.number = call.about,
                               .entry = {decision.entry, KeysOf(decision.happened)},
                               .follows_starts = rules::IsDeed(decision.entry.kind()),
                               .although_closed = although_closed,
                               .new_party = {},
                               .changed_party = {},
                               .subject_must_stay = false,
                               .findables = {},
                               .response = answer(decision)};
  auto appended = storage::AppendToTimeline(*call.connection, call.context, append);
  if (!appended.ok()) return appended.status();
  return Stored{appended->outcome, append.response};
}

absl::StatusOr<Stored> StoreChange(const server::Call& call, const Loaded& loaded,
                                   const storage::DataKey& key, Decision decision,
                                   ChangeRequest::Waiting waiting, const Answer& answer) {
  storage::CaseChange change = MakeChange(loaded, decision, call, waiting);
  // Row-level security would refuse the row anyhow, and with less to say.
  if (!rules::Sees(call.context.audit.access.labels, change.row.labels)) {
    return server::PermissionDenied(rules::Problem::kWouldLoseSight);
  }
  change.key = key;
  decision.message = change.row.message;
  if (change.proposal.fate == storage::ProposalFate::Fate::kStays && loaded.proposal) {
    *decision.message.mutable_pending_approval() = *loaded.proposal;
  }
  change.response = answer(decision);
  return Kept(storage::SaveCase(*call.connection, call.context, change), change.response);
}

absl::StatusOr<Stored> StoreCorrection(const server::Call& call, const Loaded& loaded,
                                       const storage::DataKey& key, Decision decision, const Answer& answer) {
  storage::Correction& correction = decision.correction;
  correction.number = loaded.row.number;
  correction.case_uid = loaded.row.message.uid();
  correction.case_version = loaded.row.version;
  correction.proposal = FateOf(loaded, decision, ChangeRequest::Waiting::kStays);
  correction.entries = Lines(call, loaded, {decision.entry, KeysOf(decision.happened)}, correction.proposal);
  correction.key = key;
  correction.state = decision.message.state();
  correction.open = decision.open;
  if (decision.message.has_close_time()) correction.closed = ToTime(decision.message.close_time());
  decision.message.clear_parties();
  if (correction.proposal.fate != storage::ProposalFate::Fate::kStays)
    decision.message.clear_pending_approval();
  decision.message.set_etag(absl::StrCat(loaded.row.version + 1));
  *decision.message.mutable_update_time() = ToTimestamp(call.now);
  correction.response = answer(decision);
  return Kept(storage::SaveCorrection(*call.connection, call.context, correction), correction.response);
}

absl::StatusOr<Stored> StoreProposal(const server::Call& call, const Loaded& loaded,
                                     const storage::DataKey& key, Decision decision, const Answer& answer) {
  decision.message.clear_parties();
  const storage::ProposalFate before = FateOf(loaded, decision, ChangeRequest::Waiting::kLapses);
  const std::string response = answer(decision);
  return Kept(storage::Propose(*call.connection, call.context,
                               {.number = loaded.row.number,
                                .case_uid = loaded.row.message.uid(),
                                .case_version = loaded.row.version,
                                .approval = decision.approval,
                                .entries = Lines(call, loaded, {decision.entry, {}}, before),
                                .lapsed = before.uid,
                                .key = key,
                                .response = response}),
              response);
}

absl::StatusOr<Stored> StoreRefusal(const server::Call& call, const Loaded& loaded,
                                    const storage::DataKey& key, Decision decision, const Answer& answer) {
  decision.message.clear_parties();
  const std::string response = answer(decision);
  return Kept(storage::RefuseProposal(*call.connection, call.context,
                                      {.number = loaded.row.number,
                                       .case_uid = loaded.row.message.uid(),
                                       .approval_uid = std::string(storage::UidOf(decision.approval.name())),
                                       .entry = {decision.entry, {}},
                                       .key = key,
                                       .response = response}),
              response);
}

absl::StatusOr<Stored> Store(const server::Call& call, const Loaded& loaded, const storage::DataKey& key,
                             Decision decision, const ChangeRequest& request, const Answer& answer) {
  decision.message.set_time_zone(loaded.mission.calendar.zone.name());
  switch (decision.kind) {
    case Decision::Kind::kChange:
      return StoreChange(call, loaded, key, std::move(decision), request.waiting, answer);
    case Decision::Kind::kProposal:
      return StoreProposal(call, loaded, key, std::move(decision), answer);
    case Decision::Kind::kRefusal:
      return StoreRefusal(call, loaded, key, std::move(decision), answer);
    case Decision::Kind::kCorrection:
      return StoreCorrection(call, loaded, key, std::move(decision), answer);
    case Decision::Kind::kParty:
    case Decision::Kind::kNewParty:
      return StoreParty(call, std::move(decision));
    case Decision::Kind::kAppend:
      return StoreAppend(call, decision, request.although_closed, answer);
  }
  return absl::InternalError("unknown kind of decision");
}

absl::Status Stale() {
  return Refuse(absl::StatusCode::kAborted, v1::ERROR_REASON_ETAG_MISMATCH,
                "the case changed since you read it; read it again, then decide");
}

}  // namespace

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

namespace {

// `answer` makes the RPC's answer, to be stored.
absl::StatusOr<Stored> ChangeCase(server::Call& call, const ChangeRequest& request, const Decide& decide,
                                  const std::function<std::string(const Decision&)>& answer) {
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    auto loaded = storage::LoadCase(*call.connection, call.context, call.about);
    if (!loaded.ok()) return loaded.status();
    if (!*loaded) return server::NotFound(call.name);
    if ((*loaded)->answer) {
      if (absl::Status s = server::CheckRepeat(call.context, *(*loaded)->answer); !s.ok()) return s;
      return Stored{storage::WriteOutcome::kAnswered, (*loaded)->answer->response};
    }
    const storage::CaseRow& row = (*loaded)->row;
    server::LogDamage(call.method, (*loaded)->damaged);
    if (!request.etag.empty() && request.etag != row.message.etag()) return Stale();
    if (row.message.has_erase_time()) return server::CaseErased();
    if (!row.open && !request.although_closed) return server::CaseClosed();
    const rules::CaseType* type =
        call.directory->catalogue().Find(row.message.type(), row.message.type_version());
    if (type == nullptr) {
      return storage::Damaged(absl::StrCat("case_type/", row.message.type(), "@", row.message.type_version()),
                              "a case has a type that the catalogue lacks");
    }
    const Loaded view{.row = row,
                      .type = *type,
                      .mission = *call.mission,
                      .proposal = (*loaded)->proposal,
                      .parties_before = (*loaded)->parties_before,
                      .damaged = (*loaded)->damaged,
                      .times = {.received = ToTime(row.message.received_time()),
                                .born = rules::BirthOf(row.message.parties()),
                                .first_change = (*loaded)->first_change,
                                .last_change = (*loaded)->last_change,
                                .zone = call.mission->calendar.zone}};
    auto decision = decide(view);
    if (!decision.ok()) return decision.status();
    const bool decides = decision->kind != Decision::Kind::kProposal && !decision->approval.name().empty();
    if (row.message.has_pending_approval() && !decides &&
        request.waiting == ChangeRequest::Waiting::kMustNotBe) {
      return ProposalWaits(view);
    }
    auto stored = Store(call, view, (*loaded)->keys.back(), *std::move(decision), request, answer);
    if (!stored.ok()) return stored.status();
    if (stored->outcome == storage::WriteOutcome::kDone) return stored;
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
  auto stored = ChangeCase(call, request, decide,
                           [part](const Decision& decision) { return (decision.*part).SerializeAsString(); });
  if (!stored.ok()) return stored.status();
  Message message;
  if (!message.ParseFromString(stored->response))
    return absl::InternalError("a stored answer cannot be read");
  if constexpr (std::is_same_v<Message, v1::Party>) {
    if (stored->outcome == storage::WriteOutcome::kAnswered) {
      if (absl::Status s = FindAlsoIn(call, call.about, message); !s.ok()) return s;
    }
  }
  return message;
}

}  // namespace

absl::StatusOr<v1::Case> ChangeAndShow(server::Call& call, const ChangeRequest& request,
                                       const Decide& decide) {
  return ChangeAndAnswer(call, request, decide, &Decision::message);
}

absl::StatusOr<v1::Party> ChangeParty(server::Call& call, const ChangeRequest& request,
                                      const Decide& decide) {
  return ChangeAndAnswer(call, request, decide, &Decision::party);
}

absl::StatusOr<v1::Entry> ChangeAndTell(server::Call& call, const ChangeRequest& request,
                                        const Decide& decide) {
  return ChangeAndAnswer(call, request, decide, &Decision::entry);
}

}  // namespace arasha::cases
