// What could go wrong: row-level security costs the indexes, and what was fast on a small register reads all
// of a large one.
#include <gtest/gtest.h>

#include <optional>
#include <pqxx/pqxx>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/cases/case_list.h"
#include "tests/storage/cases.h"

namespace arasha::storage {
namespace {

// What PostgreSQL plans for the server's role, over a register of some size.
class Plans : public CasesTest {
 protected:
  void SetUp() override {
    CasesTest::SetUp();
    server_.emplace(database().server_conninfo());
  }
  void TearDown() override { server_.reset(); }

  std::string Plan(const std::string& sql) {
    pqxx::work transaction(*server_);
    transaction.exec("SET LOCAL plan_cache_mode = force_generic_plan");  // as the server has it
    std::string lines;
    for (const auto& row : transaction.exec("EXPLAIN " + sql)) absl::StrAppend(&lines, row[0].c_str(), "\n");
    return lines;
  }

  // 20,000 cases more at IST, with the entries and parties of the first.
  void Fill() {
    database().Rows(R"sql(
      INSERT INTO case_file SELECT (jsonb_populate_record(c, jsonb_build_object(
          'uid', gen_random_uuid(), 'serial', c.serial + n, 'create_time', c.create_time + n * interval '1 minute'))).*
      FROM case_file c, generate_series(1, 20000) AS n)sql");
    // Else the checks of the foreign keys go on as they were planned for few cases, and take half a minute.
    ASSERT_TRUE(database().owner().ExecuteScript("ANALYZE case_file").ok());
    database().Rows(R"sql(
      INSERT INTO entry SELECT (jsonb_populate_record(e, jsonb_build_object('uid', gen_random_uuid(), 'case_uid', c.uid))).*
      FROM entry e, case_file c)sql");
    database().Rows(R"sql(
      INSERT INTO party SELECT (jsonb_populate_record(p, jsonb_build_object('uid', gen_random_uuid(), 'case_uid', c.uid))).*
      FROM party p, case_file c)sql");
    ASSERT_TRUE(database().owner().ExecuteScript("ANALYZE case_file, entry, party").ok());
  }

  std::optional<pqxx::connection> server_;
};

// The policies must not cost the indexes.
TEST_F(Plans, UseIndexesUnderThePolicies) {
  const NewCase opening = Opening();
  Open(database().server(), opening);
  // Nor may a plan made while the register was small read all of it.
  ASSERT_TRUE(database().owner().ExecuteScript("ANALYZE case_file, entry, party").ok());
  EXPECT_FALSE(absl::StrContains(Plan("SELECT * FROM entry WHERE mission = 'IST'"), "hashed SubPlan"));
  ASSERT_NO_FATAL_FAILURE(Fill());
  const std::string& uid = opening.row.message.uid();
  for (const std::string& sql :
       {std::string("SELECT * FROM case_file WHERE mission = 'IST' AND year = 2026 AND serial = 77"),
        absl::StrCat("SELECT * FROM case_file WHERE mission = 'IST' AND uid = '", uid, "'"),
        std::string(
            "SELECT * FROM case_file WHERE mission = 'IST' ORDER BY create_time DESC, uid DESC LIMIT 50"),
        std::string("SELECT * FROM case_file WHERE mission = 'IST' AND open ORDER BY create_time DESC, uid "
                    "DESC LIMIT 50"),
        absl::StrCat("SELECT * FROM entry WHERE mission = 'IST' AND case_uid = '", uid,
                     "' ORDER BY happened_time, uid"),
        absl::StrCat("SELECT * FROM party WHERE mission = 'IST' AND case_uid = '", uid, "'")}) {
    const std::string lines = Plan(sql);
    EXPECT_TRUE(absl::StrContains(lines, "Index Scan") || absl::StrContains(lines, "Bitmap Index Scan"))
        << sql << "\n"
        << lines;
    EXPECT_FALSE(absl::StrContains(lines, "Seq Scan")) << sql << "\n" << lines;
    // The labels are read once a statement, not once a row.
    EXPECT_TRUE(absl::StrContains(lines, "InitPlan")) << sql << "\n" << lines;
  }
}

// A list stops at its limit: it does not fetch a mission's cases to sort them, and of a register in which the
// caller sees granted cases alone it touches no others.
TEST_F(Plans, OfListsDoNotGrowWithTheRegister) {
  Open(database().server(), Opening());
  ASSERT_NO_FATAL_FAILURE(Fill());
  CaseQuery query;
  query.missions = {"IST"};
  query.terms = {{CaseField::kState, Comparison::kEqual, "received"}};
  const auto prepare = [&](const std::string& name) {
    pqxx::work transaction(*server_);
    transaction.exec(absl::StrCat("PREPARE ", name, " AS ", kCaller, ListCasesSql(query)));
    transaction.commit();
  };
  prepare("walk");
  std::string lines = Plan("EXECUTE walk('', NULL, '{IST}', '{IST}', 50, 'received')");
  EXPECT_TRUE(absl::StrContains(lines, "Index Scan using case_file_newest on case_file c")) << lines;
  EXPECT_FALSE(absl::StrContains(lines, "Scan on case_file c")) << lines;
  EXPECT_TRUE(absl::StrContains(lines, "Index Cond: ((mission = f.mission) AND (case_uid = f.uid))"))
      << lines;

  query.terms.clear();
  query.missions.clear();
  query.granted = {{NewUid(Start()), "IST"}};
  prepare("granted");
  lines =
      Plan("EXECUTE granted('', NULL, '{}', '{}', 50, '{IST}', '{00000000-0000-0000-0000-000000000000}')");
  EXPECT_TRUE(absl::StrContains(lines, "Index Cond: ((mission = m_1.mission) AND (uid = m_1.case_uid))"))
      << lines;
  EXPECT_FALSE(absl::StrContains(lines, "Seq Scan on case_file c")) << lines;
}

}  // namespace
}  // namespace arasha::storage
