#ifndef ARASHA_CLIENTS_COMMANDS_CASE_ROW_ROWS_H_
#define ARASHA_CLIENTS_COMMANDS_CASE_ROW_ROWS_H_

#include <string>

#include "absl/status/statusor.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/row.pb.h"
#include "clients/session/session.h"

namespace arasha::clients {

// A row of a case together with the type that says what it is.
struct FoundRow {
  v1::Row row;
  v1::CaseType type;
};

// The row of a case (full name) that a person means: by its uuid or the end of it, by its full name, or by
// one of the texts that it says, if no other row says it. If it is none of them (NOT_FOUND) or more than one
// (a usage error), the error tells which the case has. Of a full name that the case does not have, or not any
// more, the name alone: the server says what is wrong, or answers a repeat.
absl::StatusOr<FoundRow> FindRow(Session& session, const std::string& case_name, const std::string& typed);

// The type of the case (full name), in its version.
absl::StatusOr<v1::CaseType> CaseTypeOf(Session& session, const std::string& case_name);

// Prints a row by the labels of its type, and below it the deadline of its case that is due next.
void PrintRow(Session& session, const v1::Row& row, const v1::CaseType& type);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_CASE_ROW_ROWS_H_
