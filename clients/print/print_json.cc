#include "clients/print/print_json.h"

#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/type_resolver_util.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "proto/stable_bytes.h"

namespace arasha::clients {
namespace {

using google::protobuf::util::JsonPrintOptions;

constexpr char kTypeUrl[] = "type.googleapis.com";

// Empty for a Timestamp out of range or an Any of unknown type, which the server never sends.
std::string Json(const google::protobuf::Message& message, const JsonPrintOptions& options) {
  const google::protobuf::Descriptor& type = *message.GetDescriptor();
  const std::unique_ptr<google::protobuf::util::TypeResolver> resolver(
      google::protobuf::util::NewTypeResolverForDescriptorPool(kTypeUrl, type.file()->pool()));
  std::string json;
  const auto status = google::protobuf::util::BinaryToJsonString(
      resolver.get(), absl::StrCat(kTypeUrl, "/", type.full_name()), StableBytes(message), &json, options);
  return status.ok() ? json : "";
}

}  // namespace

std::string CompactJson(const google::protobuf::Message& message) {
  return Json(message, JsonPrintOptions());
}

std::string JsonText(const google::protobuf::Message& message) {
  JsonPrintOptions options;
  options.add_whitespace = true;
  const std::string json = Json(message, options);
  return json.empty() ? "{}\n" : json;
}

}  // namespace arasha::clients
