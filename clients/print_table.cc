#include "clients/print_table.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/change_text.h"
#include "clients/grid.h"
#include "clients/names.h"
#include "clients/print_json.h"
#include "clients/times.h"
#include "clients/width.h"

namespace arasha::clients {
namespace {

// What is due sooner than this stands out.
constexpr absl::Duration kSoon = absl::Hours(24);
constexpr int kIndent = 2;

std::string Label(const TableStyle& style, const std::string& enum_name) {
  return style.messages.Text(enum_name);
}

std::string Heading(const TableStyle& style, const std::string& title) {
  return absl::StrCat("\n", Coloured(title, Tone::kBold, style.colour), "\n");
}

std::string Show(const Grid& grid, const TableStyle& style, int indent = 0) {
  return GridText(grid, style.columns, style.colour, indent);
}

Tone DueTone(absl::Time due, absl::Time now) {
  return due < now ? Tone::kBad : due - now <= kSoon ? Tone::kWarning : Tone::kPlain;
}

Tone DeadlineTone(const v1::Deadline& deadline, absl::Time now) {
  switch (deadline.state()) {
    case v1::DEADLINE_STATE_MISSED:
    case v1::DEADLINE_STATE_MET_LATE:
      return Tone::kBad;
    case v1::DEADLINE_STATE_MET:
      return Tone::kGood;
    case v1::DEADLINE_STATE_RUNNING:
      return DueTone(FromProto(deadline.due_time()), now);
    default:
      return Tone::kPlain;
  }
}

// Text of several lines under a title, each line indented; not cut, since it is there to be read.
std::string Paragraph(const std::string& text, int indent) {
  std::string paragraph;
  for (absl::string_view line : absl::StrSplit(Lines(text), '\n')) {
    absl::StrAppend(&paragraph, std::string(static_cast<size_t>(indent), ' '), line, "\n");
  }
  return paragraph;
}

template <typename Rules>
std::string LabelOf(const Rules& rules, const std::string& id, const TableStyle& style) {
  for (const auto& rule : rules) {
    if (rule.id() == id) return style.messages.Text(rule.label(), id);
  }
  return id;
}

std::string DetailText(const google::protobuf::Value& value, const v1::FieldRule* rule,
                       const TableStyle& style) {
  switch (value.kind_case()) {
    case google::protobuf::Value::kBoolValue:
      return style.messages.Text(value.bool_value() ? "label.yes" : "label.no");
    case google::protobuf::Value::kNumberValue:
      return absl::StrFormat("%.17g", value.number_value());
    case google::protobuf::Value::kStringValue: {
      absl::Time time;
      if (rule == nullptr) return value.string_value();
      if (rule->kind() == v1::FIELD_KIND_TIME &&
          absl::ParseTime(absl::RFC3339_full, value.string_value(), &time, nullptr)) {
        return style.TimeText(ToProto(time));
      }
      return LabelOf(rule->choices(), value.string_value(), style);
    }
    default:
      return CompactJson(value);
  }
}

// In the order of the case type, then whatever it does not know.
Grid DetailsGrid(const v1::Case& matter, const v1::CaseType& type, const TableStyle& style) {
  Grid grid{{{""}, {"", true}}, {}};
  std::map<std::string, google::protobuf::Value> rest(matter.details().fields().begin(),
                                                      matter.details().fields().end());
  for (const v1::FieldRule& rule : type.fields()) {
    const auto field = rest.find(rule.id());
    if (field == rest.end()) continue;
    grid.rows.push_back(
        {{style.messages.Text(rule.label(), rule.id())}, {DetailText(field->second, &rule, style)}});
    rest.erase(field);
  }
  for (const auto& [id, value] : rest) grid.rows.push_back({{id}, {DetailText(value, nullptr, style)}});
  return grid;
}

Grid PartiesGrid(const google::protobuf::RepeatedPtrField<v1::Party>& parties, const TableStyle& style) {
  const Messages& messages = style.messages;
  Grid grid{{{messages.Text("column.role")},
             {messages.Text("column.name"), true},
             {messages.Text("column.identity")},
             {messages.Text("column.reach"), true},
             {messages.Text("column.id")}},
            {}};
  for (const v1::Party& party : parties) {
    std::vector<std::string> identity;
    for (const std::string& number :
         {party.iin(), party.bin(), party.passport_number(), party.birth_date()}) {
      if (!number.empty()) identity.push_back(number);
    }
    std::vector<std::string> reach;
    for (const std::string& way : {party.phone(), party.email()}) {
      if (!way.empty()) reach.push_back(way);
    }
    grid.rows.push_back({{Label(style, v1::PartyRole_Name(party.role()))},
                         {party.display_name()},
                         {absl::StrJoin(identity, " ")},
                         {absl::StrJoin(reach, " ")},
                         {std::string(ShortName(party.name()))}});
  }
  return grid;
}

Grid DeadlinesGrid(const v1::Case& matter, const v1::CaseType& type, const TableStyle& style) {
  const Messages& messages = style.messages;
  Grid grid{{{messages.Text("column.state")},
             {style.ZonedTitle("column.due")},
             {messages.Text("column.deadline"), true},
             {messages.Text("column.met")},
             {messages.Text("column.source"), true}},
            {}};
  for (const v1::Deadline& deadline : matter.deadlines()) {
    const Tone tone = DeadlineTone(deadline, style.now);
    grid.rows.push_back({{Label(style, v1::DeadlineState_Name(deadline.state())), tone},
                         {style.TimeText(deadline.due_time()), tone},
                         {LabelOf(type.deadlines(), deadline.rule(), style)},
                         {deadline.has_met_time() ? style.TimeText(deadline.met_time()) : ""},
                         {deadline.source()}});
  }
  return grid;
}

Grid HeaderGrid(const v1::Case& matter, const v1::CaseType& type, const TableStyle& style) {
  const Messages& messages = style.messages;
  Grid grid{{{""}, {"", true}}, {}};
  const auto add = [&](absl::string_view key, const std::string& value, Tone tone = Tone::kPlain) {
    if (!value.empty()) grid.rows.push_back({{messages.Text(key)}, {value, tone}});
  };
  add("label.type", absl::StrCat(messages.Text(type.label(), matter.type()), " (", matter.type(), "@",
                                 matter.type_version(), ")"));
  add("label.state", LabelOf(type.states(), matter.state(), style));
  add("label.priority", Label(style, v1::Priority_Name(matter.priority())),
      matter.priority() == v1::PRIORITY_URGENT ? Tone::kBold : Tone::kPlain);
  if (matter.sensitivity() > v1::SENSITIVITY_ORDINARY) {
    add("label.sensitivity", absl::StrCat(Label(style, v1::Sensitivity_Name(matter.sensitivity())),
                                          matter.compartment().empty() ? "" : " · ", matter.compartment()));
  }
  if (matter.has_pending_approval()) {
    const v1::Approval& approval = matter.pending_approval();
    add("label.pending_approval",
        absl::StrCat(approval.has_correction() ? messages.Text("label.correction")
                                               : LabelOf(type.transitions(), approval.event(), style),
                     " · ", ShortName(approval.proposed_by()), " · ", style.TimeText(approval.expire_time())),
        Tone::kWarning);
  }
  add("label.assignee", std::string(ShortName(matter.assignee())));
  add("label.host_state", matter.host_state());
  add("label.subject", matter.subject());
  add("label.time_zone", style.zone == absl::UTCTimeZone()
                             ? "UTC"
                             : absl::StrCat(style.zone.name(), " (", OffsetText(style.now, style.zone), ")"));
  if (matter.has_received_time()) add("label.received", style.TimeText(matter.received_time()));
  if (matter.has_create_time()) add("label.created", style.TimeText(matter.create_time()));
  if (matter.has_update_time()) add("label.updated", style.TimeText(matter.update_time()));
  if (matter.has_close_time()) add("label.closed", style.TimeText(matter.close_time()));
  add("label.etag", matter.etag());
  return grid;
}

std::string EntryTitle(const v1::Entry& entry, const TableStyle& style) {
  std::vector<std::string> parts = {Label(style, v1::EntryKind_Name(entry.kind()))};
  if (entry.channel() != v1::CONTACT_CHANNEL_UNSPECIFIED) {
    parts.push_back(Label(style, v1::ContactChannel_Name(entry.channel())));
  }
  if (entry.in_person()) parts.push_back(style.messages.Text("label.in_person"));
  if (entry.direction() != v1::DIRECTION_UNSPECIFIED) {
    parts.push_back(Label(style, v1::Direction_Name(entry.direction())));
  }
  if (!entry.reference().empty()) parts.push_back(absl::StrCat("№ ", entry.reference()));
  if (!entry.event().empty()) parts.push_back(entry.event());
  if (!entry.to_state().empty()) {
    parts.push_back(entry.from_state().empty() ? entry.to_state()
                                               : absl::StrCat(entry.from_state(), " → ", entry.to_state()));
  }
  if (!entry.author().empty()) parts.emplace_back(ShortName(entry.author()));
  return OneLine(absl::StrJoin(parts, " · "));
}

// As much of an entry's uuid, from its random end, as tells it from the others of its case.
std::string ShortEntryId(absl::string_view name) {
  constexpr size_t kShown = 8;
  const absl::string_view uuid = ShortName(name);
  return std::string(uuid.substr(uuid.size() - std::min(kShown, uuid.size())));
}

// What the entry says, struck out if another corrects it, and under it why.
std::string EntryText(const v1::Entry& entry, const std::string& time, const TableStyle& style) {
  const Messages& messages = style.messages;
  const bool stands = entry.corrected_by().empty();
  const auto shown = [&](const std::string& text, Tone tone) {
    return Coloured(text, stands ? tone : Tone::kStruckOut, style.colour);
  };
  std::string text =
      absl::StrCat(shown(time, Tone::kBold), "  ", shown(EntryTitle(entry, style), Tone::kPlain));
  if (!stands) {
    absl::StrAppend(&text, " · ", Coloured(messages.Text("label.struck_out"), Tone::kBad, style.colour));
  }
  if (const std::string id = ShortEntryId(entry.name()); !id.empty()) absl::StrAppend(&text, "  [", id, "]");
  absl::StrAppend(&text, "\n");
  // The type is not at hand: fields of it go by their ids.
  const std::string said = EntryTextInWords(entry, v1::CaseType(), style.messages);
  if (!said.empty()) {
    for (absl::string_view line : absl::StrSplit(Lines(said), '\n')) {
      absl::StrAppend(&text, std::string(2 * kIndent, ' '), shown(std::string(line), Tone::kPlain), "\n");
    }
  }
  if (!stands) {
    absl::StrAppend(&text, Paragraph(messages.Text("label.corrected_by",
                                                   {{"entry", ShortEntryId(entry.corrected_by())},
                                                    {"time", style.TimeText(entry.correct_time())}}),
                                     2 * kIndent));
  }
  if (!entry.corrects().empty()) {
    absl::StrAppend(
        &text,
        Paragraph(messages.Text(
                      entry.kind() == v1::ENTRY_KIND_CORRECTION ? "label.strikes_out" : "label.stands_for",
                      {{"entry", ShortEntryId(entry.corrects())}, {"reason", entry.correction_reason()}}),
                  2 * kIndent));
  }
  return text;
}

}  // namespace

std::string TableStyle::TimeText(const google::protobuf::Timestamp& timestamp) const {
  const absl::Time time = FromProto(timestamp);
  if (zone.At(time).offset != zone.At(now).offset) return LocalText(time, zone);
  return absl::FormatTime("%Y-%m-%d %H:%M", time, zone);
}

std::string TableStyle::FullTimeText(const google::protobuf::Timestamp& timestamp) const {
  return LocalText(FromProto(timestamp), zone);
}

std::string TableStyle::ZonedTitle(absl::string_view key) const {
  return absl::StrCat(messages.Text(key), " (", OffsetText(now, zone), ")");
}

std::string TableText(const v1::ListCasesResponse& cases, const TableStyle& style) {
  const Messages& messages = style.messages;
  Grid grid{{{messages.Text("column.case")},
             {messages.Text("column.type"), true},
             {messages.Text("column.state"), true},
             {messages.Text("column.priority")},
             {messages.Text("column.subject"), true},
             {messages.Text("column.assignee"), true},
             {style.ZonedTitle("column.next_due")}},
            {}};
  for (const v1::Case& matter : cases.cases()) {
    Cell due;
    if (matter.has_next_due_time()) {
      due = {style.TimeText(matter.next_due_time()), DueTone(FromProto(matter.next_due_time()), style.now)};
    }
    grid.rows.push_back({{std::string(ShortName(matter.name()))},
                         {matter.type()},
                         {matter.state()},
                         {Label(style, v1::Priority_Name(matter.priority()))},
                         {matter.subject()},
                         {std::string(ShortName(matter.assignee()))},
                         due});
  }
  return Show(grid, style);
}

std::string TableText(const v1::Case& matter, const v1::CaseType& type, const TableStyle& style) {
  const Messages& messages = style.messages;
  const std::string number(ShortName(matter.name()));
  std::string text =
      absl::StrCat(Coloured(OneLine(number.empty() ? messages.Text("label.no_number") : number), Tone::kBold,
                            style.colour),
                   "\n", Show(HeaderGrid(matter, type, style), style, kIndent));
  absl::StrAppend(&text, Heading(style, messages.Text("label.summary")),
                  Paragraph(matter.summary(), kIndent));
  const auto section = [&](const std::string& title, const Grid& grid) {
    if (!grid.rows.empty()) absl::StrAppend(&text, Heading(style, title), Show(grid, style, kIndent));
  };
  section(messages.Text("label.details"), DetailsGrid(matter, type, style));
  section(messages.Text("label.parties"), PartiesGrid(matter.parties(), style));
  section(messages.Text("label.deadlines"), DeadlinesGrid(matter, type, style));
  return text;
}

std::string TableText(const v1::Entry& entry, const TableStyle& style) {
  return EntryText(entry, style.FullTimeText(entry.happened_time()), style);
}

std::string TableText(const v1::ListEntriesResponse& entries, const TableStyle& style) {
  std::string text =
      absl::StrCat(Coloured(style.ZonedTitle("label.timeline"), Tone::kBold, style.colour), "\n");
  for (const v1::Entry& entry : entries.entries()) {
    absl::StrAppend(&text, EntryText(entry, style.TimeText(entry.happened_time()), style));
  }
  return text;
}

std::string TableText(const v1::Party& party, const TableStyle& style) {
  google::protobuf::RepeatedPtrField<v1::Party> parties;
  *parties.Add() = party;
  return Show(PartiesGrid(parties, style), style);
}

std::string TableText(const v1::ListCaseTypesResponse& types, const TableStyle& style) {
  const Messages& messages = style.messages;
  Grid grid{{{messages.Text("column.id")},
             {messages.Text("column.version")},
             {messages.Text("column.name"), true},
             {messages.Text("column.description"), true}},
            {}};
  for (const v1::CaseType& type : types.case_types()) {
    grid.rows.push_back({{type.id()},
                         {absl::StrCat(type.version())},
                         {messages.Text(type.label(), type.id())},
                         {messages.Text(type.description(), "")}});
  }
  return Show(grid, style);
}

std::string TableText(const v1::WhoAmIResponse& who, const TableStyle& style) {
  const Messages& messages = style.messages;
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
  grid.rows.push_back({{messages.Text("label.certificate")}, {who.spiffe_id()}});
  grid.rows.push_back({{messages.Text("label.server_version")}, {who.server_version()}});
  return Show(grid, style);
}

}  // namespace arasha::clients
