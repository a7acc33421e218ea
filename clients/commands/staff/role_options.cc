#include "clients/commands/staff/role_options.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "clients/commands/options.h"

namespace arasha::clients {

void AddRoleOptions(CLI::App& command, RoleOptions& options) {
  AddOption(command, "PERSON", options.principal, "Id: a.omarova, or partners/ORG/SYSTEM")
      .Required()
      .Sets("principal");
  AddOption(command, "ROLE", options.role, "The role, at the mission of --mission")
      .Choice({"officer", "head", "supervisor", "auditor", "admin", "partner"})
      .Required()
      .Sets("role");
}

void NoteNextSteps(Session& session, const v1::Principal& principal, bool has_role) {
  if (session.output() != Output::kTable) return;
  const absl::StatusOr<v1::WhoAmIResponse> who = session.api().Call(v1::WhoAmIRequest());
  if (!who.ok()) return;
  // spiffe://DOMAIN/staff/ID, spiffe://DOMAIN/partner/ORG/SYSTEM.
  const std::string uri = absl::StrCat(who->spiffe_id().substr(0, who->spiffe_id().rfind("/staff/")), "/",
                                       absl::StrReplaceAll(principal.name(), {{"partners/", "partner/"}}));
  // A partner's system can hold no other role; at which missions it sees a case, the grants on cases say.
  const bool is_partner = principal.name().starts_with("partners/");
  const Texts::Parameters parameters = {
      {"person", std::string(absl::StripPrefix(principal.name(), "staff/"))},
      {"role", is_partner ? "partner" : "officer"},
      {"mission", is_partner ? "-" : "IST"},
      {"uri", uri}};
  if (!has_role) session.Note(session.messages().Text("note.next_role", parameters));
  session.Note(session.messages().Text("note.next_certificate", parameters));
  session.Note(session.messages().Text("note.next_context", parameters));
}

void NoteHandover(Session& session, const v1::Principal& principal) {
  absl::string_view person = principal.name();
  if (session.output() != Output::kTable || !absl::ConsumePrefix(&person, "staff/")) return;
  session.Note(session.messages().Text("note.next_handover", {{"person", std::string(person)}}));
}

}  // namespace arasha::clients
