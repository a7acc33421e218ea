#ifndef ARASHA_TESTS_SUPPORT_LOG_LOG_LEAVES_H_
#define ARASHA_TESTS_SUPPORT_LOG_LOG_LEAVES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "storage/postgres/connection.h"

// Leaves of the audit log that no operation left, for tests of the tree.
namespace arasha::support {

// Appends a leaf and queues it, as the schema's owner. Returns what a statement tells the journal of it,
// "leaf_id:hash in hex"; empty, and a failure, if PostgreSQL refuses.
std::string AppendLeaf(storage::Connection& owner, absl::string_view data);

}  // namespace arasha::support

#endif  // ARASHA_TESTS_SUPPORT_LOG_LOG_LEAVES_H_
