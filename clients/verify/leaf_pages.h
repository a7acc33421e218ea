#ifndef ARASHA_CLIENTS_VERIFY_LEAF_PAGES_H_
#define ARASHA_CLIENTS_VERIFY_LEAF_PAGES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "arasha/v1/audit.pb.h"
#include "clients/session/session.h"
#include "services/rules/log/merkle.h"

namespace arasha::clients {

// Asks for the leaves that follow those of `tree`, as many as fit into one answer and none from place `end`
// on, and appends them to it. Returns the records that an export holds of them: with each what is to be told
// about it, and `with_tree` what tells leaves that are false.
absl::StatusOr<std::vector<v1::ExportRecord>> FetchLeaves(Session& session, int64_t end, bool with_tree,
                                                          rules::log::CompactRange& tree);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_VERIFY_LEAF_PAGES_H_
