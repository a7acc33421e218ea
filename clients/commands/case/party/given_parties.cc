#include "clients/commands/case/party/given_parties.h"

#include "absl/strings/str_cat.h"
#include "clients/commands/case/party/party_options.h"
#include "clients/commands/case/party/role_typed.h"
#include "clients/commands/field_options.h"

namespace arasha::clients {
namespace {

// Adds the party if any of its options was given, and teaches the session which those are.
void AddGivenParty(Session& session, const v1::Party& party, v1::PartyRole role, const std::string& flag,
                   v1::Case& matter) {
  if (party.ByteSizeLong() == 0) return;
  const std::string path = absl::StrCat("case.parties[", matter.parties_size(), "]");
  session.AddFieldFlag(path + ".display_name", flag);
  session.AddFieldFlags(FlagsOf(PartyOptions(), flag + "-", path));
  v1::Party& added = *matter.add_parties();
  added = WithKind(party);
  added.set_role(role);
}

}  // namespace

void AddPartiesOptions(CLI::App& command, GivenParties& given) {
  AddOption(
      command, "--subject", [&given](const std::string& name) { given.subject.set_display_name(name); },
      "Name of the person or organisation concerned (--subject-kind)")
      .Group("Subject")
      .Sets("case.parties");
  AddFieldOptions(command, PartyOptions(), "--subject-", "Subject", given.subject);
  AddOption(
      command, "--applicant", [&given](const std::string& name) { given.applicant.set_display_name(name); },
      "Who asks for help: name of the person or organisation (--applicant-kind)")
      .Group("Applicant");
  AddFieldOptions(command, PartyOptions(), "--applicant-", "Applicant", given.applicant);
  AddRepeated(command, "--party", given.others,
              "Any other party, role=name, heir='Әлия Жұмабаева'; once for each (arasha type show TYPE)")
      .TypeName("ROLE=NAME");
}

absl::Status AddGivenParties(Session& session, const GivenParties& given, const CaseTypeSource& type,
                             v1::Case& matter) {
  AddGivenParty(session, given.subject, v1::PARTY_ROLE_SUBJECT, "--subject", matter);
  AddGivenParty(session, given.applicant, v1::PARTY_ROLE_APPLICANT, "--applicant", matter);
  for (const std::string& assignment : given.others) {
    if (absl::Status s = AddTypedParty(session, assignment, type, matter); !s.ok()) return s;
  }
  return absl::OkStatus();
}

}  // namespace arasha::clients
