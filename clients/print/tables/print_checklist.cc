#include "clients/print/tables/print_checklist.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/print/list_columns.h"

namespace arasha::clients {
namespace {

Cell StandingCell(const v1::CheckedItem& item, const TableStyle& style) {
  const Tone tone = item.state() == v1::CHECK_STATE_DONE   ? Tone::kGood
                    : item.state() == v1::CHECK_STATE_OWED ? Tone::kWarning
                                                           : Tone::kPlain;
  return {style.messages.Text(v1::CheckState_Name(item.state())), tone};
}

// What is to be done, and of what is not done how.
Cell WhatCell(const v1::CheckedItem& item, const TableStyle& style) {
  const std::string label = style.messages.Text(item.label(), item.id());
  if (item.state() == v1::CHECK_STATE_DONE || !item.has_hint()) return {label};
  return {absl::StrCat(label, " (", style.messages.Text(item.hint(), ""), ")")};
}

Cell RequiredCell(const v1::CheckedItem& item, const TableStyle& /*style*/) {
  return {absl::StrJoin(item.required_for(), ", ")};
}

}  // namespace

template <>
absl::Span<const ListColumn<v1::CheckedItem>> ColumnsOf<v1::CheckedItem>() {
  static constexpr ListColumn<v1::CheckedItem> kColumns[] = {
      {"state", "column.state", 0, StandingCell},
      {"id", "column.item"},
      {"label", "column.what", kFlexible, WhatCell},
      {"requiredFor", "column.required_for", kFlexible | kIfAny, RequiredCell},
      {"happenedTime", "column.done_at", kZoned | kIfAny},
      {"author", "column.done_by", kShortName | kIfAny},
      {"text", "column.remark", kFlexible | kIfAny}};
  return kColumns;
}

std::string TableText(const v1::ListCheckedItemsResponse& checklist, const TableStyle& style) {
  return ListText(checklist.checked_items(), style);
}

}  // namespace arasha::clients
