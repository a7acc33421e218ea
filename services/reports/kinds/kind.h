#ifndef ARASHA_SERVICES_REPORTS_KINDS_KIND_H_
#define ARASHA_SERVICES_REPORTS_KINDS_KIND_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/reports/document/document.h"
#include "services/reports/kinds/leaf_figures.h"
#include "services/reports/kinds/leaf_spool.h"
#include "services/reports/kinds/names.h"
#include "services/reports/kinds/order.h"
#include "storage/reports/report_deadlines.h"
#include "storage/reports/report_grants.h"
#include "storage/reports/report_leaves.h"
#include "storage/reports/report_quality.h"
#include "storage/reports/report_review.h"
#include "storage/reports/report_statistics.h"
#include "storage/reports/report_workload.h"

// The kinds of report: each turns figures into headlines, sections and method of a document. Pure;
// what figures they need is read in kinds.cc.
namespace arasha::reports {

// What a kind has at hand beside its own figures. What it refers to must live as long as the document.
struct KindContext {
  const Order& order;
  const Texts& texts;
  const Names& names;
  const LeafFigures& leaves;
  // The leaves of the source set; of the document, which lists them from it for as long as it lives.
  const std::shared_ptr<LeafSpool> spool;
};

// As many rows of a long list as are printed.
inline constexpr int64_t kPrintedRows = 400;

// A column whose title is the text "heading.<id>".
Column ColumnOf(const Texts& texts, const std::string& id, ColumnKind kind);
// Puts "method.<key>" and its text into the method section.
void Explain(const Texts& texts, const std::string& key, Document& document);
// Whose label is the text of its id.
Headline HeadlineOf(const Texts& texts, const std::string& id, Value value, Tone tone);
// Adds a row with its key.
void AddRow(Table& table, std::string key, Row row);
// part / whole, or nothing.
Value ShareOf(int64_t part, int64_t whole);
Value OptionalValue(const std::optional<absl::Duration>& duration);

// How many people and systems acted.
int64_t PeopleIn(const KindContext& context);
// What a list of leaves says of each beside who did what and when.
enum class LeafAbout {
  kNothing,
  kCase,
  kMission,
};
// The list of the leaves themselves, streamed.
absl::StatusOr<Table> LeafTable(const KindContext& context, const std::string& title, LeafAbout about);
// Operations by person, with reads, lists, changes and refusals.
Table PeopleTable(const KindContext& context, const std::string& title);
// As many rows of a chart as a page holds; a service may have a hundred missions. Keeps those that weigh
// most, in their order, and says in the note that there are more.
inline constexpr size_t kMostChartRows = 25;
void KeepLargest(const Texts& texts, BarChart& chart);
void KeepLargest(const Texts& texts, const std::vector<double>& weights, HeatMap& chart);
// Operations by day or by month until now, lists aside, under one of these titles.
struct SeriesTitles {
  const char* by_day;  // keys of texts
  const char* by_month;
};
inline constexpr SeriesTitles kOperations = {"activity.by_day", "activity.by_month"};
LineChart OperationsChart(const KindContext& context, const SeriesTitles& titles);
// Adds it, unless it is of one point, which would be a dot in an empty frame.
void AddTimeSeries(LineChart chart, Section& section);

absl::Status AddActivity(const KindContext& context, Document& document);
// `cases`: how many different cases were touched.
absl::Status AddAccess(const KindContext& context, int64_t cases, Document& document);
absl::Status AddExports(const KindContext& context, Document& document);

struct DeadlineFigures {
  std::vector<storage::DeadlineCount> counts;
  std::vector<storage::FirstContactCount> contacts;  // all together first
};
void AddDeadlines(const KindContext& context, const DeadlineFigures& figures, Document& document);
// The rules that the catalogue marks as this statistic.
std::vector<storage::RuleOfType> RulesOfStatistic(const Names& names, const std::string& statistic);

void AddExceptions(const KindContext& context, const std::vector<storage::ReportedGrant>& grants,
                   const std::vector<storage::ReportedApproval>& approvals, Document& document);

// A role as an operation left it: given, given for another time, or taken.
struct RoleChange {
  int64_t place = 0;  // of its leaf
  std::optional<absl::Time> at;
  std::string by;
  std::string action;
  std::string principal;
  std::string role;
  std::string mission;  // "-" for all
};
struct ConfigurationFigures {
  std::vector<storage::AppliedCaseType> applied;
  std::vector<storage::RoleCount> roles;
  std::vector<RoleChange> role_changes;
};
// Adds what a leaf tells of roles; of one that cannot be read, its place alone.
void AddRoleChanges(int64_t place, absl::string_view leaf, std::vector<RoleChange>& changes);
absl::Status AddConfiguration(const KindContext& context, const ConfigurationFigures& figures,
                              Document& document);

struct WorkloadFigures {
  std::vector<storage::MissionLoad> missions;
  std::vector<storage::OfficerLoad> officers;
  std::vector<storage::CaseFlow> flow;
};
void AddWorkload(const KindContext& context, const WorkloadFigures& figures, Document& document);

struct StatisticsFigures {
  std::vector<storage::CategoryCount> categories;
  std::vector<storage::HostStateCount> host_states;
};
void AddStatistics(const KindContext& context, const StatisticsFigures& figures, Document& document);
// What the catalogue counts in which category.
std::vector<storage::CountingRule> CountingRules(const Names& names);

struct DataQualityFigures {
  std::vector<storage::CaseQuality> cases;
  std::vector<storage::EntryQuality> entries;
};
void AddDataQuality(const KindContext& context, const DataQualityFigures& figures, Document& document);
// What the catalogue expects of cases: items of checklists that every case of a type owes in a state,
// contacts by which deadlines are met, and which deadlines are not the mission's.
storage::QualityRules QualityRulesOf(const Names& names);

void AddReviewSample(const KindContext& context, const storage::ReviewSample& sample, Document& document);
// How cases are drawn for this order: risks by their weights, final states, and a seed that nobody chooses,
// made of the report's name and the log's root at the document's checkpoint.
storage::ReviewRules ReviewRulesOf(const KindContext& context, const Document& document);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_KINDS_KIND_H_
