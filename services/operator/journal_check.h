#ifndef ARASHA_SERVICES_OPERATOR_JOURNAL_CHECK_H_
#define ARASHA_SERVICES_OPERATOR_JOURNAL_CHECK_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/postgres/connection.h"

namespace arasha::operators {

// Looks for the leaves of the journal, a folder, in the database and tells of them on standard output: false
// if one is not as it was journalled. `fork`: when the present epoch began; what is missing from before it
// was lost then, and told then.
absl::StatusOr<bool> CheckJournal(storage::Connection& connection, const std::string& journal,
                                  std::optional<absl::Time> fork);

}  // namespace arasha::operators

#endif  // ARASHA_SERVICES_OPERATOR_JOURNAL_CHECK_H_
