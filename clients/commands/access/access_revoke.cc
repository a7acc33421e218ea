#include <memory>

#include "clients/commands/access/grants.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/print/tables/print_access.h"

namespace arasha::clients {

void AddAccessRevoke(CLI::App& access, Run& selected) {
  CLI::App& command = AddCommand(access, "revoke", "End a grant before its time; also one's own",
                                 {"arasha access revoke 019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b"});
  auto name = std::make_shared<std::string>();
  AddOption(command, "GRANT", *name,
            "The grant: its uuid, or four or more characters of its beginning or end (access list)")
      .Required()
      .Sets("name");
  OnSelect(command, selected, [name](Session& session) -> absl::Status {
    v1::ListAccessGrantsRequest active;
    active.set_active_only(true);
    const absl::StatusOr<std::string> full = GrantOf(session, *name, active);
    if (!full.ok()) return full.status();
    v1::RevokeAccessRequest request;
    request.set_name(*full);
    request.set_request_id(session.RequestId());
    const absl::StatusOr<v1::AccessGrant> grant = session.api().Call(request);
    if (!grant.ok()) return grant.status();
    session.Print(*grant);
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients
