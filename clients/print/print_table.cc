#include "clients/print/print_table.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/print/grid.h"
#include "clients/print/list_columns.h"
#include "clients/text/names.h"
#include "clients/text/times.h"
#include "clients/text/width.h"
#include "proto/timestamps.h"

namespace arasha::clients {

std::string TableStyle::TimeText(const google::protobuf::Timestamp& timestamp) const {
  const absl::Time time = ToTime(timestamp);
  if (zone.At(time).offset != zone.At(now).offset) return LocalText(time, zone);
  return absl::FormatTime("%Y-%m-%d %H:%M", time, zone);
}

std::string TableStyle::DateText(const google::protobuf::Timestamp& timestamp) const {
  return absl::FormatTime("%Y-%m-%d", ToTime(timestamp), zone);
}

v1::CaseType TableStyle::TypeOf(absl::string_view id) const {
  v1::CaseType all;
  if (types == nullptr) return all;
  for (const v1::CaseType& type : types->case_types()) {
    if (type.id() == id) return type;
    if (id.empty()) all.MergeFrom(type);
  }
  return all;
}

std::string TableStyle::StateText(const std::string& state, const v1::CaseType& type) const {
  for (const v1::StateRule& rule : type.states()) {
    if (rule.id() == state) return messages.Text(rule.label(), state);
  }
  return state;
}

std::string TableStyle::EventText(const std::string& event, const v1::CaseType& type) const {
  for (const v1::TransitionRule& rule : type.transitions()) {
    if (rule.id() == event) return messages.Text(rule.label(), event);
  }
  // That of opening is in no type.
  if (types != nullptr && event == "open") return messages.Text("event.open");
  return event;
}

std::string TableStyle::FullTimeText(const google::protobuf::Timestamp& timestamp) const {
  return offset_above ? TimeText(timestamp) : LocalText(ToTime(timestamp), zone);
}

std::string TableStyle::Paragraph(const std::string& text, int indent) const {
  std::string paragraph;
  for (const absl::string_view line : absl::StrSplit(Lines(text), '\n')) {
    for (const std::string& part : Wrapped(line, columns ? *columns - indent : DisplayWidth(line))) {
      absl::StrAppend(&paragraph, std::string(static_cast<size_t>(indent), ' '), part, "\n");
    }
  }
  return paragraph;
}

std::string TableStyle::ZonedTitle(absl::string_view key) const {
  return absl::StrCat(messages.Text(key), " (", OffsetText(now, zone), ")");
}

template <>
absl::Span<const ListColumn<v1::CaseType>> ColumnsOf<v1::CaseType>() {
  static constexpr ListColumn<v1::CaseType> kColumns[] = {
      {"id", "column.id"},
      {"version", "column.version"},
      {"label", "column.name", kFlexible,
       [](const v1::CaseType& type, const TableStyle& style) -> Cell {
         return {style.messages.Text(type.label(), type.id())};
       }},
      {"description", "column.description", kFlexible,
       [](const v1::CaseType& type, const TableStyle& style) -> Cell {
         return {style.messages.Text(type.description(), "")};
       }}};
  return kColumns;
}

std::string TableText(const v1::ListCaseTypesResponse& types, const TableStyle& style) {
  return ListText(types.case_types(), style);
}

std::string TableText(const v1::WhoAmIResponse& who, const TableStyle& style) {
  const Texts& messages = style.messages;
  Grid grid{{{""}, {"", true}}, {}};
  grid.rows.push_back({{messages.Text("label.name")}, {who.name()}});
  grid.rows.push_back({{messages.Text("label.display_name")}, {who.display_name()}});
  for (const v1::RoleGrant& grant : who.grants()) {
    grid.rows.push_back({{messages.Text("label.role")}, {RoleText(grant, style)}});
  }
  if (who.clearances_size() > 0) {
    grid.rows.push_back({{messages.Text("label.clearances")}, {absl::StrJoin(who.clearances(), " ")}});
  }
  if (who.reviews_due() > 0) {
    grid.rows.push_back(
        {{messages.Text("label.reviews")},
         {messages.Text("label.reviews_due", {{"count", absl::StrCat(who.reviews_due())},
                                              {"overdue", absl::StrCat(who.reviews_overdue())}}),
          who.reviews_overdue() > 0 ? Tone::kBad : Tone::kWarning}});
  }
  if (who.proposals_returned() > 0) {
    grid.rows.push_back(
        {{messages.Text("label.returned")},
         {messages.Text("label.proposals_returned", {{"count", absl::StrCat(who.proposals_returned())}}),
          Tone::kWarning}});
  }
  if (who.reminders_due() > 0) {
    grid.rows.push_back(
        {{messages.Text("label.reminders")},
         {messages.Text("label.reminders_due", {{"count", absl::StrCat(who.reminders_due())}}),
          Tone::kWarning}});
  }
  grid.rows.push_back({{messages.Text("label.certificate")}, {who.spiffe_id()}});
  grid.rows.push_back({{messages.Text("label.server_version")}, {who.server_version()}});
  return GridText(grid, style.columns, style.colour);
}

}  // namespace arasha::clients
