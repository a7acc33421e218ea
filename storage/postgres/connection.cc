#include "storage/postgres/connection.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <pqxx/pqxx>
#include <set>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "storage/postgres/context_token.h"
#include "storage/postgres/pg_errors.h"
#include "storage/postgres/status.h"

namespace arasha::storage {
namespace {

// Values of statement_timeout in use. A call that can wait 7 s runs under 10 s; its own deadline cancels
// it on time, and the setting is there for when the cancellation is lost.
constexpr std::array<int, 8> kTimeoutsMs = {100, 250, 1000, 2500, 5000, 10000, 30000, 60000};

// Statements kept prepared. List statements vary with filter and order; a client must not make us
// hold an unbounded number of plans.
constexpr size_t kMaxPrepared = 96;

constexpr int kAttempts = 3;

// How long a context may serve: longer than any clocks disagree, shorter than is useful to a thief. A
// statement that waits longer for its first row fails, and is told so.
constexpr absl::Duration kContextLife = absl::Seconds(30);

// What every session of ours needs, whatever the connection string says. Short time-outs, because a
// poor answer soon beats a good one late; JIT and parallel plans only cost at our sizes.
constexpr char kSessionSettings[] =
    " options='-c TimeZone=UTC -c DateStyle=ISO -c lock_timeout=5s -c idle_in_transaction_session_timeout=10s"
    " -c jit=off -c synchronous_commit=on -c plan_cache_mode=force_generic_plan'"
    " connect_timeout=3 tcp_user_timeout=5000 keepalives_idle=10 keepalives_interval=5 keepalives_count=3"
    " target_session_attrs=read-write client_encoding=UTF8";

absl::Status WithDetail(absl::Status status, absl::string_view detail) {
  status.SetPayload(kDetailPayload, absl::Cord(detail));
  return status;
}

// At most one: a statement is one read.
std::optional<std::string> ReadColumn(const pqxx::result& result) {
  for (pqxx::row::size_type i = 0; i < result.columns(); ++i) {
    if (absl::string_view(result.column_name(i)) != "read") continue;
    for (const auto& row : result) {
      if (!row[i].is_null()) return row[i].c_str();
    }
  }
  return std::nullopt;
}

// The one place where libpqxx 6 and 7 differ for us: how a run-time list of parameters is passed.
pqxx::result ExecPrepared(pqxx::transaction_base& transaction, const std::string& name,
                          const std::vector<const char*>& params) {
#if defined(PQXX_VERSION_MAJOR) && PQXX_VERSION_MAJOR >= 7
  pqxx::params all;
  for (const char* param : params) {
    if (param == nullptr) {
      all.append();
    } else {
      all.append(param);
    }
  }
  return transaction.exec_prepared(name, all);
#else
  return transaction.exec_prepared(name, pqxx::prepare::make_dynamic_params(params));
#endif
}

}  // namespace

class Connection::Session {
 public:
  Session(std::string conninfo, LeafHook on_leaf)
      : conninfo_(std::move(conninfo) + kSessionSettings), on_leaf_(std::move(on_leaf)) {}

  void BeginCall(uint64_t call_id, absl::Time deadline) {
    deadline_ = deadline;
    absl::MutexLock lock(&cancel_mutex_);
    call_id_ = call_id;
    cancelled_ = false;
  }

  void EndCall() {
    deadline_ = absl::InfiniteFuture();
    absl::MutexLock lock(&cancel_mutex_);
    call_id_ = 0;
    cancelled_ = false;  // What comes next is not of this call.
  }

  void Cancel(uint64_t call_id) {
    absl::MutexLock lock(&cancel_mutex_);
    if (call_id == 0 || call_id != call_id_) return;
    cancelled_ = true;
    if (!running_) return;
    try {
      connection_->cancel_query();
    } catch (const std::exception&) {
      // The statement then ends by statement_timeout.
    }
  }

  bool healthy() const { return healthy_; }
  absl::Time deadline() const { return deadline_; }

  template <typename Body>
  auto Retrying(Body body) -> absl::StatusOr<decltype(body())> {
    absl::Status status;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      if (Cancelled()) {
        return Refuse(absl::StatusCode::kCancelled, v1::ERROR_REASON_CANCELLED,
                      "the caller cancelled the call");
      }
      if (absl::Now() >= deadline_) return StatusOfSqlState("57014");
      try {
        Open();
        auto result = body();
        healthy_ = true;
        return result;
      } catch (const pqxx::broken_connection& e) {
        Drop();
        status = WithDetail(Unreachable(), e.what());
      } catch (const pqxx::in_doubt_error& e) {
        Drop();
        status = WithDetail(Unreachable(), e.what());
      } catch (const pqxx::sql_error& e) {
        // A connection that broke under its statement leaves no SQLSTATE.
        status =
            WithDetail(connection_->is_open() ? StatusOfSqlState(e.sqlstate()) : Unreachable(), e.what());
        if (absl::IsUnavailable(status)) Drop();
      } catch (const std::exception& e) {
        // Not PostgreSQL's word: an unreadable row or a bug. The connection's state is unknown.
        Drop();
        return WithDetail(StatusOfSqlState("XX000"), e.what());
      }
      if (Cancelled()) continue;
      if (!absl::IsUnavailable(status) && !absl::IsAborted(status)) return status;
      absl::SleepFor(absl::Milliseconds(5 << attempt));
    }
    return status;
  }

  pqxx::result Run(absl::string_view sql, const std::vector<Param>& params,
                   const AccessContext* access = nullptr) {
    // To prepare a statement may take as long as to run it, where somebody holds its tables.
    Running running(*this);
    SetTimeout();
    std::vector<const char*> values;
    values.reserve(params.size() + 1);
    // Made here and not by the caller, because a repeat on a new connection has another backend.
    std::string token;
    if (access != nullptr) {
      token =
          ContextToken(*access->key, access->labels,
                       std::min(access->valid_until, absl::Now() + kContextLife), connection_->backendpid());
      values.push_back(token.c_str());
    }
    for (const Param& param : params) values.push_back(param ? param->c_str() : nullptr);
    const std::string& name = Prepared(sql, access != nullptr);
    pqxx::result result;
    try {
      pqxx::nontransaction transaction(*connection_);
      result = ExecPrepared(transaction, name, values);
    } catch (const pqxx::unique_violation&) {
      // No statement of ours gives a number twice, unless somebody set back what gives them; and of two that
      // add what there may be one of, the later finds the other's when it runs anew.
      if (access == nullptr) throw;
      MendNumbers();
      pqxx::nontransaction transaction(*connection_);
      result = ExecPrepared(transaction, name, values);
    } catch (const pqxx::insufficient_privilege&) {
      if (access == nullptr) throw;
      // On some small tables PostgreSQL plans to look at a row that is to be changed before what sets the
      // context. The statement did nothing; with the context there first, any plan will do.
      pqxx::work transaction(*connection_);
      transaction.exec_params("SELECT set_config('arasha.context', $1, true)", token);
      result = ExecPrepared(transaction, name, values);
      transaction.commit();
    }
    if (on_leaf_ && access != nullptr) TellOfLeaf(result);
    return result;
  }

  pqxx::result RunScript(absl::string_view sql) {
    pqxx::work transaction(*connection_);
    pqxx::result result = transaction.exec(std::string(sql));
    transaction.commit();
    return result;
  }

 private:
  // Marks a statement as running, so that Cancel() touches the connection only while one is.
  class Running {
   public:
    explicit Running(Session& session) : session_(session) {
      absl::MutexLock lock(&session_.cancel_mutex_);
      session_.running_ = true;
    }
    ~Running() {
      absl::MutexLock lock(&session_.cancel_mutex_);
      session_.running_ = false;
    }

   private:
    Session& session_;
  };

  void MendNumbers() {
    pqxx::nontransaction transaction(*connection_);
    const pqxx::result mended = transaction.exec("SELECT mend_numbers() AS leaf");
    if (on_leaf_) TellOfLeaf(mended);
  }

  void TellOfLeaf(const pqxx::result& result) const {
    for (pqxx::row::size_type i = 0; i < result.columns(); ++i) {
      if (absl::string_view(result.column_name(i)) != "leaf") continue;
      for (const auto& row : result) {
        if (!row[i].is_null()) on_leaf_(row[i].c_str());
      }
    }
  }

  bool Cancelled() {
    absl::MutexLock lock(&cancel_mutex_);
    return cancelled_;
  }

  void Open() {
    if (connection_) return;
    prepared_.clear();
    timeout_ms_ = 0;
    connection_.emplace(conninfo_);
  }

  void Drop() {
    healthy_ = false;
    connection_.reset();
  }

  void SetTimeout() {
    const int64_t left_ms = deadline_ == absl::InfiniteFuture()
                                ? kTimeoutsMs.back()
                                : absl::ToInt64Milliseconds(deadline_ - absl::Now());
    int wanted = kTimeoutsMs.back();
    for (const int timeout : kTimeoutsMs) {
      if (timeout >= left_ms) {
        wanted = timeout;
        break;
      }
    }
    if (wanted == timeout_ms_) return;
    pqxx::nontransaction transaction(*connection_);
    transaction.exec(absl::StrCat("SET statement_timeout = ", wanted));
    timeout_ms_ = wanted;
  }

  // A text is run for callers, or without one, and not both ways.
  const std::string& Prepared(absl::string_view sql, bool for_caller) {
    auto found = prepared_.find(sql);
    if (found != prepared_.end()) return found->second;
    if (prepared_.size() >= kMaxPrepared) {
      connection_->unprepare(prepared_.begin()->second);
      prepared_.erase(prepared_.begin());
    }
    const std::string name = absl::StrCat("s", next_name_++);
    connection_->prepare(name, for_caller ? absl::StrCat(kCaller, "\n", sql) : std::string(sql));
    return prepared_.emplace(std::string(sql), name).first->second;
  }

  const std::string conninfo_;
  const LeafHook on_leaf_;
  std::optional<pqxx::connection> connection_;
  std::map<std::string, std::string, std::less<>> prepared_;
  int next_name_ = 0;
  int timeout_ms_ = 0;
  absl::Time deadline_ = absl::InfiniteFuture();
  bool healthy_ = false;

  absl::Mutex cancel_mutex_;
  uint64_t call_id_ ABSL_GUARDED_BY(cancel_mutex_) = 0;
  bool running_ ABSL_GUARDED_BY(cancel_mutex_) = false;
  bool cancelled_ ABSL_GUARDED_BY(cancel_mutex_) = false;
};

Connection::Connection(std::string conninfo, LeafHook on_leaf)
    : session_(std::make_unique<Session>(std::move(conninfo), std::move(on_leaf))) {}
Connection::~Connection() = default;

void Connection::BeginCall(uint64_t call_id, absl::Time deadline) { session_->BeginCall(call_id, deadline); }
void Connection::EndCall() { session_->EndCall(); }
void Connection::Cancel(uint64_t call_id) { session_->Cancel(call_id); }
bool Connection::healthy() const { return session_->healthy(); }
absl::Time Connection::deadline() const { return session_->deadline(); }

absl::StatusOr<pqxx::result> Connection::Execute(absl::string_view sql, const std::vector<Param>& params) {
  return session_->Retrying([&] { return session_->Run(sql, params); });
}

absl::StatusOr<pqxx::result> Connection::ExecuteAs(const AccessContext& access, absl::string_view sql,
                                                   const std::vector<Param>& params,
                                                   std::optional<std::string>* read) {
  absl::StatusOr<pqxx::result> result =
      session_->Retrying([&] { return session_->Run(sql, params, &access); });
  if (!result.ok()) return result;
  std::optional<std::string> told = ReadColumn(*result);
  if (read != nullptr) {
    *read = std::move(told);
  } else if (told) {
    return WithDetail(StatusOfSqlState("XX000"), "a read whose leaf nobody writes: it is not run by Read()");
  }
  return result;
}

absl::Status Connection::ExecuteScript(absl::string_view sql) {
  return session_->Retrying([&] { return session_->RunScript(sql); }).status();
}

}  // namespace arasha::storage
