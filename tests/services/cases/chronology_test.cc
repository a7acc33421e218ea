// What could go wrong: a slip in a year, a month or a day is kept, starts deadlines or ends a case before it
// began, by any of the ways in which a time comes in; a right time is refused; a correction mends a time with
// a worse one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "proto/stable_bytes.h"
#include "services/rules/identity/identity_numbers.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"
#include "tests/support/update_party.h"

namespace arasha {
namespace {

using support::Line;
using support::Stamp;
using ::testing::HasSubstr;
using Stub = v1::Cases::Stub;

std::string Invalid(const std::string& fields) {
  return absl::StrCat("INVALID_ARGUMENT/INVALID_FIELD(", fields, ")");
}

absl::Time Year(int year) { return absl::FromCivil(absl::CivilDay(year, 6, 1), absl::UTCTimeZone()); }

std::string Text(absl::Time time) { return absl::FormatTime(absl::RFC3339_sec, time, absl::UTCTimeZone()); }
std::string Day(absl::Time time) { return absl::FormatTime("%Y-%m-%d", time, absl::UTCTimeZone()); }

// An IIN of somebody born on that day.
std::string Iin(absl::Time born) {
  for (int rest = 500000; rest < 600000; ++rest) {
    std::string number = absl::StrCat(absl::FormatTime("%y%m%d", born, absl::UTCTimeZone()), rest);
    if (std::holds_alternative<rules::Iin>(rules::ParseIin(number))) return number;
  }
  return "";
}

class Chronology : public support::SharedServerTest {
 protected:
  void SetUp() override {
    SharedServerTest::SetUp();
    if (HasFatalFailure()) return;
    v1::CreateCaseRequest request = support::OpenDetention();
    *request.mutable_case_()->mutable_received_time() = Stamp(received_);
    request.mutable_case_()
        ->mutable_details()
        ->mutable_fields()
        ->at("notified_time")
        .set_string_value(Text(received_));
    opened_ = Do(&Stub::CreateCase, request);
  }
  const std::string& name() const { return opened_.name(); }

  // How an opening fares in which this was changed.
  template <typename Change>
  std::string Opening(const Change& change) {
    v1::CreateCaseRequest request = support::OpenDetention();
    change(*request.mutable_case_());
    return Line(Try(&Stub::CreateCase, request));
  }
  // An opening of an abduction.
  std::string Abduction(const std::string& birth, const std::string& removal,
                        const std::string& subjects_birth = "") {
    v1::CreateCaseRequest request = support::OpenDetention();
    v1::Case& asked = *request.mutable_case_();
    asked.set_type("family.child_abduction");
    *asked.mutable_details() = support::Details(absl::StrCat(
        R"({"child_birth_date": ")", birth, R"(", "removal_date": ")", removal,
        R"(", "child_citizenship": "kazakhstan", "habitual_residence": "KZ", "removal_kind": "removal",
            "applicant_rights": "custody_by_law"})"));
    asked.mutable_parties(0)->set_birth_date(subjects_birth);
    asked.mutable_parties(0)->clear_iin();
    return Line(Try(&Stub::CreateCase, request));
  }
  grpc::Status Move(const std::string& event, absl::Time happened) {
    v1::TransitionCaseRequest request = support::Transition(name(), event, "reason");
    *request.mutable_happened_time() = Stamp(happened);
    return Try(&Stub::TransitionCase, request);
  }
  v1::AddEntryRequest Entry(v1::EntryKind kind, absl::Time happened) {
    v1::AddEntryRequest request = support::AddNote(name());
    request.mutable_entry()->set_kind(kind);
    if (kind == v1::ENTRY_KIND_NOTE_VERBALE) request.mutable_entry()->set_direction(v1::DIRECTION_SENT);
    *request.mutable_entry()->mutable_happened_time() = Stamp(happened);
    return request;
  }
  std::string Update(const std::string& field, const std::string& value) {
    v1::UpdateCaseRequest request;
    request.mutable_case_()->set_name(name());
    (*request.mutable_case_()->mutable_details()->mutable_fields())[field].set_string_value(value);
    request.mutable_update_mask()->add_paths("details." + field);
    request.set_request_id(support::RequestId());
    return Line(Try(&Stub::UpdateCase, request));
  }
  std::string Receive(absl::Time received) {
    v1::UpdateCaseRequest request;
    request.mutable_case_()->set_name(name());
    *request.mutable_case_()->mutable_received_time() = Stamp(received);
    request.mutable_update_mask()->add_paths("received_time");
    request.set_request_id(support::RequestId());
    return Line(Try(&Stub::UpdateCase, request));
  }

  const absl::Time received_ = absl::Now() - absl::Hours(5 * 24);
  v1::Case opened_;
};

TEST_F(Chronology, OfAnOpening) {
  const auto notified = [](absl::Time at) {
    return [at](v1::Case& asked) {
      asked.mutable_details()->mutable_fields()->at("notified_time").set_string_value(Text(at));
    };
  };
  EXPECT_EQ(Opening(notified(absl::Now() + absl::Hours(6 * 24))), Invalid("case.details.notified_time"));
  EXPECT_EQ(Opening(notified(Year(1800))), Invalid("case.details.notified_time"));
  EXPECT_EQ(Opening(notified(absl::Now() - absl::Hours(90 * 24))), "OK");
  const auto born = [](const std::string& day) {
    return [day](v1::Case& asked) {
      asked.mutable_parties(0)->clear_iin();
      asked.mutable_parties(0)->set_birth_date(day);
    };
  };
  EXPECT_EQ(Opening(born(Day(absl::Now() + absl::Hours(72)))), Invalid("case.parties[0].birth_date"))
      << "and nothing is measured by it";
  EXPECT_EQ(Opening(born("1890-01-01")), Invalid("case.parties[0].birth_date"));
  EXPECT_EQ(Opening(born("2026-11-25")), Invalid("case.details.notified_time")) << "detained before birth";
  const auto received = [](absl::Time at) {
    return [at](v1::Case& asked) { *asked.mutable_received_time() = Stamp(at); };
  };
  EXPECT_EQ(Opening(received(Year(1950))), Invalid("case.received_time"));
  EXPECT_EQ(Opening([](v1::Case& asked) {
              (*asked.mutable_details()->mutable_fields())["hearing_date"].set_string_value(
                  Day(absl::Now() + absl::Hours(30 * 24)));
            }),
            "OK")
      << "a hearing may be ahead";
}

TEST_F(Chronology, OfAnAbduction) {
  const std::string ahead = Day(absl::Now() + absl::Hours(72));
  EXPECT_EQ(Abduction("2019-01-01", "2018-03-01"), Invalid("case.details.removal_date"));
  EXPECT_EQ(Abduction("2019-01-01", ahead), Invalid("case.details.removal_date"));
  EXPECT_EQ(Abduction(ahead, ahead), Invalid("case.details.child_birth_date,case.details.removal_date"));
  EXPECT_EQ(Abduction("2019-01-01", "2020-03-01"), "OK");
  EXPECT_EQ(Abduction("2019-01-01", "2020-03-01", "2019-01-01"), "OK");
  EXPECT_EQ(Abduction("2019-01-01", "2020-03-01", "2018-01-01"), Invalid("case.details.child_birth_date"));
}

TEST_F(Chronology, OfChangesOfState) {
  const grpc::Status early = Move("register", Year(2020));
  EXPECT_EQ(Line(early), Invalid("happened_time"));
  absl::TimeZone istanbul;
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Istanbul", &istanbul));
  EXPECT_THAT(support::Read(early).message,
              HasSubstr(absl::StrCat("must not lie before the case was received, ",
                                     absl::FormatTime("%Y-%m-%d %H:%M UTC+03:00", received_, istanbul))));
  EXPECT_EQ(Line(Move("register", received_ - absl::Minutes(10))), Invalid("happened_time"));
  EXPECT_EQ(Line(Move("register", received_ + absl::Hours(2))), "OK");
  const grpc::Status before = Move("resolve", received_ + absl::Hours(1));
  EXPECT_EQ(Line(before), Invalid("happened_time"));
  EXPECT_THAT(support::Read(before).message,
              HasSubstr(absl::StrCat("led here, ", absl::FormatTime("%Y-%m-%d %H:%M UTC+03:00",
                                                                    received_ + absl::Hours(2), istanbul))));
  EXPECT_EQ(Line(Move("resolve", Year(2019))), Invalid("happened_time"));
  EXPECT_EQ(Line(Move("resolve", received_ + absl::Hours(3))), "OK");
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, support::Transition(name(), "close"))), "OK");
}

TEST_F(Chronology, OfChangesOfStateWithinMinutes) {
  const absl::Time ahead = absl::Now() + absl::Minutes(3);  // by the caller's clock
  EXPECT_EQ(Line(Move("register", ahead)), "OK");
  EXPECT_EQ(Line(Move("assess", ahead - absl::Minutes(2))), Invalid("happened_time"));
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, support::Transition(name(), "assess"))), "OK");
  EXPECT_EQ(Line(Move("start", ahead - absl::Minutes(1))), Invalid("happened_time"));
  EXPECT_EQ(Line(Move("start", absl::FromUnixSeconds(absl::ToUnixSeconds(ahead) / 60 * 60))), "OK")
      << "people type minutes";
}

TEST_F(Chronology, OfEntriesOfEachKind) {
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

TEST_F(Chronology, OfOldEntriesIsLookedAtWithoutTouchingTheCase) {
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

TEST_F(Chronology, OfCorrections) {
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

TEST_F(Chronology, OfUpdates) {
  EXPECT_EQ(Update("notified_time", Text(absl::Now() + absl::Hours(24))),
            Invalid("case.details.notified_time"));
  EXPECT_EQ(Update("notified_time", Text(received_ + absl::Hours(1))), Invalid("case.details.notified_time"))
      << "the case was received before";
  EXPECT_EQ(Update("arrested_time", Text(received_ + absl::Hours(1))), Invalid("case.details.notified_time"))
      << "the arrest after word of it came";
  EXPECT_EQ(Update("release_date", Day(absl::Now() + absl::Hours(72))), Invalid("case.details.release_date"));
  EXPECT_EQ(Update("release_date", "2020-01-01"), Invalid("case.details.release_date"))
      << "the mission was told of the detention years after";
  EXPECT_EQ(Update("arrested_time", Text(received_ - absl::Hours(1))), "OK");
  EXPECT_EQ(Receive(Year(1950)), Invalid("case.received_time"));
  EXPECT_EQ(Receive(received_ - absl::Hours(24)), Invalid("case.details.notified_time"));
  EXPECT_EQ(Update("arrested_time", Text(received_ - absl::Hours(30))), "OK");
  EXPECT_EQ(Update("notified_time", Text(received_ - absl::Hours(24))), "OK");
  EXPECT_EQ(Receive(received_ - absl::Hours(24)), "OK");
  EXPECT_EQ(Line(Move("register", received_ - absl::Hours(12))), "OK") << "once the receipt was put right";
  EXPECT_EQ(Receive(received_), Invalid("case.received_time")) << "after the case moved on";
}

TEST_F(Chronology, OfParties) {
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

TEST_F(Chronology, OfABirthAndWhatEntriesTellOfThatParty) {
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

TEST_F(Chronology, OfABirthThatTheIinTells) {
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

TEST_F(Chronology, OfAnEntryThatNamesAParty) {
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

TEST_F(Chronology, OfABirthThatStaysIsNotJudgedAnew) {
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
