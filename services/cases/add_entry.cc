#include <string>

#include "proto/party_roles.h"
#include "proto/timestamps.h"
#include "services/cases/append_to_case.h"
#include "services/cases/change_case.h"
#include "services/cases/operations.h"
#include "services/cases/references.h"
#include "services/cases/rows/deadline_rows.h"
#include "services/cases/rows/new_rows.h"
#include "services/rules/casework/changes.h"
#include "services/rules/casework/chronology.h"
#include "services/rules/casework/entries.h"
#include "services/rules/casework/party_roles.h"
#include "services/rules/casework/raises.h"
#include "services/rules/catalogue/field_values.h"
#include "services/rules/deadlines/deadlines.h"
#include "services/rules/flow/checklist.h"
#include "storage/cases/rows.h"

namespace arasha::cases {
namespace {

constexpr absl::string_view kTimeField = "entry.happened_time";

// What is still worth writing down when nothing more is owed.
bool FitsClosedCase(v1::EntryKind kind) {
  return kind == v1::ENTRY_KIND_NOTE || kind == v1::ENTRY_KIND_DECISION;
}

// What it meets hangs on the role of whom it is about, which storage knows.
storage::Append AppendOf(const storage::CaseNumber& number, const v1::Entry& entry,
                         const rules::CaseType* type) {
  storage::Append append{.number = number,
                         .entry = {entry, {}},
                         .follows_starts = rules::IsDeed(entry.kind()),
                         .although_closed = FitsClosedCase(entry.kind()),
                         .type = type == nullptr ? "" : type->ref(),
                         .new_party = {},
                         .changed_party = {},
                         .findables = {},
                         .response = {}};
  const auto keys = [&](const rules::About& about) {
    return type == nullptr ? rules::OfEntry(entry, about).keys : rules::OfEntry(*type, entry, about).keys;
  };
  if (entry.party().empty()) {
    append.entry.triggers = keys(v1::PARTY_ROLE_SUBJECT);
    return append;
  }
  for (int role = v1::PARTY_ROLE_UNSPECIFIED + 1; role <= v1::PartyRole_MAX; ++role) {
    if (!v1::PartyRole_IsValid(role)) continue;
    const auto about = static_cast<v1::PartyRole>(role);
    append.triggers_by_role[about] = keys(about);
  }
  if (type == nullptr) return append;
  for (const v1::PartyRoleRule& rule : type->proto().party_roles()) {
    append.triggers_by_case_role[rule.id()] = keys({GeneralRole(rule), rule.id()});
  }
  return append;
}

// Whether it does not matter what the case is: no type has such an entry start a deadline or need fields, and
// nobody whom it names is something that a type alone knows.
bool FitsAnyType(const rules::Catalogue& catalogue, const v1::Entry& entry) {
  return !catalogue.EntryMayStartDeadline(entry.kind(), "") && entry.details().fields().empty() &&
         !catalogue.EntryMayNeedFields(entry.kind()) && (entry.party().empty() || !catalogue.HasPartyRoles());
}

// Of an entry without fields nothing, so that it stays without.
void KeepValues(const rules::CaseType& type, v1::Entry& entry) {
  if (entry.has_details()) rules::KeepDetails(type.EntryFields(entry.kind()), *entry.mutable_details());
}

// Raises the case where the type says so of what is written down; a line of its own tells of it.
void RaiseBy(const server::Call& call, const Loaded& loaded, Decision& decision) {
  const absl::CivilDay today = absl::ToCivilDay(call.now, loaded.mission.calendar.zone);
  const auto raises = rules::RaisedBy(loaded.type, decision.happened.front(), loaded.row.message, today);
  if (raises.empty()) return;
  rules::Raise(raises, decision.message);
  decision.raised = ServerEntry(call, v1::ENTRY_KIND_UPDATE);
  decision.raised.set_text(rules::JoinedLines(
      rules::ChangesText(loaded.type, loaded.row.message, decision.message), rules::RaisesText(raises)));
}

}  // namespace

absl::StatusOr<v1::Entry> AddEntry(server::Call& call, const v1::AddEntryRequest& request) {
  if (auto violations = rules::CheckEntry(request.entry(), call.now, "entry"); !violations.empty()) {
    return server::InvalidFields(violations);
  }
  if (absl::Status s = CheckEntryParty(request.entry(), request.parent(), "entry"); !s.ok()) return s;
  v1::Entry entry = NewEntry(call, request.entry());
  server::NameAfter(call.about, entry);

  const rules::Catalogue& catalogue = call.directory->catalogue();
  const rules::CaseType* type = catalogue.FindRef(storage::RememberedType(call.context.audit, call.about));
  if (type != nullptr) KeepValues(*type, entry);
  const bool fits = type == nullptr ? FitsAnyType(catalogue, entry)
                                    : !type->EntryStartsDeadline(entry) &&
                                          !NameOthers(type->EntryFields(entry.kind()), entry.details()) &&
                                          rules::CheckEntryDetails(*type, entry, call.now, "entry").empty();
  if (entry.kind() != v1::ENTRY_KIND_CHECK && fits &&
      rules::IsRecent(ToTime(entry.happened_time()), call.now)) {
    // The type is asked for also where the entry fits any: the case may be on its way to another version.
    auto answer = AppendAndAnswer(call, AppendOf(call.about, entry, type), entry, "entry.party");
    if (!absl::IsOutOfRange(answer.status())) return answer;
  }
  // It may start a deadline, contradicts the case, or has fields or ticks what may not concern it: one more
  // round trip.
  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    const auto role = RoleOf(entry, loaded.row.message);
    if (!role) return server::InvalidFields({{"entry.party", rules::Problem::kNotOnCase}});
    KeepValues(loaded.type, entry);
    auto wrong = rules::CheckEntryDetails(loaded.type, entry, call.now, "entry");
    if (wrong.empty() && entry.has_details()) {
      wrong = TakeReferences(loaded.type.EntryFields(entry.kind()), loaded.row.message, {}, "entry.details",
                             *entry.mutable_details());
    }
    if (!wrong.empty()) return server::InvalidFields(wrong);
    wrong = rules::CheckEntryTime(entry, loaded.row.message.parties(), loaded.times, kTimeField);
    if (wrong.empty()) {
      wrong = CheckDeed(entry, *role, loaded.row.message, loaded.type, loaded.mission.calendar, kTimeField);
    }
    if (wrong.empty() && entry.kind() == v1::ENTRY_KIND_CHECK) {
      wrong = rules::CheckTick(loaded.type, loaded.row.message.details(), loaded.ticked, entry.check_item(),
                               "entry.check_item");
    }
    if (!wrong.empty()) return server::InvalidFields(wrong);
    Decision decision{
        .message = loaded.row.message,
        .open = loaded.row.open,
        .entry = entry,
        .happened = {rules::OfEntry(loaded.type, entry, *role)},
        .kind = loaded.type.EntryStartsDeadline(entry) ? Decision::Kind::kChange : Decision::Kind::kAppend};
    RaiseBy(call, loaded, decision);
    return decision;
  };
  return ChangeAndTell(call, {.although_closed = FitsClosedCase(entry.kind())}, decide);
}

}  // namespace arasha::cases
