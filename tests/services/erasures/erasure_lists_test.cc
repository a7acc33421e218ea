// What could go wrong: a list is changed after it was signed, approved before, or carried out although
// another was drawn in its place; a case is kept without a reason, or until a day that has passed.
#include <gtest/gtest.h>

#include <string>

#include "absl/time/clock.h"
#include "arasha/v1/admin.grpc.pb.h"
#include "arasha/v1/erasures.grpc.pb.h"
#include "tests/support/erasure_lists.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using Erasures = v1::Erasures::Stub;

constexpr char kNotOpen[] = "FAILED_PRECONDITION/ERASURE_LIST_NOT_OPEN";
constexpr char kCase[] = "missions/IST/cases/IST-2026-987654";

class ErasureLists : public support::SharedServerTest {
 protected:
  std::string Put() {
    return support::PutErasureList(database(), keys(), "staff/a.omarova", /*is_signed=*/false, kCase);
  }
  static v1::KeepCaseRequest Keep(const std::string& list) {
    v1::KeepCaseRequest request;
    request.set_name(list);
    request.set_case_(kCase);
    request.set_reason("a claim is pending");
    *request.mutable_keep_until() = support::Stamp(absl::Now() + absl::Hours(24));
    request.set_request_id(support::RequestId());
    return request;
  }
  static v1::DrawErasureListRequest Draw() {
    v1::DrawErasureListRequest request;
    request.set_parent("missions/IST");
    request.set_request_id(support::RequestId());
    return request;
  }
  template <typename Request>
  static Request Of(const std::string& list) {
    Request request;
    request.set_name(list);
    request.set_request_id(support::RequestId());
    return request;
  }
  v1::ErasureList Get(const std::string& list) {
    v1::GetErasureListRequest request;
    request.set_name(list);
    return Do(&Erasures::GetErasureList, request, "head");
  }
};

TEST_F(ErasureLists, AreChangedOnlyWhereTheyStand) {
  const std::string list = Put();
  EXPECT_EQ(Line(Try(&Erasures::ApproveErasureList, Of<v1::ApproveErasureListRequest>(list), "supervisor")),
            kNotOpen);
  Do(&Erasures::SignErasureList, Of<v1::SignErasureListRequest>(list), "head");
  EXPECT_EQ(Line(Try(&Erasures::SignErasureList, Of<v1::SignErasureListRequest>(list), "head")), kNotOpen);
  EXPECT_EQ(Line(Try(&Erasures::KeepCase, Keep(list), "head")), kNotOpen);
  EXPECT_EQ(Get(list).signed_by(), "staff/b.suleimenov");
}

TEST_F(ErasureLists, AreReplacedByTheNextUntilTheyAreApproved) {
  const std::string replaced = Put();
  Do(&Erasures::SignErasureList, Of<v1::SignErasureListRequest>(replaced), "head");
  const std::string approved = Do(&Erasures::DrawErasureList, Draw(), "head").name();
  EXPECT_EQ(Get(replaced).state(), v1::ERASURE_LIST_STATE_REPLACED);
  EXPECT_EQ(
      Line(Try(&Erasures::ApproveErasureList, Of<v1::ApproveErasureListRequest>(replaced), "supervisor")),
      kNotOpen);
  Do(&Erasures::SignErasureList, Of<v1::SignErasureListRequest>(approved), "head");
  Do(&Erasures::ApproveErasureList, Of<v1::ApproveErasureListRequest>(approved), "supervisor");
  Do(&Erasures::DrawErasureList, Draw(), "head");
  EXPECT_EQ(Get(approved).state(), v1::ERASURE_LIST_STATE_APPROVED);
  v1::ListErasureListsRequest all;
  all.set_parent("missions/IST");
  all.set_page_size(1);
  const v1::ListErasureListsResponse page = Do(&Erasures::ListErasureLists, all, "supervisor");
  ASSERT_EQ(page.erasure_lists_size(), 1);
  EXPECT_EQ(page.erasure_lists(0).state(), v1::ERASURE_LIST_STATE_DRAWN) << "newest first";
  EXPECT_NE(page.next_page_token(), "");
}

TEST_F(ErasureLists, KeepWhatIsOnThemForAReason) {
  const std::string list = Put();
  v1::KeepCaseRequest request = Keep(list);
  request.clear_reason();
  EXPECT_EQ(Line(Try(&Erasures::KeepCase, request, "head")), "INVALID_ARGUMENT/INVALID_FIELD(reason)");
  request = Keep(list);
  *request.mutable_keep_until() = support::Stamp(absl::Now() - absl::Hours(1));
  EXPECT_EQ(Line(Try(&Erasures::KeepCase, request, "head")), "INVALID_ARGUMENT/INVALID_FIELD(keep_until)");
  request = Keep(list);
  request.set_case_("missions/IST/cases/IST-2026-987653");
  EXPECT_EQ(Line(Try(&Erasures::KeepCase, request, "head")), "INVALID_ARGUMENT/INVALID_FIELD(case)");
  const v1::ErasureList kept = Do(&Erasures::KeepCase, Keep(list), "head");
  EXPECT_EQ(kept.kept_count(), 1);
  EXPECT_EQ(kept.items(0).kept_by(), "staff/b.suleimenov");
  EXPECT_EQ(Get(list).items(0).keep_reason(), "a claim is pending");
  EXPECT_EQ(
      database().Value("SELECT reason_count FROM erasure_list WHERE mission = 'IST' AND state = 'drawn'"),
      "1");
  v1::DrawErasureListRequest none = Draw();
  none.set_max_cases(-1);
  EXPECT_EQ(Line(Try(&Erasures::DrawErasureList, none, "head")), "INVALID_ARGUMENT/INVALID_FIELD(max_cases)");
}

TEST_F(ErasureLists, OfACompartmentAreOfThoseClearedForIt) {
  const std::string list = support::PutErasureList(database(), keys(), "staff/a.omarova", /*is_signed=*/false,
                                                   kCase, "trafficking");
  v1::GetErasureListRequest get;
  get.set_name(list);
  constexpr char kNone[] = "NOT_FOUND/NOT_FOUND";
  EXPECT_EQ(Line(Try(&Erasures::GetErasureList, get, "head")), kNone);
  EXPECT_EQ(Line(Try(&Erasures::KeepCase, Keep(list), "head")), kNone);
  EXPECT_EQ(Line(Try(&Erasures::SignErasureList, Of<v1::SignErasureListRequest>(list), "head")), kNone);
  v1::UpdatePrincipalRequest clear;
  clear.set_request_id(support::RequestId());
  clear.mutable_principal()->set_name("staff/b.suleimenov");
  clear.mutable_principal()->add_clearances("trafficking");
  clear.mutable_update_mask()->add_paths("clearances");
  Do(&v1::Admin::Stub::UpdatePrincipal, clear, "admin");
  EXPECT_EQ(Get(list).items(0).case_(), kCase);
  EXPECT_EQ(Do(&Erasures::SignErasureList, Of<v1::SignErasureListRequest>(list), "head").state(),
            v1::ERASURE_LIST_STATE_SIGNED);
  EXPECT_EQ(Line(Try(&Erasures::ApproveErasureList, Of<v1::ApproveErasureListRequest>(list), "supervisor")),
            kNone);
  clear.set_request_id(support::RequestId());
  clear.mutable_principal()->clear_clearances();
  Do(&v1::Admin::Stub::UpdatePrincipal, clear, "admin");
  EXPECT_EQ(Line(Try(&Erasures::GetErasureList, get, "head")), kNone);
}

}  // namespace
}  // namespace arasha
