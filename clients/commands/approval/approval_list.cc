#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/list_options.h"
#include "clients/print/tables/print_access.h"

namespace arasha::clients {
namespace {

constexpr int kMostApprovals = 100'000;

absl::Status List(Session& session, int limit, bool mine) {
  const absl::StatusOr<std::string> parent = session.MissionOrAll();
  if (!parent.ok()) return parent.status();
  v1::ListApprovalsRequest request;
  request.set_parent(*parent);
  request.set_mine(mine);
  const auto listed = ReadPages(session.api(), request, {.limit = limit, .largest_page = kLargestPage});
  if (!listed.ok()) return listed.status();
  session.Print(listed->rows);
  if (listed->more) NoteMoreRows(session, listed->rows);
  return absl::OkStatus();
}

}  // namespace

void AddApprovalList(CLI::App& approvals, Run& selected) {
  CLI::App& command =
      AddCommand(approvals, "list",
                 "List changes of cases that wait for a second person, or what became of your own proposals",
                 {"arasha approval list --mission IST", "arasha approval list --mission - --mine"});
  auto limit = std::make_shared<int>(50);
  auto mine = std::make_shared<bool>(false);
  AddFlag(command, "--mine", *mine, "What you proposed; decided or lapsed ones of the last 30 days, too");
  AddLimit(command, *limit, kMostApprovals, "At most so many");
  OnSelectList<v1::Approval>(command, selected,
                             [limit, mine](Session& session) { return List(session, *limit, *mine); });
}

}  // namespace arasha::clients
