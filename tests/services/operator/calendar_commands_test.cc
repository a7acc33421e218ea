// What could go wrong: a calendar with a slip in it is applied, or half of a directory; one that was applied
// is changed under its version; applied again, it stands twice.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/support/operator_command.h"
#include "tests/support/scratch_folder.h"
#include "tests/support/test_database.h"
#include "tests/support/test_keys.h"

namespace arasha {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr char kShippedCalendars[] = ARASHA_SOURCE_DIR "/deploy/calendars";

// The shipped calendars with something changed in one.
class ChangedCalendars {
 public:
  ChangedCalendars(const std::string& file, const std::string& from, const std::string& to) {
    for (const auto& entry : std::filesystem::directory_iterator(kShippedCalendars)) {
      const std::filesystem::path copy = std::filesystem::path(folder_.path()) / entry.path().filename();
      std::filesystem::copy_file(entry.path(), copy);
      if (entry.path().filename() != file) continue;
      std::ifstream stream(copy, std::ios::binary);
      const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
      EXPECT_THAT(text, HasSubstr(from));
      std::ofstream(copy, std::ios::binary) << absl::StrReplaceAll(text, {{from, to}});
    }
  }
  const std::string& path() const { return folder_.path(); }

 private:
  support::ScratchFolder folder_;
};

class ApplyingCalendars : public support::DatabaseTest {
 protected:
  support::CommandOutcome Apply(const std::string& calendars) {
    const std::string config = folder_.path() + "/arashad.toml";
    std::ofstream(config) << "[server]\nlisten = \"127.0.0.1:0\"\ntrust_domain = \"arasha.example\"\n"
                          << "[tls]\ncertificate = \"-\"\nkey = \"-\"\nclient_ca = \"-\"\n"
                          << "[database]\nserver = \"-\"\nowner = \"" << database().owner_conninfo() << "\"\n"
                          << "[keys]\ndirectory = \"" << support::TestKeys::Folder()
                          << "\"\ncurrent = \"kek-1\"\n";
    return support::Arashad({"calendar", "apply", calendars, "--config", config});
  }

  support::ScratchFolder folder_;
};

TEST_F(ApplyingCalendars, AddsVersionsOnceAndChangesNone) {
  const support::CommandOutcome first = Apply(kShippedCalendars);
  EXPECT_EQ(first.exit_code, 0) << first.error;
  EXPECT_THAT(first.out, StartsWith("applied AE@1\napplied CN@1\n"));
  EXPECT_EQ(database().Value("SELECT count(*) FROM calendar"), "10");
  EXPECT_EQ(database().Value("SELECT count(*) FROM audit_leaf WHERE action = 'ApplyCalendar'"), "10");
  const support::CommandOutcome again = Apply(kShippedCalendars);
  EXPECT_EQ(again.exit_code, 0) << again.error;
  EXPECT_THAT(again.out, StartsWith("stands already: AE@1\n"));
  EXPECT_EQ(database().Value("SELECT count(*) FROM audit_leaf WHERE action = 'ApplyCalendar'"), "10");

  const ChangedCalendars other("TR.textproto", "\"2026-05-30\"", "\"2026-05-31\"");
  const support::CommandOutcome refused = Apply(other.path());
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.error, HasSubstr("calendar TR version 1 is applied already with other days"));
  const ChangedCalendars newer("TR.textproto", "version: 1", "version: 2");
  EXPECT_THAT(Apply(newer.path()).out, HasSubstr("applied TR@2\n"));
  EXPECT_EQ(database().Value("SELECT count(*) FROM calendar WHERE state = 'TR'"), "2");
}

TEST(CheckCalendars, CountsAndTellsOfFaults) {
  const support::CommandOutcome good = support::Arashad({"calendar", "check", kShippedCalendars});
  EXPECT_EQ(good.exit_code, 0) << good.error;
  EXPECT_THAT(good.out, HasSubstr("KZ@1: 2024 to 2028, 13 holidays, 2 provisional days\n"));
  const ChangedCalendars slip("TR.textproto", "\"04-23\"", "\"04-32\"");
  const support::CommandOutcome bad = support::Arashad({"calendar", "check", slip.path()});
  EXPECT_EQ(bad.exit_code, 1);
  EXPECT_THAT(bad.out, IsEmpty());
  EXPECT_THAT(bad.error,
              HasSubstr("TR.textproto: TR: holiday National Sovereignty and Children's Day: 04-32 is"));
  const ChangedCalendars homes("TR.textproto", "version: 1", "version: 1 home: true");
  EXPECT_THAT(support::Arashad({"calendar", "check", homes.path()}).error, HasSubstr("the home state is KZ"));
  const ChangedCalendars named("TR.textproto", "state: \"TR\"", "state: \"GB\"");
  EXPECT_THAT(support::Arashad({"calendar", "check", named.path()}).error,
              HasSubstr("TR.textproto: it is of GB; name it GB.textproto"));
}

}  // namespace
}  // namespace arasha
