// What could go wrong: a step is not told, or in ids; a weekend looks as if it had been counted; that a
// deadline is missing or stored otherwise is told like any other.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "arasha/v1/cases.pb.h"
#include "tests/clients/commands/expect_request.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr char kExplained[] = R"pb(
  case: "missions/IST/cases/IST-2026-000123"
  case_type: "rights.thing@1"
  rule: "reply"
  run: 1
  host_state: "TM"
  time_zone: "Europe/Istanbul"
  source: "Treaty, art. 13"
  deadline {
    rule: "reply"
    due_time { seconds: 1796245199 }
    state: DEADLINE_STATE_RUNNING
  }
  due_time { seconds: 1796245199 }
  steps {
    condition {
      condition { field: "act" values: "death" values: "loss" }
      value: "death"
      holds: true
    }
  }
  steps {
    host_state {
      host_state: "TM"
      period { working_days: 3 }
      source: "Treaty, art. 13"
      valid_from: "2026-03-01"
    }
  }
  steps {
    start {
      starts_on { transition: "register" }
      trigger { transition: "register" }
      time { seconds: 1795683600 }
      entry: "missions/IST/cases/IST-2026-000123/entries/019a1b2c-3d4e-7f50-8a6b-7c8d5be0c1d4"
    }
  }
  steps {
    count {
      period { working_days: 3 }
      from_time { seconds: 1795683600 }
      to_time { seconds: 1796245199 }
      calendars: "TR@2"
      days {
        date: "2026-11-27"
        holiday { kk: "Мереке" ru: "Праздник" en: "Feast" }
        calendar: "TR@2"
      }
      days { date: "2026-11-28" }
      days { date: "2026-11-29" }
      days { date: "2026-11-30" number: 1 }
      days { date: "2026-12-01" number: 2 }
      days { date: "2026-12-02" number: 3 }
    }
  }
  steps {
    met {
      met_by { entry { kind: "VISIT" in_person: true party_role: "SUBJECT" } }
      met_by {
        field: "seen"
        only_if { field: "act" choice: "death" }
      }
    }
  }
  steps {
    miss {
      time { seconds: 1795773600 }
      entry: "missions/IST/cases/IST-2026-000123/entries/019a1b2c-3d4e-7f50-8a6b-7c8d90a1f27c"
      reason: DEADLINE_MISS_NOT_IN_PERSON
    }
  })pb";

constexpr char kType[] = R"pb(
  id: "rights.thing"
  version: 1
  fields {
    id: "act"
    label { kk: "Акт" ru: "Акт" en: "Act" }
    kind: FIELD_KIND_CHOICE
    choices {
      id: "death"
      label { kk: "Қайтыс болу" ru: "Смерть" en: "Death" }
    }
  }
  fields {
    id: "seen"
    label { kk: "Көрді" ru: "Осмотр" en: "Seen" }
    kind: FIELD_KIND_DATE
  }
  transitions {
    id: "register"
    label { kk: "Тіркеу" ru: "Регистрация" en: "Register" }
  }
  deadlines {
    id: "reply"
    label { kk: "Жауап" ru: "Ответ" en: "Reply of the authority" }
  })pb";

template <typename Message>
Message ParseText(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

std::string Shown(const v1::DeadlineExplanation& explanation, std::vector<std::string> more = {}) {
  FakeServer server;
  server.Answer("ExplainDeadline", explanation);
  server.Answer("GetCaseType", ParseText<v1::CaseType>(kType));
  std::vector<std::string> words = {"deadline", "explain", "IST-2026-000123", "reply"};
  words.insert(words.end(), more.begin(), more.end());
  const Ran ran = Arasha(server).Run(words);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  return ran.out;
}

TEST(DeadlineExplainTest, AsksForARun) {
  const std::string matter = R"(name: "missions/IST/cases/IST-2026-000123" rule: "reply")";
  ExpectRequest<v1::ExplainDeadlineRequest>("ExplainDeadline",
                                            {"deadline", "explain", "IST-2026-000123", "reply"}, matter);
  ExpectRequest<v1::ExplainDeadlineRequest>("ExplainDeadline",
                                            {"deadline", "explain", "IST-2026-000123", "reply", "--run", "2"},
                                            matter + " run: 2");
}

TEST(DeadlineExplainTest, TellsEachStepInWords) {
  const auto explanation = ParseText<v1::DeadlineExplanation>(kExplained);
  const std::string en = Shown(explanation);
  EXPECT_THAT(en, testing::StartsWith("Reply of the authority · reply · IST-2026-000123\n"));
  for (const char* said :
       {"2026-12-02 23:59 · running", "Treaty, art. 13", "How it is reckoned (UTC+03:00)",
        "Act: Death, loss · holds", "Turkmenistan", "2026-03-01 – ", "the period, the source",
        "2026-11-26 12:00 · event: Register · [5be0c1d4]", "3 working days",
        "2026-11-27 – 2026-12-02 · 3 days counted · 2 days of weekends left out",
        "2026-11-27: Feast, left out (TR@2)",
        "not met; met by: visit · in person · subject; Seen (Act: Death)", "[90a1f27c] · not in person"}) {
    EXPECT_THAT(en, HasSubstr(said)) << en;
  }
  EXPECT_THAT(en, Not(HasSubstr("changed since")));
  EXPECT_THAT(Shown(explanation, {"--lang", "ru"}),
              AllOf(HasSubstr("Ответ"), HasSubstr("засчитано 3 дня"), HasSubstr("не засчитано 2 выходных"),
                    HasSubstr("2026-11-27: Праздник, не засчитан (TR@2)")));
  EXPECT_THAT(Shown(explanation, {"--lang", "kk"}),
              AllOf(HasSubstr("Жауап"), HasSubstr("3 күн саналды"), HasSubstr("2 демалыс күні саналмады")));
}

TEST(DeadlineExplainTest, ShowsEachDay) {
  const std::string days = Shown(ParseText<v1::DeadlineExplanation>(kExplained), {"--days"});
  for (const char* day : {"2026-11-27: Feast, left out", "2026-11-28: weekend, left out",
                          "2026-11-29: weekend, left out", "2026-11-30: day 1", "2026-12-02: day 3"}) {
    EXPECT_THAT(days, HasSubstr(day));
  }
  EXPECT_THAT(days, Not(HasSubstr("days counted")));
}

TEST(DeadlineExplainTest, TellsDaysInTheirOrder) {
  auto explanation = ParseText<v1::DeadlineExplanation>(kExplained);
  explanation.clear_steps();
  v1::CountStep& count = *explanation.add_steps()->mutable_count();
  count.mutable_period()->set_days(3);
  count.set_back(true);
  int number = 0;
  for (const char* date : {"2026-03-23", "2026-03-22", "2026-03-21"}) {
    v1::CountedDay& day = *count.add_days();
    day.set_date(date);
    day.set_number(++number);
  }
  EXPECT_THAT(Shown(explanation), HasSubstr("2026-03-21 – 2026-03-23 · 3 days counted"));
  count.mutable_days()->DeleteSubrange(1, 2);
  EXPECT_THAT(Shown(explanation), AllOf(HasSubstr("2026-03-23 · 1 day"), Not(HasSubstr("2026-03-23 –"))));
}

TEST(DeadlineExplainTest, WhatIsLessThanAYearEndsTheDayBefore) {
  auto explanation = ParseText<v1::DeadlineExplanation>(kExplained);
  explanation.clear_steps();
  v1::CountStep& count = *explanation.add_steps()->mutable_count();
  count.mutable_period()->set_years(1);
  EXPECT_THAT(Shown(explanation), Not(HasSubstr("the day before the same date")));
  count.mutable_period()->set_less_than(true);
  EXPECT_THAT(Shown(explanation), HasSubstr("to the end of the day before the same date"));
  EXPECT_THAT(Shown(explanation, {"--lang", "ru"}), HasSubstr("до конца дня накануне того же числа"));
}

TEST(DeadlineExplainTest, SaysThatThereIsNone) {
  auto explanation = ParseText<v1::DeadlineExplanation>(kExplained);
  explanation.clear_deadline();
  explanation.clear_due_time();
  explanation.clear_steps();
  explanation.set_absence(v1::DEADLINE_ABSENCE_CONDITION);
  v1::ConditionStep& condition = *explanation.add_steps()->mutable_condition();
  condition.mutable_condition()->set_field("act");
  condition.mutable_condition()->add_values("death");
  EXPECT_THAT(Shown(explanation), AllOf(HasSubstr("There is none: a condition does not hold."),
                                        HasSubstr("Act: Death · does not hold; the case says: nothing")));
}

TEST(DeadlineExplainTest, SaysThatSomethingChanged) {
  auto explanation = ParseText<v1::DeadlineExplanation>(kExplained);
  explanation.set_differs(true);
  explanation.mutable_due_time()->set_seconds(1796331599);
  EXPECT_THAT(Shown(explanation), HasSubstr("it would be due 2026-12-03 23:59: what it was reckoned from"));
  explanation.clear_due_time();
  explanation.set_absence(v1::DEADLINE_ABSENCE_HOST_STATE);
  EXPECT_THAT(Shown(explanation), HasSubstr("there would be none: it exists only in other host states."));
  explanation.clear_steps();
  explanation.set_erased(true);
  EXPECT_THAT(Shown(explanation), HasSubstr("The content of the case was erased"));
}

}  // namespace
}  // namespace arasha::clients
