#include "services/jobs/give_warnings.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "proto/timestamps.h"
#include "services/rules/deadlines/warnings.h"
#include "storage/duties/warnings.h"
#include "storage/postgres/encoding.h"

namespace arasha::jobs {
namespace {

constexpr char kGiveWarnings[] = "GiveWarnings";
// Sees which deadlines are to be looked at, and notes that they were.
constexpr char kWarn[] = "warn";

using storage::DeadlineToLookAt;
using storage::LookedAt;

// What is to be said about deadlines of one case.
struct Said {
  std::vector<v1::Warning> warnings;
  std::vector<LookedAt> looked;
  bool changes = false;  // something is given, or may have to be withdrawn
};

v1::Warning ToGive(absl::Time now, const DeadlineToLookAt& deadline, const rules::HoldingWarning& holds) {
  v1::Warning warning;
  warning.set_name(absl::StrCat("warnings/", storage::NewUid(now)));
  warning.set_kind(rules::KindOf(*holds.rule));
  warning.set_rule(deadline.rule);
  warning.set_run(deadline.run);
  warning.set_warning_rule(holds.rule->id());
  *warning.mutable_due_time() = ToTimestamp(deadline.due);
  warning.set_recipient(holds.recipient);
  *warning.mutable_raise_time() = ToTimestamp(now);
  return warning;
}

// When a deadline that cannot be judged is to be looked at again. Until then it stands in no other's way.
constexpr absl::Duration kLookAgain = absl::Minutes(10);

// What was said of it holds on.
LookedAt NotJudged(absl::Time now, const DeadlineToLookAt& deadline) {
  return {.key = deadline.key,
          .rule = deadline.rule,
          .run = deadline.run,
          .due = deadline.due,
          .next = now + kLookAgain,
          .warned = deadline.warned};
}

// Whether it could be judged: another server may have learned of a newer catalogue before, or the catalogue
// may have lost what it knew.
bool Look(absl::Time now, const server::Directory& directory, const DeadlineToLookAt& deadline, Said& said) {
  LookedAt looked;
  looked.key = deadline.key;
  looked.rule = deadline.rule;
  looked.run = deadline.run;
  if (deadline.runs) {
    const rules::CaseType* type = directory.catalogue().Find(deadline.type, deadline.type_version);
    const server::Mission* mission = directory.FindMission(deadline.key.mission);
    if (type == nullptr || mission == nullptr) return false;
    looked.due = deadline.due;
    if (const v1::DeadlineRule* rule = type->FindDeadline(deadline.rule)) {
      const rules::WarningsDue due =
          rules::WarningsAt(now, rules::WarningsOf(*type, *rule), {deadline.start, deadline.due},
                            mission->calendar.In(deadline.host_state));
      for (const rules::HoldingWarning& holds : due.now) {
        said.warnings.push_back(ToGive(now, deadline, holds));
      }
      looked.next = due.next;
      looked.warned = !due.now.empty();
    }
  }
  said.changes = said.changes || deadline.warned || looked.warned;
  said.looked.push_back(std::move(looked));
  return true;
}

// What the leaf tells of: `first_contact/1 near`.
std::string Payload(const Said& said) {
  return absl::StrJoin(said.warnings, "\n", [](std::string* out, const v1::Warning& warning) {
    absl::StrAppend(out, warning.rule(), "/", warning.run(), " ", warning.warning_rule(), " ",
                    warning.recipient());
  });
}

}  // namespace

absl::Status GiveWarnings(const server::DirectoryFeed& feed, const std::string& instance,
                          storage::Sealing& sealing, server::Metrics& metrics, Run& run) {
  const std::shared_ptr<const server::Directory> directory = feed.Current();
  if (!directory) return absl::UnavailableError("the directory cannot be read");
  const storage::AccessContext reader{{kWarn}, absl::InfiniteFuture(), directory->server_keys()->context.key};
  bool all_judged = true;
  for (bool first = true; run.KeepGoing(); first = false) {
    const absl::Time now = absl::Now();
    const auto page = storage::FindDeadlinesToLookAt(run.connection(), reader, now);
    if (!page.ok()) return page.status();
    if (first) {
      absl::Duration lag = absl::ZeroDuration();
      for (const DeadlineToLookAt& deadline : *page) {
        if (deadline.since != absl::InfinitePast()) lag = std::max(lag, now - deadline.since);
      }
      metrics.SetWarningLag(lag);
    }
    if (page->empty()) {
      if (all_judged) return absl::OkStatus();
      return absl::UnavailableError("the catalogue in use here does not know what some cases are of");
    }
    std::vector<LookedAt> nothing_said;
    for (size_t i = 0; i < page->size() && run.KeepGoing();) {
      const storage::CaseKey& key = (*page)[i].key;
      Said said;
      for (; i < page->size() && (*page)[i].key.mission == key.mission && (*page)[i].key.uid == key.uid;
           ++i) {
        if (Look(now, *directory, (*page)[i], said)) continue;
        all_judged = false;
        nothing_said.push_back(NotJudged(now, (*page)[i]));
      }
      if (!said.changes) {
        std::move(said.looked.begin(), said.looked.end(), std::back_inserter(nothing_said));
        continue;
      }
      const storage::AuditContext context{
          .now = now,
          .instance = instance,
          .actor = kServer,
          .certificate = "",
          .action = kGiveWarnings,
          .payload = Payload(said),
          .access = {{kServer, kWarn, absl::StrCat("case:", key.uid), absl::StrCat("w:case:", key.uid)},
                     absl::InfiniteFuture(),
                     directory->server_keys()->context.key},
          .server_keys = directory->server_keys(),
          .sealing = &sealing};
      const auto given = storage::SaveWarnings(run.connection(), context, key, said.warnings, said.looked);
      if (!given.ok()) return given.status();
      metrics.WarningsGiven(*given);
      run.Did(*given);
    }
    if (!nothing_said.empty()) {
      if (absl::Status noted = storage::NoteLooked(run.connection(), reader, nothing_said); !noted.ok()) {
        return noted;
      }
    }
  }
  return absl::CancelledError("there may be more to warn of");
}

}  // namespace arasha::jobs
