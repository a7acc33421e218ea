#include "tests/faults/checker.h"

#include <gtest/gtest.h>

#include <map>
#include <pqxx/pqxx>
#include <vector>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/cases/rows.h"
#include "storage/keys/case_keys.h"
#include "storage/keys/key_provider.h"
#include "storage/keys/vault.h"
#include "storage/postgres/connection.h"
#include "tests/support/log/logged_rows.h"

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
           storage::kKeysOfCase, ", c.uid, c.erase_time IS NOT NULL FROM ", table,
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
  // A server that came back gives warnings meanwhile: the log and the rows are to be of one moment.
  pqxx::connection holding(owner);
  pqxx::work still(holding);
  still.exec("LOCK TABLE warning IN SHARE MODE");
  storage::Connection reader(owner);
  support::ToldLog log = support::ReadToldLog(reader);
  for (const pqxx::row& row : transaction.exec("SELECT request_id, count(*) FROM request GROUP BY 1")) {
    EXPECT_EQ(row[1].as<int>(), 1) << row[0].c_str();
    EXPECT_EQ(log.requests[row[0].c_str()], 1) << "leaves of request " << row[0].c_str();
  }
  EXPECT_EQ(static_cast<int>(log.requests.size()), Number(transaction, "SELECT count(*) FROM request"));
  support::ExpectLogged(reader, log);
}

}  // namespace arasha::faults
