// What could go wrong: a deed under a role that nobody gave is not named, or somebody is accused who held
// one.
#include "clients/verify/role_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace arasha::clients {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class RoleCheckTest : public testing::Test {
 protected:
  void Take(absl::string_view actor, absl::string_view action, absl::string_view mission,
            absl::string_view role = "", absl::string_view grant = "") {
    rules::log::Leaf leaf;
    leaf.actor = actor;
    leaf.action = action;
    leaf.mission = mission;
    leaf.grant_uid = grant;
    leaf.occurred_time = now_;
    if (!role.empty()) leaf.objects.push_back({"role", role, 1, ""});
    check_.TakeLeaf(next_++, leaf);
  }
  // Places of the leaves that are accused.
  std::vector<std::string> Accused() const {
    std::vector<std::string> places;
    for (const Finding& finding : findings_.kept()) {
      EXPECT_EQ(finding.code, "DONE_WITHOUT_ROLE");
      places.push_back(finding.parameters.at("leaf"));
    }
    return places;
  }
  absl::Time now_ = absl::FromUnixSeconds(1'800'000'000);

 private:
  Findings findings_;
  RoleCheck check_{findings_};
  int64_t next_ = 0;
};

TEST_F(RoleCheckTest, AccusesNobodyWhoHeldARole) {
  Take("staff/a.omarova", "GetCase", "IST");  // before there was a directory
  Take("operator", "ApplyDirectory", "", "staff/a.omarova/officer/IST");
  Take("operator", "ApplyDirectory", "", "staff/n.ibraev/admin/-");
  Take("staff/a.omarova", "GetCase", "IST");
  Take("staff/a.omarova", "ListCases", "");
  Take("staff/a.omarova", "WhoAmI", "");
  Take("staff/a.omarova", "GetCase", "WAW", "", "0123456789abcdef");
  Take("staff/n.ibraev", "GrantRole", "", "partners/bank/desk/partner/IST");
  Take("partners/bank/desk", "AddEntry", "IST", "", "0123456789abcdef");
  Take("staff/n.ibraev", "RevokeRole", "", "staff/a.omarova/officer/IST");
  Take("operator", "RevokeCertificate", "");
  Take("staff/a.omarova", "BreakGlass", "WAW");
  now_ += absl::Seconds(60);  // A call that was admitted before.
  Take("staff/a.omarova", "UpdateCase", "IST");
  EXPECT_THAT(Accused(), IsEmpty());
}

TEST_F(RoleCheckTest, NamesDeedsUnderARoleThatNoLeafGave) {
  Take("operator", "ApplyDirectory", "", "staff/a.omarova/officer/IST");
  Take("operator", "ApplyDirectory", "", "staff/n.ibraev/admin/-");
  Take("staff/a.omarova", "GetCase", "WAW");
  Take("staff/d.kim", "ListCases", "IST");
  Take("staff/a.omarova", "GrantRole", "", "staff/d.kim/head/IST");
  Take("staff/a.omarova", "ReadRows", "");
  Take("staff/n.ibraev", "RevokeRole", "", "staff/a.omarova/officer/IST");
  now_ += absl::Minutes(3);
  Take("staff/a.omarova", "GetCase", "IST");
  EXPECT_THAT(Accused(), ElementsAre("2", "3", "4", "5", "7"));
}

}  // namespace
}  // namespace arasha::clients
