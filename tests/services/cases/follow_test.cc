// What could go wrong: a case follows from one that the caller may not read, or a repeat opens it, or tells
// of it, twice; what was known is lost on the way; the case that is followed does not say so, or says more
// than that; what was closed is opened to others; what does not open is taken for a text.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/directory/owner_writes.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using ::testing::ElementsAre;
using Stub = v1::Cases::Stub;

constexpr char kDeathType[] = R"(
  id: "sample.death" version: 1
  label { kk: "к" ru: "р" en: "e" } description { kk: "к" ru: "р" en: "e" }
  fields { id: "died" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_TIME }
  states { id: "held" label { kk: "к" ru: "р" en: "e" } }
  states { id: "done" label { kk: "к" ru: "р" en: "e" } final: true }
  transitions { id: "finish" label { kk: "к" ru: "р" en: "e" } from: "held" to: "done" roles: "officer" }
  follow_ons {
    type: "sample.estate" label { kk: "к" ru: "р" en: "Estate" }
    fields { from: "died" to: "opened" } parties { from: "SUBJECT" to: "deceased" }
  }
  follow_ons { type: "sample.claim" label { kk: "к" ru: "р" en: "Claim" } in_states: "held" })";

constexpr char kEstateType[] = R"(
  id: "sample.estate" version: 1
  label { kk: "к" ru: "р" en: "e" } description { kk: "к" ru: "р" en: "e" }
  fields { id: "opened" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_DATE required: true }
  party_roles { id: "deceased" label { kk: "к" ru: "р" en: "e" } is: "SUBJECT" required: true }
  states { id: "held" label { kk: "к" ru: "р" en: "e" } }
  states { id: "done" label { kk: "к" ru: "р" en: "e" } final: true }
  transitions { id: "finish" label { kk: "к" ru: "р" en: "e" } from: "held" to: "done" roles: "officer" })";

constexpr char kClaimType[] = R"(
  id: "sample.claim" version: 1
  label { kk: "к" ru: "р" en: "e" } description { kk: "к" ru: "р" en: "e" }
  default_sensitivity: "COMPARTMENTED" default_compartment: "sanctions"
  states { id: "held" label { kk: "к" ru: "р" en: "e" } }
  states { id: "done" label { kk: "к" ru: "р" en: "e" } final: true }
  transitions { id: "finish" label { kk: "к" ru: "р" en: "e" } from: "held" to: "done" roles: "officer" })";

constexpr char kDenied[] = "PERMISSION_DENIED/PERMISSION_DENIED";

class FollowOns : public support::ServerTest {
 protected:
  server::Options Options() override {
    for (const auto& [id, type] :
         {std::pair{"sample.death", kDeathType}, std::pair{"sample.estate", kEstateType},
          std::pair{"sample.claim", kClaimType}}) {
      const auto applied = storage::ApplyCaseType(database().owner(), keys().Operator(), {id, 1, type});
      EXPECT_TRUE(applied.ok()) << applied.status();
    }
    return ServerTest::Options();
  }

  static v1::CreateCaseRequest Death() {
    v1::CreateCaseRequest request = support::OpenDetention();
    request.mutable_case_()->set_type("sample.death");
    *request.mutable_case_()->mutable_details() =
        support::Details(R"({"died": "2026-11-20T23:30:00+03:00"})");
    return request;
  }
  v1::Case OpenDeath(v1::Sensitivity sensitivity = v1::SENSITIVITY_ORDINARY,
                     const std::string& role = "officer") {
    v1::CreateCaseRequest request = Death();
    request.mutable_case_()->set_sensitivity(sensitivity);
    return Do(&Stub::CreateCase, request, role);
  }
  v1::CreateCaseRequest Estate(const std::string& follows) {
    v1::CreateCaseRequest request;
    request.set_parent("missions/IST");
    request.set_request_id(support::RequestId());
    request.set_follows(follows);
    request.mutable_case_()->set_type("sample.estate");
    return request;
  }
  v1::CreateCaseRequest Claim(const std::string& follows) {
    v1::CreateCaseRequest request = Estate(follows);
    request.mutable_case_()->set_type("sample.claim");
    return request;
  }
  static v1::UpdatePrincipalRequest Update(const std::string& name, const std::string& path) {
    v1::UpdatePrincipalRequest request;
    request.mutable_principal()->set_name(name);
    request.mutable_update_mask()->add_paths(path);
    request.set_request_id(support::RequestId());
    return request;
  }
  std::vector<std::string> Followed(const std::string& name) {
    std::vector<std::string> texts;
    const v1::ListEntriesResponse timeline = Do(&Stub::ListEntries, support::ListEntries(name));
    for (const v1::Entry& entry : timeline.entries()) {
      if (entry.kind() == v1::ENTRY_KIND_FOLLOWED) texts.push_back(entry.text());
    }
    return texts;
  }
  static std::string Short(const std::string& name) { return name.substr(name.rfind('/') + 1); }
};

TEST_F(FollowOns, TakeOverWhatIsKnownAndTellBothTimelines) {
  const v1::Case death = OpenDeath();
  v1::CreateCaseRequest request = Estate(death.name());
  request.set_validate_only(true);
  EXPECT_EQ(Do(&Stub::CreateCase, request).subject(), death.subject());
  EXPECT_TRUE(Followed(death.name()).empty()) << "nothing is told of a draft";

  request = Estate(death.name());
  const v1::Case estate = Do(&Stub::CreateCase, request);
  EXPECT_EQ(estate.follows(), death.name());
  EXPECT_EQ(estate.summary(), death.summary());
  EXPECT_EQ(estate.details().fields().at("opened").string_value(), "2026-11-20");
  ASSERT_EQ(estate.parties_size(), 1);
  EXPECT_EQ(estate.parties(0).case_role(), "deceased");
  EXPECT_EQ(estate.parties(0).iin(), death.parties(0).iin());
  EXPECT_NE(estate.parties(0).name(), death.parties(0).name());
  EXPECT_EQ(Do(&Stub::GetCase, support::Get(estate.name())).follows(), death.name());

  EXPECT_EQ(Do(&Stub::CreateCase, request).name(), estate.name()) << "a repeat";
  EXPECT_THAT(Followed(estate.name()), ElementsAre("follows: " + Short(death.name())));
  EXPECT_THAT(Followed(death.name()), ElementsAre("followed_by: " + Short(estate.name())));
}

TEST_F(FollowOns, AlsoFromWhatIsClosed) {
  const v1::Case death = OpenDeath();
  Do(&Stub::TransitionCase, support::Transition(death.name(), "finish"));
  const v1::Case estate = Do(&Stub::CreateCase, Estate(death.name()));
  EXPECT_THAT(Followed(death.name()), ElementsAre("followed_by: " + Short(estate.name())));
}

TEST_F(FollowOns, AreNoLessSensitive) {
  const v1::Case death = OpenDeath(v1::SENSITIVITY_SENSITIVE);
  EXPECT_EQ(Do(&Stub::CreateCase, Estate(death.name())).sensitivity(), v1::SENSITIVITY_SENSITIVE);
  v1::CreateCaseRequest lower = Estate(death.name());
  lower.mutable_case_()->set_sensitivity(v1::SENSITIVITY_ORDINARY);
  EXPECT_EQ(Line(Try(&Stub::CreateCase, lower)), kDenied);
  EXPECT_EQ(Do(&Stub::CreateCase, lower, "head").sensitivity(), v1::SENSITIVITY_ORDINARY);
}

TEST_F(FollowOns, GoToNoOtherCompartmentByThemselves) {
  v1::CreateCaseRequest open = Death();
  open.mutable_case_()->set_sensitivity(v1::SENSITIVITY_COMPARTMENTED);
  open.mutable_case_()->set_compartment("trafficking");
  const v1::Case death = Do(&Stub::CreateCase, open);
  v1::CreateCaseRequest other = Claim(death.name());
  other.mutable_case_()->set_sensitivity(v1::SENSITIVITY_COMPARTMENTED);
  other.mutable_case_()->set_compartment("sanctions");
  EXPECT_EQ(Line(Try(&Stub::CreateCase, other)), kDenied);
  EXPECT_EQ(Line(Try(&Stub::CreateCase, Claim(death.name()))), kDenied) << "of two the head decides";
  v1::UpdatePrincipalRequest clear = Update("staff/b.suleimenov", "clearances");
  clear.mutable_principal()->add_clearances("trafficking");
  Do(&v1::Admin::Stub::UpdatePrincipal, clear, "admin");
  EXPECT_EQ(Do(&Stub::CreateCase, Claim(death.name()), "head").compartment(), "trafficking");
}

TEST_F(FollowOns, AreOpenedOnceThoughWhatTheyFollowChanged) {
  const v1::Case death = OpenDeath();
  const v1::CreateCaseRequest request = Claim(death.name());
  const v1::Case claim = Do(&Stub::CreateCase, request);
  Do(&Stub::TransitionCase, support::Transition(death.name(), "finish"));
  EXPECT_EQ(Do(&Stub::CreateCase, request).name(), claim.name()) << "a repeat";
  EXPECT_EQ(Line(Try(&Stub::CreateCase, Claim(death.name()))), "INVALID_ARGUMENT/INVALID_FIELD(follows)");
  EXPECT_THAT(Followed(death.name()), ElementsAre("followed_by: " + Short(claim.name())));
}

TEST_F(FollowOns, KeepTheirRequestToThemselves) {
  constexpr int kLong = 3000;
  const v1::Case death = OpenDeath();
  v1::CreateCaseRequest request = Estate(death.name());
  request.mutable_case_()->set_summary(std::string(kLong, 'x'));
  const v1::Case estate = Do(&Stub::CreateCase, request);
  const auto longest = [&](const v1::Case& of) {
    return std::stoi(database().Value(
        absl::StrCat("SELECT max(octet_length(payload)) FROM audit_leaf JOIN audit_secret USING (leaf_id) "
                     "WHERE action = 'CreateCase' AND object_uid = '",
                     of.uid(), "'")));
  };
  EXPECT_GT(longest(estate), kLong);
  EXPECT_LT(longest(death), kLong) << "it would outlive the erasure of the new case";
}

TEST_F(FollowOns, TakeOverWhoIsRelatedToSomebodyWhoLeft) {
  v1::CreateCaseRequest open = Death();
  open.mutable_case_()->mutable_parties(0)->add_related_staff("staff/d.kim");
  const v1::Case death = Do(&Stub::CreateCase, open);
  Do(&v1::Admin::Stub::UpdatePrincipal, Update("staff/d.kim", "active"), "admin");
  open.set_request_id(support::RequestId());
  EXPECT_EQ(Line(Try(&Stub::CreateCase, open)),
            "INVALID_ARGUMENT/INVALID_FIELD(case.parties[0].related_staff)");
  const v1::Case estate = Do(&Stub::CreateCase, Estate(death.name()));
  ASSERT_EQ(estate.parties_size(), 1);
  EXPECT_THAT(estate.parties(0).related_staff(), ElementsAre("staff/d.kim"));
}

TEST_F(FollowOns, AreRefusedWithTheReason) {
  const std::string detention = Open().name();
  const std::string hidden = OpenDeath(v1::SENSITIVITY_SENSITIVE, "head").name();
  const struct {
    std::string follows;
    const char* refused;
  } rows[] = {{"IST-2026-000001", "INVALID_ARGUMENT/INVALID_FIELD(follows)"},
              {"missions/WAW/cases/WAW-2026-000001", "INVALID_ARGUMENT/INVALID_FIELD(follows)"},
              {detention, "INVALID_ARGUMENT/INVALID_FIELD(follows)"},
              {hidden, "NOT_FOUND/NOT_FOUND"},
              {"missions/IST/cases/IST-2026-009999", "NOT_FOUND/NOT_FOUND"}};
  for (const auto& row : rows) {
    EXPECT_EQ(Line(Try(&Stub::CreateCase, Estate(row.follows))), row.refused) << row.follows;
  }
}

TEST_F(FollowOns, TakeOverNobodyWhoDoesNotOpen) {
  const v1::Case death = OpenDeath();
  RowsAreDamaged("an administrator of the database does it");
  const absl::Status damaged = database().owner().ExecuteScript(absl::StrCat(
      "ALTER TABLE party DISABLE TRIGGER USER; UPDATE party SET sealed = "
      "set_byte(sealed, octet_length(sealed) - 1, get_byte(sealed, octet_length(sealed) - 1) # 1) "
      "WHERE case_uid = '",
      death.uid(), "' AND role = 2; ALTER TABLE party ENABLE TRIGGER USER"));
  ASSERT_TRUE(damaged.ok()) << damaged;
  EXPECT_EQ(Line(Try(&Stub::CreateCase, Estate(death.name()))), "DATA_LOSS/ROW_DAMAGED");
}

}  // namespace
}  // namespace arasha
