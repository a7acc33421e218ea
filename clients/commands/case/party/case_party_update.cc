#include <google/protobuf/descriptor.h>

#include <memory>
#include <vector>

#include "absl/strings/string_view.h"
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

struct PartyUpdateOptions {
  std::string case_name;
  std::string party;
  std::string display_name;
  std::string role;
  v1::Party fields;
  std::vector<std::string> unset;
  std::string etag;
};

// What may be emptied: all but the kind.
std::vector<std::string> Unsettable() {
  std::vector<std::string> flags;
  for (const FieldOption& option : PartyOptions()) {
    if (option.field != absl::string_view("kind")) flags.emplace_back(option.flag);
  }
  return flags;
}

// `passport` as `--unset` and `--passport` have it, `passport_number` as the API does.
std::string FieldOf(const std::string& typed) {
  for (const FieldOption& option : PartyOptions()) {
    if (option.flag == typed) return option.field;
  }
  return typed;
}

absl::Status UpdateParty(Session& session, const PartyUpdateOptions& options) {
  const absl::StatusOr<std::string> case_name = session.Case(options.case_name);
  if (!case_name.ok()) return case_name.status();
  v1::UpdatePartyRequest request;
  v1::Party& party = *request.mutable_party();
  party = WithKind(options.fields);
  party.set_display_name(options.display_name);
  if (!options.role.empty()) {
    absl::Status s = SetRole(session, options.role, TypeOfCase(session, *case_name), party);
    if (!s.ok()) return s;
  }
  google::protobuf::FieldMask& mask = *request.mutable_update_mask();
  std::vector<const google::protobuf::FieldDescriptor*> given;
  party.GetReflection()->ListFields(party, &given);
  for (const auto* field : given) mask.add_paths(field->name());
  for (const std::string& field : options.unset) mask.add_paths(FieldOf(field));
  if (mask.paths().empty()) return UsageError("usage.nothing_to_change_of_party");
  const absl::StatusOr<std::string> name = PartyName(session, *case_name, options.party);
  if (!name.ok()) return name.status();
  party.set_name(*name);
  party.set_etag(options.etag);
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::Party> changed = session.api().Call(request);
  if (!changed.ok()) return changed.status();
  PrintParty(session, *case_name, *changed);
  PrintDeadlinesAfter(session, *case_name, {});
  NoteAlsoIn(session, *changed);
  return absl::OkStatus();
}

}  // namespace

void AddCasePartyUpdate(CLI::App& parties, Run& selected) {
  CLI::App& command = AddCommand(
      parties, "update", "Change what is known of a party: a misspelt name, a new telephone",
      {"arasha case party update IST-2026-000123 subject --name \"Нұрлан Жұмабаев\" --iin 900101300017",
       "arasha case party update IST-2026-000123 \"Айгүл Жұмабаева\" --phone +77011234567 --unset email",
       "arasha case party update IST-2026-000123 8c7d9e0f1a2b --role applicant"});
  auto options = std::make_shared<PartyUpdateOptions>();
  AddOption(command, "CASE", options->case_name, "The case: IST-2026-000123, or its full name").Required();
  AddOption(command, "PARTY", options->party, "The party: its name, role or uuid")
      .Required()
      .Sets("party.name");
  AddOption(command, "--name", options->display_name, "The name, as in the document or as heard")
      .Sets("party.display_name");
  AddRole(command, options->role);
  AddFieldOptions(command, PartyOptions(), "--", "Options", options->fields, "party");
  AddRepeated(command, "--unset", options->unset, "What is no longer known or was wrong; once for each")
      .Choice(Unsettable());
  AddOption(command, "--etag", options->etag, "Refuse if the party is no longer the one of this etag");
  OnSelect(command, selected, [options](Session& session) { return UpdateParty(session, *options); });
}

}  // namespace arasha::clients
