#ifndef ARASHA_TESTS_SERVICES_SEQUENCING_AUDIT_FIXTURE_H_
#define ARASHA_TESTS_SERVICES_SEQUENCING_AUDIT_FIXTURE_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "arasha/v1/audit.grpc.pb.h"
#include "tests/support/log/log_key.h"
#include "tests/support/scratch_folder.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {

// A server that keeps its log, and what auditors ask of it.
class AuditService : public support::ServerTest {
 protected:
  server::Options Options() override {
    server::Options options = ServerTest::Options();
    options.sequencer_database = database().sequencer_conninfo();
    options.log_origin = "arasha.example/audit";
    options.log_key = key_.path();
    options.log_journal = journal_.path();
    return options;
  }

  template <typename Request, typename Response>
  std::string Answer(Method<v1::Audit::Stub, Request, Response> method, const Request& request,
                     const std::string& role = "auditor") {
    return support::Line(Try(method, request, role));
  }
  template <typename Request, typename Response>
  Response Read(Method<v1::Audit::Stub, Request, Response> method, const Request& request) {
    return Do(method, request, "auditor");
  }

  // The newest head, once it covers every leaf that there is now.
  v1::Checkpoint Settled() {
    const std::string leaves = database().Value("SELECT count(*) FROM audit_leaf");
    for (int i = 0; i < 500; ++i) {
      if (database().Value(absl::StrCat("SELECT count(*) FROM audit_checkpoint WHERE size >= ", leaves)) !=
          "0") {
        return Read(&v1::Audit::Stub::GetCheckpoint, v1::GetCheckpointRequest());
      }
      absl::SleepFor(absl::Milliseconds(20));
    }
    ADD_FAILURE() << "no head covers " << leaves << " leaves";
    return {};
  }
  v1::ReadLeavesResponse Leaves(int64_t start, int limit) {
    v1::ReadLeavesRequest request;
    request.set_start(start);
    request.set_limit(limit);
    return Read(&v1::Audit::Stub::ReadLeaves, request);
  }
  const support::LogKey& key() const { return key_; }

 private:
  support::LogKey key_;
  support::ScratchFolder journal_;
};

}  // namespace arasha

#endif  // ARASHA_TESTS_SERVICES_SEQUENCING_AUDIT_FIXTURE_H_
