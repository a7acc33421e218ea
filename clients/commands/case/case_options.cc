#include "clients/commands/case/case_options.h"

#include "clients/input/countries.h"

namespace arasha::clients {

void AddSummary(CLI::App& command, CaseOptions& options) {
  AddOption(command, "--summary", options.summary, "What happened; - reads it from standard input")
      .Sets("case.summary");
}

void AddCaseOptions(CLI::App& command, CaseOptions& options, const CaseOptionHelp& help) {
  AddEnum(command, "--priority", options.priority, help.priority).Sets("case.priority");
  AddEnum(command, "--sensitivity", options.sensitivity, help.sensitivity).Sets("case.sensitivity");
  AddOption(command, "--compartment", options.compartment, "Of a compartmented case, trafficking")
      .Sets("case.compartment");
  AddOption(command, "--host-state", options.host_state, help.host_state).Country().Sets("case.host_state");
  AddOption(command, "--received-at", options.received_time, help.received_time).Sets("case.received_time");
}

absl::StatusOr<std::vector<std::string>> Fill(Session& session, const CaseOptions& options,
                                              v1::Case& matter) {
  std::vector<std::string> fields;
  if (!options.summary.empty()) {
    matter.set_summary(session.TextOf(options.summary));
    fields.emplace_back("summary");
  }
  if (options.priority != v1::PRIORITY_UNSPECIFIED) {
    matter.set_priority(options.priority);
    fields.emplace_back("priority");
  }
  if (options.sensitivity != v1::SENSITIVITY_UNSPECIFIED) {
    matter.set_sensitivity(options.sensitivity);
    fields.emplace_back("sensitivity");
  }
  if (!options.compartment.empty()) {
    matter.set_compartment(options.compartment);
    fields.emplace_back("compartment");
  }
  if (!options.host_state.empty()) {
    matter.set_host_state(CountryCode(options.host_state).value_or(options.host_state));
    fields.emplace_back("host_state");
  }
  if (!options.received_time.empty()) {
    const auto time = session.TimeOf(options.received_time);
    if (!time.ok()) return time.status();
    *matter.mutable_received_time() = *time;
    fields.emplace_back("received_time");
  }
  return fields;
}

}  // namespace arasha::clients
