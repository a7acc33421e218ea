#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/list_options.h"
#include "clients/print/tables/print_access.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

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
  const auto listed =
      ReadPages(session.api(), request, {.limit = options.limit, .largest_page = kLargestPage});
  if (!listed.ok()) return listed.status();
  session.Print(listed->rows);
  if (listed->more) NoteMoreRows(session, listed->rows);
  return absl::OkStatus();
}

}  // namespace

void AddAccessList(CLI::App& access, Run& selected) {
  CLI::App& command =
      AddCommand(access, "list", "List grants on cases, newest first",
                 {"arasha access list --unreviewed", "arasha access list --case IST-2026-000123",
                  "arasha access list --of d.kim --active --output csv"});
  auto options = std::make_shared<ListOptions>();
  AddOption(command, "--case", options->case_name, "Only on this case").TypeName("CASE").Sets("case");
  AddOption(command, "--of", options->principal, "Only of this person or system; me for yourself")
      .TypeName("PERSON")
      .Sets("principal");
  AddFlag(command, "--unreviewed", options->unreviewed, "Only emergency access that nobody has reviewed");
  AddFlag(command, "--active", options->active, "Only those that hold now");
  AddLimit(command, options->limit, kMostGrants, "At most so many grants");
  OnSelectList<v1::AccessGrant>(command, selected,
                                [options](Session& session) { return List(session, *options); });
}

}  // namespace arasha::clients
