// What could go wrong: a change is told without what was there before, or in a form that a line of its own
// values breaks; what did not change is told as changed.
#include "services/rules/casework/changes.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

TEST(Changes, OfACaseTellOldAndNewOfWhatDiffers) {
  v1::Case before;
  before.set_summary("held\nat the border");
  before.set_priority(v1::PRIORITY_NORMAL);
  before.set_host_state("TR");
  (*before.mutable_details()->mutable_fields())["place"].set_string_value("Silivri");
  v1::Case after = before;
  const CaseType type = *CaseType::Create(GoodType());
  EXPECT_EQ(ChangesText(type, before, after), "");
  after.set_summary("held in town");
  after.set_priority(v1::PRIORITY_URGENT);
  (*after.mutable_details()->mutable_fields())["place"].set_string_value("Maltepe");
  (*after.mutable_details()->mutable_fields())["urgent"].set_bool_value(false);
  EXPECT_EQ(ChangesText(type, before, after),
            "summary: held at the border → held in town\n"
            "priority: NORMAL → URGENT\n"
            "details.place: Silivri → Maltepe\n"
            "details.urgent: — → false");
}

TEST(Changes, OfAPartyBeginWithWhoItIs) {
  v1::Party before;
  before.set_role(v1::PARTY_ROLE_NEXT_OF_KIN);
  before.set_display_name("Мәриям");
  before.set_phone("+77000000001");
  v1::Party after = before;
  EXPECT_EQ(ChangesText(before, after), "NEXT_OF_KIN: Мәриям");
  after.set_role(v1::PARTY_ROLE_APPLICANT);
  after.clear_phone();
  after.add_related_staff("staff/a");
  after.add_related_staff("staff/b");
  EXPECT_EQ(ChangesText(before, after),
            "NEXT_OF_KIN: Мәриям\n"
            "role: NEXT_OF_KIN → APPLICANT\n"
            "phone: +77000000001 → —\n"
            "related_staff: — → staff/a, staff/b");
}

TEST(Changes, OfEveryFieldThatACallerSets) {
  // What the server sets.
  const std::set<std::string> fixed = {"name", "create_time", "remove_time", "etag", "also_in"};
  for (int i = 0; i < v1::Party::descriptor()->field_count(); ++i) {
    const std::string& name = v1::Party::descriptor()->field(i)->name();
    EXPECT_EQ(IsChangeablePartyField(name), fixed.count(name) == 0) << name;
  }
}

}  // namespace
}  // namespace arasha::rules
