#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"

namespace arasha::clients {
namespace {

// The most that the server gives at once; see ListApprovalsRequest.
constexpr int kLargestPage = 500;
constexpr int kMostApprovals = 100'000;

absl::Status List(Session& session, int limit, bool mine) {
  const absl::StatusOr<std::string> parent = session.MissionOrAll();
  if (!parent.ok()) return parent.status();
  v1::ListApprovalsRequest request;
  request.set_parent(*parent);
  request.set_mine(mine);
  v1::ListApprovalsResponse merged;
  do {
    request.set_page_size(std::min(limit - merged.approvals_size(), kLargestPage));
    const absl::StatusOr<v1::ListApprovalsResponse> page = session.api().Call(request);
    if (!page.ok()) return page.status();
    merged.mutable_approvals()->MergeFrom(page->approvals());
    merged.set_next_page_token(page->next_page_token());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty() && merged.approvals_size() < limit);
  session.Print(merged);
  if (!merged.next_page_token().empty()) {
    session.Note(
        session.messages().Text("note.more_rows", {{"count", absl::StrCat(merged.approvals_size())}}));
  }
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
  AddOption(command, "--limit", *limit, "At most so many")
      .Range(1, kMostApprovals)
      .TypeName("N")
      .ShowDefault();
  OnSelect(command, selected, [limit, mine](Session& session) { return List(session, *limit, *mine); });
}

}  // namespace arasha::clients
