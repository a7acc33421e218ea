#ifndef ARASHA_CLIENTS_PRINT_TABLES_PRINT_REMINDERS_H_
#define ARASHA_CLIENTS_PRINT_TABLES_PRINT_REMINDERS_H_

#include <string>

#include "arasha/v1/reminders.pb.h"
#include "clients/print/print_table.h"

// Tables of reminders.
namespace arasha::clients {

std::string TableText(const v1::Reminder& reminder, const TableStyle& style);
std::string TableText(const v1::ListRemindersResponse& reminders, const TableStyle& style);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TABLES_PRINT_REMINDERS_H_
