#include "clients/error_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/width.h"

namespace arasha::clients {
namespace {

// Key of the failure's message: by reason where the server gave one, by code where none came, which is
// so when the answer is gRPC's own.
std::string KeyOf(const Failure& failure, const Messages& messages) {
  if (failure.local) return failure.reason;
  const std::string by_reason = absl::StrCat("reason.", failure.reason);
  if (!failure.reason.empty() && messages.Has(by_reason)) return by_reason;
  const std::string by_code = absl::StrCat("code.", failure.code);
  return messages.Has(by_code) ? by_code : "code.OTHER";
}

Messages::Parameters ParametersOf(const Failure& failure, const CallFacts& facts, const Messages& messages) {
  Messages::Parameters parameters(failure.metadata.begin(), failure.metadata.end());
  parameters.emplace("endpoint", facts.endpoint);
  parameters.emplace("code", failure.code);
  // Some parameters are themselves keys of messages: which file it was.
  if (const auto what = parameters.find("what"); what != parameters.end()) {
    what->second = messages.Text(what->second);
  }
  return parameters;
}

// A write that got no answer may have been done.
bool OutcomeUnknown(const Failure& failure) {
  return failure.exit_code == ExitCode::kUnavailable || failure.exit_code == ExitCode::kInterrupted;
}

}  // namespace

std::string ErrorText(const Failure& failure, const CallFacts& facts, const Messages& messages) {
  const std::string key = KeyOf(failure, messages);
  const Messages::Parameters parameters = ParametersOf(failure, facts, messages);
  std::string text = absl::StrCat("arasha: ", OneLine(messages.Text(key, parameters)), "\n");
  for (const Failure::Violation& violation : failure.violations) {
    absl::StrAppend(&text, "  ", OneLine(violation.flag.empty() ? violation.field : violation.flag), ": ",
                    OneLine(violation.description), "\n");
  }
  if (!failure.local && failure.violations.empty() && !failure.message.empty()) {
    absl::StrAppend(&text, "  ",
                    messages.Text(failure.reason.empty() ? "error.cause" : "error.server_says",
                                  {{"text", OneLine(failure.message)}}),
                    "\n");
  }
  if (std::any_of(failure.violations.begin(), failure.violations.end(),
                  [](const Failure::Violation& violation) {
                    return absl::StartsWith(violation.field, "case.details");
                  })) {
    absl::StrAppend(&text, "  ", messages.Text("error.type_fields"), "\n");
  }
  if (messages.Has(key + ".remedy")) {
    absl::StrAppend(&text, "  ", OneLine(messages.Text(key + ".remedy", parameters)), "\n");
  }
  if (!facts.request_id.empty() && OutcomeUnknown(failure)) {
    absl::StrAppend(&text, "  ", messages.Text("error.repeat", {{"request_id", facts.request_id}}), "\n");
  }
  return text;
}

std::string ErrorJson(const Failure& failure, const CallFacts& facts, const Messages& messages) {
  nlohmann::ordered_json error = {
      {"code", failure.code},
      {"reason", failure.reason},
      {"message", messages.Text(KeyOf(failure, messages), ParametersOf(failure, facts, messages))}};
  if (!failure.message.empty()) error["serverMessage"] = failure.message;
  error["violations"] = nlohmann::ordered_json::array();
  for (const Failure::Violation& violation : failure.violations) {
    error["violations"].push_back(
        {{"field", violation.field}, {"flag", violation.flag}, {"description", violation.description}});
  }
  if (!failure.metadata.empty()) error["metadata"] = failure.metadata;
  if (!facts.request_id.empty()) error["requestId"] = facts.request_id;
  return nlohmann::ordered_json({{"error", error}})
      .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
      .append("\n");
}

}  // namespace arasha::clients
