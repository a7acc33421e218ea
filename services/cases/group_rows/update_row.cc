#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/calls/errors.h"
#include "services/cases/group_rows/row_decision.h"
#include "services/cases/operations.h"
#include "services/cases/references.h"
#include "services/rules/casework/rows.h"
#include "services/rules/deadlines/row_deadlines.h"
#include "storage/postgres/status.h"

namespace arasha::cases {
namespace {

// Copies what the mask names. The paths that it does not know come back as violations.
rules::Violations Merge(const v1::UpdateRowRequest& request, const v1::RowGroup* group, v1::Row& row) {
  rules::Violations violations;
  auto& details = *row.mutable_details()->mutable_fields();
  for (const std::string& path : request.update_mask().paths()) {
    absl::string_view field = path;
    if (path == "details") {
      *row.mutable_details() = request.row().details();
    } else if (absl::ConsumePrefix(&field, "details.")) {
      const auto value = request.row().details().fields().find(std::string(field));
      if (group == nullptr || rules::FieldOfGroup(*group, field) == nullptr) {
        violations.push_back({absl::StrCat("row.", path), rules::Problem::kUnknownField});
      } else if (value == request.row().details().fields().end()) {
        details.erase(std::string(field));  // Named in the mask but not given: cleared.
      } else {
        details[std::string(field)] = value->second;
      }
    } else {
      violations.push_back({"update_mask",
                            rules::Problem::kUnknownPath,
                            {{"path", path}, {"values", "details, details.FIELD"}}});
    }
  }
  return violations;
}

}  // namespace

absl::StatusOr<v1::Row> UpdateRow(server::Call& call, const v1::UpdateRowRequest& request) {
  if (request.update_mask().paths().empty()) {
    return server::InvalidFields({{"update_mask", rules::Problem::kRequired}});
  }
  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    auto before = FindRow(loaded, request.row().name());
    if (!before.ok()) return before.status();
    if (!request.row().etag().empty() && request.row().etag() != before->etag()) {
      return Refuse(absl::StatusCode::kAborted, v1::ERROR_REASON_ETAG_MISMATCH,
                    "the row changed since you read it; read it again, then decide");
    }
    v1::Row after = *before;
    auto violations = Merge(request, loaded.type.FindRowGroup(before->group()), after);
    if (violations.empty()) {
      violations = TakeRow(loaded.type, loaded.row.message, *before, "row", after);
      for (auto& v : rules::CheckRow(loaded.type, after, call.now, "row")) violations.push_back(std::move(v));
    }
    if (!violations.empty()) return server::InvalidFields(violations);
    return RowDecision(call, loaded, *before, after, v1::ENTRY_KIND_ROW_UPDATED);
  };
  return ChangeRow(call, {}, decide);
}

}  // namespace arasha::cases
