#include <memory>

#include "clients/commands/case/party/parties.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/print/party_line.h"
#include "clients/print/tables/print_case.h"
#include "clients/session/deadline_notes.h"
#include "clients/session/prompt.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

struct PartyRemoveOptions {
  std::string case_name;
  std::string party;
  std::string reason;
};

// Shows a person at the terminal who it is that goes, and asks why and whether.
absl::StatusOr<v1::RemovePartyRequest> Asked(Session& session, const std::string& case_name,
                                             const PartyRemoveOptions& options) {
  const Texts& messages = session.messages();
  const absl::StatusOr<v1::Party> party = FindParty(session, case_name, options.party);
  if (!party.ok()) return party.status();
  v1::RemovePartyRequest request;
  request.set_name(party->name());
  request.set_reason(session.TextOf(options.reason));
  const Texts::Parameters who = {{"party", PartyLine(messages, *party)},
                                 {"case", std::string(ShortName(case_name))}};
  if (request.reason().empty()) {
    const absl::StatusOr<std::string> reason = Ask(session, messages.Text("prompt.party_reason", who));
    if (!reason.ok()) return reason.status();
    request.set_reason(*reason);
  }
  const absl::StatusOr<bool> sure = AskYesNo(session, messages.Text("prompt.party_remove", who));
  if (!sure.ok()) return sure.status();
  if (!*sure) return UsageError("usage.not_confirmed");
  return request;
}

absl::Status RemoveParty(Session& session, const PartyRemoveOptions& options) {
  const absl::StatusOr<std::string> case_name = session.Case(options.case_name);
  if (!case_name.ok()) return case_name.status();
  v1::RemovePartyRequest request;
  if (session.Interactive()) {
    absl::StatusOr<v1::RemovePartyRequest> asked = Asked(session, *case_name, options);
    if (!asked.ok()) return asked.status();
    request = *std::move(asked);
  } else {
    const absl::StatusOr<std::string> name = PartyName(session, *case_name, options.party);
    if (!name.ok()) return name.status();
    request.set_name(*name);
    request.set_reason(session.TextOf(options.reason));
  }
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::Party> party = session.api().Call(request);
  if (!party.ok()) return party.status();
  session.Print(*party);
  session.Note(session.messages().Text("note.party_removed"));
  PrintDeadlinesAfter(session, *case_name, {});
  return absl::OkStatus();
}

}  // namespace

void AddCasePartyRemove(CLI::App& parties, Run& selected) {
  CLI::App& command = AddCommand(
      parties, "remove", "Take a party off a case; its record and the timeline stay",
      {"arasha case party remove IST-2026-000123 lawyer --reason \"The family chose another\"",
       "arasha case party remove IST-2026-000123 \"Av. Mehmet Yılmaz\" --reason \"Not his case\""});
  auto options = std::make_shared<PartyRemoveOptions>();
  AddOption(command, "CASE", options->case_name, "The case: IST-2026-000123, or its full name").Required();
  AddOption(command, "PARTY", options->party, "The party: its name, role or uuid").Required().Sets("name");
  AddOption(
      command, "--reason", options->reason,
      "Why, for the timeline; asked for at a terminal, required elsewhere; - reads it from standard input")
      .Sets("reason");
  OnSelect(command, selected, [options](Session& session) { return RemoveParty(session, *options); });
}

}  // namespace arasha::clients
