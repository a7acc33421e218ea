#ifndef ARASHA_SERVICES_CASES_ROWS_FACT_ROWS_H_
#define ARASHA_SERVICES_CASES_ROWS_FACT_ROWS_H_

#include <google/protobuf/struct.pb.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "arasha/v1/case.pb.h"
#include "services/calls/call.h"
#include "services/rules/catalogue/catalogue.h"
#include "storage/cases/case_list.h"
#include "storage/cases/cases.h"

// Between the rules' view of derived facts and storage's.
namespace arasha::cases {

// What the facts of a case are made of, beside the case. Refers to what it is made of.
struct FactSource {
  absl::string_view mission;
  const google::protobuf::Struct& details;
  absl::Span<const storage::ToldEntry> timeline;
  absl::Span<const storage::DeadlineRow> deadlines;
};

// Fills in `facts`, as they stand at `now`. None of a case that was erased, or whose type or mission is not
// in the directory.
void ShowFacts(const server::Directory& directory, const FactSource& source, absl::Time now,
               v1::Case& message);

// What facts of any type are made of: keys of happenings, and rules of deadlines; each once.
struct FactSourceNames {
  std::vector<std::string> keys;
  std::vector<std::string> deadlines;
};
FactSourceNames FactSources(const rules::Catalogue& catalogue);

// The times of fields of the case that are kept in clear for its facts, see CaseRow.
std::map<std::string, storage::FieldTime> FieldTimesOf(const v1::Case& message, const rules::CaseType& type,
                                                       absl::TimeZone zone);

// The rule by the newest version of the last of the types; `rules_by_type` by `type@version`, one at least.
const v1::FactRule& NewestRule(const std::map<std::string, v1::FactRule>& rules_by_type);

// What a filter asks of the fact, of each type that has it.
storage::FactTerm FactTermOf(const std::map<std::string, v1::FactRule>& rules_by_type);

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_ROWS_FACT_ROWS_H_
