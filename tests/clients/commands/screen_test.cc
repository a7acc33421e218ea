// What an officer reads on a narrow terminal. What could go wrong: a name, a number or a telephone is cut
// while bookkeeping keeps its room, a line is wider than the terminal, or what is overdue is told by colour
// alone.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/text/width.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;
using testing::Not;

v1::Case WideCase() {
  v1::Case matter;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(name: "missions/IST/cases/IST-2026-000123"
           type: "family.child_abduction"
           type_version: 1
           state: "access_requested"
           priority: PRIORITY_URGENT
           assignee: "staff/a.omarova"
           subject: "Нұрмағамбетова-Сейтжаппарова Әйгерім Бақытжанқызы"
           summary: "Баланы анасы Қазақстаннан заңсыз алып кеткен, әкесі қайтаруды сұрайды; Стамбұлда тұрады"
           next_due_time { seconds: 1795500000 }
           parties {
             name: "missions/IST/cases/IST-2026-000123/parties/3f2504e0-4f89-41d3-9a0c-0305e82c3301"
             role: PARTY_ROLE_NEXT_OF_KIN
             display_name: "Нұрмағамбетова-Сейтжаппарова Әйгерім Бақытжанқызы"
             iin: "900101300017"
             passport_number: "N12345678"
             birth_date: "1990-01-01"
             phone: "+77057654321"
             email: "aigerim.nurmagambetova@example.kz"
           }
           deadlines {
             rule: "first_contact"
             source: "Vienna Convention on Consular Relations 1963, art. 36(1)(c)"
             due_time { seconds: 1795518300 }
             met_time { seconds: 1795510000 }
             state: DEADLINE_STATE_MET
           }
           deadlines {
             rule: "note_verbale"
             source: "Hague Convention 1980, art. 11"
             due_time { seconds: 1795500000 }
             state: DEADLINE_STATE_RUNNING
           })pb",
      &matter));
  return matter;
}

class ScreenTest : public testing::TestWithParam<std::tuple<int, const char*>> {
 protected:
  ScreenTest() : arasha_(server_) {
    arasha_.columns = std::get<0>(GetParam());
    server_.Answer("GetCase", WideCase());
    v1::ListCasesResponse list;
    *list.add_cases() = WideCase();
    server_.Answer("ListCases", list);
  }
  // What it prints, after a look at the width of its lines.
  std::string Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--lang", std::get<1>(GetParam())});
    const Ran ran = arasha_.Run(arguments);
    EXPECT_EQ(ran.exit_code, 0) << ran.err;
    for (const absl::string_view line : absl::StrSplit(ran.out, '\n')) {
      EXPECT_LE(DisplayWidth(line), *arasha_.columns) << line;
    }
    EXPECT_THAT(ran.out, Not(HasSubstr("…")));
    return ran.out;
  }

  FakeServer server_;
  Arasha arasha_;
};

const char* Overdue(absl::string_view language) {
  return language == "kk" ? "мерзімі өтті" : language == "ru" ? "просрочено" : "overdue";
}

TEST_P(ScreenTest, ListKeepsNamesAndNumbersWhole) {
  const std::string out = Run({"case", "list"});
  for (const char* part : {"IST-2026-000123", "Нұрмағамбетова-", "Сейтжаппарова", "Бақытжанқызы", "a.omarova",
                           "2026-11-24 09:00", Overdue(std::get<1>(GetParam()))}) {
    EXPECT_THAT(out, HasSubstr(part));
  }
}

TEST_P(ScreenTest, CaseKeepsPartiesAndDeadlinesWhole) {
  const std::string out = Run({"case", "show", "IST-2026-000123"});
  for (const char* part :
       {"Нұрмағамбетова-Сейтжаппарова", "900101300017", "N12345678", "1990-01-01", "+77057654321",
        "aigerim.nurmagambetova@example.kz", "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "2026-11-24 09:00",
        "Стамбұлда", "IST-2026-000123", Overdue(std::get<1>(GetParam()))}) {
    EXPECT_THAT(out, HasSubstr(part));
  }
  // Beside each deadline where there is room, else below.
  const bool below = std::get<0>(GetParam()) < 110;
  EXPECT_EQ(absl::StrContains(out, "note_verbale: Hague Convention 1980, art. 11"), below) << out;
}

// Records take a screen for a few cases.
TEST(CasesScreenTest, ListIsATableInEveryLanguage) {
  FakeServer server;
  v1::ListCaseTypesResponse types;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(case_types {
             id: "family.child_abduction"
             states {
               id: "access_requested"
               label {
                 kk: "Болу мемлекеті органының жауабы күтілуде"
                 ru: "Ожидается ответ властей государства пребывания"
                 en: "Waiting for the host authority"
               }
             }
           })pb",
      &types));
  server.Answer("ListCaseTypes", types);
  v1::ListCasesResponse list;
  v1::Case& matter = *list.add_cases();
  matter = WideCase();
  matter.set_subject("Жұмабаева Айгүл");
  matter.mutable_reminder_time()->set_seconds(1795597500);
  server.Answer("ListCases", list);
  Arasha arasha(server);
  arasha.columns = 80;
  for (const char* language : {"kk", "ru", "en"}) {
    EXPECT_THAT(arasha.Run({"case", "list", "--lang", language}).out,
                HasSubstr("IST-2026-000123  Жұмабаева"));
  }
  EXPECT_THAT(arasha.Run({"case", "list", "--lang", "en"}).out, HasSubstr("2026-11-25"))
      << "the reminder goes only where nothing else helps";
}

INSTANTIATE_TEST_SUITE_P(Widths, ScreenTest,
                         testing::Combine(testing::Values(60, 80, 120), testing::Values("kk", "ru", "en")),
                         [](const auto& test) {
                           return absl::StrCat(std::get<0>(test.param), std::get<1>(test.param));
                         });

}  // namespace
}  // namespace arasha::clients
