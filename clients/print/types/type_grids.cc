#include "clients/print/types/type_grids.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/print/rule_text.h"
#include "clients/text/source_text.h"

namespace arasha::clients {
namespace {

void AddCaps(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields, const v1::CaseType& type,
             const Texts& messages, Grid& grid) {
  for (const v1::FieldRule& field : fields) {
    for (const v1::MoneyCap& cap : field.caps()) {
      grid.rows.push_back({{field.id()},
                           {messages.Text(cap.label(), cap.amount())},
                           {SourceText(cap.source(), type, messages)}});
    }
  }
}

std::string WarningTimeText(const v1::WarningRule& rule, const Texts& messages) {
  switch (rule.when_case()) {
    case v1::WarningRule::kBefore:
      return messages.Text("label.warned_before", {{"period", PeriodText(rule.before(), messages)}});
    case v1::WarningRule::kAfter:
      return messages.Text("label.warned_after", {{"period", PeriodText(rule.after(), messages)}});
    case v1::WarningRule::WHEN_NOT_SET:
      break;
  }
  return messages.Text("label.warned_at_once");
}

void AddWarnings(const std::string& deadline,
                 const google::protobuf::RepeatedPtrField<v1::WarningRule>& warnings, const Texts& messages,
                 Grid& grid) {
  const auto told = [&](std::string* out, const std::string& who) {
    *out += messages.Text(who == "assignee" ? "label.warned_assignee" : absl::StrCat("role.", who));
  };
  for (const v1::WarningRule& rule : warnings) {
    grid.rows.push_back(
        {{deadline}, {WarningTimeText(rule, messages)}, {absl::StrJoin(rule.to(), ", ", told)}});
  }
}

}  // namespace

Grid CapsGrid(const v1::CaseType& type, const Texts& messages) {
  Grid grid{{{messages.Text("column.field")},
             {messages.Text("column.name"), true},
             {messages.Text("column.source"), true}},
            {}};
  AddCaps(type.fields(), type, messages, grid);
  for (const v1::RowGroup& group : type.row_groups()) AddCaps(group.fields(), type, messages, grid);
  return grid;
}

Grid WarningsGrid(const v1::CaseType& type, const Texts& messages) {
  Grid grid{{{messages.Text("column.deadline"), true},
             {messages.Text("column.when"), true},
             {messages.Text("column.told_to"), true}},
            {}};
  for (const v1::DeadlineRule& rule : type.deadlines())
    AddWarnings(rule.id(), rule.warnings(), messages, grid);
  const bool own = !grid.rows.empty();
  AddWarnings(messages.Text(own ? "label.other_deadlines" : "label.all_deadlines"), type.warnings(), messages,
              grid);
  return grid;
}

}  // namespace arasha::clients
