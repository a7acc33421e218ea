#include "tests/bench/soak/soak_callers.h"

#include <array>
#include <cmath>
#include <deque>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "arasha/v1/admin.grpc.pb.h"
#include "arasha/v1/audit.grpc.pb.h"
#include "arasha/v1/cases.grpc.pb.h"
#include "arasha/v1/reports.grpc.pb.h"
#include "storage/postgres/encoding.h"
#include "tests/bench/system/requests.h"

namespace arasha::bench {
namespace {

constexpr absl::Duration kReportLook = absl::Milliseconds(200);
constexpr absl::Duration kDirectoryChange = absl::Seconds(1);
constexpr int64_t kReportPart = 1 << 20;

// How a detention goes.
constexpr std::array kEvents = {"register", "assess", "start", "resolve"};

// A case that nobody else moves, and how far it is.
struct OwnCase {
  std::string name;
  size_t moved = 0;
};

// How long something is: short more often than long, and never twice the same, for faults hide at some
// lengths.
int AnyLength(std::minstd_rand& random, int most) {
  std::uniform_real_distribution<double> powers(0, std::log(most));
  return static_cast<int>(std::exp(powers(random)));
}

std::string AnyText(std::minstd_rand& random, int most) {
  return std::string(static_cast<size_t>(AnyLength(random, most)), 'x');
}

void MoveOn(Caller& caller, std::deque<OwnCase>& own) {
  if (own.empty()) return;
  OwnCase next = own.front();
  own.pop_front();
  v1::TransitionCaseRequest request;
  request.set_name(next.name);
  request.set_event(kEvents.at(next.moved));
  request.set_text("Туыстарына хабарланды.");
  request.set_request_id(storage::NewUid(absl::Now()));
  v1::Case moved;
  if (!caller.Call<v1::Cases>("transition", &v1::Cases::Stub::TransitionCase, request, moved)) return;
  if (++next.moved < kEvents.size()) own.push_back(next);
}

void Open(Caller& caller, v1::CreateCaseRequest request, std::minstd_rand& random, std::deque<OwnCase>& own) {
  request.mutable_case_()->mutable_summary()->append(AnyText(random, 3000));
  v1::Case opened;
  if (caller.Call<v1::Cases>("create", &v1::Cases::Stub::CreateCase, request, opened)) {
    own.push_back({.name = opened.name()});
  }
}

bool HasEnded(const v1::Report& report) {
  return report.state() != v1::REPORT_STATE_QUEUED && report.state() != v1::REPORT_STATE_RUNNING;
}

// As it stands once it is made, or as it was when time was up.
v1::Report Await(Caller& caller, v1::Report report) {
  while (!HasEnded(report) && caller.Goes()) {
    absl::SleepFor(kReportLook);
    v1::GetReportRequest request;
    request.set_name(report.name());
    if (!caller.Call<v1::Reports>("report", &v1::Reports::Stub::GetReport, request, report)) break;
  }
  return report;
}

void ReadFiles(Caller& caller, const v1::Report& report) {
  for (const v1::ReportFile& file : report.files()) {
    for (int64_t offset = 0; offset < file.size(); offset += kReportPart) {
      v1::ReadReportRequest request;
      request.set_name(report.name());
      request.set_file(file.name());
      request.set_offset(offset);
      v1::ReadReportResponse part;
      if (!caller.Call<v1::Reports>("report", &v1::Reports::Stub::ReadReport, request, part)) return;
    }
  }
}

}  // namespace

void ActAsOfficer(Caller& caller, const Population& population) {
  enum { kGet, kList, kSearch, kTimeline, kCreate, kNote, kMove };
  Requests requests(population);
  std::deque<OwnCase> own;
  std::minstd_rand random{std::random_device()()};
  std::discrete_distribution<int> choose({40, 10, 5, 10, 10, 20, 5});
  while (caller.Goes()) {
    v1::Case read;
    v1::ListCasesRequest list;
    v1::ListCasesResponse page;
    v1::ListEntriesRequest timeline;
    v1::ListEntriesResponse entries;
    v1::AddEntryRequest note;
    v1::Entry entry;
    switch (choose(random)) {
      case kGet:
        caller.Call<v1::Cases>("get", &v1::Cases::Stub::GetCase, requests.Get(), read);
        break;
      case kList:
        list = requests.List();
        list.set_page_size(AnyLength(random, 200));
        caller.Call<v1::Cases>("list", &v1::Cases::Stub::ListCases, list, page);
        break;
      case kSearch:
        caller.Call<v1::Cases>("search", &v1::Cases::Stub::ListCases, requests.Search(), page);
        break;
      case kTimeline:
        timeline.set_parent(requests.Get().name());
        timeline.set_page_size(AnyLength(random, 100));
        caller.Call<v1::Cases>("timeline", &v1::Cases::Stub::ListEntries, timeline, entries);
        break;
      case kCreate:
        Open(caller, requests.Create(), random, own);
        break;
      case kNote:
        note = requests.AddEntry();
        note.mutable_entry()->set_text(AnyText(random, 10'000));
        caller.Call<v1::Cases>("add-entry", &v1::Cases::Stub::AddEntry, note, entry);
        break;
      case kMove:
        MoveOn(caller, own);
        break;
    }
  }
}

void ExportLog(Caller& caller) {
  while (caller.Goes()) {
    v1::Checkpoint head;
    if (!caller.Call<v1::Audit>("export", &v1::Audit::Stub::GetCheckpoint, v1::GetCheckpointRequest(),
                                head)) {
      continue;
    }
    v1::ReadLeavesRequest leaves;
    v1::ReadLeavesResponse read;
    while (caller.Goes() && leaves.start() < head.size() &&
           caller.Call<v1::Audit>("export", &v1::Audit::Stub::ReadLeaves, leaves, read) &&
           read.leaves_size() > 0) {
      leaves.set_start(leaves.start() + read.leaves_size());
    }
    v1::ReadRowsRequest rows;
    v1::ReadRowsResponse page;
    while (caller.Goes() && caller.Call<v1::Audit>("export", &v1::Audit::Stub::ReadRows, rows, page) &&
           !page.next_page_token().empty()) {
      rows.set_page_token(page.next_page_token());
    }
  }
}

void MakeReports(Caller& caller) {
  constexpr std::array kKinds = {v1::REPORT_KIND_ACTIVITY,    v1::REPORT_KIND_DEADLINES,
                                 v1::REPORT_KIND_EXCEPTIONS,  v1::REPORT_KIND_EXPORTS,
                                 v1::REPORT_KIND_WORKLOAD,    v1::REPORT_KIND_STATISTICS,
                                 v1::REPORT_KIND_DATA_QUALITY};
  constexpr std::array kLanguages = {"kk", "ru", "en"};
  for (size_t i = 0; caller.Goes(); ++i) {
    v1::CreateReportRequest request;
    request.mutable_order()->set_kind(kKinds.at(i % kKinds.size()));
    request.mutable_order()->set_language(kLanguages.at(i % kLanguages.size()));
    request.set_start_date(absl::FormatTime("%Y-%m-01", absl::Now(), absl::UTCTimeZone()));
    request.set_request_id(storage::NewUid(absl::Now()));
    const absl::Time ordered = absl::Now();
    v1::Report report;
    if (!caller.Call<v1::Reports>("report", &v1::Reports::Stub::CreateReport, request, report)) continue;
    report = Await(caller, std::move(report));
    if (report.state() == v1::REPORT_STATE_DONE) {
      caller.figures().Took("report made", absl::Now() - ordered);
      ReadFiles(caller, report);
    } else if (HasEnded(report)) {
      caller.figures().Fail(absl::StrCat("a report ended otherwise than done: ", report.ShortDebugString()));
    } else {
      v1::CancelReportRequest cancel;
      cancel.set_name(report.name());
      caller.Call<v1::Reports>("report", &v1::Reports::Stub::CancelReport, cancel, report);
    }
  }
}

void ChangeDirectory(Caller& caller) {
  v1::GrantRoleRequest grant;
  grant.set_principal("staff/d.kim");
  grant.set_role("head");
  grant.set_mission("missions/MFA");
  v1::RevokeRoleRequest revoke;
  revoke.set_principal(grant.principal());
  revoke.set_role(grant.role());
  revoke.set_mission(grant.mission());
  // Once begun it is ended, so that the next soak finds what this one found.
  while (caller.Goes()) {
    v1::Principal principal;
    grant.set_request_id(storage::NewUid(absl::Now()));
    caller.Call<v1::Admin>("grant", &v1::Admin::Stub::GrantRole, grant, principal);
    absl::SleepFor(kDirectoryChange);
    revoke.set_request_id(storage::NewUid(absl::Now()));
    caller.Call<v1::Admin>("revoke", &v1::Admin::Stub::RevokeRole, revoke, principal);
    absl::SleepFor(kDirectoryChange);
  }
}

}  // namespace arasha::bench
