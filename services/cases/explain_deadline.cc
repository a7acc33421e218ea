#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/calls/errors.h"
#include "services/cases/operations.h"
#include "services/cases/rows/deadline_rows.h"
#include "services/process/operator_log.h"
#include "services/rules/deadlines/explanation.h"
#include "storage/cases/cases.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::cases {
namespace {

absl::Status NoSuchRule(const rules::CaseType& type) {
  const auto& rules = type.proto().deadlines();
  const auto id = [](std::string* out, const v1::DeadlineRule& rule) { absl::StrAppend(out, rule.id()); };
  return server::InvalidFields(
      {{"rule", rules::Problem::kNotOneOf, {{"values", absl::StrJoin(rules, ", ", id)}}}});
}

// The last run of a rule that the case has; the first if it has none.
int LastRun(absl::Span<const storage::DeadlineRow> rows, const std::string& rule) {
  int last = 1;
  for (const storage::DeadlineRow& row : rows) {
    if (row.rule == rule) last = std::max(last, row.run);
  }
  return last;
}

}  // namespace

absl::StatusOr<v1::DeadlineExplanation> ExplainDeadline(server::Call& call,
                                                        const v1::ExplainDeadlineRequest& request) {
  if (request.run() < 0) return server::InvalidFields({{"run", rules::Problem::kNegative}});
  auto full = storage::GetCaseWithTimeline(*call.connection, call.context.audit, call.about);
  if (!full.ok()) return full.status();
  if (!*full) return server::NotFound(request.name());
  server::LogDamage(call.method, (*full)->damaged);
  const v1::Case& message = (*full)->row.message;
  const rules::CaseType* type = call.directory->catalogue().Find(message.type(), message.type_version());
  if (type == nullptr) {
    return storage::Damaged(absl::StrCat("case_type/", storage::TypeRef(message)),
                            "a case has a type that the catalogue lacks");
  }
  const v1::DeadlineRule* rule = type->FindDeadline(request.rule());
  if (rule == nullptr) return NoSuchRule(*type);

  const std::vector<storage::DeadlineRow>& rows = (*full)->deadlines;
  const int run = request.run() > 0 ? request.run() : LastRun(rows, rule->id());
  v1::DeadlineExplanation explanation;
  if (message.has_erase_time()) {
    explanation.set_run(run);
    explanation.set_erased(true);
  } else {
    std::vector<rules::DeadlineCourse> courses;
    for (const storage::DeadlineRow& row : rows) courses.push_back(CourseOf(row));
    const rules::WorkCalendar& calendar = call.mission->calendar;
    explanation =
        rules::ExplainDeadline(FactsOf(message, *type, calendar), *rule, run,
                               ToldHappenings(message, (*full)->timeline, *type, calendar), courses);
  }
  explanation.set_case_(message.name());
  explanation.set_case_type(type->ref());
  explanation.set_rule(rule->id());
  explanation.set_time_zone(call.mission->calendar.zone.name());
  for (const storage::DeadlineRow& row : rows) {
    if (row.rule == rule->id() && row.run == run) {
      *explanation.mutable_deadline() = DeadlineAt(row, call.now);
    }
  }
  return explanation;
}

}  // namespace arasha::cases
