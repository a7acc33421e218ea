#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/calls/errors.h"
#include "services/cases/operations.h"
#include "services/cases/rows/deadline_rows.h"
#include "services/process/operator_log.h"
#include "services/rules/deadlines/explanation.h"
#include "services/rules/deadlines/row_deadlines.h"
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

// The row that a deadline is named with; nullptr if it is named with none that the case has.
const v1::Row* RowOf(const v1::Case& message, absl::string_view deadline) {
  const absl::string_view uid = rules::RowOf(deadline);
  for (const v1::Row& row : message.rows()) {
    if (!uid.empty() && storage::UidOf(row.name()) == uid) return &row;
  }
  return nullptr;
}

// Of a rule that each row has for itself, which row is meant is not said; or a row is said, and there is
// none.
absl::Status NoSuchRow(const v1::DeadlineRule& rule, const v1::Case& message) {
  std::vector<std::string> names;
  for (const v1::Row& row : message.rows()) {
    if (row.group() == rule.per_row())
      names.push_back(absl::StrCat(rule.id(), "/", storage::UidOf(row.name())));
  }
  if (rule.per_row().empty()) names.push_back(rule.id());
  return server::InvalidFields(
      {{"rule", rules::Problem::kUnknownDeadline, {{"values", absl::StrJoin(names, ", ")}}}});
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
  const v1::Row* row_of = RowOf(message, request.rule());
  if ((row_of == nullptr) != rule->per_row().empty()) return NoSuchRow(*rule, message);

  const std::vector<storage::DeadlineRow>& rows = (*full)->deadlines;
  const int run = request.run() > 0 ? request.run() : LastRun(rows, request.rule());
  v1::DeadlineExplanation explanation;
  if (message.has_erase_time()) {
    explanation.set_run(run);
    explanation.set_erased(true);
  } else {
    const rules::WorkCalendar& calendar = call.mission->calendar;
    const rules::DeadlineFacts facts = FactsOf(message, *type, calendar);
    std::vector<rules::ToldHappening> told = ToldHappenings(message, (*full)->timeline, *type, calendar);
    std::vector<rules::DeadlineCourse> courses = CoursesOf(rows);
    if (row_of == nullptr) {
      explanation = rules::ExplainDeadline(facts, *rule, run, told, courses);
    } else {
      const v1::RowGroup& group = *type->FindRowGroup(row_of->group());
      explanation = rules::ExplainDeadline(rules::FactsOfRow(facts, group, *row_of), *rule, run,
                                           rules::ToldOfRow(facts, group, *row_of, std::move(told)),
                                           rules::CoursesOfRow(storage::UidOf(row_of->name()), courses));
    }
  }
  explanation.set_case_(message.name());
  explanation.set_case_type(type->ref());
  explanation.set_rule(rule->id());
  explanation.set_time_zone(call.mission->calendar.zone.name());
  for (const storage::DeadlineRow& row : rows) {
    if (row.rule == request.rule() && row.run == run) {
      *explanation.mutable_deadline() = DeadlineAt(row, call.now, message.name());
    }
  }
  return explanation;
}

}  // namespace arasha::cases
