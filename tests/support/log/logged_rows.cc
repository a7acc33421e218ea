#include "tests/support/log/logged_rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <pqxx/pqxx>
#include <set>

#include "absl/algorithm/container.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "services/rules/log/role_actions.h"
#include "storage/log/audited_tables.h"

namespace arasha::support {
namespace {

// Every row that the log accounts for, as leaves call it. What wrote it must be younger than the database
// itself.
std::string WrittenRows() {
  std::vector<std::string> tables;
  for (const storage::AuditedTable& table : storage::kAuditedTables) {
    tables.push_back(absl::StrCat(
        "SELECT to_jsonb(t) ->> '", table.name == "case_file" ? "uid" : "case_uid",
        "' AS case_uid, audit_object(t) AS object, audit_state(t) AS state, xmin FROM ", table.name, " t"));
  }
  return absl::StrCat("SELECT case_uid, encode(object, 'hex'), encode(sha256(state), 'hex') FROM (",
                      absl::StrJoin(tables, " UNION ALL "),
                      ") AS written WHERE xmin::text::bigint > "
                      "(SELECT xmin::text::bigint FROM pg_database WHERE datname = current_database())");
}

// Kinds of rows that are no case's, though leaves of cases tell of them, or whose key names the case already.
bool IsOfNoCase(const std::string& kind) {
  static const std::set<std::string> kinds = {"counter", "data_key", "request"};
  return kinds.contains(kind);
}

// The first bytes of `data`, which it loses.
absl::string_view Take(absl::string_view& data, size_t size) {
  const absl::string_view bytes = data.substr(0, size);
  EXPECT_EQ(bytes.size(), size) << "a leaf's data ends within a field";
  data.remove_prefix(bytes.size());
  return bytes;
}

int TakeInteger(absl::string_view& data) {
  uint32_t value = 0;
  for (const char byte : Take(data, 4)) value = (value << 8) | static_cast<unsigned char>(byte);
  return static_cast<int>(value);
}

// Takes one row off the front, in PostgreSQL's binary form; see storage/migrations/0002_audit.sql. Nulls
// become empty.
std::vector<std::string> TakeRow(absl::string_view& data) {
  std::vector<std::string> fields(static_cast<size_t>(TakeInteger(data)) & 0xFF);
  for (std::string& field : fields) {
    TakeInteger(data);  // the type's OID
    const int size = TakeInteger(data);
    if (size > 0) field = std::string(Take(data, static_cast<size_t>(size)));
  }
  return fields;
}

std::string Uuid(const std::string& bytes) {
  const std::string hex = absl::BytesToHexString(bytes);
  if (hex.size() != 32) return hex;
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-", hex.substr(16, 4),
                      "-", hex.substr(20));
}

// As leaves say it of a row that was deleted.
const std::string& HashOfNothing() {
  static const std::string hash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  return hash;
}

std::string Called(const ToldLog::Row& row) {
  const auto& [case_uid, kind, key] = row;
  return absl::StrCat(kind, " ", key, case_uid.empty() ? "" : " of case ", case_uid);
}

pqxx::result Read(storage::Connection& owner, const std::string& sql) {
  auto result = owner.Execute(sql, {});
  if (result.ok()) return *std::move(result);
  ADD_FAILURE() << result.status();
  return {};
}

}  // namespace

ToldLog ReadToldLog(storage::Connection& owner) {
  ToldLog told;
  for (const pqxx::row& row : Read(owner,
                                   "SELECT encode(leaf_data, 'hex') FROM audit_leaf WHERE decision = 'done' "
                                   "ORDER BY leaf_id")) {
    const std::string data = absl::HexStringToBytes(row[0].c_str());
    absl::string_view rest = data;
    Take(rest, 1);  // the version of the form
    const std::vector<std::string> fields = TakeRow(rest);
    EXPECT_TRUE(rest.empty());
    if (fields.size() != 14) {
      ADD_FAILURE() << "a leaf has " << fields.size() << " fields";
      continue;
    }
    const std::string case_uid = Uuid(fields[8]);
    if (!fields[9].empty()) ++told.requests[Uuid(fields[9])];
    told.deeds.push_back({fields[3], fields[5], fields[7], !fields[10].empty()});
    for (absl::string_view objects = fields[12]; !objects.empty();) {
      const std::vector<std::string> object = TakeRow(objects);
      if (object.size() != 4) {
        ADD_FAILURE() << "an object has " << object.size() << " fields";
        break;
      }
      absl::string_view version = object[2];
      told.rows[{IsOfNoCase(object[0]) ? "" : case_uid, object[0], object[1]}][TakeInteger(version)]
          .push_back(absl::BytesToHexString(object[3]));
    }
  }
  return told;
}

namespace {

void ExpectAllowed(storage::Connection& owner, const ToldLog& told) {
  std::map<std::string, std::vector<std::pair<std::string, std::string>>> held;  // roles and missions
  for (const pqxx::row& row : Read(owner, "SELECT principal, role, mission FROM role_grant")) {
    held[row[0].c_str()].emplace_back(row[1].c_str(), row[2].c_str());
  }
  for (const ToldLog::Deed& deed : told.deeds) {
    const auto [roles, anywhere] = rules::log::AllowanceOf(deed.action);
    if (roles.empty() || deed.by_grant || !held.contains(deed.actor)) continue;
    const auto& of_actor = held.at(deed.actor);
    EXPECT_TRUE(std::any_of(of_actor.begin(), of_actor.end(),
                            [&](const auto& role) {
                              return absl::c_linear_search(roles, role.first) &&
                                     (anywhere || role.second == "-" || deed.mission.empty() ||
                                      role.second == deed.mission);
                            }))
        << deed.actor << " is accused of " << deed.action << " at " << deed.mission << " without a role";
  }
}

}  // namespace

void ExpectLogged(storage::Connection& owner, const ToldLog& told) {
  ExpectAllowed(owner, told);
  std::set<ToldLog::Row> there;
  for (const pqxx::row& row : Read(owner, WrittenRows())) {
    const std::string bytes = absl::HexStringToBytes(row[1].c_str());
    absl::string_view data = bytes;
    const std::vector<std::string> object = TakeRow(data);
    absl::string_view version = object.at(2);
    const ToldLog::Row name{IsOfNoCase(object[0]) ? "" : row[0].as<std::string>(""), object[0], object[1]};
    there.insert(name);
    const auto found = told.rows.find(name);
    if (found == told.rows.end()) {
      ADD_FAILURE() << Called(name) << ": no leaf tells of it";
      continue;
    }
    const auto& [last, states] = *found->second.rbegin();
    EXPECT_EQ(TakeInteger(version), last) << Called(name) << ": its version beside that of its last leaf";
    EXPECT_EQ(row[2].c_str(), states.back()) << Called(name) << " is not what its last leaf says";
  }
  for (const auto& [name, versions] : told.rows) {
    EXPECT_TRUE(there.contains(name) || versions.rbegin()->second.back() == HashOfNothing())
        << Called(name) << ": a leaf tells of it, and it is not there";
    // The first versions of what is no case's may be a template's.
    int next = std::get<0>(name).empty() ? versions.begin()->first : 1;
    for (const auto& [version, leaves] : versions) {
      EXPECT_EQ(version, next++) << Called(name) << ": a version without a leaf";
      EXPECT_EQ(leaves.size(), 1U) << Called(name) << ": leaves of version " << version;
    }
  }
}

}  // namespace arasha::support
