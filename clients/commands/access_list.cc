#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/names.h"

namespace arasha::clients {
namespace {

// The most that the server gives at once; see ListAccessGrantsRequest.
constexpr int kLargestPage = 500;
constexpr int kMostGrants = 100'000;

struct ListOptions {
  std::string case_name;
  std::string principal;
  bool unreviewed = false;
  bool active = false;
  int limit = 50;
};

absl::Status List(Session& session, const ListOptions& options) {
  v1::ListAccessGrantsRequest request;
  if (!options.case_name.empty()) {
    const absl::StatusOr<std::string> name = session.Case(options.case_name);
    if (!name.ok()) return name.status();
    request.set_case_(*name);
  }
  if (!options.principal.empty()) {
    const absl::StatusOr<std::string> principal = session.Staff(options.principal);
    if (!principal.ok()) return principal.status();
    request.set_principal(*principal);
  }
  request.set_unreviewed_only(options.unreviewed);
  request.set_active_only(options.active);
  session.AddFieldFlag("case", "--case");
  session.AddFieldFlag("principal", "--of");
  v1::ListAccessGrantsResponse merged;
  do {
    request.set_page_size(std::min(options.limit - merged.access_grants_size(), kLargestPage));
    const absl::StatusOr<v1::ListAccessGrantsResponse> page = session.api().Call(request);
    if (!page.ok()) return page.status();
    merged.mutable_access_grants()->MergeFrom(page->access_grants());
    merged.set_next_page_token(page->next_page_token());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty() && merged.access_grants_size() < options.limit);
  session.Print(merged);
  if (!merged.next_page_token().empty()) {
    session.Note(
        session.messages().Text("note.more_rows", {{"count", absl::StrCat(merged.access_grants_size())}}));
  }
  return absl::OkStatus();
}

}  // namespace

void AddAccessList(CLI::App& access, Run& selected) {
  CLI::App& command =
      AddCommand(access, "list", "List grants on cases, newest first",
                 {"arasha access list --unreviewed", "arasha access list --case IST-2026-000123",
                  "arasha access list --of d.kim --active --output csv"});
  auto options = std::make_shared<ListOptions>();
  AddOption(command, "--case", options->case_name, "Only on this case").TypeName("CASE");
  AddOption(command, "--of", options->principal, "Only of this person or system; me for yourself")
      .TypeName("PERSON");
  AddFlag(command, "--unreviewed", options->unreviewed, "Only emergency access that nobody has reviewed");
  AddFlag(command, "--active", options->active, "Only those that hold now");
  AddOption(command, "--limit", options->limit, "At most so many grants")
      .Range(1, kMostGrants)
      .TypeName("N")
      .ShowDefault();
  OnSelect(command, selected, [options](Session& session) { return List(session, *options); });
}

}  // namespace arasha::clients
