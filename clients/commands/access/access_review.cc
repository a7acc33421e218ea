#include <memory>

#include "clients/commands/access/grants.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/print/tables/print_access.h"

namespace arasha::clients {
namespace {

struct ReviewOptions {
  std::string grant;
  std::string finding;
};

absl::Status Review(Session& session, const ReviewOptions& options) {
  v1::ListAccessGrantsRequest unreviewed;
  unreviewed.set_unreviewed_only(true);
  absl::StatusOr<std::string> name = GrantOf(session, options.grant, unreviewed);
  // Of one that was reviewed the server says so.
  if (absl::IsNotFound(name.status())) {
    name = GrantOf(session, options.grant, v1::ListAccessGrantsRequest());
  }
  if (!name.ok()) return name.status();
  v1::ReviewBreakGlassRequest request;
  request.set_name(*name);
  request.set_finding(session.TextOf(options.finding));
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::AccessGrant> grant = session.api().Call(request);
  if (!grant.ok()) return grant.status();
  session.Print(*grant);
  return absl::OkStatus();
}

}  // namespace

void AddAccessReview(CLI::App& access, Run& selected) {
  CLI::App& command = AddCommand(
      access, "review", "Record the review of emergency access, which ends it if it still holds",
      {"arasha access review 019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b --finding 'Justified: life at risk'"});
  auto options = std::make_shared<ReviewOptions>();
  AddOption(command, "GRANT", options->grant,
            "The emergency access: its uuid, or four or more characters of its beginning or end (access list "
            "--unreviewed)")
      .Required()
      .Sets("name");
  AddOption(command, "--finding", options->finding,
            "What was found; asked for at a terminal, required elsewhere; - reads it from standard input")
      .AskedFor(options->finding, "label.finding")
      .Sets("finding");
  OnSelect(command, selected, [options](Session& session) { return Review(session, *options); });
}

}  // namespace arasha::clients
