#ifndef ARASHA_CLIENTS_PRINT_TABLES_PRINT_DEADLINE_H_
#define ARASHA_CLIENTS_PRINT_TABLES_PRINT_DEADLINE_H_

#include <string>

#include "arasha/v1/case.pb.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/deadline_explanation.pb.h"
#include "clients/print/print_table.h"

namespace arasha::clients {

// The deadlines of a case by the ids that commands take, with their names from its type, when each is due and
// how it stands.
std::string DeadlineIdsText(const v1::Case& matter, const v1::CaseType& type, const TableStyle& style);

// Why a deadline is due when it is, step by step; names from its type, their ids if that is empty. Days are
// summed up, and holidays named, or each has its line.
std::string TableText(const v1::DeadlineExplanation& explanation, const v1::CaseType& type, bool each_day,
                      const TableStyle& style);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TABLES_PRINT_DEADLINE_H_
