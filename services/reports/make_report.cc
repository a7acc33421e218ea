#include "services/reports/make_report.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/reports/document/value_text.h"
#include "services/reports/kinds/kinds.h"
#include "services/rules/catalogue/case_type.h"
#include "storage/reports/report_names.h"
#include "storage/reports/report_rows.h"

namespace arasha::reports {
namespace {

// What of the work is counting leaves, in percent; the rest is reading figures.
constexpr int kCountingPercent = 90;

absl::StatusOr<std::unique_ptr<const Names>> ReadNames(storage::Connection& reporter, const Texts& texts,
                                                       const Names::DisplayName& display_name) {
  auto missions = storage::ReadMissionNames(reporter);
  if (!missions.ok()) return missions.status();
  auto definitions = storage::ReadCaseTypes(reporter);
  if (!definitions.ok()) return definitions.status();
  std::vector<v1::CaseType> types;
  for (const std::string& definition : *definitions) {
    auto type = rules::ParseCaseType(definition);
    if (!type.ok()) return absl::InternalError(type.status().message());
    types.push_back(*std::move(type));
  }
  return std::make_unique<const Names>(texts, *std::move(missions), std::move(types), display_name);
}

// Counts all stretches of the log in order.
absl::Status CountLeaves(storage::Connection& reporter, const storage::LeafSelection& filter,
                         const storage::LeafPlaces& places, const Progress& progress, MadeReport& made) {
  for (int64_t at = places.first; at < places.end; at += storage::kLeafStretch) {
    const int64_t end = std::min(places.end, at + storage::kLeafStretch);
    auto tally = storage::TallyLeaves(reporter, filter, {at, end}, made.order.zone);
    if (!tally.ok()) return tally.status();
    made.leaves.Add(*tally);
    const int64_t percent = kCountingPercent * (end - places.first) / (places.end - places.first);
    if (!progress(static_cast<int>(percent))) return absl::CancelledError("the report was cancelled");
  }
  return absl::OkStatus();
}

std::string ScopeText(const MadeReport& made) {
  const Order& order = made.order;
  std::string text;
  for (const std::string& part :
       {order.case_number, made.names->Person(order.officer).name, made.names->Person(order.person).name}) {
    if (!part.empty()) absl::StrAppend(&text, text.empty() ? "" : " · ", part);
  }
  if (!order.mission.empty() && order.case_number.empty()) {
    absl::StrAppend(&text, text.empty() ? "" : " · ", made.names->Mission(order.mission).name);
  }
  return text.empty() ? made.texts.Text("all_missions") : text;
}

// A whole month by its name, a whole year by its number, anything else by its first and last day.
std::string PeriodText(const Order& order, const Texts& texts) {
  const absl::CivilDay first = absl::ToCivilDay(order.start, order.zone);
  const absl::CivilDay last = absl::ToCivilDay(order.end - absl::Microseconds(1), order.zone);
  const absl::CivilMonth month(first);
  if (first == absl::CivilDay(month) && last == absl::CivilDay(month + 1) - 1) return MonthText(month, texts);
  const absl::CivilYear year(first);
  if (first == absl::CivilDay(year) && last == absl::CivilDay(year + 1) - 1) return absl::StrCat(year.year());
  // The dash stays with the first day.
  return absl::StrCat(DayText(first, texts), "\u00a0– ", DayText(last, texts));
}

const char* AudienceKey(v1::ReportKind kind) {
  switch (AudienceOf(kind)) {
    case Audience::kPublic:
      return "audience.public";
    case Audience::kMission:
      return "audience.mission";
    case Audience::kAudit:
      return "audience.audit";
  }
  return "";
}

void AddFrame(MadeReport& made) {
  const Order& order = made.order;
  const Texts& texts = made.texts;
  Document& document = made.document;
  document.name = absl::StrCat("reports/", order.uid);
  document.kind = storage::ReportKindId(order.kind);
  document.title = texts.Text(v1::ReportKind_Name(order.kind));
  document.language = order.language;
  document.start = order.start;
  document.end = order.end;
  document.made_at = order.made_at;
  document.zone = order.zone;
  const std::string scope = ScopeText(made);
  std::string period = PeriodText(order, texts);
  if (order.made_at < order.end) period = texts.Text("period.so_far", {{"period", period}});
  document.subtitle = absl::StrCat(scope, " · ", period);
  document.facts = {{texts.Text("fact.scope"), scope},
                    {texts.Text("fact.period"),
                     texts.Text("fact.period_text", {{"period", period}, {"zone", order.zone.name()}})},
                    {texts.Text("fact.made"), TimeText(order.made_at, order.zone, order.language)},
                    {texts.Text("fact.made_by"), made.names->Person(order.requested_by).name},
                    {texts.Text("fact.audience"), texts.Text(AudienceKey(order.kind))},
                    {texts.Text("fact.report"), document.name}};
}

}  // namespace

absl::StatusOr<std::unique_ptr<MadeReport>> MakeReport(storage::Connection& reporter, const Order& order,
                                                       const Names::DisplayName& display_name,
                                                       const Progress& progress) {
  auto made = std::make_unique<MadeReport>(order);
  auto head = storage::ReadLogHead(reporter);
  if (!head.ok()) return head.status();
  if (!*head) return absl::FailedPreconditionError("the audit log has no checkpoint yet");
  auto names = ReadNames(reporter, made->texts, display_name);
  if (!names.ok()) return names.status();
  made->names = *std::move(names);
  made->document.checkpoint = {(*head)->origin, (*head)->size, (*head)->root, (*head)->note};

  const storage::LeafSelection filter = SourceFilter(order);
  auto places = storage::FindLeafPlaces(reporter, filter.start, filter.end, (*head)->size);
  if (!places.ok()) return places.status();
  if (absl::Status s = CountLeaves(reporter, filter, *places, progress, *made); !s.ok()) return s;
  made->document.source = made->leaves.Source(FilterJson(filter));

  AddFrame(*made);
  // Between the first and the last that matched there is nothing else to look for.
  const storage::LeafPlaces found = {std::max<int64_t>(made->document.source.first_index, 0),
                                     made->document.source.last_index + 1};
  const KindContext context = {order, made->texts, *made->names, made->leaves,
                               std::make_shared<LeafSpool>([&reporter, filter, found](LeafSink sink) {
                                 return storage::ListLeaves(reporter, filter, found, sink);
                               })};
  if (absl::Status s = AddKind(reporter, context, filter, found, made->document); !s.ok()) return s;
  const std::vector<Headline>& headlines = made->document.headlines;
  if (std::any_of(headlines.begin(), headlines.end(),
                  [](const Headline& one) { return std::holds_alternative<std::monostate>(one.value); })) {
    made->document.facts.push_back({"–", made->texts.Text("sign.none")});
  }
  if (!progress(100)) return absl::CancelledError("the report was cancelled");
  return made;
}

}  // namespace arasha::reports
