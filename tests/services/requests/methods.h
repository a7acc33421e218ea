#ifndef ARASHA_TESTS_SERVICES_REQUESTS_METHODS_H_
#define ARASHA_TESTS_SERVICES_REQUESTS_METHODS_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "arasha/v1/method.pb.h"

// Every method of the API as its descriptor tells of it, for tests that a new one must not slip past.
namespace arasha {

// Those of every service in proto/, in the order in which they stand there.
std::vector<const google::protobuf::MethodDescriptor*> AllMethods();

const v1::MethodRule& RuleOf(const google::protobuf::MethodDescriptor& method);

// "arasha.v1.Cases/GetCase".
std::string PathOf(const google::protobuf::MethodDescriptor& method);

// An empty one.
std::unique_ptr<google::protobuf::Message> NewRequest(const google::protobuf::MethodDescriptor& method);

// Puts into a request what its method's rule asks for: a fresh request_id, and the name of what it is about.
// Names are by their forms, `missions/*/cases/*`; of a form that is not there the request names what does not
// exist.
void PutByRule(const google::protobuf::MethodDescriptor& method,
               const std::map<std::string, std::string>& names, google::protobuf::Message& request);

}  // namespace arasha

#endif  // ARASHA_TESTS_SERVICES_REQUESTS_METHODS_H_
