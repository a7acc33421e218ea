#ifndef ARASHA_STORAGE_POSTGRES_CONNECTION_H_
#define ARASHA_STORAGE_POSTGRES_CONNECTION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/postgres/access_context.h"
#include "storage/postgres/encoding.h"

namespace pqxx {
class result;
}

namespace arasha::storage {

// What ExecuteAs() puts before a statement: `known` is true once the caller's context stands.
inline constexpr absl::string_view kCaller =
    "WITH caller AS MATERIALIZED (SELECT set_config('arasha.context', $1::text, true) IS NOT NULL AS known)";

// One connection to PostgreSQL, used by one thread at a time; only Cancel() may come from another.
//
// Opens itself on first use and again after it broke. Every statement is a transaction of its own, and
// every statement of this server may run twice: reads change nothing but the log, and writes carry a
// request_id under a unique key. So a statement whose connection broke, before or after the commit, is
// simply run once more, and tells what the first one did.
class Connection {
 public:
  // Told of every leaf that a statement left, after its commit, as audit_append() returns it.
  using LeafHook = std::function<void(absl::string_view leaf)>;

  // `conninfo`: a libpq connection string. Connects lazily.
  explicit Connection(std::string conninfo, LeafHook on_leaf = nullptr);
  ~Connection();

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Statements from here on serve the call `call_id` and end by `deadline`: it becomes
  // statement_timeout, rounded up to few values so that it need not be set anew for each call.
  void BeginCall(uint64_t call_id, absl::Time deadline);
  // Statements from here on serve no call; Cancel() does nothing.
  void EndCall();
  // Cancels the running statement if it serves `call_id`. May block for a round trip.
  void Cancel(uint64_t call_id);
  // Of the call; the infinite future outside of one.
  absl::Time deadline() const;

  // Whether the last attempt to use the connection found PostgreSQL answering.
  bool healthy() const;

  // Runs one statement, prepared on first use, with parameters in text form. Errors carry an ErrorReason:
  // DATABASE_UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, CONTENTION or INTERNAL.
  absl::StatusOr<pqxx::result> Execute(absl::string_view sql, const std::vector<Param>& params);

  // The same for a caller: $1 is the signed context, made for this backend and a short while; `params` begin
  // at $2. `sql` is what comes after kCaller, further steps (", name AS (…)") or the query, and must not
  // touch a row before `caller` is known: tables stand in laterals of it, behind OFFSET 0, or hang on what
  // comes of one. (A statement that was refused for it is run again with the context set before it, at the
  // price of three round trips.) A result column named `leaf` is handed to the hook.
  //
  // What a column named `read` says is to become a leaf, and is put into `read`. Without one such rows are
  // given to nobody, INTERNAL: so who runs a reading statement here rather than by Read() (read_leaves.h)
  // learns of it at once.
  absl::StatusOr<pqxx::result> ExecuteAs(const AccessContext& access, absl::string_view sql,
                                         const std::vector<Param>& params,
                                         std::optional<std::string>* read = nullptr);

  // Runs several statements, separated by semicolons, as one transaction. For migrations.
  absl::Status ExecuteScript(absl::string_view sql);

 private:
  class Session;  // pqxx, hidden so that only storage/ sees it
  std::unique_ptr<Session> session_;
};

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_POSTGRES_CONNECTION_H_
