// What could go wrong: a grant outlives its end, reaches another case, or is given by whoever holds one;
// broken glass that nobody hears of, or that its breaker waves through; an explanation that tells what its
// reader may not know.
#include <gtest/gtest.h>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "arasha/v1/access.grpc.pb.h"
#include "arasha/v1/reminders.grpc.pb.h"
#include "proto/stable_bytes.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using AccessStub = v1::Access::Stub;
using Cases = v1::Cases::Stub;

class AccessGrants : public support::SharedServerTest {
 protected:
  static v1::GrantAccessRequest Give(const std::string& name, const std::string& principal,
                                     absl::Duration for_time = absl::Hours(1)) {
    v1::GrantAccessRequest request;
    request.set_case_(name);
    request.set_principal(principal);
    *request.mutable_expire_time() = support::Stamp(absl::Now() + for_time);
    request.set_reason("takes over in Warsaw");
    request.set_request_id(support::RequestId());
    return request;
  }
  static v1::RevokeAccessRequest Revoke(const v1::AccessGrant& grant) {
    v1::RevokeAccessRequest request;
    request.set_name(grant.name());
    request.set_request_id(support::RequestId());
    return request;
  }
  static v1::BreakGlassRequest Break(const std::string& name,
                                     const std::string& reason = "the hospital calls, nobody else is there") {
    v1::BreakGlassRequest request;
    request.set_case_(name);
    request.set_reason(reason);
    request.set_request_id(support::RequestId());
    return request;
  }
  static v1::ReviewBreakGlassRequest Review(const v1::AccessGrant& grant) {
    v1::ReviewBreakGlassRequest request;
    request.set_name(grant.name());
    request.set_finding("justified");
    request.set_request_id(support::RequestId());
    return request;
  }
  std::string Read(const std::string& name, const std::string& role) {
    return Line(Try(&Cases::GetCase, support::Get(name), role));
  }
  v1::WhoAmIResponse Who(const std::string& role) {
    return Do(&v1::Admin::Stub::WhoAmI, v1::WhoAmIRequest(), role);
  }
  std::vector<v1::AccessGrant> Listed(const v1::ListAccessGrantsRequest& request, const std::string& role) {
    const auto page = Do(&AccessStub::ListAccessGrants, request, role);
    return {page.access_grants().begin(), page.access_grants().end()};
  }
  // Whether a list of cases shows this one.
  bool Shows(const std::string& parent, const std::string& name, const std::string& role) {
    const v1::ListCasesResponse page = Do(&Cases::ListCases, support::ListCases(parent), role);
    EXPECT_TRUE(page.next_page_token().empty()) << "it may be on the next page";
    return absl::c_any_of(page.cases(), [&](const v1::Case& found) { return found.name() == name; });
  }
};

constexpr char kOk[] = "OK";
constexpr char kNone[] = "NOT_FOUND/NOT_FOUND";
constexpr char kDenied[] = "PERMISSION_DENIED/PERMISSION_DENIED";
constexpr char kErased[] = "FAILED_PRECONDITION/CASE_ERASED";
constexpr char kDecided[] = "FAILED_PRECONDITION/ALREADY_DECIDED";

TEST_F(AccessGrants, BrokenGlassOpensRaisesAnAlarmAndIsReviewed) {
  StartAfresh();
  const std::string name = Open().name();
  EXPECT_EQ(Line(Try(&AccessStub::BreakGlass, Break(name, "too short"), "officer-waw")),
            "INVALID_ARGUMENT/INVALID_FIELD(reason)");
  EXPECT_EQ(Who("head").reviews_due(), 0);
  const auto request = Break(name);
  const v1::AccessGrant glass = Do(&AccessStub::BreakGlass, request, "officer-waw");
  EXPECT_TRUE(glass.break_glass());
  EXPECT_EQ(glass.expire_time().seconds() - glass.grant_time().seconds(), 3600);
  EXPECT_EQ(StableBytes(Do(&AccessStub::BreakGlass, request, "officer-waw")), StableBytes(glass));
  EXPECT_EQ(Line(Try(&AccessStub::BreakGlass, Break(name), "officer-waw")),
            "FAILED_PRECONDITION/ACCESS_HELD");

  EXPECT_EQ(Read(name, "officer-waw"), kOk);
  EXPECT_EQ(Line(Try(&Cases::AddEntry, support::AddNote(name), "officer-waw")), kOk);
  EXPECT_EQ(Line(Try(&Cases::TransitionCase, support::Transition(name, "register"), "officer-waw")), kDenied);
  // What was done under it names it in the log.
  EXPECT_NE(database().Value(
                absl::StrCat("SELECT count(*) FROM audit_leaf WHERE actor = 'staff/d.kim' AND action = "
                             "'GetCase' AND position(uuid_send('",
                             glass.name().substr(13), "') IN leaf_data) > 0")),
            "0");

  // Whoever may review it sees it, and its breaker does not review it.
  v1::ListAccessGrantsRequest unreviewed;
  unreviewed.set_unreviewed_only(true);
  for (const char* role : {"head", "supervisor"}) {
    EXPECT_EQ(Who(role).reviews_due(), 1) << role;
    EXPECT_EQ(Who(role).reviews_overdue(), 0) << role;
    ASSERT_EQ(Listed(unreviewed, role).size(), 1U) << role;
    EXPECT_EQ(Listed(unreviewed, role)[0].reason(), request.reason()) << role;
  }
  EXPECT_EQ(Who("officer-waw").reviews_due(), 0);
  EXPECT_EQ(Line(Try(&AccessStub::ReviewBreakGlass, Review(glass), "officer-waw")),
            "PERMISSION_DENIED/SAME_PERSON");
  EXPECT_EQ(Line(Try(&AccessStub::ReviewBreakGlass, Review(glass), "officer")), kNone);
  EXPECT_EQ(
      database().Value("SELECT count(*) FROM audit_leaf WHERE action = 'ReviewBreakGlass' AND decision = "
                       "'denied' AND mission = 'IST' AND object_uid IS NOT NULL"),
      "2");

  const v1::AccessGrant reviewed = Do(&AccessStub::ReviewBreakGlass, Review(glass), "head");
  EXPECT_EQ(reviewed.reviewed_by(), "staff/b.suleimenov");
  EXPECT_TRUE(reviewed.has_revoke_time()) << "a review ends it";
  EXPECT_EQ(Read(name, "officer-waw"), kNone);
  EXPECT_EQ(Line(Try(&AccessStub::ReviewBreakGlass, Review(glass), "supervisor")), kDecided);
  EXPECT_EQ(Who("head").reviews_due(), 0);
}

TEST_F(AccessGrants, OpenOneCaseUntilTheyEnd) {
  const std::string name = Open().name();
  const std::string other = Open().name();
  EXPECT_EQ(Read(name, "officer-waw"), kNone);
  const v1::AccessGrant grant = Do(&AccessStub::GrantAccess, Give(name, "staff/d.kim"), "head");
  EXPECT_EQ(grant.case_(), name);
  EXPECT_EQ(grant.granted_by(), "staff/b.suleimenov");
  // At once, on the server that gave it.
  EXPECT_EQ(Read(name, "officer-waw"), kOk);
  EXPECT_EQ(Read(other, "officer-waw"), kNone);
  EXPECT_EQ(Line(Try(&Cases::AddEntry, support::AddNote(name), "officer-waw")), kOk);
  EXPECT_EQ(Line(Try(&Cases::AddEntry, support::AddCall(name), "officer-waw")), kOk)
      << "also one that meets deadlines";
  EXPECT_EQ(Line(Try(&Cases::UpdateCase, support::UpdateSummary(name), "officer-waw")), kDenied);
  EXPECT_EQ(Line(Try(&Cases::AddParty, support::AddLawyer(name), "officer-waw")), kDenied);
  EXPECT_EQ(Line(Try(&Cases::UpdateCase, support::UpdateSummary(other), "officer-waw")), kNone);

  Do(&AccessStub::RevokeAccess, Revoke(grant), "head");
  EXPECT_EQ(Read(name, "officer-waw"), kNone);
  EXPECT_EQ(Line(Try(&AccessStub::RevokeAccess, Revoke(grant), "head")), kDecided);
}

TEST_F(AccessGrants, Expire) {
  const std::string name = Open().name();
  Do(&AccessStub::GrantAccess, Give(name, "staff/d.kim", absl::Seconds(6)), "head");
  EXPECT_EQ(Read(name, "officer-waw"), kOk);
  absl::SleepFor(absl::Seconds(6));
  EXPECT_EQ(Read(name, "officer-waw"), kNone);
}

TEST_F(AccessGrants, LetPartnersReadAndNothingElse) {
  const std::string name = Open().name();
  Do(&AccessStub::GrantAccess, Give(name, "partners/iom/registry"), "head");
  EXPECT_EQ(Read(name, "partner"), kOk);
  EXPECT_EQ(Line(Try(&Cases::ListEntries, support::ListEntries(name), "partner")), kOk);
  EXPECT_TRUE(Shows("missions/-", name, "partner"));
  EXPECT_FALSE(Shows("missions/-", Open().name(), "partner"));
  EXPECT_EQ(Line(Try(&Cases::AddEntry, support::AddNote(name), "partner")), kDenied);
  EXPECT_EQ(Line(Try(&AccessStub::GrantAccess, Give(name, "staff/d.kim"), "partner")), kDenied);
}

// The end of each test asks whether a verifier would accuse anybody.
TEST_F(AccessGrants, LetWhoHoldsThemListWithoutBeingAccused) {
  const std::string name = Open().name();
  v1::BreakGlassRequest request;
  request.set_case_(name);
  request.set_reason("the hospital calls, nobody else is there");
  request.set_request_id(support::RequestId());
  Do(&AccessStub::BreakGlass, request, "officer-waw");
  const std::string other = Open().name();
  for (const char* parent : {"missions/IST", "missions/-"}) {
    EXPECT_TRUE(Shows(parent, name, "officer-waw")) << parent;
    EXPECT_FALSE(Shows(parent, other, "officer-waw")) << parent;
  }
  v1::ListRemindersRequest reminders;
  reminders.set_parent(name);
  EXPECT_EQ(Do(&v1::Reminders::Stub::ListReminders, reminders, "officer-waw").reminders_size(), 0);
  Do(&v1::Reminders::Stub::CreateReminder, support::Remind(name), "officer-waw");
  Do(&Cases::ListEntries, support::ListEntries(name), "officer-waw");
}

TEST_F(AccessGrants, AreGivenWithCare) {
  const std::string name = Open().name();
  const auto refused = [&](v1::GrantAccessRequest request, const std::string& role = "head") {
    return Line(Try(&AccessStub::GrantAccess, request, role));
  };
  constexpr char kPrincipal[] = "INVALID_ARGUMENT/INVALID_FIELD(principal)";
  for (const char* nobody :
       {"staff/b.suleimenov", "staff/nobody", "staff/g.tulegenova", "staff/n.ibraev", "", "*"}) {
    EXPECT_EQ(refused(Give(name, nobody)), kPrincipal) << nobody;
  }
  EXPECT_EQ(refused(Give(name, "staff/d.kim", -absl::Seconds(1))),
            "INVALID_ARGUMENT/INVALID_FIELD(expire_time)");
  EXPECT_EQ(refused(Give(name, "staff/d.kim", absl::Hours(24 * 400))),
            "INVALID_ARGUMENT/INVALID_FIELD(expire_time)");
  auto silent = Give(name, "staff/d.kim");
  silent.clear_reason();
  EXPECT_EQ(refused(silent), "INVALID_ARGUMENT/INVALID_FIELD(reason)");
  EXPECT_EQ(refused(Give(name, "staff/d.kim"), "officer"), kDenied) << "officers give no access";
  EXPECT_EQ(refused(Give(name, "staff/d.kim"), "officer-waw"), kNone);
  EXPECT_EQ(refused(Give(name, "staff/d.kim"), "supervisor"), kOk);
}

TEST_F(AccessGrants, NameOnlyThoseWhoMayBeMeantWhomTheCallerKnows) {
  const std::string name = Open().name();
  const auto told = [&](const std::string& slip, const std::string& role, const std::string& meant) {
    return absl::StrContains(Try(&AccessStub::GrantAccess, Give(name, slip), role).error_details(), meant);
  };
  EXPECT_TRUE(told("staff/a.omarva", "head", "staff/a.omarova"));
  EXPECT_TRUE(told("staff/d.kin", "supervisor", "staff/d.kim"));
  EXPECT_FALSE(told("staff/d.kin", "head", "staff/d.kim")) << "works at another mission";
}

TEST_F(AccessGrants, RepeatsGetTheFirstAnswer) {
  const std::string name = Open().name();
  const auto give = Give(name, "staff/d.kim");
  const v1::AccessGrant grant = Do(&AccessStub::GrantAccess, give, "head");
  EXPECT_EQ(StableBytes(Do(&AccessStub::GrantAccess, give, "head")), StableBytes(grant));
  EXPECT_EQ(database().Value("SELECT count(*) FROM access_grant WHERE case_uid = '" + grant.case_uid() + "'"),
            "1");
  // The same id for something else is told apart, whichever service it goes to.
  auto other = Give(name, "partners/iom/registry");
  other.set_request_id(give.request_id());
  EXPECT_EQ(Line(Try(&AccessStub::GrantAccess, other, "head")), "INVALID_ARGUMENT/REQUEST_ID_REUSED");
  auto update = support::UpdateSummary(name);
  update.set_request_id(give.request_id());
  EXPECT_EQ(Line(Try(&Cases::UpdateCase, update, "head")), "INVALID_ARGUMENT/REQUEST_ID_REUSED");
  auto note = support::AddNote(name);
  note.set_request_id(give.request_id());
  EXPECT_EQ(Line(Try(&Cases::AddEntry, note, "head")), "INVALID_ARGUMENT/REQUEST_ID_REUSED");
}

TEST_F(AccessGrants, AreNotWrittenOfErasedCases) {
  StartAfresh();
  const std::string name = Open().name();
  const v1::AccessGrant glass = Do(&AccessStub::BreakGlass, Break(name), "officer-waw");
  const v1::AccessGrant given = Do(&AccessStub::GrantAccess, Give(name, "partners/iom/registry"), "head");
  v1::ListAccessGrantsRequest unreviewed;
  unreviewed.set_unreviewed_only(true);
  EXPECT_EQ(Who("head").reviews_due(), 1);
  EXPECT_EQ(Listed(unreviewed, "head").size(), 1U);
  RowsAreDamaged("a case is erased at once");
  database().Rows("UPDATE case_file SET erase_time = now()");
  EXPECT_EQ(Who("head").reviews_due(), 0);
  EXPECT_EQ(Listed(unreviewed, "head").size(), 0U);
  for (const v1::AccessGrant& grant : Listed({}, "head")) EXPECT_FALSE(grant.has_review_due_time());
  EXPECT_EQ(Line(Try(&AccessStub::ReviewBreakGlass, Review(glass), "head")), kErased);
  EXPECT_EQ(Line(Try(&AccessStub::GrantAccess, Give(name, "staff/d.kim"), "head")), kErased);
  // And so it is explained.
  v1::ExplainAccessRequest explain;
  explain.set_case_(name);
  const v1::ExplainAccessResponse explanation = Do(&AccessStub::ExplainAccess, explain, "head");
  EXPECT_TRUE(explanation.erased());
  ASSERT_EQ(explanation.actions_size(), 1);
  EXPECT_EQ(explanation.actions(0), v1::CASE_ACTION_READ);
  // What was given ends as ever, and is not taken anew.
  EXPECT_EQ(Line(Try(&AccessStub::RevokeAccess, Revoke(given), "head")), kOk);
  EXPECT_EQ(Line(Try(&AccessStub::RevokeAccess, Revoke(glass), "officer-waw")), kOk);
  EXPECT_EQ(Read(name, "officer-waw"), kNone);
  EXPECT_EQ(Line(Try(&AccessStub::BreakGlass, Break(name), "officer-waw")), kErased);
}

TEST_F(AccessGrants, BrokenGlassOpensNoCompartment) {
  v1::CreateCaseRequest open = support::OpenDetention();
  open.mutable_case_()->set_sensitivity(v1::SENSITIVITY_COMPARTMENTED);
  open.mutable_case_()->set_compartment("trafficking");
  const std::string name = Do(&Cases::CreateCase, open).name();
  EXPECT_EQ(Read(name, "head"), kNone);
  for (const char* role : {"head", "officer-waw", "supervisor"}) {
    EXPECT_EQ(Line(Try(&AccessStub::BreakGlass, Break(name), role)), kNone) << role;
  }
  for (const char* role : {"auditor", "admin", "partner"}) {
    EXPECT_EQ(Line(Try(&AccessStub::BreakGlass, Break(name), role)), kDenied) << role;
  }
}

TEST_F(AccessGrants, AreListedToWhomTheyConcern) {
  StartAfresh();
  const std::string name = Open().name();
  Do(&AccessStub::GrantAccess, Give(name, "staff/d.kim"), "head");
  ASSERT_EQ(Listed({}, "officer-waw").size(), 1U);
  EXPECT_EQ(Listed({}, "officer-waw")[0].reason(), "takes over in Warsaw");
  EXPECT_EQ(Listed({}, "officer").size(), 0U);
  EXPECT_EQ(Listed({}, "admin").size(), 0U);
  EXPECT_EQ(Listed({}, "partner").size(), 0U);
  const auto audited = Listed({}, "auditor");
  ASSERT_EQ(audited.size(), 1U);
  EXPECT_EQ(audited[0].reason(), "") << "an auditor sees its course";
  EXPECT_EQ(audited[0].case_(), name) << "as the log tells it";
  EXPECT_NE(audited[0].case_uid(), "");
  EXPECT_EQ(Read(name, "auditor"), kNone);
  // Page by page, newest first.
  for (int i = 0; i < 4; ++i) Do(&AccessStub::GrantAccess, Give(name, "partners/iom/registry"), "head");
  v1::ListAccessGrantsRequest request;
  request.set_page_size(2);
  std::vector<std::string> names;
  do {
    const auto page = Do(&AccessStub::ListAccessGrants, request, "head");
    for (const auto& grant : page.access_grants()) names.push_back(grant.name());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(names.size(), 5U);
  EXPECT_TRUE(std::is_sorted(names.rbegin(), names.rend()));
  v1::ListAccessGrantsRequest of_case;
  of_case.set_case_(name);
  EXPECT_EQ(Listed(of_case, "head").size(), 5U);
  EXPECT_EQ(Line(Try(&AccessStub::ListAccessGrants, of_case, "admin")), kNone);
}

TEST_F(AccessGrants, AreExplained) {
  const std::string name = Open().name();
  v1::ExplainAccessRequest request;
  request.set_case_(name);
  request.set_principal("staff/d.kim");
  auto explanation = Do(&AccessStub::ExplainAccess, request, "head");
  EXPECT_FALSE(explanation.sees());
  ASSERT_EQ(explanation.steps_size(), 1);
  EXPECT_EQ(explanation.steps(0).verdict(), v1::ACCESS_VERDICT_ELSEWHERE);
  Do(&AccessStub::GrantAccess, Give(name, "staff/d.kim"), "head");
  explanation = Do(&AccessStub::ExplainAccess, request, "head");
  EXPECT_TRUE(explanation.sees());
  ASSERT_EQ(explanation.steps_size(), 2);
  EXPECT_EQ(explanation.steps(1).source(), v1::ACCESS_SOURCE_GIVEN);
  EXPECT_EQ(explanation.actions_size(), 2);
  // About oneself, and about others only to who gives access.
  v1::ExplainAccessRequest self;
  self.set_case_(name);
  EXPECT_TRUE(Do(&AccessStub::ExplainAccess, self, "officer-waw").sees());
  const grpc::Status refused = Try(&AccessStub::ExplainAccess, request, "officer");
  EXPECT_EQ(Line(refused), kDenied);
  EXPECT_EQ(support::Read(refused).metadata.at("problem"), "explained_to_heads");
  EXPECT_EQ(Line(Try(&AccessStub::ExplainAccess, request, "auditor")), kNone);
  request.set_principal("staff/nobody");
  EXPECT_EQ(Line(Try(&AccessStub::ExplainAccess, request, "head")), kNone);
}

TEST_F(AccessGrants, SensitivityIsRaisedByOfficersAndLoweredByHeads) {
  const auto set = [&](const std::string& name, v1::Sensitivity to, const std::string& role,
                       const std::string& compartment = "") {
    v1::UpdateCaseRequest request = support::UpdateSummary(name);
    request.mutable_case_()->set_sensitivity(to);
    request.mutable_case_()->set_compartment(compartment);
    request.mutable_update_mask()->add_paths("sensitivity");
    if (!compartment.empty()) request.mutable_update_mask()->add_paths("compartment");
    return Line(Try(&Cases::UpdateCase, request, role));
  };
  const std::string name = Open().name();  // sensitive, as all detentions
  EXPECT_EQ(set(name, v1::SENSITIVITY_ORDINARY, "officer"), kDenied);
  EXPECT_EQ(set(name, v1::SENSITIVITY_ORDINARY, "head"), kOk);
  EXPECT_EQ(set(name, v1::SENSITIVITY_SENSITIVE, "officer"), kOk);
  EXPECT_EQ(set(name, v1::SENSITIVITY_COMPARTMENTED, "officer"),
            "INVALID_ARGUMENT/INVALID_FIELD(case.compartment)");
  EXPECT_EQ(set(name, v1::SENSITIVITY_COMPARTMENTED, "head", "trafficking"), kDenied)
      << "it would be gone for the head";
  EXPECT_EQ(set(name, v1::SENSITIVITY_COMPARTMENTED, "officer", "trafficking"), kOk)
      << "its creator keeps it";
  EXPECT_EQ(Read(name, "head"), kNone);
  EXPECT_EQ(set(name, v1::SENSITIVITY_ORDINARY, "head"), kNone);
  v1::CreateCaseRequest open = support::OpenDetention();
  open.mutable_case_()->set_sensitivity(v1::SENSITIVITY_ORDINARY);
  EXPECT_EQ(Line(Try(&Cases::CreateCase, open)), kDenied) << "less sensitive than its type";
  EXPECT_EQ(Line(Try(&Cases::CreateCase, open, "head")), kOk);
}

// The last two damage rows: whoever came after them would need another database.
TEST_F(AccessGrants, EndWithTheLastRole) {
  const std::string name = Open().name();
  Do(&AccessStub::GrantAccess, Give(name, "staff/d.kim"), "head");
  EXPECT_EQ(Read(name, "officer-waw"), kOk);
  RowsAreDamaged("a role ends at once");
  database().Rows("UPDATE role_grant SET expire_time = now() WHERE principal = 'staff/d.kim'");
  for (int i = 0; i < 100 && Read(name, "officer-waw") != kNone; ++i) absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(Read(name, "officer-waw"), kNone);
}

TEST_F(AccessGrants, AnUnreviewedGlassIsFlaggedAfterTwoDays) {
  StartAfresh();
  const std::string name = Open().name();
  Do(&AccessStub::BreakGlass, Break(name), "officer-waw");
  RowsAreDamaged("two days pass at once");
  database().Rows(
      "UPDATE access_grant SET grant_time = grant_time - interval '49 hours', expire_time = expire_time - "
      "interval '49 hours'");
  EXPECT_EQ(Who("head").reviews_overdue(), 1);
  const auto listed = Listed({}, "supervisor");
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_TRUE(listed[0].review_overdue());
}

}  // namespace
}  // namespace arasha
