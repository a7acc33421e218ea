#include <algorithm>

#include "proto/stable_bytes.h"
#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/erasures/lists.h"
#include "services/erasures/operations.h"

namespace arasha::erasures {
namespace {

// Longer than any term of keeping, and little enough that no date overflows.
constexpr absl::Duration kLongestKept = absl::Hours(24 * 366 * 100);

rules::Violations CheckKeep(const server::Call& call, const v1::KeepCaseRequest& request) {
  rules::Violations violations;
  rules::CheckLength("reason", request.reason(), 1, rules::kMaxReason, violations);
  const absl::Time until = ToTime(request.keep_until());
  if (!request.has_keep_until()) {
    violations.push_back({"keep_until", rules::Problem::kRequired});
  } else if (until <= call.now || until > call.now + kLongestKept) {
    violations.push_back({"keep_until", rules::Problem::kNotFuture});
  }
  return violations;
}

// What hangs on which cases are kept.
void CountKept(v1::ErasureList& list) {
  list.set_kept_count(0);
  for (const v1::ErasureItem& item : list.items()) {
    if (!item.has_keep_until()) continue;
    list.set_kept_count(list.kept_count() + 1);
    if (!list.has_keep_until() || ToTime(list.keep_until()) < ToTime(item.keep_until())) {
      *list.mutable_keep_until() = item.keep_until();
    }
  }
}

}  // namespace

absl::StatusOr<v1::ErasureList> KeepCase(server::Call& call, const v1::KeepCaseRequest& request) {
  // What the log keeps of the request is sealed under no key of the case, and outlives it: without the
  // reason.
  v1::KeepCaseRequest logged = request;
  logged.clear_reason();
  call.context.audit.payload = StableBytes(logged);
  if (auto violations = CheckKeep(call, request); !violations.empty()) {
    return server::InvalidFields(violations);
  }
  return ChangeList(call, rules::Action::kDrawErasure, [&](v1::ErasureList& list) -> absl::Status {
    if (absl::Status s = CheckState(list, v1::ERASURE_LIST_STATE_DRAWN); !s.ok()) return s;
    const auto item =
        std::find_if(list.mutable_items()->begin(), list.mutable_items()->end(),
                     [&](const v1::ErasureItem& one) { return one.case_() == request.case_(); });
    if (item == list.mutable_items()->end()) {
      return server::InvalidFields({{"case", rules::Problem::kNotOnList}});
    }
    *item->mutable_keep_until() = request.keep_until();
    item->set_keep_reason(request.reason());
    item->set_kept_by(call.actor->name);
    list.clear_keep_until();
    CountKept(list);
    return absl::OkStatus();
  });
}

}  // namespace arasha::erasures
