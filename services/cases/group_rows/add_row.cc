#include "absl/strings/str_cat.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/cases/group_rows/row_decision.h"
#include "services/cases/operations.h"
#include "services/cases/references.h"
#include "services/cases/rows/new_rows.h"
#include "services/rules/casework/rows.h"

namespace arasha::cases {

absl::StatusOr<v1::Row> AddRow(server::Call& call, const v1::AddRowRequest& request) {
  v1::Row row = NewRow(request.row(), call.now);
  server::NameAfter(call.about, row);
  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    const auto references = TakeRow(loaded.type, loaded.row.message, {}, "row", row);
    auto violations = rules::CheckRow(loaded.type, row, call.now, "row");
    violations.insert(violations.end(), references.begin(), references.end());
    if (!violations.empty()) return server::InvalidFields(violations);
    const v1::RowGroup& group = *loaded.type.FindRowGroup(row.group());
    if (!rules::HasRoom(group, loaded.row.message.rows())) {
      return server::InvalidFields(
          {{"row.group",
            rules::Problem::kTooManyRows,
            {{"group", group.id()}, {"most", absl::StrCat(rules::MaxRows(group))}}}});
    }
    return RowDecision(call, loaded, {}, row, v1::ENTRY_KIND_ROW_ADDED);
  };
  return ChangeRow(call, {}, decide);
}

}  // namespace arasha::cases
