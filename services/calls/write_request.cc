#include "services/calls/write_request.h"

#include "absl/strings/str_cat.h"
#include "services/calls/errors.h"
#include "storage/cases/rows.h"
#include "storage/postgres/status.h"

namespace arasha::server {

absl::Status CheckRepeat(const storage::WriteContext& context, const storage::StoredAnswer& answer) {
  if (answer.method == context.audit.action && answer.content_hash == context.content_hash)
    return absl::OkStatus();
  return Refuse(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_REQUEST_ID_REUSED,
                absl::StrCat("request_id was used before for another ", answer.method,
                             "; make a new one for every new write"));
}

absl::Status NotAdded(const Call& call, storage::WriteOutcome outcome) {
  switch (outcome) {
    case storage::WriteOutcome::kNotFound:
      return NotFound(call.name);
    case storage::WriteOutcome::kErased:
      return CaseErased();
    case storage::WriteOutcome::kClosed:
      return CaseClosed();
    default:
      return absl::InternalError("something was neither added to a case nor refused");
  }
}

void NameAfter(const storage::CaseNumber& number, v1::Case& message) {
  message.set_name(storage::CaseName(number));
  for (v1::Party& party : *message.mutable_parties()) NameAfter(number, party);
  for (v1::Row& row : *message.mutable_rows()) NameAfter(number, row);
  for (v1::Deadline& deadline : *message.mutable_deadlines()) {
    if (deadline.row().empty()) continue;
    deadline.set_row(absl::StrCat(message.name(), "/rows/", storage::UidOf(deadline.row())));
  }
}

void NameAfter(const storage::CaseNumber& number, v1::Entry& message) {
  message.set_name(absl::StrCat(storage::CaseName(number), "/entries/", storage::UidOf(message.name())));
}

void NameAfter(const storage::CaseNumber& number, v1::Party& message) {
  message.set_name(absl::StrCat(storage::CaseName(number), "/parties/", storage::UidOf(message.name())));
}

void NameAfter(const storage::CaseNumber& number, v1::Reminder& message) {
  message.set_name(absl::StrCat(storage::CaseName(number), "/reminders/", storage::UidOf(message.name())));
}

void NameAfter(const storage::CaseNumber& number, v1::Row& message) {
  message.set_name(absl::StrCat(storage::CaseName(number), "/rows/", storage::UidOf(message.name())));
}

}  // namespace arasha::server
