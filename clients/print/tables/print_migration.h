#ifndef ARASHA_CLIENTS_PRINT_TABLES_PRINT_MIGRATION_H_
#define ARASHA_CLIENTS_PRINT_TABLES_PRINT_MIGRATION_H_

#include <string>

#include "arasha/v1/type_migration.pb.h"
#include "clients/print/print_table.h"

namespace arasha::clients {

// What comes of a case that goes by another version of its type: what the versions say, as operators read it,
// then its deadlines, what it lacks and what raises it.
std::string TableText(const v1::MigrateCaseTypeResponse& migration, const TableStyle& style);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TABLES_PRINT_MIGRATION_H_
