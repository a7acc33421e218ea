#include "services/rules/casework/rows.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/rules/casework/changes.h"
#include "services/rules/casework/entries.h"

namespace arasha::rules {
namespace {

int CountOf(const std::string& group, const Rows& rows) {
  int count = 0;
  for (const v1::Row& row : rows) count += row.group() == group ? 1 : 0;
  return count;
}

std::string GroupIds(const CaseType& type) {
  return absl::StrJoin(type.proto().row_groups(), ", ",
                       [](std::string* out, const v1::RowGroup& group) { *out += group.id(); });
}

}  // namespace

Violations CheckRow(const CaseType& type, const v1::Row& row, absl::Time now, absl::string_view prefix) {
  const v1::RowGroup* group = type.FindRowGroup(row.group());
  if (group == nullptr) {
    const std::string path = absl::StrCat(prefix, ".group");
    if (type.proto().row_groups().empty()) return {{path, Problem::kNoRowGroups}};
    return {{path, Problem::kNotOneOf, {{"values", GroupIds(type)}}}};
  }
  const std::string path = absl::StrCat(prefix, ".details");
  if (row.details().fields().empty()) return {{path, Problem::kRequired}};
  return CheckTypedDetails(group->fields(), row.details(), now, path);
}

Violations CheckRows(const CaseType& type, const Rows& rows, absl::Time now, absl::string_view prefix) {
  Violations violations;
  for (const v1::RowGroup& group : type.proto().row_groups()) {
    if (CountOf(group.id(), rows) <= MaxRows(group)) continue;
    violations.push_back({std::string(prefix),
                          Problem::kTooManyRows,
                          {{"group", group.id()}, {"most", absl::StrCat(MaxRows(group))}}});
  }
  if (!violations.empty()) return violations;
  for (int i = 0; i < rows.size(); ++i) {
    for (FieldViolation& v : CheckRow(type, rows[i], now, absl::StrCat(prefix, "[", i, "]"))) {
      violations.push_back(std::move(v));
    }
  }
  return violations;
}

bool HasRoom(const v1::RowGroup& group, const Rows& rows) {
  return CountOf(group.id(), rows) < MaxRows(group);
}

std::string RowText(const CaseType& type, const v1::Row& before, const v1::Row& after) {
  const v1::Row& told = after.group().empty() ? before : after;
  const std::string& name = told.name();
  const std::string which = absl::StrCat("row: ", told.group(), "/", name.substr(name.rfind('/') + 1));
  const v1::RowGroup* group = type.FindRowGroup(told.group());
  if (group == nullptr) return which;
  return JoinedLines(which, DetailsText(group->fields(), before.details(), after.details()));
}

}  // namespace arasha::rules
