// What could go wrong: an administrator makes themselves head; a role survives its end, or a certificate its
// revocation; what is changed here is not what the server decides by a moment later.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "absl/time/clock.h"
#include "proto/stable_bytes.h"
#include "services/directory/identity.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using AdminStub = v1::Admin::Stub;
using Cases = v1::Cases::Stub;

// Its tests leave the directory as they find it.
class Staff : public support::SharedServerTest {
 protected:
  template <typename Request, typename Response>
  std::string TryLine(Method<AdminStub, Request, Response> method, const Request& request,
                      const std::string& role = "admin") {
    return Line(Try(method, request, role));
  }
  template <typename Request, typename Response>
  Response DoAdmin(Method<AdminStub, Request, Response> method, const Request& request) {
    return Do(method, request, "admin");
  }

  static v1::RegisterPrincipalRequest Register(const std::string& name) {
    v1::RegisterPrincipalRequest request;
    request.mutable_principal()->set_name(name);
    request.mutable_principal()->set_display_name("Толқын Бекова");
    request.set_request_id(support::RequestId());
    return request;
  }
  static v1::GrantRoleRequest Grant(const std::string& principal, const std::string& role,
                                    const std::string& mission = "missions/IST") {
    v1::GrantRoleRequest request;
    request.set_principal(principal);
    request.set_role(role);
    request.set_mission(mission);
    request.set_request_id(support::RequestId());
    return request;
  }
  static v1::RevokeRoleRequest Revoke(const std::string& principal, const std::string& role,
                                      const std::string& mission = "missions/IST") {
    v1::RevokeRoleRequest request;
    request.set_principal(principal);
    request.set_role(role);
    request.set_mission(mission);
    request.set_request_id(support::RequestId());
    return request;
  }
  static v1::UpdatePrincipalRequest Update(const std::string& name, const std::string& path) {
    v1::UpdatePrincipalRequest request;
    request.mutable_principal()->set_name(name);
    request.mutable_update_mask()->add_paths(path);
    request.set_request_id(support::RequestId());
    return request;
  }
  std::string Read(const std::string& name, const std::string& role) {
    return Line(Try(&Cases::GetCase, support::Get(name), role));
  }
};

constexpr char kOk[] = "OK";
constexpr char kNone[] = "NOT_FOUND/NOT_FOUND";
constexpr char kDenied[] = "PERMISSION_DENIED/PERMISSION_DENIED";

TEST_F(Staff, ARoleWorksAtOnceAndEndsInTime) {
  const std::string name = Open().name();
  EXPECT_EQ(Read(name, "officer-waw"), kNone);
  v1::GrantRoleRequest grant = Grant("staff/d.kim", "head");
  *grant.mutable_expire_time() = support::Stamp(absl::Now() + absl::Seconds(6));
  const v1::Principal principal = DoAdmin(&AdminStub::GrantRole, grant);
  ASSERT_EQ(principal.grants_size(), 2);
  EXPECT_EQ(Read(name, "officer-waw"), kOk);
  absl::SleepFor(absl::Seconds(6));
  EXPECT_EQ(Read(name, "officer-waw"), kNone);

  DoAdmin(&AdminStub::GrantRole, Grant("staff/d.kim", "head"));
  EXPECT_EQ(Read(name, "officer-waw"), kOk) << "given anew, without end";
  DoAdmin(&AdminStub::RevokeRole, Revoke("staff/d.kim", "head"));
  EXPECT_EQ(Read(name, "officer-waw"), kNone);
  EXPECT_EQ(TryLine(&AdminStub::RevokeRole, Revoke("staff/d.kim", "head")), kNone);
}

TEST_F(Staff, NobodyAdministersThemselves) {
  EXPECT_EQ(TryLine(&AdminStub::GrantRole, Grant("staff/n.ibraev", "head")), kDenied);
  EXPECT_EQ(TryLine(&AdminStub::RevokeRole, Revoke("staff/n.ibraev", "admin", "missions/-")), kDenied);
  auto update = Update("staff/n.ibraev", "clearances");
  update.mutable_principal()->add_clearances("trafficking");
  EXPECT_EQ(TryLine(&AdminStub::UpdatePrincipal, update), kDenied);
}

TEST_F(Staff, OnlyAdministratorsAdminister) {
  for (const char* role : {"officer", "head", "supervisor", "auditor", "partner"}) {
    // In the same words whether there is such a person or not.
    for (const char* principal : {"staff/d.kim", "staff/nobody"}) {
      EXPECT_EQ(TryLine(&AdminStub::GrantRole, Grant(principal, "head"), role), kDenied) << role;
      EXPECT_EQ(TryLine(&AdminStub::RevokeRole, Revoke(principal, "officer"), role), kDenied) << role;
      EXPECT_EQ(TryLine(&AdminStub::UpdatePrincipal, Update(principal, "active"), role), kDenied) << role;
      EXPECT_EQ(TryLine(&AdminStub::RegisterPrincipal, Register(principal), role), kDenied) << role;
    }
    EXPECT_EQ(TryLine(&AdminStub::ListPrincipals, v1::ListPrincipalsRequest(), role), kDenied) << role;
  }
}

TEST_F(Staff, HoldWhatFitsThem) {
  constexpr char kRole[] = "INVALID_ARGUMENT/INVALID_FIELD(role)";
  EXPECT_EQ(TryLine(&AdminStub::GrantRole, Grant("partners/iom/registry", "officer")), kRole);
  EXPECT_EQ(TryLine(&AdminStub::GrantRole, Grant("staff/d.kim", "partner")), kRole);
  EXPECT_EQ(TryLine(&AdminStub::GrantRole, Grant("staff/d.kim", "root")), kRole);
  EXPECT_EQ(TryLine(&AdminStub::GrantRole, Grant("staff/d.kim", "head", "missions/XXX")),
            "INVALID_ARGUMENT/INVALID_FIELD(mission)");
  EXPECT_EQ(TryLine(&AdminStub::GrantRole, Grant("staff/nobody", "head")), kNone);
  v1::GrantRoleRequest past = Grant("staff/d.kim", "head");
  *past.mutable_expire_time() = support::Stamp(absl::Now() - absl::Seconds(1));
  EXPECT_EQ(TryLine(&AdminStub::GrantRole, past), "INVALID_ARGUMENT/INVALID_FIELD(expire_time)");
}

TEST_F(Staff, AClearanceOpensItsCompartment) {
  v1::CreateCaseRequest open = support::OpenDetention();
  open.mutable_case_()->set_sensitivity(v1::SENSITIVITY_COMPARTMENTED);
  open.mutable_case_()->set_compartment("trafficking");
  const std::string name = Do(&Cases::CreateCase, open).name();
  EXPECT_EQ(Read(name, "head"), kNone);
  auto clear = Update("staff/b.suleimenov", "clearances");
  clear.mutable_principal()->add_clearances("trafficking");
  EXPECT_EQ(DoAdmin(&AdminStub::UpdatePrincipal, clear).display_name(), "Бауыржан Сүлейменов")
      << "what is not named stays";
  EXPECT_EQ(Read(name, "head"), kOk);
  DoAdmin(&AdminStub::UpdatePrincipal, Update("staff/b.suleimenov", "clearances"));
  EXPECT_EQ(Read(name, "head"), kNone);
  clear.mutable_principal()->add_clearances("a,b");
  clear.set_request_id(support::RequestId());
  EXPECT_EQ(TryLine(&AdminStub::UpdatePrincipal, clear),
            "INVALID_ARGUMENT/INVALID_FIELD(principal.clearances)");
}

TEST_F(Staff, HaveNamesWithALetterInThem) {
  v1::RegisterPrincipalRequest asked = Register("staff/t.bekova");
  for (const char* name : {"...", "😀"}) {
    asked.mutable_principal()->set_display_name(name);
    asked.set_request_id(support::RequestId());
    EXPECT_EQ(TryLine(&AdminStub::RegisterPrincipal, asked),
              "INVALID_ARGUMENT/INVALID_FIELD(principal.display_name)");
  }
}

TEST_F(Staff, AreListedByName) {
  v1::ListPrincipalsRequest request;
  request.set_page_size(3);
  std::vector<std::string> names;
  do {
    const auto page = DoAdmin(&AdminStub::ListPrincipals, request);
    for (const auto& principal : page.principals()) names.push_back(principal.name());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names, (std::vector<std::string>{"partners/iom/registry", "staff/a.omarova", "staff/b.suleimenov",
                                             "staff/d.kim", "staff/g.tulegenova", "staff/n.ibraev",
                                             "staff/s.akhmetov"}));
}

// Its tests do not, so that each begins with the one that was applied.
class ChangedStaff : public Staff {
 protected:
  void SetUp() override {
    Staff::SetUp();
    StartAfresh();
  }
};

TEST_F(ChangedStaff, WhoLeavesIsToldToHoldCases) {
  const auto active = [&](bool may_act) {
    v1::UpdatePrincipalRequest request = Update("staff/a.omarova", "active");
    request.mutable_principal()->set_active(may_act);
    return request;
  };
  EXPECT_EQ(DoAdmin(&AdminStub::UpdatePrincipal, active(false)).held_cases_size(), 0);
  DoAdmin(&AdminStub::UpdatePrincipal, active(true));
  for (int i = 0; i < 2; ++i) Do(&Cases::AssignCase, support::Assign(Open().name(), "staff/a.omarova"));
  const std::string closed = Open().name();
  Do(&Cases::AssignCase, support::Assign(closed, "staff/a.omarova"));
  Close(closed);
  const v1::UpdatePrincipalRequest leaves = active(false);
  const v1::Principal left = DoAdmin(&AdminStub::UpdatePrincipal, leaves);
  ASSERT_EQ(left.held_cases_size(), 1);
  EXPECT_EQ(left.held_cases(0).mission(), "missions/IST");
  EXPECT_EQ(left.held_cases(0).open_cases(), 2) << "the closed one waits for nobody";
  EXPECT_EQ(StableBytes(DoAdmin(&AdminStub::UpdatePrincipal, leaves)), StableBytes(left)) << "repeated";
  EXPECT_EQ(DoAdmin(&AdminStub::UpdatePrincipal, active(true)).held_cases_size(), 0);
}

TEST_F(ChangedStaff, AreRegisteredOnce) {
  const auto request = Register("staff/t.bekova");
  const v1::Principal registered = DoAdmin(&AdminStub::RegisterPrincipal, request);
  EXPECT_TRUE(registered.active());
  EXPECT_EQ(StableBytes(DoAdmin(&AdminStub::RegisterPrincipal, request)), StableBytes(registered))
      << "a repeat";
  EXPECT_EQ(TryLine(&AdminStub::RegisterPrincipal, Register("staff/t.bekova")),
            "ALREADY_EXISTS/ALREADY_REGISTERED");
  for (const char* bad : {"", "t.bekova", "staff/", "staff/T", "staff/a,b", "partners/iom", "service/x"}) {
    EXPECT_EQ(TryLine(&AdminStub::RegisterPrincipal, Register(bad)),
              "INVALID_ARGUMENT/INVALID_FIELD(principal.name)")
        << bad;
  }
  EXPECT_EQ(database().Value("SELECT count(*) FROM principal WHERE sealed::text LIKE '%Бекова%'"), "0");
  EXPECT_EQ(database().Value(
                "SELECT count(*) FROM audit_leaf WHERE action = 'RegisterPrincipal' AND decision = 'done'"),
            "1");
}

TEST_F(ChangedStaff, AreClearedForCompartmentsThatThereAre) {
  auto clear = Update("staff/b.suleimenov", "clearances");
  clear.mutable_principal()->add_clearances("traficking");
  EXPECT_EQ(TryLine(&AdminStub::UpdatePrincipal, clear),
            "INVALID_ARGUMENT/INVALID_FIELD(principal.clearances)");
  v1::RegisterPrincipalRequest register_cleared = Register("staff/t.bekova");
  register_cleared.mutable_principal()->add_clearances("traficking");
  EXPECT_EQ(TryLine(&AdminStub::RegisterPrincipal, register_cleared),
            "INVALID_ARGUMENT/INVALID_FIELD(principal.clearances)");
  *register_cleared.mutable_principal()->mutable_clearances(0) = "trafficking";
  register_cleared.set_request_id(support::RequestId());
  EXPECT_EQ(DoAdmin(&AdminStub::RegisterPrincipal, register_cleared).clearances(0), "trafficking");
}

TEST_F(ChangedStaff, WhoeverIsNotActiveIsNobody) {
  const std::string name = Open().name();
  EXPECT_EQ(Read(name, "head"), kOk);
  DoAdmin(&AdminStub::UpdatePrincipal, Update("staff/b.suleimenov", "active"));
  EXPECT_EQ(Read(name, "head"), "UNAUTHENTICATED/IDENTITY_UNKNOWN") << "also on the open connection";
}

TEST_F(ChangedStaff, ColleaguesAreThoseWithARoleAtTheMission) {
  v1::ListColleaguesRequest request;
  request.set_parent("missions/IST");
  v1::ListColleaguesResponse answer;
  ASSERT_EQ(Line(Call(&AdminStub::ListColleagues, request, &answer, "officer")), "OK");
  std::map<std::string, std::string> roles;
  for (const v1::Colleague& colleague : answer.colleagues()) {
    EXPECT_FALSE(colleague.display_name().empty());
    roles[colleague.name()] = colleague.roles(0);
  }
  EXPECT_EQ(roles["staff/a.omarova"], "officer");
  EXPECT_EQ(roles["staff/b.suleimenov"], "head");
  EXPECT_EQ(roles.count("staff/d.kim"), 0U) << "works elsewhere";
  EXPECT_EQ(roles.count("partners/iom/registry"), 0U);
  EXPECT_EQ(TryLine(&AdminStub::ListColleagues, request, "officer-waw"), "NOT_FOUND/NOT_FOUND");
  EXPECT_EQ(TryLine(&AdminStub::ListColleagues, request, "partner"), "NOT_FOUND/NOT_FOUND");
  request.set_parent("missions/XXX");
  EXPECT_EQ(TryLine(&AdminStub::ListColleagues, request), "NOT_FOUND/NOT_FOUND");
  request.set_parent("missions/IST");
  DoAdmin(&AdminStub::UpdatePrincipal, Update("staff/b.suleimenov", "active"));
  answer.Clear();
  ASSERT_EQ(Line(Call(&AdminStub::ListColleagues, request, &answer, "officer")), "OK");
  for (const v1::Colleague& colleague : answer.colleagues())
    EXPECT_NE(colleague.name(), "staff/b.suleimenov");
}

TEST_F(ChangedStaff, ARevokedCertificateIsRefusedOnTheOpenConnection) {
  const std::string name = Open().name();
  EXPECT_EQ(Read(name, "head"), kOk);
  const auto identity =
      server::ReadIdentity(support::ReadFile(support::PairOf("head").certificate), "arasha.example");
  ASSERT_TRUE(identity.ok());
  v1::RevokeCertificateRequest request;
  request.set_fingerprint(identity->fingerprint);
  request.set_reason("the laptop was stolen");
  request.set_request_id(support::RequestId());
  DoAdmin(&AdminStub::RevokeCertificate, request);
  EXPECT_EQ(Read(name, "head"), "UNAUTHENTICATED/CERTIFICATE_REVOKED");
  DoAdmin(&AdminStub::RevokeCertificate, request);
  request.set_request_id(support::RequestId());
  DoAdmin(&AdminStub::RevokeCertificate, request);
  // Every eighth fingerprint has a zero byte somewhere.
  request.set_fingerprint(std::string(31, 'x') + '\0');
  request.set_request_id(support::RequestId());
  DoAdmin(&AdminStub::RevokeCertificate, request);
  request.set_fingerprint("short");
  EXPECT_EQ(TryLine(&AdminStub::RevokeCertificate, request), "INVALID_ARGUMENT/INVALID_FIELD(fingerprint)");
}

}  // namespace
}  // namespace arasha
