#include "clients/commands/access/grants.h"

#include "absl/strings/match.h"
#include "clients/commands/list_options.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

constexpr size_t kUuidLength = 36;
// Shorter parts of a uuid are more likely something else.
constexpr size_t kShortestUuid = 4;

bool IsPartOfUuid(absl::string_view typed) {
  return typed.size() >= kShortestUuid && typed.size() < kUuidLength &&
         typed.find_first_not_of("0123456789abcdef-") == absl::string_view::npos;
}

}  // namespace

absl::StatusOr<std::string> GrantOf(Session& session, const std::string& typed,
                                    const v1::ListAccessGrantsRequest& among) {
  if (!IsPartOfUuid(typed)) return AccessGrantName(typed);
  const auto listed = ReadPages(session.api(), among, {.largest_page = kLargestPage});
  if (!listed.ok()) return listed.status();
  std::string found;
  for (const v1::AccessGrant& grant : listed->rows.access_grants()) {
    const absl::string_view uuid = ShortName(grant.name());
    if (!absl::StartsWith(uuid, typed) && !absl::EndsWith(uuid, typed)) continue;
    if (!found.empty()) return UsageError("usage.grant_ambiguous", {{"grant", typed}});
    found = grant.name();
  }
  if (found.empty()) return NotFoundError("usage.no_grant", {{"grant", typed}});
  return found;
}

}  // namespace arasha::clients
