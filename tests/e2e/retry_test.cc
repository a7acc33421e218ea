// Links break and servers restart while people work. What could go wrong: a command that was repeated is
// done twice, one that was acknowledged is lost, or somebody waits without knowing why.

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <sstream>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/e2e/cli.h"

namespace arasha::e2e {
namespace {

using nlohmann::json;

// Entries of the case whose text is this.
int Count(const json& timeline, const std::string& text) {
  int count = 0;
  for (const json& entry : timeline["entries"]) count += entry.value("text", "") == text ? 1 : 0;
  return count;
}

class RetryTest : public CliTest {
 protected:
  static json Timeline(const std::string& name) { return ArashaJson("officer", {"case", "timeline", name}); }
};

TEST_F(RetryTest, SameRequestIdPrintsTheSameAndDoesItOnce) {
  const std::string name = OpenCase();
  const std::vector<std::vector<std::string>> writes = {
      {"case", "note", name, "--text", "once", "--request-id", "5f0c1f9e-0000-4000-8000-000000000001"},
      {"case", "update", name, "--priority", "high", "--request-id", "5f0c1f9e-0000-4000-8000-000000000002"},
      {"case", "do", "register", name, "--request-id", "5f0c1f9e-0000-4000-8000-000000000003"},
      {"case", "assign", name, "a.omarova", "--request-id", "5f0c1f9e-0000-4000-8000-000000000004"},
      {"case", "party", "add", name, "A", "--role", "lawyer", "--request-id",
       "5f0c1f9e-0000-4000-8000-000000000005"},
      {"case", "open", "--mission", "IST", "--type", "rights.detention", "--summary", "x", "--set",
       "notified_time=2026-01-12T09:00:00Z", "--set", "place_of_detention=y", "--subject", "A",
       "--request-id", "5f0c1f9e-0000-4000-8000-000000000006"}};
  std::vector<json> first;
  for (const auto& write : writes) first.push_back(ArashaJson("officer", write));
  const json timeline = Timeline(name);
  for (size_t i = 0; i < writes.size(); ++i) EXPECT_EQ(ArashaJson("officer", writes[i]), first[i]);
  EXPECT_EQ(Timeline(name), timeline);
}

TEST_F(RetryTest, ReusedRequestIdIsRefused) {
  const std::string name = OpenCase();
  const std::string id = "5f0c1f9e-0000-4000-8000-000000000011";
  ArashaJson("officer", {"case", "note", name, "--text", "one", "--request-id", id});
  const Finished other = Arasha("officer", {"case", "note", name, "--text", "two", "--request-id", id});
  EXPECT_EQ(other.exit_code, 3);
  EXPECT_TRUE(absl::StrContains(other.err, "--request-id")) << other.err;
  const json timeline = Timeline(name);
  EXPECT_EQ(Count(timeline, "one"), 1);
  EXPECT_EQ(Count(timeline, "two"), 0);
}

TEST_F(RetryTest, NoServerIsToldWithWhatToDo) {
  const absl::Time start = absl::Now();
  const Finished finished =
      Arasha("officer", {"case", "note", "IST-2026-000001", "--text", "x", "--timeout", "2s"},
             {.variables = {{"ARASHA_ENDPOINT", "127.0.0.1:9"}}, .input = ""});
  EXPECT_EQ(finished.exit_code, 8) << finished.err;
  EXPECT_TRUE(absl::StrContains(finished.err, "127.0.0.1:9")) << finished.err;
  EXPECT_TRUE(absl::StrContains(finished.err, "Nothing was sent")) << finished.err;
  EXPECT_FALSE(absl::StrContains(finished.err, "--request-id")) << finished.err;
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(500)) << "it gave up without a retry";
  EXPECT_LE(absl::Now() - start, absl::Seconds(10));
}

// A server that takes connections and says nothing.
class Mute {
 public:
  Mute() : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof(address);
    auto* const any = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(socket_, any, length), 0);
    EXPECT_EQ(listen(socket_, 8), 0);
    EXPECT_EQ(getsockname(socket_, any, &length), 0);
    endpoint_ = absl::StrCat("127.0.0.1:", ntohs(address.sin_port));
  }
  ~Mute() { close(socket_); }
  Mute(const Mute&) = delete;
  Mute& operator=(const Mute&) = delete;

  const std::string& endpoint() const { return endpoint_; }

 private:
  int socket_;
  std::string endpoint_;
};

TEST_F(RetryTest, AWriteThatIsInterruptedTellsHowToRepeatIt) {
  const Mute mute;
  Variables variables = system->As("officer");
  variables["ARASHA_ENDPOINT"] = mute.endpoint();
  const std::string said = system->scratch() + "/interrupted";
  // Whoever runs the tests may ignore the signal.
  Background note({"env", "--default-signal=INT", System::Program("arasha"), "case", "note",
                   "IST-2026-000001", "--text", "x"},
                  variables, said);
  EXPECT_FALSE(note.Wait(absl::Seconds(3)).has_value()) << "nobody answers it";
  note.Signal(SIGINT);
  EXPECT_EQ(note.Wait(absl::Seconds(10)).value_or(-1), 130);
  std::stringstream err;
  err << std::ifstream(said).rdbuf();
  EXPECT_TRUE(absl::StrContains(err.str(), "Interrupted before the server answered.")) << err.str();
  EXPECT_TRUE(absl::StrContains(err.str(), "--request-id")) << err.str();
}

TEST_F(RetryTest, EachWriteAcrossRestartsIsDoneOnce) {
  const std::string name = OpenCase();
  std::atomic<bool> restarting = true;
  std::thread operators([&] {
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(system->Dev("restart-server").exit_code, 0);
      absl::SleepFor(absl::Milliseconds(300));
    }
    restarting = false;
  });
  int written = 0;
  while (restarting || written < 10) {
    const std::string text = absl::StrCat("note ", written++);
    const Finished note = Arasha("officer", {"case", "note", name, "--text", text});
    EXPECT_EQ(note.exit_code, 0) << note.err;
  }
  operators.join();
  const json timeline = Timeline(name);
  for (int i = 0; i < written; ++i) EXPECT_EQ(Count(timeline, absl::StrCat("note ", i)), 1) << i;
}

TEST_F(RetryTest, WaitsForTheDatabaseToComeBack) {
  const std::string name = OpenCase();
  std::thread operators([&] { EXPECT_EQ(system->Dev("restart-database").exit_code, 0); });
  for (int i = 0; i < 5; ++i) {
    const Finished note = Arasha("officer", {"case", "note", name, "--text", absl::StrCat("n", i)});
    EXPECT_EQ(note.exit_code, 0) << note.err;
  }
  operators.join();
  const json timeline = Timeline(name);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(Count(timeline, absl::StrCat("n", i)), 1) << i;
}

}  // namespace
}  // namespace arasha::e2e
