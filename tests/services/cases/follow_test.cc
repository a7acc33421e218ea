// What could go wrong: a case follows from one that the caller may not read, or a repeat opens it, or tells
// of it, twice; what was known is lost on the way; the case that is followed does not say so.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

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
  })";

constexpr char kEstateType[] = R"(
  id: "sample.estate" version: 1
  label { kk: "к" ru: "р" en: "e" } description { kk: "к" ru: "р" en: "e" }
  fields { id: "opened" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_DATE required: true }
  party_roles { id: "deceased" label { kk: "к" ru: "р" en: "e" } is: "SUBJECT" required: true }
  states { id: "held" label { kk: "к" ru: "р" en: "e" } }
  states { id: "done" label { kk: "к" ru: "р" en: "e" } final: true }
  transitions { id: "finish" label { kk: "к" ru: "р" en: "e" } from: "held" to: "done" roles: "officer" })";

class FollowOns : public support::ServerTest {
 protected:
  server::Options Options() override {
    for (const auto& [id, type] :
         {std::pair{"sample.death", kDeathType}, std::pair{"sample.estate", kEstateType}}) {
      const auto applied = storage::ApplyCaseType(database().owner(), keys().Operator(), {id, 1, type});
      EXPECT_TRUE(applied.ok()) << applied.status();
    }
    return ServerTest::Options();
  }

  v1::Case OpenDeath(v1::Sensitivity sensitivity = v1::SENSITIVITY_ORDINARY,
                     const std::string& role = "officer") {
    v1::CreateCaseRequest request = support::OpenDetention();
    request.mutable_case_()->set_type("sample.death");
    request.mutable_case_()->set_sensitivity(sensitivity);
    *request.mutable_case_()->mutable_details() =
        support::Details(R"({"died": "2026-11-20T23:30:00+03:00"})");
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

}  // namespace
}  // namespace arasha
