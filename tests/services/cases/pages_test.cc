// What could go wrong: what was stored makes an answer that no client takes; a page that is full in bytes
// loses a row, shows one twice or ends the list; a full case cannot be worked any more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "storage/cases/timeline.h"
#include "storage/postgres/page.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"
#include "tests/support/update_party.h"

namespace arasha {
namespace {

using support::Line;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::Gt;
using ::testing::Lt;
using ::testing::SizeIs;
using Stub = v1::Cases::Stub;

// The longest text of so many characters: none takes more bytes.
std::string Longest(size_t characters) {
  std::string text;
  for (size_t i = 0; i < characters; ++i) text += "𝄞";
  return text;
}

class Pages : public support::SharedServerTest {
 protected:
  // Goes through a list with the largest pages; the sizes of its answers. `names` takes those of a page.
  template <typename Request, typename Response, typename Names>
  std::vector<size_t> Walk(Method<Stub, Request, Response> method, Request request, const std::string& role,
                           const Names& names) {
    std::vector<size_t> sizes;
    request.set_page_size(1000);
    do {
      const Response response = Do(method, request, role);
      names(response);
      sizes.push_back(response.ByteSizeLong());
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty() && sizes.size() < 20);
    return sizes;
  }
  // More than one, and each as small as it is promised.
  static void ExpectBounded(const std::vector<size_t>& sizes) {
    EXPECT_THAT(sizes, SizeIs(AllOf(Gt(1u), Lt(20u))));
    EXPECT_THAT(sizes, Each(Lt(storage::kPageBytes * 5 / 4)));
  }
};

TEST_F(Pages, OfEntriesHaveABoundInBytesAndLoseNone) {
  const std::string name = Open().name();
  std::set<std::string> written;
  for (int i = 0; i < 60; ++i) {
    written.insert(Do(&Stub::AddEntry, support::AddNote(name, Longest(10000))).name());
  }
  std::multiset<std::string> seen;
  ExpectBounded(Walk(&Stub::ListEntries, support::ListEntries(name), "officer",
                     [&](const v1::ListEntriesResponse& page) {
                       for (const v1::Entry& entry : page.entries()) {
                         if (entry.kind() == v1::ENTRY_KIND_NOTE) seen.insert(entry.name());
                       }
                     }));
  EXPECT_EQ(seen, std::multiset<std::string>(written.begin(), written.end()));
}

TEST_F(Pages, OfCasesHaveABoundInBytesAndLoseNone) {
  std::set<std::string> opened;
  for (int i = 0; i < 80; ++i) {
    v1::CreateCaseRequest request = support::OpenDetention();
    request.mutable_case_()->set_summary(Longest(4000));
    opened.insert(Do(&Stub::CreateCase, request).name());
  }
  for (const char* order : {"", "update_time", "priority desc"}) {
    v1::ListCasesRequest request = support::ListCases("missions/IST");
    request.set_order_by(order);
    std::set<std::string> seen;
    ExpectBounded(Walk(&Stub::ListCases, request, "officer", [&](const v1::ListCasesResponse& page) {
      for (const v1::Case& found : page.cases()) {
        if (opened.contains(found.name())) seen.insert(found.name());
      }
    }));
    EXPECT_EQ(seen, opened) << order;
  }
}

TEST_F(Pages, OfApprovalsHaveABoundInBytesAndLoseNone) {
  std::set<std::string> proposed;
  for (int i = 0; i < 30; ++i) {
    const std::string name = Open().name();
    Do(&Stub::TransitionCase, support::Transition(name, "register"));
    Do(&Stub::TransitionCase, support::Transition(name, "resolve", "released"));
    const v1::Case waiting = Do(&Stub::TransitionCase, support::Transition(name, "close", Longest(10000)));
    proposed.insert(waiting.pending_approval().name());
  }
  v1::ListApprovalsRequest request;
  request.set_parent("missions/IST");
  std::multiset<std::string> seen;
  ExpectBounded(Walk(&Stub::ListApprovals, request, "head", [&](const v1::ListApprovalsResponse& page) {
    for (const v1::Approval& approval : page.approvals()) seen.insert(approval.name());
  }));
  EXPECT_EQ(seen, std::multiset<std::string>(proposed.begin(), proposed.end()));
}

TEST_F(Pages, AreNotNeededForAFullCaseWhichStillIsWorked) {
  v1::CreateCaseRequest request = support::OpenDetention();
  while (request.case_().parties_size() < storage::kMaxParties) {
    v1::Party& kin = *request.mutable_case_()->add_parties();
    kin.set_role(v1::PARTY_ROLE_NEXT_OF_KIN);
    kin.set_display_name(absl::StrCat(Longest(199), "X"));
    kin.set_note(Longest(1000));
  }
  const v1::Case full = Do(&Stub::CreateCase, request);
  ASSERT_EQ(full.parties_size(), storage::kMaxParties);
  EXPECT_EQ(Line(Try(&Stub::AddParty, support::AddLawyer(full.name()))),
            "INVALID_ARGUMENT/INVALID_FIELD(party)");
  v1::CreateCaseRequest more = request;
  more.set_request_id(support::RequestId());
  *more.mutable_case_()->add_parties() = request.case_().parties(2);
  EXPECT_EQ(Line(Try(&Stub::CreateCase, more)), "INVALID_ARGUMENT/INVALID_FIELD(case.parties)");

  v1::Party kin = full.parties(storage::kMaxParties - 1);
  kin.set_phone("+77000000009");
  EXPECT_EQ(Do(&Stub::UpdateParty, support::UpdateParty(kin, {"phone"})).phone(), "+77000000009");
  EXPECT_EQ(Do(&Stub::GetCase, support::Get(full.name())).parties_size(), storage::kMaxParties);
  Do(&Stub::AddEntry, support::AddNote(full.name()));
  Do(&Stub::RemoveParty, support::RemoveParty(kin.name()));
  Do(&Stub::AddParty, support::AddLawyer(full.name()));
  EXPECT_EQ(Line(Try(&Stub::AddParty, support::AddLawyer(full.name()))),
            "INVALID_ARGUMENT/INVALID_FIELD(party)");
}

}  // namespace
}  // namespace arasha
