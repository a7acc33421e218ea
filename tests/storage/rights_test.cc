// What could go wrong: whoever takes over the server, or its role in PostgreSQL, rewrites the timeline or
// the audit log, changes the schema or reads what it need not; the owner does so by mistake.
#include <gtest/gtest.h>

#include "absl/strings/cord.h"
#include "storage/postgres/pg_errors.h"
#include "tests/storage/cases.h"

namespace arasha::storage {
namespace {

class Rights : public CasesTest {
 protected:
  // The SQLSTATE with which a statement is refused; empty if it is not. Read by a block of PL/pgSQL, as
  // Connection keeps it to itself.
  static std::string Refusal(Connection& connection, const std::string& statement) {
    const absl::Status status = connection.ExecuteScript(
        "DO $do$ BEGIN " + statement +
        "; EXCEPTION WHEN OTHERS THEN RAISE EXCEPTION 'refused with %', SQLSTATE; END $do$");
    if (status.ok()) return "";
    const std::string words(status.GetPayload(kDetailPayload).value_or(absl::Cord("no detail")));
    const size_t at = words.find("refused with ");
    return at == std::string::npos ? words : words.substr(at + 13, 5);
  }
};

constexpr char kInsufficientPrivilege[] = "42501";

TEST_F(Rights, TheServerMayNeitherRewriteNorDropNorGrant) {
  Open(database().server(), Opening());
  for (const char* statement :
       {"UPDATE audit_leaf SET actor = 'staff/x'",
        "DELETE FROM audit_leaf",
        "TRUNCATE audit_leaf",
        "UPDATE audit_secret SET payload = ''",
        "DELETE FROM audit_secret",
        "TRUNCATE audit_secret",
        "UPDATE entry SET sealed = ''",
        "DELETE FROM entry",
        "TRUNCATE entry",
        "DELETE FROM case_file",
        "TRUNCATE case_file CASCADE",
        "DELETE FROM party",
        "DELETE FROM deadline",
        "DELETE FROM case_counter",
        "UPDATE request SET response = ''",
        "INSERT INTO mission VALUES ('XXX', 'x', 'x', 'x', 'XX', 'UTC', '{}')",
        "UPDATE mission SET name_en = 'x'",
        "INSERT INTO principal VALUES ('staff/x', '', true, '{}')",
        "UPDATE principal SET active = true",
        "INSERT INTO role_grant VALUES ('staff/a.omarova', 'head', '-')",
        "DELETE FROM role_grant",
        "DELETE FROM revoked_certificate",
        "INSERT INTO case_type VALUES ('a.b', 1, '')",
        "INSERT INTO calendar VALUES ('TR', 1, '')",
        "UPDATE server_key SET wrapped = ''",
        "PERFORM 1 FROM context_key",
        "UPDATE server_key SET wrapped = ''",
        "DELETE FROM data_key",
        "UPDATE data_key SET wrapped = ''",
        "INSERT INTO audit_leaf (leaf_hash, leaf_data, occurred_time, actor, action, decision) "
        "VALUES ('', '', now(), 'x', 'x', 'done')",
        "DELETE FROM audit_pending",
        "UPDATE audit_tile SET hashes = ''",
        "INSERT INTO schema_migration VALUES ('x')",
        "UPDATE directory_version SET version = 1",
        "INSERT INTO job (name, role) VALUES ('mine', 'arasha_server')",
        "UPDATE job SET role = 'arasha_server'",
        "DELETE FROM job",
        "CREATE TABLE mine (x int)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "DROP TABLE audit_leaf",
        "DROP TRIGGER append_only ON audit_leaf",
        "ALTER TABLE audit_leaf DISABLE TRIGGER ALL",
        "ALTER TABLE case_file ADD COLUMN x int",
        "CREATE ROLE mine",
        "COPY case_file TO PROGRAM 'cat'"}) {
    EXPECT_EQ(Refusal(database().server(), statement), kInsufficientPrivilege) << statement;
  }
}

TEST_F(Rights, TheOwnerIsKeptFromRewritingByMistake) {
  Open(database().server(), Opening());
  for (const char* statement :
       {"UPDATE audit_leaf SET actor = 'staff/x'", "DELETE FROM audit_leaf", "TRUNCATE audit_leaf CASCADE",
        "UPDATE audit_secret SET payload = ''", "TRUNCATE audit_secret", "UPDATE entry SET sealed = ''",
        "DELETE FROM entry", "TRUNCATE entry", "UPDATE case_type SET definition = ''",
        "DELETE FROM case_type", "UPDATE calendar SET definition = ''", "DELETE FROM calendar",
        "TRUNCATE case_type CASCADE"}) {
    EXPECT_EQ(Refusal(database().owner(), statement), kInsufficientPrivilege) << statement;
  }
}

TEST_F(Rights, LawfulErasureTakesTheSecretAndLeavesTheLeaf) {
  Open(database().server(), Opening());
  EXPECT_EQ(Refusal(database().owner(), "DELETE FROM audit_secret"), "");
  EXPECT_EQ(database().Value("SELECT count(*) FROM audit_leaf"), "1");
}

TEST_F(Rights, NobodyElseMayEnterTheSchema) {
  EXPECT_EQ(database().Value("SELECT has_schema_privilege('public', 'public', 'USAGE') OR "
                             "has_schema_privilege('public', 'public', 'CREATE')"),
            "f");
  EXPECT_EQ(database().Value("SELECT count(*) FROM pg_class WHERE relowner = 'arasha_server'::regrole"), "0");
  EXPECT_EQ(
      database().Value("SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls "
                       "FROM pg_roles WHERE rolname = 'arasha_server'"),
      "f");
}

}  // namespace
}  // namespace arasha::storage
