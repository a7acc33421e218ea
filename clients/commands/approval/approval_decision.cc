#include "clients/commands/approval/approval_decision.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "clients/commands/fetch_timeline.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"
#include "proto/timestamps.h"

namespace arasha::clients {
namespace {

// The proposal on which nobody decided, if the last one ended so.
std::optional<v1::Entry> LapsedProposal(const v1::ListEntriesResponse& timeline) {
  std::optional<v1::Entry> last;
  absl::Time recorded = absl::InfinitePast();
  for (const v1::Entry& entry : timeline.entries()) {
    const bool tells = entry.kind() == v1::ENTRY_KIND_PROPOSAL || entry.kind() == v1::ENTRY_KIND_REFUSAL ||
                       entry.kind() == v1::ENTRY_KIND_TAKEN_BACK || entry.kind() == v1::ENTRY_KIND_LAPSE ||
                       !entry.proposed_by().empty();
    if (!tells || ToTime(entry.record_time()) < recorded) continue;
    last = entry;
    recorded = ToTime(entry.record_time());
  }
  return last && last->kind() == v1::ENTRY_KIND_PROPOSAL ? last : std::nullopt;
}

absl::Status NothingWaits(Session& session, const std::string& case_name) {
  Texts::Parameters parameters = {{"case", std::string(ShortName(case_name))}};
  const absl::StatusOr<v1::ListEntriesResponse> timeline = FetchTimeline(session, case_name);
  const auto lapsed = timeline.ok() ? LapsedProposal(*timeline) : std::nullopt;
  if (!lapsed) return NotFoundError("usage.nothing_waits", std::move(parameters));
  parameters["person"] = std::string(ShortName(lapsed->author()));
  parameters["time"] = session.style().TimeText(lapsed->record_time());
  return NotFoundError("usage.proposal_lapsed", std::move(parameters));
}

}  // namespace

Option AddDecisionOptions(CLI::App& command, DecisionOptions& options, const std::string& text_description) {
  AddOption(command, "APPROVAL", options.approval,
            "The case on which it waits, or its own full name (approval list)")
      .Required()
      .Sets("name");
  // Other commands call why something is done its reason.
  return AddOption(command, "--text,--reason", options.text, text_description).Sets("text");
}

absl::StatusOr<std::string> ApprovalOf(Session& session, const std::string& typed) {
  if (absl::StrContains(typed, "/approvals/")) return typed;
  const absl::StatusOr<std::string> name = session.Case(typed);
  if (!name.ok()) return name.status();
  const absl::StatusOr<v1::Case> matter = FetchBasicCase(session.api(), *name);
  if (!matter.ok()) return matter.status();
  if (!matter->has_pending_approval()) return NothingWaits(session, *name);
  return matter->pending_approval().name();
}

}  // namespace arasha::clients
