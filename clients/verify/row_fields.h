#ifndef ARASHA_CLIENTS_VERIFY_ROW_FIELDS_H_
#define ARASHA_CLIENTS_VERIFY_ROW_FIELDS_H_

#include <array>
#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/rules/log/record.h"

// What stands in the rows of an export, kind by kind, and one row by the names of its columns.
namespace arasha::clients::rows {

using rules::log::Field;
using rules::log::Type;

// Columns in the order of audit_state() in storage/migrations/0002_audit.sql.
inline constexpr std::array<Field, 22> kCaseFields = {{
    {"mission", Type::kText},
    {"uid", Type::kUuid},
    {"year", Type::kInt2},
    {"serial", Type::kInt4},
    {"type", Type::kText},
    {"type_version", Type::kInt4},
    {"state", Type::kText},
    {"open", Type::kBool},
    {"priority", Type::kInt2},
    {"assignee", Type::kText, true},
    {"host_state", Type::kText},
    {"sensitivity", Type::kInt2},
    {"compartment", Type::kText, true},
    {"labels", Type::kTextArray},
    {"sealed", Type::kBytea},
    {"received_time", Type::kTimestamptz},
    {"create_time", Type::kTimestamptz},
    {"created_by", Type::kText},
    {"update_time", Type::kTimestamptz},
    {"close_time", Type::kTimestamptz, true},
    {"erase_time", Type::kTimestamptz, true},
    {"version", Type::kInt4},
}};
inline constexpr std::array<Field, 9> kPartyFields = {{
    {"mission", Type::kText},
    {"case_uid", Type::kUuid},
    {"uid", Type::kUuid},
    {"role", Type::kInt2},
    {"kind", Type::kInt2},
    {"sealed", Type::kBytea},
    {"create_time", Type::kTimestamptz},
    {"remove_time", Type::kTimestamptz, true},
    {"version", Type::kInt4},
}};
inline constexpr std::array<Field, 17> kEntryFields = {{
    {"mission", Type::kText},
    {"case_uid", Type::kUuid},
    {"uid", Type::kUuid},
    {"kind", Type::kInt2},
    {"sealed", Type::kBytea, true},
    {"happened_time", Type::kTimestamptz},
    {"record_time", Type::kTimestamptz},
    {"author", Type::kText},
    {"channel", Type::kInt2, true},
    {"in_person", Type::kBool},
    {"party_uid", Type::kUuid, true},
    {"direction", Type::kInt2, true},
    {"event", Type::kText, true},
    {"from_state", Type::kText, true},
    {"to_state", Type::kText, true},
    {"triggers", Type::kTextArray},
    {"corrects", Type::kUuid, true},
}};
inline constexpr std::array<Field, 12> kDeadlineFields = {{
    {"mission", Type::kText},
    {"case_uid", Type::kUuid},
    {"rule", Type::kText},
    {"run", Type::kInt2},
    {"source", Type::kText},
    {"start_time", Type::kTimestamptz},
    {"due_time", Type::kTimestamptz},
    {"met_by", Type::kTextArray},
    {"corrects", Type::kBool},
    {"met_time", Type::kTimestamptz, true},
    {"stop_time", Type::kTimestamptz, true},
    {"version", Type::kInt4},
}};
// What follows it where there is any of it, by storage/migrations/0009_deadlines.sql.
inline constexpr std::array<Field, 7> kLaterDeadlineFields = {{
    {"calendars", Type::kTextArray, true},
    {"ruled_due_time", Type::kTimestamptz, true},
    {"extended_due_time", Type::kTimestamptz, true},
    {"extend_time", Type::kTimestamptz, true},
    {"extensions", Type::kInt2, true},
    {"paused_since", Type::kTimestamptz, true},
    {"waive_time", Type::kTimestamptz, true},
}};
inline constexpr std::array<Field, 14> kGrantFields = {{
    {"uid", Type::kUuid},
    {"mission", Type::kText},
    {"case_uid", Type::kUuid},
    {"principal", Type::kText},
    {"break_glass", Type::kBool},
    {"sealed", Type::kBytea},
    {"granted_by", Type::kText},
    {"grant_time", Type::kTimestamptz},
    {"expire_time", Type::kTimestamptz},
    {"revoke_time", Type::kTimestamptz, true},
    {"reviewed_by", Type::kText, true},
    {"review_time", Type::kTimestamptz, true},
    {"review", Type::kBytea, true},
    {"version", Type::kInt4},
}};
inline constexpr std::array<Field, 13> kApprovalFields = {{
    {"mission", Type::kText},
    {"case_uid", Type::kUuid},
    {"uid", Type::kUuid},
    {"event", Type::kText, true},
    {"case_version", Type::kInt4},
    {"sealed", Type::kBytea, true},
    {"proposed_by", Type::kText},
    {"propose_time", Type::kTimestamptz},
    {"expire_time", Type::kTimestamptz},
    {"decided_by", Type::kText, true},
    {"decide_time", Type::kTimestamptz, true},
    {"approved", Type::kBool, true},
    {"version", Type::kInt4},
}};
inline constexpr std::array<Field, 5> kPrincipalFields = {{
    {"name", Type::kText},
    {"sealed", Type::kBytea},
    {"active", Type::kBool},
    {"clearances", Type::kTextArray},
    {"version", Type::kInt4},
}};
inline constexpr std::array<Field, 6> kRoleFields = {{
    {"principal", Type::kText},
    {"role", Type::kText},
    {"mission", Type::kText},
    {"expire_time", Type::kTimestamptz},
    {"revoke_time", Type::kTimestamptz, true},
    {"version", Type::kInt4},
}};
inline constexpr std::array<Field, 4> kCaseTypeFields = {{
    {"id", Type::kText},
    {"version", Type::kInt4},
    {"definition", Type::kText},
    {"apply_time", Type::kTimestamptz},
}};

// The columns of a row by their names. A name that the table has not does not compile.
template <const auto& kFields>
class Row {
 public:
  static absl::StatusOr<Row> Read(absl::string_view state) { return Take(state); }
  // The same, of what begins with the row; `state` is then what follows.
  static absl::StatusOr<Row> Take(absl::string_view& state) {
    const auto values = TakeRecord(kFields, state);
    if (!values.ok()) return values.status();
    return Row(*values);
  }

  class Name {
   public:
    // NOLINTNEXTLINE(google-explicit-constructor)
    consteval Name(const char* name) {
      while (kFields[index_].name != absl::string_view(name)) ++index_;
    }
    constexpr size_t index() const { return index_; }

   private:
    size_t index_ = 0;
  };

  absl::string_view operator[](Name column) const { return values_[column.index()]; }

 private:
  using Values = std::array<absl::string_view, kFields.size()>;
  explicit Row(const Values& values) : values_(values) {}

  Values values_;
};

}  // namespace arasha::clients::rows

#endif  // ARASHA_CLIENTS_VERIFY_ROW_FIELDS_H_
