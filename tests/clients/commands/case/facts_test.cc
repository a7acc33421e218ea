// What could go wrong: what is known of a case is shown by its id, or by another clock; a filter for it is
// sent as people write it, or a time that lies ahead is taken for one that is past.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/clients/commands/shown_case.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class FactsTest : public testing::Test {
 protected:
  FactsTest() : arasha_(server_) {
    v1::CaseType type = ShownType();
    EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(
        R"pb(derived_facts {
               id: "last_seen"
               label { en: "Last seen in person" ru: "Последняя личная встреча" kk: "Соңғы рет көрілген" }
               last {}
             }
             derived_facts {
               id: "days_in_custody"
               label { en: "Days in custody" ru: "Дней под стражей" kk: "Қамауда өткен күндер" }
               days_between {}
             }
             derived_facts {
               id: "visits"
               label { en: "Visits" ru: "Посещений" kk: "Бару саны" }
               count {}
             }
             derived_facts {
               id: "never_contacted"
               label { en: "Never contacted" ru: "Контакта ещё не было" kk: "Байланыс болған жоқ" }
               none {}
             }
             derived_facts {
               id: "next_visit_due"
               label { en: "Next visit due" ru: "Следующее посещение" kk: "Келесі бару" }
               next_due: "visit"
             })pb",
        &type));
    server_.Answer("GetCaseType", type);
    v1::ListCaseTypesResponse types;
    *types.add_case_types() = type;
    server_.Answer("ListCaseTypes", types);
  }

  // Of Tuesday, 24 November 2026, 14:05 in Istanbul.
  static v1::Case Known() {
    v1::Case matter = ShownCase();
    EXPECT_TRUE(google::protobuf::TextFormat::MergeFromString(
        R"pb(facts {
               id: "last_seen"
               time { seconds: 1794481500 }
               entry: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a"
             }
             facts { id: "days_in_custody" days: 1 field: "arrested_time" }
             facts { id: "visits" count: 0 }
             facts { id: "never_contacted" holds: false }
             facts {
               id: "next_visit_due"
               time { seconds: 1795690800 }
             })pb",
        &matter));
    return matter;
  }
  std::string Show(const v1::Case& matter, const std::string& language) {
    server_.Answer("GetCase", matter);
    return arasha_.Run({"case", "show", "IST-2026-000123", "--lang", language}).out;
  }
  std::string Filter(const std::string& typed) {
    const Ran ran = arasha_.Run({"case", "list", "--all", "--time-zone", "UTC", "--filter", typed});
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    return server_.Last<v1::ListCasesRequest>("ListCases").filter();
  }

  FakeServer server_;
  Arasha arasha_;
};

TEST_F(FactsTest, AreShownWithACase) {
  const std::string out = Show(Known(), "en");
  EXPECT_THAT(out, HasSubstr("What is known\n"));
  EXPECT_THAT(out, HasSubstr("(12 days ago)  [4f21c07a]"));
  EXPECT_THAT(out, HasSubstr("Days in custody      1 day\n"));
  EXPECT_THAT(out, HasSubstr("(in 2 days)"));
  EXPECT_THAT(out, AllOf(Not(HasSubstr("Visits")), Not(HasSubstr("Never contacted"))))
      << "what is not so is not told";
  EXPECT_THAT(Show(Known(), "ru"), AllOf(HasSubstr("(12 дней назад)"), HasSubstr("(через 2 дня)")));
  EXPECT_THAT(Show(Known(), "kk"), AllOf(HasSubstr("(12 күн бұрын)"), HasSubstr("(2 күннен кейін)")));
  EXPECT_THAT(Show(ShownCase(), "en"), Not(HasSubstr("What is known")));
}

TEST_F(FactsTest, AreAColumnOfLists) {
  v1::ListCasesResponse cases;
  v1::Case& never = *cases.add_cases();
  never.set_name("missions/IST/cases/IST-2026-000123");
  never.set_type("rights.detention");
  v1::Fact& fact = *never.add_facts();
  fact.set_id("never_contacted");
  fact.set_holds(true);
  v1::Fact& days = *never.add_facts();
  days.set_id("days_in_custody");
  days.set_days(21);
  server_.Answer("ListCases", cases);
  EXPECT_EQ(arasha_.Run({"case", "list", "--mission", "IST", "--columns", "name,facts"}).out,
            "CASE             FACTS\n"
            "IST-2026-000123  Never contacted: yes; Days in custody: 21 days\n");
  EXPECT_THAT(arasha_.Run({"case", "list", "--mission", "IST", "--columns", "facts", "--output", "csv"}).out,
              AllOf(HasSubstr("facts\r\n"), HasSubstr("never_contacted")));
}

TEST_F(FactsTest, AreFieldsOfFilters) {
  EXPECT_EQ(Filter("facts.last_seen < 1d"), R"(facts.last_seen < "2026-11-23T11:05:00Z")");
  EXPECT_EQ(Filter("facts.next_visit_due < 1d AND open = true"),
            R"(facts.next_visit_due < "2026-11-25T11:05:00Z" AND open = true)");
  EXPECT_EQ(Filter("facts.days_in_custody > 90"), "facts.days_in_custody > 90");
  EXPECT_EQ(Filter("facts.never_contacted = true"), "facts.never_contacted = true");
  EXPECT_EQ(Filter("facts.mood < 3d"), "facts.mood < 3d") << "the server says what there is";
}

TEST_F(FactsTest, AreCompleted) {
  EXPECT_THAT(arasha_.Run({"complete", "case", "list", "--filter", "facts.l"}).out,
              HasSubstr("facts.last_seen\tLast seen in person\n"));
}

}  // namespace
}  // namespace arasha::clients
