#ifndef ARASHA_TESTS_RULES_CASEWORK_CHRONOLOGY_SAMPLES_H_
#define ARASHA_TESTS_RULES_CASEWORK_CHRONOLOGY_SAMPLES_H_

#include "services/rules/casework/chronology.h"
#include "tests/rules/samples.h"

// The case against which times are judged.
namespace arasha::rules {

// The instant at which everything is judged.
inline absl::Time Now() { return At("2026-11-24T10:00:00Z"); }

// `told` a TIME, `seen_on` a DATE not before it, `hearing` that may lie ahead, `contract` of long ago.
inline CaseType Type() {
  v1::CaseType proto = GoodType();
  proto.mutable_fields(1)->add_not_before("told");
  for (const char* field :
       {R"(id: "hearing" kind: FIELD_KIND_DATE may_lie_ahead: true not_before: "seen_on")",
        R"(id: "contract" kind: FIELD_KIND_DATE reaches_back { years: 50 })",
        R"(id: "lately" kind: FIELD_KIND_TIME reaches_back { months: 3 })",
        R"(id: "word" kind: FIELD_KIND_TIME known_at_receipt: true)"}) {
    v1::FieldRule rule = Parse<v1::FieldRule>(field);
    *rule.mutable_label() = proto.label();
    *proto.add_fields() = rule;
  }
  return Made(proto);
}

// Of a case of Istanbul about one person.
inline CaseTimes Times() {
  return {.received = At("2026-11-20T09:00:00+03:00"),
          .births = {absl::CivilDay(1991, 2, 14)},
          .first_change = {},
          .last_change = {},
          .zone = Zone("Europe/Istanbul")};
}

}  // namespace arasha::rules

#endif  // ARASHA_TESTS_RULES_CASEWORK_CHRONOLOGY_SAMPLES_H_
