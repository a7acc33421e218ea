#ifndef ARASHA_TESTS_BENCH_SYSTEM_FAILED_CALL_H_
#define ARASHA_TESTS_BENCH_SYSTEM_FAILED_CALL_H_

#include <grpcpp/support/status.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

// A call that failed, told so that whoever reads of it later, elsewhere, need not wait until it happens
// again.
namespace arasha::bench {

// arashad's log, as `deploy/dev` keeps it.
class ServerLog {
 public:
  // Without a path, or if there is no such file, it is empty.
  explicit ServerLog(std::string path) : path_(std::move(path)) {}

  // How long it is now.
  int64_t Size() const;

  // What was written since it was `from` bytes long: the lines of one incident, if any names it; else all, at
  // most the last twenty.
  std::vector<std::string> LinesSince(int64_t from, absl::string_view incident) const;

 private:
  std::string path_;
};

// What a call is known by, beside its answer.
struct CallFacts {
  std::string operation;
  std::string connection;
  absl::Time begun;
  absl::Duration took;
  int64_t log_size = 0;  // of the server's log, before it
};

// Of the status's ErrorInfo, without a prefix, `OVERLOADED`; empty if it has none, as whatever is not of our
// server.
std::string ReasonOf(const grpc::Status& status);

// `UNAVAILABLE` with reason, words and details, the connection, and what the server's log says; several
// lines.
std::string Describe(const CallFacts& call, const grpc::Status& status, const ServerLog& log);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_SYSTEM_FAILED_CALL_H_
