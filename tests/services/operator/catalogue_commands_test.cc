// What could go wrong: after an upgrade the catalogue cannot be applied any more, because it now says the
// same in other words; or what says something else is taken for the version that cases pin.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "tests/support/operator_command.h"
#include "tests/support/scratch_folder.h"
#include "tests/support/shipped_catalogue.h"
#include "tests/support/test_database.h"
#include "tests/support/test_keys.h"

namespace arasha {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kShipped[] = ARASHA_SOURCE_DIR "/deploy/catalogue";
// A line for each shipped type, by id, with its version raised by so much.
std::string EachShipped(absl::string_view word, int raised = 0) {
  std::set<std::string> lines;
  for (const v1::CaseType& type : support::ShippedTypes())
    lines.insert(absl::StrCat(word, type.id(), "@", type.version() + raised, "\n"));
  return absl::StrJoin(lines, "");
}

// The shipped catalogue with one file changed.
class ChangedCatalogue {
 public:
  ChangedCatalogue(const std::string& file, const std::string& from, const std::string& to) {
    for (const auto& [path, text] : support::ShippedFiles()) {
      const std::filesystem::path copy = std::filesystem::path(folder_.path()) / path;
      std::filesystem::create_directories(copy.parent_path());
      std::ofstream(copy, std::ios::binary)
          << (path == file ? absl::StrReplaceAll(text, {{from, to}}) : text);
    }
  }
  const std::string& path() const { return folder_.path(); }

 private:
  support::ScratchFolder folder_;
};

class ApplyingTheCatalogue : public support::DatabaseTest {
 protected:
  support::CommandOutcome Apply(const std::string& catalogue) {
    const std::string config = folder_.path() + "/arashad.toml";
    std::ofstream(config) << "[server]\nlisten = \"127.0.0.1:0\"\ntrust_domain = \"arasha.example\"\n"
                          << "[tls]\ncertificate = \"-\"\nkey = \"-\"\nclient_ca = \"-\"\n"
                          << "[database]\nserver = \"-\"\nowner = \"" << database().owner_conninfo() << "\"\n"
                          << "[keys]\ndirectory = \"" << support::TestKeys::Folder()
                          << "\"\ncurrent = \"kek-1\"\n";
    return support::Arashad({"catalogue", "apply", catalogue, "--config", config});
  }

  support::ScratchFolder folder_;
};

TEST_F(ApplyingTheCatalogue, AgainChangesNothing) {
  const support::CommandOutcome outcome = Apply(kShipped);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.error;
  EXPECT_EQ(outcome.out, EachShipped("stands already: "));
}

TEST_F(ApplyingTheCatalogue, FindsAVersionThatStandsInOtherWords) {
  database().Rows("ALTER TABLE case_type DISABLE TRIGGER USER");
  database().Rows("UPDATE case_type SET definition = E'# written out in full\\n' || definition");
  const support::CommandOutcome outcome = Apply(kShipped);
  EXPECT_EQ(outcome.exit_code, 0) << outcome.error;
  EXPECT_EQ(outcome.out, EachShipped("stands already: "));
}

TEST_F(ApplyingTheCatalogue, RefusesAnotherTypeUnderAnOldVersionAlsoIfOnlyAPartChanged) {
  const ChangedCatalogue changed("parts/flow/opening.textproto", "en: \"Start work\"", "en: \"Begin\"");
  const support::CommandOutcome outcome = Apply(changed.path());
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_THAT(outcome.error, HasSubstr("a version never changes: raise `version`"));
}

TEST_F(ApplyingTheCatalogue, APartsVersionRaisesThatOfEveryType) {
  const ChangedCatalogue changed("parts/flow/receipt.textproto", "own {", "own {\n  version: 1");
  const support::CommandOutcome outcome = Apply(changed.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.error;
  EXPECT_EQ(outcome.out, EachShipped("applied ", 1));
}

TEST(CheckCatalogue, CountsAndTellsOfFaults) {
  const support::CommandOutcome good = support::Arashad({"catalogue", "check", kShipped});
  EXPECT_EQ(good.exit_code, 0) << good.error;
  EXPECT_THAT(good.out, HasSubstr("rights.detention@2: 16 fields, 12 states, 16 transitions, 9 deadlines\n"));
  const ChangedCatalogue changed("rights/detention.textproto", "flow/guarded", "flow/none");
  const support::CommandOutcome bad = support::Arashad({"catalogue", "check", changed.path()});
  EXPECT_EQ(bad.exit_code, 1);
  EXPECT_THAT(bad.out, IsEmpty());
  EXPECT_THAT(bad.error, HasSubstr("rights/detention.textproto:7: there is no part flow/none"));
}

TEST(CheckCatalogue, TellsOfOversightsThatApplyingLetsPass) {
  const ChangedCatalogue changed("parts/flow/guarded.textproto", "roles: [\"head\"] four_eyes",
                                 "to: \"closed\" roles: [\"head\"] four_eyes");
  const support::CommandOutcome checked = support::Arashad({"catalogue", "check", changed.path()});
  EXPECT_EQ(checked.exit_code, 1);
  EXPECT_THAT(checked.out, IsEmpty());
  EXPECT_THAT(checked.error,
              HasSubstr("parts/flow/guarded.textproto:10: override of transitions close: to is "
                        "so without it: take it out"));
  const support::CommandOutcome shown =
      support::Arashad({"catalogue", "show", "rights.detention", changed.path()});
  EXPECT_EQ(shown.exit_code, 0) << shown.error;
}

TEST(CompareCatalogues, TellsWhatChangedInWhichType) {
  const auto diff = [](const std::string& after, const std::string& type) {
    return support::Arashad({"catalogue", "diff", kShipped, after, type});
  };
  const ChangedCatalogue changed("rights/detention.textproto", "subject_required: true", "");
  const support::CommandOutcome one = diff(changed.path(), "rights.detention");
  EXPECT_EQ(one.exit_code, 0) << one.error;
  EXPECT_THAT(one.out, HasSubstr("~ rights.detention@2 → 2, under the same version: raise it\n"
                                 "  - subject_required: true\n"));
  EXPECT_EQ(diff(changed.path(), "rights.death").out, "no case type differs\n");
  const support::CommandOutcome none = diff(changed.path(), "rights.none");
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_THAT(none.error, HasSubstr("has a case type rights.none"));
}

TEST(ShowCaseType, TellsWhereItsElementsWereWritten) {
  const support::CommandOutcome shown = support::Arashad({"catalogue", "show", "rights.detention", kShipped});
  EXPECT_EQ(shown.exit_code, 0) << shown.error;
  EXPECT_THAT(shown.out, HasSubstr("# rights/detention.textproto:"));
  EXPECT_THAT(shown.out, HasSubstr("changed at parts/flow/guarded.textproto:"));
  const support::CommandOutcome unknown = support::Arashad({"catalogue", "show", "rights.none", kShipped});
  EXPECT_EQ(unknown.exit_code, 1);
  EXPECT_THAT(unknown.error, HasSubstr("has no case type rights.none"));
}

}  // namespace
}  // namespace arasha
