#include "services/cases/appends.h"
#include "services/cases/deadline_rows.h"
#include "services/cases/fields.h"
#include "services/cases/names.h"
#include "services/cases/operations.h"

namespace arasha::cases {

absl::StatusOr<v1::Party> RemoveParty(server::Call& call, const v1::RemovePartyRequest& request) {
  auto child = ParseChild(request.name(), "parties", "name");
  if (!child.ok()) return child.status();
  auto context = BeginWrite(call, request, request.request_id(), child->number.mission);
  if (!context.ok()) return context.status();
  auto mission = PermitOn(call, context->audit, rules::Action::kChangeParties, child->number, request.name());
  if (!mission.ok()) return mission.status();
  v1::Party party;
  party.set_name(request.name());
  *party.mutable_remove_time() = ToTimestamp(call.now);
  v1::Entry entry = ServerEntry(call, v1::ENTRY_KIND_PARTY_REMOVED);
  entry.set_party(request.name());
  return AppendAndAnswer(call, *context,
                         {.number = child->number,
                          .entry = {entry, rules::OfEntry(entry).keys},
                          .although_closed = false,
                          .new_party = {},
                          .removed_party = child->uid,
                          .findables = {},
                          .response = {}},
                         party, "name");
}

}  // namespace arasha::cases
