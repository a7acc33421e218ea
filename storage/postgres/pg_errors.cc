#include "storage/postgres/pg_errors.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "storage/postgres/status.h"

namespace arasha::storage {

absl::Status Unreachable() {
  return RetryAfter(
      Refuse(absl::StatusCode::kUnavailable, v1::ERROR_REASON_DATABASE_UNAVAILABLE,
             "the case register cannot be reached just now; nothing was acknowledged, try again"),
      absl::Seconds(1));
}

absl::Status Unreadable(absl::string_view detail) {
  absl::Status status = StatusOfSqlState("XX000");
  status.SetPayload(kDetailPayload, absl::Cord(detail));
  return status;
}

absl::Status Damaged(absl::string_view row, absl::string_view detail) {
  absl::Status status = WithMetadata(
      Refuse(absl::StatusCode::kDataLoss, v1::ERROR_REASON_ROW_DAMAGED,
             "a row of the register is damaged or was tampered with; its operators must look into it"),
      "row", row);
  status.SetPayload(kDetailPayload, absl::Cord(absl::StrCat(detail, "; damage or tampering is likely")));
  return status;
}

absl::Status StatusOfSqlState(absl::string_view sqlstate) {
  const absl::string_view sql_class = sqlstate.substr(0, 2);
  if (sqlstate == "57014") {
    return Refuse(
        absl::StatusCode::kDeadlineExceeded, v1::ERROR_REASON_DEADLINE_EXCEEDED,
        "the call's deadline passed before the register answered; repeat it with the same request_id");
  }
  if (sqlstate == "40001" || sqlstate == "40P01" || sqlstate == "55P03") {
    return RetryAfter(Refuse(absl::StatusCode::kAborted, v1::ERROR_REASON_CONTENTION,
                             "too many callers change the same records at this moment; send the call again"),
                      absl::Milliseconds(50));
  }
  if (sql_class == "08" || sql_class == "53" || sqlstate.substr(0, 3) == "57P" || sqlstate == "25006") {
    return Unreachable();
  }
  return Refuse(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL, "the register refused the operation");
}

}  // namespace arasha::storage
