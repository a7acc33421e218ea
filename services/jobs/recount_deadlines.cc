#include "services/jobs/recount_deadlines.h"

#include <google/protobuf/struct.pb.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "proto/timestamps.h"
#include "services/process/operator_log.h"
#include "services/rules/casework/changes.h"
#include "services/rules/deadlines/deadlines.h"
#include "storage/duties/recount.h"
#include "storage/postgres/encoding.h"

namespace arasha::jobs {
namespace {

constexpr char kRecountDeadlines[] = "RecountDeadlines";

// The deadlines that are counted anew, and a line for each that moves by that.
struct Counted {
  std::vector<storage::DeadlineRow> deadlines;
  std::vector<std::string> lines;
  std::set<std::string> calendars;  // lines that say by which others
};

// `calendars: TR@1 → TR@2`: those that changed.
std::string CalendarsText(const std::vector<std::string>& before, const std::vector<std::string>& now) {
  const auto apart = [](const std::vector<std::string>& some, const std::vector<std::string>& others) {
    std::vector<std::string> alone;
    std::copy_if(some.begin(), some.end(), std::back_inserter(alone), [&](const std::string& one) {
      return std::find(others.begin(), others.end(), one) == others.end();
    });
    return absl::StrJoin(alone, ", ");
  };
  return absl::StrCat("calendars: ", apart(before, now), " → ", apart(now, before));
}

Counted Count(const server::Directory& directory, const storage::OutdatedCase& found) {
  const rules::CaseType* type = directory.catalogue().Find(found.type, found.type_version);
  const server::Mission* mission = directory.FindMission(found.key.mission);
  if (type == nullptr || mission == nullptr) return {};
  const google::protobuf::Struct no_details;
  const rules::DeadlineFacts facts{
      *type, found.host_state, mission->calendar.In(found.host_state), no_details, true, found.received};
  Counted counted;
  for (const storage::DeadlineRow& row : found.deadlines) {
    const auto now = rules::RecountDeadline(facts, {.rule = row.rule,
                                                    .source = row.source,
                                                    .start = row.start,
                                                    .due = row.due,
                                                    .met_by = row.met_by,
                                                    .calendars = row.calendars,
                                                    .corrects = row.corrects});
    if (!now) continue;
    if (now->due != row.due) {
      counted.lines.push_back(rules::DeadlineText(row.rule, row.run, row.due, now->due));
      counted.calendars.insert(CalendarsText(row.calendars, now->calendars));
    }
    storage::DeadlineRow& moved = counted.deadlines.emplace_back(row);
    moved.due = now->due;
    moved.calendars = now->calendars;
  }
  return counted;
}

v1::Entry Told(absl::Time now, const Counted& counted) {
  v1::Entry entry;
  entry.set_name(absl::StrCat("entries/", storage::NewUid(now)));
  entry.set_kind(v1::ENTRY_KIND_RECOUNT);
  entry.set_text(
      rules::JoinedLines(absl::StrJoin(counted.lines, "\n"), absl::StrJoin(counted.calendars, "\n")));
  *entry.mutable_happened_time() = ToTimestamp(now);
  *entry.mutable_record_time() = ToTimestamp(now);
  entry.set_author(kServer);
  return entry;
}

}  // namespace

absl::Status RecountDeadlines(const server::DirectoryFeed& feed, const std::string& instance,
                              storage::Sealing& sealing, Run& run) {
  const std::shared_ptr<const server::Directory> directory = feed.Current();
  if (!directory) return absl::UnavailableError("the directory cannot be read");
  const std::vector<std::string> newest = directory->calendars().Newest();
  if (newest.empty()) return absl::OkStatus();
  const storage::AccessContext reader{
      {"recount"}, absl::InfiniteFuture(), directory->server_keys()->context.key};
  for (storage::CaseKey after; run.KeepGoing();) {
    storage::DamagedRows damaged;
    const auto page = storage::FindOutdated(run.connection(), reader, sealing.vault, newest, after, damaged);
    if (!page.ok()) return page.status();
    server::LogDamage(kRecountDeadlines, damaged);
    if (page->empty()) return absl::OkStatus();
    for (const storage::OutdatedCase& found : *page) {
      if (!run.KeepGoing()) break;
      after = found.key;
      const Counted counted = Count(*directory, found);
      if (counted.deadlines.empty() || found.keys.empty()) continue;
      const absl::Time now = absl::Now();
      const storage::AuditContext context{
          .now = now,
          .instance = instance,
          .actor = kServer,
          .certificate = "",
          .action = kRecountDeadlines,
          .payload = absl::StrJoin(newest, " "),
          .access = {{kServer, absl::StrCat("case:", found.key.uid), absl::StrCat("w:case:", found.key.uid)},
                     absl::InfiniteFuture(),
                     directory->server_keys()->context.key},
          .server_keys = directory->server_keys(),
          .sealing = &sealing};
      std::vector<storage::EntryRow> told;
      if (!counted.lines.empty()) told.push_back({Told(now, counted), {}});
      const auto saved = storage::SaveRecount(run.connection(), context, found.key, counted.deadlines, told,
                                              found.keys.back());
      if (!saved.ok()) return saved.status();
      if (*saved) run.Did(static_cast<int64_t>(counted.deadlines.size()));
    }
  }
  return absl::CancelledError("there may be more to count");
}

}  // namespace arasha::jobs
