#ifndef ARASHA_CLIENTS_COMMANDS_CASE_PARTY_GIVEN_PARTIES_H_
#define ARASHA_CLIENTS_COMMANDS_CASE_PARTY_GIVEN_PARTIES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/party.pb.h"
#include "clients/commands/options.h"
#include "clients/input/details.h"
#include "clients/session/session.h"

namespace arasha::clients {

// The parties that a case which is to be opened has from its options.
struct GivenParties {
  v1::Party subject;
  v1::Party applicant;
  std::vector<std::string> others;  // `heir=Әлия Жұмабаева`
};

// Adds --subject and --applicant with what describes each, and --party. `given` must outlive the parse.
void AddPartiesOptions(CLI::App& command, GivenParties& given);

// Puts the parties that were given into the case, and teaches the session by which options. The type is asked
// for only where --party has no general role; fails as AddTypedParty() does.
absl::Status AddGivenParties(Session& session, const GivenParties& given, const CaseTypeSource& type,
                             v1::Case& matter);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_CASE_PARTY_GIVEN_PARTIES_H_
