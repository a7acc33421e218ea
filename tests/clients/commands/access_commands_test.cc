// The words of a command line give access to a case, or take it: a flag that lands in the wrong field opens
// it to the wrong person. And what the answer says must be seen: a review that is overdue, a verdict.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <utility>

#include "arasha/v1/access.pb.h"
#include "tests/clients/commands/expect_request.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* kUid = "019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b";

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

TEST(AccessCommandsTest, Grants) {
  const std::string id = std::string(" request_id: \"") + kId + "\"";
  const std::string matter = "case: \"missions/IST/cases/IST-2026-000123\"";
  ExpectRequest<v1::ExplainAccessRequest>("ExplainAccess", {"access", "explain", "IST-2026-000123"}, matter);
  ExpectRequest<v1::ExplainAccessRequest>("ExplainAccess",
                                          {"access", "explain", "IST-2026-000123", "--as", "d.kim"},
                                          matter + R"( principal: "staff/d.kim")");
  ExpectRequest<v1::GrantAccessRequest>(
      "GrantAccess",
      {"access", "grant", "IST-2026-000123", "partners/iom/registry", "--until", "+1d", "--reason", "why"},
      matter + R"( principal: "partners/iom/registry" reason: "why" expire_time { seconds: 1795604700 })" +
          id);
  ExpectRequest<v1::RevokeAccessRequest>("RevokeAccess", {"access", "revoke", kUid},
                                         "name: \"accessGrants/" + std::string(kUid) + "\"" + id);
  ExpectRequest<v1::BreakGlassRequest>("BreakGlass",
                                       {"access", "break-glass", "IST-2026-000123", "--reason", "now"},
                                       matter + R"( reason: "now")" + id);
  ExpectRequest<v1::ReviewBreakGlassRequest>(
      "ReviewBreakGlass", {"access", "review", std::string("accessGrants/") + kUid, "--finding", "fine"},
      "name: \"accessGrants/" + std::string(kUid) + "\" finding: \"fine\"" + id);
  ExpectRequest<v1::ListAccessGrantsRequest>(
      "ListAccessGrants", {"access", "list", "--unreviewed", "--of", "d.kim", "--limit", "7"},
      R"(principal: "staff/d.kim" unreviewed_only: true page_size: 7)");
}

TEST(AccessCommandsTest, AGrantThatAddsNothingSaysSo) {
  FakeServer server;
  server.Answer("GrantAccess", Parse<v1::AccessGrant>(
                                   R"(case: "missions/IST/cases/IST-2026-000123" principal: "staff/d.kim")"));
  const std::vector<std::string> grant = {"access",  "grant", "IST-2026-000123", "d.kim",
                                          "--until", "+1d",   "--reason",        "why"};
  server.Answer("ExplainAccess", Parse<v1::ExplainAccessResponse>(R"(
    steps { source: ACCESS_SOURCE_GIVEN verdict: ACCESS_VERDICT_OPENS access_grant: "accessGrants/u" }
    steps { source: ACCESS_SOURCE_ROLE verdict: ACCESS_VERDICT_ELSEWHERE role: "officer" })"));
  EXPECT_THAT(Arasha(server).Run(grant).err, testing::Not(HasSubstr("too (")));
  server.Answer("ExplainAccess", Parse<v1::ExplainAccessResponse>(R"(
    steps { source: ACCESS_SOURCE_ROLE verdict: ACCESS_VERDICT_OPENS role: "officer" })"));
  EXPECT_THAT(Arasha(server).Run(grant).err,
              HasSubstr("d.kim sees IST-2026-000123 without this grant, too ("));
}

TEST(AccessCommandsTest, StaffAreListedByMissionAndWhetherTheyMaySignIn) {
  FakeServer server;
  server.Answer("ListPrincipals", Parse<v1::ListPrincipalsResponse>(R"(
    principals { name: "staff/a.omarova" active: true grants { role: "officer" mission: "missions/IST" } }
    principals { name: "staff/b.left" grants { role: "officer" mission: "missions/IST" } }
    principals { name: "staff/d.kim" active: true grants { role: "officer" mission: "missions/WAW" } }
    principals { name: "staff/s.super" active: true grants { role: "supervisor" mission: "missions/-" } })"));
  const auto ids = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {"staff", "list", "--columns", "name", "--output", "csv"});
    return Arasha(server).Run(options).out;
  };
  EXPECT_EQ(ids({"--active"}), "name\r\nstaff/a.omarova\r\nstaff/d.kim\r\nstaff/s.super\r\n");
  EXPECT_EQ(ids({"--mission", "IST"}), "name\r\nstaff/a.omarova\r\nstaff/b.left\r\nstaff/s.super\r\n");
  EXPECT_EQ(ids({"--mission", "WAW", "--active"}), "name\r\nstaff/d.kim\r\nstaff/s.super\r\n");
  EXPECT_THAT(Arasha(server).Run({"staff", "show", "d.kim"}).out,
              AllOf(HasSubstr("staff/d.kim"), HasSubstr("· WAW")));
  const Ran none = Arasha(server).Run({"staff", "show", "d.kin"});
  EXPECT_EQ(none.exit_code, 4);
  EXPECT_THAT(none.err, HasSubstr("d.kin"));
}

TEST(AccessCommandsTest, AskForTheReasonAtATerminal) {
  FakeServer server;
  Arasha arasha(server);
  const std::vector<std::string> breaks = {"access", "break-glass", "IST-2026-000123"};
  const Ran refused = arasha.Run(breaks);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("--reason is required."));
  EXPECT_TRUE(server.calls().empty());
  arasha.terminal = true;
  arasha.in = "The hospital calls\n";
  const Ran asked = arasha.Run(breaks);
  EXPECT_THAT(asked.err, HasSubstr("Reason: "));
  EXPECT_EQ(server.Last<v1::BreakGlassRequest>("BreakGlass").reason(), "The hospital calls");
  arasha.in = "Justified\n";
  EXPECT_THAT(arasha.Run({"access", "review", kUid}).err, HasSubstr("Finding: "));
  EXPECT_EQ(server.Last<v1::ReviewBreakGlassRequest>("ReviewBreakGlass").finding(), "Justified");
  // What was given is not asked for.
  arasha.in = "";
  arasha.Run({"access", "break-glass", "IST-2026-000123", "Hospital calls"});
  EXPECT_EQ(server.Last<v1::BreakGlassRequest>("BreakGlass").reason(), "Hospital calls");
}

TEST(AccessCommandsTest, TakeAPartOfAGrantsUuid) {
  FakeServer server;
  v1::ListAccessGrantsResponse grants;
  grants.add_access_grants()->set_name(std::string("accessGrants/") + kUid);
  grants.add_access_grants()->set_name("accessGrants/019a1b2c-0000-7000-8000-00004f21c07a");
  server.Answer("ListAccessGrants", grants);
  Arasha arasha(server);
  EXPECT_EQ(arasha.Run({"access", "review", "8d9e0f1a2b", "--finding", "fine"}).exit_code, 0);
  EXPECT_TRUE(server.Last<v1::ListAccessGrantsRequest>("ListAccessGrants").unreviewed_only());
  EXPECT_EQ(server.Last<v1::ReviewBreakGlassRequest>("ReviewBreakGlass").name(),
            std::string("accessGrants/") + kUid);
  EXPECT_EQ(arasha.Run({"access", "revoke", "019a1b2c-0"}).exit_code, 0);
  EXPECT_EQ(server.Last<v1::RevokeAccessRequest>("RevokeAccess").name(),
            "accessGrants/019a1b2c-0000-7000-8000-00004f21c07a");
  const Ran ambiguous = arasha.Run({"access", "revoke", "019a1b2c"});
  EXPECT_EQ(ambiguous.exit_code, 2);
  EXPECT_THAT(ambiguous.err, HasSubstr("More than one grant"));
  // Of what was reviewed the server says so.
  server.Make<v1::ListAccessGrantsRequest, v1::ListAccessGrantsResponse>(
      "ListAccessGrants", [&](const v1::ListAccessGrantsRequest& request) {
        return request.unreviewed_only() ? v1::ListAccessGrantsResponse() : grants;
      });
  EXPECT_EQ(arasha.Run({"access", "review", "4f21c07a", "--finding", "fine"}).exit_code, 0);
  EXPECT_EQ(server.Last<v1::ReviewBreakGlassRequest>("ReviewBreakGlass").name(),
            "accessGrants/019a1b2c-0000-7000-8000-00004f21c07a");
  const Ran unknown = arasha.Run({"access", "revoke", "ffff"});
  EXPECT_EQ(unknown.exit_code, 4) << "as of a whole uuid, which the server looks for";
  EXPECT_THAT(unknown.err, HasSubstr("There is no grant ffff"));
}

TEST(AccessCommandsTest, Staff) {
  const std::string id = std::string(" request_id: \"") + kId + "\"";
  ExpectRequest<v1::RegisterPrincipalRequest>(
      "RegisterPrincipal",
      {"staff", "add", "t.bekova", "--name", "Толқын", "--clearance", "a", "--clearance", "b"},
      R"(principal { name: "staff/t.bekova" display_name: "Толқын" clearances: "a" clearances: "b" })" + id);
  ExpectRequest<v1::UpdatePrincipalRequest>(
      "UpdatePrincipal", {"staff", "update", "t.bekova", "--deactivate", "--no-clearances"},
      R"(principal { name: "staff/t.bekova" } update_mask { paths: "clearances" paths: "active" })" + id);
  ExpectRequest<v1::GrantRoleRequest>(
      "GrantRole", {"staff", "grant", "t.bekova", "head", "--mission", "WAW", "--until", "2026-12-31 18:00"},
      R"(principal: "staff/t.bekova" role: "head" mission: "missions/WAW" expire_time { seconds: 1798729200 })" +
          id);
  ExpectRequest<v1::RevokeRoleRequest>(
      "RevokeRole", {"staff", "revoke", "t.bekova", "supervisor", "--mission", "-"},
      R"(principal: "staff/t.bekova" role: "supervisor" mission: "missions/-")" + id);
  FakeServer server;
  EXPECT_EQ(Arasha(server).Run({"staff", "update", "t.bekova"}).exit_code, 2);
  EXPECT_EQ(Arasha(server).Run({"staff", "grant", "t.bekova", "king"}).exit_code, 2);
  EXPECT_EQ(Arasha(server).Run({"staff", "revoke-certificate", "/nonexistent", "--reason", "x"}).exit_code,
            2);
  EXPECT_TRUE(server.calls().empty());
}

// The command that is told next must be one that the server takes.
TEST(AccessCommandsTest, TellWhichRoleSomebodyNewMayBeGiven) {
  for (const auto& [name, role] : {std::pair{"staff/t.bekova", "t.bekova officer --mission IST"},
                                   {"partners/unhcr/desk", "partners/unhcr/desk partner --mission -"}}) {
    FakeServer server;
    v1::Principal added;
    added.set_name(name);
    server.Answer("RegisterPrincipal", added);
    EXPECT_THAT(Arasha(server).Run({"staff", "add", name, "--name", "UNHCR"}).err,
                HasSubstr(std::string("`arasha staff grant ") + role + "`"));
  }
}

TEST(AccessCommandsTest, Approvals) {
  const std::string name = std::string("missions/IST/cases/IST-2026-000123/approvals/") + kUid;
  ExpectRequest<v1::ApproveTransitionRequest>(
      "ApproveTransition", {"approval", "approve", name, "--text", "agreed"},
      "name: \"" + name + "\" text: \"agreed\" request_id: \"" + kId + "\"");
  ExpectRequest<v1::ListApprovalsRequest>("ListApprovals", {"approval", "list", "--mission", "WAW"},
                                          R"(parent: "missions/WAW" page_size: 50)");
  ExpectRequest<v1::ListApprovalsRequest>("ListApprovals",
                                          {"approval", "list", "--mission", "-", "--mine", "--limit", "7"},
                                          R"(parent: "missions/-" page_size: 7 mine: true)");
  // By its case, which is asked what waits on it.
  FakeServer server;
  v1::Case matter;
  matter.mutable_pending_approval()->set_name(name);
  server.Answer("GetCase", matter);
  ASSERT_EQ(Arasha(server).Run({"approval", "refuse", "IST-2026-000123", "--text", "no"}).exit_code, 0);
  EXPECT_EQ(server.Last<v1::RefuseTransitionRequest>("RefuseTransition").name(), name);
  // As other commands call it.
  ASSERT_EQ(Arasha(server).Run({"approval", "refuse", "IST-2026-000123", "--reason", "why"}).exit_code, 0);
  EXPECT_EQ(server.Last<v1::RefuseTransitionRequest>("RefuseTransition").text(), "why");
  server.Answer("GetCase", v1::Case());
  EXPECT_EQ(Arasha(server).Run({"approval", "approve", "IST-2026-000123"}).exit_code, 4);
  EXPECT_THAT(Arasha(server).Run({"approval", "approve", "123"}).err, HasSubstr("IST-2026-000123"));
}

TEST(AccessCommandsTest, ALapsedProposalIsToldOf) {
  FakeServer server;
  server.Answer("GetCase", Parse<v1::Case>(R"(name: "missions/IST/cases/IST-2026-000123")"));
  v1::ListEntriesResponse timeline = Parse<v1::ListEntriesResponse>(
      R"(entries { kind: ENTRY_KIND_PROPOSAL event: "close" author: "staff/a.omarova"
                   record_time { seconds: 1795514700 } })");
  server.Answer("ListEntries", timeline);
  const Ran ran = Arasha(server).Run({"approval", "approve", "IST-2026-000123"});
  EXPECT_EQ(ran.exit_code, 4);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("a.omarova"), HasSubstr("within a week")));
  *timeline.add_entries() = Parse<v1::Entry>(
      R"(kind: ENTRY_KIND_REFUSAL author: "staff/b.head" record_time { seconds: 1795514800 })");
  server.Answer("ListEntries", timeline);
  EXPECT_THAT(Arasha(server).Run({"approval", "approve", "IST-2026-000123"}).err,
              testing::Not(HasSubstr("within a week")));
}

// The case afterwards looks as before it was proposed.
TEST(AccessCommandsTest, SayWhatWasRefusedAndWhatIsNext) {
  const std::string name = std::string("missions/IST/cases/IST-2026-000123/approvals/") + kUid;
  FakeServer server;
  v1::Case matter;
  matter.mutable_pending_approval()->set_name(name);
  matter.mutable_pending_approval()->set_event("close");
  matter.mutable_pending_approval()->set_proposed_by("staff/a.omarova");
  server.Answer("GetCase", matter);
  server.Answer("GetCaseType",
                Parse<v1::CaseType>(R"(transitions { id: "close" label { en: "Close the case" } })"));
  for (const std::string& typed : {std::string("IST-2026-000123"), name}) {
    EXPECT_THAT(Arasha(server).Run({"approval", "refuse", typed, "--text", "no"}).err,
                AllOf(HasSubstr("Refused: Close the case, proposed by a.omarova."),
                      HasSubstr("`arasha approval list --mine`")));
  }
  EXPECT_EQ(Arasha(server).Run({"approval", "refuse", name, "--text", "no", "--output", "json"}).err, "");
  server.Answer("WhoAmI", Parse<v1::WhoAmIResponse>(R"(name: "staff/a.omarova")"));
  EXPECT_THAT(Arasha(server).Run({"approval", "refuse", name, "--text", "no"}).err,
              AllOf(HasSubstr("Taken back: Close the case."), testing::Not(HasSubstr("a.omarova"))));
}

TEST(AccessCommandsTest, CasesAndPartiesSayWhoMaySeeThem) {
  ExpectRequest<v1::UpdateCaseRequest>(
      "UpdateCase",
      {"case", "update", "IST-2026-000123", "--sensitivity", "compartmented", "--compartment", "trafficking"},
      std::string("request_id: \"") + kId +
          R"(" update_mask { paths: "sensitivity" paths: "compartment" }
             case { name: "missions/IST/cases/IST-2026-000123" sensitivity: SENSITIVITY_COMPARTMENTED
                    compartment: "trafficking" })");
  FakeServer server;
  ASSERT_EQ(Arasha(server)
                .Run({"case", "party", "add", "IST-2026-000123", "Aliya", "--role", "applicant",
                      "--related-staff", "a.omarova", "--related-staff", "d.kim"})
                .exit_code,
            0);
  EXPECT_THAT(server.Last<v1::AddPartyRequest>("AddParty").party().related_staff(),
              ElementsAre("staff/a.omarova", "staff/d.kim"));
  ASSERT_EQ(Arasha(server).Run({"case", "open", "--type", "a.b", "--sensitivity", "sensitive"}).exit_code, 0);
  EXPECT_EQ(server.Last<v1::CreateCaseRequest>("CreateCase").case_().sensitivity(),
            v1::SENSITIVITY_SENSITIVE);
}

TEST(AccessCommandsTest, TablesSayWhatMatters) {
  FakeServer server;
  server.Answer("ExplainAccess", Parse<v1::ExplainAccessResponse>(R"(
    case: "missions/IST/cases/IST-2026-000123" principal: "staff/d.kim" sees: true actions: CASE_ACTION_READ
    steps { source: ACCESS_SOURCE_ROLE verdict: ACCESS_VERDICT_ELSEWHERE label: "WAW!" role: "officer" mission: "missions/WAW" }
    steps { source: ACCESS_SOURCE_TAKEN verdict: ACCESS_VERDICT_OPENS label: "case:019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b" expire_time { seconds: 1795604700 } })"));
  EXPECT_THAT(Arasha(server).Run({"access", "explain", "IST-2026-000123", "--as", "d.kim"}).out,
              AllOf(HasSubstr("d.kim sees IST-2026-000123."), HasSubstr("held at another mission"),
                    HasSubstr("emergency access"), HasSubstr("UNTIL (UTC+03:00)"),
                    HasSubstr("2026-11-25 14:05"), HasSubstr("WAW! · sensitive"),
                    HasSubstr(" case:IST-2026-000123 "), HasSubstr("`IST!` = sensitive")));
  server.Answer("ExplainAccess", Parse<v1::ExplainAccessResponse>(R"(
    case: "missions/IST/cases/IST-2026-000123" principal: "staff/d.kim" sees: true erased: true
    actions: CASE_ACTION_READ)"));
  EXPECT_THAT(Arasha(server).Run({"access", "explain", "IST-2026-000123", "--as", "d.kim"}).out,
              HasSubstr("d.kim sees IST-2026-000123.\nThe content of the case was erased: "));
  server.Answer("ListAccessGrants", Parse<v1::ListAccessGrantsResponse>(R"(
    access_grants { name: "accessGrants/u" case: "missions/IST/cases/IST-2026-000123" principal: "staff/d.kim"
                    case_uid: "019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b" break_glass: true reason: "urgent" grant_time { seconds: 1795518300 } expire_time { seconds: 1795518360 }
                    review_overdue: true })"));
  EXPECT_THAT(Arasha(server).Run({"access", "list"}).out,
              AllOf(HasSubstr("review overdue"), HasSubstr("urgent"), HasSubstr("IST-2026-000123 "),
                    testing::Not(HasSubstr(kUid))));
  server.Answer("ListAccessGrants", Parse<v1::ListAccessGrantsResponse>(R"(
    access_grants { name: "accessGrants/u" case_uid: "019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b"
                    grant_time { seconds: 1795518300 } expire_time { seconds: 1795518300 } })"));
  EXPECT_THAT(Arasha(server).Run({"access", "list"}).out,
              HasSubstr(std::string("not open to you (") + kUid + ")"));
  Arasha narrow(server);
  narrow.columns = 80;
  EXPECT_THAT(narrow.Run({"access", "list"}).out,
              AllOf(testing::StartsWith("Access (UTC+03:00)\nGrant "), HasSubstr(" 2026-11-24 14:05\n")));
  server.Answer("WhoAmI",
                Parse<v1::WhoAmIResponse>("reviews_due: 3 reviews_overdue: 1 clearances: \"trafficking\""));
  EXPECT_THAT(Arasha(server).Run({"whoami"}).out,
              AllOf(HasSubstr("3, overdue: 1"), HasSubstr("trafficking")));
  // A command is copied from one line.
  Arasha whole(server);
  whole.columns = 80;
  for (const char* language : {"kk", "ru", "en"}) {
    EXPECT_THAT(whole.Run({"whoami", "--lang", language}).out,
                HasSubstr("`arasha access list --unreviewed`"));
  }
  server.Answer("WhoAmI", Parse<v1::WhoAmIResponse>("proposals_returned: 2"));
  EXPECT_THAT(Arasha(server).Run({"whoami"}).out,
              HasSubstr("refused or lapsed in the last 7 days: 2 (`arasha approval list --mine`)"));
  server.Answer("WhoAmI", Parse<v1::WhoAmIResponse>("proposals_waiting: 3"));
  EXPECT_THAT(Arasha(server).Run({"whoami"}).out, HasSubstr("that wait: 3 (`arasha approval list`)"));
  server.Answer("GetCase", Parse<v1::Case>(R"(
    name: "missions/IST/cases/IST-2026-000123" sensitivity: SENSITIVITY_COMPARTMENTED compartment: "trafficking"
    deadlines { rule: "reply" state: DEADLINE_STATE_RUNNING due_time { seconds: 1795604700 } }
    pending_approval { event: "close" proposed_by: "staff/a.omarova" propose_time { seconds: 1795518300 }
                       expire_time { seconds: 1795604700 } })"));
  EXPECT_THAT(
      Arasha(server).Run({"case", "show", "IST-2026-000123"}).out,
      AllOf(HasSubstr("compartmented · trafficking"), HasSubstr("close · a.omarova · until 2026-11-25 14:05"),
            HasSubstr("run on until a second person decides: close, proposed by a.omarova, 2026-11-24 ")));
  server.Answer("UpdatePrincipal", Parse<v1::Principal>(R"(
    name: "staff/d.kim" held_cases { mission: "missions/IST" open_cases: 3 } )"));
  EXPECT_THAT(Arasha(server).Run({"staff", "update", "d.kim", "--deactivate"}).out,
              HasSubstr("Holds open cases  IST · 3"));
  server.Answer("ListPrincipals", Parse<v1::ListPrincipalsResponse>(R"(
    principals { name: "staff/d.kim" display_name: "Дмитрий Ким" active: true
                 grants { role: "officer" mission: "missions/-" expire_time { seconds: 1795604700 } } })"));
  EXPECT_THAT(Arasha(server).Run({"staff", "list"}).out,
              HasSubstr("consular officer · all missions · until 2026-11-25 14:05+03:00"));
}

// The answer to a proposal is the case, which looks as it did.
TEST(AccessCommandsTest, WhoProposesIsToldThatNothingIsDoneYet) {
  FakeServer server;
  server.Answer("TransitionCase", Parse<v1::Case>(R"(
    name: "missions/IST/cases/IST-2026-000123" type: "rights.detention"
    pending_approval { event: "close" proposed_by: "staff/a.omarova" expire_time { seconds: 1795604700 } })"));
  server.Answer("GetCaseType", Parse<v1::CaseType>(R"(
    id: "rights.detention" transitions { id: "close" roles: "head" roles: "supervisor" four_eyes: true }
    transitions { id: "reopen" roles: "officer" })"));
  Arasha arasha(server);
  const std::string err = arasha.Run({"case", "close", "IST-2026-000123"}).err;
  EXPECT_THAT(err, AllOf(HasSubstr("Nothing is done yet"), HasSubstr("these: head of mission, "),
                         HasSubstr("`arasha approval approve IST-2026-000123`")));
  EXPECT_THAT(err, testing::Not(HasSubstr("consular officer")));
  server.Answer("TransitionCase", Parse<v1::Case>(R"(name: "missions/IST/cases/IST-2026-000123")"));
  EXPECT_THAT(arasha.Run({"case", "close", "IST-2026-000123"}).err,
              testing::Not(HasSubstr("Nothing is done yet")));
}

// At night, "there is no such case" would be believed.
TEST(AccessCommandsTest, WhoBreaksTheGlassInVainIsToldWhomToAsk) {
  FakeServer server;
  const auto none = RichStatus(5, "none", "NOT_FOUND", {{"name", "missions/IST/cases/IST-2026-000123"}});
  server.Refuse("BreakGlass", none);
  const std::vector<std::string> breaks = {"access", "break-glass", "IST-2026-000123", "Hospital calls"};
  const Ran ran = Arasha(server).Run(breaks);
  EXPECT_EQ(ran.exit_code, 4);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("or it is compartmented, which emergency access never opens."),
                             HasSubstr("`arasha access grant`")));
  server.Refuse("BreakGlass", none);
  EXPECT_THAT(Arasha(server)
                  .Run({"--output", "json", "access", "break-glass", "IST-2026-000123", "Hospital calls"})
                  .err,
              HasSubstr("\"reason\":\"NOT_FOUND\""));
}

// A head decides by what the list says, and who proposed learns what came of it.
TEST(AccessCommandsTest, ApprovalsAreShownWhole) {
  FakeServer server;
  server.Answer("ListApprovals", Parse<v1::ListApprovalsResponse>(R"(
    approvals { name: "missions/IST/cases/IST-2026-000123/approvals/u" event: "close" proposed_by: "staff/a.omarova"
                propose_time { seconds: 1795518300 } expire_time { seconds: 1795604700 } text: "Released"
                subject: "Жұмабаев Әсет" summary: "Held at the airport" state: APPROVAL_STATE_WAITING }
    approvals { name: "missions/IST/cases/IST-2026-000124/approvals/u" proposed_by: "staff/a.omarova"
                propose_time { seconds: 1795518300 } expire_time { seconds: 1795604700 } summary: "Held at sea"
                text: "wrong day"
                correction { entry: "missions/IST/cases/IST-2026-000124/entries/e" reason: "wrong day"
                             corrected { kind: ENTRY_KIND_VISIT text: "Seen on Monday" }
                             replacement { kind: ENTRY_KIND_VISIT text: "Seen" } }
                state: APPROVAL_STATE_REFUSED decided_by: "staff/b.suleimenov" decide_time { seconds: 1795520000 }
                decision_text: "It was that day" })"));
  EXPECT_EQ(Arasha(server).Run({"approval", "list", "--mine"}).out,
            "Proposals (UTC+03:00)\n"
            "IST-2026-000123\n"
            "  Proposed  close · a.omarova · 2026-11-24 14:05\n"
            "  Subject   Жұмабаев Әсет\n"
            "  Summary   Held at the airport\n"
            "  Reason    Released\n"
            "  State     waits for a second person · until 2026-11-25 14:05\n"
            "\n"
            "IST-2026-000124\n"
            "  Proposed   correction of an entry · a.omarova · 2026-11-24 14:05\n"
            "  Summary    Held at sea\n"
            "  Entry      visit · Seen on Monday\n"
            "  To become  visit · Seen\n"
            "  Reason     wrong day\n"
            "  State      refused · 2026-11-24 14:33 · b.suleimenov\n"
            "  Answer     It was that day\n");
  server.Answer("ListApprovals", v1::ListApprovalsResponse());
  EXPECT_THAT(Arasha(server).Run({"approval", "list"}).err, HasSubstr("Nothing found."));
}

}  // namespace
}  // namespace arasha::clients
