#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/deadline/deadline_options.h"
#include "clients/commands/options.h"
#include "clients/print/tables/print_deadline.h"

namespace arasha::clients {
namespace {

struct ExplainDeadlineOptions {
  DeadlineOptions deadline;
  bool each_day = false;
};

// Which deadlines the case has, with the ids that commands take.
absl::Status ListDeadlines(Session& session, const std::string& case_name) {
  const absl::StatusOr<v1::Case> matter = session.FetchCase(case_name);
  if (!matter.ok()) return matter.status();
  v1::Case shown;
  shown.set_name(matter->name());
  *shown.mutable_deadlines() = matter->deadlines();
  session.Print(shown, [&] {
    return DeadlineIdsText(*matter, session.TypeOf(*matter).value_or(v1::CaseType()), session.style());
  });
  return absl::OkStatus();
}

absl::Status ExplainDeadline(Session& session, const ExplainDeadlineOptions& options) {
  const absl::StatusOr<std::string> name = session.Case(options.deadline.case_name);
  if (!name.ok()) return name.status();
  if (options.deadline.rule.empty()) return ListDeadlines(session, *name);
  const absl::StatusOr<std::string> rule = RuleTyped(session, *name, options.deadline.rule);
  if (!rule.ok()) return rule.status();
  v1::ExplainDeadlineRequest request;
  request.set_name(*name);
  request.set_rule(*rule);
  request.set_run(options.deadline.run);
  const absl::StatusOr<v1::DeadlineExplanation> explanation = session.api().Call(request);
  if (!explanation.ok()) return explanation.status();
  session.PrintExplanation(*explanation, options.each_day);
  return absl::OkStatus();
}

}  // namespace

void AddDeadlineExplain(CLI::App& deadlines, Run& selected) {
  CLI::App& command = AddCommand(
      deadlines, "explain",
      "Say step by step why a deadline is due when it is, or why there is none; the last run of it, "
      "where none is named",
      {"arasha deadline explain IST-2026-000123 first_contact",
       "arasha deadline explain IST-2026-000123 host_reply --days",
       "arasha deadline explain IST-2026-000123 next_visit --run 2 --output json",
       "arasha deadline explain IST-2026-000123     # ids of its deadlines"});
  auto options = std::make_shared<ExplainDeadlineOptions>();
  options->deadline.run = 0;  // the last
  AddDeadlineOptions(command, options->deadline);
  AddFlag(command, "--days", options->each_day, "Each day, counted or left out, on a line (tables only)");
  OnSelect(command, selected, [options](Session& session) { return ExplainDeadline(session, *options); });
}

}  // namespace arasha::clients
