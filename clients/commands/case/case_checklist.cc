#include <algorithm>
#include <memory>
#include <string>

#include "clients/commands/commands.h"
#include "clients/commands/fetch_timeline.h"
#include "clients/commands/list_options.h"
#include "clients/commands/options.h"
#include "clients/print/tables/print_checklist.h"
#include "proto/conditions.h"

namespace arasha::clients {
namespace {

// The entry that ticks an item; nullptr if none that stands does.
const v1::Entry* TickOf(const std::string& item, const v1::ListEntriesResponse& timeline) {
  const auto found = std::find_if(
      timeline.entries().begin(), timeline.entries().end(),
      [&](const v1::Entry& entry) { return entry.check_item() == item && entry.corrected_by().empty(); });
  return found == timeline.entries().end() ? nullptr : &*found;
}

v1::CheckState UntickedState(const v1::CheckItem& item, const v1::Case& matter, const v1::CaseType& type) {
  const bool ended = std::any_of(type.states().begin(), type.states().end(), [&](const v1::StateRule& state) {
    return state.id() == matter.state() && state.final();
  });
  if (ended) return v1::CHECK_STATE_UNDONE;
  const auto& states = item.in_states();
  const bool now = states.empty() || std::find(states.begin(), states.end(), matter.state()) != states.end();
  return now ? v1::CHECK_STATE_OWED : v1::CHECK_STATE_NOT_YET;
}

// What was ticked stays listed, also if it concerns the case no more.
v1::ListCheckedItemsResponse ChecklistOf(const v1::Case& matter, const v1::CaseType& type,
                                         const v1::ListEntriesResponse& timeline) {
  v1::ListCheckedItemsResponse checklist;
  for (const v1::CheckItem& item : type.checklist()) {
    const v1::Entry* tick = TickOf(item.id(), timeline);
    if (tick == nullptr && !Hold(item.when(), matter.details())) continue;
    v1::CheckedItem& line = *checklist.add_checked_items();
    line.set_id(item.id());
    *line.mutable_label() = item.label();
    if (item.has_hint()) *line.mutable_hint() = item.hint();
    *line.mutable_required_for() = item.required_for();
    line.set_state(tick == nullptr ? UntickedState(item, matter, type) : v1::CHECK_STATE_DONE);
    if (tick == nullptr) continue;
    line.set_author(tick->author());
    *line.mutable_happened_time() = tick->happened_time();
    line.set_text(tick->text());
    line.set_entry(tick->name());
  }
  return checklist;
}

absl::Status ShowChecklist(Session& session, const std::string& case_name) {
  const absl::StatusOr<std::string> name = session.Case(case_name);
  if (!name.ok()) return name.status();
  const absl::StatusOr<v1::Case> matter = session.FetchCase(*name);
  if (!matter.ok()) return matter.status();
  const absl::StatusOr<v1::CaseType> type = session.TypeOf(*matter);
  if (!type.ok()) return type.status();
  const absl::StatusOr<v1::ListEntriesResponse> timeline = FetchTimeline(session, *name);
  if (!timeline.ok()) return timeline.status();
  session.Print(ChecklistOf(*matter, *type, *timeline));
  return absl::OkStatus();
}

}  // namespace

void AddCaseChecklist(CLI::App& cases, Run& selected) {
  CLI::App& command = AddCommand(
      cases, "checklist", "Show a case's checklist: what is done, by whom and when, and what is owed",
      {"arasha case checklist IST-2026-000123", "arasha case checklist IST-2026-000123 --output json"});
  auto case_name = std::make_shared<std::string>();
  AddOption(command, "CASE", *case_name, "The case: IST-2026-000123, or its full name")
      .Required()
      .Sets("name");
  OnSelectList<v1::CheckedItem>(command, selected,
                                [case_name](Session& session) { return ShowChecklist(session, *case_name); });
}

}  // namespace arasha::clients
