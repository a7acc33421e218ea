#ifndef ARASHA_SERVICES_RULES_DEADLINES_ROW_DEADLINES_H_
#define ARASHA_SERVICES_RULES_DEADLINES_ROW_DEADLINES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/row.pb.h"
#include "services/rules/deadlines/deadlines.h"
#include "services/rules/deadlines/happenings.h"

// Deadlines that each row of a group has for itself (DeadlineRule.per_row). Wherever a deadline is named by
// its rule, that of a row is named with the row's uid, `hearing_preparation/0192…`, and so are the keys of
// what meets it: one row's day of hearing meets nothing of another's.
namespace arasha::rules {

// The uid of the row whose deadline is named so; empty of a deadline of the case itself.
absl::string_view RowOf(absl::string_view deadline);
// Whether it is of a row of the case that does not open, and so tells nothing: its details are empty, as
// those of no other row are. What it has started stays as it is.
bool IsOfUnreadableRow(absl::string_view deadline, const DeadlineFacts& facts);
// The id of its rule.
absl::string_view RuleIdOf(absl::string_view deadline);

// nullptr if the group has none of this id.
const v1::FieldRule* FieldOfGroup(const v1::RowGroup& group, absl::string_view id);

// One for each DATE or TIME field of each row that has a value, with the keys of that row.
std::vector<Happening> OfRows(const CaseType& type, const google::protobuf::RepeatedPtrField<v1::Row>& rows,
                              absl::TimeZone zone);

// What a deadline of the row hangs on: as of a case whose details are the row's.
DeadlineFacts FactsOfRow(const DeadlineFacts& facts, const v1::RowGroup& group, const v1::Row& row);

// Adds the deadlines of this rule that the rows of its group have.
void StartOfRows(const v1::DeadlineRule& rule, const DeadlineFacts& facts,
                 std::vector<StartedDeadline>& started);

// What is told of the row alone, as if its deadlines were a case's: `told` of the case, with what the row
// says in place of what the case says.
std::vector<ToldHappening> ToldOfRow(const DeadlineFacts& facts, const v1::RowGroup& group,
                                     const v1::Row& row, std::vector<ToldHappening> told);
// Likewise the courses of its deadlines, named by their rules alone.
std::vector<DeadlineCourse> CoursesOfRow(absl::string_view uid, absl::Span<const DeadlineCourse> courses);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_DEADLINES_ROW_DEADLINES_H_
