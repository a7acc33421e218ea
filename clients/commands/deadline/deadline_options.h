#ifndef ARASHA_CLIENTS_COMMANDS_DEADLINE_DEADLINE_OPTIONS_H_
#define ARASHA_CLIENTS_COMMANDS_DEADLINE_DEADLINE_OPTIONS_H_

#include <string>

#include "absl/status/statusor.h"
#include "arasha/v1/case_type.pb.h"
#include "clients/commands/case/overtaking.h"
#include "clients/commands/options.h"
#include "clients/session/deadline_notes.h"
#include "clients/session/session.h"

namespace arasha::clients {

// Which deadline a command is about.
struct DeadlineOptions {
  std::string case_name;
  std::string rule;
  int run = 1;
};

// Adds CASE, RULE, which it returns, and --run.
Option AddDeadlineOptions(CLI::App& command, DeadlineOptions& options);

// The deadline as requests name it: by the id of its rule where it was typed by its label, in any language,
// and that of a row (`hearing_outcome/4f21c07a`, as tables show the row) with the whole uuid. As it was
// typed, where the case (full name) has none called so, or no one row that ends so: the server says so. A
// usage error if several are called so.
absl::StatusOr<std::string> RuleTyped(Session& session, const std::string& case_name,
                                      const std::string& typed);

// What a decision on a deadline says beside.
struct DeadlineDecision {
  DeadlineOptions deadline;
  std::string reason;
  std::string etag;
  bool overtake = false;
};

// Adds those and --reason, --etag and --overtake.
void AddDeadlineDecisionOptions(CLI::App& command, DeadlineDecision& options);

// A length of time as it is typed: 48h, 10d, 3wd (working days), 2w, 2mo, 1y. A usage error if it is none.
absl::StatusOr<v1::Period> PeriodOf(const std::string& typed);

// Shows whoever is at the terminal the deadline (of the case of this full name), on what it rests, when it is
// due and how it stands, and asks whether to go on: the decision is one which is final once something hangs
// on it.
absl::Status ConfirmDecision(Session& session, const std::string& case_name, const std::string& rule,
                             int run);

// Fills in what was given, calls, and prints the line on the timeline with the deadlines as they stand then.
template <typename Request>
absl::Status DecideDeadline(Session& session, const DeadlineDecision& options, Request request) {
  const absl::StatusOr<std::string> name = session.Case(options.deadline.case_name);
  if (!name.ok()) return name.status();
  request.set_name(*name);
  const absl::StatusOr<std::string> rule = RuleTyped(session, *name, options.deadline.rule);
  if (!rule.ok()) return rule.status();
  request.set_rule(*rule);
  if (absl::Status s = ConfirmDecision(session, *name, *rule, options.deadline.run); !s.ok()) return s;
  if (options.deadline.run > 1) request.set_run(options.deadline.run);
  request.set_reason(session.TextOf(options.reason));
  request.set_etag(options.etag);
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::Entry> entry = CallOvertaking(session, *name, request, options.overtake);
  if (!entry.ok()) return entry.status();
  PrintEntryAndDeadlines(session, *name, *entry);
  return absl::OkStatus();
}

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_DEADLINE_DEADLINE_OPTIONS_H_
