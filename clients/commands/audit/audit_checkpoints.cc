#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/list_options.h"
#include "clients/print/tables/print_audit.h"

namespace arasha::clients {
namespace {

constexpr int kMostCheckpoints = 1'000'000;

absl::Status List(Session& session, int limit) {
  const auto listed = ReadPages(session.api(), v1::ListCheckpointsRequest(),
                                {.limit = limit, .largest_page = kLargestLogPage});
  if (!listed.ok()) return listed.status();
  session.Print(listed->rows);
  return absl::OkStatus();
}

}  // namespace

void AddAuditCheckpoints(CLI::App& audit, Run& selected) {
  CLI::App& command =
      AddCommand(audit, "checkpoints", "List the signed heads of the log, newest first",
                 {"arasha audit checkpoints", "arasha audit checkpoints --limit 1000 --output csv"});
  auto limit = std::make_shared<int>(20);
  AddLimit(command, *limit, kMostCheckpoints, "At most so many");
  OnSelectList<v1::Checkpoint>(command, selected,
                               [limit](Session& session) { return List(session, *limit); });
}

}  // namespace arasha::clients
