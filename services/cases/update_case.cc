#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/cases/change_case.h"
#include "services/cases/operations.h"
#include "services/cases/references.h"
#include "services/cases/rows/deadline_rows.h"
#include "services/cases/rows/new_rows.h"
#include "services/cases/transitions.h"
#include "services/rules/access/sensitivity.h"
#include "services/rules/casework/case_fields.h"
#include "services/rules/casework/changes.h"
#include "services/rules/casework/raises.h"
#include "services/rules/catalogue/details.h"
#include "services/rules/catalogue/field_values.h"

namespace arasha::cases {
namespace {

// Copies what the mask names. The paths that it does not know come back as violations.
rules::Violations Merge(const v1::UpdateCaseRequest& request, const rules::CaseType& type,
                        v1::Case& message) {
  rules::Violations violations;
  const v1::Case& asked = request.case_();
  auto& details = *message.mutable_details()->mutable_fields();
  for (const std::string& path : request.update_mask().paths()) {
    absl::string_view field = path;
    if (path == "priority") {
      message.set_priority(asked.priority() == v1::PRIORITY_UNSPECIFIED ? v1::PRIORITY_NORMAL
                                                                        : asked.priority());
    } else if (path == "host_state") {
      if (asked.host_state().empty())
        violations.push_back({"case.host_state", rules::Problem::kCannotBeCleared});
      message.set_host_state(asked.host_state());
    } else if (path == "summary") {
      message.set_summary(asked.summary());
    } else if (path == "sensitivity") {
      message.set_sensitivity(asked.sensitivity());
      // Named alone, it takes the case out of its compartment, if the case is to be in none.
      if (asked.sensitivity() != v1::SENSITIVITY_COMPARTMENTED) message.clear_compartment();
    } else if (path == "compartment") {
      message.set_compartment(asked.compartment());
    } else if (path == "received_time") {
      if (!asked.has_received_time())
        violations.push_back({"case.received_time", rules::Problem::kCannotBeCleared});
      *message.mutable_received_time() = asked.received_time();
    } else if (path == "details") {
      *message.mutable_details() = asked.details();
    } else if (absl::ConsumePrefix(&field, "details.")) {
      const auto value = asked.details().fields().find(std::string(field));
      if (type.FindField(field) == nullptr) {
        violations.push_back({absl::StrCat("case.", path), rules::Problem::kUnknownField});
      } else if (value == asked.details().fields().end()) {
        details.erase(std::string(field));  // Named in the mask but not given: cleared.
      } else {
        details[std::string(field)] = value->second;
      }
    } else {
      violations.push_back(
          {"update_mask",
           rules::Problem::kUnknownPath,
           {{"path", path},
            {"values",
             "priority, host_state, summary, sensitivity, compartment, received_time, details, "
             "details.FIELD"}}});
    }
  }
  return violations;
}

// FAILED_PRECONDITION (HELD_UP_BY_RULE) if the case would come below what a rule that holds raises it to.
absl::Status CheckHeldUp(const std::vector<const v1::RaiseRule*>& raises, const v1::Case& before,
                         const v1::Case& after) {
  for (const v1::RaiseRule* rule : raises) {
    const bool priority = after.priority() < before.priority() && after.priority() < rules::PriorityOf(*rule);
    const bool sensitivity =
        after.sensitivity() < before.sensitivity() && after.sensitivity() < rules::SensitivityOf(*rule);
    if (!priority && !sensitivity) continue;
    absl::Status status = Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_HELD_UP_BY_RULE,
                                 absl::StrCat("a rule of the case's type keeps it up: ", rule->label().en()));
    status = WithMetadata(std::move(status), "field", priority ? "case.priority" : "case.sensitivity");
    status = WithMetadata(std::move(status), "value", priority ? rule->priority() : rule->sensitivity());
    status = WithMetadata(std::move(status), "rule", rule->id());
    status = WithMetadata(std::move(status), "label", rule->label().en());
    return WithLabels(std::move(status), "label", rule->label());
  }
  return absl::OkStatus();
}

// What the timeline is told of the change: what differs, and what raised it if that is new.
std::string ToldText(const rules::CaseType& type, const v1::Case& before, const v1::Case& after,
                     std::vector<const v1::RaiseRule*> raises,
                     const std::vector<const v1::RaiseRule*>& held_before, bool raised) {
  if (!raised) {
    std::erase_if(raises, [&](const v1::RaiseRule* rule) {
      return std::find(held_before.begin(), held_before.end(), rule) != held_before.end();
    });
  }
  return rules::JoinedLines(rules::ChangesText(type, before, after), rules::RaisesText(raises));
}

}  // namespace

absl::StatusOr<v1::Case> UpdateCase(server::Call& call, const v1::UpdateCaseRequest& request) {
  if (request.update_mask().paths().empty()) {
    return server::InvalidFields({{"update_mask", rules::Problem::kRequired}});
  }
  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    Decision decision{.message = loaded.row.message, .open = loaded.row.open};
    rules::Violations violations = Merge(request, loaded.type, decision.message);
    for (auto& v : rules::CheckCaseFields(decision.message, call.now, "case"))
      violations.push_back(std::move(v));
    for (auto& v : rules::CheckSensitivity(decision.message, "case")) violations.push_back(std::move(v));
    const v1::Case& before = loaded.row.message;
    const auto& fields = loaded.type.proto().fields();
    google::protobuf::Struct& details = *decision.message.mutable_details();
    rules::KeepDetails(fields, details);
    for (auto& v : rules::CheckDetails(fields, details, "case.details")) violations.push_back(std::move(v));
    for (auto& v : TakeReferences(fields, before, before.details(), "case.details", details)) {
      violations.push_back(std::move(v));
    }
    if (decision.message.compartment() != before.compartment()) {
      for (auto& v : CheckCompartment(call, decision.message)) violations.push_back(std::move(v));
    }
    rules::CaseTimes times = loaded.times;
    // A time of no form was told of above.
    if (violations.empty()) times.received = ToTime(decision.message.received_time());
    if (times.received != loaded.times.received) {
      for (auto& v : rules::CheckReceipt(times, "case.received_time")) violations.push_back(std::move(v));
    }
    for (auto& v : rules::NewFieldTimes(loaded.type, before, loaded.times, decision.message, times, call.now,
                                        "case.details")) {
      violations.push_back(std::move(v));
    }
    if (violations.empty()) {
      violations = CheckMovedStarts(before, decision.message, loaded.deadlines, loaded.type,
                                    loaded.mission.calendar, "case");
    }
    if (!violations.empty()) return server::InvalidFields(violations);
    if (rules::Lowers(before.sensitivity(), before.compartment(), decision.message.sensitivity(),
                      decision.message.compartment()) &&
        !rules::May(*call.actor, rules::Action::kLowerSensitivity, loaded.mission.code, call.now)) {
      return server::PermissionDenied(rules::Problem::kHeadLowersSensitivity);
    }
    const absl::CivilDay today = absl::ToCivilDay(call.now, loaded.mission.calendar.zone);
    const auto raises = rules::RaisesThatHold(loaded.type, decision.message, today);
    if (absl::Status s = CheckHeldUp(raises, before, decision.message); !s.ok()) return s;
    const bool raised = rules::Raise(raises, decision.message);
    // An update that changes nothing tells the timeline nothing.
    if (std::string changes = ToldText(loaded.type, before, decision.message, raises,
                                       rules::RaisesThatHold(loaded.type, before, today), raised);
        !changes.empty()) {
      decision.entry = ServerEntry(call, v1::ENTRY_KIND_UPDATE);
      decision.entry.set_text(std::move(changes));
    }
    return decision;
  };
  return ChangeAndShow(
      call, {.etag = request.case_().etag(), .waiting = Overtaking(request.overtake_proposal())}, decide);
}

}  // namespace arasha::cases
