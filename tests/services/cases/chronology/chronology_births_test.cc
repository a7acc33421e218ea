// What could go wrong: somebody is born after what the case or its entries tell of them, by a date or by an
// IIN; one is held to what another did, or to what was struck out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "absl/strings/str_cat.h"
#include "proto/stable_bytes.h"
#include "services/rules/identity/identity_numbers.h"
#include "tests/services/cases/chronology/chronology_fixture.h"
#include "tests/support/update_party.h"

namespace arasha {
namespace {

using support::Line;
using support::Stamp;
using ::testing::HasSubstr;
using Stub = v1::Cases::Stub;

// An IIN of somebody born on that day.
std::string Iin(absl::Time born) {
  for (int rest = 500000; rest < 600000; ++rest) {
    std::string number = absl::StrCat(absl::FormatTime("%y%m%d", born, absl::UTCTimeZone()), rest);
    if (std::holds_alternative<rules::Iin>(rules::ParseIin(number))) return number;
  }
  return "";
}

class ChronologyOfBirths : public Chronology {};

TEST_F(ChronologyOfBirths, AndFields) {
  v1::Party subject = opened_.parties(0);
  subject.clear_iin();
  const auto born = [&](const std::string& day) {
    subject.set_birth_date(day);
    return Line(Try(&Stub::UpdateParty, support::UpdateParty(subject, {"iin", "birth_date"})));
  };
  EXPECT_EQ(born(Day(absl::Now() + absl::Hours(72))), Invalid("party.birth_date"));
  EXPECT_EQ(born(Day(received_ + absl::Hours(48))), Invalid("party.birth_date"));
  EXPECT_EQ(born("1991-02-15"), "OK");
  v1::AddPartyRequest another = support::AddLawyer(name());
  another.mutable_party()->set_role(v1::PARTY_ROLE_SUBJECT);
  another.mutable_party()->set_birth_date(Day(received_ + absl::Hours(48)));
  EXPECT_EQ(Line(Try(&Stub::AddParty, another)), "OK") << "the older subject was there";
  Do(&Stub::RemoveParty, support::RemoveParty(subject.name()));
  v1::AddPartyRequest third = another;
  third.set_request_id(support::RequestId());
  EXPECT_EQ(Line(Try(&Stub::AddParty, third)), Invalid("party.birth_date"));
  third.mutable_party()->set_birth_date(Day(absl::Now() + absl::Hours(72)));
  EXPECT_EQ(Line(Try(&Stub::AddParty, third)), Invalid("party.birth_date"));
  third.mutable_party()->set_birth_date("1999-01-01");
  const v1::Party added = Do(&Stub::AddParty, third);
  EXPECT_EQ(added.etag(), "1");
  EXPECT_EQ(StableBytes(Do(&Stub::AddParty, third)), StableBytes(added)) << "repeated";
}

TEST_F(ChronologyOfBirths, AndWhatEntriesTellOfThatParty) {
  v1::Party kin = opened_.parties(1);
  kin.clear_etag();
  const auto born = [&](absl::Time at) {
    kin.set_birth_date(Day(at));
    return Try(&Stub::UpdateParty, support::UpdateParty(kin, {"birth_date"}));
  };
  const absl::Time seen = received_ + absl::Hours(24);
  // Of another party, and of none.
  v1::AddEntryRequest other = Entry(v1::ENTRY_KIND_VISIT, received_ + absl::Hours(1));
  other.mutable_entry()->set_party(opened_.parties(0).name());
  Do(&Stub::AddEntry, other);
  Do(&Stub::AddEntry, Entry(v1::ENTRY_KIND_NOTE, received_));
  EXPECT_EQ(Line(born(seen + absl::Hours(60))), "OK");
  EXPECT_EQ(Line(born(Year(1965))), "OK");

  v1::AddEntryRequest visit = Entry(v1::ENTRY_KIND_VISIT, seen);
  visit.mutable_entry()->set_party(kin.name());
  const v1::Entry told = Do(&Stub::AddEntry, visit);
  const grpc::Status after = born(seen + absl::Hours(60));
  EXPECT_EQ(Line(after), Invalid("party.birth_date"));
  absl::TimeZone istanbul;
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Istanbul", &istanbul));
  EXPECT_THAT(support::Read(after).message,
              HasSubstr(absl::FormatTime("must not lie after %Y-%m-%d %H:%M UTC+03:00, when an entry", seen,
                                         istanbul)));
  EXPECT_EQ(Line(born(seen)), "OK") << "on that day";

  v1::CorrectEntryRequest correction;
  correction.set_name(told.name());
  correction.set_reason("another day");
  correction.set_request_id(support::RequestId());
  *correction.mutable_replacement() = visit.entry();
  *correction.mutable_replacement()->mutable_happened_time() = Stamp(seen + absl::Hours(36));
  const v1::Entry replaced = Do(&Stub::CorrectEntry, correction);
  EXPECT_EQ(Line(born(seen + absl::Hours(36))), "OK") << "what was corrected counts for nothing";
  EXPECT_EQ(Line(born(seen + absl::Hours(84))), Invalid("party.birth_date"))
      << "what stands in its place does";
  correction.set_name(replaced.name());
  correction.set_request_id(support::RequestId());
  correction.clear_replacement();
  Do(&Stub::CorrectEntry, correction);
  EXPECT_EQ(Line(born(seen + absl::Hours(84))), "OK") << "struck out";
}

TEST_F(ChronologyOfBirths, ThatTheIinTells) {
  v1::Party kin = opened_.parties(1);
  kin.clear_etag();
  const auto born = [&](const std::string& iin) {
    kin.set_iin(iin);
    return Line(Try(&Stub::UpdateParty, support::UpdateParty(kin, {"iin"})));
  };
  const absl::Time seen = received_ + absl::Hours(24);
  v1::AddEntryRequest visit = Entry(v1::ENTRY_KIND_VISIT, seen);
  visit.mutable_entry()->set_party(kin.name());
  Do(&Stub::AddEntry, visit);
  EXPECT_EQ(born(Iin(seen + absl::Hours(60))), Invalid("party.iin"));
  EXPECT_EQ(born(Iin(seen)), "OK") << "on that day";

  // The subject's, against the fields.
  v1::Party subject = opened_.parties(0);
  subject.clear_birth_date();
  subject.set_iin(Iin(received_ + absl::Hours(60)));
  EXPECT_EQ(Line(Try(&Stub::UpdateParty, support::UpdateParty(subject, {"iin", "birth_date"}))),
            Invalid("party.iin"));
  v1::AddPartyRequest another = support::AddLawyer(name());
  another.mutable_party()->set_role(v1::PARTY_ROLE_SUBJECT);
  another.mutable_party()->set_iin(Iin(received_ + absl::Hours(60)));
  EXPECT_EQ(Line(Try(&Stub::AddParty, another)), "OK") << "the older subject was there";
  Do(&Stub::RemoveParty, support::RemoveParty(subject.name()));
  another.set_request_id(support::RequestId());
  EXPECT_EQ(Line(Try(&Stub::AddParty, another)), Invalid("party.iin"));
}

TEST_F(ChronologyOfBirths, ThatStayAreNotJudgedAnew) {
  v1::Party kin = opened_.parties(1);
  kin.set_birth_date(Day(absl::Now()));
  kin = Do(&Stub::UpdateParty, support::UpdateParty(kin, {"birth_date"}));
  // Within days entries are taken without a look at whom they name.
  v1::AddEntryRequest note = Entry(v1::ENTRY_KIND_NOTE, absl::Now() - absl::Hours(48));
  note.mutable_entry()->set_party(kin.name());
  Do(&Stub::AddEntry, note);
  kin.set_phone("+77000000009");
  EXPECT_EQ(Line(Try(&Stub::UpdateParty, support::UpdateParty(kin, {"phone", "birth_date"}))), "OK");
}

}  // namespace
}  // namespace arasha
