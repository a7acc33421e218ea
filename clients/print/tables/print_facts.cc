#include "clients/print/tables/print_facts.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "clients/text/names.h"
#include "clients/text/rule_label.h"
#include "clients/text/width.h"
#include "proto/timestamps.h"

namespace arasha::clients {
namespace {

// With how many days ago it was, or how many it is ahead, by the dates of the zone.
std::string TimeWords(const google::protobuf::Timestamp& time, const TableStyle& style) {
  const auto days = absl::ToCivilDay(style.now, style.zone) - absl::ToCivilDay(ToTime(time), style.zone);
  const absl::string_view key = days > 0 ? "fact.ago" : days < 0 ? "fact.ahead" : "fact.today";
  return style.messages.Text(
      key, {{"time", Unbroken(style.TimeText(time))}, {"count", absl::StrCat(days < 0 ? -days : days)}});
}

// Empty if there is nothing to say of it.
std::string ValueWords(const v1::Fact& fact, const TableStyle& style) {
  switch (fact.value_case()) {
    case v1::Fact::kTime:
      return TimeWords(fact.time(), style);
    case v1::Fact::kDays:
      return style.messages.Text("period.days", {{"count", absl::StrCat(fact.days())}});
    case v1::Fact::kCount:
      return fact.count() == 0 ? "" : absl::StrCat(fact.count());
    case v1::Fact::kHolds:
      return fact.holds() ? style.messages.Text("label.yes") : "";
    case v1::Fact::VALUE_NOT_SET:
      break;
  }
  return "";
}

}  // namespace

Grid FactsGrid(const v1::Case& matter, const v1::CaseType& type, const TableStyle& style) {
  Grid grid{{{""}, {"", true}}, {}};
  for (const v1::Fact& fact : matter.facts()) {
    std::string words = ValueWords(fact, style);
    if (words.empty()) continue;
    if (!fact.entry().empty()) absl::StrAppend(&words, "  [", ShortId(fact.entry()), "]");
    grid.rows.push_back({{LabelOf(type.derived_facts(), fact.id(), style.messages)}, {std::move(words)}});
  }
  return grid;
}

std::string FactsText(const v1::Case& matter, const v1::CaseType& type, const TableStyle& style) {
  std::vector<std::string> parts;
  for (const v1::Fact& fact : matter.facts()) {
    const std::string words = ValueWords(fact, style);
    if (words.empty()) continue;
    parts.push_back(absl::StrCat(LabelOf(type.derived_facts(), fact.id(), style.messages), ": ", words));
  }
  return absl::StrJoin(parts, "; ");
}

}  // namespace arasha::clients
