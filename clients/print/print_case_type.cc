// The table of one case type, apart from the other tables of print_table.h for its length.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/print/grid.h"
#include "clients/print/print_table.h"
#include "clients/text/source_text.h"

namespace arasha::clients {
namespace {

std::string LengthText(const v1::Period& period, const Messages& messages) {
  switch (period.length_case()) {
    case v1::Period::kHours:
      return messages.Text("period.hours", {{"count", absl::StrCat(period.hours())}});
    case v1::Period::kDays:
      return messages.Text("period.days", {{"count", absl::StrCat(period.days())}});
    case v1::Period::kWorkingDays:
      return messages.Text("period.working_days", {{"count", absl::StrCat(period.working_days())}});
    case v1::Period::kMonths:
      return messages.Text("period.months", {{"count", absl::StrCat(period.months())}});
    case v1::Period::kYears:
      return messages.Text("period.years", {{"count", absl::StrCat(period.years())}});
    case v1::Period::LENGTH_NOT_SET:
      return "";
  }
  return "";
}

std::string PeriodText(const v1::Period& period, const Messages& messages) {
  const std::string length = LengthText(period, messages);
  return period.less_than() ? messages.Text("period.less_than", {{"period", length}}) : length;
}

Grid FieldsGrid(const v1::CaseType& type, const Messages& messages) {
  Grid grid{{{messages.Text("column.field")},
             {messages.Text("column.kind")},
             {messages.Text("column.required")},
             {messages.Text("column.name"), true},
             {messages.Text("column.choices"), true}},
            {}};
  for (const v1::FieldRule& rule : type.fields()) {
    std::vector<std::string> choices;
    for (const v1::Choice& choice : rule.choices()) {
      const std::string label = messages.Text(choice.label(), choice.id());
      choices.push_back(label == choice.id() ? choice.id() : absl::StrCat(choice.id(), " (", label, ")"));
    }
    grid.rows.push_back(
        {{rule.id()},
         {messages.Text(v1::FieldKind_Name(rule.kind()))},
         {rule.required() ? messages.Text("label.yes") : absl::StrJoin(rule.required_for(), ", ")},
         {messages.Text(rule.label(), rule.id())},
         {absl::StrJoin(choices, ", ")}});
  }
  return grid;
}

Grid StatesGrid(const v1::CaseType& type, const Messages& messages) {
  Grid grid{{{messages.Text("column.state")}, {messages.Text("column.name"), true}, {""}}, {}};
  for (const v1::StateRule& rule : type.states()) {
    grid.rows.push_back({{rule.id()},
                         {messages.Text(rule.label(), rule.id())},
                         {rule.final() ? messages.Text("label.final_state") : ""}});
  }
  return grid;
}

Grid TransitionsGrid(const v1::CaseType& type, const Messages& messages) {
  Grid grid{{{messages.Text("column.event")},
             {messages.Text("column.name"), true},
             {messages.Text("column.from"), true},
             {messages.Text("column.to")},
             {messages.Text("column.roles"), true}},
            {}};
  const auto role = [&](std::string* out, const std::string& id) {
    absl::StrAppend(out, messages.Text(absl::StrCat("role.", id)));
  };
  for (const v1::TransitionRule& rule : type.transitions()) {
    grid.rows.push_back({{rule.id()},
                         {messages.Text(rule.label(), rule.id())},
                         {absl::StrJoin(rule.from(), " ")},
                         {rule.to()},
                         {absl::StrCat(absl::StrJoin(rule.roles(), ", ", role), rule.four_eyes() ? " · " : "",
                                       rule.four_eyes() ? messages.Text("label.two_persons") : "")}});
  }
  return grid;
}

Grid DeadlinesGrid(const v1::CaseType& type, const Messages& messages) {
  Grid grid{{{messages.Text("column.deadline")},
             {messages.Text("column.name"), true},
             {messages.Text("column.period")},
             {messages.Text("column.host_state")},
             {messages.Text("column.source"), true}},
            {}};
  for (const v1::DeadlineRule& rule : type.deadlines()) {
    grid.rows.push_back({{rule.id()},
                         {messages.Text(rule.label(), rule.id())},
                         {PeriodText(rule.period(), messages)},
                         {""},
                         {SourceText(rule.source(), type, messages)}});
    for (const v1::HostStatePeriod& bilateral : rule.host_states()) {
      grid.rows.push_back({{rule.id()},
                           {""},
                           {PeriodText(bilateral.period(), messages)},
                           {bilateral.host_state()},
                           {SourceText(bilateral.source(), type, messages)}});
    }
  }
  return grid;
}

}  // namespace

std::string TableText(const v1::CaseType& type, const TableStyle& style) {
  const Messages& messages = style.messages;
  Grid header{{{"", true}}, {}};
  header.rows.push_back(
      {{absl::StrCat(type.id(), "@", type.version(), "  ", messages.Text(type.label(), type.id())),
        Tone::kBold}});
  if (const std::string description = messages.Text(type.description(), ""); !description.empty()) {
    header.rows.push_back({{description}});
  }
  std::string text = GridText(header, style.columns, style.colour);
  const auto section = [&](absl::string_view title, const Grid& grid) {
    if (grid.rows.empty()) return;
    absl::StrAppend(&text, "\n", Coloured(messages.Text(title), Tone::kBold, style.colour), "\n",
                    GridText(grid, style.columns, style.colour, 2));
  };
  section("label.details", FieldsGrid(type, messages));
  section("label.states", StatesGrid(type, messages));
  section("label.transitions", TransitionsGrid(type, messages));
  section("label.deadlines", DeadlinesGrid(type, messages));
  return text;
}

}  // namespace arasha::clients
