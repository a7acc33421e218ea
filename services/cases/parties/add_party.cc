#include "services/cases/append_to_case.h"
#include "services/cases/operations.h"
#include "services/cases/parties/party_change.h"
#include "services/cases/references.h"
#include "services/cases/rows/findables.h"
#include "services/cases/rows/new_rows.h"
#include "services/rules/casework/changes.h"
#include "services/rules/casework/party_roles.h"

namespace arasha::cases {

absl::StatusOr<v1::Party> AddParty(server::Call& call, const v1::AddPartyRequest& request) {
  v1::Party party = NewParty(request.party(), call.now);
  WriteNumbers(party, *call.mission);
  if (auto violations = CheckParty(call, party, v1::Party(), "party"); !violations.empty()) {
    return server::InvalidFields(violations);
  }
  server::NameAfter(call.about, party);
  v1::Entry entry = ServerEntry(call, v1::ENTRY_KIND_PARTY_ADDED);
  entry.set_party(party.name());
  if (!party.case_role().empty() || (party.role() == v1::PARTY_ROLE_SUBJECT && rules::BirthOf(party))) {
    // The case's type may lack its role, or it was born after what the case tells of, or its age raises the
    // case: one more round trip.
    const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
      rules::CompleteRole(loaded.type, party);
      if (auto violations = rules::CheckRole(loaded.type, party, loaded.row.message.parties(), "party");
          !violations.empty()) {
        return server::InvalidFields(violations);
      }
      entry.set_text(rules::PartyText(party));
      if (loaded.row.message.parties_size() >= storage::kMaxParties) {
        return server::InvalidFields(
            {{"party", rules::Problem::kTooMany, {{"most", absl::StrCat(storage::kMaxParties)}}}});
      }
      if (party.role() == v1::PARTY_ROLE_SUBJECT) {
        if (auto violations = CheckBirth(loaded, party); !violations.empty()) {
          return server::InvalidFields(violations);
        }
      }
      return WithRaises(call, loaded,
                        {.message = loaded.row.message,
                         .open = loaded.row.open,
                         .entry = entry,
                         .kind = Decision::Kind::kNewParty,
                         .party = party});
    };
    return ChangeParty(call, {}, decide);
  }
  entry.set_text(rules::PartyText(party));
  return AppendAndAnswer(call,
                         {.number = call.about,
                          .entry = {entry, rules::OfEntry(entry).keys},
                          .although_closed = false,
                          .new_party = party,
                          .changed_party = {},
                          .subject_must_stay = false,
                          .findables = {PartyFindable(party, nullptr, MayCross(call, call.about.mission))},
                          .response = {}},
                         party, "party");
}

}  // namespace arasha::cases
