#ifndef ARASHA_CLIENTS_PRINT_TABLES_PRINT_MIGRATION_H_
#define ARASHA_CLIENTS_PRINT_TABLES_PRINT_MIGRATION_H_

#include <optional>
#include <string>

#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/type_migration.pb.h"
#include "clients/print/print_table.h"

namespace arasha::clients {

// Both versions of the type of a case that is moved from one to the other.
struct TypeVersions {
  v1::CaseType before;
  v1::CaseType after;
};

// What comes of a case that goes by another version of its type: how the versions differ, in words where they
// are given and as operators read it where they are not, then its deadlines, what it lacks and what raises
// it.
std::string TableText(const v1::MigrateCaseTypeResponse& migration,
                      const std::optional<TypeVersions>& versions, const TableStyle& style);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TABLES_PRINT_MIGRATION_H_
