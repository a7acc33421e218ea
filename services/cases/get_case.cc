#include "services/cases/deadline_rows.h"
#include "services/cases/names.h"
#include "services/cases/operations.h"
#include "services/server/errors.h"
#include "storage/cases.h"

namespace arasha::cases {

absl::StatusOr<v1::Case> GetCase(server::Call& call, const v1::GetCaseRequest& request) {
  auto number = ParseCase(request.name(), "name");
  if (!number.ok()) return number.status();
  auto mission = Permit(call, rules::Action::kReadCase, number->mission, request.name());
  if (!mission.ok()) return mission.status();
  auto full = storage::GetCase(*call.connection, call.Audit(request), *number);
  if (!full.ok()) return full.status();
  if (!*full) return server::NotFound(request.name());
  v1::Case message = std::move((*full)->row.message);
  ShowDeadlines((*full)->deadlines, call.now, message);
  if (request.view() == v1::CASE_VIEW_BASIC) {
    message.clear_parties();
    message.clear_deadlines();
    message.clear_details();
  }
  return message;
}

}  // namespace arasha::cases
