#include "services/cases/parties/party_change.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/calls/errors.h"
#include "services/cases/rows/new_rows.h"
#include "services/rules/casework/changes.h"
#include "services/rules/casework/parties.h"
#include "services/rules/casework/raises.h"
#include "services/rules/deadlines/happenings.h"
#include "storage/cases/rows.h"
#include "storage/postgres/pg_errors.h"
#include "storage/postgres/status.h"

namespace arasha::cases {

absl::StatusOr<Decision> PartyDecision(const server::Call& call, const Loaded& loaded,
                                       const std::string& name, v1::EntryKind kind) {
  const auto& parties = loaded.row.message.parties();
  const auto found = std::find_if(parties.begin(), parties.end(),
                                  [&](const v1::Party& party) { return party.name() == name; });
  if (found == parties.end()) return server::NotFound(name);
  // To seal what could not be read would bury it.
  if (found->display_name() == storage::kUnreadableText) {
    const std::string row = absl::StrCat("party/", storage::UidOf(name));
    return storage::Damaged(row, absl::StrCat("what is sealed at ", row, " does not open"));
  }
  Decision decision{.message = loaded.row.message, .open = loaded.row.open, .kind = Decision::Kind::kParty};
  decision.party = *found;
  decision.entry = ServerEntry(call, kind);
  decision.entry.set_party(name);
  return decision;
}

absl::string_view BirthField(const v1::Party& party) {
  return party.birth_date().empty() ? "party.iin" : "party.birth_date";
}

rules::Violations CheckBirth(const Loaded& loaded, const v1::Party& party) {
  google::protobuf::RepeatedPtrField<v1::Party> parties;
  for (const v1::Party& other : loaded.row.message.parties()) {
    if (other.name() != party.name()) *parties.Add() = other;
  }
  *parties.Add() = party;
  rules::CaseTimes times = loaded.times;
  times.births = rules::BirthsOf(parties);
  return rules::CheckBirth(loaded.type, loaded.row.message.details(), times, BirthField(party));
}

Decision WithRaises(const server::Call& call, const Loaded& loaded, Decision decision) {
  v1::Case with_party = loaded.row.message;
  auto* parties = with_party.mutable_parties();
  const auto same = std::find_if(parties->begin(), parties->end(), [&](const v1::Party& party) {
    return party.name() == decision.party.name();
  });
  (same == parties->end() ? *parties->Add() : *same) = decision.party;
  const absl::CivilDay today = absl::ToCivilDay(call.now, loaded.mission.calendar.zone);
  auto raises = rules::RaisesThatHold(loaded.type, with_party, today);
  for (const v1::RaiseRule* held : rules::RaisesThatHold(loaded.type, loaded.row.message, today)) {
    std::erase(raises, held);
  }
  if (raises.empty()) return decision;
  rules::Raise(raises, decision.message);
  decision.raised = ServerEntry(call, v1::ENTRY_KIND_UPDATE);
  decision.raised.set_text(rules::JoinedLines(
      rules::ChangesText(loaded.type, loaded.row.message, decision.message), rules::RaisesText(raises)));
  decision.happened = {rules::OfEntry(decision.entry)};
  return decision;
}

absl::StatusOr<Decision> WithSubjectLeft(const Loaded& loaded, Decision decision) {
  if (!loaded.type.proto().subject_required()) return decision;
  google::protobuf::RepeatedPtrField<v1::Party> before, after;
  for (const v1::Party& party : loaded.row.message.parties()) {
    const bool changes = party.name() == decision.party.name();
    if (changes) *before.Add() = party;
    *after.Add() = changes ? decision.party : party;
  }
  // A case that never had one, for its type did not ask for it then, is no worse for losing somebody else.
  decision.subject_must_stay = rules::HasSubject(before);
  if (decision.subject_must_stay && !rules::HasSubject(after)) {
    return Refuse(
        absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_SUBJECT_NEEDED,
        "cases of this type need a subject, and this party is the only one; add the right one first, or "
        "change what is wrong about this one");
  }
  if (decision.party.role() == v1::PARTY_ROLE_SUBJECT && !decision.party.has_remove_time()) {
    decision.subject_must_stay = false;  // It is one itself.
  }
  return decision;
}

}  // namespace arasha::cases
