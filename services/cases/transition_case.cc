#include <utility>

#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/cases/change_case.h"
#include "services/cases/operations.h"
#include "services/cases/rows/deadline_rows.h"
#include "services/cases/second_person.h"
#include "services/cases/transitions.h"
#include "services/rules/casework/entries.h"
#include "services/rules/flow/transitions.h"
#include "services/rules/text.h"

namespace arasha::cases {
namespace {

// The proposal of an event that takes two persons. It says nothing of when it happened: that is when the
// second person approves.
absl::StatusOr<Decision> Proposal(const server::Call& call, const Loaded& loaded,
                                  const v1::TransitionCaseRequest& request) {
  if (request.has_happened_time()) {
    return server::InvalidFields({{"happened_time", rules::Problem::kHappensAtApproval}});
  }
  v1::Approval approval;
  approval.set_event(request.event());
  approval.set_text(request.text());
  // That another waits is told first.
  if (request.overtake_proposal() || !loaded.row.message.has_pending_approval()) {
    if (absl::Status s = CheckSomebodyDecides(call, loaded, approval); !s.ok()) return s;
  }
  return Propose(call, loaded, std::move(approval));
}

}  // namespace

absl::StatusOr<v1::Case> TransitionCase(server::Call& call, const v1::TransitionCaseRequest& request) {
  rules::Violations violations;
  if (!rules::IsId(request.event())) {
    violations.push_back(
        {"event", request.event().empty() ? rules::Problem::kRequired : rules::Problem::kNotAnId});
  }
  if (request.has_happened_time() && !rules::MayHaveHappened(request.happened_time(), call.now))
    violations.push_back({"happened_time", rules::WhyNotHappened(request.happened_time(), call.now)});
  rules::CheckLength("text", request.text(), 0, rules::kMaxEntryText, violations);
  if (!violations.empty()) return server::InvalidFields(violations);

  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    const v1::Case& before = loaded.row.message;
    const rules::TransitionRuling ruling =
        rules::RuleTransition(loaded.type, before.state(), request.event(),
                              rules::RolesAt(*call.actor, loaded.mission.code, call.now),
                              !request.text().empty(), before.details());
    if (absl::Status s = CheckEvent(call, loaded, ruling, request.event()); !s.ok()) return s;
    if (ruling.verdict == rules::TransitionRuling::Verdict::kSecondPersonNeeded)
      return Proposal(call, loaded, request);
    const absl::Time happened = request.has_happened_time() ? ToTime(request.happened_time())
                                                            : rules::UntoldChangeTime(loaded.times, call.now);
    if (auto wrong = rules::CheckChangeTime(happened, loaded.times, "happened_time"); !wrong.empty()) {
      return server::InvalidFields(wrong);
    }
    return Transition(call, loaded, ruling, request.event(), request.text(), happened);
  };
  return ChangeAndShow(
      call,
      {.etag = request.etag(), .although_closed = true, .waiting = Overtaking(request.overtake_proposal())},
      decide);
}

}  // namespace arasha::cases
