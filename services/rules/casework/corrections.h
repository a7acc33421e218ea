#ifndef ARASHA_SERVICES_RULES_CASEWORK_CORRECTIONS_H_
#define ARASHA_SERVICES_RULES_CASEWORK_CORRECTIONS_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/entry.pb.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/deadlines/work_calendar.h"

// Which entries may be corrected, by whom, and until when.
namespace arasha::rules {

// Whether an entry may be corrected, and why not.
struct CorrectionRuling {
  enum class Verdict {
    kAllowed,
    kNotCorrectable,    // the server wrote it, and it tells of nothing that is taken back so
    kAlreadyCorrected,  // another entry corrects it
    kNotTheAuthor,      // somebody else wrote it, and no head of the mission asks
    kTooLate,           // its author may not any more; a head still may
  };
  Verdict verdict = Verdict::kAllowed;
  absl::Time until;  // the last instant at which its author may
};

// `entry`: as read, with `corrected_by`. `is_head`: the person may correct what others wrote.
CorrectionRuling RuleCorrection(const CaseType& type, const WorkCalendar& calendar, const v1::Entry& entry,
                                absl::string_view person, bool is_head, absl::Time now);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_CORRECTIONS_H_
