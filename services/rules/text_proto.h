#ifndef ARASHA_SERVICES_RULES_TEXT_PROTO_H_
#define ARASHA_SERVICES_RULES_TEXT_PROTO_H_

#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// Messages as people write them.
namespace arasha::rules {

// Reads a text proto into a message; `locations`, unless nullptr, learns where in the text each value stands.
// INVALID_ARGUMENT with line and column if it is not one, with the line if it is not UTF-8.
absl::Status ParseTextProto(absl::string_view text, google::protobuf::Message& message,
                            google::protobuf::TextFormat::ParseInfoTree* locations = nullptr);

// What ParseTextProto reads.
std::string PrintTextProto(const google::protobuf::Message& message);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_TEXT_PROTO_H_
