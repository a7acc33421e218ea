#include "services/rules/deadlines/row_deadlines.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/conditions.h"
#include "services/rules/catalogue/examination.h"

namespace arasha::rules {
namespace {

absl::string_view UidOfRow(const v1::Row& row) {
  return absl::string_view(row.name()).substr(row.name().rfind('/') + 1);
}

void NameWithRow(std::vector<std::string>& names, absl::string_view uid) {
  for (std::string& name : names) absl::StrAppend(&name, "/", uid);
}

}  // namespace

absl::string_view RowOf(absl::string_view deadline) {
  const size_t slash = deadline.find('/');
  return slash == absl::string_view::npos ? absl::string_view() : deadline.substr(slash + 1);
}

bool IsOfUnreadableRow(absl::string_view deadline, const DeadlineFacts& facts) {
  const absl::string_view uid = RowOf(deadline);
  if (uid.empty() || facts.rows == nullptr) return false;
  return std::any_of(facts.rows->begin(), facts.rows->end(), [&](const v1::Row& row) {
    return UidOfRow(row) == uid && row.details().fields().empty();
  });
}

absl::string_view RuleIdOf(absl::string_view deadline) { return deadline.substr(0, deadline.find('/')); }

const v1::FieldRule* FieldOfGroup(const v1::RowGroup& group, absl::string_view id) {
  return Find(group.fields(), id);
}

std::vector<Happening> OfRows(const CaseType& type, const google::protobuf::RepeatedPtrField<v1::Row>& rows,
                              absl::TimeZone zone) {
  std::vector<Happening> happenings;
  for (const v1::Row& row : rows) {
    const v1::RowGroup* group = type.FindRowGroup(row.group());
    if (group == nullptr) continue;  // It came of a version of the type that knew it.
    for (Happening& happening : OfFields(group->fields(), row.details(), zone)) {
      NameWithRow(happening.keys, UidOfRow(row));
      happenings.push_back(std::move(happening));
    }
  }
  return happenings;
}

DeadlineFacts FactsOfRow(const DeadlineFacts& facts, const v1::RowGroup& group, const v1::Row& row) {
  return {facts.type,     facts.host_state, facts.calendar, row.details(), facts.open,
          facts.received, facts.state,      nullptr,        &group};
}

void StartOfRows(const v1::DeadlineRule& rule, const DeadlineFacts& facts,
                 std::vector<StartedDeadline>& started) {
  const v1::RowGroup* group = facts.type.FindRowGroup(rule.per_row());
  const std::optional<Terms> terms = TermsOf(rule, facts);
  if (group == nullptr || facts.rows == nullptr || !terms) return;
  for (const v1::Row& row : *facts.rows) {
    if (row.group() != group->id() || !Hold(rule.when(), row.details())) continue;
    const DeadlineFacts of_row = FactsOfRow(facts, *group, row);
    const std::vector<Happening> told = OfFields(group->fields(), row.details(), facts.calendar.zone);
    const Happening* first = FirstStart(*terms, of_row, told);
    if (first == nullptr) continue;
    std::optional<StartedDeadline> deadline = StartBy(rule, *terms, *first, of_row);
    if (!deadline) continue;
    absl::StrAppend(&deadline->rule, "/", UidOfRow(row));
    NameWithRow(deadline->met_by, UidOfRow(row));
    deadline->corrects = true;  // A field started it.
    started.push_back(*std::move(deadline));
  }
}

std::vector<ToldHappening> ToldOfRow(const DeadlineFacts& facts, const v1::RowGroup& group,
                                     const v1::Row& row, std::vector<ToldHappening> told) {
  std::erase_if(told, [](const ToldHappening& one) { return !FieldOf(one.happening).empty(); });
  for (Happening& happening : OfFields(group.fields(), row.details(), facts.calendar.zone)) {
    told.push_back({.happening = std::move(happening)});
  }
  return told;
}

std::vector<DeadlineCourse> CoursesOfRow(absl::string_view uid, absl::Span<const DeadlineCourse> courses) {
  std::vector<DeadlineCourse> of_row;
  for (const DeadlineCourse& course : courses) {
    if (RowOf(course.started.rule) != uid) continue;
    StartedDeadline& started = of_row.emplace_back(course).started;
    started.rule = std::string(RuleIdOf(started.rule));
    for (std::string& key : started.met_by) key = key.substr(0, key.find('/'));
  }
  return of_row;
}

}  // namespace arasha::rules
