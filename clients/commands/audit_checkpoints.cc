#include <algorithm>
#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"

namespace arasha::clients {
namespace {

// The most that the server gives at once; see ListCheckpointsRequest.
constexpr int kLargestPage = 1000;
constexpr int kMostCheckpoints = 1'000'000;

absl::Status List(Session& session, int limit) {
  v1::ListCheckpointsRequest request;
  v1::ListCheckpointsResponse merged;
  do {
    request.set_page_size(std::min(limit - merged.checkpoints_size(), kLargestPage));
    const absl::StatusOr<v1::ListCheckpointsResponse> page = session.api().Call(request);
    if (!page.ok()) return page.status();
    merged.mutable_checkpoints()->MergeFrom(page->checkpoints());
    merged.set_next_page_token(page->next_page_token());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty() && merged.checkpoints_size() < limit);
  session.Print(merged);
  return absl::OkStatus();
}

}  // namespace

void AddAuditCheckpoints(CLI::App& audit, Run& selected) {
  CLI::App& command =
      AddCommand(audit, "checkpoints", "List the signed heads of the log, newest first",
                 {"arasha audit checkpoints", "arasha audit checkpoints --limit 1000 --output csv"});
  auto limit = std::make_shared<int>(20);
  AddOption(command, "--limit", *limit, "At most so many")
      .Range(1, kMostCheckpoints)
      .TypeName("N")
      .ShowDefault();
  OnSelect(command, selected, [limit](Session& session) { return List(session, *limit); });
}

}  // namespace arasha::clients
