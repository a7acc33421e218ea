#include "clients/commands/access/grants.h"

#include <vector>

#include "clients/commands/list_options.h"
#include "clients/commands/uuid_part.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {
absl::StatusOr<std::string> GrantOf(Session& session, const std::string& typed,
                                    const v1::ListAccessGrantsRequest& among) {
  if (!IsPartOfUuid(typed)) return AccessGrantName(typed);
  const auto listed = ReadPages(session.api(), among, {.largest_page = kLargestPage});
  if (!listed.ok()) return listed.status();
  const std::vector<std::string> found = NamesWith(typed, listed->rows.access_grants());
  if (found.size() > 1) return UsageError("usage.grant_ambiguous", {{"grant", typed}});
  if (found.empty()) return NotFoundError("usage.no_grant", {{"grant", typed}});
  return found.front();
}

}  // namespace arasha::clients
