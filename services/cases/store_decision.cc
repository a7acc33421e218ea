#include "services/cases/store_decision.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/cases/also_in.h"
#include "services/cases/rows/deadline_rows.h"
#include "services/cases/rows/fact_rows.h"
#include "services/cases/rows/findables.h"
#include "services/cases/rows/new_rows.h"
#include "services/cases/transitions.h"
#include "services/rules/casework/entries.h"
#include "services/rules/casework/party_roles.h"
#include "services/rules/casework/rows.h"
#include "storage/cases/approvals.h"
#include "storage/cases/group_rows.h"
#include "storage/cases/timeline.h"

namespace arasha::cases {
namespace {

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

// What the case tells, and its timeline where deadlines hang on it; otherwise that was loaded for guards
// alone.
std::vector<rules::Happening> ToldBy(const v1::Case& message, const Loaded& loaded) {
  std::vector<rules::Happening> told = HappeningsOf(message, loaded.type, loaded.mission.calendar);
  if (!loaded.type.NeedsTimeline()) return told;
  for (rules::Happening& entry : HappeningsOf(loaded.timeline)) told.push_back(std::move(entry));
  return told;
}

// The deadlines that a change starts, moves or ends, and those that it extends, waives or lets rest.
void DecideDeadlines(const Loaded& loaded, const Decision& decision, absl::Time now,
                     storage::CaseChange& change) {
  const std::vector<rules::DeadlineCourse> stored = CoursesOf(loaded.deadlines);
  const std::vector<rules::DeadlineCourse>& courses = decision.courses.empty() ? stored : decision.courses;
  const rules::DeadlineFacts facts = FactsOf(change.row.message, loaded.type, loaded.mission.calendar);
  std::vector<rules::Happening> told = ToldBy(change.row.message, loaded);
  change.deadlines = ChangedRows(facts, told, decision.happened, courses);
  told.insert(told.end(), decision.happened.begin(), decision.happened.end());
  change.altered = AlteredRows(facts, told, courses, loaded.deadlines);

  const rules::DeadlineFacts before = FactsOf(loaded.row.message, loaded.type, loaded.mission.calendar);
  const std::vector<rules::Happening> told_before = ToldBy(loaded.row.message, loaded);
  KeepWhatIsOver(loaded.deadlines, ChangedRows(before, told_before, {}, stored), now, change.deadlines);
  KeepWhatIsOver(loaded.deadlines, AlteredRows(before, told_before, stored, loaded.deadlines), now,
                 change.altered);
}

// Of the deadlines that another version of the type decides, those that it lets rest otherwise: a row may
// differ in nothing else.
std::vector<storage::DeadlineRow> OtherLeeway(absl::Span<const storage::DeadlineRow> stored,
                                              absl::Span<const storage::DeadlineRow> moved) {
  std::vector<storage::DeadlineRow> other;
  for (const storage::DeadlineRow& row : moved) {
    const auto before = std::find_if(stored.begin(), stored.end(), [&](const storage::DeadlineRow& one) {
      return one.rule == row.rule && one.run == row.run;
    });
    if (before != stored.end() && !SameLeeway(row, *before)) other.push_back(row);
  }
  return other;
}

storage::Findable FindableOf(const server::Call& call, const rules::CaseType& type, const v1::Party& party) {
  return PartyFindable(party, &type, MayCross(call, call.about.mission));
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
  if (decision.raised.kind() != v1::ENTRY_KIND_UNSPECIFIED) {
    change.entries.push_back({std::move(decision.raised), {}});
  }
  if (decision.kind == Decision::Kind::kNewParty || decision.kind == Decision::Kind::kParty) {
    change.findables.push_back(FindableOf(call, loaded.type, decision.party));
    (decision.kind == Decision::Kind::kNewParty ? change.new_party : change.changed_party) = decision.party;
  }
  const rules::CaseType& type = decision.type != nullptr ? *decision.type : loaded.type;
  change.row.field_times = FieldTimesOf(message, type, loaded.mission.calendar.zone);
  std::vector<rules::Happening> happenings = HappeningsOf(message, type, loaded.mission.calendar);
  change.whole = decision.type != nullptr || loaded.type.NeedsTimeline();
  if (decision.type != nullptr) {
    for (const v1::Party& party : loaded.row.message.parties()) {
      if (rules::StandsAcross(loaded.type, party) == rules::StandsAcross(type, party)) continue;
      change.findables.push_back(FindableOf(call, type, party));
    }
    for (const rules::DeadlineCourse& course : decision.courses) change.deadlines.push_back(RowOf(course));
    change.altered = OtherLeeway(loaded.deadlines, change.deadlines);
    change.entries_before = loaded.entries;
    change.meetings = Meetings(happenings);
    return change;
  }
  const std::vector<rules::Happening> undone =
      rules::Undone(HappeningsOf(loaded.row.message, loaded.type, loaded.mission.calendar), happenings);
  change.undone = Meetings(undone);
  DecideDeadlines(loaded, decision, call.now, change);
  for (rules::Happening& happening : decision.happened) happenings.push_back(std::move(happening));
  change.meetings = Meetings(happenings);
  return change;
}

// A party that changes gets its new version.
absl::Status SetVersion(Decision& decision) {
  int version = 0;
  if (!absl::SimpleAtoi(decision.party.etag(), &version)) {
    return absl::InternalError("a party has no version");
  }
  if (decision.kind == Decision::Kind::kParty) decision.party.set_etag(absl::StrCat(version + 1));
  return absl::OkStatus();
}

// Other cases are told of only once it is stored: the kept answer has none in it.
absl::StatusOr<storage::WriteOutcome> StoreParty(const server::Call& call, const Loaded& loaded,
                                                 const Answer& answer, Decision& decision) {
  v1::Party& party = decision.party;
  const bool is_new = decision.kind == Decision::Kind::kNewParty;
  if (absl::Status s = SetVersion(decision); !s.ok()) return s;
  const v1::PartyRoleRule* role = loaded.type.FindPartyRole(party.case_role());
  storage::Append append{.number = call.about,
                         .entry = {decision.entry, rules::OfEntry(decision.entry).keys},
                         .although_closed = false,
                         .new_party = is_new ? std::optional(party) : std::nullopt,
                         .changed_party = is_new ? std::nullopt : std::optional(party),
                         .most_in_role = role == nullptr ? 0 : role->at_most(),
                         .subject_must_stay = decision.subject_must_stay,
                         .findables = {},
                         .response = answer(decision)};
  if (!party.has_remove_time()) append.findables.push_back(FindableOf(call, loaded.type, party));
  auto appended = storage::AppendToTimeline(*call.connection, call.context, append);
  if (!appended.ok()) return appended.status();
  if (appended->outcome != storage::WriteOutcome::kDone) return appended->outcome;
  ShowAlsoIn(appended->also_in, party);
  return storage::WriteOutcome::kDone;
}

// A row of a group that has no deadlines: nothing of the case hangs on it.
absl::StatusOr<storage::WriteOutcome> StoreRow(const server::Call& call, const Loaded& loaded,
                                               const Answer& answer, const Decision& decision) {
  const bool is_new = decision.kind == Decision::Kind::kNewRow;
  const v1::RowGroup* group = loaded.type.FindRowGroup(decision.row.group());
  return storage::SaveRow(*call.connection, call.context,
                          {.number = call.about,
                           .entry = {decision.entry, {}},
                           .type = loaded.type.ref(),
                           .added = is_new ? std::optional(decision.row) : std::nullopt,
                           .most = group == nullptr ? 0 : rules::MaxRows(*group),
                           .changed = is_new ? std::nullopt : std::optional(decision.row),
                           .response = answer(decision)});
}

// An entry that was looked at together with its case, and moves nothing else.
absl::StatusOr<storage::WriteOutcome> StoreAppend(const server::Call& call, const std::string& type,
                                                  bool although_closed, const Answer& answer,
                                                  const Decision& decision) {
  const storage::Append append{.number = call.about,
                               .entry = {decision.entry, KeysOf(decision.happened)},
                               .follows_starts = rules::IsDeed(decision.entry.kind()),
                               .although_closed = although_closed,
                               .type = type,
                               .new_party = {},
                               .changed_party = {},
                               .subject_must_stay = false,
                               .findables = {},
                               .response = answer(decision)};
  auto appended = storage::AppendToTimeline(*call.connection, call.context, append);
  if (!appended.ok()) return appended.status();
  return appended->outcome;
}

absl::StatusOr<storage::WriteOutcome> StoreChange(const server::Call& call, const Loaded& loaded,
                                                  const storage::DataKey& key, ChangeRequest::Waiting waiting,
                                                  const Answer& answer, Decision& decision) {
  storage::CaseChange change = MakeChange(loaded, decision, call, waiting);
  // Row-level security would refuse the row anyhow, and with less to say.
  if (!rules::Sees(call.context.audit.access.labels, change.row.labels)) {
    return server::PermissionDenied(rules::Problem::kWouldLoseSight);
  }
  change.key = key;
  if (!decision.row.name().empty()) {
    (decision.row_is_new ? change.added_row : change.changed_row) = decision.row;
  }
  decision.message = change.row.message;
  decision.message.clear_rows();
  if (change.proposal.fate == storage::ProposalFate::Fate::kStays && loaded.proposal) {
    *decision.message.mutable_pending_approval() = *loaded.proposal;
  }
  change.response = answer(decision);
  return storage::SaveCase(*call.connection, call.context, change);
}

// A party that raises the case: both change in one write.
absl::StatusOr<storage::WriteOutcome> StoreRaise(const server::Call& call, const Loaded& loaded,
                                                 const storage::DataKey& key, ChangeRequest::Waiting waiting,
                                                 const Answer& answer, Decision& decision) {
  if (absl::Status s = SetVersion(decision); !s.ok()) return s;
  auto outcome = StoreChange(call, loaded, key, waiting, answer, decision);
  if (!outcome.ok() || *outcome != storage::WriteOutcome::kDone) return outcome;
  if (absl::Status s = FindAlsoIn(call, call.about, decision.party); !s.ok()) return s;
  return outcome;
}

absl::StatusOr<storage::WriteOutcome> StoreCorrection(const server::Call& call, const Loaded& loaded,
                                                      const storage::DataKey& key,
                                                      ChangeRequest::Waiting waiting, const Answer& answer,
                                                      Decision& decision) {
  storage::Correction& correction = decision.correction;
  correction.number = loaded.row.number;
  correction.case_uid = loaded.row.message.uid();
  correction.case_version = loaded.row.version;
  correction.proposal = FateOf(loaded, decision, waiting);
  correction.entries = Lines(call, loaded, {decision.entry, KeysOf(decision.happened)}, correction.proposal);
  correction.key = key;
  correction.state = decision.message.state();
  correction.open = decision.open;
  if (decision.message.has_close_time()) correction.closed = ToTime(decision.message.close_time());
  decision.message.clear_parties();
  decision.message.clear_rows();
  if (correction.proposal.fate != storage::ProposalFate::Fate::kStays)
    decision.message.clear_pending_approval();
  decision.message.set_etag(absl::StrCat(loaded.row.version + 1));
  *decision.message.mutable_update_time() = ToTimestamp(call.now);
  correction.response = answer(decision);
  return storage::SaveCorrection(*call.connection, call.context, correction);
}

absl::StatusOr<storage::WriteOutcome> StoreProposal(const server::Call& call, const Loaded& loaded,
                                                    const storage::DataKey& key, const Answer& answer,
                                                    Decision& decision) {
  decision.message.clear_parties();
  decision.message.clear_rows();
  const storage::ProposalFate before = FateOf(loaded, decision, ChangeRequest::Waiting::kLapses);
  return storage::Propose(*call.connection, call.context,
                          {.number = loaded.row.number,
                           .case_uid = loaded.row.message.uid(),
                           .case_version = loaded.row.version,
                           .approval = decision.approval,
                           .entries = Lines(call, loaded, {decision.entry, {}}, before),
                           .lapsed = before.uid,
                           .key = key,
                           .response = answer(decision)});
}

absl::StatusOr<storage::WriteOutcome> StoreRefusal(const server::Call& call, const Loaded& loaded,
                                                   const storage::DataKey& key, const Answer& answer,
                                                   Decision& decision) {
  decision.message.clear_parties();
  decision.message.clear_rows();
  return storage::RefuseProposal(*call.connection, call.context,
                                 {.number = loaded.row.number,
                                  .case_uid = loaded.row.message.uid(),
                                  .approval_uid = std::string(storage::UidOf(decision.approval.name())),
                                  .entry = {decision.entry, {}},
                                  .key = key,
                                  .response = answer(decision)});
}

}  // namespace

absl::StatusOr<storage::WriteOutcome> StoreDecision(const server::Call& call, const Loaded& loaded,
                                                    const storage::DataKey& key, const ChangeRequest& request,
                                                    const Answer& answer, Decision& decision) {
  decision.message.set_time_zone(loaded.mission.calendar.zone.name());
  switch (decision.kind) {
    case Decision::Kind::kChange:
      return StoreChange(call, loaded, key, request.waiting, answer, decision);
    case Decision::Kind::kProposal:
      return StoreProposal(call, loaded, key, answer, decision);
    case Decision::Kind::kRefusal:
      return StoreRefusal(call, loaded, key, answer, decision);
    case Decision::Kind::kCorrection:
      return StoreCorrection(call, loaded, key, request.waiting, answer, decision);
    case Decision::Kind::kParty:
    case Decision::Kind::kNewParty:
      return decision.raised.kind() == v1::ENTRY_KIND_UNSPECIFIED
                 ? StoreParty(call, loaded, answer, decision)
                 : StoreRaise(call, loaded, key, request.waiting, answer, decision);
    case Decision::Kind::kRow:
    case Decision::Kind::kNewRow:
      return StoreRow(call, loaded, answer, decision);
    case Decision::Kind::kAppend:
      return StoreAppend(call, loaded.type.ref(), request.although_closed, answer, decision);
  }
  return absl::InternalError("unknown kind of decision");
}

}  // namespace arasha::cases
