#ifndef ARASHA_TESTS_SERVICES_REQUESTS_ACCESS_TABLE_H_
#define ARASHA_TESTS_SERVICES_REQUESTS_ACCESS_TABLE_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"

// access_matrix.txt as data.
namespace arasha {

inline const std::vector<std::string> kRoles = {"officer", "head",  "supervisor",
                                                "auditor", "admin", "partner"};

// An RPC of the file: its request in text form, and for each role what it is answered.
struct Row {
  std::string method;  // "arasha.v1.Cases/GetCase"
  std::string request;
  std::map<std::string, std::string> answers;  // by role: "ok none none ok ok | none none none ok ok"
  // Whether the answer can depend on the kind of case.
  bool OnCase() const { return absl::StrContains(request, "$CASE") || absl::StrContains(request, "$GRANT"); }
  // Whether it is about a report or a schedule that somebody ordered, or an erasure list that somebody drew.
  bool OnReport() const {
    return absl::StrContains(request, "$REPORT") || absl::StrContains(request, "$SCHEDULE") ||
           absl::StrContains(request, "$LIST");
  }
};

// The rows of the file, in its order.
std::vector<Row> ReadTable();

const google::protobuf::MethodDescriptor& MethodOf(const Row& row);

// The row's request with a name in each of its places, "$CASE" and so on; what is fresh in every request,
// $ID, $FRESH and $TOMORROW, comes by itself.
std::unique_ptr<google::protobuf::Message> RequestOf(const Row& row,
                                                     const std::map<std::string, std::string>& places);

}  // namespace arasha

#endif  // ARASHA_TESTS_SERVICES_REQUESTS_ACCESS_TABLE_H_
