#include <memory>

#include "clients/commands/case/party/parties.h"
#include "clients/commands/case/party/party_options.h"
#include "clients/commands/case/party/role_typed.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/print/tables/print_case.h"
#include "clients/session/deadline_notes.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

struct PartyAddOptions {
  std::string case_name;
  std::string display_name;
  std::string role;
  v1::Party party;
};

// By its name nobody is meant any more if another of the case has the same. The case was read for its
// deadlines, where they are told.
void NoteSameName(Session& session, const v1::Party& party) {
  for (const auto& [name, display_name] : session.style().parties) {
    if (name == party.name() || display_name != party.display_name()) continue;
    session.Note(session.messages().Text(
        "note.same_name",
        {{"name", display_name}, {"first", ShortId(name)}, {"second", ShortId(party.name())}}));
    return;
  }
}

absl::Status AddParty(Session& session, const PartyAddOptions& options) {
  const absl::StatusOr<std::string> parent = session.Case(options.case_name);
  if (!parent.ok()) return parent.status();
  if (options.display_name.empty()) {
    return UsageError("usage.required", {{"option", "NAME"}, {"command", "arasha case party add"}});
  }
  v1::AddPartyRequest request;
  request.set_parent(*parent);
  *request.mutable_party() = WithKind(options.party);
  if (absl::Status s = SetRole(session, options.role, TypeOfCase(session, *parent), *request.mutable_party());
      !s.ok()) {
    return s;
  }
  request.mutable_party()->set_display_name(options.display_name);
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::Party> party = session.api().Call(request);
  if (!party.ok()) return party.status();
  PrintParty(session, *parent, *party);
  PrintDeadlinesAfter(session, *parent, {});
  NoteSameName(session, *party);
  NoteAlsoIn(session, *party);
  return absl::OkStatus();
}

}  // namespace

void AddCasePartyAdd(CLI::App& parties, Run& selected) {
  CLI::App& command =
      AddCommand(parties, "add", "Put a person or an organisation on a case",
                 {"arasha case party add IST-2026-000123 \"Айгүл Жұмабаева\" --role next-of-kin "
                  "--phone +77011234567",
                  "arasha case party add IST-2026-000123 \"Silivri Cezaevi\" --role host-authority "
                  "--kind organisation --nationality TR",
                  "arasha case party add IST-2026-000124 \"Әлия Жұмабаева\" --role heir"});
  auto options = std::make_shared<PartyAddOptions>();
  AddOption(command, "CASE", options->case_name, "The case: IST-2026-000123, or its full name")
      .Required()
      .Sets("parent");
  const Option name =
      AddOption(command, "NAME", options->display_name, "The name, as in the document or as heard")
          .Sets("party.display_name");
  AddOption(command, "--name", options->display_name, "The same, as case party update has it").Excludes(name);
  AddRole(command, options->role).Required();
  AddFieldOptions(command, PartyOptions(), "--", "Options", options->party, "party");
  OnSelect(command, selected, [options](Session& session) { return AddParty(session, *options); });
}

}  // namespace arasha::clients
