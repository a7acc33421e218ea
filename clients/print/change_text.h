#ifndef ARASHA_CLIENTS_PRINT_CHANGE_TEXT_H_
#define ARASHA_CLIENTS_PRINT_CHANGE_TEXT_H_

#include <string>
#include <vector>

#include "arasha/v1/approval.pb.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/entry.pb.h"
#include "clients/print/print_table.h"

namespace arasha::clients {

// The text of an entry for people: where the server wrote it about a change, with fields, roles and values in
// the reader's words (see services/rules/casework/changes.h), fields of the type by its labels, and times in
// the style's zone; a line that is not of that form, and any other text, as it is.
std::string EntryTextInWords(const v1::Entry& entry, const v1::CaseType& type, const TableStyle& style);

// What an entry tells, and when that was; parts may be empty.
std::vector<std::string> EntryParts(const v1::Entry& entry, const TableStyle& style);

// What an entry is to be replaced by, or that it is to be struck out.
std::string CorrectionText(const v1::Correction& correction, const TableStyle& style);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_CHANGE_TEXT_H_
