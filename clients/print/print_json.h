#ifndef ARASHA_CLIENTS_PRINT_PRINT_JSON_H_
#define ARASHA_CLIENTS_PRINT_PRINT_JSON_H_

#include <string>

#include "google/protobuf/message.h"

namespace arasha::clients {

// The message in protobuf's JSON: fields in lowerCamelCase, times in RFC 3339 UTC, fields that are not set
// left out, the keys of details in alphabetical order. The same message gives the same bytes.
std::string CompactJson(const google::protobuf::Message& message);
// The same, indented, ended by a line break.
std::string JsonText(const google::protobuf::Message& message);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_PRINT_JSON_H_
