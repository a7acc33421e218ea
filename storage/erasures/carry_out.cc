#include <pqxx/pqxx>

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "proto/timestamps.h"
#include "storage/erasures/erasure_lists.h"
#include "storage/erasures/list_rows.h"
#include "storage/log/write_statement.h"
#include "storage/postgres/json_text.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

absl::StatusOr<std::vector<ErasureListRow>> ListsBy(Connection& owner, const AuditContext& context,
                                                    absl::string_view sql) {
  return Guarded([&]() -> absl::StatusOr<std::vector<ErasureListRow>> {
    auto result = owner.Execute(sql, {});
    if (!result.ok()) return result.status();
    std::vector<ErasureListRow> lists;
    for (const auto& columns : *result) {
      lists.push_back(ReadList(ParseJsonText(columns[0].c_str()), *context.server_keys));
    }
    return lists;
  });
}

}  // namespace

absl::StatusOr<std::vector<ErasureListRow>> ApprovedErasureLists(Connection& owner,
                                                                 const AuditContext& context) {
  return ListsBy(
      owner, context,
      "SELECT row_to_json(e) FROM erasure_list e WHERE state = 'approved' ORDER BY approve_time, uid");
}

namespace {

// When a case was erased, and the leaf of that.
struct Erased {
  absl::Time time;
  int64_t leaf_id = 0;
};

// Of those of these cases that were, by name. What was added to a case while it was erased left a later leaf.
absl::StatusOr<std::map<std::string, Erased>> FindErased(Connection& owner, const v1::ErasureList& list) {
  // $1 mission, $2 years, $3 serials.
  static constexpr absl::string_view kSql = R"sql(
SELECT c.year, c.serial, c.erase_time,
  (SELECT min(l.leaf_id) FROM audit_leaf l
   WHERE l.object_uid = c.uid AND l.action = 'EraseCase' AND l.occurred_time = c.erase_time)
FROM unnest($2::smallint[], $3::integer[]) AS i (year, serial)
JOIN case_file c ON c.mission = $1::text AND c.year = i.year AND c.serial = i.serial
WHERE c.erase_time IS NOT NULL)sql";
  const std::string mission(UidOf(list.mission()));
  std::vector<std::string> years, serials;
  for (const v1::ErasureItem& item : list.items()) {
    const auto number = ParseCaseName(item.case_());
    if (!number) return Unreadable("an erasure list names what is no case");
    years.push_back(absl::StrCat(number->year));
    serials.push_back(absl::StrCat(number->serial));
  }
  auto result = owner.Execute(kSql, {mission, ArrayText(years), ArrayText(serials)});
  if (!result.ok()) return result.status();
  std::map<std::string, Erased> erased;
  for (const auto& row : *result) {
    erased[CaseName({mission, row[0].as<int>(), row[1].as<int>()})] = {ParseTimeText(row[2].c_str()),
                                                                       row[3].as<int64_t>(0)};
  }
  return erased;
}

// $3 list row, $4 version expected.
const std::string& CarriedOutSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement
        .Step("locked", R"sql(
  SELECT l.* FROM caller, LATERAL (
    SELECT uid FROM erasure_list
    WHERE known AND uid = ($3::jsonb->>'uid')::uuid AND version = $4::integer
    FOR NO KEY UPDATE) AS l)sql")
        .UpdateRow("finished", kErasureListTable, "locked", "$3::jsonb", "l.uid = new.uid");
    return statement.LeafAlone({.from = "finished", .about = "(row).mission, NULL::uuid"});
  }();
  return sql;
}

// False if the list changed meanwhile.
absl::StatusOr<bool> SaveCarriedOut(Connection& owner, const AuditContext& context,
                                    const ErasureListRow& row) {
  auto result = owner.ExecuteAs(
      context.access, CarriedOutSql(),
      {LeafHead(context), ListToRow(row.message, row.version + 1, *context.server_keys).dump(),
       absl::StrCat(row.version)});
  if (!result.ok()) return result.status();
  return !result->front()[0].is_null();
}

}  // namespace

absl::StatusOr<bool> FinishErasureList(Connection& owner, const AuditContext& context, ErasureListRow row) {
  return Guarded([&]() -> absl::StatusOr<bool> {
    v1::ErasureList& list = row.message;
    auto erased = FindErased(owner, list);
    if (!erased.ok()) return erased.status();
    for (v1::ErasureItem& item : *list.mutable_items()) {
      const auto found = erased->find(item.case_());
      if (found != erased->end()) {
        *item.mutable_erase_time() = ToTimestamp(found->second.time);
        item.set_leaf_id(found->second.leaf_id);
      } else {
        item.set_left(item.has_keep_until() ? v1::ERASURE_LEFT_KEPT : v1::ERASURE_LEFT_CHANGED);
      }
    }
    list.set_erased_count(static_cast<int>(erased->size()));
    list.set_state(v1::ERASURE_LIST_STATE_DONE);
    *list.mutable_finish_time() = ToTimestamp(context.now);
    return SaveCarriedOut(owner, context, row);
  });
}

absl::StatusOr<int> EmptyKeepReasons(Connection& owner, const AuditContext& context) {
  auto lists = ListsBy(owner, context,
                       "SELECT row_to_json(e) FROM erasure_list e WHERE reason_count > 0 ORDER BY uid");
  if (!lists.ok()) return lists.status();
  return Guarded([&]() -> absl::StatusOr<int> {
    int emptied = 0;
    for (ErasureListRow& row : *lists) {
      auto erased = FindErased(owner, row.message);
      if (!erased.ok()) return erased.status();
      bool changed = false;
      for (v1::ErasureItem& item : *row.message.mutable_items()) {
        if (item.keep_reason().empty() || !erased->contains(item.case_())) continue;
        item.clear_keep_reason();
        changed = true;
      }
      if (!changed) continue;
      const auto saved = SaveCarriedOut(owner, context, row);
      if (!saved.ok()) return saved.status();
      emptied += *saved ? 1 : 0;
    }
    return emptied;
  });
}

}  // namespace arasha::storage
