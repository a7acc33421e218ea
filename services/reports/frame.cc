#include "services/reports/frame.h"

#include <cstdlib>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "services/reports/document/value_text.h"
#include "services/reports/kinds/kinds.h"
#include "storage/reports/report_rows.h"

namespace arasha::reports {
namespace {

std::string ScopeText(const Order& order, const Texts& texts, const Names& names,
                      std::string Named::*mission) {
  std::string text;
  for (const std::string& part :
       {order.case_number, names.Person(order.officer).name, names.Person(order.person).name}) {
    if (!part.empty()) absl::StrAppend(&text, text.empty() ? "" : " · ", part);
  }
  if (!order.mission.empty() && order.case_number.empty()) {
    absl::StrAppend(&text, text.empty() ? "" : " · ", names.Mission(order.mission).*mission);
  }
  return text.empty() ? texts.Text("all_missions") : text;
}

// A whole month by its name, a whole year by its number, anything else by its first and last day.
std::string PeriodText(const Order& order, const Texts& texts) {
  const absl::CivilDay first = absl::ToCivilDay(order.start, order.zone);
  const absl::CivilDay last = absl::ToCivilDay(order.end - absl::Microseconds(1), order.zone);
  const absl::CivilMonth month(first);
  if (first == absl::CivilDay(month) && last == absl::CivilDay(month + 1) - 1) return MonthText(month, texts);
  const absl::CivilYear year(first);
  if (first == absl::CivilDay(year) && last == absl::CivilDay(year + 1) - 1) return absl::StrCat(year.year());
  if (first == last) return DayText(first, texts);
  // The dash stays with the first day.
  return absl::StrCat(DayText(first, texts), "\u00a0– ", DayText(last, texts));
}

// "UTC+3", or "UTC+1, UTC+2" where clocks change within the period: the zone's own name is English.
std::string ZoneText(const Order& order) {
  std::set<int> offsets;  // in seconds
  absl::TimeZone::CivilTransition change;
  absl::Time at = order.start;
  while (at < order.end) {
    offsets.insert(order.zone.At(at).offset);
    if (!order.zone.NextTransition(at, &change)) break;
    at = order.zone.At(change.to).trans;
  }
  std::vector<std::string> texts;
  for (const int offset : offsets) {
    const int minutes = std::abs(offset) / 60;
    std::string& text = texts.emplace_back("UTC");
    if (minutes != 0) absl::StrAppend(&text, offset < 0 ? "−" : "+", minutes / 60);
    if (minutes % 60 != 0) absl::StrAppendFormat(&text, ":%02d", minutes % 60);
  }
  return absl::StrJoin(texts, ", ");
}

const char* AudienceKey(v1::ReportKind kind) {
  switch (AudienceOf(kind)) {
    case Audience::kPublic:
      return "audience.public";
    case Audience::kMission:
      return "audience.mission";
    case Audience::kAudit:
      return kind == v1::REPORT_KIND_ACCESS_TO_CASE ? "audience.case" : "audience.audit";
  }
  return "";
}

}  // namespace

void AddFrame(const Order& order, const Texts& texts, const Names& names, Document& document) {
  document.name = absl::StrCat("reports/", order.uid);
  document.kind = storage::ReportKindId(order.kind);
  document.title = texts.Text(v1::ReportKind_Name(order.kind));
  document.language = order.language;
  document.start = order.start;
  document.end = order.end;
  document.made_at = order.made_at;
  document.zone = order.zone;
  const std::string scope = ScopeText(order, texts, names, &Named::name);
  std::string period = PeriodText(order, texts);
  const std::string made_at = TimeText(order.made_at, order.zone, order.language);
  if (order.made_at < order.end) {
    period = texts.Text("period.so_far", {{"period", period}, {"time", made_at}});
  }
  document.subtitle = absl::StrCat(scope, " · ", period);
  document.running_head = absl::StrCat(ScopeText(order, texts, names, &Named::id), " · ", period);
  document.facts = {{texts.Text("fact.scope"), scope},
                    {texts.Text("fact.period"),
                     texts.Text("fact.period_text", {{"period", period}, {"zone", ZoneText(order)}})},
                    {texts.Text("fact.made"), made_at}};
  if (AudienceOf(order.kind) != Audience::kPublic) {
    document.facts.push_back({texts.Text("fact.made_by"), names.Person(order.requested_by).name});
  }
  document.facts.push_back({texts.Text("fact.audience"), texts.Text(AudienceKey(order.kind))});
  document.facts.push_back({texts.Text("fact.report"), document.name});
}

}  // namespace arasha::reports
