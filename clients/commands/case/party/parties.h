#ifndef ARASHA_CLIENTS_COMMANDS_CASE_PARTY_PARTIES_H_
#define ARASHA_CLIENTS_COMMANDS_CASE_PARTY_PARTIES_H_

#include <google/protobuf/struct.pb.h>

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/party.pb.h"
#include "clients/session/session.h"

namespace arasha::clients {

// The party of a case (full name) that a person means: by its name or a part of it, by its role if one party
// alone has it (`lawyer`, or as tables call it), by its uuid or the end of it, or by its full name. If it is
// none of them (NOT_FOUND) or more than one (a usage error), the error tells whom the case has.
absl::StatusOr<v1::Party> FindParty(Session& session, const std::string& case_name, const std::string& typed);

// Its resource name; a uuid or a full name is taken as it is, without asking the server.
absl::StatusOr<std::string> PartyName(Session& session, const std::string& case_name,
                                      const std::string& typed);

// Reads parties that fields of the details name otherwise than by their uuid, as FindParty does, once the
// server refused the fields for that; true if any was read, so that the call is worth another try. `prefix`:
// the details' path in the request, with its dot. Fails as FindParty does.
absl::StatusOr<bool> TakeRefusedParties(Session& session, const absl::Status& refusal,
                                        absl::string_view prefix, const std::string& case_name,
                                        google::protobuf::Struct& details);
// Prints a party of the case (full name); a role of its type by its label.
void PrintParty(Session& session, const std::string& case_name, const v1::Party& party);

// Says on standard error in which other open cases the mission has the party, or each of a case.
void NoteAlsoIn(const Session& session, const v1::Party& party);
void NoteAlsoIn(const Session& session, const v1::Case& matter);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_CASE_PARTY_PARTIES_H_
