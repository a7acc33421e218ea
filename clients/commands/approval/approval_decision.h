#ifndef ARASHA_CLIENTS_COMMANDS_APPROVAL_APPROVAL_DECISION_H_
#define ARASHA_CLIENTS_COMMANDS_APPROVAL_APPROVAL_DECISION_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/commands/options.h"
#include "clients/session/deadline_notes.h"
#include "clients/session/session.h"

namespace arasha::clients {

// What the commands that decide on an approval share.
struct DecisionOptions {
  std::string approval;
  std::string text;
};

// Adds APPROVAL and --text, also called --reason, and gives back the latter.
Option AddDecisionOptions(CLI::App& command, DecisionOptions& options, const std::string& text_description);

// Full name of an approval typed as such, or as its case, which is then asked for what waits on it.
absl::StatusOr<std::string> ApprovalOf(Session& session, const std::string& typed);

// Sends the decision on the approval of this full name, with the text as it was typed, and prints the case.
template <typename Request>
absl::Status Decide(Session& session, const std::string& approval, const std::string& text) {
  Request request;
  request.set_name(approval);
  request.set_text(session.TextOf(text));
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::Case> matter = session.api().Call(request);
  if (!matter.ok()) return matter.status();
  session.PrintCase(*matter);
  PrintDeadlinesAfter(session, matter->name(), matter->update_time());
  return absl::OkStatus();
}

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_APPROVAL_APPROVAL_DECISION_H_
