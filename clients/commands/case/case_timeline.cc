#include <algorithm>
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/commands/commands.h"
#include "clients/commands/fetch_timeline.h"
#include "clients/commands/options.h"
#include "clients/print/grid.h"
#include "clients/print/tables/print_timeline.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

// Entries tell of a party by its resource name, and of a proposal to correct an entry not which; the case,
// which is read where one does, by what the party is called, what waits, and whether it was erased. One that
// is not or cannot be read leaves the timeline without that.
v1::Case LearnCase(Session& session, const std::string& case_name, const v1::ListEntriesResponse& timeline) {
  const auto& entries = timeline.entries();
  if (session.output() != Output::kTable ||
      std::none_of(entries.begin(), entries.end(), [](const v1::Entry& entry) {
        return !entry.party().empty() || (entry.kind() == v1::ENTRY_KIND_PROPOSAL && entry.event().empty());
      })) {
    return {};
  }
  return session.FetchCase(case_name).value_or(v1::Case());
}

// Why so much is missing above.
std::string ErasedText(const v1::Case& matter, const TableStyle& style) {
  const std::string when =
      style.messages.Text("label.erased_at", {{"time", style.TimeText(matter.erase_time())}});
  const std::string line = absl::StrCat(style.messages.Text("label.erased"), ": ", when);
  return absl::StrCat(Coloured(line, Tone::kWarning, style.colour), "\n");
}

}  // namespace

void AddCaseTimeline(CLI::App& cases, Run& selected) {
  CLI::App& command = AddCommand(
      cases, "timeline", "Show a case's timeline, in the order in which things happened",
      {"arasha case timeline IST-2026-000123", "arasha case timeline IST-2026-000123 --output csv"});
  auto case_name = std::make_shared<std::string>();
  AddOption(command, "CASE", *case_name, "The case: IST-2026-000123, or its full name")
      .Required()
      .Sets("parent");
  OnSelect(command, selected, [case_name](Session& session) -> absl::Status {
    const absl::StatusOr<std::string> name = session.Case(*case_name);
    if (!name.ok()) return name.status();
    const absl::StatusOr<v1::ListEntriesResponse> entries = FetchTimeline(session, *name);
    if (!entries.ok()) return entries.status();
    const v1::Case matter = LearnCase(session, *name, *entries);
    session.Print(*entries);
    if (matter.has_erase_time()) *session.environment().out << ErasedText(matter, session.style());
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients
