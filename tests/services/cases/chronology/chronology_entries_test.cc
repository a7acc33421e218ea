// What could go wrong: a slip in a year or a day puts an entry where nobody knew of the case, or before the
// person whom it names; a right time is refused, or a look at the case changes it; a correction mends a time
// with a worse one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "proto/stable_bytes.h"
#include "tests/services/cases/chronology/chronology_fixture.h"
#include "tests/support/update_party.h"

namespace arasha {
namespace {

using support::Line;
using support::Stamp;
using Stub = v1::Cases::Stub;

class ChronologyOfEntries : public Chronology {};

TEST_F(ChronologyOfEntries, OfEachKind) {
  for (const v1::EntryKind kind : {v1::ENTRY_KIND_VISIT, v1::ENTRY_KIND_NOTE_VERBALE}) {
    EXPECT_EQ(Line(Try(&Stub::AddEntry, Entry(kind, Year(1999)))), Invalid("entry.happened_time"));
    for (const int days : {200, 1}) {
      EXPECT_EQ(Line(Try(&Stub::AddEntry, Entry(kind, received_ - absl::Hours(days * 24)))),
                Invalid("entry.happened_time"))
          << "nobody acts on what is not known";
    }
  }
  for (const v1::EntryKind kind : {v1::ENTRY_KIND_NOTE, v1::ENTRY_KIND_DECISION}) {
    EXPECT_EQ(Line(Try(&Stub::AddEntry, Entry(kind, Year(1999)))), "OK");
    EXPECT_EQ(Line(Try(&Stub::AddEntry, Entry(kind, Year(1985)))), Invalid("entry.happened_time"))
        << "its subject was born in 1991";
  }
}

TEST_F(ChronologyOfEntries, OfLongAgoIsLookedAtWithoutTouchingTheCase) {
  const v1::AddEntryRequest old = Entry(v1::ENTRY_KIND_DECISION, Year(1999));
  const v1::Entry added = Do(&Stub::AddEntry, old);
  EXPECT_EQ(StableBytes(Do(&Stub::AddEntry, old)), StableBytes(added)) << "repeated";
  EXPECT_EQ(Do(&Stub::GetCase, support::Get(name())).etag(), opened_.etag());
  EXPECT_EQ(database().Value(absl::StrCat("SELECT count(*) FROM entry WHERE kind = 6 AND case_uid = '",
                                          opened_.uid(), "'")),
            "1");
  Close(name());
  EXPECT_EQ(Line(Try(&Stub::AddEntry, Entry(v1::ENTRY_KIND_DECISION, Year(2000)))), "OK");
  EXPECT_EQ(Line(Try(&Stub::AddEntry, Entry(v1::ENTRY_KIND_VISIT, received_ - absl::Hours(60 * 24)))),
            "FAILED_PRECONDITION/CASE_CLOSED");
}

TEST_F(ChronologyOfEntries, ThatCorrect) {
  const v1::Entry visit = Do(&Stub::AddEntry, Entry(v1::ENTRY_KIND_VISIT, received_ + absl::Hours(4)));
  v1::CorrectEntryRequest request;
  request.set_name(visit.name());
  request.set_reason("another day");
  request.mutable_replacement()->set_kind(v1::ENTRY_KIND_VISIT);
  const auto corrected = [&](absl::Time happened) {
    request.set_request_id(support::RequestId());
    *request.mutable_replacement()->mutable_happened_time() = Stamp(happened);
    return Line(Try(&Stub::CorrectEntry, request));
  };
  EXPECT_EQ(corrected(Year(1999)), Invalid("replacement.happened_time"));
  EXPECT_EQ(corrected(absl::Now() + absl::Hours(1)), Invalid("replacement.happened_time"));
  EXPECT_EQ(corrected(received_ - absl::Hours(3)), Invalid("replacement.happened_time"))
      << "before the mission knew";
  EXPECT_EQ(corrected(received_ + absl::Hours(3)), "OK");
}

TEST_F(ChronologyOfEntries, ThatNameAParty) {
  v1::Party kin = opened_.parties(1);
  kin.set_birth_date(Day(received_ + absl::Hours(60)));
  kin = Do(&Stub::UpdateParty, support::UpdateParty(kin, {"birth_date"}));
  const auto note = [&](absl::Time happened, const std::string& party) {
    v1::AddEntryRequest request = Entry(v1::ENTRY_KIND_NOTE, happened);
    request.mutable_entry()->set_party(party);
    return request;
  };
  EXPECT_EQ(Line(Try(&Stub::AddEntry, note(received_, kin.name()))), Invalid("entry.happened_time"));
  EXPECT_EQ(Line(Try(&Stub::AddEntry, note(received_, ""))), "OK") << "the subject was born in 1991";
  EXPECT_EQ(Line(Try(&Stub::AddEntry, note(received_, opened_.parties(0).name()))), "OK");

  v1::CorrectEntryRequest correction;
  const v1::AddEntryRequest later = note(received_ + absl::Hours(84), kin.name());
  correction.set_name(Do(&Stub::AddEntry, later).name());
  correction.set_reason("another day");
  *correction.mutable_replacement() = later.entry();
  const auto corrected = [&](absl::Time happened) {
    correction.set_request_id(support::RequestId());
    *correction.mutable_replacement()->mutable_happened_time() = Stamp(happened);
    return Line(Try(&Stub::CorrectEntry, correction));
  };
  EXPECT_EQ(corrected(received_), Invalid("replacement.happened_time"));
  Do(&Stub::RemoveParty, support::RemoveParty(kin.name()));
  EXPECT_EQ(corrected(received_), Invalid("replacement.happened_time")) << "though the party left";
  EXPECT_EQ(corrected(received_ + absl::Hours(72)), "OK");
}

}  // namespace
}  // namespace arasha
