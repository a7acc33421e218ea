#include "services/reports/kinds/kinds.h"

#include <array>

#include "services/reports/kinds/time_axis.h"

namespace arasha::reports {
namespace {

// What a kind's source set is.
enum class Source {
  kPeriod,         // leaves of the period
  kRows,           // every change before the checkpoint, for rows are counted
  kExports,        // leaves of the period that let data out
  kConfiguration,  // leaves of the period that changed the configuration
};

struct Kind {
  v1::ReportKind kind;
  Audience audience;
  Source source;
};

constexpr std::array<Kind, 11> kKinds = {{
    {v1::REPORT_KIND_ACTIVITY, Audience::kMission, Source::kPeriod},
    {v1::REPORT_KIND_ACCESS_TO_CASE, Audience::kAudit, Source::kPeriod},
    {v1::REPORT_KIND_ACCESS_BY_PERSON, Audience::kAudit, Source::kPeriod},
    {v1::REPORT_KIND_DEADLINES, Audience::kMission, Source::kRows},
    {v1::REPORT_KIND_EXCEPTIONS, Audience::kAudit, Source::kRows},
    {v1::REPORT_KIND_EXPORTS, Audience::kAudit, Source::kExports},
    {v1::REPORT_KIND_CONFIGURATION, Audience::kAudit, Source::kConfiguration},
    {v1::REPORT_KIND_WORKLOAD, Audience::kMission, Source::kRows},
    {v1::REPORT_KIND_STATISTICS, Audience::kPublic, Source::kRows},
    {v1::REPORT_KIND_DATA_QUALITY, Audience::kMission, Source::kRows},
    {v1::REPORT_KIND_REVIEW_SAMPLE, Audience::kAudit, Source::kRows},
}};

constexpr std::array<absl::string_view, 3> kExports = {"ReadLeaves", "ReadReport", "ReadRows"};
constexpr std::array<absl::string_view, 13> kConfiguration = {
    "ApplyCalendar", "ApplyCaseType", "ApplyDirectory",    "CreateReportSchedule", "EndReportSchedule",
    "ForkLog",       "GrantRole",     "RegisterPrincipal", "RenewDataKeys",        "RevokeCertificate",
    "RevokeRole",    "RotateKeys",    "UpdatePrincipal"};

const Kind* Find(v1::ReportKind kind) {
  for (const Kind& one : kKinds) {
    if (one.kind == kind) return &one;
  }
  return nullptr;
}

storage::ReportScope ScopeOf(const Order& order) {
  storage::ReportScope scope;
  if (!order.mission.empty()) scope.missions = {order.mission};
  scope.start = order.start;
  scope.end = order.end;
  scope.as_of = order.made_at;
  scope.zone = order.zone;
  return scope;
}

// Keeps the first error of several readings, and the values of those that succeeded.
class Reading {
 public:
  template <typename Value>
  Value operator()(absl::StatusOr<Value> value) {
    if (value.ok()) return *std::move(value);
    if (status_.ok()) status_ = value.status();
    return {};
  }
  const absl::Status& status() const { return status_; }

 private:
  absl::Status status_;
};

// Of the leaves of the configuration, those that wrote roles.
absl::StatusOr<std::vector<RoleChange>> ReadRoleChanges(storage::Connection& reporter,
                                                        storage::LeafSelection filter,
                                                        const storage::LeafPlaces& places) {
  filter.actions = {"ApplyDirectory", "GrantRole", "RevokeRole"};
  std::vector<RoleChange> changes;
  const absl::Status status =
      storage::ReadLeafData(reporter, filter, places, [&](int64_t place, absl::string_view leaf) {
        AddRoleChanges(place, leaf, changes);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return changes;
}

absl::Status AddRows(storage::Connection& reporter, const storage::ServerKeys& keys,
                     const KindContext& context, Document& document) {
  const storage::ReportScope scope = ScopeOf(context.order);
  Reading read;
  switch (context.order.kind) {
    case v1::REPORT_KIND_DEADLINES: {
      const DeadlineFigures figures = {
          read(storage::CountDeadlines(reporter, scope)),
          read(storage::CountFirstContacts(reporter, scope,
                                           RulesOfStatistic(context.names, "first_contact")))};
      if (read.status().ok()) AddDeadlines(context, figures, document);
      break;
    }
    case v1::REPORT_KIND_EXCEPTIONS: {
      const auto grants = read(storage::ListGrants(reporter, scope, keys));
      const auto approvals = read(storage::ListApprovals(reporter, scope));
      if (read.status().ok()) AddExceptions(context, grants, approvals, document);
      break;
    }
    case v1::REPORT_KIND_WORKLOAD: {
      const WorkloadFigures figures = {read(storage::CountMissionLoads(reporter, scope)),
                                       read(storage::CountOfficerLoads(reporter, scope)),
                                       read(storage::CountCaseFlow(reporter, scope, ByDay(context.order)))};
      if (read.status().ok()) AddWorkload(context, figures, document);
      break;
    }
    case v1::REPORT_KIND_DATA_QUALITY: {
      const DataQualityFigures figures = {
          read(storage::CountCaseQuality(reporter, scope, QualityRulesOf(context.names))),
          read(storage::CountEntryQuality(reporter, scope))};
      if (read.status().ok()) AddDataQuality(context, figures, document);
      break;
    }
    case v1::REPORT_KIND_REVIEW_SAMPLE: {
      const auto drawn = read(storage::DrawReviewSample(reporter, scope, ReviewRulesOf(context, document)));
      if (read.status().ok()) AddReviewSample(context, drawn, document);
      break;
    }
    default: {
      const StatisticsFigures figures = {
          read(storage::CountCategories(reporter, scope, CountingRules(context.names))),
          read(storage::CountHostStates(reporter, scope))};
      if (read.status().ok()) AddStatistics(context, figures, document);
    }
  }
  return read.status();
}

}  // namespace

Audience AudienceOf(v1::ReportKind kind) {
  const Kind* found = Find(kind);
  return found == nullptr ? Audience::kAudit : found->audience;
}

storage::LeafSelection SourceFilter(const Order& order) {
  storage::LeafSelection filter;
  if (!order.mission.empty()) filter.missions = {order.mission};
  filter.actor = order.officer.empty() ? order.person : order.officer;
  filter.case_uid = order.case_uid;
  const Kind* kind = Find(order.kind);
  if (kind != nullptr && kind->source == Source::kRows) {
    filter.changes_only = true;
    return filter;
  }
  filter.start = order.start;
  filter.end = order.end;
  if (kind != nullptr && kind->source == Source::kExports) {
    for (const absl::string_view action : kExports) filter.actions.emplace_back(action);
  }
  if (kind != nullptr && kind->source == Source::kConfiguration) {
    for (const absl::string_view action : kConfiguration) filter.actions.emplace_back(action);
  }
  return filter;
}

nlohmann::json FilterJson(const storage::LeafSelection& filter) {
  const auto time = [](absl::Time at) -> nlohmann::json {
    if (at == absl::InfinitePast() || at == absl::InfiniteFuture()) return nullptr;
    return absl::FormatTime(absl::RFC3339_full, at, absl::UTCTimeZone());
  };
  return {{"missions", filter.missions},         {"actor", filter.actor},
          {"case_uid", filter.case_uid},         {"actions", filter.actions},
          {"changes_only", filter.changes_only}, {"start_time", time(filter.start)},
          {"end_time", time(filter.end)}};
}

absl::Status AddKind(storage::Connection& reporter, const storage::ServerKeys& keys,
                     const KindContext& context, const storage::LeafSelection& filter,
                     const storage::LeafPlaces& places, Document& document) {
  switch (context.order.kind) {
    case v1::REPORT_KIND_ACTIVITY:
      return AddActivity(context, document);
    case v1::REPORT_KIND_ACCESS_TO_CASE:
      return AddAccess(context, 1, document);
    case v1::REPORT_KIND_ACCESS_BY_PERSON: {
      auto cases = storage::CountCases(reporter, filter, places);
      return cases.ok() ? AddAccess(context, *cases, document) : cases.status();
    }
    case v1::REPORT_KIND_EXPORTS:
      return AddExports(context, document);
    case v1::REPORT_KIND_CONFIGURATION: {
      Reading read;
      const ConfigurationFigures figures = {
          read(storage::ListAppliedCaseTypes(reporter, ScopeOf(context.order))),
          read(storage::CountRoles(reporter, ScopeOf(context.order))),
          read(ReadRoleChanges(reporter, filter, places))};
      return read.status().ok() ? AddConfiguration(context, figures, document) : read.status();
    }
    default:
      return AddRows(reporter, keys, context, document);
  }
}

}  // namespace arasha::reports
