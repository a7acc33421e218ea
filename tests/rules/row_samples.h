#ifndef ARASHA_TESTS_RULES_ROW_SAMPLES_H_
#define ARASHA_TESTS_RULES_ROW_SAMPLES_H_

#include <string>

#include "tests/rules/samples.h"

namespace arasha::rules {

// The good type, with hearings: of each the outcome is to be learned within two days, unless it is of no
// weight.
inline v1::CaseType TypeWithHearings() {
  v1::CaseType type = GoodType();
  type.MergeFrom(Parse<v1::CaseType>(R"(
    row_groups {
      id: "hearings" label { kk: "к" ru: "р" en: "e" } label_many { kk: "к" ru: "р" en: "e" } max_rows: 3
      fields {
        id: "held_on" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_DATE required: true may_lie_ahead: true
      }
      fields { id: "court" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_TEXT }
      fields { id: "told_on" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_DATE }
      fields {
        id: "weight" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_CHOICE
        choices { id: "none" label { kk: "к" ru: "р" en: "e" } }
        choices { id: "great" label { kk: "к" ru: "р" en: "e" } }
      }
    }
    deadlines {
      id: "outcome" label { kk: "к" ru: "р" en: "e" } source: "General law, art. 5" per_row: "hearings"
      starts_on { field: "held_on" } met_by { field: "told_on" } period { days: 2 }
    }
    deadlines {
      id: "great_outcome" label { kk: "к" ru: "р" en: "e" } source: "General law, art. 6" per_row: "hearings"
      starts_on { field: "held_on" } met_by { field: "told_on" } due_on { field: "held_on" after { days: 1 } }
      when { field: "weight" values: "great" }
    })"));
  return type;
}

inline v1::Row RowSample(const std::string& uid, const std::string& details,
                         const std::string& group = "hearings") {
  v1::Row row;
  row.set_name("missions/IST/cases/IST-2026-000123/rows/" + uid);
  row.set_group(group);
  *row.mutable_details() = Json(details);
  return row;
}

}  // namespace arasha::rules

#endif  // ARASHA_TESTS_RULES_ROW_SAMPLES_H_
