#include "storage/directory.h"

#include <pqxx/pqxx>

#include "nlohmann/json.hpp"
#include "storage/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

constexpr absl::string_view kVersion = "SELECT version FROM directory_version";

// One statement, so one snapshot: the version is that of what is read with it.
constexpr absl::string_view kDirectory = R"sql(
SELECT (SELECT version FROM directory_version),
       (SELECT coalesce(json_agg(m ORDER BY code), '[]') FROM mission m),
       (SELECT coalesce(json_agg(p), '[]') FROM principal p),
       (SELECT coalesce(json_agg(g), '[]') FROM role_grant g),
       (SELECT coalesce(json_agg(encode(fingerprint, 'hex')), '[]') FROM revoked_certificate),
       (SELECT coalesce(json_agg(definition ORDER BY id, version), '[]') FROM case_type),
       (SELECT value FROM server_secret WHERE name = 'page_token'))sql";

}  // namespace

absl::StatusOr<int64_t> DirectoryVersion(Connection& connection) {
  auto result = connection.Execute(kVersion, {});
  if (!result.ok()) return result.status();
  return result->front()[0].as<int64_t>();
}

absl::StatusOr<DirectoryRows> ReadDirectory(Connection& connection) {
  return Guarded([&]() -> absl::StatusOr<DirectoryRows> {
    auto result = connection.Execute(kDirectory, {});
    if (!result.ok()) return result.status();
    const pqxx::row row = result->front();
    DirectoryRows rows;
    rows.version = row[0].as<int64_t>();
    for (const json& m : json::parse(row[1].c_str())) {
      rows.missions.push_back({m.at("code"), m.at("name"), m.at("host_state"), m.at("time_zone"),
                               m.at("weekend").get<std::vector<int>>()});
    }
    for (const json& p : json::parse(row[2].c_str())) {
      rows.principals.push_back({p.at("name"), p.at("display_name"), p.at("active").get<bool>()});
    }
    for (const json& g : json::parse(row[3].c_str())) {
      rows.grants.push_back({g.at("principal"), g.at("role"), g.at("mission")});
    }
    for (const json& f : json::parse(row[4].c_str())) {
      rows.revoked_fingerprints.push_back(ParseBytesText("\\x" + f.get<std::string>()));
    }
    rows.case_type_definitions = json::parse(row[5].c_str()).get<std::vector<std::string>>();
    rows.page_token_key = ParseBytesText(row[6].c_str());
    return rows;
  });
}

}  // namespace arasha::storage
