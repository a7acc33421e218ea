#include "clients/commands/deadline/deadline_options.h"

#include <algorithm>
#include <ostream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "clients/input/called_so.h"
#include "clients/print/tables/print_deadline.h"
#include "clients/session/prompt.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"
#include "clients/text/source_text.h"

namespace arasha::clients {
namespace {

constexpr int kMostRuns = 10'000;
constexpr int kDaysOfWeek = 7;
// Longer than any law gives; more overflows nothing on its way either.
constexpr int kLongest = 10'000;

}  // namespace

Option AddDeadlineOptions(CLI::App& command, DeadlineOptions& options) {
  AddOption(command, "CASE", options.case_name, "The case: IST-2026-000123, or its full name")
      .Required()
      .Sets("name");
  const Option rule = AddOption(command, "RULE", options.rule,
                                "The deadline, the id of its rule, appeal_reply, or its name in any language")
                          .Sets("rule");
  AddOption(command, "--run", options.run, "Which one, where the deadline was set again: 2 for the second")
      .Range(1, kMostRuns)
      .Sets("run");
  return rule;
}

absl::StatusOr<std::string> RuleTyped(Session& session, const std::string& case_name,
                                      const std::string& typed) {
  const size_t slash = std::min(typed.find('/'), typed.size());
  const bool of_row = slash + 1 < typed.size();
  const std::string rule = typed.substr(0, slash);
  if (LooksLikeId(rule) && !of_row) return typed;
  const absl::StatusOr<v1::Case> matter = session.FetchCase(case_name);
  if (!matter.ok()) return typed;
  absl::StatusOr<std::string> id = rule;
  if (!LooksLikeId(rule)) {
    const absl::StatusOr<v1::CaseType> type = session.TypeOf(*matter);
    if (type.ok()) id = IdCalledSo(type->deadlines(), rule);
  }
  if (!id.ok() || !of_row) return id;
  std::string found;
  for (const v1::Row& row : matter->rows()) {
    if (!absl::EndsWith(row.name(), typed.substr(slash + 1))) continue;
    if (!found.empty()) return typed;
    found = absl::StrCat(*id, "/", ShortName(row.name()));
  }
  return found.empty() ? typed : found;
}

absl::Status ConfirmDecision(Session& session, const std::string& case_name, const std::string& rule,
                             int run) {
  if (!session.Interactive()) return absl::OkStatus();
  const absl::StatusOr<v1::Case> matter = session.FetchCase(case_name);
  if (!matter.ok()) return matter.status();
  const std::string row = rule.substr(std::min(rule.find('/'), rule.size()));
  v1::Case shown;
  for (const v1::Deadline& deadline : matter->deadlines()) {
    const bool of_row = deadline.row().empty() ? row.empty() : absl::EndsWith(deadline.row(), row);
    if (of_row && deadline.rule() == rule.substr(0, rule.find('/')) && std::max(deadline.run(), 1) == run) {
      *shown.add_deadlines() = deadline;
    }
  }
  // Of what there is not the server says so.
  if (shown.deadlines().empty()) return absl::OkStatus();
  const TableStyle style = session.style();
  const v1::CaseType type = session.TypeOf(*matter).value_or(v1::CaseType());
  *session.environment().err << DeadlineIdsText(shown, type, style)
                             << style.Paragraph(SourceText(shown.deadlines(0).source(), type, style.messages),
                                                0);
  const absl::StatusOr<bool> sure = AskYesNo(session, session.messages().Text("prompt.decide_deadline"));
  if (!sure.ok()) return sure.status();
  return *sure ? absl::OkStatus() : UsageError("usage.not_confirmed");
}

void AddDeadlineDecisionOptions(CLI::App& command, DeadlineDecision& options) {
  AddDeadlineOptions(command, options.deadline).Required();
  AddOption(command, "--reason", options.reason,
            "Why; asked for at a terminal, required elsewhere; - reads it from standard input")
      .AskedFor(options.reason, "label.reason")
      .Sets("reason");
  AddOption(command, "--etag", options.etag, "Refuse if the case is no longer the one of this etag")
      .Sets("etag");
  AddOvertakeOption(command, options.overtake);
}

absl::StatusOr<v1::Period> PeriodOf(const std::string& typed) {
  const absl::Status none = UsageError("usage.period", {{"text", typed}});
  const size_t digits = typed.find_first_not_of("0123456789");
  int count = 0;
  if (digits == std::string::npos || !absl::SimpleAtoi(typed.substr(0, digits), &count) || count <= 0 ||
      count > kLongest) {
    return none;
  }
  const absl::string_view unit = absl::string_view(typed).substr(digits);
  v1::Period period;
  if (unit == "h") {
    period.set_hours(count);
  } else if (unit == "d") {
    period.set_days(count);
  } else if (unit == "w") {
    period.set_days(kDaysOfWeek * count);
  } else if (unit == "wd") {
    period.set_working_days(count);
  } else if (unit == "mo") {
    period.set_months(count);
  } else if (unit == "y") {
    period.set_years(count);
  } else {
    return none;
  }
  return period;
}

}  // namespace arasha::clients
