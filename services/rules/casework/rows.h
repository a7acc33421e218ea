#ifndef ARASHA_SERVICES_RULES_CASEWORK_ROWS_H_
#define ARASHA_SERVICES_RULES_CASEWORK_ROWS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/row.pb.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/violations.h"

// Rows of the groups that a case type has: what a case has several of.
namespace arasha::rules {

using Rows = google::protobuf::RepeatedPtrField<v1::Row>;

// Checks what a caller says of a row: that its group is one of the type's, that it says something, and its
// details against the fields of the group (see CheckTypedDetails). What the server sets is not looked at.
// `prefix`: path of the row in the request.
Violations CheckRow(const CaseType& type, const v1::Row& row, absl::Time now, absl::string_view prefix);

// The same of all rows that a case is opened with, and that no group has too many. A group that has is told
// of alone: ten thousand faults of its rows would hide it.
Violations CheckRows(const CaseType& type, const Rows& rows, absl::Time now, absl::string_view prefix);

// Whether there is room for one more row of this group.
bool HasRoom(const v1::RowGroup& group, const Rows& rows);

// What the timeline tells of a row that is added, changed or taken off, of which the other is empty then: a
// line that says which it is, `row: hearings/0192…`, and one for each field of its group that differs, as of
// a case (see changes.h).
std::string RowText(const CaseType& type, const v1::Row& before, const v1::Row& after);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_ROWS_H_
