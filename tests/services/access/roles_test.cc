// What could go wrong: somebody reads or changes a case that is none of theirs, or can tell a case that they
// may not see from one that is not there. Every role calls every RPC of Cases.
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"
#include "tests/support/update_party.h"

namespace arasha {
namespace {

using support::Line;
using Stub = v1::Cases::Stub;

class Roles : public support::SharedServerTest {
 protected:
  // What a role is answered, RPC by RPC.
  std::map<std::string, std::string> Answers(const std::string& role, const v1::Case& existing) {
    const std::string& name = existing.name();
    v1::CreateCaseRequest open = support::OpenDetention();
    return {{"CreateCase", Line(Try(&Stub::CreateCase, open, role))},
            {"GetCase", Line(Try(&Stub::GetCase, support::Get(name), role))},
            {"ListCases", Line(Try(&Stub::ListCases, support::ListCases("missions/IST"), role))},
            {"ListEntries", Line(Try(&Stub::ListEntries, support::ListEntries(name), role))},
            {"UpdateCase", Line(Try(&Stub::UpdateCase, support::UpdateSummary(name), role))},
            {"TransitionCase", Line(Try(&Stub::TransitionCase, support::Transition(name, "register"), role))},
            {"AssignCase", Line(Try(&Stub::AssignCase, support::Assign(name, "staff/a.omarova"), role))},
            {"AddEntry", Line(Try(&Stub::AddEntry, support::AddNote(name), role))},
            {"AddParty", Line(Try(&Stub::AddParty, support::AddLawyer(name), role))},
            {"UpdateParty",
             Line(Try(&Stub::UpdateParty, support::UpdateParty(existing.parties(1), {"note"}), role))},
            {"RemoveParty",
             Line(Try(&Stub::RemoveParty, support::RemoveParty(existing.parties(1).name()), role))}};
  }
};

const std::vector<std::string> kAll = {"CreateCase", "GetCase",        "ListCases",  "ListEntries",
                                       "UpdateCase", "TransitionCase", "AssignCase", "AddEntry",
                                       "AddParty",   "UpdateParty",    "RemoveParty"};

TEST_F(Roles, OfficerAndHeadWorkTheCasesOfTheirMission) {
  for (const char* role : {"officer", "head"}) {
    for (const auto& [method, answer] : Answers(role, Open()))
      EXPECT_EQ(answer, "OK") << role << " " << method;
  }
}

TEST_F(Roles, SupervisorReadsAndAssignsEverywhereAndWritesNowhere) {
  const std::set<std::string> allowed = {"GetCase", "ListCases", "ListEntries", "AssignCase"};
  const auto answers = Answers("supervisor", Open());
  for (const std::string& method : kAll) {
    EXPECT_EQ(answers.at(method), allowed.count(method) > 0 ? "OK" : "PERMISSION_DENIED/PERMISSION_DENIED")
        << method;
  }
}

TEST_F(Roles, EverybodyElseFindsNothing) {
  const v1::Case existing = Open();
  for (const char* role : {"officer-waw", "auditor", "admin", "partner"}) {
    for (const auto& [method, answer] : Answers(role, existing)) {
      EXPECT_EQ(answer, "NOT_FOUND/NOT_FOUND") << role << " " << method;
    }
  }
  EXPECT_EQ(database().Value("SELECT version FROM case_file WHERE uid = '" + existing.uid() + "'"), "1");
  EXPECT_EQ(database().Value("SELECT count(*) FROM entry WHERE case_uid = '" + existing.uid() + "'"), "1");
}

TEST_F(Roles, ListOfAllMissionsShowsThoseWhereTheCallerMayList) {
  Open("IST");
  Open("WAW");
  const auto listed = [&](const std::string& role) {
    std::set<std::string> missions;
    const auto response = Do(&Stub::ListCases, support::ListCases("missions/-"), role);
    for (const v1::Case& found : response.cases()) {
      missions.insert(found.name().substr(0, 12));
    }
    return missions;
  };
  EXPECT_EQ(listed("officer"), std::set<std::string>{"missions/IST"});
  EXPECT_EQ(listed("officer-waw"), std::set<std::string>{"missions/WAW"});
  EXPECT_EQ(listed("supervisor"), (std::set<std::string>{"missions/IST", "missions/WAW"}));
  for (const char* role : {"auditor", "admin", "partner"}) {
    EXPECT_EQ(Line(Try(&Stub::ListCases, support::ListCases("missions/-"), role)),
              "PERMISSION_DENIED/PERMISSION_DENIED")
        << role;
  }
}

// Byte for byte, once the name that the caller sent itself is taken out.
TEST_F(Roles, AForeignCaseLooksLikeNone) {
  const std::string foreign = Open("WAW").name();
  const std::string absent = foreign.substr(0, foreign.size() - 1) + "9";
  const auto told = [&](const std::string& name) {
    std::string all;
    for (const grpc::Status& status :
         {Try(&Stub::GetCase, support::Get(name)), Try(&Stub::ListEntries, support::ListEntries(name)),
          Try(&Stub::AddEntry, support::AddNote(name)), Try(&Stub::AssignCase, support::Assign(name, "")),
          Try(&Stub::UpdateCase, support::UpdateSummary(name)),
          Try(&Stub::TransitionCase, support::Transition(name, "register")),
          Try(&Stub::AddParty, support::AddLawyer(name))}) {
      EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
      std::string text =
          std::to_string(status.error_code()) + status.error_message() + status.error_details();
      for (size_t at = text.find(name); at != std::string::npos; at = text.find(name)) {
        text.replace(at, name.size(), "NAME");
      }
      all += text;
    }
    return all;
  };
  EXPECT_EQ(told(foreign), told(absent));
  // Nor does a mission that is not the caller's differ from one that does not exist.
  EXPECT_EQ(Line(Try(&Stub::ListCases, support::ListCases("missions/WAW"))),
            Line(Try(&Stub::ListCases, support::ListCases("missions/XXX"))));
}

TEST_F(Roles, SomeTransitionsWantTheHead) {
  const v1::Case opened = Open();
  Close(opened.name());
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, support::Transition(opened.name(), "reopen", "arrested anew"))),
            "PERMISSION_DENIED/PERMISSION_DENIED");
  EXPECT_EQ(
      Line(Try(&Stub::TransitionCase, support::Transition(opened.name(), "reopen", "arrested anew"), "head")),
      "OK");
}

TEST_F(Roles, ACaseGoesOnlyToWhoMayWorkIt) {
  const v1::Case opened = Open();
  for (const char* assignee : {"staff/d.kim", "staff/s.akhmetov", "staff/g.tulegenova",
                               "partners/iom/registry", "staff/nobody", "a.omarova", "'"}) {
    EXPECT_EQ(Line(Try(&Stub::AssignCase, support::Assign(opened.name(), assignee))),
              "INVALID_ARGUMENT/INVALID_FIELD(assignee)")
        << assignee;
  }
}

}  // namespace
}  // namespace arasha
