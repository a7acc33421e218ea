#include "clients/session/editor.h"

#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/text/file.h"
#include "clients/text/local_error.h"
#include "clients/text/text_encoding.h"

namespace arasha::clients {
namespace {

constexpr char kComment = '#';

std::string FirstOf(const Environment& environment, const std::vector<const char*>& names,
                    const std::string& otherwise) {
  for (const char* name : names) {
    if (std::string value = environment.variable(name); !value.empty()) return value;
  }
  return otherwise;
}

// By the shell, for the variable may hold options: `code --wait`.
bool Edit(const std::string& editor, const std::string& path) {
  const std::string command = absl::StrCat(editor, " \"$@\"");
  std::vector<std::string> arguments = {"sh", "-c", command, editor, path};
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  pid_t child = 0;
  if (posix_spawnp(&child, "sh", nullptr, nullptr, pointers.data(), environ) != 0) return false;
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return false;
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

std::string WithoutComments(const std::string& text) {
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  std::erase_if(lines, [](const std::string& line) { return !line.empty() && line.front() == kComment; });
  return std::string(absl::StripAsciiWhitespace(absl::StrJoin(lines, "\n")));
}

}  // namespace

Draft::Draft(Draft&& other) noexcept
    : folder_(std::exchange(other.folder_, "")), text_(std::move(other.text_)) {}

Draft::~Draft() {
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

std::string Draft::path() const { return absl::StrCat(folder_, "/arasha.txt"); }

std::string Draft::Keep() {
  std::string kept = path();
  folder_.clear();
  return kept;
}

absl::StatusOr<Draft> Draft::Write(const Session& session, absl::string_view explanation) {
  const Environment& environment = session.environment();
  // In memory where the system has such a place.
  std::string folder =
      absl::StrCat(FirstOf(environment, {"XDG_RUNTIME_DIR", "TMPDIR"}, "/tmp"), "/arasha-XXXXXX");
  if (mkdtemp(folder.data()) == nullptr) return UsageError("usage.cannot_write", {{"path", folder}});
  Draft draft(std::move(folder));
  std::string content = "\n";
  for (const absl::string_view line : absl::StrSplit(explanation, '\n')) {
    absl::StrAppend(&content, std::string(1, kComment), " ", line, "\n");
  }
  if (!ReplaceFile(draft.path(), content).ok()) {
    return UsageError("usage.cannot_write", {{"path", draft.path()}});
  }
  const std::string editor = FirstOf(environment, {"VISUAL", "EDITOR"}, "vi");
  if (!Edit(editor, draft.path())) return UsageError("usage.editor_failed", {{"editor", editor}});
  const absl::StatusOr<std::string> written = ReadFile(draft.path());
  if (!written.ok()) return UsageError("usage.editor_failed", {{"editor", editor}});
  draft.text_ = WithoutComments(Utf8OrAsIs(*written));
  if (draft.text_.empty()) return UsageError("usage.nothing_written");
  return draft;
}

}  // namespace arasha::clients
