#ifndef ARASHA_SERVICES_CALLS_METHOD_RULE_H_
#define ARASHA_SERVICES_CALLS_METHOD_RULE_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/calls/call.h"
#include "services/rules/access/access.h"

namespace arasha::server {

// What holds of a method before its operation is asked, as its rule in the proto says (method.proto), looked
// up once.
class MethodRule {
 public:
  // Aborts on a rule that names a field or an action that there is not: every test starts a server.
  explicit MethodRule(const google::protobuf::MethodDescriptor& method);

  // Reads what the request is about into the call, asks for permission, and puts the call's context together,
  // in this order. The status to answer with if there is nothing to ask the operation for.
  absl::Status Open(const google::protobuf::Message& request, Call& call) const;

 private:
  absl::Status ReadName(const google::protobuf::Message& request, Call& call) const;

  std::vector<const google::protobuf::FieldDescriptor*> about_;
  std::string field_;  // the same, in words
  std::string form_;
  std::string or_form_;
  bool or_all_ = false;
  std::optional<rules::Action> action_;
  const google::protobuf::FieldDescriptor* request_id_ = nullptr;  // of a write
};

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_CALLS_METHOD_RULE_H_
