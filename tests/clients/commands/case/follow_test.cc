// What could go wrong: a case is opened that nobody has looked at, of a type that nobody meant, or what is
// said beside what is taken over is lost.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;

constexpr char kDeath[] = "missions/IST/cases/IST-2026-000123";

class FollowTest : public ::testing::Test {
 protected:
  FollowTest() {
    v1::Case death;
    death.set_name(kDeath);
    death.set_type("rights.death");
    death.set_type_version(1);
    server_.Answer("GetCase", death);
    Offer({"family.inheritance"});
    v1::Case estate;
    estate.set_name("missions/IST/cases/IST-2026-000124");
    estate.set_type("family.inheritance");
    estate.set_follows(kDeath);
    server_.Answer("CreateCase", estate);
  }
  void Offer(const std::vector<std::string>& types) {
    v1::CaseType type;
    type.set_id("rights.death");
    for (const std::string& id : types) {
      v1::FollowOn& follow_on = *type.add_follow_ons();
      follow_on.set_type(id);
      follow_on.mutable_label()->set_kk(id + " түрі");
      follow_on.mutable_label()->set_ru("вид " + id);
      follow_on.mutable_label()->set_en("kind " + id);
    }
    server_.Answer("GetCaseType", type);
  }
  v1::CreateCaseRequest Sent() { return server_.Last<v1::CreateCaseRequest>("CreateCase"); }

  FakeServer server_;
  Arasha arasha_{server_};
};

TEST_F(FollowTest, OpensWhatFollows) {
  const Ran ran = arasha_.Run({"case", "follow", "IST-2026-000123", "--set", "property=Flat"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(Sent().parent(), "missions/IST");
  EXPECT_EQ(Sent().follows(), kDeath);
  EXPECT_EQ(Sent().case_().type(), "family.inheritance");
  EXPECT_EQ(Sent().case_().details().fields().at("property").string_value(), "Flat");
  EXPECT_FALSE(Sent().validate_only());
  EXPECT_THAT(ran.out, HasSubstr("IST-2026-000123"));
}

TEST_F(FollowTest, TakesATypeByItsIdOrLabelAndNoneWhereItIsNotClear) {
  Offer({"family.inheritance", "family.guardianship"});
  for (const char* typed : {"family.guardianship", "вид family.guardianship", "kind family.guardianship"}) {
    ASSERT_EQ(arasha_.Run({"case", "follow", "IST-2026-000123", typed}).exit_code, 0) << typed;
    EXPECT_EQ(Sent().case_().type(), "family.guardianship") << typed;
  }
  const Ran ran = arasha_.Run({"case", "follow", "IST-2026-000123"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("family.inheritance, family.guardianship"));
  Offer({});
  EXPECT_THAT(arasha_.Run({"case", "follow", "IST-2026-000123"}).err,
              HasSubstr("No case follows from one of the type rights.death."));
}

TEST_F(FollowTest, TakesWhomAndWhatIsNotTakenOver) {
  Offer({"family.guardianship"});
  const Ran ran = arasha_.Run({"case", "follow", "IST-2026-000123", "--subject", "Әлия Жұмабаева",
                               "--subject-iin", "900101300017", "--applicant", "Дана Ким", "--party",
                               "lawyer=Demir", "--summary", "An orphan"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const v1::Case sent = Sent().case_();
  EXPECT_EQ(sent.summary(), "An orphan");
  ASSERT_EQ(sent.parties_size(), 3);
  EXPECT_EQ(sent.parties(0).role(), v1::PARTY_ROLE_SUBJECT);
  EXPECT_EQ(sent.parties(0).display_name(), "Әлия Жұмабаева");
  EXPECT_EQ(sent.parties(0).iin(), "900101300017");
  EXPECT_EQ(sent.parties(1).role(), v1::PARTY_ROLE_APPLICANT);
  EXPECT_EQ(sent.parties(2).role(), v1::PARTY_ROLE_LAWYER);
  EXPECT_EQ(sent.parties(2).display_name(), "Demir");
}

TEST_F(FollowTest, ShowsTheCaseBeforeItIsOpened) {
  ASSERT_EQ(arasha_.Run({"case", "follow", "IST-2026-000123", "--dry-run"}).exit_code, 0);
  EXPECT_TRUE(Sent().validate_only());
  arasha_.terminal = true;
  arasha_.in = "no\n";
  const Ran refused = arasha_.Run({"case", "follow", "IST-2026-000123"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_TRUE(Sent().validate_only());
  EXPECT_THAT(refused.err, HasSubstr("IST-2026-000123"));
  arasha_.in = "yes\n";
  EXPECT_EQ(arasha_.Run({"case", "follow", "IST-2026-000123"}).exit_code, 0);
  EXPECT_FALSE(Sent().validate_only());
}

}  // namespace
}  // namespace arasha::clients
