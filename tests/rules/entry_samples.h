#ifndef ARASHA_TESTS_RULES_ENTRY_SAMPLES_H_
#define ARASHA_TESTS_RULES_ENTRY_SAMPLES_H_

#include <string>

#include "tests/rules/samples.h"

namespace arasha::rules {

// The good type, of which visits tell of marks; once some are seen, a note must say that the ministry was
// told.
inline v1::CaseType TypeWithVisits() {
  v1::CaseType type = GoodType();
  type.MergeFrom(Parse<v1::CaseType>(R"(
    entry_fields {
      kind: "VISIT"
      fields {
        id: "marks" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_CHOICE required: true
        choices { id: "none" label { kk: "к" ru: "р" en: "e" } }
        choices { id: "seen" label { kk: "к" ru: "р" en: "e" } }
      }
      fields { id: "alone" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_BOOL }
      fields { id: "next" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_DATE may_lie_ahead: true }
      fields {
        id: "why" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_TEXT required: true
        required_when { field: "marks" values: "seen" }
      }
      fields { id: "since" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_DATE }
    }
    entry_fields {
      kind: "NOTE"
      fields {
        id: "told" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_CHOICE
        choices { id: "ministry" label { kk: "к" ru: "р" en: "e" } }
        choices { id: "family" label { kk: "к" ru: "р" en: "e" } }
      }
    }
    deadlines {
      id: "told" label { kk: "к" ru: "р" en: "e" } source: "General law, art. 4"
      starts_on { entry { kind: "VISIT" only_if { field: "marks" choice: "seen" } } }
      met_by { entry { kind: "NOTE" only_if { field: "told" choice: "ministry" } } }
      period { hours: 24 }
    })"));
  return type;
}

// At a quarter past ten in Istanbul.
inline v1::Entry EntryOf(const std::string& kind, const std::string& details) {
  v1::Entry entry = Parse<v1::Entry>("kind: ENTRY_KIND_" + kind + " happened_time { seconds: 1795504500 }");
  *entry.mutable_details() = Json(details);
  return entry;
}

}  // namespace arasha::rules

#endif  // ARASHA_TESTS_RULES_ENTRY_SAMPLES_H_
