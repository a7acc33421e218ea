#include "clients/print/tables/print_erasures.h"

#include "absl/strings/str_cat.h"
#include "clients/print/grid.h"
#include "clients/print/list_columns.h"
#include "clients/text/names.h"
#include "clients/text/rule_label.h"
#include "clients/text/width.h"

namespace arasha::clients {
namespace {

Cell StateCell(const v1::ErasureList& list, const TableStyle& style) {
  const std::string text = style.messages.Text(v1::ErasureListState_Name(list.state()));
  switch (list.state()) {
    case v1::ERASURE_LIST_STATE_DRAWN:
    case v1::ERASURE_LIST_STATE_SIGNED:
      return {text, Tone::kWarning};
    case v1::ERASURE_LIST_STATE_DONE:
      return {text, Tone::kGood};
    default:
      return {text};
  }
}

// As much of its uuid as the commands take.
Cell ListIdCell(const v1::ErasureList& list, const TableStyle& /*style*/) { return {ShortId(list.name())}; }

// Who did it, and when.
Cell DeedCell(const std::string& person, const google::protobuf::Timestamp& time, const TableStyle& style) {
  if (person.empty()) return {};
  return {absl::StrCat(ShortName(person), " · ", style.FullTimeText(time))};
}

Cell DrawnCell(const v1::ErasureList& list, const TableStyle& style) {
  return DeedCell(list.drawn_by(), list.draw_time(), style);
}
Cell SignedCell(const v1::ErasureList& list, const TableStyle& style) {
  return DeedCell(list.signed_by(), list.sign_time(), style);
}
Cell ApprovedCell(const v1::ErasureList& list, const TableStyle& style) {
  return DeedCell(list.approved_by(), list.approve_time(), style);
}

// What becomes, or became, of a case of the list.
Cell OutcomeCell(const v1::ErasureItem& item, const TableStyle& style) {
  const Texts& messages = style.messages;
  if (item.has_erase_time()) {
    return {messages.Text("label.erased_by_leaf", {{"time", style.TimeText(item.erase_time())},
                                                   {"leaf", absl::StrCat(item.leaf_id())}}),
            Tone::kGood};
  }
  if (item.has_keep_until()) {
    return {messages.Text("label.kept_until", {{"date", style.DateText(item.keep_until())},
                                               {"person", std::string(ShortName(item.kept_by()))},
                                               {"reason", item.keep_reason()}}),
            Tone::kWarning};
  }
  if (item.left() == v1::ERASURE_LEFT_UNSPECIFIED) return {};
  return {messages.Text(v1::ErasureLeft_Name(item.left())), Tone::kWarning};
}

Column ItemColumn(absl::string_view key, bool flexible, const TableStyle& style) {
  return {style.messages.Text(key), flexible};
}

Grid ItemsGrid(const v1::ErasureList& list, const TableStyle& style) {
  Grid grid{
      {ItemColumn("column.case", false, style), ItemColumn("column.type", true, style),
       ItemColumn("column.closed_on", false, style), ItemColumn("column.due_since", false, style),
       ItemColumn("column.keeping_rule", true, style), ItemColumn("column.erasure_outcome", true, style)},
      {}};
  for (const v1::ErasureItem& item : list.items()) {
    grid.rows.push_back({{std::string(ShortName(item.case_()))},
                         {absl::StrCat(item.case_type(), "@", item.type_version())},
                         {style.DateText(item.close_time())},
                         {style.DateText(item.due_time())},
                         {RetentionText(item.rule(), style.TypeOf(item.case_type()), style.messages)},
                         OutcomeCell(item, style)});
  }
  return grid;
}

std::string ListSheet(const v1::ErasureList& list, const TableStyle& style) {
  static constexpr ListColumn<v1::ErasureList> kSheet[] = {
      {"mission", "column.mission", kShortName},
      {"state", "column.state", 0, StateCell},
      {"drawnBy", "column.list_drawn", 0, DrawnCell},
      {"signedBy", "column.list_signed", 0, SignedCell},
      {"approvedBy", "column.list_approved", 0, ApprovedCell},
      {"finishTime", "column.finish_time"},
      {"caseCount", "column.list_cases"},
      {"keptCount", "column.list_kept"},
      {"erasedCount", "column.list_erased"}};
  return SheetText(kSheet, list, style, 2);
}

std::string WithItems(std::string head, const v1::ErasureList& list, const TableStyle& style) {
  return absl::StrCat(head, ListSheet(list, style), "\n",
                      GridText(ItemsGrid(list, style), style.columns, style.colour, 2));
}

}  // namespace

std::set<std::string> TypesOf(const v1::ErasureList& list) {
  std::set<std::string> types;
  for (const v1::ErasureItem& item : list.items()) types.insert(item.case_type());
  return types;
}

std::string RetentionText(const v1::Retention& rule, const v1::CaseType& type, const Texts& messages) {
  const Texts::Parameters parameters = {{"years", absl::StrCat(rule.years())},
                                        {"event", LabelOf(type.transitions(), rule.transition(), messages)},
                                        {"field", LabelOf(type.fields(), rule.field(), messages)},
                                        {"age", absl::StrCat(rule.age())}};
  if (rule.archive()) return messages.Text("retention.archive");
  std::string text;
  switch (rule.from_case()) {
    case v1::Retention::kTransition:
      text = messages.Text("retention.transition", parameters);
      break;
    case v1::Retention::kField:
      text = messages.Text("retention.field", parameters);
      break;
    case v1::Retention::kAge:
      text = messages.Text(rule.years() == 0 ? "retention.age_alone" : "retention.age", parameters);
      break;
    case v1::Retention::FROM_NOT_SET:
      text = messages.Text("retention.closing", parameters);
      break;
  }
  return rule.source().empty() ? text : absl::StrCat(text, " · ", rule.source());
}

template <>
absl::Span<const ListColumn<v1::ErasureList>> ColumnsOf<v1::ErasureList>() {
  static constexpr ListColumn<v1::ErasureList> kColumns[] = {
      {"name", "column.erasure_list", 0, ListIdCell},
      {"mission", "column.mission", kShortName | kDispensable},
      {"state", "column.state", kFlexible, StateCell},
      {"drawTime", "column.list_drawn", kZoned},
      {"caseCount", "column.list_cases"},
      {"keptCount", "column.list_kept"},
      {"erasedCount", "column.list_erased"},
      {"signedBy", "column.list_signed", kShortName | kFlexible},
      {"approvedBy", "column.list_approved", kShortName | kFlexible}};
  return kColumns;
}

std::string TableText(const v1::ListErasureListsResponse& lists, const TableStyle& style) {
  return ListText(lists.erasure_lists(), style);
}

std::string TableText(const v1::ErasureList& list, const TableStyle& style) {
  return WithItems(absl::StrCat(OneLine(list.name()), "\n"), list, style);
}

std::string CertificateText(const v1::ErasureList& list, const TableStyle& style) {
  return absl::StrCat(
      WithItems(absl::StrCat(style.messages.Text("certificate.title"), "\n", OneLine(list.name()), "\n"),
                list, style),
      "\n", style.Paragraph(style.messages.Text("certificate.proof"), 0));
}

}  // namespace arasha::clients
