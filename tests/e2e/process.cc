#include "tests/e2e/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace arasha::e2e {
namespace {

[[noreturn]] void Abort(const std::string& what, int error) {
  std::fprintf(stderr, "%s: %s\n", what.c_str(), std::strerror(error));
  std::abort();
}

struct Pipe {
  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) Abort("pipe2", errno);
  }
  ~Pipe() {
    CloseRead();
    CloseWrite();
  }
  void CloseRead() { Close(ends[0]); }
  void CloseWrite() { Close(ends[1]); }
  static void Close(int& fd) {
    if (fd >= 0) close(fd);
    fd = -1;
  }
  std::array<int, 2> ends = {-1, -1};
};

// In a process group of its own, so that what it started can be ended with it; signals as at login.
pid_t Spawn(const std::vector<std::string>& arguments, const Variables& variables,
            posix_spawn_file_actions_t* actions) {
  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  std::vector<std::string> assignments;
  for (const auto& [name, value] : variables) assignments.push_back(absl::StrCat(name, "=", value));
  for (const char* name : {"ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && !variables.contains(name)) assignments.push_back(absl::StrCat(name, "=", value));
  }
  std::vector<char*> envp;
  for (std::string& assignment : assignments) envp.push_back(assignment.data());
  envp.push_back(nullptr);

  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigemptyset(&none);
  sigset_t all;
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes,
                           POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  pid_t pid = 0;
  const int error = posix_spawnp(&pid, argv[0], actions, &attributes, argv.data(), envp.data());
  posix_spawnattr_destroy(&attributes);
  if (error != 0) Abort(arguments.front(), error);
  return pid;
}

int ExitCodeOf(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status); }

// Appends what there is to read; false at the end of the stream.
bool Drain(int fd, std::string& text) {
  std::array<char, 16384> buffer;
  const ssize_t got = read(fd, buffer.data(), buffer.size());
  if (got > 0) text.append(buffer.data(), static_cast<size_t>(got));
  return got > 0 || (got < 0 && (errno == EINTR || errno == EAGAIN));
}

}  // namespace

Finished RunProgram(const std::vector<std::string>& arguments, const ProcessOptions& options) {
  Pipe in;
  Pipe out;
  Pipe err;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.ends[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.ends[1], STDERR_FILENO);
  const pid_t pid = Spawn(arguments, options.variables, &actions);
  posix_spawn_file_actions_destroy(&actions);
  in.CloseRead();
  out.CloseWrite();
  err.CloseWrite();

  Finished finished;
  size_t written = 0;
  fcntl(in.ends[1], F_SETFL, O_NONBLOCK);
  const absl::Time end = absl::Now() + options.time_limit;
  while (out.ends[0] >= 0 || err.ends[0] >= 0) {
    if (written == options.input.size()) in.CloseWrite();
    std::array<pollfd, 3> polled = {pollfd{out.ends[0], POLLIN, 0}, pollfd{err.ends[0], POLLIN, 0},
                                    pollfd{in.ends[1], POLLOUT, 0}};
    const absl::Duration left = end - absl::Now();
    if (left <= absl::ZeroDuration()) {
      finished.timed_out = true;
      kill(-pid, SIGKILL);
      break;
    }
    if (poll(polled.data(), polled.size(), static_cast<int>(absl::ToInt64Milliseconds(left)) + 1) < 0)
      continue;
    if (polled[0].revents != 0 && !Drain(out.ends[0], finished.out)) out.CloseRead();
    if (polled[1].revents != 0 && !Drain(err.ends[0], finished.err)) err.CloseRead();
    if ((polled[2].revents & (POLLERR | POLLHUP)) != 0) {
      written = options.input.size();  // It does not want the rest.
    } else if ((polled[2].revents & POLLOUT) != 0) {
      const ssize_t sent = write(in.ends[1], options.input.data() + written, options.input.size() - written);
      if (sent > 0) written += static_cast<size_t>(sent);
    }
  }
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  finished.exit_code = ExitCodeOf(status);
  return finished;
}

Background::Background(const std::vector<std::string>& arguments, const Variables& variables,
                       const std::string& output_file) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output_file.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
  pid_ = Spawn(arguments, variables, &actions);
  posix_spawn_file_actions_destroy(&actions);
}

Background::~Background() {
  if (exit_code_) return;
  kill(-pid_, SIGKILL);
  Wait(absl::Seconds(10));
}

void Background::Signal(int signal) const {
  if (!exit_code_) kill(pid_, signal);
}

std::optional<int> Background::Wait(absl::Duration limit) {
  const absl::Time end = absl::Now() + limit;
  while (!exit_code_) {
    int status = 0;
    if (waitpid(pid_, &status, WNOHANG) == pid_) {
      exit_code_ = ExitCodeOf(status);
    } else if (absl::Now() >= end) {
      break;
    } else {
      absl::SleepFor(absl::Milliseconds(5));
    }
  }
  return exit_code_;
}

Variables PlainVariables(const std::string& home) {
  const char* path = std::getenv("PATH");
  return {{"PATH", path == nullptr ? "/usr/bin:/bin" : path},
          {"HOME", home},
          {"LC_ALL", "C.UTF-8"},
          {"TZ", "UTC"},
          {"LSAN_OPTIONS", "suppressions=" ARASHA_SOURCE_DIR "/tests/lsan.supp:print_suppressions=0"}};
}

}  // namespace arasha::e2e
