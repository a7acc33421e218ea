// What could go wrong: a contact without its channel, so that "in person or by telephone" cannot be told
// later; a call passed off as a visit; an entry dated tomorrow that meets a deadline today; a caller who
// writes an entry that only the server makes.

#include "services/rules/casework/entries.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

struct EntryRow {
  std::string entry;  // text proto
  std::vector<std::string> faults;
};

TEST(CheckEntry, EachKindAndItsFields) {
  const absl::Time now = At("2026-11-24T10:00:00Z");
  const std::string at = "happened_time { seconds: ";
  const EntryRow cases[] = {
      {R"(kind: ENTRY_KIND_NOTE text: "t")", {}},
      {R"(kind: ENTRY_KIND_NOTE)", {"text"}},
      {R"(kind: ENTRY_KIND_DECISION text: "t")", {}},
      {R"(kind: ENTRY_KIND_DECISION)", {"text"}},
      {R"(kind: ENTRY_KIND_CONTACT channel: CONTACT_CHANNEL_PHONE)", {}},
      {R"(kind: ENTRY_KIND_CONTACT)", {"channel"}},
      {R"(kind: ENTRY_KIND_CONTACT channel: 99)", {"channel"}},
      {R"(kind: ENTRY_KIND_CONTACT_ATTEMPT)", {"channel"}},
      {R"(kind: ENTRY_KIND_CONTACT_ATTEMPT channel: CONTACT_CHANNEL_VIDEO)", {}},
      {R"(kind: ENTRY_KIND_CONTACT channel: CONTACT_CHANNEL_MEETING in_person: true)", {}},
      {R"(kind: ENTRY_KIND_CONTACT channel: CONTACT_CHANNEL_PHONE in_person: true)", {"in_person"}},
      {R"(kind: ENTRY_KIND_CONTACT_ATTEMPT channel: CONTACT_CHANNEL_MEETING in_person: true)", {"in_person"}},
      {R"(kind: ENTRY_KIND_VISIT)", {}},
      {R"(kind: ENTRY_KIND_VISIT in_person: true)", {}},
      {R"(kind: ENTRY_KIND_NOTE text: "t" in_person: true)", {"in_person"}},
      {R"(kind: ENTRY_KIND_NOTE_VERBALE text: "t" direction: DIRECTION_SENT)", {}},
      {R"(kind: ENTRY_KIND_NOTE_VERBALE direction: DIRECTION_RECEIVED)", {"text"}},
      {R"(kind: ENTRY_KIND_NOTE_VERBALE text: "t")", {"direction"}},
      {R"(kind: ENTRY_KIND_NOTE_VERBALE text: "t" direction: 7)", {"direction"}},
      {R"(kind: ENTRY_KIND_VISIT direction: DIRECTION_SENT)", {"direction"}},
      {R"(kind: ENTRY_KIND_CHECK check_item: "consent")", {}},
      {R"(kind: ENTRY_KIND_CHECK check_item: "consent" text: "t")", {}},
      {R"(kind: ENTRY_KIND_CHECK)", {"check_item"}},
      {R"(kind: ENTRY_KIND_NOTE text: "t" check_item: "consent")", {"check_item"}},
      {R"(kind: ENTRY_KIND_CHECK check_item: "consent" in_person: true)", {"in_person"}},
      {R"()", {"kind"}},
      {R"(kind: 99)", {"kind"}},
      {R"(kind: ENTRY_KIND_TRANSITION)", {"kind"}},
      {R"(kind: ENTRY_KIND_ASSIGNMENT)", {"kind"}},
      {R"(kind: ENTRY_KIND_UPDATE)", {"kind"}},
      {R"(kind: ENTRY_KIND_PARTY_ADDED)", {"kind"}},
      {R"(kind: ENTRY_KIND_PARTY_REMOVED)", {"kind"}},
      {R"(kind: ENTRY_KIND_ROW_ADDED)", {"kind"}},
      {R"(kind: ENTRY_KIND_ROW_UPDATED)", {"kind"}},
      {R"(kind: ENTRY_KIND_ROW_REMOVED)", {"kind"}},
      // 1795514400 is now; five minutes are granted to the caller's clock.
      {absl::StrCat("kind: ENTRY_KIND_VISIT ", at, "1795514400 }"), {}},
      {absl::StrCat("kind: ENTRY_KIND_VISIT ", at, "1795514700 }"), {}},
      {absl::StrCat("kind: ENTRY_KIND_VISIT ", at, "1795514701 }"), {"happened_time"}},
      {absl::StrCat("kind: ENTRY_KIND_VISIT ", at, "9223372036854775807 }"), {"happened_time"}},
      {absl::StrCat("kind: ENTRY_KIND_VISIT ", at, "-9223372036854775808 }"), {"happened_time"}},
      {absl::StrCat("kind: ENTRY_KIND_VISIT ", at, "0 }"), {}},
      {absl::StrCat(R"(kind: ENTRY_KIND_VISIT reference: ")", std::string(100, 'r'), "\""), {}},
      {absl::StrCat(R"(kind: ENTRY_KIND_VISIT reference: ")", std::string(101, 'r'), "\""), {"reference"}},
      {absl::StrCat(R"(kind: ENTRY_KIND_NOTE text: ")", std::string(kMaxEntryText, 't'), "\""), {}},
      {absl::StrCat(R"(kind: ENTRY_KIND_NOTE text: ")", std::string(kMaxEntryText + 1, 't'), "\""), {"text"}},
  };
  for (const EntryRow& row : cases) {
    std::vector<std::string> paths;
    for (const std::string& fault : row.faults) paths.push_back("entry." + fault);
    EXPECT_THAT(Fields(CheckEntry(Parse<v1::Entry>(row.entry), now, "entry")), ElementsAreArray(paths))
        << row.entry.substr(0, 120);
  }
}

TEST(CheckEntry, WhatLiesAheadIsToldFromWhatLiesTooFarBack) {
  const absl::Time now = At("2026-11-24T10:00:00Z");
  for (const auto& [seconds, fault] :
       {std::pair{"1795514701", "entry.happened_time: must not lie in the future"},
        std::pair{"9223372036854775807", "entry.happened_time: must not lie in the future"},
        std::pair{"-3000000000", "entry.happened_time: must lie between 1900 and now"}}) {
    const auto entry =
        Parse<v1::Entry>(absl::StrCat("kind: ENTRY_KIND_VISIT happened_time { seconds: ", seconds, " }"));
    EXPECT_THAT(Lines(CheckEntry(entry, now, "entry")), ElementsAre(fault));
  }
}

TEST(CheckEntry, LooksNotAtWhatTheServerSets) {
  const auto entry = Parse<v1::Entry>(
      R"(kind: ENTRY_KIND_VISIT name: "x" author: "y" event: "z" record_time { seconds: 9000000000 })");
  EXPECT_THAT(Lines(CheckEntry(entry, At("2026-11-24T10:00:00Z"), "entry")), IsEmpty());
}

}  // namespace
}  // namespace arasha::rules
