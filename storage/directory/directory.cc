#include "storage/directory/directory.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/postgres/json_text.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

constexpr absl::string_view kVersion = "SELECT version FROM directory_version";

// $1 context. One statement, so one snapshot: the version is that of what is read with it.
constexpr absl::string_view kDirectory = R"sql(
SELECT (SELECT version FROM directory_version),
       (SELECT coalesce(json_agg(m ORDER BY code), '[]') FROM mission m),
       (SELECT coalesce(json_agg(p), '[]') FROM principal p),
       (SELECT coalesce(json_agg(g), '[]') FROM role_grant g WHERE revoke_time IS NULL),
       (SELECT coalesce(json_agg(encode(fingerprint, 'hex')), '[]') FROM revoked_certificate),
       (SELECT coalesce(json_agg(definition ORDER BY id, version), '[]') FROM case_type),
       (SELECT coalesce(json_agg(json_build_array(g.uid, g.principal, g.mission, g.case_uid, g.break_glass,
                                                  g.expire_time)), '[]')
        FROM LATERAL (SELECT * FROM access_grant WHERE known AND revoke_time IS NULL AND expire_time > now()
                      OFFSET 0) g),
       (SELECT coalesce(json_agg(definition ORDER BY state, version), '[]') FROM calendar)
FROM caller)sql";

std::string Place(absl::string_view principal) { return absl::StrCat("principal/", principal); }

absl::Time Expiry(const json& value) { return ParseExpiryText(value.get_ref<const std::string&>()); }

}  // namespace

absl::StatusOr<int64_t> DirectoryVersion(Connection& connection) {
  auto result = connection.Execute(kVersion, {});
  if (!result.ok()) return result.status();
  return result->front()[0].as<int64_t>();
}

absl::StatusOr<DirectoryRows> ReadDirectory(Connection& connection, const ServerKeys& keys) {
  return Guarded([&]() -> absl::StatusOr<DirectoryRows> {
    auto result =
        connection.ExecuteAs({{"directory"}, absl::InfiniteFuture(), keys.context.key}, kDirectory, {});
    if (!result.ok()) return result.status();
    const pqxx::row row = result->front();
    DirectoryRows rows;
    rows.version = row[0].as<int64_t>();
    for (const json& m : ParseJsonText(row[1].c_str())) {
      MissionRow& mission = rows.missions.emplace_back();
      mission.code = m.at("code");
      mission.name.set_kk(m.at("name_kk").get<std::string>());
      mission.name.set_ru(m.at("name_ru").get<std::string>());
      mission.name.set_en(m.at("name_en").get<std::string>());
      mission.host_state = m.at("host_state");
      mission.time_zone = m.at("time_zone");
      mission.weekend = m.at("weekend").get<std::vector<int>>();
    }
    for (const json& p : ParseJsonText(row[2].c_str())) {
      const std::string name = p.at("name");
      rows.principals.push_back(
          {name, UnsealDisplayName(keys, name, p.at("sealed").get_ref<const std::string&>(), rows.damaged),
           p.at("active").get<bool>(), p.at("clearances").get<std::vector<std::string>>()});
    }
    for (const json& g : ParseJsonText(row[3].c_str())) {
      rows.grants.push_back({g.at("principal"), g.at("role"), g.at("mission"), Expiry(g.at("expire_time"))});
    }
    for (const json& f : ParseJsonText(row[4].c_str())) {
      rows.revoked_fingerprints.push_back(ParseBytesText("\\x" + f.get<std::string>()));
    }
    rows.case_type_definitions = ParseJsonText(row[5].c_str()).get<std::vector<std::string>>();
    for (const json& g : ParseJsonText(row[6].c_str())) {
      rows.case_grants.push_back({g.at(0), g.at(1), g.at(2), g.at(3), g.at(4).get<bool>(), Expiry(g.at(5))});
    }
    rows.calendar_definitions = ParseJsonText(row[7].c_str()).get<std::vector<std::string>>();
    return rows;
  });
}

std::string SealDisplayName(const ServerKeys& keys, const PrincipalRow& principal) {
  return BytesText(Vault::Seal(keys.register_key, Place(principal.name), principal.display_name));
}

std::string UnsealDisplayName(const ServerKeys& keys, absl::string_view principal, absl::string_view sealed,
                              DamagedRows& damaged) {
  auto name = Vault::Unseal({keys.register_key}, Place(principal), ParseBytesText(sealed));
  if (name.ok()) return *std::move(name);
  damaged.push_back(name.status());
  return kUnreadableText;
}

}  // namespace arasha::storage
