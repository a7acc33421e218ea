#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_join.h"
#include "proto/entry_kinds.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/cases/change_case.h"
#include "services/cases/corrections/corrections.h"
#include "services/cases/operations.h"
#include "services/cases/references.h"
#include "services/cases/rows/deadline_rows.h"
#include "services/cases/rows/new_rows.h"
#include "services/cases/second_person.h"
#include "services/cases/transitions.h"
#include "services/rules/casework/corrections.h"
#include "services/rules/casework/entries.h"
#include "services/rules/catalogue/field_values.h"
#include "services/rules/flow/checklist.h"
#include "storage/postgres/status.h"

namespace arasha::cases {
namespace {

absl::Status CheckRequest(const server::Call& call, const v1::CorrectEntryRequest& request,
                          const std::string& case_name) {
  rules::Violations violations;
  rules::CheckLength("reason", request.reason(), 1, rules::kMaxReason, violations);
  if (request.has_replacement()) {
    for (auto& v : rules::CheckEntry(request.replacement(), call.now, "replacement")) {
      violations.push_back(std::move(v));
    }
  }
  if (!violations.empty()) return server::InvalidFields(violations);
  return CheckEntryParty(request.replacement(), case_name, "replacement");
}

absl::Status StatusOf(const rules::CorrectionRuling& ruling, absl::TimeZone zone) {
  switch (ruling.verdict) {
    case rules::CorrectionRuling::Verdict::kNotTheAuthor:
      return server::PermissionDenied(
          rules::Problem::kEventMadeBy,
          {{"roles", absl::StrJoin(rules::RolesThatMay(rules::Action::kCorrectEntries), ", ")}});
    case rules::CorrectionRuling::Verdict::kTooLate:
      return WithMetadata(
          Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_CORRECTION_TOO_LATE,
                 "the time in which its author may correct an entry has passed; a head of the mission may"),
          "until", absl::FormatTime(absl::RFC3339_sec, ruling.until, zone));
    case rules::CorrectionRuling::Verdict::kAllowed:
    case rules::CorrectionRuling::Verdict::kNotCorrectable:  // FindToCorrect refused these
    case rules::CorrectionRuling::Verdict::kAlreadyCorrected:
      break;
  }
  return absl::OkStatus();
}

// What two persons decided, or could have, is taken back by two: anybody who works the case proposes it. So
// is an event that the version of the type lacks: in the one before it may have taken two.
bool TookTwoPersons(const rules::CaseType& type, const v1::Entry& entry) {
  if (!IsTakenBack(entry)) return false;
  const v1::TransitionRule* transition = type.FindTransition(entry.event());
  return transition == nullptr || transition->four_eyes() || transition->four_eyes_when_size() > 0;
}

// The party that the replacement names is still on the case, or is the one that the entry named.
bool PartyFits(const Loaded& loaded, const v1::Entry& replacement, const v1::Entry& corrected) {
  const auto& parties = loaded.row.message.parties();
  return replacement.party().empty() || replacement.party() == corrected.party() ||
         std::any_of(parties.begin(), parties.end(),
                     [&](const v1::Party& party) { return party.name() == replacement.party(); });
}

rules::Violations CheckTime(const Loaded& loaded, const v1::Entry& replacement) {
  constexpr absl::string_view kField = "replacement.happened_time";
  const v1::Case& message = loaded.row.message;
  google::protobuf::RepeatedPtrField<v1::Party> parties = message.parties();
  parties.Add(loaded.parties_before.begin(), loaded.parties_before.end());
  auto wrong = rules::CheckEntryTime(replacement, parties, loaded.times, kField);
  if (!wrong.empty()) return wrong;
  return CheckDeed(replacement, RoleOf(replacement, message).value_or(v1::PARTY_ROLE_UNSPECIFIED), message,
                   loaded.type, loaded.mission.calendar, kField);
}

// What the replacement ticks: the tick that it stands in the place of is gone by then.
rules::Violations CheckReplacedTick(const Loaded& loaded, const v1::Entry& replacement,
                                    const v1::Entry& corrected) {
  if (replacement.kind() != v1::ENTRY_KIND_CHECK) return {};
  std::set<std::string> ticked = loaded.ticked;
  ticked.erase(corrected.check_item());
  return rules::CheckTick(loaded.type, loaded.row.message.details(), ticked, replacement.check_item(),
                          "replacement.check_item");
}

// Brings the replacement's fields into the form in which they are kept; what they name and must not.
rules::Violations TakeDetails(const Loaded& loaded, const v1::Entry& corrected, v1::Entry& replacement) {
  if (!replacement.has_details()) return {};
  const auto& fields = loaded.type.EntryFields(replacement.kind());
  rules::KeepDetails(fields, *replacement.mutable_details());
  return TakeReferences(fields, loaded.row.message, corrected.details(), "replacement.details",
                        *replacement.mutable_details());
}

}  // namespace

absl::StatusOr<v1::Entry> CorrectEntry(server::Call& call, const v1::CorrectEntryRequest& request) {
  if (absl::Status s = CheckRequest(call, request, storage::CaseName(call.about)); !s.ok()) return s;
  v1::Correction correction;
  correction.set_entry(request.name());
  if (request.has_replacement()) {
    *correction.mutable_replacement() = NewEntry(call, request.replacement());
    correction.mutable_replacement()->clear_name();
  }
  correction.set_reason(request.reason());

  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    auto found = FindToCorrect(call, loaded, correction);
    if (!found.ok()) return found.status();
    const bool is_head =
        rules::May(*call.actor, rules::Action::kCorrectEntries, loaded.mission.code, call.now);
    const bool took_two = TookTwoPersons(loaded.type, found->entry);
    const rules::CorrectionRuling ruling = rules::RuleCorrection(
        loaded.type, loaded.mission.calendar, found->entry, call.actor->name, is_head, call.now);
    if (absl::Status s = StatusOf(ruling, loaded.mission.calendar.zone); !s.ok() && !took_two) return s;
    if (!PartyFits(loaded, request.replacement(), found->entry)) {
      return server::InvalidFields({{"replacement.party", rules::Problem::kNotOnCase}});
    }
    if (request.has_replacement()) {
      if (auto wrong = TakeDetails(loaded, found->entry, *correction.mutable_replacement()); !wrong.empty()) {
        return server::InvalidFields(wrong);
      }
      if (auto wrong =
              rules::CheckEntryDetails(loaded.type, correction.replacement(), call.now, "replacement");
          !wrong.empty()) {
        return server::InvalidFields(wrong);
      }
      if (auto wrong = CheckTime(loaded, correction.replacement()); !wrong.empty()) {
        return server::InvalidFields(wrong);
      }
      auto wrong = CheckReplacedTick(loaded, correction.replacement(), found->entry);
      if (!wrong.empty()) return server::InvalidFields(wrong);
    }
    if (loaded.row.open && !took_two) return Corrected(call, loaded, correction, *std::move(found));
    v1::Approval approval;
    approval.set_text(correction.reason());
    *approval.mutable_correction() = correction;
    *approval.mutable_correction()->mutable_corrected() = found->entry;
    // That another waits is told first.
    if (request.overtake_proposal() || !loaded.row.message.has_pending_approval()) {
      if (absl::Status s = CheckSomebodyDecides(call, loaded, approval); !s.ok()) return s;
    }
    Decision decision = Propose(call, loaded, std::move(approval));
    server::NameAfter(loaded.row.number, decision.entry);
    return decision;
  };
  return ChangeAndTell(call, {.although_closed = true, .waiting = Overtaking(request.overtake_proposal())},
                       decide);
}

}  // namespace arasha::cases
