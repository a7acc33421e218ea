#include "services/cases/appends.h"
#include "services/cases/fields.h"
#include "services/cases/findables.h"
#include "services/cases/names.h"
#include "services/cases/operations.h"
#include "services/rules/changes.h"
#include "services/rules/parties.h"

namespace arasha::cases {

absl::StatusOr<v1::Party> AddParty(server::Call& call, const v1::AddPartyRequest& request) {
  auto number = ParseCase(request.parent(), "parent");
  if (!number.ok()) return number.status();
  auto context = BeginWrite(call, request, request.request_id(), number->mission);
  if (!context.ok()) return context.status();
  auto mission = PermitOn(call, context->audit, rules::Action::kChangeParties, *number, request.parent());
  if (!mission.ok()) return mission.status();
  if (auto violations = rules::CheckParty(request.party(), "party"); !violations.empty()) {
    return server::InvalidFields(violations);
  }
  v1::Party party = NewParty(request.party(), call.now);
  NameAfter(*number, party);
  v1::Entry entry = ServerEntry(call, v1::ENTRY_KIND_PARTY_ADDED);
  entry.set_party(party.name());
  entry.set_text(rules::PartyText(party));
  return AppendAndAnswer(call, *context,
                         {.number = *number,
                          .entry = {entry, rules::OfEntry(entry).keys},
                          .although_closed = false,
                          .new_party = party,
                          .changed_party = {},
                          .subject_must_stay = false,
                          .findables = {PartyFindable(party)},
                          .response = {}},
                         party, "party");
}

}  // namespace arasha::cases
