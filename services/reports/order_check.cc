#include "services/reports/order_check.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/calls/errors.h"
#include "services/calls/resource_names.h"
#include "services/reports/kinds/kinds.h"
#include "services/rules/texts/texts.h"
#include "storage/cases/case_facts.h"
#include "storage/postgres/encoding.h"
#include "storage/reports/report_rows.h"

namespace arasha::reports {
namespace {

constexpr size_t kMaxPrincipal = 200;

bool IsPrincipal(const std::string& name) {
  return name.size() <= kMaxPrincipal &&
         (absl::StartsWith(name, "staff/") || absl::StartsWith(name, "partners/")) &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-/") == std::string::npos;
}

// Whether a field is set that the kind knows nothing of, or missing where the kind needs it.
void CheckField(const std::string& value, const char* field, bool allowed, bool required,
                rules::Violations& violations) {
  if (!value.empty() && !allowed) violations.push_back({field, rules::Problem::kNotOfReportKind});
  if (value.empty() && required) violations.push_back({field, rules::Problem::kRequired});
}

// What a report is about: a case, or the mission of its scope, if any.
storage::CaseNumber AboutOf(const v1::ReportOrder& order) {
  if (order.case_().empty()) return {.mission = storage::MissionOf(order)};
  return server::ParseCase(order.case_(), "order.case").value_or(storage::CaseNumber());
}

// A report on somebody whom a slip of the pen made up would be of nothing, and signed. Who left is still
// registered.
absl::Status CheckRegistered(const server::Call& call, const v1::ReportOrder& order) {
  rules::Violations violations;
  for (const auto& [field, name] :
       {std::pair("order.officer", &order.officer()), std::pair("order.person", &order.person())}) {
    if (name->empty() || call.directory->registered().contains(*name)) continue;
    violations.push_back(server::NobodyFits(call, field, rules::Problem::kUnknownPerson, *name));
  }
  return violations.empty() ? absl::OkStatus() : server::InvalidFields(violations);
}

storage::OrderFacts FactsFor(const server::Call& call, std::string audience) {
  storage::OrderFacts facts;
  facts.uid = storage::NewUid(call.now);
  facts.audience = std::move(audience);
  const server::Mission* mission = call.directory->FindMission(call.about.mission);
  facts.zone = mission == nullptr ? absl::UTCTimeZone() : mission->calendar.zone;
  return facts;
}

}  // namespace

void CheckOrder(const v1::ReportOrder& order, rules::Violations& violations) {
  const v1::ReportKind kind = order.kind();
  if (kind == v1::REPORT_KIND_UNSPECIFIED || !v1::ReportKind_IsValid(kind)) {
    violations.push_back({"order.kind", rules::Problem::kRequired});
    return;
  }
  if (!LanguageOf(order.language()))
    violations.push_back({"order.language", rules::Problem::kNotOneOf, {{"values", "kk, ru, en"}}});
  const bool of_case = kind == v1::REPORT_KIND_ACCESS_TO_CASE;
  const bool of_person = kind == v1::REPORT_KIND_ACCESS_BY_PERSON;
  CheckField(order.case_(), "order.case", of_case, of_case, violations);
  CheckField(order.person(), "order.person", of_person || kind == v1::REPORT_KIND_EXPORTS, of_person,
             violations);
  CheckField(order.officer(), "order.officer", kind == v1::REPORT_KIND_ACTIVITY, false, violations);
  CheckField(
      order.mission(), "order.mission",
      !of_case && !of_person && kind != v1::REPORT_KIND_CONFIGURATION && kind != v1::REPORT_KIND_EXPORTS,
      false, violations);
  if (order.sample_size() != 0 && kind != v1::REPORT_KIND_REVIEW_SAMPLE) {
    violations.push_back({"order.sample_size", rules::Problem::kNotOfReportKind});
  } else if (order.sample_size() < 0) {
    violations.push_back({"order.sample_size", rules::Problem::kNegative});
  } else if (order.sample_size() > kMostSampleSize) {
    violations.push_back(
        {"order.sample_size", rules::Problem::kTooMany, {{"most", absl::StrCat(kMostSampleSize)}}});
  }
  if (!order.mission().empty()) {
    auto mission = server::ParseMission(order.mission(), "order.mission");
    if (!mission.ok() || *mission == "-") {
      violations.push_back({"order.mission", rules::Problem::kMalformedName, {{"form", "missions/IST"}}});
    }
  }
  if (!order.case_().empty() && !server::ParseCase(order.case_(), "order.case").ok()) {
    violations.push_back(
        {"order.case", rules::Problem::kMalformedName, {{"form", "missions/IST/cases/IST-2026-000123"}}});
  }
  for (const auto& [field, name] :
       {std::pair("order.officer", &order.officer()), std::pair("order.person", &order.person())}) {
    if (!name->empty() && !IsPrincipal(*name))
      violations.push_back({field, rules::Problem::kMalformedName, {{"form", "staff/a.omarova"}}});
  }
}

absl::StatusOr<storage::OrderFacts> Authorise(server::Call& call, const v1::ReportOrder& order) {
  const bool audit = AudienceOf(order.kind()) == Audience::kAudit;
  const rules::Action action = audit ? rules::Action::kReadAccessReports : rules::Action::kReadReports;
  call.about = AboutOf(order);
  const std::string& mission = call.about.mission;
  // A head may know who looked at a case that they see themselves. It is made for that head alone: not every
  // head is cleared for every compartment.
  if (order.kind() == v1::REPORT_KIND_ACCESS_TO_CASE && !rules::May(*call.actor, action, mission, call.now) &&
      rules::May(*call.actor, rules::Action::kReadMissionLog, mission, call.now)) {
    auto seen = storage::FindCaseFacts(*call.connection, call.context.audit, call.about);
    if (!seen.ok()) return seen.status();
    if (!*seen) return server::NotFound(order.case_());
    return FactsFor(call, call.actor->name);
  }
  const std::vector<std::string> where = rules::MissionsWhere(*call.actor, action, call.now);
  if (where.empty()) {
    return server::PermissionDenied(rules::Problem::kMayNotOrderReport,
                                    {{"roles", absl::StrJoin(rules::RolesThatMay(action), ", ")}});
  }
  if (mission.empty()) {
    if (where.front() != "-") return server::PermissionDenied(rules::Problem::kMissionNeeded);
  } else if (call.directory->FindMission(mission) == nullptr ||
             !rules::May(*call.actor, action, mission, call.now)) {
    return server::NotFound(order.case_().empty() ? order.mission() : order.case_());
  }
  if (absl::Status s = CheckRegistered(call, order); !s.ok()) return s;
  return FactsFor(call, absl::StrCat(audit ? "a:" : "r:", mission.empty() ? "*" : mission));
}

}  // namespace arasha::reports
