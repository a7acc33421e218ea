#include <algorithm>
#include <ostream>
#include <vector>

#include "absl/strings/match.h"
#include "clients/errors/error_text.h"
#include "clients/errors/meant.h"
#include "clients/errors/named.h"
#include "clients/session/session.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

// What a session says of errors.
namespace arasha::clients {

absl::Status Session::Explained(const absl::Status& error) {
  const bool may_be = absl::IsNotFound(error) || absl::IsInvalidArgument(error);
  if (!may_be || LocalErrorOf(error)) return error;
  const Failure failure = FailureOf(error, {});
  if (LacksNames(failure) && output_ == Output::kTable) LearnRefused();
  const auto mission = [this] {
    return mission_.empty() && settings_.ok() ? MissionOrAll().value_or(kAllMissions) : mission_;
  };
  const std::string concerned = mission_;
  if (const absl::Status meant = Meant(api_, failure, mission); !meant.ok()) return RefusedAs(error, meant);
  mission_ = concerned;
  if (mission_.empty() || mission_ == kAllMissions) return error;
  if (absl::IsInvalidArgument(error)) {
    // Only where the server found fault with the mission.
    const std::vector<Failure::Violation>& violations = failure.violations;
    if (std::none_of(violations.begin(), violations.end(), [](const Failure::Violation& violation) {
          return violation.field == "parent" || absl::EndsWith(violation.field, "mission");
        })) {
      return error;
    }
  }
  const absl::Status unknown = MissionUnknown(api_, mission_);
  return unknown.ok() ? error : RefusedAs(error, unknown);
}

void Session::LearnRefused() {
  type_of_refused_.Clear();
  const std::string type = TypeOfRefused(api_);
  if (type.empty()) return;
  v1::GetCaseTypeRequest request;
  request.set_name(CaseTypeName(type));
  if (auto fetched = api_.Call(request); fetched.ok()) type_of_refused_ = *std::move(fetched);
}

CallFacts Session::Facts() const {
  return {.endpoint = settings_.ok() ? settings_->endpoint : "", .request_id = request_id_};
}

void Session::NoteUnreadable() const {
  if (unreadable_) Note(messages_.Text("note.unreadable"));
}

void Session::PrintError(const absl::Status& status) const {
  Failure failure = FailureOf(status, field_flags_);
  AddNames(type_of_refused_, messages_, failure);
  if (output_ == Output::kJson) {
    *environment_.err << ErrorJson(failure, Facts(), messages_);
  } else {
    Tell(ErrorText(failure, Facts(), messages_));
  }
}

void Session::PrintRefusedAnswers(const absl::Status& status,
                                  const std::function<bool(const std::string& field)>& shown) const {
  Failure failure = FailureOf(status, field_flags_);
  std::erase_if(failure.violations,
                [&](const Failure::Violation& violation) { return !shown(violation.field); });
  CallFacts facts = Facts();
  facts.asked_again = true;
  Tell(ErrorText(failure, facts, messages_));
}

}  // namespace arasha::clients
