#ifndef ARASHA_CLIENTS_COMMANDS_CASE_PARTY_ROLE_TYPED_H_
#define ARASHA_CLIENTS_COMMANDS_CASE_PARTY_ROLE_TYPED_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/party.pb.h"
#include "clients/commands/options.h"
#include "clients/input/details.h"
#include "clients/session/session.h"

namespace arasha::clients {

// `--role`, which takes a general role or one of the type of the case, by its id or as tables call it.
Option AddRole(CLI::App& command, std::string& target);

// Gives the party the role that was typed: a general one, `next-of-kin`, or one of the type, `heir` or its
// label in any language; the type is asked for only where it is no general one. A usage error that names all
// that there are if it is neither.
absl::Status SetRole(const Session& session, const std::string& typed, const CaseTypeSource& type,
                     v1::Party& party);

// Adds to a case that is to be opened the party of `role=name`, and teaches the session that it was typed so.
absl::Status AddTypedParty(Session& session, const std::string& assignment, const CaseTypeSource& type,
                           v1::Case& matter);

// The type of the case (full name), as SetRole() asks for it.
CaseTypeSource TypeOfCase(Session& session, const std::string& case_name);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_CASE_PARTY_ROLE_TYPED_H_
