#include "storage/log/server_keys.h"

#include <array>
#include <memory>
#include <pqxx/pqxx>
#include <utility>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "storage/log/audit.h"
#include "storage/postgres/context_token.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

struct Named {
  absl::string_view name;
  DataKey ServerKeys::*key;
};
constexpr std::array<Named, 6> kNames = {{{"register", &ServerKeys::register_key},
                                          {"payload", &ServerKeys::payload},
                                          {"blind_index", &ServerKeys::blind_index},
                                          {"search", &ServerKeys::search},
                                          {"context", &ServerKeys::context},
                                          {"page_token", &ServerKeys::page_token}}};

constexpr absl::string_view kRead = "SELECT name, kek, wrapped FROM server_key";

// $1 names, $2 kek, $3 wrapped, $4 and $5 the context key's pads, $6 leaf_head. There is no context yet to
// append the leaf in. Of two that run this at once the second waits for the first and then makes nothing.
constexpr absl::string_view kMake = R"sql(
WITH made AS (
  INSERT INTO server_key AS k (name, kek, wrapped)
  SELECT * FROM unnest($1::text[], $2::text[], $3::bytea[])
  ON CONFLICT DO NOTHING RETURNING name, audit_object(k) AS object
), dropped AS (
  DELETE FROM context_key WHERE EXISTS (SELECT 1 FROM made WHERE name = 'context')
), padded AS (
  INSERT INTO context_key AS k (inner_pad, outer_pad)
  SELECT $4::bytea, $5::bytea WHERE EXISTS (SELECT 1 FROM made WHERE name = 'context')
  RETURNING audit_object(k) AS object
), objects AS (
  SELECT object FROM made UNION ALL SELECT object FROM padded
)
SELECT (SELECT count(*) FROM made),
       (SELECT audit_insert($6::leaf_head, 'done', NULL, NULL, NULL, string_agg(object, ''::bytea ORDER BY object), ''::bytea)
        FROM objects HAVING count(*) > 0))sql";

// Those that are stored; the others are left empty.
absl::StatusOr<ServerKeys> ReadStored(Connection& connection, Vault& vault) {
  const auto rows = connection.Execute(kRead, {});
  if (!rows.ok()) return rows.status();
  ServerKeys keys;
  for (const auto& row : *rows) {
    for (const auto& [name, key] : kNames) {
      if (row[0].c_str() != name) continue;
      auto opened = vault.Open(ServerKeyUid(name), row[1].c_str(), ParseBytesText(row[2].c_str()));
      if (!opened.ok()) {
        absl::Status failed = opened.status();
        const std::string detail(failed.GetPayload(kDetailPayload).value_or(absl::Cord()));
        failed.SetPayload(kDetailPayload, absl::Cord(absl::StrCat("server key ", name, ": ", detail)));
        return failed;
      }
      keys.*key = *std::move(opened);
    }
  }
  return keys;
}

}  // namespace

std::string ServerKeyUid(absl::string_view name) {
  std::string hex = absl::BytesToHexString(Sha256(absl::StrCat("server_key/", name))).substr(0, 32);
  hex[12] = '8';  // RFC 9562: version 8, made as its maker pleases, and the variant
  hex[16] = '8';
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-", hex.substr(16, 4),
                      "-", hex.substr(20));
}

absl::StatusOr<ServerKeys> ReadServerKeys(Connection& connection, Vault& vault) {
  return Guarded([&]() -> absl::StatusOr<ServerKeys> {
    auto keys = ReadStored(connection, vault);
    if (!keys.ok()) return keys.status();
    std::vector<absl::string_view> missing;
    for (const auto& [name, key] : kNames) {
      if (((*keys).*key).key == nullptr) missing.push_back(name);
    }
    if (!missing.empty()) {
      return absl::FailedPreconditionError(absl::StrCat("the database has no server key ",
                                                        absl::StrJoin(missing, ", "),
                                                        "; run `arashad keys init` as the database's owner"));
    }
    return keys;
  });
}

absl::Status TryContext(Connection& connection, const ServerKeys& keys) {
  return connection
      .ExecuteAs({{"directory"}, absl::InfiniteFuture(), keys.context.key},
                 "\nSELECT access_labels() FROM caller WHERE known", {})
      .status();
}

absl::StatusOr<int> MakeServerKeys(Connection& owner, Vault& vault) {
  return Guarded([&]() -> absl::StatusOr<int> {
    auto keys = ReadStored(owner, vault);
    if (!keys.ok()) return keys.status();
    std::vector<std::string> names;
    std::vector<std::string> keks;
    std::vector<std::string> wrapped;
    HmacPads pads;
    for (const auto& [name, key] : kNames) {
      if (((*keys).*key).key != nullptr) continue;
      const auto made = vault.NewKey(ServerKeyUid(name));
      if (!made.ok()) return made.status();
      (*keys).*key = *made;
      names.emplace_back(name);
      keks.push_back(made->kek);
      wrapped.push_back(BytesText(made->wrapped));
      if (name == "context") pads = HmacPadsOf(*made->key);
    }
    if (names.empty()) return 0;
    const AuditContext context{.now = absl::Now(),
                               .instance = "operator",
                               .actor = "operator",
                               .certificate = {},
                               .action = "InitKeys",
                               .payload = absl::StrJoin(names, ", "),
                               .access = {},
                               .server_keys = std::make_shared<const ServerKeys>(*std::move(keys))};
    const auto result =
        owner.Execute(kMake, {ArrayText(names), ArrayText(keks), ArrayText(wrapped), BytesText(pads.inner),
                              BytesText(pads.outer), LeafHead(context)});
    if (!result.ok()) return result.status();
    return result->front()[0].as<int>();
  });
}

}  // namespace arasha::storage
