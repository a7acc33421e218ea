#ifndef ARASHA_STORAGE_LOG_WRITE_STATEMENT_H_
#define ARASHA_STORAGE_LOG_WRITE_STATEMENT_H_

#include <pqxx/pqxx>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/keys/vault.h"
#include "storage/log/audit.h"
#include "storage/log/audited_tables.h"
#include "storage/log/requests.h"
#include "storage/postgres/connection.h"

// Statements that write: steps (CTEs), of which each that writes an audited row says which table, so that the
// leaf commits to every row written, and none can be forgotten.
namespace arasha::storage {

// $1 is the context, $2 the leaf_head; of what a caller asked for, $3 is the content_hash and $4 the sealed
// answer. Those of the statement's own come after that. Every step sees the tables as they were before the
// statement, and the rows of steps before it by their names. What a step selects from a table before the
// context stands is refused: read it in a lateral of `caller WHERE known`, behind OFFSET 0, or of what comes
// after that.
class WriteStatement {
 public:
  // A step that writes no audited row.
  WriteStatement& Step(absl::string_view name, absl::string_view query);
  // The same, where a second reader must see the very same rows, or the planner must not move it.
  WriteStatement& StepOnce(absl::string_view name, absl::string_view query);

  // Keeps the answer under the request_id, for each row of `from`; without a row, because that is answered
  // already, all that hangs on `answered` is left undone. `about`: SQL of the mission and case in a row of
  // `from`. Its columns are mission, case_uid and `row`.
  WriteStatement& Answer(absl::string_view about, absl::string_view from);

  // The steps below have one column, `row`: the row as written.
  //
  // `rows`: a query of them. `conflict`: what to do where one is there; nothing, if that is left out, which
  // is an error.
  WriteStatement& Insert(absl::string_view name, const AuditedTable& table, absl::string_view rows,
                         absl::string_view conflict = "");
  // The rows of a jsonb object or array, an expression over `from`, keyed by column.
  WriteStatement& InsertRow(absl::string_view name, const AuditedTable& table, absl::string_view from,
                            absl::string_view object, absl::string_view conflict = "");
  WriteStatement& InsertRows(absl::string_view name, const AuditedTable& table, absl::string_view from,
                             absl::string_view array, absl::string_view conflict = "");
  // The same for rows of a case that this statement opens: row-level security, which shows them with their
  // case, would let it read back none. `name` holds what is inserted.
  WriteStatement& InsertRowUnseen(absl::string_view name, const AuditedTable& table, absl::string_view from,
                                  absl::string_view object);
  WriteStatement& InsertRowsUnseen(absl::string_view name, const AuditedTable& table, absl::string_view from,
                                   absl::string_view array);
  // `set`: assignments. `from`: tables and condition, `answered a WHERE …`.
  WriteStatement& Update(absl::string_view name, const AuditedTable& table, absl::string_view set,
                         absl::string_view from);
  // Sets all that is settable from the row of a jsonb object over `from`, where `where`; that row is `new`.
  WriteStatement& UpdateRow(absl::string_view name, const AuditedTable& table, absl::string_view from,
                            absl::string_view object, absl::string_view where);
  WriteStatement& Delete(absl::string_view name, const AuditedTable& table, absl::string_view from);

  // The leaf: one for each row of `from`.
  struct Leaf {
    absl::string_view from;
    absl::string_view about = "(row).mission, (row).case_uid";  // SQL of mission and case in a row of `from`
    absl::string_view seen = "''::bytea";                       // see audit_append()
  };
  // What is made of the steps. Its first column tells the outcome; then come `columns`, each followed by a
  // comma. `refusal`: SQL for the word that OutcomeOf() takes for why it is not done, or NULL. `of`: a step
  // for whose rows it is asked; if that has none, no row comes back.
  std::string Done(const Leaf& leaf, absl::string_view refusal = "NULL", absl::string_view columns = "",
                   absl::string_view of = "") const;

  // The same for what operators do: no answer is kept, and no outcome told. A leaf stands only where `from`
  // has a row.
  std::string LeafAlone(const Leaf& leaf, absl::string_view columns = "") const;

 private:
  std::string Query(const Leaf& leaf, absl::string_view columns, absl::string_view of) const;
  WriteStatement& Add(absl::string_view name, absl::string_view materialized, absl::string_view query);
  WriteStatement& InsertUnseen(absl::string_view name, const AuditedTable& table, absl::string_view rows);
  void Commit(absl::string_view function, absl::string_view name);

  std::string steps_;
  std::string objects_;
};

// SQL of the refusal where what was decided on, of which this is the condition, does not hold any more.
std::string StaleUnless(absl::string_view holds);

// `SET` of all that is settable from the row `new`, or from what an insertion excluded.
std::string SetSettable(const AuditedTable& table, absl::string_view from);

// Under what the request in the leaf and the kept answer are sealed.
struct WriteSeals {
  const DataKey& request;
  const DataKey& answer;
};
inline WriteSeals OfCase(const DataKey& key) { return {key, key}; }
inline WriteSeals OfRegister(const ServerKeys& keys) { return {keys.payload, keys.register_key}; }

// Runs one; `params` begin at $5.
absl::StatusOr<pqxx::result> Write(Connection& connection, const WriteContext& context, absl::string_view sql,
                                   const WriteSeals& seals, absl::string_view answer,
                                   const std::vector<Param>& params);

// kNotFound if it gave no row; INTERNAL if it says what no outcome is, so that a slip in SQL does not pass
// for somebody who was faster.
absl::StatusOr<WriteOutcome> OutcomeOf(const pqxx::result& written);

// The two together, for writes that return nothing else.
absl::StatusOr<WriteOutcome> WriteAndTell(Connection& connection, const WriteContext& context,
                                          absl::string_view sql, const WriteSeals& seals,
                                          absl::string_view answer, const std::vector<Param>& params);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_LOG_WRITE_STATEMENT_H_
