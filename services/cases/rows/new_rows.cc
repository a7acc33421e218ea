#include "services/cases/rows/new_rows.h"

#include <string>
#include <utility>

#include "proto/timestamps.h"
#include "services/cases/rows/deadline_rows.h"
#include "services/rules/access/access.h"
#include "services/rules/casework/parties.h"
#include "services/rules/identity/phone_numbers.h"
#include "storage/postgres/encoding.h"

namespace arasha::cases {
std::vector<std::string> LabelsOf(const storage::CaseRow& row) {
  return rules::LabelsOf({.mission = row.number.mission,
                          .uid = row.message.uid(),
                          .sensitivity = row.message.sensitivity(),
                          .compartment = row.message.compartment(),
                          .created_by = row.created_by,
                          .assignee = row.message.assignee()});
}

void WriteNumbers(v1::Party& party, const server::Mission& mission) {
  if (auto number = rules::PhoneNumber(party.phone(), mission.host_state)) {
    party.set_phone(*std::move(number));
  }
  party.set_passport_number(rules::PassportNumber(party.passport_number()));
}

v1::Party NewParty(const v1::Party& asked, absl::Time now) {
  v1::Party party = asked;
  party.set_name(storage::NewUid(now));
  if (party.kind() == v1::PARTY_KIND_UNSPECIFIED) party.set_kind(v1::PARTY_KIND_PERSON);
  *party.mutable_create_time() = ToTimestamp(now);
  party.clear_remove_time();
  party.set_etag("1");
  party.clear_also_in();
  return party;
}

v1::Row NewRow(const v1::Row& asked, absl::Time now) {
  v1::Row row;
  row.set_name(storage::NewUid(now));
  row.set_group(asked.group());
  *row.mutable_details() = asked.details();
  *row.mutable_create_time() = ToTimestamp(now);
  row.set_etag("1");
  return row;
}

v1::Entry NewEntry(const server::Call& call, const v1::Entry& asked) {
  v1::Entry entry = ServerEntry(call, asked.kind());
  entry.set_text(asked.text());
  if (asked.has_happened_time()) *entry.mutable_happened_time() = ToTimestamp(ToTime(asked.happened_time()));
  entry.set_channel(asked.channel());
  entry.set_in_person(asked.in_person() || asked.kind() == v1::ENTRY_KIND_VISIT);
  entry.set_party(asked.party());
  entry.set_reference(asked.reference());
  entry.set_direction(asked.direction());
  entry.set_check_item(asked.check_item());
  if (!asked.details().fields().empty()) *entry.mutable_details() = asked.details();
  return entry;
}

v1::Entry ServerEntry(const server::Call& call, v1::EntryKind kind) {
  v1::Entry entry;
  entry.set_name(storage::NewUid(call.now));
  entry.set_kind(kind);
  entry.set_author(call.actor->name);
  *entry.mutable_happened_time() = ToTimestamp(call.now);
  *entry.mutable_record_time() = ToTimestamp(call.now);
  return entry;
}

}  // namespace arasha::cases
