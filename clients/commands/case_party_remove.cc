#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/names.h"

namespace arasha::clients {
namespace {

struct PartyRemoveOptions {
  std::string case_name;
  std::string party;
};

absl::Status RemoveParty(Session& session, const PartyRemoveOptions& options) {
  const absl::StatusOr<std::string> case_name = session.Case(options.case_name);
  if (!case_name.ok()) return case_name.status();
  const absl::StatusOr<std::string> name = PartyName(*case_name, options.party);
  if (!name.ok()) return name.status();
  v1::RemovePartyRequest request;
  request.set_name(*name);
  request.set_request_id(session.RequestId());
  session.AddFieldFlag("name", "PARTY");
  const absl::StatusOr<v1::Party> party = session.api().Call(request);
  if (!party.ok()) return party.status();
  session.Print(*party);
  return absl::OkStatus();
}

}  // namespace

void AddCasePartyRemove(CLI::App& parties, Run& selected) {
  CLI::App& command =
      AddCommand(parties, "remove", "Take a party off a case; its record and the timeline stay",
                 {"arasha case party remove IST-2026-000123 019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b"});
  auto options = std::make_shared<PartyRemoveOptions>();
  AddOption(command, "CASE", options->case_name, "The case: IST-2026-000123, or its full name").Required();
  AddOption(command, "PARTY", options->party, "The party: its uuid (case show), or its full name").Required();
  OnSelect(command, selected, [options](Session& session) { return RemoveParty(session, *options); });
}

}  // namespace arasha::clients
