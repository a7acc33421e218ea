#include "storage/log/write_statement.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

constexpr std::pair<absl::string_view, WriteOutcome> kWords[] = {
    {"done", WriteOutcome::kDone},
    {"answered", WriteOutcome::kAnswered},
    {"stale", WriteOutcome::kStale},
    {"erased", WriteOutcome::kErased},
    {"closed", WriteOutcome::kClosed},
    {"no_keys", WriteOutcome::kNoKeys},
    {"party_gone", WriteOutcome::kPartyGone},
    {"no_room", WriteOutcome::kNoRoom},
    {"out_of_order", WriteOutcome::kOutOfOrder},
    {"another_type", WriteOutcome::kAnotherType},
};

std::string RowsOf(const AuditedTable& table, absl::string_view from, absl::string_view populate,
                   absl::string_view rows, absl::string_view what) {
  return absl::StrCat("SELECT ", what, " FROM ", from, ", ", populate, "(NULL::", table.name, ", ", rows,
                      ") AS new");
}

}  // namespace

WriteStatement& WriteStatement::Add(absl::string_view name, absl::string_view materialized,
                                    absl::string_view query) {
  absl::StrAppend(&steps_, ", ", name, " AS ", materialized, "(\n", query, "\n)");
  return *this;
}

void WriteStatement::Commit(absl::string_view function, absl::string_view name) {
  absl::StrAppend(&objects_, objects_.empty() ? "" : "\n  UNION ALL ", "SELECT ", function,
                  "(row) AS object FROM ", name);
}

WriteStatement& WriteStatement::Step(absl::string_view name, absl::string_view query) {
  return Add(name, "", query);
}

WriteStatement& WriteStatement::StepOnce(absl::string_view name, absl::string_view query) {
  return Add(name, "MATERIALIZED ", query);
}

WriteStatement& WriteStatement::Answer(absl::string_view about, absl::string_view from) {
  Commit("audit_object", "answered");
  return Add("answered", "",
             absl::StrCat(R"sql(
  INSERT INTO request AS r (principal, request_id, method, content_hash, mission, case_uid, response, create_time)
  SELECT ($2::leaf_head).actor, ($2::leaf_head).request_id, ($2::leaf_head).action, $3::bytea, )sql",
                          about, ", $4::bytea, ($2::leaf_head).occurred_time\n  FROM ", from,
                          "\n  ON CONFLICT DO NOTHING\n  RETURNING r.mission, r.case_uid, r AS row"));
}

WriteStatement& WriteStatement::Insert(absl::string_view name, const AuditedTable& table,
                                       absl::string_view rows, absl::string_view conflict) {
  Commit("audit_object", name);
  return Add(name, "",
             absl::StrCat("  INSERT INTO ", table.name, " AS ", table.alias, "\n  ", rows, "\n  ", conflict,
                          "\n  RETURNING ", table.alias, " AS row"));
}

WriteStatement& WriteStatement::InsertRow(absl::string_view name, const AuditedTable& table,
                                          absl::string_view from, absl::string_view object,
                                          absl::string_view conflict) {
  return Insert(name, table, RowsOf(table, from, "jsonb_populate_record", object, "new.*"), conflict);
}

WriteStatement& WriteStatement::InsertRows(absl::string_view name, const AuditedTable& table,
                                           absl::string_view from, absl::string_view array,
                                           absl::string_view conflict) {
  return Insert(name, table, RowsOf(table, from, "jsonb_populate_recordset", array, "new.*"), conflict);
}

WriteStatement& WriteStatement::InsertRowUnseen(absl::string_view name, const AuditedTable& table,
                                                absl::string_view from, absl::string_view object) {
  return InsertUnseen(name, table, RowsOf(table, from, "jsonb_populate_record", object, "new AS row"));
}

WriteStatement& WriteStatement::InsertRowsUnseen(absl::string_view name, const AuditedTable& table,
                                                 absl::string_view from, absl::string_view array) {
  return InsertUnseen(name, table, RowsOf(table, from, "jsonb_populate_recordset", array, "new AS row"));
}

WriteStatement& WriteStatement::InsertUnseen(absl::string_view name, const AuditedTable& table,
                                             absl::string_view rows) {
  Commit("audit_object", name);
  return StepOnce(name, rows)
      .Step(absl::StrCat("inserted_", name),
            absl::StrCat("  INSERT INTO ", table.name, " SELECT (row).* FROM ", name));
}

WriteStatement& WriteStatement::Update(absl::string_view name, const AuditedTable& table,
                                       absl::string_view set, absl::string_view from) {
  Commit("audit_object", name);
  return Add(name, "",
             absl::StrCat("  UPDATE ", table.name, " AS ", table.alias, " SET ", set, "\n  FROM ", from,
                          "\n  RETURNING ", table.alias, " AS row"));
}

WriteStatement& WriteStatement::UpdateRow(absl::string_view name, const AuditedTable& table,
                                          absl::string_view from, absl::string_view object,
                                          absl::string_view where) {
  return Update(name, table, SetSettable(table, "new"),
                absl::StrCat(from, ", jsonb_populate_record(NULL::", table.name, ", ", object,
                             ") AS new\n  WHERE ", where));
}

WriteStatement& WriteStatement::Delete(absl::string_view name, const AuditedTable& table,
                                       absl::string_view from) {
  Commit("audit_gone", name);
  return Add(name, "",
             absl::StrCat("  DELETE FROM ", table.name, " AS ", table.alias, " USING ", from,
                          "\n  RETURNING ", table.alias, " AS row"));
}

std::string WriteStatement::Query(const Leaf& leaf, absl::string_view columns, absl::string_view of) const {
  return absl::StrCat(steps_, objects_.empty() ? "" : absl::StrCat(", objects AS (\n  ", objects_, "\n)"),
                      "\nSELECT ", columns, " (SELECT audit_append($2::leaf_head, 'done', ", leaf.about, ", ",
                      objects_.empty()
                          ? "''::bytea"
                          : "(SELECT coalesce(string_agg(object, ''::bytea ORDER BY object), ''::bytea) "
                            "FROM objects)",
                      ", ", leaf.seen, ") FROM ", leaf.from, ") AS leaf", of.empty() ? "" : "\nFROM ", of);
}

std::string WriteStatement::Done(const Leaf& leaf, absl::string_view refusal, absl::string_view columns,
                                 absl::string_view of) const {
  return Query(leaf,
               absl::StrCat("CASE WHEN EXISTS (SELECT 1 FROM answered) THEN 'done' ELSE coalesce(", refusal,
                            ", 'answered') END, ", columns),
               of);
}

std::string WriteStatement::LeafAlone(const Leaf& leaf, absl::string_view columns) const {
  return Query(leaf, columns, "");
}

std::string StaleUnless(absl::string_view holds) {
  return absl::StrCat("CASE WHEN NOT ", holds, " THEN 'stale' END");
}

std::string SetSettable(const AuditedTable& table, absl::string_view from) {
  const std::vector<absl::string_view> columns = absl::StrSplit(table.settable, ", ");
  return absl::StrJoin(columns, ", ", [&](std::string* out, absl::string_view column) {
    absl::StrAppend(out, column, " = ", from, ".", column);
  });
}

absl::StatusOr<pqxx::result> Write(Connection& connection, const WriteContext& context, absl::string_view sql,
                                   const WriteSeals& seals, absl::string_view answer,
                                   const std::vector<Param>& params) {
  std::vector<Param> all = {LeafHead(context.audit, context.request_id, seals.request),
                            BytesText(context.content_hash), SealResponse(context, seals.answer, answer)};
  all.insert(all.end(), params.begin(), params.end());
  return connection.ExecuteAs(context.audit.access, sql, all);
}

absl::StatusOr<WriteOutcome> OutcomeOf(const pqxx::result& written) {
  if (written.empty()) return WriteOutcome::kNotFound;
  const absl::string_view said = written.front()[0].c_str();
  for (const auto& [word, outcome] : kWords) {
    if (word == said) return outcome;
  }
  return Unreadable(absl::StrCat("a statement tells of an outcome that there is not: ", said));
}

absl::StatusOr<WriteOutcome> WriteAndTell(Connection& connection, const WriteContext& context,
                                          absl::string_view sql, const WriteSeals& seals,
                                          absl::string_view answer, const std::vector<Param>& params) {
  auto written = Write(connection, context, sql, seals, answer, params);
  if (!written.ok()) return written.status();
  return OutcomeOf(*written);
}

}  // namespace arasha::storage
