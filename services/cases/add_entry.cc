#include <algorithm>

#include "services/cases/appends.h"
#include "services/cases/change.h"
#include "services/cases/deadline_rows.h"
#include "services/cases/fields.h"
#include "services/cases/names.h"
#include "services/cases/operations.h"
#include "services/rules/chronology.h"
#include "services/rules/deadlines.h"
#include "services/rules/entries.h"
#include "storage/rows.h"

namespace arasha::cases {
namespace {

// What is still worth writing down when nothing more is owed.
bool FitsClosedCase(v1::EntryKind kind) {
  return kind == v1::ENTRY_KIND_NOTE || kind == v1::ENTRY_KIND_DECISION;
}

}  // namespace

absl::StatusOr<v1::Entry> AddEntry(server::Call& call, const v1::AddEntryRequest& request) {
  auto number = ParseCase(request.parent(), "parent");
  if (!number.ok()) return number.status();
  auto context = BeginWrite(call, request, request.request_id(), number->mission);
  if (!context.ok()) return context.status();
  auto mission = PermitOn(call, context->audit, rules::Action::kAddEntry, *number, request.parent());
  if (!mission.ok()) return mission.status();
  if (auto violations = rules::CheckEntry(request.entry(), call.now, "entry"); !violations.empty()) {
    return server::InvalidFields(violations);
  }
  if (absl::Status s = CheckEntryParty(request.entry(), request.parent(), "entry"); !s.ok()) return s;
  v1::Entry entry = NewEntry(call, request.entry());
  NameAfter(*number, entry);
  const bool although_closed = FitsClosedCase(entry.kind());

  const bool starts = call.directory->catalogue().EntryStartsDeadline(entry.kind());
  const absl::Time happened = ToTime(entry.happened_time());
  if (!starts && entry.party().empty() && rules::IsRecent(happened, call.now)) {
    return AppendAndAnswer(call, *context,
                           {.number = *number,
                            .entry = {entry, rules::OfEntry(entry).keys},
                            .although_closed = although_closed,
                            .new_party = {},
                            .changed_party = {},
                            .subject_must_stay = false,
                            .findables = {},
                            .response = {}},
                           entry, "entry.party");
  }
  // It may start a deadline, which depends on the case's type, or contradict the case, and what it meets
  // hangs on whom it is about: one more round trip.
  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    const auto role = RoleOf(entry, loaded.row.message);
    if (!role) return server::InvalidFields({{"entry.party", rules::Problem::kNotOnCase}});
    if (auto violations = rules::CheckEntryTime(entry.kind(), happened, loaded.times, "entry.happened_time");
        !violations.empty()) {
      return server::InvalidFields(violations);
    }
    return Decision{.message = loaded.row.message,
                    .open = loaded.row.open,
                    .entry = entry,
                    .happened = {rules::OfEntry(entry, *role)},
                    .kind = starts ? Decision::Kind::kChange : Decision::Kind::kAppend};
  };
  return ChangeAndTell(call, *context,
                       {.number = *number,
                        .name = request.parent(),
                        .action = rules::Action::kAddEntry,
                        .etag = {},
                        .although_closed = although_closed},
                       decide);
}

}  // namespace arasha::cases
