#include "services/rules/entries.h"

#include "absl/strings/str_cat.h"
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

Violations CheckEntry(const v1::Entry& entry, absl::Time now, absl::string_view prefix) {
  Violations violations;
  const auto expect = [&](bool holds, absl::string_view field, std::string expected) {
    if (!holds) violations.push_back({absl::StrCat(prefix, ".", field), std::move(expected)});
  };
  const v1::EntryKind kind = entry.kind();
  const bool contact = kind == v1::ENTRY_KIND_CONTACT || kind == v1::ENTRY_KIND_CONTACT_ATTEMPT;
  expect(kind >= v1::ENTRY_KIND_NOTE && kind <= v1::ENTRY_KIND_DECISION, "kind",
         "must be NOTE, CONTACT_ATTEMPT, CONTACT, VISIT, NOTE_VERBALE or DECISION");
  const bool text_required =
      kind == v1::ENTRY_KIND_NOTE || kind == v1::ENTRY_KIND_DECISION || kind == v1::ENTRY_KIND_NOTE_VERBALE;
  expect(!text_required || !entry.text().empty(), "text", "is required for this kind of entry");
  expect(CountCharacters(entry.text()) <= kMaxEntryText, "text",
         absl::StrCat("must have at most ", kMaxEntryText, " characters"));
  expect(!entry.has_happened_time() || MayHaveHappened(entry.happened_time(), now), "happened_time",
         "must lie between 1900 and now");
  expect(v1::ContactChannel_IsValid(entry.channel()) &&
             (!contact || entry.channel() != v1::CONTACT_CHANNEL_UNSPECIFIED),
         "channel", "is required for a contact: PHONE, VIDEO, EMAIL, LETTER, MESSENGER or MEETING");
  expect(!entry.in_person() || kind == v1::ENTRY_KIND_VISIT ||
             (kind == v1::ENTRY_KIND_CONTACT && entry.channel() == v1::CONTACT_CHANNEL_MEETING),
         "in_person", "only a VISIT, or a CONTACT by MEETING, is in person");
  expect(CountCharacters(entry.reference()) <= kMaxReference, "reference",
         absl::StrCat("must have at most ", kMaxReference, " characters"));
  expect(v1::Direction_IsValid(entry.direction()) &&
             (kind == v1::ENTRY_KIND_NOTE_VERBALE) == (entry.direction() != v1::DIRECTION_UNSPECIFIED),
         "direction", "is required for a note verbale (SENT or RECEIVED), and only for it");
  return violations;
}

}  // namespace arasha::rules
