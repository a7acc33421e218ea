// What could go wrong: a revocation or a withdrawn role does not move the version, so servers never see it;
// applying a directory again widens somebody's rights; a case type changes under its open cases.
#include "storage/directory/directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storage/directory/owner_writes.h"
#include "tests/support/test_database.h"

namespace arasha::storage {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::SizeIs;

class DirectoryTables : public support::DatabaseTest {
 protected:
  DirectoryRows Read() {
    auto rows = ReadDirectory(database().server(), *keys().server_keys());
    EXPECT_TRUE(rows.ok()) << rows.status();
    return rows.ok() ? *std::move(rows) : DirectoryRows{};
  }
  int64_t Version() {
    const auto version = DirectoryVersion(database().server());
    EXPECT_TRUE(version.ok()) << version.status();
    return version.value_or(-1);
  }
  std::vector<std::string> RolesOf(const std::string& principal) {
    std::vector<std::string> roles;
    for (const GrantRow& grant : Read().grants) {
      if (grant.principal == principal) roles.push_back(grant.role + "@" + grant.mission);
    }
    std::sort(roles.begin(), roles.end());
    return roles;
  }
};

TEST_F(DirectoryTables, HoldWhatTheFilesSay) {
  const DirectoryRows rows = Read();
  EXPECT_THAT(rows.missions, SizeIs(4));
  EXPECT_THAT(rows.principals, SizeIs(7));
  EXPECT_THAT(rows.grants, SizeIs(7));
  EXPECT_GE(rows.case_type_definitions.size(), 3u);
  EXPECT_TRUE(rows.revoked_fingerprints.empty());
  EXPECT_EQ(rows.version, Version());
  EXPECT_EQ(rows.missions[1].code, "IST");
  EXPECT_EQ(rows.missions[1].name.kk(), "Қазақстан Республикасының Стамбұл қаласындағы Бас консулдығы");
  EXPECT_EQ(rows.missions[1].name.ru(), "Генеральное консульство Республики Казахстан в Стамбуле");
  EXPECT_EQ(rows.missions[1].name.en(), "Consulate General of the Republic of Kazakhstan in Istanbul");
  EXPECT_EQ(rows.missions[1].time_zone, "Europe/Istanbul");
  EXPECT_THAT(rows.missions[1].weekend, ElementsAre(6, 7));
}

TEST_F(DirectoryTables, MoveTheirVersionWithEveryKindOfChange) {
  int64_t version = Version();
  const auto moves = [&](const char* what) {
    const int64_t now = Version();
    EXPECT_GT(now, version) << what;
    version = now;
  };
  ASSERT_TRUE(RevokeCertificate(database().owner(), keys().Operator(), std::string(32, '\x01'), "lost").ok());
  moves("revocation");
  ASSERT_TRUE(
      ApplyDirectory(database().owner(), keys().Operator(), {}, {{"staff/n.new", "New", true}}, {}).ok());
  moves("person");
  ASSERT_TRUE(ApplyDirectory(database().owner(), keys().Operator(), {}, {{"staff/n.new", "New", true}},
                             {{"staff/n.new", "head", "IST"}})
                  .ok());
  moves("grant");
  ASSERT_TRUE(ApplyCaseType(database().owner(), keys().Operator(), {"a.b", 1, "id: \"a.b\""}).ok());
  moves("case type");
  database().Rows("UPDATE mission SET name_en = 'renamed' WHERE code = 'IST'");
  moves("mission");
}

TEST_F(DirectoryTables, GiveWhoeverIsNamedExactlyTheGrantsNamed) {
  const std::vector<PrincipalRow> kim = {{"staff/d.kim", "Д. Ким", true}};
  EXPECT_THAT(RolesOf("staff/d.kim"), ElementsAre("officer@WAW"));
  ASSERT_TRUE(
      ApplyDirectory(database().owner(), keys().Operator(), {}, kim, {{"staff/d.kim", "head", "WAW"}}).ok());
  EXPECT_THAT(RolesOf("staff/d.kim"), ElementsAre("head@WAW")) << "the officer's grant must be gone";
  ASSERT_TRUE(ApplyDirectory(database().owner(), keys().Operator(), {}, kim, {}).ok());
  EXPECT_TRUE(RolesOf("staff/d.kim").empty());
  EXPECT_THAT(RolesOf("staff/a.omarova"), ElementsAre("officer@IST")) << "who is not named is left alone";
}

TEST_F(DirectoryTables, RefuseNamesThatNoCertificateCanCarry) {
  for (const char* name : {"staff/", "staff/A", "root", "staff/a/b", "partners/x", "staff/а"}) {
    EXPECT_FALSE(ApplyDirectory(database().owner(), keys().Operator(), {}, {{name, "x", true}}, {}).ok())
        << name;
  }
  EXPECT_THAT(Read().principals, SizeIs(7));
}

TEST_F(DirectoryTables, RememberARevocationOnce) {
  const std::string fingerprint(32, '\xfe');
  EXPECT_EQ(RevokeCertificate(database().owner(), keys().Operator(), fingerprint, "stolen").value(), true);
  EXPECT_EQ(RevokeCertificate(database().owner(), keys().Operator(), fingerprint, "again").value(), false);
  EXPECT_THAT(Read().revoked_fingerprints, ElementsAre(fingerprint));
  EXPECT_FALSE(RevokeCertificate(database().owner(), keys().Operator(), "short", "x").ok());
}

TEST_F(DirectoryTables, KeepAVersionOfACaseTypeAsItIs) {
  const CaseTypeRow first = {"a.b", 1, "definition"};
  EXPECT_EQ(ApplyCaseType(database().owner(), keys().Operator(), first).value(), true);
  EXPECT_EQ(ApplyCaseType(database().owner(), keys().Operator(), first).value(), false);
  const auto changed = ApplyCaseType(database().owner(), keys().Operator(), {"a.b", 1, "another"});
  EXPECT_EQ(changed.status().code(), absl::StatusCode::kFailedPrecondition) << changed.status();
  EXPECT_EQ(ApplyCaseType(database().owner(), keys().Operator(), {"a.b", 2, "another"}).value(), true);
  EXPECT_THAT(Read().case_type_definitions, Contains("definition"));
  EXPECT_THAT(Read().case_type_definitions, Contains("another"));
}

}  // namespace
}  // namespace arasha::storage
