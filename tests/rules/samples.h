#ifndef ARASHA_TESTS_RULES_SAMPLES_H_
#define ARASHA_TESTS_RULES_SAMPLES_H_

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/deadlines/work_calendar.h"
#include "services/rules/violations.h"

// Named samples and short forms that the tests of the rules share.
namespace arasha::rules {

// A message from its text form; the test fails if it is not one.
template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

inline google::protobuf::Struct Json(const std::string& text) {
  google::protobuf::Struct json;
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(text, &json).ok()) << text;
  return json;
}

// An instant from RFC 3339.
inline absl::Time At(const std::string& text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << text << ": " << error;
  return time;
}

inline absl::TimeZone Zone(const std::string& name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone)) << name;
  return zone;
}

// "field: description" of each.
inline std::vector<std::string> Lines(const Violations& violations) {
  std::vector<std::string> lines;
  for (const FieldViolation& violation : violations) {
    lines.push_back(violation.field + ": " + Describe(violation));
  }
  return lines;
}

// The fields alone.
inline std::vector<std::string> Fields(const Violations& violations) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : violations) fields.push_back(violation.field);
  return fields;
}

// A small case type in good order that uses every part of the schema.
inline v1::CaseType GoodType() {
  return Parse<v1::CaseType>(R"(
    id: "sample.thing" version: 1
    label { kk: "к" ru: "р" en: "e" }
    description { kk: "к" ru: "р" en: "e" }
    fields { id: "told" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_TIME required: true }
    fields { id: "seen_on" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_DATE }
    fields { id: "place" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_TEXT max_length: 5 }
    fields { id: "note" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_TEXT }
    fields {
      id: "colour" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_CHOICE required_for: "finish"
      choices { id: "red" label { kk: "к" ru: "р" en: "e" } }
      choices { id: "blue" label { kk: "к" ru: "р" en: "e" } }
    }
    fields { id: "urgent" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_BOOL }
    fields { id: "count" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_INTEGER }
    fields { id: "sum" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_MONEY required_for: "finish" }
    fields { id: "country" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_COUNTRY }
    states { id: "new" label { kk: "к" ru: "р" en: "e" } }
    states { id: "open" label { kk: "к" ru: "р" en: "e" } }
    states { id: "done" label { kk: "к" ru: "р" en: "e" } final: true }
    transitions { id: "begin" label { kk: "к" ru: "р" en: "e" } from: "new" to: "open" roles: ["officer", "head"] }
    transitions {
      id: "finish" label { kk: "к" ru: "р" en: "e" } from: ["new", "open"] to: "done" roles: "head"
      text_required: true
    }
    transitions { id: "reopen" label { kk: "к" ru: "р" en: "e" } from: "done" to: "open" roles: "head" }
    deadlines {
      id: "answer" label { kk: "к" ru: "р" en: "e" } source: "General law, art. 1"
      starts_on { opened: true } met_by { transition: "finish" } met_by { entry { kind: "DECISION" } }
      period { working_days: 3 }
    }
    deadlines {
      id: "visit" label { kk: "к" ru: "р" en: "e" } source: "General law, art. 2"
      starts_on { field: "told" } starts_on { field: "seen_on" }
      met_by { entry { kind: "VISIT" } } met_by { entry { kind: "CONTACT" in_person: true } }
      period { hours: 24 }
      host_states { host_state: "TM" period { days: 4 } source: "Treaty, art. 13" }
    }
    deadlines {
      id: "reply" label { kk: "к" ru: "р" en: "e" } source: "General law, art. 3"
      starts_on { entry { kind: "NOTE_VERBALE" direction: "SENT" } } starts_on { transition: "begin" }
      met_by { entry { kind: "NOTE_VERBALE" direction: "RECEIVED" } }
      period { months: 1 }
    }
  )");
}

// A type that must be in good order.
inline CaseType Made(v1::CaseType proto) {
  auto type = CaseType::Create(std::move(proto));
  EXPECT_TRUE(type.ok()) << type.status();
  return *std::move(type);
}

// Saturday and Sunday are free, and it is never summer time.
inline const WorkCalendar& Istanbul() {
  static const WorkCalendar calendar{Zone("Europe/Istanbul"),
                                     {false, false, false, false, false, true, true}};
  return calendar;
}

}  // namespace arasha::rules

#endif  // ARASHA_TESTS_RULES_SAMPLES_H_
