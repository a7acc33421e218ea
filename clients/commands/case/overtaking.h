#ifndef ARASHA_CLIENTS_COMMANDS_CASE_OVERTAKING_H_
#define ARASHA_CLIENTS_COMMANDS_CASE_OVERTAKING_H_

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

// That the proposal which waits on a case (full name) has lapsed, for when it has; empty if none waits, or
// the answer is for programs.
std::string LapseNote(Session& session, const std::string& case_name);

// Calls; where a proposal waits and nobody said --overtake, asks whoever is there. Who said it at once is
// told what lapsed.
template <typename Request>
auto CallOvertaking(Session& session, const std::string& case_name, Request request, bool overtake) {
  const std::string lapse = overtake ? LapseNote(session, case_name) : "";
  request.set_overtake_proposal(overtake);
  auto answer = session.api().Call(request);
  if (answer.ok() && !lapse.empty()) session.Note(lapse);
  if (answer.ok() || overtake || !OvertakeConfirmed(session, answer.status())) return answer;
  request.set_overtake_proposal(true);
  return session.api().Call(request);
}

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_CASE_OVERTAKING_H_
