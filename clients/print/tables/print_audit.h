#ifndef ARASHA_CLIENTS_PRINT_TABLES_PRINT_AUDIT_H_
#define ARASHA_CLIENTS_PRINT_TABLES_PRINT_AUDIT_H_

#include <string>

#include "arasha/v1/audit.pb.h"
#include "clients/print/print_table.h"

// Tables of the audit log.
namespace arasha::clients {

// With the names of those whose signatures the note bears, verified or not.
std::string TableText(const v1::Checkpoint& checkpoint, const TableStyle& style);
std::string TableText(const v1::ListCheckpointsResponse& checkpoints, const TableStyle& style);
std::string TableText(const v1::ListAuditEntriesResponse& entries, const TableStyle& style);
// What the leaf tells, and the checkpoint in which it was proved.
std::string TableText(const v1::InclusionProof& proof, const TableStyle& style);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TABLES_PRINT_AUDIT_H_
