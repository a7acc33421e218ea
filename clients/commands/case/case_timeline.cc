#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/commands/commands.h"
#include "clients/commands/fetch_timeline.h"
#include "clients/commands/list_options.h"
#include "clients/print/grid.h"
#include "clients/print/list_columns.h"
#include "clients/print/tables/print_timeline.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

constexpr int kMostEntries = 1'000'000;

struct TimelineOptions {
  std::string case_name;
  int last = 0;  // all
};

// Entries tell of a party by its resource name, and of a proposal to correct an entry not which; the case,
// which is read where one does, by what the party is called, what waits, and whether it was erased. One that
// is not or cannot be read leaves the timeline without that.
v1::Case LearnCase(Session& session, const std::string& case_name, const v1::ListEntriesResponse& timeline) {
  const auto& entries = timeline.entries();
  if (!session.ForPeople() || std::none_of(entries.begin(), entries.end(), [](const v1::Entry& entry) {
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

absl::Status Show(Session& session, const TimelineOptions& options) {
  const absl::StatusOr<std::string> name = session.Case(options.case_name);
  if (!name.ok()) return name.status();
  absl::StatusOr<v1::ListEntriesResponse> entries = FetchTimeline(session, *name);
  if (!entries.ok()) return entries.status();
  const v1::Case matter = LearnCase(session, *name, *entries);
  const int before = options.last == 0 ? 0 : std::max(entries->entries_size() - options.last, 0);
  entries->mutable_entries()->DeleteSubrange(0, before);
  session.Print(*entries);
  if (before > 0) {
    session.Note(session.messages().Text("note.earlier_entries", {{"count", absl::StrCat(before)}}));
  }
  if (matter.has_erase_time() && session.output() == Output::kTable) {
    *session.environment().out << ErasedText(matter, session.style());
  }
  return absl::OkStatus();
}

}  // namespace

void AddCaseTimeline(CLI::App& cases, Run& selected) {
  CLI::App& command =
      AddCommand(cases, "timeline", "Show a case's timeline, in the order in which things happened",
                 {"arasha case timeline IST-2026-000123", "arasha case timeline IST-2026-000123 --last 5",
                  "arasha case timeline IST-2026-000123 --output sheet >timeline.csv"});
  auto options = std::make_shared<TimelineOptions>();
  AddOption(command, "CASE", options->case_name, "The case: IST-2026-000123, or its full name")
      .Required()
      .Sets("parent");
  AddOption(command, "--last", options->last, "Only so many entries, the last of all")
      .Range(1, kMostEntries)
      .TypeName("N");
  std::vector<std::string> columns;
  for (const ListColumn<v1::Entry>& column : ColumnsOf<v1::Entry>()) columns.emplace_back(column.field);
  OnSelectList(command, selected, columns, [options](Session& session) { return Show(session, *options); });
}

}  // namespace arasha::clients
