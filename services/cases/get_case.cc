#include "services/calls/errors.h"
#include "services/cases/operations.h"
#include "services/cases/rows/deadline_rows.h"
#include "services/cases/rows/fact_rows.h"
#include "services/process/operator_log.h"
#include "storage/cases/cases.h"

namespace arasha::cases {
namespace {

// Of a case whose type is not known before it is read, it may be so.
bool MayHaveFacts(const server::Call& call) {
  const std::string type = storage::RememberedType(call.context.audit, call.about);
  const rules::CaseType* known = call.directory->catalogue().FindRef(type);
  return known == nullptr || known->proto().derived_facts_size() > 0;
}

}  // namespace

absl::StatusOr<v1::Case> GetCase(server::Call& call, const v1::GetCaseRequest& request) {
  auto full = MayHaveFacts(call)
                  ? storage::GetCaseWithTimeline(*call.connection, call.context.audit, call.about,
                                                 FactSources(call.directory->catalogue()).keys)
                  : storage::GetCase(*call.connection, call.context.audit, call.about);
  if (!full.ok()) return full.status();
  if (!*full) return server::NotFound(request.name());
  server::LogDamage(call.method, (*full)->damaged);
  v1::Case message = std::move((*full)->row.message);
  message.set_time_zone(call.mission->calendar.zone.name());
  ShowDeadlines((*full)->deadlines, call.now, message);
  ShowFacts(*call.directory, {call.about.mission, message.details(), (*full)->timeline, (*full)->deadlines},
            call.now, message);
  if (request.view() == v1::CASE_VIEW_BASIC) {
    message.clear_parties();
    message.clear_rows();
    message.clear_deadlines();
    message.clear_details();
    message.clear_hold();
  }
  return message;
}

}  // namespace arasha::cases
