// What could go wrong: a list shows what its reader may not read, or keeps back what they may.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/services/access/access_matrix.h"

namespace arasha {
namespace {

// Lists show what reads show, and count nothing else.
TEST_F(AccessMatrix, ListsShowWhatIsSeen) {
  std::map<std::string, v1::Case> opened;
  for (const std::string& kind : kKinds) opened[kind] = OpenAs(kind);
  std::vector<std::string> callers;
  for (const std::string& role : kRoles) {
    for (const std::string& mission : kMissions) {
      callers.push_back(Caller(role, mission));
      callers.push_back(Caller(role, mission, "granted"));
      Grant(opened["granted"], NameOf(callers.back()), false);
      Grant(opened["glass"], NameOf(callers.back()), true);
    }
  }
  AwaitGrant(Caller("partner", "-", "granted"), opened["glass"].name());
  for (const std::string& caller : callers) {
    const auto stub = v1::Cases::NewStub(As(caller));
    std::set<std::string> read;
    for (const auto& [kind, matter] : opened) {
      grpc::ClientContext context;
      v1::Case answer;
      if (stub->GetCase(&context, support::Get(matter.name()), &answer).ok()) read.insert(matter.name());
    }
    for (const char* parent : {"missions/IST", "missions/-"}) {
      grpc::ClientContext context;
      v1::ListCasesResponse page;
      const grpc::Status status = stub->ListCases(&context, support::ListCases(parent), &page);
      std::set<std::string> listed;
      for (const v1::Case& matter : page.cases()) listed.insert(matter.name());
      EXPECT_EQ(listed, read) << caller << " " << parent << " " << status.error_message();
    }
  }
}

// The same of reports and schedules.
TEST_F(AccessMatrix, ListsShowTheReportsThatAreRead) {
  const Row all = {"arasha.v1.Reports/GetReport",
                   "$REPORT_WORK $REPORT_AUDIT $REPORT_ALL $SCHEDULE_WORK $SCHEDULE_AUDIT $SCHEDULE_ALL",
                   {}};
  const Subject ordered = Order(all);
  for (const std::string& role : kRoles) {
    for (const std::string& mission : kMissions) {
      const std::string caller = Caller(role, mission);
      const auto stub = v1::Reports::NewStub(As(caller));
      std::set<std::string> read;
      for (const auto& [id, text] : kOrders) {
        grpc::ClientContext context;
        v1::GetReportRequest request;
        request.set_name(ordered.places.at("$REPORT_" + id));
        v1::Report answer;
        if (stub->GetReport(&context, request, &answer).ok()) read.insert(id);
      }
      std::set<std::string> listed;
      std::set<std::string> scheduled;
      grpc::ClientContext of_reports;
      v1::ListReportsResponse reports;
      EXPECT_TRUE(stub->ListReports(&of_reports, {}, &reports).ok());
      grpc::ClientContext of_schedules;
      v1::ListReportSchedulesResponse schedules;
      EXPECT_TRUE(stub->ListReportSchedules(&of_schedules, {}, &schedules).ok());
      for (const auto& [id, text] : kOrders) {
        for (const v1::Report& report : reports.reports()) {
          if (report.name() == ordered.places.at("$REPORT_" + id)) listed.insert(id);
        }
        for (const v1::ReportSchedule& schedule : schedules.schedules()) {
          if (schedule.name() == ordered.places.at("$SCHEDULE_" + id)) scheduled.insert(id);
        }
      }
      EXPECT_EQ(listed, read) << caller;
      EXPECT_EQ(scheduled, read) << caller;
    }
  }
}

}  // namespace
}  // namespace arasha
