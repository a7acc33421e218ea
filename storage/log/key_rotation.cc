#include "storage/log/key_rotation.h"

#include <optional>
#include <pqxx/pqxx>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/log/server_keys.h"
#include "storage/log/write_statement.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

// Keys read, wrapped and stored at a time: a fraction of a second with a token on the network, and what is
// done again after a kill.
constexpr int kBatch = 200;

constexpr absl::string_view kCount = R"sql(
SELECT kek, count(*) FILTER (WHERE of_case), count(*) FILTER (WHERE NOT of_case)
FROM (SELECT kek, true AS of_case FROM data_key UNION ALL SELECT kek, false FROM server_key) k
GROUP BY kek ORDER BY kek)sql";

constexpr absl::string_view kFound = R"sql(
SELECT (SELECT count(*) FROM data_key WHERE kek <> $1) + (SELECT count(*) FROM server_key WHERE kek <> $1))sql";

constexpr absl::string_view kServerKeys = "SELECT name, kek, wrapped FROM server_key WHERE kek <> $1";

// How many keys were `stored`, and a leaf if there are any.
std::string Stored(const WriteStatement& statement) {
  return statement.LeafAlone({.from = "(SELECT 1 FROM stored LIMIT 1) AS any_stored", .about = "NULL, NULL"},
                             "(SELECT count(*) FROM stored),");
}

// $3 name, $4 kek, $5 wrapped, $6 as it was. The old bytes in the condition: of two runs the slower changes
// nothing, and a key that was destroyed meanwhile stays so.
const std::string& StoreServerKeySql() {
  static const std::string sql = Stored(WriteStatement().Update(
      "stored", kServerKeyTable, "kek = $4::text, wrapped = $5::bytea, version = k.version + 1",
      "caller WHERE known AND k.name = $3::text AND k.wrapped = $6::bytea"));
  return sql;
}

// $2, $3, $4: the last key looked at, so that a run passes over the table once, whatever it cannot unwrap.
constexpr absl::string_view kBatchOfDataKeys = R"sql(
SELECT mission, case_uid, uid, kek, wrapped FROM data_key
WHERE kek <> $1 AND (mission, case_uid, uid) > ($2, $3::uuid, $4::uuid)
ORDER BY mission, case_uid, uid LIMIT $5::integer)sql";

// $3 missions, $4 cases, $5 uids, $6 as they were, $7 kek, $8 wrapped. In the order
// of the primary key, so that two runs wait for each other instead of deadlocking.
const std::string& StoreDataKeysSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement
        .Step("anew", R"sql(
  SELECT a.* FROM caller, unnest($3::text[], $4::uuid[], $5::uuid[], $6::bytea[], $7::text[], $8::bytea[])
    AS a (mission, case_uid, uid, old, kek, wrapped) WHERE known)sql")
        .Step("held", R"sql(
  SELECT k.mission, k.case_uid, k.uid, a.kek, a.wrapped
  FROM data_key k JOIN anew a USING (mission, case_uid, uid)
  WHERE k.wrapped = a.old
  ORDER BY mission, case_uid, uid FOR UPDATE OF k)sql")
        .Update("stored", kDataKeyTable, "kek = h.kek, wrapped = h.wrapped, version = k.version + 1",
                "held h WHERE (k.mission, k.case_uid, k.uid) = (h.mission, h.case_uid, h.uid)");
    return Stored(statement);
  }();
  return sql;
}

constexpr char kNoUid[] = "00000000-0000-0000-0000-000000000000";

// One run.
class Run {
 public:
  Run(Connection& owner, const AuditContext& context, const std::function<void(const Rotation&)>& progress)
      : owner_(owner),
        context_(context),
        vault_(context.sealing->vault),
        progress_(progress),
        current_(vault_.current_kek()) {}

  absl::StatusOr<Rotation> Do() {
    const auto found = owner_.Execute(kFound, {current_});
    if (!found.ok()) return found.status();
    rotation_.found = found->front()[0].as<int64_t>();
    if (absl::Status status = RotateServerKeys(); !status.ok()) return status;
    if (absl::Status status = RotateDataKeys(); !status.ok()) return status;
    return rotation_;
  }

 private:
  // Wraps one key anew. Counts it as damaged, and gives nothing, if it does not unwrap.
  absl::StatusOr<std::optional<KeyProvider::Wrapped>> Rewrap(absl::string_view uid, absl::string_view kek,
                                                             absl::string_view wrapped) {
    auto anew = vault_.Rewrap(uid, kek, wrapped);
    if (anew.ok()) return *std::move(anew);
    if (!absl::IsDataLoss(anew.status())) return anew.status();
    ++rotation_.damaged;
    return std::nullopt;
  }

  // Stores some keys, and counts those that were stored. `params` begin at $3.
  absl::Status Store(absl::string_view statement, std::vector<Param> params) {
    params.insert(params.begin(), LeafHead(context_));
    const auto stored = owner_.ExecuteAs(context_.access, statement, params);
    if (!stored.ok()) return stored.status();
    rotation_.rewrapped += stored->front()[0].as<int64_t>();
    return absl::OkStatus();
  }

  absl::Status RotateServerKeys() {
    const auto rows = owner_.Execute(kServerKeys, {current_});
    if (!rows.ok()) return rows.status();
    for (const auto& row : *rows) {
      const std::string name = row[0].c_str();
      const std::string old = row[2].c_str();
      const auto anew = Rewrap(ServerKeyUid(name), row[1].c_str(), ParseBytesText(old));
      if (!anew.ok()) return anew.status();
      if (!*anew) continue;
      const absl::Status stored =
          Store(StoreServerKeySql(), {name, (*anew)->kek, BytesText((*anew)->bytes), old});
      if (!stored.ok()) return stored;
    }
    if (!rows->empty()) progress_(rotation_);
    return absl::OkStatus();
  }

  absl::Status RotateDataKeys() {
    std::vector<Param> last = {"", kNoUid, kNoUid};
    while (true) {
      const auto rows =
          owner_.Execute(kBatchOfDataKeys, {current_, last[0], last[1], last[2], absl::StrCat(kBatch)});
      if (!rows.ok()) return rows.status();
      if (rows->empty()) return absl::OkStatus();
      std::vector<std::vector<std::string>> columns(6);
      for (const auto& row : *rows) {
        const std::string uid = row[2].c_str();
        const std::string old = row[4].c_str();
        last = {row[0].c_str(), row[1].c_str(), uid};
        const auto anew = Rewrap(uid, row[3].c_str(), ParseBytesText(old));
        if (!anew.ok()) return anew.status();
        if (!*anew) continue;
        const std::vector<std::string> values = {row[0].c_str(), row[1].c_str(),           uid, old,
                                                 (*anew)->kek,   BytesText((*anew)->bytes)};
        for (size_t i = 0; i < values.size(); ++i) columns[i].push_back(values[i]);
      }
      std::vector<Param> params;
      for (const std::vector<std::string>& column : columns) params.push_back(ArrayText(column));
      if (const absl::Status stored = Store(StoreDataKeysSql(), std::move(params)); !stored.ok())
        return stored;
      progress_(rotation_);
    }
  }

  Connection& owner_;
  const AuditContext& context_;
  Vault& vault_;
  const std::function<void(const Rotation&)>& progress_;
  const std::string current_;
  Rotation rotation_;
};

}  // namespace

absl::StatusOr<std::vector<KekUse>> CountKeysByKek(Connection& owner) {
  const auto rows = owner.Execute(kCount, {});
  if (!rows.ok()) return rows.status();
  std::vector<KekUse> uses;
  for (const auto& row : *rows) uses.push_back({row[0].c_str(), row[1].as<int64_t>(), row[2].as<int64_t>()});
  return uses;
}

absl::StatusOr<Rotation> RotateKeys(Connection& owner, const AuditContext& context,
                                    const std::function<void(const Rotation&)>& progress) {
  return Guarded([&] { return Run(owner, context, progress).Do(); });
}

}  // namespace arasha::storage
