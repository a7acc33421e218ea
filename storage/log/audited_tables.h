#ifndef ARASHA_STORAGE_LOG_AUDITED_TABLES_H_
#define ARASHA_STORAGE_LOG_AUDITED_TABLES_H_

#include "absl/strings/string_view.h"

// The tables of whose rows the log tells: every write of one leaves what the row then holds in a leaf.
namespace arasha::storage {

struct AuditedTable {
  absl::string_view name;
  absl::string_view kind;   // what the log calls its rows; see audit_object() in migrations/0002_audit.sql
  absl::string_view alias;  // of its row in a statement that writes it
  // What a write that changes a row as a whole may change; the rest stays as it was first written.
  absl::string_view settable = "";
};

inline constexpr AuditedTable kCaseTable = {
    "case_file", "case", "c",
    "type_version, state, open, priority, assignee, host_state, sensitivity, "
    "compartment, labels, sealed, received_time, update_time, "
    "close_time, version, field_times"};
inline constexpr AuditedTable kPartyTable = {"party", "party", "p",
                                             "role, case_role, kind, sealed, remove_time, version"};
inline constexpr AuditedTable kEntryTable = {"entry", "entry", "e"};
inline constexpr AuditedTable kDeadlineTable = {
    "deadline", "deadline", "d",
    "source, start_time, due_time, met_by, corrects, met_time, stop_time, ruled_due_time, extended_due_time, "
    "extend_time, extensions, paused_since, waive_time, version, calendars"};
inline constexpr AuditedTable kApprovalTable = {"approval", "approval", "a"};
inline constexpr AuditedTable kReminderTable = {"reminder", "reminder", "r",
                                                "sealed, resolved_by, resolve_time, version"};
inline constexpr AuditedTable kRowTable = {"group_row", "group_row", "w",
                                           "sealed, update_time, remove_time, version"};
inline constexpr AuditedTable kWarningTable = {"warning", "warning", "w", "seen_by, seen_time, version"};
inline constexpr AuditedTable kGrantTable = {"access_grant", "grant", "g",
                                             "revoke_time, reviewed_by, review_time, review, version"};
inline constexpr AuditedTable kDataKeyTable = {"data_key", "data_key", "k"};
inline constexpr AuditedTable kCaseIndexTable = {"case_index", "index", "i"};
inline constexpr AuditedTable kRequestTable = {"request", "request", "r"};
inline constexpr AuditedTable kCounterTable = {"case_counter", "counter", "n"};
inline constexpr AuditedTable kPrincipalTable = {"principal", "principal", "p"};
inline constexpr AuditedTable kRoleTable = {"role_grant", "role", "g"};
inline constexpr AuditedTable kCertificateTable = {"revoked_certificate", "certificate", "r"};
inline constexpr AuditedTable kMissionTable = {"mission", "mission", "m"};
inline constexpr AuditedTable kCaseTypeTable = {"case_type", "case_type", "t"};
inline constexpr AuditedTable kCalendarTable = {"calendar", "calendar", "c"};
inline constexpr AuditedTable kErasureListTable = {
    "erasure_list", "erasure_list", "l",
    "state, sealed, kept_count, erased_count, reason_count, keep_until, signed_by, sign_time, approved_by, "
    "approve_time, finish_time, version"};
inline constexpr AuditedTable kServerKeyTable = {"server_key", "server_key", "k"};
inline constexpr AuditedTable kContextKeyTable = {"context_key", "context_key", "k"};

// In the order in which the export of the log holds them.
inline constexpr AuditedTable kAuditedTables[] = {
    kCaseTable,        kPartyTable,     kEntryTable,      kDeadlineTable,    kGrantTable,     kApprovalTable,
    kReminderTable,    kRowTable,       kWarningTable,    kDataKeyTable,     kCaseIndexTable, kCounterTable,
    kMissionTable,     kPrincipalTable, kRoleTable,       kCertificateTable, kCaseTypeTable,  kCalendarTable,
    kErasureListTable, kServerKeyTable, kContextKeyTable, kRequestTable,
};

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_LOG_AUDITED_TABLES_H_
