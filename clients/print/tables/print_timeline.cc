#include "clients/print/tables/print_timeline.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/print/change_text.h"
#include "clients/print/detail_text.h"
#include "clients/print/grid.h"
#include "clients/print/list_columns.h"
#include "clients/text/names.h"
#include "clients/text/rule_label.h"
#include "clients/text/times.h"
#include "clients/text/width.h"
#include "proto/entry_kinds.h"

namespace arasha::clients {
namespace {

constexpr int kLineIndent = 4;
constexpr int kGap = 2;
// What a title gets however narrow the terminal is.
constexpr int kNarrowest = 20;

// Whether it is about a proposal that names no event: one to correct an entry.
bool OfCorrection(const v1::Entry& entry) {
  return entry.event().empty() &&
         (entry.kind() == v1::ENTRY_KIND_PROPOSAL || entry.kind() == v1::ENTRY_KIND_REFUSAL ||
          entry.kind() == v1::ENTRY_KIND_TAKEN_BACK || entry.kind() == v1::ENTRY_KIND_LAPSE);
}

// Who wrote the entry. What was proposed to a second person is the first one's, though it came to be by the
// other.
std::string WriterText(const v1::Entry& entry, const TableStyle& style) {
  const std::string author(ShortName(entry.author()));
  if (entry.proposed_by().empty()) return author;
  return style.messages.Text(
      "label.corrected_and_approved",
      {{"proposed_by", std::string(ShortName(entry.proposed_by()))}, {"approved_by", author}});
}

// What it is, but for who wrote it.
std::vector<std::string> TitleParts(const v1::Entry& entry, const TableStyle& style) {
  std::vector<std::string> parts = {style.messages.Text(v1::EntryKind_Name(entry.kind()))};
  if (entry.channel() != v1::CONTACT_CHANNEL_UNSPECIFIED) {
    parts.push_back(style.messages.Text(v1::ContactChannel_Name(entry.channel())));
  }
  if (entry.in_person()) parts.push_back(style.messages.Text("label.in_person"));
  if (entry.direction() != v1::DIRECTION_UNSPECIFIED) {
    parts.push_back(style.messages.Text(v1::Direction_Name(entry.direction())));
  }
  // What the server wrote of a party says in its text who it is.
  if (const auto party = style.parties.find(entry.party());
      PeopleWrite(entry.kind()) && party != style.parties.end()) {
    parts.push_back(party->second);
  }
  if (!entry.reference().empty())
    parts.push_back(absl::StartsWith(entry.reference(), "№") ? entry.reference()
                                                             : absl::StrCat("№ ", entry.reference()));
  const v1::CaseType types = style.TypeOf();
  if (!entry.check_item().empty()) {
    parts.push_back(LabelOf(types.checklist(), entry.check_item(), style.messages));
  }
  if (!entry.event().empty()) parts.push_back(style.EventText(entry.event(), types));
  if (OfCorrection(entry)) {
    // Which entry, was not written down at first.
    parts.push_back(
        entry.would_correct().empty()
            ? style.messages.Text("label.correction")
            : style.messages.Text("label.correction_of", {{"entry", ShortId(entry.would_correct())}}));
  }
  if (!entry.to_state().empty()) {
    const std::string to = style.StateText(entry.to_state(), types);
    parts.push_back(entry.from_state().empty()
                        ? to
                        : absl::StrCat(style.StateText(entry.from_state(), types), " → ", to));
  }
  std::erase(parts, "");  // parties of an erased case have no name
  return parts;
}

std::string EntryTitle(const v1::Entry& entry, const TableStyle& style) {
  std::vector<std::string> parts = TitleParts(entry, style);
  if (!entry.author().empty()) parts.push_back(WriterText(entry, style));
  return OneLine(absl::StrJoin(parts, " · "));
}

// When the entry happened, and beside it, in as many lines as they take, its title and its marks: whether it
// is struck out, and its id.
std::string EntryHead(const v1::Entry& entry, const std::string& time, const TableStyle& style) {
  const bool stands = entry.corrected_by().empty();
  const int indent = DisplayWidth(time) + kGap;
  const int width =
      style.columns ? std::max(*style.columns - indent, kNarrowest) : std::numeric_limits<int>::max();
  std::vector<std::string> lines = Wrapped(EntryTitle(entry, style), width);
  int used = DisplayWidth(lines.back());
  for (std::string& line : lines) {
    line = Coloured(line, stands ? Tone::kPlain : Tone::kStruckOut, style.colour);
  }
  const auto add = [&](absl::string_view between, const std::string& mark, Tone tone) {
    const std::string coloured = Coloured(mark, tone, style.colour);
    used += DisplayWidth(between) + DisplayWidth(mark);
    if (used <= width) {
      absl::StrAppend(&lines.back(), between, coloured);
    } else {
      lines.push_back(coloured);
      used = DisplayWidth(mark);
    }
  };
  if (!stands) add(" · ", style.messages.Text("label.struck_out"), Tone::kBad);
  if (const std::string id = ShortId(entry.name()); !id.empty()) {
    add("  ", absl::StrCat("[", id, "]"), Tone::kPlain);
  }
  const std::string shown = Coloured(time, stands ? Tone::kBold : Tone::kStruckOut, style.colour);
  return absl::StrCat(shown, std::string(kGap, ' '),
                      absl::StrJoin(lines, "\n" + std::string(static_cast<size_t>(indent), ' ')), "\n");
}

// What the entry says, struck out if another corrects it, and under it why. Where the content is `gone`, that
// it names nobody says nothing.
std::string EntryText(const v1::Entry& entry, const std::string& time, bool gone, const TableStyle& style) {
  const Texts& messages = style.messages;
  const bool stands = entry.corrected_by().empty();
  std::string text = EntryHead(entry, time, style);
  std::vector<std::string> said;
  if (!gone) said = {EntryTextInWords(entry, style.TypeOf(), style), EntryDetailsText(entry, style)};
  std::erase(said, "");
  if (!said.empty()) {
    const std::string indent(kLineIndent, ' ');
    for (const absl::string_view line :
         absl::StrSplit(style.Paragraph(absl::StrJoin(said, "\n"), kLineIndent), '\n')) {
      if (line.empty()) continue;
      absl::StrAppend(
          &text, indent,
          Coloured(line.substr(kLineIndent), stands ? Tone::kPlain : Tone::kStruckOut, style.colour), "\n");
    }
  }
  if (!stands) {
    absl::StrAppend(&text, style.Paragraph(messages.Text("label.corrected_by",
                                                         {{"entry", ShortId(entry.corrected_by())},
                                                          {"time", style.TimeText(entry.correct_time())}}),
                                           kLineIndent));
  }
  if (!entry.corrects().empty()) {
    const std::string instead =
        messages.Text(entry.kind() == v1::ENTRY_KIND_CORRECTION ? "label.strikes_out" : "label.stands_for",
                      {{"entry", ShortId(entry.corrects())}, {"reason", entry.correction_reason()}});
    // Of an erased case the reason is gone, too.
    absl::StrAppend(&text, style.Paragraph(std::string(absl::StripSuffix(instead, ": ")), kLineIndent));
  }
  return text;
}

std::string LabelledText(absl::string_view label, const std::string& text, const TableStyle& style) {
  return style.Paragraph(absl::StrCat(style.messages.Text(label), ": ", text), kLineIndent);
}

// The entry of this name that is proposed to be corrected.
std::string CorrectedText(const v1::Entry& entry, absl::string_view name, const TableStyle& style) {
  std::vector<std::string> parts = EntryParts(entry, style);
  std::erase(parts, "");
  return LabelledText("label.entry", absl::StrCat(absl::StrJoin(parts, " · "), "  [", ShortId(name), "]"),
                      style);
}

// What is proposed to be corrected, and what it is to become.
std::string ProposedText(const v1::Correction& correction, const TableStyle& style) {
  return absl::StrCat(CorrectedText(correction.corrected(), correction.entry(), style),
                      LabelledText("label.correction_to", CorrectionText(correction, style), style));
}

// What a proposal that waits no more was about, which is an entry of the same timeline.
std::string ProposedText(const v1::Entry& proposal, const v1::ListEntriesResponse& timeline,
                         const TableStyle& style) {
  const auto& entries = timeline.entries();
  const auto found = std::find_if(entries.begin(), entries.end(), [&](const v1::Entry& entry) {
    return !entry.name().empty() && entry.name() == proposal.would_correct();
  });
  return found == entries.end() ? "" : CorrectedText(*found, found->name(), style);
}

}  // namespace

template <>
absl::Span<const ListColumn<v1::Entry>> ColumnsOf<v1::Entry>() {
  static constexpr ListColumn<v1::Entry> kColumns[] = {
      {"happenedTime", "column.occurred", kZoned},
      {"kind", "column.entry", kFlexible,
       [](const v1::Entry& entry, const TableStyle& style) -> Cell {
         return {absl::StrJoin(TitleParts(entry, style), " · ")};
       }},
      {"text", "column.remark", kFlexible,
       [](const v1::Entry& entry, const TableStyle& style) -> Cell {
         std::vector<std::string> said = {EntryTextInWords(entry, style.TypeOf(), style),
                                          EntryDetailsText(entry, style)};
         std::erase(said, "");
         return {absl::StrJoin(said, "; ")};
       }},
      {"author", "column.actor", kFlexible,
       [](const v1::Entry& entry, const TableStyle& style) -> Cell {
         return {entry.author().empty() ? "" : WriterText(entry, style)};
       }},
      {"correctedBy", "column.state", kIfAny,
       [](const v1::Entry& entry, const TableStyle& style) -> Cell {
         return {entry.corrected_by().empty() ? "" : style.messages.Text("label.struck_out")};
       }},
      {"name", "column.id", 0,
       [](const v1::Entry& entry, const TableStyle& /*style*/) -> Cell { return {ShortId(entry.name())}; }}};
  return kColumns;
}

std::string TableText(const v1::Entry& entry, const TableStyle& style) {
  return EntryText(entry, style.FullTimeText(entry.happened_time()), /*gone=*/false, style);
}

std::string TableText(const v1::ListEntriesResponse& entries, const TableStyle& style) {
  if (!style.fields.empty() || style.spreadsheet) return ListText(entries.entries(), style);
  std::string text =
      absl::StrCat(Coloured(style.ZonedTitle("label.timeline"), Tone::kBold, style.colour), "\n");
  TableStyle under = style;
  under.offset_above = true;
  const bool gone = entries.erased();
  // One proposal waits at a time: the last.
  const v1::Entry* waiting = nullptr;
  for (const v1::Entry& entry : entries.entries()) {
    const bool proposes = entry.kind() == v1::ENTRY_KIND_PROPOSAL && OfCorrection(entry);
    if (proposes && !style.proposed.entry().empty()) waiting = &entry;
  }
  for (const v1::Entry& entry : entries.entries()) {
    absl::StrAppend(&text, EntryText(entry, style.TimeText(entry.happened_time()), gone, style));
    if (&entry == waiting) {
      absl::StrAppend(&text, ProposedText(style.proposed, under));
    } else if (entry.kind() == v1::ENTRY_KIND_PROPOSAL) {
      absl::StrAppend(&text, ProposedText(entry, entries, under));
    }
  }
  return text;
}

}  // namespace arasha::clients
