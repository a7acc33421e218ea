#include "clients/print/tables/print_audit.h"

#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/print/grid.h"
#include "clients/print/list_columns.h"
#include "clients/text/names.h"
#include "clients/text/times.h"
#include "services/rules/log/leaf.h"
#include "services/rules/log/signed_note.h"

namespace arasha::clients {
namespace {

std::string SignersOf(const std::string& note) {
  const auto parsed = rules::log::ParseNote(note);
  std::vector<std::string> names;
  if (parsed.ok()) {
    for (const rules::log::NoteSignature& signature : parsed->signatures) names.push_back(signature.name);
  }
  return absl::StrJoin(names, ", ");
}

Cell SignersCell(const v1::Checkpoint& checkpoint, const TableStyle& /*style*/) {
  return {SignersOf(checkpoint.note())};
}

// Adds a line unless there is nothing to say.
void AddLine(Grid& grid, const TableStyle& style, absl::string_view label, std::string value) {
  if (!value.empty()) grid.rows.push_back({{style.messages.Text(label)}, {std::move(value)}});
}

constexpr ListColumn<v1::Checkpoint> kCheckpointSheet[] = {{"origin", "label.origin"},
                                                           {"size", "label.size"},
                                                           {"root", "label.root"},
                                                           {"createTime", "label.signed"},
                                                           {"note", "label.signers", 0, SignersCell}};

// What a call does, `ExplainAccess`, in the reader's language; its name if it is of a later version.
std::string ActionText(absl::string_view action, const Texts& messages) {
  const std::string key = absl::StrCat("action.", action);
  return messages.Has(key) ? messages.Text(key) : std::string(action);
}

// A row that was written, as kind and key; of a role whose it is, which, and where it holds:
// `t.bekova: head of mission · IST` of `role staff/t.bekova/head/IST`.
std::string WroteText(absl::string_view wrote, const Texts& messages) {
  const std::pair<absl::string_view, absl::string_view> row = absl::StrSplit(wrote, absl::MaxSplits(' ', 1));
  std::vector<absl::string_view> parts = absl::StrSplit(row.second, '/');
  if (row.first != "role" || parts.size() < 4) {
    return absl::StrCat(messages.Text(absl::StrCat("row.", row.first)), " ", row.second);
  }
  const absl::string_view mission = parts.back();
  parts.pop_back();
  const absl::string_view role = parts.back();
  parts.pop_back();
  const std::string principal = absl::StrJoin(parts, "/");
  return absl::StrCat(absl::StripPrefix(principal, "staff/"), ": ",
                      messages.Text(absl::StrCat("role.", role)), " · ",
                      mission == "-" ? messages.Text("label.all_missions") : std::string(mission));
}

}  // namespace

std::string TableText(const v1::Checkpoint& checkpoint, const TableStyle& style) {
  return SheetText(kCheckpointSheet, checkpoint, style);
}

template <>
absl::Span<const ListColumn<v1::Checkpoint>> ColumnsOf<v1::Checkpoint>() {
  static constexpr ListColumn<v1::Checkpoint> kColumns[] = {
      {"size", "column.size"},
      {"createTime", "column.signed", kZoned},
      {"origin", "column.origin", kFlexible},
      {"note", "column.signers", kFlexible, SignersCell}};
  return kColumns;
}

std::string TableText(const v1::ListCheckpointsResponse& checkpoints, const TableStyle& style) {
  return ListText(checkpoints.checkpoints(), style);
}

template <>
absl::Span<const ListColumn<v1::AuditEntry>> ColumnsOf<v1::AuditEntry>() {
  static constexpr ListColumn<v1::AuditEntry> kColumns[] = {
      {"leafIndex", "column.leaf", 0,
       [](const v1::AuditEntry& entry, const TableStyle& /*style*/) -> Cell {
         return {entry.leaf_index() < 0 ? "" : absl::StrCat(entry.leaf_index())};
       }},
      {"occurredTime", "column.occurred", kZoned},
      {"actor", "column.actor", kFlexible},
      {"action", "column.action", 0,
       [](const v1::AuditEntry& entry, const TableStyle& style) -> Cell {
         return {ActionText(entry.action(), style.messages)};
       }},
      {"decision", "column.decision", 0,
       [](const v1::AuditEntry& entry, const TableStyle& style) -> Cell {
         return {style.messages.Text(v1::AuditDecision_Name(entry.decision())),
                 entry.decision() == v1::AUDIT_DECISION_DENIED ? Tone::kWarning : Tone::kPlain};
       }},
      {"mission", "column.mission", kDispensable | kShortName},
      {"case", "column.case", 0,
       [](const v1::AuditEntry& entry, const TableStyle& /*style*/) -> Cell {
         return {std::string(ShortName(entry.case_().empty() ? entry.case_uid() : entry.case_()))};
       }},
      {"rowsWritten", "column.rows", kDispensable,
       [](const v1::AuditEntry& entry, const TableStyle& /*style*/) -> Cell {
         return {entry.rows_written() == 0 ? "" : absl::StrCat(entry.rows_written())};
       }},
      {"wrote", "column.wrote", kFlexible, [](const v1::AuditEntry& entry, const TableStyle& style) -> Cell {
         return {absl::StrJoin(entry.wrote(), ", ", [&](std::string* out, const std::string& wrote) {
           absl::StrAppend(out, WroteText(wrote, style.messages));
         })};
       }}};
  return kColumns;
}

std::string TableText(const v1::ListAuditEntriesResponse& entries, const TableStyle& style) {
  return ListText(entries.entries(), style);
}

std::string TableText(const v1::InclusionProof& proof, const TableStyle& style) {
  Grid grid{{{""}, {"", true}}, {}};
  AddLine(grid, style, "label.leaf", absl::StrCat(proof.leaf_index()));
  const auto leaf = rules::log::DecodeLeaf(proof.leaf());
  if (leaf.ok()) {
    AddLine(grid, style, "label.occurred", LocalText(leaf->occurred_time, style.zone));
    AddLine(grid, style, "label.actor", std::string(leaf->actor));
    AddLine(grid, style, "label.action", ActionText(leaf->action, style.messages));
    AddLine(grid, style, "label.decision",
            style.messages.Text(
                v1::AuditDecision_Name(leaf->denied ? v1::AUDIT_DECISION_DENIED : v1::AUDIT_DECISION_DONE)));
    AddLine(grid, style, "label.mission", std::string(leaf->mission));
    AddLine(grid, style, "label.case", rules::log::FormatUid(leaf->object_uid));
    AddLine(grid, style, "label.request", rules::log::FormatUid(leaf->request_uid));
    AddLine(grid, style, "label.grant", rules::log::FormatUid(leaf->grant_uid));
    AddLine(grid, style, "label.certificate_hash", absl::BytesToHexString(leaf->certificate));
    AddLine(grid, style, "label.instance", std::string(leaf->instance));
    for (const rules::log::LeafObject& object : leaf->objects) {
      AddLine(grid, style, "label.row",
              absl::StrCat(style.messages.Text(absl::StrCat("row.", object.kind)), " ", object.key, " · ",
                           object.version));
    }
  }
  AddSheet(kCheckpointSheet, proof.checkpoint(), style, grid);
  return GridText(grid, style.columns, style.colour);
}

}  // namespace arasha::clients
