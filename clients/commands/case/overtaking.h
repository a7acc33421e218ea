#ifndef ARASHA_CLIENTS_COMMANDS_CASE_OVERTAKING_H_
#define ARASHA_CLIENTS_COMMANDS_CASE_OVERTAKING_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "clients/commands/options.h"
#include "clients/session/session.h"

// Writes that make a proposal lapse which waits for a second person.
namespace arasha::clients {

// Adds --overtake.
void AddOvertakeOption(CLI::App& command, bool& overtake);

// Whether the server refused because a proposal waits, and the person at the terminal says to go on.
bool OvertakeConfirmed(Session& session, const absl::Status& refusal);

// A case (full name) on which a proposal waits; nullopt if none does, or the answer is for programs.
std::optional<v1::Case> FetchWaiting(Session& session, const std::string& case_name);

// The case after the change that was answered so. An entry does not tell of it: a correction may overtake a
// proposal and need not.
absl::StatusOr<v1::Case> CaseAfter(Session& session, const std::string& case_name, const v1::Case& answer);
absl::StatusOr<v1::Case> CaseAfter(Session& session, const std::string& case_name, const v1::Entry& answer);

// Says that the proposal which waited on the case before has lapsed, if it waits no more.
void NoteLapse(Session& session, const v1::Case& before, const v1::Case& now);

// Calls; where a proposal waits and nobody said --overtake, asks whoever is there. Who said it at once is
// told what lapsed.
template <typename Request>
auto CallOvertaking(Session& session, const std::string& case_name, Request request, bool overtake) {
  const std::optional<v1::Case> before = overtake ? FetchWaiting(session, case_name) : std::nullopt;
  request.set_overtake_proposal(overtake);
  auto answer = session.api().Call(request);
  if (answer.ok() && before) {
    if (const auto now = CaseAfter(session, case_name, *answer); now.ok()) NoteLapse(session, *before, *now);
  }
  if (answer.ok() || overtake || !OvertakeConfirmed(session, answer.status())) return answer;
  request.set_overtake_proposal(true);
  return session.api().Call(request);
}

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_CASE_OVERTAKING_H_
