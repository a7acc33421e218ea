#include "clients/print/change_text.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "clients/input/countries.h"
#include "clients/print/detail_text.h"
#include "clients/text/names.h"
#include "clients/text/rule_label.h"
#include "proto/row_groups.h"
#include "proto/timestamps.h"

namespace arasha::clients {
namespace {

constexpr absl::string_view kArrow = " → ";

const v1::FieldRule* RuleOf(absl::string_view path, const v1::CaseType& type) {
  absl::string_view id = path;
  if (!absl::ConsumePrefix(&id, "details.")) return nullptr;
  for (const v1::FieldRule& rule : type.fields()) {
    if (rule.id() == id) return &rule;
  }
  return nullptr;
}

// What a rule raised a case to, `HIGH, HEADQUARTERS`.
std::string RaisedText(absl::string_view value, const Texts& messages) {
  std::vector<std::string> words;
  for (const absl::string_view word : absl::StrSplit(value, ", ")) {
    std::string said(word);
    for (const absl::string_view prefix : {"PRIORITY_", "SENSITIVITY_"}) {
      if (messages.Has(absl::StrCat(prefix, word))) said = messages.Text(absl::StrCat(prefix, word));
    }
    words.push_back(word == "HEADQUARTERS" ? messages.Text("label.tell_headquarters") : said);
  }
  return absl::StrJoin(words, ", ");
}

std::string FieldLabel(absl::string_view path, const v1::FieldRule* rule, const Texts& messages) {
  if (rule != nullptr) return messages.Text(rule->label(), rule->id());
  const std::string key = absl::StrCat("field.", path);
  return messages.Has(key) ? messages.Text(key) : std::string(absl::StripPrefix(path, "details."));
}

// Of `deadlines.first_contact`, or a later run of one, `deadlines.monthly_visit/2`; empty of what is none.
std::string DeadlineLabel(absl::string_view path, const v1::CaseType& type, const Texts& messages) {
  absl::string_view id = path;
  if (!absl::ConsumePrefix(&id, "deadlines.")) return "";
  const absl::string_view run = id.substr(std::min(id.find('/'), id.size()));
  id.remove_suffix(run.size());
  return absl::StrCat(LabelOf(type.deadlines(), std::string(id), messages), run);
}

std::optional<absl::Time> TimeOf(absl::string_view value) {
  absl::Time time;
  return absl::ParseTime("%Y-%m-%dT%H:%M:%E*SZ", value, &time, nullptr) ? std::optional(time) : std::nullopt;
}

// A time in full, for what differs in less than a minute.
std::optional<std::string> SecondsText(absl::string_view value, const TableStyle& style) {
  const std::optional<absl::Time> time = TimeOf(value);
  if (!time) return std::nullopt;
  return absl::FormatTime("%Y-%m-%d %H:%M:%E*S", *time, style.zone);
}

// Of a value that is a country's code; what stands for none stays.
std::string CountryOf(absl::string_view value, const Texts& messages) {
  const bool code = value.size() == 2 && absl::c_all_of(value, absl::ascii_isupper);
  return code ? CountryName(std::string(value), messages.language()) : std::string(value);
}

std::string ValueLabel(absl::string_view path, absl::string_view value, const v1::FieldRule* rule,
                       const TableStyle& style) {
  const Texts& messages = style.messages;
  if (const std::optional<absl::Time> time = TimeOf(value)) return style.TimeText(ToTimestamp(*time));
  if (rule != nullptr) {
    for (const v1::Choice& choice : rule->choices()) {
      if (choice.id() == value) return messages.Text(choice.label(), choice.id());
    }
    if (rule->kind() == v1::FIELD_KIND_CHOICES) {
      return absl::StrJoin(absl::StrSplit(value, ", "), ", ", [&](std::string* out, absl::string_view id) {
        *out += LabelOf(rule->choices(), std::string(id), messages);
      });
    }
    if (rule->kind() == v1::FIELD_KIND_DURATION) return DurationInWords(std::string(value), messages);
    if (rule->kind() == v1::FIELD_KIND_PARTY || rule->kind() == v1::FIELD_KIND_CASE) {
      const auto party = style.parties.find(std::string(value));
      return party == style.parties.end() ? std::string(ShortName(value)) : party->second;
    }
    if (rule->kind() == v1::FIELD_KIND_COUNTRY) return CountryOf(value, messages);
    if (rule->kind() == v1::FIELD_KIND_BOOL && value == "true") return messages.Text("label.yes");
    if (rule->kind() == v1::FIELD_KIND_BOOL && value == "false") return messages.Text("label.no");
  }
  if (path == "host_state" || path == "nationality") return CountryOf(value, messages);
  for (const auto& [field, prefix] :
       {std::pair{"priority", "PRIORITY_"}, std::pair{"sensitivity", "SENSITIVITY_"},
        std::pair{"role", "PARTY_ROLE_"}, std::pair{"kind", "PARTY_KIND_"}}) {
    const std::string key = absl::StrCat(prefix, value);
    if (path == field && messages.Has(key)) return messages.Text(key);
  }
  return std::string(value);
}

// `LAWYER: Mehmet Yılmaz`, or a field with what it was and what it is.
std::string LineInWords(absl::string_view line, const v1::CaseType& type, const TableStyle& style) {
  const Texts& messages = style.messages;
  const size_t colon = line.find(": ");
  if (colon == absl::string_view::npos) return std::string(line);
  const absl::string_view path = line.substr(0, colon);
  const absl::string_view said = line.substr(colon + 2);
  const std::string role = absl::StrCat("PARTY_ROLE_", path);
  if (messages.Has(role)) return absl::StrCat(messages.Text(role), ": ", said);
  if (absl::c_any_of(type.party_roles(), [&](const auto& rule) { return rule.id() == path; }) &&
      !absl::StrContains(said, kArrow)) {
    return absl::StrCat(LabelOf(type.party_roles(), std::string(path), messages), ": ", said);
  }
  if (absl::string_view id = path; absl::ConsumePrefix(&id, "raises.")) {
    return absl::StrCat(LabelOf(type.raises(), std::string(id), messages), ": ",
                        RaisedText(absl::StripPrefix(said, absl::StrCat("—", kArrow)), messages));
  }
  for (const auto& [known, label] :
       {std::pair{"reason", "label.reason"}, std::pair{"follows", "label.follows"},
        std::pair{"followed_by", "label.followed_by"}, std::pair{"calendars", "explain.counted_by"}}) {
    if (path == known) return absl::StrCat(messages.Text(label), ": ", said);
  }
  const v1::FieldRule* rule = RuleOf(path, type);
  const size_t arrow = said.find(kArrow);
  if (arrow == absl::string_view::npos) return std::string(line);
  const absl::string_view before = said.substr(0, arrow);
  const absl::string_view after = said.substr(arrow + kArrow.size());
  const auto label = [&](absl::string_view value) {
    return path == "case_role" ? LabelOf(type.party_roles(), std::string(value), messages)
                               : ValueLabel(path, value, rule, style);
  };
  std::string was = label(before);
  std::string is = label(after);
  if (was == is) {
    was = SecondsText(before, style).value_or(was);
    is = SecondsText(after, style).value_or(is);
  }
  const std::string deadline = DeadlineLabel(path, type, messages);
  return absl::StrCat(deadline.empty() ? FieldLabel(path, rule, messages) : deadline, ": ", was, kArrow, is);
}

bool IsOfRow(v1::EntryKind kind) {
  return kind == v1::ENTRY_KIND_ROW_ADDED || kind == v1::ENTRY_KIND_ROW_UPDATED ||
         kind == v1::ENTRY_KIND_ROW_REMOVED;
}

// `row: hearings/0192…`, and what of the fields of the group became of it.
std::string RowTextInWords(const std::string& text, const v1::CaseType& type, const TableStyle& style) {
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  absl::string_view row = text;
  if (!absl::ConsumePrefix(&row, "row: ")) return text;
  const std::string named(row.substr(0, row.find('\n')));
  const std::string group = named.substr(0, named.find('/'));
  const v1::RowGroup* rows = RowGroupOf(type, group);
  const v1::CaseType of_rows = TypeOfRows(type, group);
  for (std::string& line : lines) line = LineInWords(line, of_rows, style);
  lines.front() =
      absl::StrCat(rows == nullptr ? group : style.messages.Text(rows->label(), group), " ", ShortId(named));
  return absl::StrJoin(lines, "\n");
}

// Which deadline was extended or waived, and when it was due before.
std::string DeadlineChangeText(const v1::DeadlineChange& change, const v1::CaseType& type,
                               const TableStyle& style) {
  // That of a row is named with it.
  const size_t slash = std::min(change.rule().find('/'), change.rule().size());
  std::string deadline = LabelOf(type.deadlines(), change.rule().substr(0, slash), style.messages);
  if (slash < change.rule().size()) absl::StrAppend(&deadline, " · ", ShortId(change.rule()));
  if (change.run() > 1) absl::StrAppend(&deadline, " (", change.run(), ")");
  Texts::Parameters parameters = {{"deadline", deadline},
                                  {"before", style.TimeText(change.due_time_before())}};
  if (!change.has_due_time()) return style.messages.Text("label.deadline_waived", parameters);
  parameters["due"] = style.TimeText(change.due_time());
  return style.messages.Text("label.deadline_extended", parameters);
}

}  // namespace

std::string EntryTextInWords(const v1::Entry& entry, const v1::CaseType& type, const TableStyle& style) {
  const bool of_party =
      entry.kind() == v1::ENTRY_KIND_PARTY_ADDED || entry.kind() == v1::ENTRY_KIND_PARTY_REMOVED;
  const bool of_fields = entry.kind() == v1::ENTRY_KIND_UPDATE ||
                         entry.kind() == v1::ENTRY_KIND_PARTY_UPDATED ||
                         entry.kind() == v1::ENTRY_KIND_RECOUNT || entry.kind() == v1::ENTRY_KIND_FOLLOWED;
  if (entry.kind() == v1::ENTRY_KIND_ASSIGNMENT) {
    return entry.text().empty() ? style.messages.Text("label.nobody")
                                : std::string(absl::StripPrefix(entry.text(), "staff/"));
  }
  if (entry.has_deadline_change()) {
    return absl::StrCat(DeadlineChangeText(entry.deadline_change(), type, style), "\n", entry.text());
  }
  if (IsOfRow(entry.kind())) return RowTextInWords(entry.text(), type, style);
  if (!of_party && !of_fields) return entry.text();
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(entry.text(), '\n')) {
    // After the first line of a removal comes what a person wrote.
    lines.push_back(of_fields || lines.empty() ? LineInWords(line, type, style) : std::string(line));
  }
  return absl::StrJoin(lines, "\n");
}

std::vector<std::string> EntryParts(const v1::Entry& entry, const TableStyle& style) {
  std::string what = entry.event().empty() ? style.messages.Text(v1::EntryKind_Name(entry.kind()))
                                           : style.EventText(entry.event(), style.TypeOf());
  if (!entry.check_item().empty()) {
    absl::StrAppend(&what, ": ", LabelOf(style.TypeOf().checklist(), entry.check_item(), style.messages));
  }
  return {std::move(what), entry.has_happened_time() ? style.FullTimeText(entry.happened_time()) : "",
          EntryDetailsText(entry, style), entry.text()};
}

std::string CorrectionText(const v1::Correction& correction, const TableStyle& style) {
  if (!correction.has_replacement()) return style.messages.Text("label.struck_out");
  std::vector<std::string> parts = EntryParts(correction.replacement(), style);
  std::erase(parts, "");
  return absl::StrJoin(parts, " · ");
}

}  // namespace arasha::clients
