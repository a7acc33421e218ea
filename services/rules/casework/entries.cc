#include "services/rules/casework/entries.h"

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/entry_kinds.h"
#include "services/rules/casework/chronology.h"
#include "services/rules/catalogue/details.h"
#include "services/rules/text.h"

namespace arasha::rules {
namespace {

constexpr size_t kMaxReference = 100;

constexpr int64_t kEarliestSeconds = -2208988800;  // 1 January 1900, UTC

}  // namespace

bool MayHaveHappened(const google::protobuf::Timestamp& timestamp, absl::Time now) {
  return timestamp.seconds() >= kEarliestSeconds && timestamp.nanos() >= 0 &&
         timestamp.nanos() < 1'000'000'000 && absl::FromUnixSeconds(timestamp.seconds()) <= now + kClockSlack;
}

Problem WhyNotHappened(const google::protobuf::Timestamp& timestamp, absl::Time now) {
  return absl::FromUnixSeconds(timestamp.seconds()) > now + kClockSlack ? Problem::kNotYet
                                                                        : Problem::kNotPast;
}

bool IsDeed(v1::EntryKind kind) {
  return PeopleWrite(kind) && kind != v1::ENTRY_KIND_NOTE && kind != v1::ENTRY_KIND_DECISION &&
         kind != v1::ENTRY_KIND_CHECK;
}

Violations CheckEntry(const v1::Entry& entry, absl::Time now, absl::string_view prefix) {
  Violations violations;
  const auto at = [&](absl::string_view field) { return absl::StrCat(prefix, ".", field); };
  const auto expect = [&](bool holds, absl::string_view field, Problem problem,
                          std::map<std::string, std::string> parameters = {}) {
    if (!holds) violations.push_back({at(field), problem, std::move(parameters)});
  };
  const v1::EntryKind kind = entry.kind();
  const bool contact = kind == v1::ENTRY_KIND_CONTACT || kind == v1::ENTRY_KIND_CONTACT_ATTEMPT;
  expect(PeopleWrite(kind), "kind", Problem::kNotOneOf,
         {{"values", "NOTE, CONTACT_ATTEMPT, CONTACT, VISIT, NOTE_VERBALE, DECISION, CHECK"}});
  const bool text_required =
      kind == v1::ENTRY_KIND_NOTE || kind == v1::ENTRY_KIND_DECISION || kind == v1::ENTRY_KIND_NOTE_VERBALE;
  CheckLength(at("text"), entry.text(), text_required ? 1 : 0, kMaxEntryText, violations);
  expect(!entry.has_happened_time() || MayHaveHappened(entry.happened_time(), now), "happened_time",
         WhyNotHappened(entry.happened_time(), now));
  expect(v1::ContactChannel_IsValid(entry.channel()) &&
             (!contact || entry.channel() != v1::CONTACT_CHANNEL_UNSPECIFIED),
         "channel", Problem::kNotOneOf, {{"values", "PHONE, VIDEO, EMAIL, LETTER, MESSENGER, MEETING"}});
  expect(!entry.in_person() || kind == v1::ENTRY_KIND_VISIT ||
             (kind == v1::ENTRY_KIND_CONTACT && entry.channel() == v1::CONTACT_CHANNEL_MEETING),
         "in_person", Problem::kNotInPerson);
  CheckLength(at("reference"), entry.reference(), 0, kMaxReference, violations);
  expect(v1::Direction_IsValid(entry.direction()) &&
             (kind == v1::ENTRY_KIND_NOTE_VERBALE) == (entry.direction() != v1::DIRECTION_UNSPECIFIED),
         "direction", Problem::kOnlyForNoteVerbale);
  expect((kind == v1::ENTRY_KIND_CHECK) == !entry.check_item().empty(), "check_item", Problem::kOnlyForCheck);
  return violations;
}

Violations CheckTypedDetails(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields,
                             const google::protobuf::Struct& details, absl::Time now,
                             absl::string_view path) {
  Violations violations = CheckDetails(fields, details, path);
  if (!violations.empty()) return violations;
  for (const v1::FieldRule& field : fields) {
    const auto said = details.fields().find(field.id());
    if (field.may_lie_ahead() || said == details.fields().end()) continue;
    // A date is that of the place where it happened.
    const bool is_day = field.kind() == v1::FIELD_KIND_DATE;
    const auto time = FieldTime(field, said->second, absl::UTCTimeZone());
    if (!time) continue;
    const bool begun =
        is_day ? HasBegun(absl::ToCivilDay(*time, absl::UTCTimeZone()), now) : *time <= now + kClockSlack;
    if (!begun) violations.push_back({absl::StrCat(path, ".", field.id()), Problem::kNotYet});
  }
  return violations;
}

Violations CheckEntryDetails(const CaseType& type, const v1::Entry& entry, absl::Time now,
                             absl::string_view prefix) {
  return CheckTypedDetails(type.EntryFields(entry.kind()), entry.details(), now,
                           absl::StrCat(prefix, ".details"));
}

}  // namespace arasha::rules
