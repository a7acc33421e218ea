#include "clients/print/tables/print_warnings.h"

#include "absl/strings/str_cat.h"
#include "clients/print/list_columns.h"
#include "clients/text/names.h"
#include "clients/text/rule_label.h"

namespace arasha::clients {
namespace {

// As `arasha warning seen` takes it.
Cell WarningNameCell(const v1::Warning& warning, const TableStyle& /*style*/) {
  return {absl::StrCat(ShortName(CaseOf(warning.name())), " ", ShortId(warning.name()))};
}

Cell WarningKindCell(const v1::Warning& warning, const TableStyle& style) {
  return WarningCell(warning.kind(), style);
}

Cell WarningRuleCell(const v1::Warning& warning, const TableStyle& style) {
  std::string text = LabelOf(style.TypeOf(warning.case_type()).deadlines(), warning.rule(), style.messages);
  if (warning.run() > 1) absl::StrAppend(&text, " (", warning.run(), ")");
  return {text};
}

// Whoever the case is assigned to, or the role; heads while it is assigned to nobody.
Cell RecipientCell(const v1::Warning& warning, const TableStyle& style) {
  if (warning.recipient() != "assignee") {
    return {style.messages.Text(absl::StrCat("role.", warning.recipient()))};
  }
  return {warning.assignee().empty() ? style.messages.Text("role.head")
                                     : std::string(ShortName(warning.assignee()))};
}

}  // namespace

template <>
absl::Span<const ListColumn<v1::Warning>> ColumnsOf<v1::Warning>() {
  static constexpr ListColumn<v1::Warning> kColumns[] = {
      {"dueTime", "column.due", kFlexible | kZoned},
      {"kind", "column.warning", kFlexible, WarningKindCell},
      {"rule", "column.deadline", kFlexible, WarningRuleCell},
      {"name", "column.case", kFlexible, WarningNameCell},
      {"subject", "column.subject", kFlexible | kDispensable},
      {"recipient", "column.told_to", kFlexible, RecipientCell},
      {"seenBy", "column.seen_by", kFlexible | kShortName | kIfAny}};
  return kColumns;
}

std::string TableText(const v1::ListWarningsResponse& warnings, const TableStyle& style) {
  return ListText(warnings.warnings(), style);
}

std::string TableText(const v1::Warning& warning, const TableStyle& style) {
  static constexpr ListColumn<v1::Warning> kWarningSheet[] = {
      {"name", "label.warning", 0, WarningNameCell},
      {"kind", "label.warning_kind", 0, WarningKindCell},
      {"rule", "label.warned_deadline", 0, WarningRuleCell},
      {"dueTime", "label.warned_due"},
      {"recipient", "label.told_to", 0, RecipientCell},
      {"raiseTime", "label.warned"},
      {"seenBy", "label.seen_by", kShortName},
      {"seenTime", "label.seen"}};
  return SheetText(kWarningSheet, warning, style);
}

}  // namespace arasha::clients
