// What could go wrong: the database's administrator gives somebody a right for a while, or writes in
// somebody's name, takes all traces back, and what was done meanwhile passes for lawful; or why somebody got
// access is emptied, and that passes for erasure.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/tamper/tamper_fixture.h"

namespace arasha::tamper {
namespace {

using faults::ServerProcess;
using testing::HasSubstr;

// A role, with a leaf in an administrator's name that waits for a server to sign it: all that the database
// knows of how leaves are made.
constexpr char kForge[] = R"sql(
WITH given AS (
  INSERT INTO role_grant AS r VALUES ('staff/a.omarova', 'head', '-') RETURNING audit_object(r) AS object
), made AS (
  SELECT '\x01'::bytea || record_send(ROW(
    gen_random_uuid(), now(), 'arashad'::text, 'staff/n.ibraev'::text, sha256('certificate'), 'GrantRole'::text,
    'done'::text, NULL::text, NULL::uuid, gen_random_uuid(), NULL::uuid, sha256('request'), object, ''::bytea)) AS data
  FROM given
), stored AS (
  INSERT INTO audit_leaf (leaf_hash, leaf_data, occurred_time, actor, action, decision)
  SELECT sha256('\x00'::bytea || data), data, now(), 'staff/n.ibraev', 'GrantRole', 'done' FROM made
  RETURNING leaf_id, leaf_hash
), beside AS (
  INSERT INTO audit_secret
  SELECT leaf_id, salt, payload FROM stored, (SELECT salt, payload FROM audit_secret ORDER BY leaf_id LIMIT 1) AS other
)
INSERT INTO audit_pending SELECT leaf_id, leaf_hash FROM stored;
)sql";

// A suite of its own, for it waits long.
class Deeds : public TamperTest {};

TEST_F(Deeds, ADeedUnderARoleThatWasTakenBackAtOnceIsNamed) {
  Copy();
  ServerProcess server(*system, Options());
  server.Start();
  const std::string touch = "UPDATE directory_version SET version = version + 1;";
  Attack("INSERT INTO role_grant VALUES ('staff/d.kim', 'officer', 'IST');" + touch);
  absl::SleepFor(absl::Seconds(2));
  e2e::Extra extra;
  extra.variables = {{"ARASHA_ENDPOINT", server.endpoint()}};
  const e2e::Finished looked = Arasha("officer-waw", {"case", "list", "--mission", "IST"}, extra);
  EXPECT_EQ(looked.exit_code, 0) << looked.err;
  Attack("DELETE FROM role_grant WHERE principal = 'staff/d.kim' AND mission = 'IST';" + touch);
  const Verified verified = ExportAndVerify(server);
  EXPECT_EQ(verified.exit_code, kTampered);
  EXPECT_THAT(verified.text,
              HasSubstr("staff/d.kim did “list cases” though no leaf gave a role that allows it"));
}

TEST_F(Deeds, ADeedByAGrantThatWasTakenBackAtOnceIsNamed) {
  Copy();
  ServerProcess server(*system, Options());
  server.Start();
  const std::string touch = "UPDATE directory_version SET version = version + 1;";
  Attack(R"sql(
INSERT INTO access_grant (uid, mission, case_uid, principal, break_glass, sealed, granted_by, grant_time, expire_time)
  SELECT '00000000-0000-4000-8000-000000000002', mission, uid, 'staff/d.kim', false, '', 'staff/e.sarsen', now(), 'infinity'
  FROM case_file WHERE mission = 'IST' LIMIT 1;)sql" +
         touch);
  absl::SleepFor(absl::Seconds(2));
  const std::string number = system->AsSuperuser(
      database_,
      "SELECT format('IST-%s-%s', year, lpad(serial::text, 6, '0')) FROM access_grant JOIN case_file "
      "ON case_file.uid = case_uid");
  e2e::Extra extra;
  extra.variables = {{"ARASHA_ENDPOINT", server.endpoint()}};
  const e2e::Finished looked =
      Arasha("officer-waw", {"case", "show", std::string(absl::StripAsciiWhitespace(number))}, extra);
  EXPECT_EQ(looked.exit_code, 0) << looked.err;
  Attack("DELETE FROM access_grant WHERE uid = '00000000-0000-4000-8000-000000000002';" + touch);
  const Verified verified = ExportAndVerify(server);
  EXPECT_EQ(verified.exit_code, kTampered);
  EXPECT_THAT(
      verified.text,
      HasSubstr("by access to the case (grant 00000000-0000-4000-8000-000000000002) that no leaf gave"));
}

// As erasure would leave it.
TEST_F(Deeds, AReasonThatWasEmptiedByHandIsNamed) {
  Copy();
  ServerProcess server(*system, Options());
  server.Start();
  const std::string number = system->AsSuperuser(
      database_,
      "SELECT format('IST-%s-%s', year, lpad(serial::text, 6, '0')) FROM case_file WHERE mission = 'IST' "
      "LIMIT 1");
  e2e::Extra extra;
  extra.variables = {{"ARASHA_ENDPOINT", server.endpoint()}};
  const e2e::Finished given = Arasha("head",
                                     {"access", "grant", std::string(absl::StripAsciiWhitespace(number)),
                                      "d.kim", "--until", "+14d", "--reason", "Takes over in Warsaw"},
                                     extra);
  ASSERT_EQ(given.exit_code, 0) << given.err;
  Attack("UPDATE access_grant SET sealed = '';");
  const Verified verified = ExportAndVerify(server, {"--output", "json"});
  EXPECT_EQ(verified.exit_code, kTampered);
  const nlohmann::json report = nlohmann::json::parse(verified.text, nullptr, false);
  ASSERT_TRUE(report.contains("findings")) << verified.text;
  ASSERT_EQ(report["findings"].size(), 1U) << verified.text;
  EXPECT_EQ(report["findings"][0]["code"], "ROW_DIFFERS");
  EXPECT_EQ(report["findings"][0]["parameters"]["kind"], "grant");
}

// A deactivation and a refused certificate that the administrator undid for a while.
TEST_F(Deeds, ADeedOfWhoWasPutOutIsNamed) {
  Copy();
  ServerProcess server(*system, Options());
  server.Start();
  e2e::Extra extra;
  extra.variables = {{"ARASHA_ENDPOINT", server.endpoint()}};
  for (const std::vector<std::string>& putting_out : std::vector<std::vector<std::string>>{
           {"staff", "update", "d.kim", "--deactivate"},
           {"staff", "revoke-certificate", system->dir() + "/certs/staff-d.kim/cert.pem", "--reason",
            "Stolen"}}) {
    const e2e::Finished done = Arasha("admin", putting_out, extra);
    ASSERT_EQ(done.exit_code, 0) << done.err;
  }
  // What came while servers did not yet know of it is no deed of the administrator's.
  absl::SleepFor(absl::Seconds(125));
  const std::string touch = "UPDATE directory_version SET version = version + 1;";
  Attack(
      "UPDATE principal SET active = true WHERE name = 'staff/d.kim';"
      "CREATE SCHEMA aside; CREATE TABLE aside.refused AS SELECT * FROM revoked_certificate;"
      "DELETE FROM revoked_certificate;" +
      touch);
  absl::SleepFor(absl::Seconds(2));
  const e2e::Finished looked = Arasha("officer-waw", {"case", "list", "--mission", "WAW"}, extra);
  EXPECT_EQ(looked.exit_code, 0) << looked.err;
  Attack(
      "UPDATE principal SET active = false WHERE name = 'staff/d.kim';"
      "INSERT INTO revoked_certificate SELECT * FROM aside.refused; DROP SCHEMA aside CASCADE;" +
      touch);
  const Verified verified = ExportAndVerify(server);
  EXPECT_EQ(verified.exit_code, kTampered);
  EXPECT_THAT(verified.text, HasSubstr("staff/d.kim did “list cases” after leaf"));
  EXPECT_THAT(verified.text, HasSubstr("staff/d.kim did “list cases” with a certificate that leaf"));
}

// Nothing in an export tells such a leaf from an honest one; that it has no request, which is sealed with
// keys outside of the database, does.
TEST_F(Deeds, ALeafForgedInSomebodysNameIsFoundByWhoHoldsTheKeys) {
  Copy();
  ServerProcess server(*system, Options());
  server.Start();
  const auto check = [&] {
    return e2e::RunProgram(
        {e2e::System::Program("arashad"), "log", "check-requests", "--config", server.config()},
        {.variables = e2e::PlainVariables(system->scratch()), .input = ""});
  };
  const e2e::Finished honest = check();
  EXPECT_EQ(honest.exit_code, 0) << honest.out << honest.err;
  Attack(kForge);
  const std::string place =
      "SELECT coalesce(min(tree_index), 0) FROM audit_leaf JOIN audit_sequence USING (leaf_id) WHERE action "
      "= 'GrantRole'";
  for (int i = 0; i < 100 && std::atoi(system->AsSuperuser(database_, place).c_str()) == 0; ++i)
    absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(ExportAndVerify(server).exit_code, 0);
  const e2e::Finished forged = check();
  EXPECT_EQ(forged.exit_code, 1);
  EXPECT_THAT(forged.out,
              HasSubstr(absl::StrCat("leaf ", std::atoi(system->AsSuperuser(database_, place).c_str()),
                                     " has a request beside it that is not sealed with our keys")));
  EXPECT_THAT(forged.out, HasSubstr(", 1 leaf was put in by hand"));
}

}  // namespace
}  // namespace arasha::tamper
