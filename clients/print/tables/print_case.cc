#include "clients/print/tables/print_case.h"
#include "clients/print/party_line.h"

#include <map>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "clients/input/countries.h"
#include "clients/print/detail_text.h"
#include "clients/print/grid.h"
#include "clients/print/list_columns.h"
#include "clients/print/print_json.h"
#include "clients/print/tables/print_facts.h"
#include "clients/print/tables/print_rows.h"
#include "clients/text/names.h"
#include "clients/text/rule_label.h"
#include "clients/text/source_text.h"
#include "clients/text/times.h"
#include "clients/text/width.h"
#include "proto/timestamps.h"

namespace arasha::clients {
namespace {

// What is due sooner than this stands out.
constexpr absl::Duration kSoon = absl::Hours(24);
constexpr int kIndent = 2;

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
      return DueTone(ToTime(deadline.due_time()), now);
    default:
      return Tone::kPlain;
  }
}

// All but accounts, which have paragraphs of their own.
Grid DetailsGrid(const v1::Case& matter, const v1::CaseType& type, const TableStyle& shown) {
  TableStyle style = shown;
  for (const v1::Party& party : matter.parties()) style.parties[party.name()] = party.display_name();
  google::protobuf::Struct details = matter.details();
  for (const v1::FieldRule& rule : type.fields()) {
    if (rule.kind() == v1::FIELD_KIND_LONG_TEXT) details.mutable_fields()->erase(rule.id());
  }
  Grid grid{{{""}, {"", true}}, {}};
  for (auto& [label, value] : DetailTexts(details, type.fields(), style)) {
    grid.rows.push_back({{std::move(label)}, {std::move(value)}});
  }
  return grid;
}

// Each account under its name, with its lines.
std::string AccountsText(const v1::Case& matter, const v1::CaseType& type, const TableStyle& style) {
  std::string text;
  for (const v1::FieldRule& rule : type.fields()) {
    const auto said = matter.details().fields().find(rule.id());
    if (rule.kind() != v1::FIELD_KIND_LONG_TEXT || said == matter.details().fields().end()) continue;
    absl::StrAppend(&text, Heading(style, style.messages.Text(rule.label(), rule.id())),
                    style.Paragraph(said->second.string_value(), kIndent));
  }
  return text;
}

// One after the other, each on lines of its own: names, numbers and ways to reach them are never cut, and
// what commands need to name them comes last.
Grid PartiesGrid(const google::protobuf::RepeatedPtrField<v1::Party>& parties, const v1::CaseType& type,
                 const TableStyle& style) {
  Grid grid{{{""}, {"", true}}, {}};
  for (const v1::Party& party : parties) {
    const std::string id(ShortName(party.name()));
    const bool named = !party.display_name().empty();
    grid.rows.push_back({{RoleText(style.messages, party, type)},
                         named ? Cell{party.display_name(), Tone::kBold} : Cell{id}});
    std::vector<std::string> facts;
    const auto add = [&](absl::string_view label, const std::string& value) {
      if (value.empty()) return;
      facts.push_back(
          Unbroken(label.empty() ? value : absl::StrCat(style.messages.Text(label), " ", OneLine(value))));
    };
    if (party.kind() != v1::PARTY_KIND_UNSPECIFIED)
      add("", style.messages.Text(v1::PartyKind_Name(party.kind())));
    add("label.iin", party.iin());
    add("label.bin", party.bin());
    add("label.passport", party.passport_number());
    add("label.born", party.birth_date());
    if (!party.nationality().empty()) {
      add("", CountryName(party.nationality(), style.messages.language()));
    }
    add("", party.phone());
    add("", party.email());
    if (!facts.empty()) grid.rows.push_back({{""}, {absl::StrJoin(facts, " · ")}});
    if (party.related_staff_size() > 0) {
      const std::string people = absl::StrJoin(
          party.related_staff(), ", ",
          [](std::string* out, const std::string& name) { absl::StrAppend(out, ShortName(name)); });
      grid.rows.push_back(
          {{""}, {absl::StrCat(style.messages.Text("label.related_staff"), ": ", people), Tone::kWarning}});
    }
    if (!party.note().empty()) grid.rows.push_back({{""}, {party.note()}});
    if (named) grid.rows.push_back({{""}, {id}});
  }
  return grid;
}

// When it is due, marked in words where that has passed and it is not met: colours are not everybody's.
Cell DueCell(const google::protobuf::Timestamp& due, bool open, const TableStyle& style) {
  const absl::Time time = ToTime(due);
  const std::string text = style.TimeText(due);
  if (!open) return {text};
  if (time >= style.now) return {text, DueTone(time, style.now)};
  return {text, Tone::kBad, style.messages.Text("label.overdue")};
}

// What is owed, and for which time.
std::string DutyText(const v1::Deadline& deadline, const v1::CaseType& type, const TableStyle& style) {
  std::string text = LabelOf(type.deadlines(), deadline.rule(), style.messages);
  if (deadline.run() > 1) absl::StrAppend(&text, " (", deadline.run(), ")");
  // The id by which the table of rows shows it.
  if (!deadline.row().empty()) absl::StrAppend(&text, " · ", ShortId(deadline.row()));
  return text;
}

Cell DeadlineState(const v1::Deadline& deadline, const TableStyle& style) {
  std::string text = Unbroken(style.messages.Text(v1::DeadlineState_Name(deadline.state())));
  const auto add = [&](absl::string_view between, absl::string_view key,
                       const google::protobuf::Timestamp& time) {
    absl::StrAppend(&text, between, style.messages.Text(key, {{"time", Unbroken(style.TimeText(time))}}));
  };
  if (deadline.has_met_time()) absl::StrAppend(&text, " ", Unbroken(style.TimeText(deadline.met_time())));
  if (deadline.has_waived_time())
    absl::StrAppend(&text, " ", Unbroken(style.TimeText(deadline.waived_time())));
  if (deadline.has_paused_since()) add(" ", "label.since", deadline.paused_since());
  if (deadline.has_first_due_time()) {
    add(", ", deadline.extensions() > 0 ? "label.extended_from" : "label.moved_from",
        deadline.first_due_time());
  }
  return {text, DeadlineTone(deadline, style.now)};
}

// In a narrower table sources would make many lines of each deadline; they follow it.
constexpr int kSourceColumns = 110;

bool HasRoomForSources(const TableStyle& style) { return !style.columns || *style.columns >= kSourceColumns; }

Grid DeadlinesGrid(const v1::Case& matter, const v1::CaseType& type, const TableStyle& style) {
  const Texts& messages = style.messages;
  const bool sources = HasRoomForSources(style);
  Grid grid{{HeadOf("column.due", kFlexible | kZoned | kMarked, style),
             {messages.Text("column.deadline"), true},
             {messages.Text("column.state"), true}},
            {}};
  if (sources) grid.columns.push_back({messages.Text("column.source"), true, true});
  for (const v1::Deadline& deadline : matter.deadlines()) {
    grid.rows.push_back({DueCell(deadline.due_time(), deadline.state() == v1::DEADLINE_STATE_RUNNING, style),
                         {DutyText(deadline, type, style)},
                         DeadlineState(deadline, style)});
    if (sources) grid.rows.back().push_back({SourceText(deadline.source(), type, messages)});
  }
  return grid;
}

// On what each deadline rests, a paragraph for each, where the table has no room for it.
std::string SourcesText(const v1::Case& matter, const v1::CaseType& type, const TableStyle& style) {
  std::string text;
  if (HasRoomForSources(style)) return text;
  for (const v1::Deadline& deadline : matter.deadlines()) {
    if (deadline.source().empty()) continue;
    absl::StrAppend(&text, style.Paragraph(absl::StrCat(DutyText(deadline, type, style), ": ",
                                                        SourceText(deadline.source(), type, style.messages)),
                                           kIndent));
  }
  return text.empty() ? text : absl::StrCat("\n", text);
}

// What is proposed, of a change of state its label.
std::string ProposalText(const v1::Approval& approval, const v1::CaseType& type, const TableStyle& style) {
  return approval.has_correction() ? style.messages.Text("label.correction")
                                   : style.EventText(approval.event(), type);
}

// That deadlines run on while a proposal waits which may end them; empty if none does.
std::string RunOnText(const v1::Case& matter, const v1::CaseType& type, const TableStyle& style) {
  const v1::Approval& approval = matter.pending_approval();
  const bool run = absl::c_any_of(matter.deadlines(), [](const v1::Deadline& deadline) {
    return deadline.state() == v1::DEADLINE_STATE_RUNNING;
  });
  if (!matter.has_pending_approval() || !run) return "";
  return style.Paragraph(style.messages.Text("label.deadlines_run_on",
                                             {{"event", ProposalText(approval, type, style)},
                                              {"person", std::string(ShortName(approval.proposed_by()))},
                                              {"time", style.TimeText(approval.propose_time())}}),
                         kIndent);
}

Grid HeaderGrid(const v1::Case& matter, const v1::CaseType& type, const TableStyle& style) {
  const Texts& messages = style.messages;
  Grid grid{{{""}, {"", true}}, {}};
  const auto add = [&](absl::string_view key, const std::string& value, Tone tone = Tone::kPlain) {
    if (!value.empty()) grid.rows.push_back({{messages.Text(key)}, {value, tone}});
  };
  // Why so much is missing below.
  if (matter.has_erase_time()) {
    add("label.erased", messages.Text("label.erased_at", {{"time", style.TimeText(matter.erase_time())}}),
        Tone::kWarning);
  }
  if (matter.has_hold()) {
    const v1::Hold& hold = matter.hold();
    add("label.hold",
        absl::StrCat(hold.reason(), " · ", ShortName(hold.author()), " · ",
                     hold.has_until()
                         ? messages.Text("label.until_time", {{"time", style.TimeText(hold.until())}})
                         : messages.Text("label.until_released")),
        Tone::kWarning);
  }
  if (type.retention().archive()) add("label.archived", type.retention().source());
  add("label.type", absl::StrCat(messages.Text(type.label(), matter.type()), " (", matter.type(), "@",
                                 matter.type_version(), ")"));
  add("label.state", style.StateText(matter.state(), type));
  add("label.priority", style.messages.Text(v1::Priority_Name(matter.priority())),
      matter.priority() == v1::PRIORITY_URGENT ? Tone::kBold : Tone::kPlain);
  if (matter.sensitivity() > v1::SENSITIVITY_ORDINARY) {
    add("label.sensitivity", absl::StrCat(style.messages.Text(v1::Sensitivity_Name(matter.sensitivity())),
                                          matter.compartment().empty() ? "" : " · ", matter.compartment()));
  }
  if (matter.has_pending_approval()) {
    const v1::Approval& approval = matter.pending_approval();
    add("label.pending_approval",
        absl::StrCat(ProposalText(approval, type, style), " · ", ShortName(approval.proposed_by()), " · ",
                     messages.Text("label.until_time", {{"time", style.TimeText(approval.expire_time())}})),
        Tone::kWarning);
  }
  add("label.assignee", std::string(ShortName(matter.assignee())));
  if (!matter.follows().empty()) add("label.follows", std::string(ShortName(matter.follows())));
  if (!matter.host_state().empty()) {
    add("label.host_state", CountryName(matter.host_state(), messages.language()));
  }
  add("label.subject", matter.subject());
  const std::string offset = OffsetText(style.now, style.zone);
  const std::string zone = style.ZoneName();
  add("label.time_zone", zone == offset ? offset : absl::StrCat(zone, " (", offset, ")"));
  if (matter.has_received_time()) add("label.received", style.TimeText(matter.received_time()));
  if (matter.has_create_time()) add("label.created", style.TimeText(matter.create_time()));
  if (matter.has_update_time()) add("label.updated", style.TimeText(matter.update_time()));
  if (matter.has_close_time()) add("label.closed", style.TimeText(matter.close_time()));
  if (matter.has_reminder_time()) {
    add("label.reminder", style.TimeText(matter.reminder_time()),
        DueTone(ToTime(matter.reminder_time()), style.now) == Tone::kBad ? Tone::kWarning : Tone::kPlain);
  }
  return grid;
}

}  // namespace

template <>
absl::Span<const ListColumn<v1::Case>> ColumnsOf<v1::Case>() {
  static constexpr ListColumn<v1::Case> kColumns[] = {
      {"name", "column.case", kShortName},
      {"subject", "column.subject", kFlexible,
       [](const v1::Case& matter, const TableStyle& style) -> Cell {
         const bool gone = matter.subject().empty() && matter.has_erase_time();
         return gone ? Cell{style.messages.Text("label.erased"), Tone::kWarning} : Cell{matter.subject()};
       }},
      {"nextDueTime", "column.next_due", kFlexible | kZoned | kMarked,
       [](const v1::Case& matter, const TableStyle& style) {
         return matter.has_next_due_time() ? DueCell(matter.next_due_time(), true, style) : Cell();
       }},
      {"nextDueRule", "column.deadline", kFlexible | kIfAsked,
       [](const v1::Case& matter, const TableStyle& style) -> Cell {
         if (matter.next_due_rule().empty()) return {};
         return {LabelOf(style.TypeOf(matter.type()).deadlines(), matter.next_due_rule(), style.messages)};
       }},
      {"nextDueWarning", "column.warning", kFlexible | kIfAsked,
       [](const v1::Case& matter, const TableStyle& style) {
         return WarningCell(matter.next_due_warning(), style);
       }},
      {"reminderTime", "column.reminder", kFlexible | kIfAny | kLastResort | kMarked,
       [](const v1::Case& matter, const TableStyle& style) -> Cell {
         if (!matter.has_reminder_time()) return {};
         // While the case is closed, it rests.
         return ReminderCell(style.DateText(matter.reminder_time()),
                             ToTime(matter.reminder_time()) <= style.now && !matter.has_close_time(), style);
       }},
      {"state", "column.state", kFlexible,
       [](const v1::Case& matter, const TableStyle& style) -> Cell {
         return {style.StateText(matter.state(), style.TypeOf(matter.type()))};
       }},
      {"assignee", "column.assignee", kFlexible | kShortName | kSpared},
      {"priority", "column.priority", kDispensable},
      {"hostState", "column.host_state", kFlexible | kIfAsked,
       [](const v1::Case& matter, const TableStyle& style) -> Cell {
         if (matter.host_state().empty()) return {};
         return {CountryName(matter.host_state(), style.messages.language())};
       }},
      {"type", "column.type", kFlexible | kDispensable,
       [](const v1::Case& matter, const TableStyle& style) -> Cell {
         return {style.messages.Text(style.TypeOf(matter.type()).label(), matter.type())};
       }},
      {"facts", "column.facts", kFlexible | kIfAsked,
       [](const v1::Case& matter, const TableStyle& style) -> Cell {
         return {FactsText(matter, style.TypeOf(matter.type()), style)};
       }}};
  return kColumns;
}

std::string TableText(const v1::ListCasesResponse& cases, const TableStyle& style) {
  return ListText(cases.cases(), style);
}

std::string TableText(const v1::Case& matter, const v1::CaseType& type, const TableStyle& style) {
  const Texts& messages = style.messages;
  const std::string number(ShortName(matter.name()));
  std::string text =
      absl::StrCat(Coloured(OneLine(number.empty() ? messages.Text("label.no_number") : number), Tone::kBold,
                            style.colour),
                   "\n", Show(HeaderGrid(matter, type, style), style, kIndent));
  if (!matter.summary().empty()) {
    absl::StrAppend(&text, Heading(style, messages.Text("label.summary")),
                    style.Paragraph(matter.summary(), kIndent));
  }
  const auto section = [&](const std::string& title, const Grid& grid) {
    if (!grid.rows.empty()) absl::StrAppend(&text, Heading(style, title), Show(grid, style, kIndent));
  };
  section(messages.Text("label.details"), DetailsGrid(matter, type, style));
  text += AccountsText(matter, type, style);
  section(messages.Text("label.facts"), FactsGrid(matter, type, style));
  section(messages.Text("label.parties"), PartiesGrid(matter.parties(), type, style));
  for (const auto& [title, grid] : RowGrids(matter, type, style)) section(title, grid);
  section(messages.Text("label.deadlines"), DeadlinesGrid(matter, type, style));
  absl::StrAppend(&text, RunOnText(matter, type, style), SourcesText(matter, type, style));
  return text;
}

std::string TableText(const v1::Party& party, const TableStyle& style) {
  google::protobuf::RepeatedPtrField<v1::Party> parties;
  *parties.Add() = party;
  return Show(PartiesGrid(parties, style.TypeOf(), style), style);
}

}  // namespace arasha::clients
