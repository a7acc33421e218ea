#include "clients/commands/case/overtaking.h"

#include "absl/strings/str_cat.h"
#include "clients/errors/failure.h"
#include "clients/session/prompt.h"
#include "clients/text/names.h"

namespace arasha::clients {

void AddOvertakeOption(CLI::App& command, bool& overtake) {
  AddFlag(command, "--overtake", overtake, "Go on although a proposal waits on the case, which then lapses");
}

bool OvertakeConfirmed(Session& session, const absl::Status& refusal) {
  const Failure failure = FailureOf(refusal, {});
  if (failure.reason != "PROPOSAL_WAITS" || !session.Interactive()) return false;
  const auto fact = [&](const std::string& key) {
    const auto found = failure.metadata.find(key);
    return found == failure.metadata.end() ? std::string() : found->second;
  };
  const std::string event = fact("event");
  const Texts& messages = session.messages();
  const std::string label = fact(absl::StrCat("event.", CodeOf(messages.language())));
  return Confirmed(session,
                   messages.Text(event == "correct" ? "prompt.overtake_correction" : "prompt.overtake",
                                 {{"event", label.empty() ? event : label},
                                  {"person", std::string(ShortName(fact("proposed_by")))}}));
}

}  // namespace arasha::clients
