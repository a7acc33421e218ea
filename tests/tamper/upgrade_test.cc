// What could go wrong: the schema grows on a register that is in use, and rows that nobody touched no longer
// fit the leaves that tell of them, or exports from before are called false.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/e2e/cli.h"

namespace arasha::tamper {
namespace {

using nlohmann::json;

// A column as storage/migrations/0002_audit.sql says that one is added, and what a newer server would write
// into it.
constexpr char kAddedColumn[] = R"sql(
ALTER TABLE case_file ADD COLUMN colour text;
CREATE OR REPLACE FUNCTION audit_state(c case_file) RETURNS bytea STABLE PARALLEL SAFE LANGUAGE sql RETURN
  record_send(ROW(c.mission, c.uid, c.year, c.serial, c.type, c.type_version, c.state, c.open, c.priority,
                  c.assignee, c.host_state, c.sensitivity, c.compartment, c.labels, c.sealed, c.received_time,
                  c.create_time, c.created_by, c.update_time, c.close_time, c.erase_time, c.version))
  || CASE WHEN c.colour IS NULL THEN ''::bytea ELSE record_send(ROW(c.colour)) END;
CREATE FUNCTION paint() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.colour := 'red';
  RETURN NEW;
END $$;
GRANT EXECUTE ON FUNCTION paint() TO arasha_server;
CREATE TRIGGER paint BEFORE UPDATE ON case_file FOR EACH ROW EXECUTE FUNCTION paint();
)sql";

class UpgradeTest : public e2e::CliTest {
 protected:
  static void SetUpTestSuite() {
    owned_ = std::make_unique<e2e::System>();
    system = owned_.get();
  }
  static void TearDownTestSuite() {
    system = nullptr;
    owned_.reset();
  }

  std::string Export(const std::string& name) {
    std::string file = absl::StrCat(system->scratch(), "/", name, ".zst");
    const e2e::Finished exported = Arasha("auditor", {"audit", "export", file, "--rows"});
    EXPECT_TRUE(std::filesystem::exists(file)) << exported.err;
    return file;
  }
  // What a verifier finds, but for what it says of the schema, which is not the one that it was built with.
  std::vector<std::string> Findings(const std::string& file) {
    const e2e::Finished verified =
        Arasha("auditor",
               {"audit", "verify", file, "--key", system->Variable("ARASHA_LOG_KEY"), "--output", "json"});
    const json report = json::parse(verified.out, nullptr, false);
    EXPECT_TRUE(report.is_object()) << verified.out << verified.err;
    std::vector<std::string> codes;
    if (!report.is_object()) return codes;
    for (const json& finding : report["findings"]) {
      const std::string code = finding["code"];
      if (!absl::StartsWith(code, "SCHEMA_")) codes.push_back(code);
    }
    return codes;
  }

  static inline std::unique_ptr<e2e::System> owned_;
};

TEST_F(UpgradeTest, AColumnThatComesLaterLeavesWhatStoodTrue) {
  OpenCase({"--subject", "Серікова Айгүл"});
  const std::string changed = OpenCase({"--subject", "Жұмабаев Әсет"});
  const std::string before = Export("before");
  EXPECT_THAT(Findings(before), testing::IsEmpty());

  system->AsSuperuser("arasha", kAddedColumn);
  const e2e::Finished updated = Arasha("officer", {"case", "update", changed, "--priority", "high"});
  ASSERT_EQ(updated.exit_code, 0) << "a server from before goes on: " << updated.err;
  OpenCase({"--subject", "Омаров Нұрлан"});
  ASSERT_EQ(absl::StripAsciiWhitespace(
                system->AsSuperuser("arasha", "SELECT count(*) FROM case_file WHERE colour = 'red'")),
            "1");

  EXPECT_THAT(Findings(Export("after")), testing::IsEmpty()) << "of rows with the column and without";
  EXPECT_THAT(Findings(before), testing::IsEmpty()) << "and the export from before stays true";
  // A row is compared with its leaf by the new column as well.
  system->AsSuperuser(
      "arasha",
      "ALTER TABLE case_file DISABLE TRIGGER paint; UPDATE case_file SET colour = 'blue' WHERE colour = "
      "'red'");
  EXPECT_THAT(Findings(Export("bent")), testing::ElementsAre("ROW_DIFFERS"));
}

}  // namespace
}  // namespace arasha::tamper
