#ifndef ARASHA_TESTS_FAULTS_LOAD_H_
#define ARASHA_TESTS_FAULTS_LOAD_H_

#include <grpcpp/channel.h>
#include <grpcpp/security/credentials.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "tests/e2e/system.h"

namespace arasha::faults {

// One write that was sent at least once.
struct Write {
  enum class Kind { kOpen, kNote, kUpdate, kParty };
  Kind kind = Kind::kNote;
  std::string request_id;
  // Text found nowhere else: of the entry, of the summary, or the name of the party; a case is opened with
  // a party of this name.
  std::string token;
  // The case's resource name; for kOpen the one answered.
  std::string case_name;
  // For kNote and kParty, the name answered.
  std::string resource;
  bool acknowledged = false;
};

// The certificate, key and authority of the role, as deploy/dev made them.
std::shared_ptr<grpc::ChannelCredentials> CredentialsOf(const e2e::System& system, const std::string& role);

// A channel that shares its connection with no other.
std::shared_ptr<grpc::Channel> OpenChannel(const std::shared_ptr<grpc::ChannelCredentials>& credentials,
                                           const std::string& endpoint);

// Officers of two missions who write at once, many to the same cases: each repeats a call with the same
// request_id until it is answered, as `arasha` does, but now and then gives up, as people do.
class Load {
 public:
  static constexpr int kThreads = 4;

  Load(const e2e::System& system, const std::string& endpoint, unsigned seed);
  ~Load() { Stop(); }

  // Lets the writes under way be answered, at most 30 s, and ends the threads.
  void Stop();
  // Acknowledged so far.
  int64_t acknowledged() const { return acknowledged_; }
  // Waits until so many more are acknowledged; false if that takes longer than the limit.
  bool Progress(int more, absl::Duration limit) const;
  // How many answers so far have this in them.
  int AnswersWith(const std::string& part) const;

  // After Stop():
  const std::vector<Write>& writes() const { return writes_; }
  // Answers by status code and, from a server's refusal, reason: "14 DATABASE_UNAVAILABLE".
  const std::map<std::string, int>& answers() const { return answers_; }

 private:
  struct Desk;
  void Work(const std::string& mission, std::shared_ptr<grpc::Channel> channel, unsigned seed);
  bool Send(Desk& desk, Write& write);
  void Note(const std::string& answer);

  std::atomic<bool> stopping_ = false;
  std::atomic<int64_t> stop_at_ = 0;  // Unix seconds after which nothing is repeated
  std::atomic<int64_t> acknowledged_ = 0;
  mutable std::mutex mutex_;
  std::vector<Write> writes_;
  std::map<std::string, int> answers_;
  std::map<std::string, std::vector<std::string>> cases_;  // by mission, the newest last
  std::vector<std::thread> threads_;
};

// A UUID of version 4 from the generator, so that a run can be repeated from its seed.
std::string NewUuid(std::mt19937& random);

}  // namespace arasha::faults

#endif  // ARASHA_TESTS_FAULTS_LOAD_H_
