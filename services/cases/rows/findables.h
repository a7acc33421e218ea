#ifndef ARASHA_SERVICES_CASES_ROWS_FINDABLES_H_
#define ARASHA_SERVICES_CASES_ROWS_FINDABLES_H_

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/party.pb.h"
#include "services/rules/catalogue/case_type.h"
#include "storage/cases/case_list.h"
#include "storage/cases/cases.h"

// What of a case can be searched for, and what a search asks for: the two must be made alike.
namespace arasha::cases {

// The words of a case's summary.
storage::Findable SummaryFindable(const v1::Case& message);

// A party's name and its identifiers, in a case of this type. Of a type that is not known, whoever has a role
// of it may stand across. `crosses`: see storage::Findable.
storage::Findable PartyFindable(const v1::Party& party, const rules::CaseType* type = nullptr,
                                bool crosses = false);

// Words a search may have; more are refused.
inline constexpr size_t kMaxSearchWords = 8;

// Each word of a search, as the beginning of a word or as an identifier of any kind. A telephone number is
// one, however it is parted; `host_states` are those in which it may be dialled as it is written.
std::vector<storage::SearchTerm> SearchTerms(absl::string_view search,
                                             const std::set<std::string>& host_states);

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_ROWS_FINDABLES_H_
