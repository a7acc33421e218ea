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

std::optional<v1::Case> FetchWaiting(Session& session, const std::string& case_name) {
  if (session.output() != Output::kTable) return std::nullopt;
  const absl::StatusOr<v1::Case> matter = FetchBasicCase(session.api(), case_name);
  if (!matter.ok() || !matter->has_pending_approval()) return std::nullopt;
  return *matter;
}

absl::StatusOr<v1::Case> CaseAfter(Session& /*session*/, const std::string& /*case_name*/,
                                   const v1::Case& answer) {
  return answer;
}

absl::StatusOr<v1::Case> CaseAfter(Session& session, const std::string& case_name,
                                   const v1::Entry& /*answer*/) {
  return FetchBasicCase(session.api(), case_name);
}

void NoteLapse(Session& session, const v1::Case& before, const v1::Case& now) {
  const v1::Approval& approval = before.pending_approval();
  if (now.has_pending_approval() && now.pending_approval().name() == approval.name()) return;
  const Texts::Parameters person = {{"person", std::string(ShortName(approval.proposed_by()))}};
  const Texts& messages = session.messages();
  if (approval.event().empty()) {
    session.Note(messages.Text("note.overtaken_correction", person));
    return;
  }
  const v1::CaseType type = session.TypeOf(before).value_or(v1::CaseType());
  session.Note(messages.Text("note.overtaken", {{"event", session.style().EventText(approval.event(), type)},
                                                {"person", person.at("person")}}));
}

}  // namespace arasha::clients
