// Completion that is out of date misleads, and one that fails must not be heard of: it is asked while
// somebody types, and what it prints becomes part of a command.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "arasha/v1/access.pb.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Not;
using testing::UnorderedElementsAre;

class CompletionTest : public testing::Test {
 protected:
  CompletionTest() : arasha_(server_) {}

  // What is offered for the last of the words that follow `arasha`, without the descriptions.
  std::vector<std::string> Offers(std::vector<std::string> words) {
    words.insert(words.begin(), "complete");
    const Ran ran = arasha_.Run(words);
    EXPECT_EQ(ran.exit_code, 0);
    EXPECT_EQ(ran.err, "");
    std::vector<std::string> offers;
    for (const absl::string_view line : absl::StrSplit(ran.out, '\n', absl::SkipEmpty())) {
      offers.emplace_back(line.substr(0, line.find('\t')));
    }
    return offers;
  }

  void AnswerTypes(const std::vector<const char*>& ids = {"rights.detention", "rights.death"}) {
    v1::ListCaseTypesResponse types;
    for (const char* id : ids) {
      v1::CaseType& type = *types.add_case_types();
      type.set_id(id);
      type.add_states()->set_id("received");
      type.add_states()->set_id(absl::StrCat(id + 7, "_closed"));
      type.add_transitions()->set_id("register");
      v1::FieldRule& field = *type.add_fields();
      field.set_id(absl::StrCat(id + 7, "_place"));
      field.add_choices()->set_id("prison");
    }
    server_.Answer("ListCaseTypes", types);
  }

  FakeServer server_;
  Arasha arasha_;
};

TEST_F(CompletionTest, OffersCommandsOptionsAndValues) {
  EXPECT_THAT(Offers({""}), IsSupersetOf({"case", "type", "context", "whoami", "completion"}));
  EXPECT_THAT(Offers({"cas"}), ElementsAre("case"));
  EXPECT_THAT(Offers({"case", ""}), IsSupersetOf({"open", "do", "note-verbale", "party"}));
  EXPECT_THAT(Offers({"case", "party", ""}), UnorderedElementsAre("add", "update", "remove"));
  EXPECT_THAT(Offers({"case", "open", "--subject-i"}), ElementsAre("--subject-iin"));
  EXPECT_THAT(Offers({"case", "open", "--priority", ""}),
              UnorderedElementsAre("low", "normal", "high", "urgent"));
  EXPECT_THAT(Offers({"case", "party", "add", "X", "Y", "--role", "next"}), ElementsAre("next-of-kin"));
  EXPECT_THAT(Offers({"audit", "verify", "--w"}), ElementsAre("--witness"));
  EXPECT_THAT(Offers({"completion", ""}), UnorderedElementsAre("bash", "zsh", "fish"));
  EXPECT_THAT(Offers({"case", "list", "--filter", "a"}), UnorderedElementsAre("assignee", "activity_time"));
  EXPECT_THAT(Offers({"case", "list", "--order-by", ""}),
              UnorderedElementsAre("priority", "create_time", "update_time", "next_due_time"));
  EXPECT_THAT(Offers({"help", "case", "no"}), ElementsAre("note", "note-verbale"));
}

TEST_F(CompletionTest, GlobalOptionsMayStandAnywhere) {
  EXPECT_THAT(Offers({"case", "list", "--out"}), ElementsAre("--output"));
  EXPECT_THAT(Offers({"case", "list", "--lang", ""}), UnorderedElementsAre("kk", "ru", "en"));
  EXPECT_THAT(Offers({"--lang", "kk", "case", "op"}), ElementsAre("open"));
  EXPECT_THAT(Offers({"--context", "case", "cont"}), ElementsAre("context"));
  EXPECT_THAT(Offers({"case", "note", "X", "--text", ""}), IsEmpty());
}

TEST_F(CompletionTest, OffersWhatCanBeExplainedAlsoWhereItDoesNotRun) {
  v1::Case matter;
  matter.set_name("missions/IST/cases/IST-2026-000123");
  v1::Deadline& running = *matter.add_deadlines();
  running.set_rule("visit");
  running.set_state(v1::DEADLINE_STATE_RUNNING);
  server_.Answer("GetCase", matter);
  v1::CaseType type;
  for (const char* rule : {"answer", "visit"}) type.add_deadlines()->set_id(rule);
  server_.Answer("GetCaseType", type);
  EXPECT_THAT(Offers({"deadline", "explain", "IST-2026-000123", ""}),
              UnorderedElementsAre("answer", "visit"));
  EXPECT_THAT(Offers({"deadline", "waive", "IST-2026-000123", ""}), ElementsAre("visit"));
}

TEST_F(CompletionTest, OffersFilesOnlyWhereOneIsTaken) {
  EXPECT_THAT(Offers({"case", "open", "--from-file", ""}), ElementsAre(":files"));
  EXPECT_THAT(Offers({"audit", "checkpoint", "--since", ""}), ElementsAre(":files"));
  EXPECT_THAT(Offers({"audit", "list", "--since", ""}), IsEmpty());
  EXPECT_THAT(Offers({"case", "list", "--state", ""}), Not(Contains(":files")));
}

TEST_F(CompletionTest, AsksTheServerForWhatItKnows) {
  AnswerTypes();
  v1::ListCasesResponse cases;
  for (const char* number : {"IST-2026-000001", "IST-2026-000012"}) {
    cases.add_cases()->set_name(absl::StrCat("missions/IST/cases/", number));
  }
  server_.Answer("ListCases", cases);
  v1::ListColleaguesResponse colleagues;
  colleagues.add_colleagues()->set_name("staff/a.omarova");
  server_.Answer("ListColleagues", colleagues);
  const std::vector<std::string> both = {"IST-2026-000001", "IST-2026-000012"};
  EXPECT_EQ(Offers({"case", "show", ""}), both);
  EXPECT_THAT(Offers({"case", "note", "IST-2026-00001"}), ElementsAre("IST-2026-000012"));
  EXPECT_THAT(Offers({"case", "assign", "IST-2026-000001", ""}),
              UnorderedElementsAre("a.omarova", "me", "nobody"));
  EXPECT_THAT(Offers({"case", "list", "--assignee", "a"}), ElementsAre("a.omarova"));
  EXPECT_THAT(Offers({"case", "do", "re"}), ElementsAre("register"));
  EXPECT_EQ(Offers({"case", "do", "register", ""}), both);
  EXPECT_THAT(Offers({"type", "show", "rights.de"}),
              UnorderedElementsAre("rights.detention", "rights.death"));
  EXPECT_THAT(Offers({"case", "list", "--state", ""}),
              UnorderedElementsAre("received", "detention_closed", "death_closed"));
  AnswerTypes({"rights.death"});
  EXPECT_THAT(Offers({"case", "list", "--type", "rights.death", "--state", ""}),
              UnorderedElementsAre("received", "death_closed"));
  EXPECT_THAT(Offers({"case", "open", "--type", "rights.death", "--set", ""}),
              UnorderedElementsAre("death_place=", "death_place=prison"));
}

TEST_F(CompletionTest, OffersWhatFitsTheCaseAndWhoMayWorkIt) {
  v1::Case matter;
  matter.set_type("rights.death");
  server_.Answer("GetCase", matter);
  AnswerTypes({"rights.death"});
  EXPECT_THAT(Offers({"case", "update", "IST-2026-000001", "--set", ""}),
              UnorderedElementsAre("death_place=", "death_place=prison"));
  EXPECT_THAT(server_.Last<v1::ListCaseTypesRequest>("ListCaseTypes").names(),
              ElementsAre("caseTypes/rights.death"));
  v1::ListColleaguesResponse colleagues;
  for (const auto& [name, role] :
       {std::pair("staff/a.omarova", "officer"), std::pair("staff/b.suleimenov", "head"),
        std::pair("staff/s.akhmetov", "auditor"), std::pair("staff/d.kim", "supervisor")}) {
    v1::Colleague& colleague = *colleagues.add_colleagues();
    colleague.set_name(name);
    colleague.add_roles(role);
  }
  server_.Answer("ListColleagues", colleagues);
  EXPECT_THAT(Offers({"case", "assign", "IST-2026-000001", ""}),
              UnorderedElementsAre("a.omarova", "b.suleimenov", "me", "nobody"));
}

TEST_F(CompletionTest, OffersTheEntriesOfTheCaseThatCanBeCorrected) {
  v1::ListEntriesResponse timeline;
  const auto add = [&](const std::string& id, v1::EntryKind kind) -> v1::Entry& {
    v1::Entry& entry = *timeline.add_entries();
    entry.set_name("missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-0000" + id);
    entry.set_kind(kind);
    entry.mutable_happened_time()->set_seconds(1795514700);
    return entry;
  };
  add("4f21c07a", v1::ENTRY_KIND_VISIT);
  add("4f21c07b", v1::ENTRY_KIND_UPDATE);
  add("4f21c07c", v1::ENTRY_KIND_NOTE).set_corrected_by("another");
  add("4f21c07d", v1::ENTRY_KIND_TRANSITION).set_event("open");
  add("5f21c07e", v1::ENTRY_KIND_TRANSITION).set_from_state("received");
  server_.Answer("ListEntries", timeline);
  EXPECT_THAT(Offers({"case", "correct", "IST-2026-000123", ""}), ElementsAre("4f21c07a", "5f21c07e"));
  EXPECT_EQ(server_.Last<v1::ListEntriesRequest>("ListEntries").parent(),
            "missions/IST/cases/IST-2026-000123");
  EXPECT_THAT(Offers({"case", "correct", "IST-2026-000123", "--reason", "x", "4"}), ElementsAre("4f21c07a"));
  EXPECT_THAT(arasha_.Run({"complete", "case", "correct", "IST-2026-000123", "4"}).out,
              testing::StartsWith("4f21c07a\tvisit · 2026-11-24 "));
}

TEST_F(CompletionTest, OffersThePartiesOfTheCase) {
  v1::Case matter;
  const auto add = [&](const std::string& id, v1::PartyRole role) {
    v1::Party& party = *matter.add_parties();
    party.set_name("missions/IST/cases/IST-2026-000123/parties/0192f1c0-0000-7000-8000-0000" + id);
    party.set_role(role);
  };
  add("4f21c07a", v1::PARTY_ROLE_SUBJECT);
  add("4f21c07b", v1::PARTY_ROLE_NEXT_OF_KIN);
  add("4f21c07c", v1::PARTY_ROLE_NEXT_OF_KIN);
  server_.Answer("GetCase", matter);
  const auto all = ElementsAre("subject", "4f21c07b", "4f21c07c");
  EXPECT_THAT(Offers({"case", "party", "update", "IST-2026-000123", ""}), all);
  EXPECT_THAT(Offers({"case", "visit", "IST-2026-000123", "--party", ""}), all);
}

TEST_F(CompletionTest, OffersOnlyWhatCanBeDecided) {
  v1::ListApprovalsResponse approvals;
  approvals.add_approvals()->set_name("missions/IST/cases/IST-2026-000123/approvals/1");
  server_.Answer("ListApprovals", approvals);
  EXPECT_THAT(Offers({"approval", "approve", ""}), ElementsAre("IST-2026-000123"));

  server_.Make<v1::ListAccessGrantsRequest, v1::ListAccessGrantsResponse>(
      "ListAccessGrants", [](const v1::ListAccessGrantsRequest& request) {
        v1::ListAccessGrantsResponse grants;
        const auto add = [&](const char* id) {
          grants.add_access_grants()->set_name(absl::StrCat("accessGrants/0192f1c0-0000-7000-8000-0000", id));
        };
        if (!request.unreviewed_only()) add("4f21c07a");
        if (!request.active_only()) add("4f21c07b");
        return grants;
      });
  EXPECT_THAT(Offers({"access", "revoke", ""}), ElementsAre("4f21c07a"));
  EXPECT_THAT(Offers({"access", "review", ""}), ElementsAre("4f21c07b"));
}

TEST_F(CompletionTest, OffersAdministratorsEverybody) {
  v1::ListPrincipalsResponse principals;
  for (const char* name : {"staff/n.new", "partners/iom/registry"}) {
    principals.add_principals()->set_name(name);
  }
  server_.Answer("ListPrincipals", principals);
  Offers({"staff", "grant", ""});
  EXPECT_THAT(server_.calls(), Not(Contains("ListPrincipals"))) << "a refusal would stand in the log";
  v1::WhoAmIResponse who;
  who.add_grants()->set_role("admin");
  server_.Answer("WhoAmI", who);
  EXPECT_THAT(Offers({"staff", "grant", ""}), ElementsAre("me", "n.new", "partners/iom/registry"));
}

TEST_F(CompletionTest, AsksWhereTheWordsSay) {
  Offers({"--mission", "WAW", "case", "show", ""});
  EXPECT_EQ(server_.Last<v1::ListCasesRequest>("ListCases").parent(), "missions/WAW");
}

TEST_F(CompletionTest, OffersContextsOfTheFile) {
  const std::string home = absl::StrCat(testing::TempDir(), "/completion.", getpid());
  std::filesystem::create_directories(home + "/arasha");
  std::ofstream(home + "/arasha/config.toml") << "[contexts.ist]\n[contexts.waw]\n";
  arasha_.variables["XDG_CONFIG_HOME"] = home;
  EXPECT_THAT(Offers({"context", "use", ""}), ElementsAre("ist", "waw"));
  EXPECT_THAT(Offers({"--context", "w"}), ElementsAre("waw"));
  std::filesystem::remove_all(home);
}

TEST_F(CompletionTest, FailsInSilence) {
  for (int i = 0; i < 3; ++i) server_.Refuse("ListCases", RichStatus(7, "no", "PERMISSION_DENIED"));
  EXPECT_THAT(Offers({"case", "show", ""}), IsEmpty());
  arasha_.variables["XDG_CONFIG_HOME"] = "/dev/null";
  EXPECT_THAT(Offers({"--context", "nowhere", "case", "show", ""}), IsEmpty());
  EXPECT_THAT(Offers({"no-such", "--nothing", "x", ""}), Not(Contains(":files")));
  EXPECT_THAT(Offers({}), IsEmpty());
}

}  // namespace
}  // namespace arasha::clients
