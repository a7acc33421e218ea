#ifndef ARASHA_CLIENTS_PROMPT_H_
#define ARASHA_CLIENTS_PROMPT_H_

#include <string>

#include "absl/status/statusor.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/case_type.pb.h"
#include "clients/session.h"

namespace arasha::clients {

// Questions to the person at the terminal, on standard error so that standard output is the answer's
// alone. The end of input is a usage error.

// Whether the answer to a question is yes; no, at the end of input.
bool Confirmed(Session& session, const std::string& question);

// The id of one of the catalogue's case types.
absl::StatusOr<std::string> AskCaseType(Session& session);

// The case with its summary and its type's required fields, those that it lacks asked for.
absl::StatusOr<v1::Case> AskMissing(Session& session, v1::Case matter, const v1::CaseType& type);

// Takes out of the case what the server refused, so that AskMissing() asks for it again and for nothing else.
// False if it refused anything that is not asked for, or no field at all.
bool ForgetRefused(const absl::Status& refusal, const v1::CaseType& type, v1::Case& matter);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PROMPT_H_
