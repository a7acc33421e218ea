// What could go wrong: an officer reads that a deadline runs for no time at all, or cannot see when a field
// is asked for, how often a visit is owed, or where and since when a treaty holds.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_split.h"
#include "clients/text/width.h"
#include "tests/clients/fake_server.h"
#include "tests/support/shipped_catalogue.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;

v1::CaseType Type() {
  v1::CaseType type;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(id: "rights.thing"
           version: 1
           fields {
             id: "cause"
             kind: FIELD_KIND_TEXT
             required: true
             required_when { field: "act" values: "death" values: "loss" }
           }
           party_roles {
             id: "next_heir"
             label { kk: "Мұрагер" ru: "Наследник" en: "Heir" }
             is: "NEXT_OF_KIN"
             side: "VICTIM"
             only: "PERSON"
             at_most: 2
             required: true
           }
           fields {
             id: "appeal_due_date"
             label { kk: "Шағым мерзімі" ru: "Срок обжалования" en: "Appeal due" }
             kind: FIELD_KIND_DATE
           }
           deadlines {
             id: "appeal"
             due_on {
               field: "appeal_due_date"
               before { days: 3 }
             }
           }
           deadlines {
             id: "report"
             period { months: 6 }
             repeats {
               phases {
                 every { months: 6 }
                 until { months: 36 }
               }
               phases {
                 every { years: 1 }
                 when { field: "act" values: "death" }
               }
             }
           }
           deadlines {
             id: "notice"
             host_states {
               group: "eaeu"
               period { days: 2 }
               source: "Treaty"
               valid_from: "2026-03-01"
             }
           }
           transitions {
             id: "pay"
             roles: "officer"
             four_eyes_when { field: "cost" over: "100.00 USD" }
             approver_roles: "head"
             headquarters_when { field: "cost" over: "1000.00 USD" }
             guards {
               label { kk: "Келісім" ru: "Согласие" en: "Consent" }
               party_role: "LAWYER"
               when { field: "act" values: "loss" }
             }
           }
           raises {
             id: "minor"
             label { kk: "Бала" ru: "Ребёнок" en: "A child" }
             when { field: "act" values: "loss" }
             subject_under: 18
             sensitivity: "SENSITIVE"
             priority: "HIGH"
             headquarters: true
           }
           state_groups {
             id: "eaeu"
             label { kk: "ЕАЭО" ru: "ЕАЭС" en: "EAEU" }
             states: "RU"
           })pb",
      &type));
  return type;
}

TEST(TypeShowTest, SaysWhatEventsAskForAndWhatRaisesACase) {
  FakeServer server;
  server.Answer("GetCaseType", Type());
  const std::string en = Arasha(server).Run({"type", "show", "rights.thing", "--lang", "en"}).out;
  EXPECT_THAT(
      en,
      HasSubstr("consular officer · two persons (cost > 100.00 USD) · decided by head of mission · by the "
                "ministry (cost > 1000.00 USD)"));
  EXPECT_THAT(en, HasSubstr("What events ask for"));
  EXPECT_THAT(en, HasSubstr("Consent"));
  EXPECT_THAT(en, HasSubstr("act: loss; subject under 18"));
  EXPECT_THAT(en, HasSubstr("sensitive, high, tell the ministry at once"));
}

TEST(TypeShowTest, SaysWhatPartiesAreAndWhatThatCountsAs) {
  FakeServer server;
  server.Answer("GetCaseType", Type());
  const std::string en = Arasha(server).Run({"type", "show", "rights.thing", "--lang", "en"}).out;
  for (const char* told :
       {"Roles of parties", "next_heir", "Heir", "next of kin · person · at most 2", "victim"}) {
    EXPECT_THAT(en, HasSubstr(told));
  }
  EXPECT_THAT(Arasha(server).Run({"type", "show", "rights.thing", "--lang", "kk"}).out, HasSubstr("Мұрагер"));
}

TEST(TypeShowTest, SaysWhenAndWhereWhatHolds) {
  FakeServer server;
  server.Answer("GetCaseType", Type());
  const std::string en = Arasha(server).Run({"type", "show", "rights.thing", "--lang", "en"}).out;
  EXPECT_THAT(en, HasSubstr("yes (act: death, loss)"));
  EXPECT_THAT(en, HasSubstr("3 days before: Appeal due"));
  EXPECT_THAT(en, HasSubstr("6 months, then again after 6 months, then again after 1 year (act: death)"));
  EXPECT_THAT(en, HasSubstr("2 days"));
  EXPECT_THAT(en, HasSubstr("EAEU 2026-03-01 –"));
  EXPECT_THAT(Arasha(server).Run({"type", "show", "rights.thing", "--lang", "ru"}).out,
              HasSubstr("за 3 дня до: Срок обжалования"));
  EXPECT_THAT(Arasha(server).Run({"type", "show", "rights.thing", "--lang", "kk"}).out,
              HasSubstr("Шағым мерзімі: 3 күн қалғанда"));
}

TEST(TypeShowTest, SaysWhatBindsWhoIsWarnedAndWhoSetACap) {
  v1::CaseType type = Type();
  ASSERT_TRUE(google::protobuf::TextFormat::MergeFromString(
      R"pb(fields {
             id: "food"
             kind: FIELD_KIND_MONEY
             caps {
               amount: "80.00 USD"
               label { kk: "Тамақ" ru: "Питание" en: "Food, a day" }
               source: "Order 810"
             }
           }
           deadlines {
             id: "call_back"
             period { hours: 2 }
             not_waivable: true
             warnings {
               id: "hour"
               before { hours: 1 }
               to: "assignee"
               to: "head"
             }
           }
           warnings { id: "passed" to: "head" }
           warnings {
             id: "escalated"
             after { days: 3 }
             to: "supervisor"
           })pb",
      &type));
  FakeServer server;
  server.Answer("GetCaseType", type);
  const std::string en = Arasha(server).Run({"type", "show", "rights.thing", "--lang", "en"}).out;
  for (const char* told : {"Food, a day", "Order 810", "nobody may waive it", "1 hour before it is due",
                           "officer, head of mission", "all others", "once it is missed",
                           "3 days after it was missed", "supervisor"}) {
    EXPECT_THAT(en, HasSubstr(told));
  }
}

TEST(TypeShowTest, FitsEightyColumnsInTheReadersWords) {
  FakeServer server;
  Arasha arasha(server);
  arasha.columns = 80;
  for (const v1::CaseType& type : support::ShippedTypes()) {
    server.Answer("GetCaseType", type);
    for (const char* language : {"kk", "ru", "en"}) {
      const std::string shown = arasha.Run({"type", "show", type.id(), "--lang", language}).out;
      for (const absl::string_view line : absl::StrSplit(shown, '\n')) {
        EXPECT_LE(DisplayWidth(line), 80) << type.id() << ": " << line;
      }
    }
  }
}

TEST(TypeShowTest, ConditionsAreInTheReadersWords) {
  v1::CaseType type = Type();
  ASSERT_TRUE(google::protobuf::TextFormat::MergeFromString(
      R"pb(fields {
             id: "act"
             kind: FIELD_KIND_CHOICE
             label { ru: "Акт" }
             choices {
               id: "death"
               label { ru: "смерть" }
             }
           })pb",
      &type));
  FakeServer server;
  server.Answer("GetCaseType", type);
  EXPECT_THAT(Arasha(server).Run({"type", "show", "rights.thing", "--lang", "ru"}).out,
              HasSubstr("(Акт: смерть, loss)"));
}

}  // namespace
}  // namespace arasha::clients
