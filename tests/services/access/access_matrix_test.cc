// What could go wrong: an RPC that nobody thought of when access was decided; a role that gains or loses
// something on one kind of case; a refusal that tells whether there is a case at all.
//
// access_matrix.txt says what every role is answered by every RPC, on every kind of case, at its own mission
// and at another's. It is meant to be read and changed by people: a change of policy is a change of that
// file. This test makes all of these calls, over mutual TLS, and compares. An RPC that the file does not have
// fails it.
#include <gtest/gtest.h>

#include <iostream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/services/access/access_matrix.h"
#include "tests/services/requests/methods.h"
#include "tests/support/statuses.h"

namespace arasha {
namespace {

// "ok", "none" for what is not there, "denied", or the reason.
std::string Word(const grpc::Status& status) {
  if (status.ok()) return "ok";
  const support::Refusal refusal = support::Read(status);
  if (refusal.code == grpc::StatusCode::NOT_FOUND && refusal.reason == "NOT_FOUND") return "none";
  if (refusal.code == grpc::StatusCode::PERMISSION_DENIED && refusal.reason == "PERMISSION_DENIED")
    return "denied";
  if (!refusal.reason.empty()) return refusal.reason;
  return absl::StatusCodeToString(static_cast<absl::StatusCode>(static_cast<int>(refusal.code)));
}

TEST_F(AccessMatrix, EveryRpcHasARow) {
  std::set<std::string> rows;  // One may have several, with different requests.
  for (const Row& row : ReadTable()) rows.insert(row.method);
  std::set<std::string> methods;
  for (const auto* method : AllMethods()) methods.insert(PathOf(*method));
  EXPECT_EQ(rows, methods)
      << "say in tests/services/access/access_matrix.txt who may call it, and on which cases";
}

TEST_F(AccessMatrix, EveryAnswerIsTheReviewedOne) {
  const std::vector<Row> rows = ReadTable();
  std::map<std::pair<std::string, std::string>, Subject> subjects;  // by caller and kind
  for (const std::string& role : kRoles) {
    for (const std::string& mission : kCaseMissions) {
      for (const std::string& kind : kKinds) {
        const std::string caller = Caller(role, mission, kind);
        subjects[{caller, kind}] = Prepare(caller, kind);
      }
    }
  }
  const std::string last = Caller("partner", "WAW", "glass");
  AwaitGrant(last, subjects.at({last, "glass"}).places.at("$CASE"));

  const Row get_case = {"arasha.v1.Cases/GetCase", "name: \"$CASE\"", {}};
  std::map<std::pair<std::string, std::string>, bool> sees;
  for (const auto& [key, subject] : subjects) sees[key] = Call(get_case, key.first, subject).ok();
  const Subject absent = Absent();
  // What is answered on each kind of case.
  const auto on_cases = [&](const Row& row, const std::string& role, const std::string& mission) {
    std::vector<std::string> words;
    for (const std::string& kind : kKinds) {
      const std::string caller = Caller(role, mission, kind);
      const Subject& subject = subjects.at({caller, kind});
      const grpc::Status status = Call(row, caller, subject);
      words.push_back(Word(status));
      // Nothing that the caller is told of a case it does not see differs from what it is told of none.
      if (sees.at({caller, kind}) || status.ok()) continue;
      EXPECT_EQ(Anonymous(status, subject), Anonymous(Call(row, caller, absent), absent))
          << row.method << " by " << caller << " on a case that is " << kind;
    }
    return absl::StrJoin(words, " ");
  };
  // What is answered about no case, or on a report.
  const auto elsewhere = [&](const Row& row, const std::string& role, const std::string& mission) {
    const std::string caller = Caller(role, mission);
    if (!row.OnReport()) return Word(Call(row, caller, absent));
    const Subject subject = Order(row);
    const grpc::Status status = Call(row, caller, subject);
    // Who is told that it may not do this may read it.
    if (!status.ok() && Word(status) != "denied") {
      EXPECT_EQ(Anonymous(status, subject), Anonymous(Call(row, caller, absent), absent))
          << row.method << " by " << caller << " on what it may not read";
    }
    return Word(status);
  };
  std::string table;
  for (const Row& row : rows) {
    absl::StrAppend(&table, "rpc ", row.method, "\n  ", row.request, "\n");
    for (const std::string& role : kRoles) {
      std::vector<std::string> groups;
      for (const std::string& mission : row.OnCase() ? kCaseMissions : kMissions) {
        groups.push_back(row.OnCase() ? on_cases(row, role, mission) : elsewhere(row, role, mission));
      }
      const std::string answers = absl::StrJoin(groups, " | ");
      absl::StrAppend(&table, "  ", role, std::string(11 - role.size(), ' '), answers, "\n");
      const auto expected = row.answers.find(role);
      EXPECT_EQ(answers, expected == row.answers.end() ? "" : expected->second)
          << row.method << " by " << role << ": " << row.request;
    }
  }
  if (HasFailure()) std::cout << "What was answered:\n" << table;
}

}  // namespace
}  // namespace arasha
