// What could go wrong: somebody else is shown as whom the case is about, or a case is left without; a party's
// new telephone costs its record; what was there before is lost; the same person's other case goes unnoticed,
// or is told to who may not know of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "proto/stable_bytes.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"
#include "tests/support/update_party.h"

namespace arasha {
namespace {

using support::Line;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Stub = v1::Cases::Stub;

constexpr char kSubjectNeeded[] = "FAILED_PRECONDITION/SUBJECT_NEEDED";

class Parties : public support::SharedServerTest {
 protected:
  v1::Case Get(const std::string& name) { return Do(&Stub::GetCase, support::Get(name)); }
  v1::Party Add(const std::string& name, v1::PartyRole role) {
    v1::AddPartyRequest request = support::AddLawyer(name);
    request.mutable_party()->set_role(role);
    return Do(&Stub::AddParty, request);
  }
  v1::Entry Last(const std::string& name) {
    const auto page = Do(&Stub::ListEntries, support::ListEntries(name));
    return *page.entries().rbegin();
  }
};

TEST_F(Parties, AreChangedInWhatTheMaskNames) {
  StartAfresh();
  const v1::Case opened = Open();
  v1::Party asked = opened.parties(0);
  EXPECT_EQ(asked.etag(), "1");
  asked.set_display_name("Ержан Сагындыков");
  asked.set_phone("+77000000009");
  asked.set_note("not in the mask");
  const v1::Party changed =
      Do(&Stub::UpdateParty, support::UpdateParty(asked, {"display_name", "phone", "birth_date", "phone"}));
  EXPECT_EQ(changed.display_name(), "Ержан Сагындыков");
  EXPECT_EQ(changed.note(), "");
  EXPECT_EQ(changed.iin(), "910214309989");
  EXPECT_EQ(changed.etag(), "2");
  v1::Party now = Get(opened.name()).parties(0);
  EXPECT_EQ(StableBytes(now), StableBytes(changed));
  EXPECT_EQ(Get(opened.name()).subject(), "Ержан Сагындыков");
  const v1::Entry told = Last(opened.name());
  EXPECT_EQ(told.kind(), v1::ENTRY_KIND_PARTY_UPDATED);
  EXPECT_EQ(told.party(), changed.name());
  EXPECT_EQ(told.text(),
            "SUBJECT: Ержан Сағындықов\n"
            "display_name: Ержан Сағындықов → Ержан Сагындыков\n"
            "phone: — → +77000000009");
  now.clear_birth_date();
  EXPECT_EQ(Do(&Stub::UpdateParty, support::UpdateParty(now, {"birth_date"})).birth_date(), "")
      << "named, not given: cleared";
}

TEST_F(Parties, ChangedInNothingLeaveNoLineOnTheTimeline) {
  const v1::Case opened = Open();
  const v1::Entry before = Last(opened.name());
  const v1::Party same = Do(&Stub::UpdateParty, support::UpdateParty(opened.parties(1), {"role", "note"}));
  EXPECT_EQ(same.name(), opened.parties(1).name());
  EXPECT_EQ(same.etag(), opened.parties(1).etag());
  EXPECT_EQ(Last(opened.name()).name(), before.name());
}

TEST_F(Parties, BecomeOfTheOtherKindWhereTheyFitIt) {
  v1::Party party = Open().parties(1);
  ASSERT_EQ(party.kind(), v1::PARTY_KIND_PERSON);
  party.set_kind(v1::PARTY_KIND_ORGANISATION);
  party.set_bin("070440000105");
  const v1::Party changed = Do(&Stub::UpdateParty, support::UpdateParty(party, {"kind", "bin"}));
  EXPECT_EQ(changed.kind(), v1::PARTY_KIND_ORGANISATION);
  EXPECT_EQ(database().Value("SELECT kind FROM party WHERE uid = '" +
                             changed.name().substr(changed.name().rfind('/') + 1) + "'"),
            "2");
  party = changed;
  party.set_kind(v1::PARTY_KIND_PERSON);
  EXPECT_EQ(Line(Try(&Stub::UpdateParty, support::UpdateParty(party, {"kind"}))),
            "INVALID_ARGUMENT/INVALID_FIELD(party.bin)");
}

TEST_F(Parties, WhoIsRelatedDoesNotTakeThatBack) {
  v1::Party party = Open().parties(1);
  party.add_related_staff("staff/a.omarova");
  party = Do(&Stub::UpdateParty, support::UpdateParty(party, {"related_staff"}));
  party.clear_related_staff();
  EXPECT_EQ(Line(Try(&Stub::UpdateParty, support::UpdateParty(party, {"related_staff"}))),
            "PERMISSION_DENIED/PERMISSION_DENIED");
  EXPECT_EQ(
      Do(&Stub::UpdateParty, support::UpdateParty(party, {"related_staff"}), "head").related_staff_size(), 0);
}

TEST_F(Parties, AreNotChangedInWhatTheServerSetsNorToWhatIsWrong) {
  const v1::Case opened = Open();
  for (const char* path : {"name", "create_time", "remove_time", "etag", "also_in", "no_such", "*", ""}) {
    EXPECT_EQ(Line(Try(&Stub::UpdateParty, support::UpdateParty(opened.parties(0), {path}))),
              "INVALID_ARGUMENT/INVALID_FIELD(update_mask)")
        << path;
  }
  EXPECT_EQ(Line(Try(&Stub::UpdateParty, support::UpdateParty(opened.parties(0), {}))),
            "INVALID_ARGUMENT/INVALID_FIELD(update_mask)");
  v1::Party party = opened.parties(0);
  party.set_iin("910214309988");
  EXPECT_EQ(Line(Try(&Stub::UpdateParty, support::UpdateParty(party, {"iin"}))),
            "INVALID_ARGUMENT/INVALID_FIELD(party.iin)");
  party = opened.parties(0);
  party.clear_display_name();
  EXPECT_EQ(Line(Try(&Stub::UpdateParty, support::UpdateParty(party, {"display_name"}))),
            "INVALID_ARGUMENT/INVALID_FIELD(party.display_name)");
}

TEST_F(Parties, AreRefusedWithAStaleEtag) {
  v1::Party party = Open().parties(1);
  party.set_note("first");
  Do(&Stub::UpdateParty, support::UpdateParty(party, {"note"}));
  party.set_note("second");
  EXPECT_EQ(Line(Try(&Stub::UpdateParty, support::UpdateParty(party, {"note"}))), "ABORTED/ETAG_MISMATCH");
  party.clear_etag();
  EXPECT_EQ(Do(&Stub::UpdateParty, support::UpdateParty(party, {"note"})).etag(), "3");
}

TEST_F(Parties, LeaveForAReason) {
  v1::RemovePartyRequest request = support::RemoveParty(Open().parties(1).name());
  for (const std::string& reason : {std::string(), std::string(2001, 'x')}) {
    request.set_reason(reason);
    EXPECT_EQ(Line(Try(&Stub::RemoveParty, request)), "INVALID_ARGUMENT/INVALID_FIELD(reason)");
  }
}

TEST_F(Parties, OfWhomOneIsTheSubjectAndNobodyElse) {
  v1::CreateCaseRequest request = support::OpenDetention();
  request.mutable_case_()->mutable_parties(0)->set_role(v1::PARTY_ROLE_APPLICANT);
  EXPECT_EQ(Line(Try(&Stub::CreateCase, request)), "INVALID_ARGUMENT/INVALID_FIELD(case.parties)");

  const v1::Case opened = Open();
  const v1::Party& subject = opened.parties(0);
  Add(opened.name(), v1::PARTY_ROLE_APPLICANT);
  EXPECT_EQ(Line(Try(&Stub::RemoveParty, support::RemoveParty(subject.name()))), kSubjectNeeded);
  v1::Party as_witness = subject;
  as_witness.set_role(v1::PARTY_ROLE_NEXT_OF_KIN);
  EXPECT_EQ(Line(Try(&Stub::UpdateParty, support::UpdateParty(as_witness, {"role"}))), kSubjectNeeded);
  EXPECT_EQ(Get(opened.name()).subject(), "Ержан Сағындықов");

  Add(opened.name(), v1::PARTY_ROLE_SUBJECT);
  Do(&Stub::RemoveParty, support::RemoveParty(subject.name()));
  EXPECT_EQ(Get(opened.name()).subject(), "Mehmet Yılmaz");
  EXPECT_THAT(Last(opened.name()).text(), HasSubstr("SUBJECT: Ержан Сағындықов\n"));
  const v1::ListCasesResponse list = Do(&Stub::ListCases, support::ListCases("missions/IST"));
  ASSERT_EQ(list.cases(0).name(), opened.name()) << "the newest";
  EXPECT_EQ(list.cases(0).subject(), "Mehmet Yılmaz");
}

TEST_F(Parties, OfOtherOpenCasesAreToldAtOnce) {
  StartAfresh();
  v1::CreateCaseRequest request = support::OpenDetention();
  request.mutable_case_()->mutable_parties(1)->set_passport_number("N1234567");
  const std::string first = Do(&Stub::CreateCase, request).name();

  // Before it is opened, as nothing but a look at a list.
  v1::CreateCaseRequest draft = support::OpenDetention();
  draft.set_validate_only(true);
  EXPECT_THAT(Do(&Stub::CreateCase, draft).parties(0).also_in(), ElementsAre(first));
  EXPECT_EQ(database().Value(
                "SELECT action || ' ' || (object_uid IS NULL) FROM audit_leaf ORDER BY leaf_id DESC LIMIT 1"),
            "ListCases true");

  const v1::Case second = Open();
  EXPECT_THAT(second.parties(0).also_in(), ElementsAre(first));
  EXPECT_EQ(second.parties(1).also_in_size(), 0);
  EXPECT_EQ(Get(second.name()).parties(0).also_in_size(), 0) << "told when it is entered, not kept";

  v1::AddPartyRequest mother = support::AddLawyer(second.name());
  mother.mutable_party()->set_passport_number("n1234567");
  EXPECT_THAT(Do(&Stub::AddParty, mother).also_in(), ElementsAre(first));
  v1::Party kin = second.parties(1);
  EXPECT_EQ(Do(&Stub::UpdateParty, support::UpdateParty(kin, {"note"})).also_in_size(), 0);
  kin.clear_etag();
  kin.set_passport_number("N 123-4567");
  const v1::Party known = Do(&Stub::UpdateParty, support::UpdateParty(kin, {"passport_number"}));
  EXPECT_EQ(known.passport_number(), "N1234567") << "as numbers are compared";
  EXPECT_THAT(known.also_in(), ElementsAre(first));
}

TEST_F(Parties, OfOtherCasesAreNotToldToWhoMayNotSeeThem) {
  StartAfresh();
  v1::CreateCaseRequest request = support::OpenDetention();
  request.mutable_case_()->set_sensitivity(v1::SENSITIVITY_SENSITIVE);
  Do(&Stub::CreateCase, request, "head");
  EXPECT_EQ(Open().parties(0).also_in_size(), 0);
  v1::CreateCaseRequest draft = support::OpenDetention();
  draft.set_validate_only(true);
  EXPECT_EQ(Do(&Stub::CreateCase, draft).parties(0).also_in_size(), 1)
      << "the officer's own, and not the head's";
  const std::string own = Open().name();
  Close(own);
  EXPECT_EQ(Do(&Stub::CreateCase, draft).parties(0).also_in_size(), 1) << "nor what is closed";
}

}  // namespace
}  // namespace arasha
