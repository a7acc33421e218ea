#include "services/cases/corrections.h"

#include <optional>
#include <utility>
#include <vector>

#include "services/cases/deadline_rows.h"
#include "services/cases/fields.h"
#include "services/cases/writes.h"
#include "services/rules/deadlines.h"
#include "services/rules/entries.h"
#include "services/server/errors.h"
#include "storage/status.h"

namespace arasha::cases {
namespace {

bool SameCourse(const storage::DeadlineRow& a, const storage::DeadlineRow& b) {
  return a.source == b.source && a.start == b.start && a.met_from == b.met_from && a.due == b.due &&
         a.met == b.met;
}

// The deadlines that the correction changes, at their next versions.
std::vector<storage::DeadlineRow> ChangedDeadlines(const Loaded& loaded, const storage::Correctable& found,
                                                   const std::vector<rules::Happening>& replacement) {
  const v1::Case& message = loaded.row.message;
  std::vector<rules::Happening> happenings = HappeningsOf(message, loaded.type, loaded.mission.calendar);
  for (const storage::Meeting& other : found.standing) happenings.push_back({other.keys, other.at});
  std::vector<std::string> touched = found.triggers;
  for (const rules::Happening& happening : replacement) {
    happenings.push_back(happening);
    touched.insert(touched.end(), happening.keys.begin(), happening.keys.end());
  }
  std::vector<rules::DeadlineCourse> courses;
  for (const storage::DeadlineRow& row : found.deadlines) courses.push_back(CourseOf(row));
  std::optional<absl::Time> closed;
  if (message.has_close_time()) closed = ToTime(message.close_time());

  std::vector<storage::DeadlineRow> changed;
  const auto decided = rules::Redecide(loaded.type, message.host_state(), loaded.mission.calendar,
                                       std::move(courses), happenings, touched, closed);
  for (size_t i = 0; i < decided.size(); ++i) {
    storage::DeadlineRow row = RowOf(decided[i]);
    if (i < found.deadlines.size()) {
      if (SameCourse(row, found.deadlines[i])) continue;
      row.version = found.deadlines[i].version + 1;
    }
    changed.push_back(std::move(row));
  }
  return changed;
}

}  // namespace

absl::StatusOr<storage::Correctable> FindToCorrect(const server::Call& call,
                                                   const storage::AuditContext& audit, const Loaded& loaded,
                                                   const v1::Correction& correction) {
  auto found = storage::FindCorrectable(*call.connection, audit, loaded.row.number,
                                        storage::UidOf(correction.entry()));
  if (!found.ok()) return found.status();
  if (!*found) return server::NotFound(correction.entry());
  if (!rules::PeopleWrite((*found)->entry.kind())) {
    return Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_NOT_CORRECTABLE,
                  "the server wrote this entry; undo what it tells of");
  }
  if (const std::string& by = (*found)->entry.corrected_by(); !by.empty()) {
    return WithMetadata(Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ALREADY_CORRECTED,
                               "this entry was corrected before; correct the one that stands in its place"),
                        "entry", by);
  }
  return *std::move(*found);
}

Decision Corrected(const server::Call& call, const Loaded& loaded, const v1::Correction& correction,
                   storage::Correctable found) {
  Decision decision{
      .message = loaded.row.message, .open = loaded.row.open, .kind = Decision::Kind::kCorrection};
  if (correction.has_replacement()) {
    decision.entry = NewEntry(call, correction.replacement());
    decision.happened = {rules::OfEntry(
        decision.entry, RoleOf(decision.entry, decision.message).value_or(v1::PARTY_ROLE_UNSPECIFIED))};
  } else {
    decision.entry = ServerEntry(call, v1::ENTRY_KIND_CORRECTION);
    decision.entry.set_text(correction.reason());
  }
  NameAfter(loaded.row.number, decision.entry);
  decision.entry.set_corrects(correction.entry());
  decision.entry.set_correction_reason(correction.reason());
  decision.correction.entries_before = found.entries;
  decision.correction.deadlines = ChangedDeadlines(loaded, found, decision.happened);
  decision.correction.deadlines_before = std::move(found.deadlines);
  return decision;
}

}  // namespace arasha::cases
