#include "services/cases/group_rows/row_decision.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/cases/rows/new_rows.h"
#include "services/rules/casework/changes.h"
#include "services/rules/casework/rows.h"
#include "storage/cases/rows.h"
#include "storage/postgres/status.h"

namespace arasha::cases {
namespace {

bool HasDeadlines(const rules::CaseType& type, const std::string& group) {
  const auto& rules = type.proto().deadlines();
  return std::any_of(rules.begin(), rules.end(),
                     [&](const v1::DeadlineRule& rule) { return rule.per_row() == group; });
}

}  // namespace

absl::StatusOr<v1::Row> FindRow(const Loaded& loaded, const std::string& name) {
  const auto& rows = loaded.row.message.rows();
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const v1::Row& row) { return row.name() == name; });
  if (found == rows.end()) return server::NotFound(name);
  // None is without values but one that does not open.
  if (found->details().fields().empty()) {
    const std::string row = absl::StrCat("group_row/", storage::UidOf(name));
    return storage::Damaged(row, absl::StrCat("what is sealed at ", row, " does not open"));
  }
  return *found;
}

Decision RowDecision(const server::Call& call, const Loaded& loaded, const v1::Row& before,
                     const v1::Row& after, v1::EntryKind kind, const std::string& reason) {
  Decision decision{.message = loaded.row.message, .open = loaded.row.open};
  const bool comes = before.name().empty();
  const bool goes = after.name().empty();
  decision.row = goes ? before : after;
  decision.row_is_new = comes;
  if (goes) *decision.row.mutable_remove_time() = ToTimestamp(call.now);
  if (!comes) {
    int version = 0;
    // The etag is the version that storage gave it.
    if (absl::SimpleAtoi(before.etag(), &version)) decision.row.set_etag(absl::StrCat(version + 1));
    if (!goes) *decision.row.mutable_update_time() = ToTimestamp(call.now);
  }
  decision.entry = ServerEntry(call, kind);
  std::string text = rules::RowText(loaded.type, before, after);
  if (!reason.empty()) text = rules::JoinedLines(std::move(text), rules::ReasonText(reason));
  decision.entry.set_text(std::move(text));
  if (!HasDeadlines(loaded.type, decision.row.group())) {
    decision.kind = comes ? Decision::Kind::kNewRow : Decision::Kind::kRow;
    return decision;
  }
  auto& rows = *decision.message.mutable_rows();
  rows.erase(std::remove_if(rows.begin(), rows.end(),
                            [&](const v1::Row& row) { return row.name() == decision.row.name(); }),
             rows.end());
  if (!goes) *rows.Add() = decision.row;
  return decision;
}

}  // namespace arasha::cases
