#include "clients/print_json.h"

#include <google/protobuf/util/json_util.h>

namespace arasha::clients {

std::string JsonText(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  std::string json;
  // Fails only for a Timestamp out of range or an Any of unknown type, which the server never sends.
  if (!google::protobuf::util::MessageToJsonString(message, &json, options).ok()) json = "{}\n";
  return json;
}

}  // namespace arasha::clients
