// Help that is wrong teaches mistakes: erasing showed how to migrate. Every command shows one example, its
// own, which it understands.
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/operator/commands.h"

namespace arasha::operators {
namespace {

// Examples are parsed by `root`, and what they would do is not done.
void Check(CLI::App& root, CLI::App& command, const std::string& path, int& count) {
  const std::vector<CLI::App*> below = command.get_subcommands([](CLI::App*) { return true; });
  for (CLI::App* sub : below) Check(root, *sub, absl::StrCat(path, " ", sub->get_name()), count);
  const std::string footer = command.get_footer();
  absl::string_view example = footer;
  if (!below.empty()) {
    EXPECT_EQ(example, "") << path;
    return;
  }
  SCOPED_TRACE(path);
  ASSERT_TRUE(absl::ConsumePrefix(&example, absl::StrCat("Example:\n  ", path))) << example;
  // Comes when all was understood, and before the command's own, which keeps what its options are read into.
  command.parse_complete_callback([] { throw CLI::Success(); });
  const std::string line = absl::StrCat(absl::StripPrefix(path, "arashad "), example);
  EXPECT_THROW(root.parse(line), CLI::Success) << line;
  ++count;
}

TEST(OperatorHelpTest, ShowsOneExampleOfEachCommand) {
  CLI::App root;
  int exit_code = 0;
  AddCommands(root, exit_code);
  int count = 0;
  Check(root, root, "arashad", count);
  EXPECT_GT(count, 12);
}

}  // namespace
}  // namespace arasha::operators
