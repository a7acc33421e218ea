#ifndef ARASHA_SERVICES_RULES_CASEWORK_MIGRATION_H_
#define ARASHA_SERVICES_RULES_CASEWORK_MIGRATION_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/type_migration.pb.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/deadlines/deadlines.h"
#include "services/rules/deadlines/happenings.h"
#include "services/rules/violations.h"

// Cases that go by another version of their type than before.
namespace arasha::rules {

// All that stands in the way of an open case: a state, values or a party's role that the version does not
// know or allow, a proposal that waits. A value that it wants and the case lacks does not; see ValueLines.
Violations CheckMigration(const v1::Case& message, const CaseType& to);

// Takes out of `details` the fields that a request drops; of each that the version can hold, or that the case
// does not have, kNothingToDrop. `details`: of the case.
Violations DropValues(const google::protobuf::RepeatedPtrField<std::string>& drop, const CaseType& to,
                      google::protobuf::Struct& details);

// The deadlines of a case that the version changes, as they are by it: those that start, those that ran, and
// those of them that it does not know any more, which are as if they had never begun. What was met, missed,
// waived or stopped stays as it is. What ran and would be missed by the version at once keeps its time, and
// what begins and would be has its period from `now`: `leeway.extended` without an extension. `facts`: of the
// case by the version; `happenings`: all that has happened; `courses`: as they stand by the version before.
std::vector<DeadlineCourse> Migrated(const DeadlineFacts& facts, absl::Span<const Happening> happenings,
                                     absl::Span<const DeadlineCourse> courses, absl::Time now);

// What the versions say, as Difference has it.
std::vector<v1::MigrationLine> TypeLines(const CaseType& from, const CaseType& to);

// What becomes of the deadlines: `courses` as they stood, `migrated` as Migrated has it.
std::vector<v1::MigrationLine> DeadlineLines(const CaseType& from, const CaseType& to,
                                             absl::Span<const DeadlineCourse> courses,
                                             absl::Span<const DeadlineCourse> migrated, absl::Time now);

// What the version wants and the case lacks.
std::vector<v1::MigrationLine> ValueLines(const v1::Case& message, const CaseType& to);

// What is dropped; `from`: the version before.
std::vector<v1::MigrationLine> DropLines(const google::protobuf::RepeatedPtrField<std::string>& drop,
                                         const CaseType& from);

// The rules that raise it, as RaisesThatHold gives them.
std::vector<v1::MigrationLine> RaiseLines(absl::Span<const v1::RaiseRule* const> raises);

// What the timeline is told of the deadlines, a line for each as of fields that changed (see changes.h):
// `deadlines.first_contact: 2026-11-24T20:59:59Z → —`.
std::string DeadlinesText(absl::Span<const v1::MigrationLine> lines);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_MIGRATION_H_
