// What could go wrong: a slip of the pen is refused, and nobody says what may have been meant; or what is
// said ends otherwise than the refusal.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;

TEST(MeantTest, IsATypeOfAnotherVersion) {
  FakeServer server;
  v1::ListCaseTypesResponse types;
  types.add_case_types()->set_id("rights.detention");
  server.Answer("ListCaseTypes", types);
  server.Refuse("GetCaseType",
                RichStatus(5, "none", "NOT_FOUND", {{"name", "caseTypes/rights.detention@2"}}));
  EXPECT_THAT(Arasha(server).Run({"type", "show", "rights.detention@2"}).err,
              HasSubstr("There is no case type rights.detention@2. Did you mean rights.detention?"));
}

TEST(MeantTest, IsAVersionThatThereIs) {
  FakeServer server;
  server.Refuse("GetCaseType", RichStatus(5, "none", "NOT_FOUND",
                                          {{"name", "caseTypes/rights.detention@7"}, {"versions", "2, 3"}}));
  EXPECT_THAT(Arasha(server).Run({"type", "show", "rights.detention@7"}).err,
              HasSubstr("rights.detention has no version 7. There are: 2, 3."));
}

TEST(MeantTest, IsAPartnerWithoutThePrefix) {
  FakeServer server;
  server.Refuse("GrantAccess", BadFields({{"principal", "must be"}}, {{"principal", "not_a_grantee"}}));
  EXPECT_THAT(
      Arasha(server).Run({"access", "grant", "1", "iom/registry", "--until", "+1d", "--reason", "why"}).err,
      HasSubstr("begins with partners/: partners/iom/registry."));
}

TEST(MeantTest, IsAPerson) {
  FakeServer server;
  v1::ListColleaguesResponse colleagues;
  colleagues.add_colleagues()->set_name("staff/b.suleimenov");
  colleagues.add_colleagues()->set_name("staff/d.kim");
  server.Answer("ListColleagues", colleagues);
  v1::ListPrincipalsResponse staff;
  staff.add_principals()->set_name("staff/a.omarova");
  server.Answer("ListPrincipals", staff);
  const auto err = [&](const std::vector<std::string>& arguments) {
    return Arasha(server).Run(arguments).err;
  };
  const auto refuse_assignee = [&] {
    server.Refuse("AssignCase", BadFields({{"assignee", "must be"}},
                                          {{"assignee", "not_an_officer", {{"mission", "IST"}}}}));
  };
  refuse_assignee();
  EXPECT_THAT(err({"case", "assign", "1", "b.suleimenof"}),
              HasSubstr("Nobody called b.suleimenof works at IST. Did you mean b.suleimenov?"));
  // Who is there is no slip of the pen.
  refuse_assignee();
  EXPECT_THAT(err({"case", "assign", "1", "b.suleimenov"}), HasSubstr("must be an active officer of IST"));
  server.Refuse("CreateReminder", BadFields({{"reminder.assignee", "must be"}},
                                            {{"reminder.assignee", "not_an_officer", {{"mission", "IST"}}}}));
  EXPECT_THAT(err({"reminder", "add", "1", "1d", "Ask again", "--for", "d.kimm"}),
              HasSubstr("Nobody called d.kimm works at IST. Did you mean d.kim?"));
  server.Refuse("GrantAccess", BadFields({{"principal", "must be"}}, {{"principal", "not_a_grantee"}}));
  EXPECT_THAT(err({"access", "grant", "1", "d.kin", "--until", "+1d", "--reason", "why"}),
              HasSubstr("Did you mean d.kim?"));
  server.Refuse("ListAuditEntries",
                BadFields({{"actor", "none"}}, {{"actor", "unknown_person", {{"given", "staff/d.kimm"}}}}));
  EXPECT_THAT(err({"audit", "list", "--actor", "d.kimm"}), HasSubstr("Did you mean d.kim?"));
  server.Refuse("GrantRole", RichStatus(5, "none", "NOT_FOUND", {{"name", "staff/a.omarovva"}}));
  EXPECT_THAT(err({"staff", "grant", "a.omarovva", "officer", "--mission", "IST"}),
              HasSubstr("Nobody is registered as a.omarovva. Did you mean a.omarova?"));
}

// Of whom the mission concerned does not know, and of a log of all missions, the server says who is like
// them.
TEST(MeantTest, IsAPersonOfAnotherMission) {
  FakeServer server;
  server.Refuse("GrantAccess",
                BadFields({{"principal", "must be"}},
                          {{"principal",
                            "not_a_grantee",
                            {{"given", "staff/d.kin"}, {"values", "staff/d.kim, staff/d.omarov"}}}}));
  EXPECT_THAT(Arasha(server).Run({"access", "grant", "1", "d.kin", "--until", "+1d", "--reason", "why"}).err,
              HasSubstr("  Did you mean d.kim?\n"));
  server.Refuse(
      "ListAuditEntries",
      BadFields({{"actor", "none"}},
                {{"actor", "unknown_person", {{"given", "staff/d.kimm"}, {"values", "staff/d.kim"}}}}));
  EXPECT_THAT(Arasha(server).Run({"audit", "list", "--actor", "d.kimm", "--mission", "-"}).err,
              HasSubstr("  Did you mean d.kim?\n"));
}

TEST(MeantTest, IsWhatListsAreOrderedBy) {
  FakeServer server;
  server.Refuse(
      "ListCases",
      BadFields(
          {{"order_by", "must be"}},
          {{"order_by", "not_one_of", {{"given", "priorty"}, {"values", "priority, create_time, … desc"}}}}));
  EXPECT_THAT(Arasha(server).Run({"case", "list", "--order-by", "priorty desc"}).err,
              HasSubstr("  Did you mean priority?\n"));
}

TEST(MeantTest, IsATypeOrAField) {
  FakeServer server;
  v1::ListCaseTypesResponse types;
  types.add_case_types()->set_id("rights.detention");
  types.add_case_types()->set_id("family.abduction");
  server.Answer("ListCaseTypes", types);
  server.Refuse("GetCaseType", RichStatus(5, "none", "NOT_FOUND", {{"name", "caseTypes/detention"}}));
  Ran ran = Arasha(server).Run({"type", "show", "detention"});
  EXPECT_THAT(ran.err, HasSubstr("There is no case type detention. Did you mean rights.detention?"));
  EXPECT_EQ(ran.exit_code, 4);
  server.Refuse(
      "ListCases",
      BadFields({{"filter", "none"}},
                {{"filter", "unknown_type", {{"given", "detention"}, {"values", "all, of, them"}}}}));
  ran = Arasha(server).Run({"case", "list", "--type", "detention"});
  EXPECT_THAT(ran.err, HasSubstr("There is no case type detention. Did you mean rights.detention?"));
  EXPECT_EQ(ran.exit_code, 3);
  v1::CaseType type;
  type.add_fields()->set_id("place_of_detention");
  server.Answer("GetCaseType", type);
  v1::Case matter;
  matter.set_type("rights.detention");
  matter.set_type_version(1);
  server.Answer("GetCase", matter);
  server.Refuse("UpdateCase", BadFields({{"case.details.place_of_detenton", "none"}},
                                        {{"case.details.place_of_detenton", "unknown_field"}}));
  ran = Arasha(server).Run({"case", "update", "1", "--set", "place_of_detenton=x"});
  EXPECT_THAT(ran.err,
              HasSubstr("The case type has no field place_of_detenton. Did you mean place_of_detention?"));
  EXPECT_EQ(ran.exit_code, 3);
}

// The exit code is that of the server's refusal, whoever words it.
TEST(MeantTest, EndsAsTheServerSaid) {
  FakeServer server;
  v1::ListMissionsResponse missions;
  missions.add_missions()->set_name("missions/IST");
  server.Answer("ListMissions", missions);
  server.Refuse("ListCases", RichStatus(5, "none", "NOT_FOUND"));
  const Ran ran = Arasha(server).Run({"case", "list", "--mission", "ISTT", "-o", "json"});
  EXPECT_THAT(ran.err, HasSubstr("Did you mean IST?"));
  EXPECT_THAT(ran.err, HasSubstr(R"("code":"NOT_FOUND")"));
  EXPECT_EQ(ran.exit_code, 4);
}

TEST(MeantTest, IsACompartment) {
  FakeServer server;
  server.Refuse("UpdatePrincipal",
                BadFields({{"principal.clearances", "nobody is cleared for traficking yet"}},
                          {{"principal.clearances",
                            "unknown_compartment",
                            {{"given", "traficking"}, {"values", "minors, trafficking"}}}}));
  const Ran ran = Arasha(server).Run({"staff", "update", "t.bekova", "--clearance", "traficking"});
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_THAT(ran.err,
              HasSubstr("--clearance: nobody is cleared for traficking yet; a new compartment comes with the "
                        "directory that operators apply\n  Did you mean trafficking?"));
}

}  // namespace
}  // namespace arasha::clients
