#include "services/calls/errors.h"
#include "services/cases/group_rows/row_decision.h"
#include "services/cases/operations.h"
#include "services/rules/casework/entries.h"

namespace arasha::cases {

absl::StatusOr<v1::Row> RemoveRow(server::Call& call, const v1::RemoveRowRequest& request) {
  rules::Violations violations;
  rules::CheckLength("reason", request.reason(), 1, rules::kMaxReason, violations);
  if (!violations.empty()) return server::InvalidFields(violations);
  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    auto row = FindRow(loaded, request.name());
    if (!row.ok()) return row.status();
    return RowDecision(call, loaded, *row, {}, v1::ENTRY_KIND_ROW_REMOVED, request.reason());
  };
  return ChangeRow(call, {}, decide);
}

}  // namespace arasha::cases
