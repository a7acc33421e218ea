#ifndef ARASHA_TESTS_FAULTS_FAULTS_FIXTURE_H_
#define ARASHA_TESTS_FAULTS_FAULTS_FIXTURE_H_

#include <gtest/gtest.h>

#include <fstream>
#include <iostream>
#include <memory>
#include <pqxx/pqxx>
#include <random>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "arasha/v1/cases.grpc.pb.h"
#include "tests/faults/checker.h"
#include "tests/faults/load.h"

namespace arasha::faults {

// How soon writes must be answered again after the cause of the trouble has gone.
inline constexpr absl::Duration kRecovery = absl::Seconds(10);

// A system that all tests share, and what they do to it and ask of it.
class FaultsTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { system = std::make_unique<e2e::System>(); }
  static void TearDownTestSuite() { system.reset(); }

  FaultsTest() : seed_(std::random_device{}()), random_(seed_) { std::cout << "seed " << seed_ << "\n"; }

  void SleepAtMost(int milliseconds) {
    absl::SleepFor(
        absl::Milliseconds(std::uniform_int_distribution(milliseconds / 10, milliseconds)(random_)));
  }
  static std::string Owner() { return system->Variable("ARASHA_PG"); }
  static int DatabasePort() {
    int port = 0;
    std::ifstream(system->dir() + "/state/pg_port") >> port;
    return port;
  }
  static void Check(const Load& load) {
    for (const auto& [answer, times] : load.answers()) {
      std::cout << "answer " << answer << ": " << times << "\n";
      // Anything else is no answer to a sound request, whatever breaks.
      EXPECT_TRUE(answer == "0" || absl::StartsWith(answer, "14") || answer == "1" || answer == "4" ||
                  answer == "4 DEADLINE_EXCEEDED" || answer == "8 OVERLOADED" || answer == "10 CONTENTION")
          << answer;
    }
    ExpectWritten(Owner(), system->dir() + "/keys", load.writes());
    ExpectWhole(Owner());
  }

  v1::Case OpenCase(v1::Cases::Stub& stub) {
    v1::CreateCaseRequest request;
    request.set_parent("missions/IST");
    request.set_request_id(NewUuid(random_));
    request.mutable_case_()->set_type("rights.detention");
    request.mutable_case_()->set_summary("Held at the airport");
    auto& details = *request.mutable_case_()->mutable_details()->mutable_fields();
    details["notified_time"].set_string_value("2026-01-12T09:00:00Z");
    details["place_of_detention"].set_string_value("Silivri");
    v1::Party& subject = *request.mutable_case_()->add_parties();
    subject.set_role(v1::PARTY_ROLE_SUBJECT);
    subject.set_display_name("Held");
    grpc::ClientContext context;
    v1::Case matter;
    const grpc::Status status = stub.CreateCase(&context, request, &matter);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return matter;
  }

  v1::Case Transition(v1::Cases::Stub& stub, const v1::Case& matter, const std::string& event) {
    v1::TransitionCaseRequest request;
    request.set_name(matter.name());
    request.set_event(event);
    request.set_text("Done");
    request.set_request_id(NewUuid(random_));
    grpc::ClientContext context;
    v1::Case moved;
    const grpc::Status status = stub.TransitionCase(&context, request, &moved);
    EXPECT_TRUE(status.ok()) << event << ": " << status.error_message();
    return moved;
  }

  static grpc::Status Get(v1::Cases::Stub& stub, const v1::Case& matter) {
    grpc::ClientContext context;
    v1::GetCaseRequest request;
    request.set_name(matter.name());
    v1::Case answer;
    return stub.GetCase(&context, request, &answer);
  }

  // Whether it comes to be so within half a minute.
  static bool Comes(absl::FunctionRef<bool()> what) {
    const absl::Time end = absl::Now() + absl::Seconds(30);
    while (!what()) {
      if (absl::Now() > end) return false;
      absl::SleepFor(absl::Milliseconds(50));
    }
    return true;
  }

  // Until so many statements of the server wait for locks.
  static void AwaitWaiting(size_t statements) {
    pqxx::connection watcher(Owner());
    size_t waiting = 0;
    for (int i = 0; i < 300 && waiting < statements; ++i) {
      absl::SleepFor(absl::Milliseconds(10));
      pqxx::nontransaction transaction(watcher);
      waiting = transaction.exec("SELECT DISTINCT pid FROM pg_locks WHERE NOT granted").size();
    }
    EXPECT_EQ(waiting, statements);
  }

  static inline std::unique_ptr<e2e::System> system;
  const unsigned seed_;
  std::mt19937 random_;
};

}  // namespace arasha::faults

#endif  // ARASHA_TESTS_FAULTS_FAULTS_FIXTURE_H_
