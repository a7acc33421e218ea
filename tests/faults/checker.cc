#include "tests/faults/checker.h"

#include <gtest/gtest.h>
#include <openssl/sha.h>

#include <map>
#include <pqxx/pqxx>
#include <tuple>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/key_provider.h"
#include "storage/rows.h"
#include "storage/vault.h"

namespace arasha::faults {
namespace {

// How often a text is there, and the uid of its row.
struct Found {
  int times = 0;
  std::string uid;
};
using Texts = std::map<std::string, Found>;

void Add(Texts& texts, const std::string& text, const std::string& uid) {
  Found& found = texts[text];
  ++found.times;
  found.uid = uid;
}

// Rows of a table that are sealed, as JSON, with the number and the keys of their case.
struct SealedRow {
  nlohmann::json row;
  std::string number;
  std::vector<storage::DataKey> keys;
};

std::vector<SealedRow> Sealed(pqxx::transaction_base& transaction, storage::Vault& vault,
                              const std::string& table, const std::string& condition) {
  std::vector<SealedRow> rows;
  for (const pqxx::row& row : transaction.exec(absl::StrCat(
           "SELECT row_to_json(t), format('%s-%s-%s', c.mission, c.year, to_char(c.serial, 'FM000000')), ",
           storage::kKeysOfCase, ", c.uid, c.erased_at IS NOT NULL FROM ", table,
           " AS t JOIN case_file c ON c.mission = t.mission AND c.uid = t.case_uid WHERE ", condition))) {
    auto keys =
        storage::ReadKeys(vault, nlohmann::json::parse(row[2].c_str()), row[3].c_str(), row[4].as<bool>());
    if (!keys.ok()) {
      ADD_FAILURE() << keys.status();
      continue;
    }
    rows.push_back({nlohmann::json::parse(row[0].c_str()), row[1].c_str(), *std::move(keys)});
  }
  return rows;
}

// One row as a leaf tells it: case, kind, key and version; and the commitment to its state.
using ObjectKey = std::tuple<std::string, std::string, std::string, int>;
struct Object {
  int leaves = 0;
  std::string state_hash;
};

int Integer(absl::string_view bytes) {
  uint32_t value = 0;
  for (const char byte : bytes) value = (value << 8) | static_cast<unsigned char>(byte);
  return static_cast<int>(value);
}

// Takes one row off the front, in PostgreSQL's binary form; see storage/migrations/0002_audit.sql. Nulls
// become empty.
std::vector<std::string> TakeRow(absl::string_view& data) {
  const auto take = [&](size_t size) {
    const absl::string_view bytes = data.substr(0, size);
    EXPECT_EQ(bytes.size(), size) << "a leaf's data ends within a field";
    data.remove_prefix(bytes.size());
    return bytes;
  };
  std::vector<std::string> fields(static_cast<size_t>(Integer(take(4))) & 0xFF);
  for (std::string& field : fields) {
    take(4);  // the type's OID
    const int size = Integer(take(4));
    if (size > 0) field = std::string(take(static_cast<size_t>(size)));
  }
  return fields;
}

std::string Uuid(const std::string& bytes) {
  const std::string hex = absl::BytesToHexString(bytes);
  if (hex.size() != 32) return hex;
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-", hex.substr(16, 4),
                      "-", hex.substr(20));
}

struct Log {
  std::map<std::string, int> requests;  // leaves by request_id
  std::map<ObjectKey, Object> objects;
};

Log ReadLog(pqxx::transaction_base& transaction) {
  Log log;
  for (const pqxx::row& row :
       transaction.exec("SELECT encode(leaf_data, 'hex') FROM audit_leaf WHERE decision = 'done'")) {
    const std::string data = absl::HexStringToBytes(row[0].c_str());
    absl::string_view rest = absl::string_view(data).substr(1);
    const std::vector<std::string> fields = TakeRow(rest);
    EXPECT_TRUE(rest.empty());
    if (fields.size() != 14) {
      ADD_FAILURE() << "a leaf has " << fields.size() << " fields";
      continue;
    }
    const std::string case_uid = Uuid(fields[8]);
    const std::string request_id = Uuid(fields[9]);
    if (!request_id.empty()) ++log.requests[request_id];
    for (absl::string_view objects = fields[12]; !objects.empty();) {
      const std::vector<std::string> object = TakeRow(objects);
      if (object.size() != 4) {
        ADD_FAILURE() << "an object has " << object.size() << " fields";
        break;
      }
      // Leaves of cases tell of these, which are no case's.
      const bool of_case = object[0] != "counter" && object[0] != "request";
      Object& known = log.objects[{of_case ? case_uid : "", object[0], object[1], Integer(object[2])}];
      ++known.leaves;
      known.state_hash = object[3];
    }
  }
  return log;
}

std::string Sha256(const std::string& bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

constexpr char kLoggedRows[] = R"sql(
SELECT uid::text, 'case', uid::text, version, encode(audit_state(c), 'hex') FROM case_file c UNION ALL
SELECT case_uid::text, 'party', uid::text, version, encode(audit_state(p), 'hex') FROM party p UNION ALL
SELECT case_uid::text, 'deadline', rule, version, encode(audit_state(d), 'hex') FROM deadline d UNION ALL
SELECT case_uid::text, 'entry', uid::text, 1, encode(audit_state(e), 'hex') FROM entry e UNION ALL
SELECT case_uid::text, 'approval', uid::text, version, encode(audit_state(a), 'hex') FROM approval a UNION ALL
SELECT case_uid::text, 'grant', uid::text, version, encode(audit_state(g), 'hex') FROM access_grant g UNION ALL
SELECT '', 'mission', code, version, encode(audit_state(m), 'hex') FROM mission m UNION ALL
SELECT '', 'principal', name, version, encode(audit_state(p), 'hex') FROM principal p UNION ALL
SELECT '', 'role', audit_key(g), version, encode(audit_state(g), 'hex') FROM role_grant g UNION ALL
SELECT '', 'certificate', audit_key(r), 1, encode(audit_state(r), 'hex') FROM revoked_certificate r UNION ALL
SELECT '', 'case_type', audit_key(t), 1, encode(audit_state(t), 'hex') FROM case_type t UNION ALL
SELECT case_uid::text, 'data_key', audit_key(k), version, encode(audit_state(k), 'hex') FROM data_key k UNION ALL
SELECT case_uid::text, 'index', source::text, version, encode(audit_state(i), 'hex') FROM case_index i UNION ALL
SELECT '', 'counter', audit_key(n), last, encode(audit_state(n), 'hex') FROM case_counter n UNION ALL
SELECT '', 'server_key', name, version, encode(audit_state(k), 'hex') FROM server_key k UNION ALL
SELECT '', 'context_key', 'context', 1, encode(audit_state(k), 'hex') FROM context_key k UNION ALL
SELECT '', 'request', audit_key(r), 1, encode(audit_state(r), 'hex') FROM request r
)sql";

// Every version up to the row's own has one leaf; the last commits to the row as it stands.
void ExpectLogged(pqxx::transaction_base& transaction, Log& log) {
  size_t versions = 0;
  for (const pqxx::row& row : transaction.exec(kLoggedRows)) {
    const int last = row[3].as<int>();
    for (int version = 1; version <= last; ++version) {
      const Object& object = log.objects[{row[0].c_str(), row[1].c_str(), row[2].c_str(), version}];
      ++versions;
      EXPECT_EQ(object.leaves, 1) << row[1].c_str() << " " << row[2].c_str() << " version " << version;
      if (version == last) {
        EXPECT_EQ(object.state_hash, Sha256(absl::HexStringToBytes(row[4].c_str())))
            << row[1].c_str() << " " << row[2].c_str() << " is not what the log committed to";
      }
    }
  }
  EXPECT_EQ(log.objects.size(), versions) << "the log tells of rows that are not there";
}

int Number(pqxx::transaction_base& transaction, const std::string& sql) {
  return transaction.exec(sql)[0][0].as<int>();
}

}  // namespace

void ExpectWritten(const std::string& owner, const std::string& keys, const std::vector<Write>& writes) {
  pqxx::connection connection(owner);
  pqxx::nontransaction transaction(connection);
  const auto provider = storage::OpenKeyFiles(keys, "kek-1");
  ASSERT_TRUE(provider.ok()) << provider.status();
  storage::Vault vault(**provider);
  std::map<Write::Kind, Texts> rows;
  storage::DamagedRows damaged;
  for (const SealedRow& sealed : Sealed(transaction, vault, "entry", "t.kind = 1")) {
    Add(rows[Write::Kind::kNote], storage::ReadEntry(sealed.row, sealed.number, sealed.keys, damaged).text(),
        sealed.row.at("uid"));
  }
  for (const SealedRow& sealed : Sealed(transaction, vault, "party", "t.role = 4")) {
    Add(rows[Write::Kind::kParty], storage::ReadPartyName(sealed.row, sealed.keys, damaged),
        sealed.row.at("uid"));
  }
  // By its resource name's end, IST-2026-000001.
  for (const SealedRow& sealed : Sealed(transaction, vault, "party", "t.role = 2")) {
    Add(rows[Write::Kind::kOpen], storage::ReadPartyName(sealed.row, sealed.keys, damaged), sealed.number);
  }
  EXPECT_TRUE(damaged.empty()) << damaged.front();
  // An update's text is overwritten by the next; that it happened is told by its request.
  for (const pqxx::row& row :
       transaction.exec("SELECT request_id FROM request WHERE method = 'UpdateCase'")) {
    Add(rows[Write::Kind::kUpdate], absl::StrCat("token ", row[0].c_str()), row[0].c_str());
  }
  int acknowledged = 0;
  for (const Write& write : writes) {
    acknowledged += write.acknowledged ? 1 : 0;
    const Found& found = rows[write.kind][write.token];
    if (!write.acknowledged) {
      EXPECT_LE(found.times, 1) << write.token;
      continue;
    }
    EXPECT_EQ(found.times, 1) << write.token;
    if (write.kind == Write::Kind::kUpdate) continue;
    const std::string& name = write.kind == Write::Kind::kOpen ? write.case_name : write.resource;
    EXPECT_EQ(name.substr(name.rfind('/') + 1), found.uid) << "the answer named another row: " << write.token;
  }
  EXPECT_GT(acknowledged, 0);
}

void ExpectWhole(const std::string& owner) {
  pqxx::connection connection(owner);
  pqxx::nontransaction transaction(connection);
  EXPECT_EQ(Number(transaction,
                   "SELECT count(*) FROM audit_leaf WHERE leaf_hash <> sha256('\\x00'::bytea || leaf_data)"),
            0);
  EXPECT_EQ(Number(transaction,
                   "SELECT count(*) FROM audit_leaf LEFT JOIN audit_secret USING (leaf_id) "
                   "WHERE salt IS NULL"),
            0);
  EXPECT_EQ(Number(transaction,
                   "SELECT count(*) FROM (SELECT mission, year, count(*) AS cases, min(serial) AS first, "
                   "max(serial) AS last FROM case_file GROUP BY 1, 2) AS c "
                   "FULL JOIN case_counter AS n USING (mission, year) "
                   "WHERE (c.cases, c.first, c.last) IS DISTINCT FROM (n.last::bigint, 1, n.last)"),
            0)
      << "case numbers have gaps";
  Log log = ReadLog(transaction);
  for (const pqxx::row& row : transaction.exec("SELECT request_id, count(*) FROM request GROUP BY 1")) {
    EXPECT_EQ(row[1].as<int>(), 1) << row[0].c_str();
    EXPECT_EQ(log.requests[row[0].c_str()], 1) << "leaves of request " << row[0].c_str();
  }
  EXPECT_EQ(static_cast<int>(log.requests.size()), Number(transaction, "SELECT count(*) FROM request"));
  ExpectLogged(transaction, log);
}

}  // namespace arasha::faults
