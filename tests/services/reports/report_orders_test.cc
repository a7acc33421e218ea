// What could go wrong: a report on somebody whom a slip of the pen made up comes out signed and of nothing;
// one on somebody who left cannot be had.
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "arasha/v1/admin.grpc.pb.h"
#include "arasha/v1/reports.grpc.pb.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using ReportsStub = v1::Reports::Stub;

class ReportOrders : public support::SharedServerTest {
 protected:
  static v1::CreateReportRequest Activity(const std::string& officer) {
    v1::CreateReportRequest request;
    request.mutable_order()->set_kind(v1::REPORT_KIND_ACTIVITY);
    request.mutable_order()->set_officer(officer);
    request.mutable_order()->set_language("kk");
    request.set_start_date("2026-11-01");
    request.set_end_date("2026-11-30");
    request.set_request_id(support::RequestId());
    return request;
  }

  static v1::CreateReportRequest Access(const std::string& person) {
    v1::CreateReportRequest request = Activity("");
    request.mutable_order()->set_kind(v1::REPORT_KIND_ACCESS_BY_PERSON);
    request.mutable_order()->set_person(person);
    return request;
  }
};

TEST_F(ReportOrders, NameThoseWhoAreRegistered) {
  const grpc::Status refused = Try(&ReportsStub::CreateReport, Access("staff/a.omarovaa"), "auditor");
  EXPECT_EQ(Line(refused), "INVALID_ARGUMENT/INVALID_FIELD(order.person)");
  EXPECT_TRUE(absl::StrContains(absl::StrReplaceAll(refused.error_details(), {{"a.omarovaa", ""}}),
                                "staff/a.omarova"))
      << "nobody is named who may be meant";
  EXPECT_EQ(Line(Try(&ReportsStub::CreateReport, Activity("staff/zzz"), "auditor")),
            "INVALID_ARGUMENT/INVALID_FIELD(order.officer)");
  v1::CreateReportScheduleRequest schedule;
  *schedule.mutable_order() = Activity("staff/zzz").order();
  schedule.set_interval(v1::REPORT_INTERVAL_WEEK);
  schedule.set_request_id(support::RequestId());
  EXPECT_EQ(Line(Try(&ReportsStub::CreateReportSchedule, schedule, "auditor")),
            "INVALID_ARGUMENT/INVALID_FIELD(order.officer)");
  // Who may not have it made is not told who is registered.
  EXPECT_EQ(Line(Try(&ReportsStub::CreateReport, Access("staff/a.omarovaa"))),
            "PERMISSION_DENIED/PERMISSION_DENIED");
}

TEST_F(ReportOrders, NameTheRolesThatMay) {
  const std::string on_missions = Try(&ReportsStub::CreateReport, Activity("")).error_details();
  EXPECT_TRUE(absl::StrContains(on_missions, "head, supervisor, auditor")) << on_missions;
  const std::string on_access = Try(&ReportsStub::CreateReport, Access("staff/a.omarova")).error_details();
  EXPECT_TRUE(absl::StrContains(on_access, "supervisor, auditor")) << on_access;
  EXPECT_FALSE(absl::StrContains(on_access, "head")) << on_access;
}

TEST_F(ReportOrders, OfSamplesSayHowManyCases) {
  v1::CreateReportRequest sample = Activity("");
  sample.mutable_order()->set_kind(v1::REPORT_KIND_REVIEW_SAMPLE);
  for (const int size : {0, 1, 200}) {
    sample.mutable_order()->set_sample_size(size);
    sample.set_request_id(support::RequestId());
    const v1::Report ordered = Do(&ReportsStub::CreateReport, sample, "auditor");
    v1::GetReportRequest get;
    get.set_name(ordered.name());
    EXPECT_EQ(Do(&ReportsStub::GetReport, get, "auditor").order().sample_size(), size);
  }
  const auto refused = [&](v1::ReportKind kind, int size) {
    sample.mutable_order()->set_kind(kind);
    sample.mutable_order()->set_sample_size(size);
    sample.set_request_id(support::RequestId());
    return Line(Try(&ReportsStub::CreateReport, sample, "auditor"));
  };
  EXPECT_EQ(refused(v1::REPORT_KIND_REVIEW_SAMPLE, 201), "INVALID_ARGUMENT/INVALID_FIELD(order.sample_size)");
  EXPECT_EQ(refused(v1::REPORT_KIND_REVIEW_SAMPLE, -1), "INVALID_ARGUMENT/INVALID_FIELD(order.sample_size)");
  EXPECT_EQ(refused(v1::REPORT_KIND_DATA_QUALITY, 10), "INVALID_ARGUMENT/INVALID_FIELD(order.sample_size)");
}

TEST_F(ReportOrders, NameThoseWhoLeft) {
  v1::UpdatePrincipalRequest leaves;
  leaves.mutable_principal()->set_name("staff/d.kim");
  leaves.mutable_principal()->set_active(false);
  leaves.mutable_update_mask()->add_paths("active");
  leaves.set_request_id(support::RequestId());
  Do(&v1::Admin::Stub::UpdatePrincipal, leaves, "admin");
  EXPECT_EQ(Line(Try(&ReportsStub::CreateReport, Access("staff/d.kim"), "auditor")), "OK");
  EXPECT_EQ(Line(Try(&ReportsStub::CreateReport, Activity("staff/d.kim"), "auditor")), "OK");
}

}  // namespace
}  // namespace arasha
