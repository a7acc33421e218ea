#include "services/rules/casework/corrections.h"

#include "proto/entry_kinds.h"
#include "proto/timestamps.h"
#include "services/rules/deadlines/deadlines.h"

namespace arasha::rules {
namespace {

v1::Period CorrectWithin(const CaseType& type) {
  if (type.proto().has_correct_within()) return type.proto().correct_within();
  v1::Period week;
  week.set_days(7);
  return week;
}

}  // namespace

CorrectionRuling RuleCorrection(const CaseType& type, const WorkCalendar& calendar, const v1::Entry& entry,
                                absl::string_view person, bool is_head, absl::Time now) {
  using Verdict = CorrectionRuling::Verdict;
  CorrectionRuling ruling;
  const absl::Time recorded = ToTime(entry.record_time());
  ruling.until = DueTime(recorded, CorrectWithin(type), calendar);
  if (!PeopleWrite(entry.kind()) && !IsTakenBack(entry) && !IsDeadlineDecision(entry)) {
    ruling.verdict = Verdict::kNotCorrectable;
  } else if (!is_head && entry.author() != person && entry.proposed_by() != person) {
    ruling.verdict = Verdict::kNotTheAuthor;
  } else if (!entry.corrected_by().empty()) {
    ruling.verdict = Verdict::kAlreadyCorrected;
  } else if (!is_head && now > ruling.until) {
    ruling.verdict = Verdict::kTooLate;
  }
  return ruling;
}

}  // namespace arasha::rules
