#ifndef ARASHA_CLIENTS_COMMANDS_CASE_CASE_OPTIONS_H_
#define ARASHA_CLIENTS_COMMANDS_CASE_CASE_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "arasha/v1/case.pb.h"
#include "clients/commands/options.h"
#include "clients/session/session.h"

namespace arasha::clients {

// What is said of a case itself when it is opened or changed, but for its type's fields.
struct CaseOptions {
  std::string summary;
  v1::Priority priority = v1::PRIORITY_UNSPECIFIED;
  v1::Sensitivity sensitivity = v1::SENSITIVITY_UNSPECIFIED;
  std::string compartment;
  std::string host_state;
  std::string received_time;
};

// What the help says of those that mean another thing where they are left out.
struct CaseOptionHelp {
  const char* priority;
  const char* sensitivity;
  const char* host_state;
  const char* received_time;
};

void AddSummary(CLI::App& command, CaseOptions& options);
// All others, in the order of CaseOptions.
void AddCaseOptions(CLI::App& command, CaseOptions& options, const CaseOptionHelp& help);

// Puts what was given into the case; returns the names of these fields.
absl::StatusOr<std::vector<std::string>> Fill(Session& session, const CaseOptions& options, v1::Case& matter);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_CASE_CASE_OPTIONS_H_
