#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/deadline/deadline_options.h"
#include "clients/commands/options.h"
#include "clients/text/local_error.h"

namespace arasha::clients {
namespace {

struct ExtendOptions {
  DeadlineDecision decision;
  std::string by;
  std::string until;
};

absl::Status Extend(Session& session, const ExtendOptions& options) {
  if (options.by.empty() && options.until.empty()) return UsageError("usage.by_or_until");
  v1::ExtendDeadlineRequest request;
  if (!options.by.empty()) {
    const absl::StatusOr<v1::Period> by = PeriodOf(options.by);
    if (!by.ok()) return by.status();
    *request.mutable_by() = *by;
  } else {
    // The case tells in whose zone the day ends.
    const absl::StatusOr<std::string> name = session.Case(options.decision.deadline.case_name);
    if (!name.ok()) return name.status();
    const auto until = session.TimeOf(options.until, TimeUse::kExpiry);
    if (!until.ok()) return until.status();
    *request.mutable_due_time() = *until;
  }
  return DecideDeadline(session, options.decision, std::move(request));
}

}  // namespace

void AddDeadlineExtend(CLI::App& deadlines, Run& selected) {
  CLI::App& command = AddCommand(
      deadlines, "extend", "Extend a deadline, as its rule allows",
      {"arasha deadline extend IST-2026-000123 appeal_reply --by 1mo --reason \"Facts are to be checked\"",
       "arasha deadline extend IST-2026-000123 appeal_reply --until 15.1.2027 --reason \"Reply awaited\"",
       "arasha deadline explain IST-2026-000123     # ids of its deadlines"});
  auto options = std::make_shared<ExtendOptions>();
  AddDeadlineDecisionOptions(command, options->decision);
  const Option by =
      AddOption(command, "--by", options->by, "How much longer: 48h, 10d, 3wd (working days), 2w, 2mo or 1y")
          .TypeName("PERIOD")
          .Sets("by");
  AddOption(command, "--until", options->until, "When it is to be due: 15.1.2027 (arasha help times)")
      .Excludes(by)
      .Sets("due_time");
  OnSelect(command, selected, [options](Session& session) { return Extend(session, *options); });
}

}  // namespace arasha::clients
