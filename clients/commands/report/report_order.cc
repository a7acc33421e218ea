#include "clients/commands/report/report_order.h"

#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/commands/list_options.h"
#include "clients/commands/options.h"
#include "clients/commands/uuid_part.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

// Whether a report of this kind can be about one mission.
bool OfMissions(v1::ReportKind kind) {
  switch (kind) {
    case v1::REPORT_KIND_ACCESS_TO_CASE:
    case v1::REPORT_KIND_ACCESS_BY_PERSON:
    case v1::REPORT_KIND_CONFIGURATION:
    case v1::REPORT_KIND_EXPORTS:
      return false;
    default:
      return true;
  }
}

// As the server takes at most.
constexpr int64_t kMostSampled = 200;

// `me`, `a.omarova` or `partners/iom/registry`, made full; empty stays empty.
absl::StatusOr<std::string> PrincipalName(Session& session, const std::string& typed) {
  if (typed.empty() || absl::StartsWith(typed, "partners/")) return typed;
  return session.Staff(typed);
}

}  // namespace

void AddReportScope(CLI::App& command, ReportScopeOptions& options) {
  AddEnum(command, "KIND", options.kind, "What it is about").Required().Sets("order.kind");
  AddOption(command, "--officer", options.officer, "activity: only this officer's; me for yourself")
      .TypeName("ID")
      .Sets("order.officer");
  AddOption(command, "--case", options.case_name, "access-to-case: the case, IST-2026-000123")
      .TypeName("CASE")
      .Sets("order.case");
  AddOption(command, "--person", options.person, "access-by-person, exports: the person or system")
      .TypeName("PERSON")
      .Sets("order.person");
  AddOption(command, "--size", options.sample_size, "review-sample: how many cases to draw; 25 if left out")
      .Range(1, kMostSampled)
      .Sets("order.sample_size");
}

absl::StatusOr<v1::ReportOrder> ReportOrderOf(Session& session, const ReportScopeOptions& options) {
  v1::ReportOrder order;
  order.set_kind(options.kind);
  order.set_language(std::string(CodeOf(session.messages().language())));
  // A mission of the context is no more than a default; "-" is all of them.
  const bool asked = !session.flags().mission.empty();
  if (asked || OfMissions(options.kind)) {
    const absl::StatusOr<std::string> mission = session.Mission();
    if (mission.ok() && *mission != kAllMissions) order.set_mission(*mission);
    if (asked && !mission.ok()) return mission.status();
  }
  if (!options.case_name.empty()) {
    const absl::StatusOr<std::string> name = session.Case(options.case_name);
    if (!name.ok()) return name.status();
    order.set_case_(*name);
  }
  const absl::StatusOr<std::string> officer = PrincipalName(session, options.officer);
  if (!officer.ok()) return officer.status();
  order.set_officer(*officer);
  const absl::StatusOr<std::string> person = PrincipalName(session, options.person);
  if (!person.ok()) return person.status();
  order.set_person(*person);
  order.set_sample_size(options.sample_size);
  return order;
}

absl::StatusOr<std::string> ReportOf(Session& session, const std::string& typed) {
  if (!IsPartOfUuid(typed)) {
    return absl::StartsWith(typed, "reports/") ? typed : absl::StrCat("reports/", typed);
  }
  const auto listed = ReadPages(session.api(), v1::ListReportsRequest(), {.largest_page = kLargestPage});
  if (!listed.ok()) return listed.status();
  const std::vector<std::string> found = NamesWith(typed, listed->rows.reports());
  if (found.size() > 1) return UsageError("usage.report_ambiguous", {{"report", typed}});
  if (found.empty()) return NotFoundError("reason.NOT_FOUND_REPORT", {{"name", typed}});
  return found.front();
}

}  // namespace arasha::clients
