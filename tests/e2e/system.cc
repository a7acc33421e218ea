#include "tests/e2e/system.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace arasha::e2e {
namespace {

// `export NAME='value'` lines as variables.
Variables ParseExports(const std::string& text) {
  Variables variables;
  for (absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    if (!absl::ConsumePrefix(&line, "export ")) continue;
    const std::pair<absl::string_view, absl::string_view> both =
        absl::StrSplit(line, absl::MaxSplits('=', 1));
    absl::string_view value = both.second;
    absl::ConsumePrefix(&value, "'");
    absl::ConsumeSuffix(&value, "'");
    variables[std::string(both.first)] = std::string(value);
  }
  return variables;
}

}  // namespace

System::System() {
  std::string pattern = (std::filesystem::temp_directory_path() / "arasha-e2e.XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) std::abort();
  scratch_ = pattern;
  // PostgreSQL runs as another user if this is root, and must get through to its own folder.
  std::filesystem::permissions(scratch_, std::filesystem::perms(0711));
  dir_ = scratch_ + "/system";
  const Finished up = Dev("up", {"--build-dir", ARASHA_BUILD_DIR});
  if (up.exit_code == 0) return;
  std::fprintf(stderr, "deploy/dev up failed (%d):\n%s%s", up.exit_code, up.out.c_str(), up.err.c_str());
  Dev("down");
  std::filesystem::remove_all(scratch_);
  std::exit(1);
}

System::~System() {
  const Finished down = Dev("down");
  if (down.exit_code != 0) std::fprintf(stderr, "deploy/dev down: %s", down.err.c_str());
  std::filesystem::remove_all(scratch_);
}

std::string System::Program(const std::string& name) { return absl::StrCat(ARASHA_BUILD_DIR, "/bin/", name); }

Variables System::As(const std::string& role) const {
  Variables variables = PlainVariables(scratch_);
  for (const auto& [name, value] : ParseExports(Dev("env", {"--as", role}).out)) {
    // Not the database's: a client has no business there.
    if (!absl::StartsWith(name, "ARASHA_PG")) variables[name] = value;
  }
  return variables;
}

std::string System::Variable(const std::string& name) const { return ParseExports(Dev("env").out)[name]; }

std::string System::AsSuperuser(const std::string& database, const std::string& sql) const {
  const Finished ran = RunProgram(
      {absl::StrCat(ARASHA_SOURCE_DIR, "/deploy/dev"), "psql", "--dir", dir_, "--database", database},
      {.variables = PlainVariables(scratch_), .input = sql, .time_limit = absl::Seconds(60)});
  if (ran.exit_code != 0) {
    std::fprintf(stderr, "%s\n%s", sql.c_str(), ran.err.c_str());
    std::abort();
  }
  return ran.out;
}

Finished System::Dev(const std::string& command, std::initializer_list<std::string> options,
                     const Variables& variables) const {
  std::vector<std::string> arguments = {absl::StrCat(ARASHA_SOURCE_DIR, "/deploy/dev"), command, "--dir",
                                        dir_};
  arguments.insert(arguments.end(), options);
  Variables all = PlainVariables(scratch_);
  all.insert(variables.begin(), variables.end());
  return RunProgram(arguments, {.variables = all, .input = "", .time_limit = absl::Seconds(120)});
}

}  // namespace arasha::e2e
