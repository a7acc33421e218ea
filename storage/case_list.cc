#include "storage/case_list.h"

#include <google/protobuf/util/time_util.h>

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

// The expression of a field within the statement, its SQL type, and whether cases may lack it.
struct Column {
  absl::string_view expression;
  absl::string_view type;
};

Column ColumnOf(CaseField field) {
  switch (field) {
    case CaseField::kType:
      return {"c.type", "text"};
    case CaseField::kState:
      return {"c.state", "text"};
    case CaseField::kAssignee:
      return {"coalesce(c.assignee, '')", "text"};
    case CaseField::kHostState:
      return {"c.host_state", "text"};
    case CaseField::kPriority:
      return {"c.priority", "smallint"};
    case CaseField::kOpen:
      return {"c.open", "boolean"};
    case CaseField::kCreated:
      return {"c.created_at", "timestamptz"};
    case CaseField::kUpdated:
      return {"c.updated_at", "timestamptz"};
    case CaseField::kNextDue:
      // A case in which nothing is owed comes after all that have something due.
      return {"coalesce(due.next, 'infinity')", "timestamptz"};
  }
  return {};
}

absl::string_view OperatorOf(Comparison comparison) {
  switch (comparison) {
    case Comparison::kEqual:
      return " = ";
    case Comparison::kNotEqual:
      return " <> ";
    case Comparison::kLess:
      return " < ";
    case Comparison::kLessOrEqual:
      return " <= ";
    case Comparison::kGreater:
      return " > ";
    case Comparison::kGreaterOrEqual:
      return " >= ";
  }
  return {};
}

// `open` and `assignee` are spelled out where they can be, so that the partial indexes on open cases
// and the plain column's index serve.
std::string Condition(const CaseTerm& term, int parameter) {
  if (term.field == CaseField::kOpen) {
    const bool wanted = (term.value == "true") == (term.comparison == Comparison::kEqual);
    return absl::StrCat(wanted ? "c.open" : "NOT c.open", " AND $", parameter, "::boolean IS NOT NULL");
  }
  if (term.field == CaseField::kAssignee && term.comparison == Comparison::kEqual && !term.value.empty()) {
    return absl::StrCat("c.assignee = $", parameter, "::text");
  }
  const Column column = ColumnOf(term.field);
  return absl::StrCat(column.expression, OperatorOf(term.comparison), "$", parameter, "::", column.type);
}

constexpr int kFirstTerm = 10;

}  // namespace

// Mission by mission, then merged: each mission's part is a walk along one of its indexes that stops at
// the limit, so a list over all missions costs at most missions × limit rows, whatever the register's size.
std::string ListCasesSql(const CaseQuery& query) {
  const Column sort = ColumnOf(query.order);
  const absl::string_view direction = query.descending ? " DESC" : "";
  std::string where;
  int parameter = kFirstTerm;
  for (const CaseTerm& term : query.terms)
    absl::StrAppend(&where, "\n    AND ", Condition(term, parameter++));
  if (query.after) {
    absl::StrAppend(&where, "\n    AND (", sort.expression, ", c.uid)", query.descending ? " < " : " > ",
                    "($", parameter, "::", sort.type, ", $", parameter + 1, "::uuid)");
  }
  const std::string next_due = R"sql(
    (SELECT min(d.due_at) AS next FROM deadline d
     WHERE d.mission = c.mission AND d.case_uid = c.uid AND d.met_at IS NULL AND d.stopped_at IS NULL))sql";
  return absl::StrCat(R"sql(
WITH page AS (
  SELECT found.* FROM unnest($8::text[]) AS m (mission), LATERAL (
    SELECT c.mission, c.uid, c.year, c.serial, c.type, c.type_version, c.state, c.open, c.priority, c.assignee,
           c.host_state, c.summary, c.received_at, c.created_at, c.updated_at, c.closed_at, c.version,
           due.next AS next_due_at, )sql",
                      sort.expression, R"sql( AS sort
    FROM case_file c, LATERAL )sql",
                      next_due, R"sql( AS due
    WHERE c.mission = m.mission)sql",
                      where, "\n    ORDER BY ", sort.expression, direction, ", c.uid", direction, R"sql(
    LIMIT $9::integer) AS found
  ORDER BY sort)sql",
                      direction, ", uid", direction, R"sql(
  LIMIT $9::integer
)
SELECT coalesce(json_agg(json_build_array(row_to_json(c), )sql",
                      kSubjectOfCase, R"sql(, c.sort::text) ORDER BY sort)sql", direction, ", uid", direction,
                      R"sql(), '[]'),
       audit_append($1::timestamptz, $2::text, $3::text, $4::bytea, $5::text,
                    CASE WHEN cardinality($8::text[]) = 1 THEN ($8::text[])[1] END, NULL, NULL, $6::bytea,
                    $7::bytea || coalesce(string_agg(uuid_send(uid), ''::bytea ORDER BY uid), ''), ''::bytea)
FROM page AS c)sql");
}

absl::StatusOr<std::vector<ListedCase>> ListCases(Connection& connection, const AuditContext& context,
                                                  const CaseQuery& query) {
  return Guarded([&]() -> absl::StatusOr<std::vector<ListedCase>> {
    std::vector<Param> params = AuditParams(context);
    params.emplace_back(ArrayText(query.missions));
    params.emplace_back(absl::StrCat(query.limit));
    for (const CaseTerm& term : query.terms) params.emplace_back(term.value);
    if (query.after) {
      params.emplace_back(query.after->value);
      params.emplace_back(query.after->uid);
    }
    auto result = connection.Execute(ListCasesSql(query), params);
    if (!result.ok()) return result.status();
    std::vector<ListedCase> listed;
    for (const json& item : json::parse(result->front()[0].c_str())) {
      const json& row = item.at(0);
      ListedCase& found = listed.emplace_back();
      found.row = ReadCase(row);
      if (!item.at(1).is_null()) found.row.message.set_subject(item.at(1).get<std::string>());
      if (const json& due = row.at("next_due_at"); !due.is_null()) {
        *found.row.message.mutable_next_due_time() =
            google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(
                absl::ToUnixMicros(ParseTimeText(due.get_ref<const std::string&>())));
      }
      found.position = {item.at(2).get<std::string>(), found.row.message.uid()};
    }
    return listed;
  });
}

}  // namespace arasha::storage
