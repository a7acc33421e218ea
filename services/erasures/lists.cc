#include "services/erasures/lists.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "storage/postgres/case_number.h"

namespace arasha::erasures {
namespace {

absl::Status ListContention() {
  return RetryAfter(Refuse(absl::StatusCode::kAborted, v1::ERROR_REASON_CONTENTION,
                           "somebody else changes this list at this moment; send the call again"),
                    absl::Milliseconds(100));
}

}  // namespace

v1::ErasureList Shown(const server::Call& call, v1::ErasureList list) {
  const server::Mission* mission = call.directory->FindMission(std::string(storage::UidOf(list.mission())));
  if (mission != nullptr) list.set_time_zone(mission->calendar.zone.name());
  return list;
}

bool IsClearedFor(const server::Call& call, const std::string& compartment) {
  const auto& cleared = call.actor->clearances;
  return compartment.empty() || std::find(cleared.begin(), cleared.end(), compartment) != cleared.end();
}

absl::Status PermitOnList(server::Call& call, const v1::ErasureList& list, rules::Action action) {
  const std::string mission(storage::UidOf(list.mission()));
  if (!rules::May(*call.actor, rules::Action::kApproveErasure, mission, call.now)) {
    return server::NotFound(call.name);
  }
  for (const v1::ErasureItem& item : list.items()) {
    if (!IsClearedFor(call, item.compartment())) return server::NotFound(call.name);
  }
  call.about.mission = mission;
  if (rules::May(*call.actor, action, mission, call.now)) return absl::OkStatus();
  return server::PermissionDenied(
      rules::Problem::kReadsOnlyAtMission,
      {{"mission", mission}, {"roles", absl::StrJoin(rules::RolesThatMay(action), ", ")}});
}

absl::StatusOr<v1::ErasureList> ChangeList(server::Call& call, rules::Action action,
                                           const std::function<absl::Status(v1::ErasureList&)>& change) {
  auto repeat = server::FindRepeat<v1::ErasureList>(call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return **std::move(repeat);
  auto found = storage::FindErasureList(*call.connection, call.context.audit, call.uid);
  if (!found.ok()) return found.status();
  if (!*found) return server::NotFound(call.name);
  storage::ErasureListRow& row = **found;
  if (absl::Status s = PermitOnList(call, row.message, action); !s.ok()) return s;
  if (absl::Status s = change(row.message); !s.ok()) return s;
  v1::ErasureList shown = Shown(call, row.message);
  auto outcome = storage::SaveErasureList(*call.connection, call.context, row, shown.SerializeAsString());
  if (!outcome.ok()) return outcome.status();
  // Answered or changed meanwhile: the same call, sent again, is told which.
  if (*outcome != storage::WriteOutcome::kDone) return ListContention();
  return shown;
}

absl::Status CheckState(const v1::ErasureList& list, v1::ErasureListState state) {
  if (list.state() == state) return absl::OkStatus();
  return WithMetadata(
      Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ERASURE_LIST_NOT_OPEN,
             "the list does not stand where this could be done to it"),
      "state",
      std::string(absl::StripPrefix(v1::ErasureListState_Name(list.state()), "ERASURE_LIST_STATE_")));
}

}  // namespace arasha::erasures
