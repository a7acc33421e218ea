// What could go wrong: a figure counts what it says it does not, a share has the wrong whole, or a report
// tells the public, or a head of mission, more than it may.

#include "services/reports/kinds/kinds.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "arasha/v1/admin.pb.h"
#include "arasha/v1/entry.pb.h"
#include "arasha/v1/method.pb.h"
#include "services/reports/document/value_text.h"
#include "tests/reports/kinds_fixture.h"

namespace arasha::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

storage::DeadlineCount Count(const std::string& rule, int64_t met, int64_t late, int64_t missed) {
  storage::DeadlineCount count;
  count.mission = "IST";
  count.type = kDetention;
  count.rule = rule;
  count.month = "2026-11";
  count.met = met;
  count.late = late;
  count.missed = missed;
  return count;
}

TEST_F(Kinds, ComplianceIsOfWhatWasJudgedAndOfOurOwnDeadlines) {
  storage::DeadlineCount own = Count("first_contact", 6, 3, 1);
  own.running = 50;
  own.lapsed = 7;
  Document document;
  AddDeadlines(Context(), {{own, Count("host_notification", 0, 0, 90)}, {}}, document);
  EXPECT_EQ(document.headlines[0].label, "Due in the period") << "many of them have not come yet";
  EXPECT_EQ(std::get<int64_t>(document.headlines[0].value), 67);
  EXPECT_EQ(std::get<Share>(document.headlines[1].value).of_one, 0.6);
  EXPECT_EQ(std::get<int64_t>(document.headlines[3].value), 1) << "the host state's failures are not ours";
  EXPECT_THAT(TableOf(document, "by_mission").rows, SizeIs(1));
  const Table& host = TableOf(document, "host_states");
  ASSERT_THAT(host.rows, SizeIs(1));
  EXPECT_EQ(std::get<Named>(host.rows[0][1]).name, "Notice by the host state");
  const auto& map = std::get<HeatMap>(document.sections[0].blocks[1]);
  EXPECT_EQ(map.cells[0][0]->of_one, 0.4);
}

TEST_F(Kinds, FirstContactTellsWithinLaterNeverAndWhetherInPerson) {
  storage::FirstContactCount all;
  all.notified = 20;
  all.within_in_person = 2;
  all.within_remote = 6;
  all.later_in_person = 3;
  all.later_remote = 1;
  all.never = 4;
  all.running = 4;
  all.median = absl::Hours(19);
  storage::FirstContactCount mission = all;
  mission.mission = "IST";
  Document document;
  AddDeadlines(Context(), {{}, {all, mission}}, document);
  ASSERT_THAT(document.headlines, SizeIs(8));
  EXPECT_EQ(std::get<Share>(document.headlines[4].value).of_one, 0.5) << "8 of the 16 whose time is up";
  EXPECT_EQ(std::get<Share>(document.headlines[5].value).of_one, 5.0 / 12) << "of 12 contacts 5 in person";
  EXPECT_EQ(std::get<int64_t>(document.headlines[6].value), 4);
  const Table& table = TableOf(document, "first_contact");
  EXPECT_EQ(ValueText(table.rows[0][0], texts_, order_.zone), "IST · Istanbul");
  ASSERT_TRUE(table.total.has_value());
  EXPECT_FALSE(PrintsTotal(table)) << "of one mission it is the same line";
}

TEST_F(Kinds, StatisticsHaveNoMonthsToCome) {
  order_.kind = v1::REPORT_KIND_STATISTICS;
  order_.end = absl::FromCivil(absl::CivilDay(2027, 1, 1), order_.zone);
  order_.made_at = absl::FromCivil(absl::CivilDay(2026, 11, 29), order_.zone);
  Document document;
  AddStatistics(Context(), {{{"arrests", "2026-11", 30}}, {}}, document);
  std::vector<std::string> columns;
  for (const Column& column : TableOf(document, "statistics").columns) columns.push_back(column.id);
  EXPECT_THAT(columns, ElementsAre("category", "2026-11"));
}

TEST_F(Kinds, MonthsAreCalledAsInCharts) {
  order_.kind = v1::REPORT_KIND_STATISTICS;
  const auto first_month = [&](Language language) {
    order_.language = language;
    const Texts texts(language);
    Document document;
    AddStatistics({order_, texts, names_, leaves_, nullptr}, {{{"arrests", "2026-11", 30}}, {}}, document);
    return TableOf(document, "statistics").columns[1].title;
  };
  EXPECT_EQ(first_month(Language::kEn), "2026-11");
  EXPECT_EQ(first_month(Language::kRu), "11.2026");
  order_.start = absl::FromCivil(absl::CivilDay(2026, 1, 1), order_.zone);
  EXPECT_EQ(first_month(Language::kEn), "2026-01") << "many are called no shorter";
  EXPECT_EQ(first_month(Language::kRu), "01.2026");
}

TEST_F(Kinds, AChartHasNoMoreRowsThanAPageHolds) {
  BarChart chart{"", {}, {{"a", Tone::kMain, {}}, {"b", Tone::kOther, {}}}};
  for (int i = 0; i < 100; ++i) {
    chart.bars.push_back(absl::StrCat(i));
    chart.series[0].values.push_back(i < 10 ? 0 : i);
    chart.series[1].values.push_back(i == 3 ? 1000 : 0);
  }
  KeepLargest(texts_, chart);
  ASSERT_THAT(chart.bars, SizeIs(kMostChartRows));
  EXPECT_EQ(chart.bars.front(), "3") << "in their order";
  EXPECT_EQ(chart.bars.back(), "99");
  EXPECT_EQ(chart.series[1].values.front(), 1000);
  EXPECT_THAT(NotesOf(chart, texts_), SizeIs(1));
  HeatMap map{"", {}, {"1"}, {}, "", ""};
  std::vector<double> weights;
  for (int i = 0; i < 100; ++i) {
    map.rows.push_back(absl::StrCat(i));
    map.cells.push_back({Share{0.5}});
    weights.push_back(i);
  }
  KeepLargest(texts_, weights, map);
  ASSERT_THAT(map.rows, SizeIs(kMostChartRows));
  EXPECT_THAT(map.cells, SizeIs(kMostChartRows));
  EXPECT_EQ(map.rows.front(), "75");
  EXPECT_THAT(NotesOf(map, texts_), SizeIs(1));
}

TEST_F(Kinds, MissionsWithoutOfficersAreSaidToBeMissing) {
  order_.mission.clear();
  storage::MissionLoad staffed;
  staffed.mission = "IST";
  staffed.officers = 2;
  staffed.open_after = 4;
  storage::MissionLoad unstaffed;
  unstaffed.mission = "WAW";
  Document document;
  AddWorkload(Context(), {{staffed, unstaffed}, {}, {}}, document);
  EXPECT_THAT(NotesOf(std::get<BarChart>(document.sections[0].blocks[1]), texts_), SizeIs(0));
  unstaffed.open_after = 3;
  Document noted;
  AddWorkload(Context(), {{staffed, unstaffed}, {}, {}}, noted);
  EXPECT_THAT(NotesOf(std::get<BarChart>(noted.sections[0].blocks[1]), texts_),
              ElementsAre(texts_.Text("workload.no_officers")));
}

TEST_F(Kinds, LoadsAreToldToATenthAndDrawnAsTheyAre) {
  order_.mission.clear();
  const auto load = [](const std::string& mission, int64_t open, int64_t officers) {
    storage::MissionLoad one;
    one.mission = mission;
    one.open_after = open;
    one.officers = officers;
    one.median_age = absl::Hours(1);
    return one;
  };
  Document document;
  AddWorkload(Context(), {{load("IST", 8, 3), load("PAR", 3, 2), load("WAW", 1, 3)}, {}, {}}, document);
  const Table& table = TableOf(document, "by_mission");
  const size_t per_officer = 6;
  ASSERT_EQ(table.columns[per_officer].id, "per_officer");
  const Texts russian(Language::kRu);
  EXPECT_EQ(ValueText(RowOf(table, "IST")[per_officer], texts_, order_.zone), "2.7");
  EXPECT_EQ(ValueText(RowOf(table, "PAR")[per_officer], russian, order_.zone), "1,5");
  EXPECT_EQ(RawText(RowOf(table, "WAW")[per_officer], order_.zone), "0.3") << "one case is not none";
  EXPECT_EQ(RawText((*table.total)[per_officer], order_.zone), "1.5");
  EXPECT_EQ(RawText(document.headlines.back().value, order_.zone), "1.8") << "8/3 over 3/2";
  const auto& chart = std::get<BarChart>(document.sections[0].blocks[1]);
  EXPECT_THAT(chart.series[0].values, ElementsAre(8.0 / 3, 1.5, 1.0 / 3));
  EXPECT_TRUE(chart.decimal);
  EXPECT_THAT(NotesOf(table, texts_), IsEmpty()) << "the total has no age, which is not “no data”";
}

TEST_F(Kinds, WhatLeavesCasesInCompartmentsOutSaysSo) {
  const std::string title = texts_.Text("method.compartments");
  Document deadlines, workload;
  AddDeadlines(Context(), {{Count("first_contact", 6, 3, 1)}, {}}, deadlines);
  AddWorkload(Context(), {}, workload);
  for (const Document* document : {&deadlines, &workload}) {
    EXPECT_TRUE(std::any_of(document->method.begin(), document->method.end(),
                            [&](const auto& paragraph) { return paragraph.label == title; }));
  }
}

TEST_F(Kinds, AccessThatWasEndedSaysWhen) {
  storage::ReportedGrant reviewed;
  reviewed.uid = "1";
  reviewed.break_glass = true;
  reviewed.granted = order_.start;
  reviewed.expires = order_.start + absl::Hours(1);
  reviewed.revoked = order_.start + absl::Minutes(5);
  storage::ReportedGrant expired = reviewed;
  expired.uid = "2";
  expired.revoked.reset();
  storage::ReportedGrant taken_back = reviewed;
  taken_back.uid = "3";
  taken_back.break_glass = false;
  Document document;
  AddExceptions(Context(), {reviewed, expired, taken_back}, {}, document);
  const auto until = [&](const char* table, const char* uid) {
    return std::get<absl::Time>(RowOf(TableOf(document, table), uid)[1]);
  };
  EXPECT_EQ(until("break_glass", "1"), *reviewed.revoked);
  EXPECT_EQ(until("break_glass", "2"), expired.expires);
  EXPECT_EQ(until("grants", "3"), *taken_back.revoked);
}

TEST_F(Kinds, TheCatalogueSaysWhatCounts) {
  const auto rules = RulesOfStatistic(names_, "first_contact");
  ASSERT_THAT(rules, SizeIs(1));
  EXPECT_EQ(rules[0].type, kDetention);
  EXPECT_EQ(rules[0].rule, "first_contact");
  EXPECT_THAT(RulesOfStatistic(names_, "no_such"), IsEmpty());
  bool visits = false;
  for (const storage::CountingRule& rule : CountingRules(names_)) {
    if (rule.category == "visits_prisons") visits = rule.entry_kind == v1::ENTRY_KIND_VISIT;
    EXPECT_TRUE(texts_.Has(absl::StrCat("category.", rule.category))) << rule.category;
  }
  EXPECT_TRUE(visits);
}

TEST_F(Kinds, PublicStatisticsHoldBackSmallCells) {
  order_.kind = v1::REPORT_KIND_STATISTICS;
  order_.start = absl::FromCivil(absl::CivilDay(2026, 10, 1), order_.zone);
  Document document;
  AddStatistics(Context(),
                {{{"arrests", "2026-10", 3}, {"arrests", "2026-11", 40}, {"visits_prisons", "2026-10", 12}},
                 {{"TR", 41}, {"TM", 2}}},
                document);
  for (const Row& row : TableOf(document, "statistics").rows) {
    for (const Value& value : row) {
      const auto* count = std::get_if<int64_t>(&value);
      if (count != nullptr) {
        EXPECT_TRUE(*count == 0 || *count >= 5) << *count;
      }
    }
  }
  EXPECT_TRUE(std::holds_alternative<Suppressed>(TableOf(document, "by_host_state").rows[1][1]));
  EXPECT_EQ(std::get<int64_t>(document.headlines[0].value), 43);
  EXPECT_EQ(std::get<int64_t>((*TableOf(document, "by_host_state").total)[1]), 43);
  EXPECT_EQ(std::get<int64_t>(RowOf(TableOf(document, "statistics"), "visits_prisons")[1]), 12)
      << "no total over categories could give the arrests of that month away";
}

TEST_F(Kinds, WhereStatisticsCountPersonsTheySaySo) {
  order_.kind = v1::REPORT_KIND_STATISTICS;
  Document document;
  AddStatistics(Context(), {{{"arrests", "2026-11", 40}, {"visits_prisons", "2026-11", 50}}, {}}, document);
  const Table& table = TableOf(document, "statistics");
  EXPECT_EQ(std::get<Named>(RowOf(table, "arrests")[0]).name, "Arrests and detentions (persons)");
  EXPECT_EQ(std::get<Named>(RowOf(table, "visits_prisons")[0]).name,
            "Visits to prisons and places of detention");
  EXPECT_THAT(std::get<BarChart>(document.sections[0].blocks[0]).bars,
              ElementsAre("Arrests and detentions (persons)", "Visits to prisons and places of detention"));
}

TEST_F(Kinds, WhatIsHeldBackIsNotCalledNothing) {
  order_.kind = v1::REPORT_KIND_STATISTICS;
  Document some;
  AddStatistics(Context(), {{{"arrests", "2026-11", 3}, {"visits_prisons", "2026-11", 50}}, {{"TR", 3}}},
                some);
  const Table& table = TableOf(some, "statistics");
  EXPECT_TRUE(std::holds_alternative<Suppressed>(RowOf(table, "arrests")[1]));
  EXPECT_EQ(std::get<int64_t>(RowOf(table, "visits_prisons")[1]), 50);
  EXPECT_TRUE(std::holds_alternative<Suppressed>(some.headlines[0].value));
  EXPECT_EQ(some.facts.back().text, texts_.Text("sign.suppressed")) << "the cover explains its sign";
  Document few;
  AddStatistics(Context(), {{{"arrests", "2026-11", 3}}, {{"TR", 3}}}, few);
  const auto& chart = std::get<BarChart>(few.sections[0].blocks[0]);
  EXPECT_TRUE(arasha::reports::IsEmpty(chart));
  EXPECT_THAT(NotesOf(chart, texts_), ElementsAre(texts_.Text("statistics.no_bar")));
  Document none;
  AddStatistics(Context(), {{}, {}}, none);
  EXPECT_TRUE(std::holds_alternative<Table>(none.sections[0].blocks[0])) << "no “nothing” above zeros";
  EXPECT_EQ(std::get<int64_t>(none.headlines[0].value), 0);
  EXPECT_THAT(none.facts, SizeIs(0));
}

TEST_F(Kinds, WhatIsNotThereIsNotExplained) {
  Document document;
  AddDeadlines(Context(), {{Count("first_contact", 6, 3, 1)}, {}}, document);
  for (const auto& [label, text] : document.method) {
    EXPECT_NE(label, texts_.Text("method.first_contact"));
    EXPECT_NE(label, texts_.Text("method.median"));
  }
}

TEST_F(Kinds, PeopleAndStatesAreCalledAsPeopleCallThem) {
  EXPECT_EQ(names_.Person("staff/a.omarova").name, "Айгүл Омарова (a.omarova)");
  EXPECT_EQ(RawText(names_.Person("staff/a.omarova"), order_.zone), "a.omarova") << "what programs compare";
  EXPECT_EQ(names_.Person("staff/who.left").name, "who.left");
  EXPECT_EQ(names_.Person("partners/iom/registry").name, "partners/iom/registry");
  EXPECT_EQ(names_.Person("operator").name, "operator of the server (operator)");
  EXPECT_EQ(RawText(names_.Person("operator"), order_.zone), "operator");
  EXPECT_EQ(names_.Person("staff/operator").name, "operator") << "a person who is called so";
  for (const auto& [language, name] :
       {std::pair(Language::kEn, "Kazakhstan"), std::pair(Language::kRu, "Казахстан"),
        std::pair(Language::kKk, "Қазақстан")}) {
    const Texts texts(language);
    EXPECT_EQ(Names(texts, {}, {}, nullptr).Country("KZ").name, name);
  }
  EXPECT_EQ(Names(Texts(Language::kEn), {}, {}, nullptr).Country("TR").name, "Türkiye");
  EXPECT_EQ(Names(Texts(Language::kKk), {}, {}, nullptr).Country("KR").name, "Корея Республикасы");
}

TEST_F(Kinds, TheMapOfOneMissionSaysThatItsRowsAreDeadlines) {
  Document all;
  AddDeadlines(Context(), {{Count("first_contact", 6, 3, 1)}, {}}, all);
  order_.mission = "IST";
  Document one;
  AddDeadlines(Context(), {{Count("first_contact", 6, 3, 1)}, {}}, one);
  const auto& map_of_all = std::get<HeatMap>(all.sections[0].blocks[1]);
  const auto& map_of_one = std::get<HeatMap>(one.sections[0].blocks[1]);
  EXPECT_THAT(map_of_all.rows, ElementsAre("IST · Istanbul"));
  EXPECT_EQ(map_of_all.title, texts_.Text("deadlines.map"));
  EXPECT_THAT(map_of_one.rows, ElementsAre("First contact with the detainee"));
  EXPECT_EQ(map_of_one.title, texts_.Text("deadlines.map_by_rule"));
}

TEST_F(Kinds, QualityIsOutOfWhatWasLookedAt) {
  order_.kind = v1::REPORT_KIND_DATA_QUALITY;
  storage::CaseQuality held;
  held.mission = "IST";
  held.officer = "staff/a.omarova";
  held.open = 8;
  held.silent = 2;
  held.without_subject = 4;
  held.without_identifier = 1;
  held.to_contact = 4;
  held.never_contacted = 3;
  held.items_owed = 9;
  held.missed = 1;
  storage::CaseQuality nobodys;
  nobodys.mission = "WAW";
  nobodys.open = 2;
  storage::EntryQuality written;
  written.mission = "IST";
  written.officer = "staff/a.omarova";
  written.entries = 20;
  written.late = 5;
  written.corrected = 1;
  Document document;
  AddDataQuality(Context(), {{held, nobodys}, {written}}, document);
  EXPECT_EQ(std::get<int64_t>(document.headlines[0].value), 2);
  EXPECT_EQ(std::get<Share>(document.headlines[2].value).of_one, 0.25);
  const Table& shortfalls = TableOf(document, "shortfalls");
  EXPECT_EQ(std::get<Share>(RowOf(shortfalls, "unassigned")[3]).of_one, 0.2);
  EXPECT_EQ(std::get<Share>(RowOf(shortfalls, "without_identifier")[3]).of_one, 1.0 / 6)
      << "of those with a subject";
  EXPECT_EQ(std::get<Share>(RowOf(shortfalls, "never_contacted")[3]).of_one, 0.75)
      << "of those to be reached";
  EXPECT_TRUE(std::holds_alternative<std::monostate>(RowOf(shortfalls, "never_seen")[3]))
      << "nobody was to be";
  const Table& by_mission = TableOf(document, "cases_by_mission");
  EXPECT_THAT(by_mission.keys, ElementsAre("IST", "WAW"));
  EXPECT_EQ(std::get<int64_t>((*by_mission.total)[1]), 10);
  EXPECT_THAT(TableOf(document, "cases_by_officer").keys, ElementsAre("/WAW", "staff/a.omarova/IST"));
  EXPECT_EQ(ValueText(TableOf(document, "cases_by_officer").rows[0][0], texts_, order_.zone),
            texts_.Text("nobody"));
  EXPECT_THAT(TableOf(document, "entries_by_mission").keys, ElementsAre("IST")) << "WAW wrote nothing";
  const auto& map = std::get<HeatMap>(document.sections[0].blocks[1]);
  EXPECT_THAT(map.columns, ElementsAre("IST", "WAW"));
  EXPECT_EQ(map.rows[1], texts_.Text("heading.silent"));
  EXPECT_EQ(map.cells[1][0]->of_one, 0.25);
  EXPECT_FALSE(map.cells[4][1].has_value()) << "nobody was to be contacted";
  std::vector<storage::CaseQuality> many;
  for (int i = 0; i < 15; ++i) {
    storage::CaseQuality& one = many.emplace_back();
    one.mission = absl::StrCat("M", std::string(1, static_cast<char>('A' + i)), "X");
    one.officer = "staff/a.omarova";
    one.open = 20;
    one.silent = i;
  }
  Document large;
  AddDataQuality(Context(), {many, {}}, large);
  const auto& worst = std::get<HeatMap>(large.sections[0].blocks[1]);
  EXPECT_THAT(worst.columns, SizeIs(12));
  EXPECT_EQ(worst.columns.front(), "MDX") << "those with least are left out";
  EXPECT_THAT(NotesOf(worst, texts_),
              ::testing::Contains(texts_.Text("quality.cut", {{"shown", "12"}, {"all", "15"}})));
  Document empty;
  AddDataQuality(Context(), {{}, {}}, empty);
  EXPECT_THAT(NotesOf(TableOf(empty, "shortfalls"), texts_), SizeIs(1)) << "it says that there is nothing";
}

TEST_F(Kinds, TheCatalogueSaysWhatIsExpectedOfCases) {
  const storage::QualityRules rules = QualityRulesOf(names_);
  ASSERT_THAT(rules.contacts, SizeIs(1));
  EXPECT_EQ(rules.contacts[0].type, kDetention);
  EXPECT_TRUE(rules.contacts[0].in_person) << "visits are due";
  std::vector<std::string> host_states;
  for (const storage::RuleOfType& rule : rules.host_states) host_states.push_back(rule.rule);
  EXPECT_THAT(host_states, ::testing::Contains("host_notification"));
  EXPECT_THAT(host_states, Not(::testing::Contains("first_contact")));
  v1::CaseType type;
  type.set_id("help.other");
  for (const char* state : {"registered", "waiting", "closed"}) {
    v1::StateRule* rule = type.add_states();
    rule->set_id(state);
    rule->set_final(rule->id() == "closed");
  }
  type.add_checklist()->set_id("anywhere");
  v1::CheckItem* there = type.add_checklist();
  there->set_id("there");
  there->add_in_states("waiting");
  v1::CheckItem* sometimes = type.add_checklist();
  sometimes->set_id("sometimes");
  sometimes->add_when();
  std::vector<std::string> owed;
  for (const storage::OwedItem& one : QualityRulesOf(Names(texts_, {}, {type}, nullptr)).owed) {
    owed.push_back(absl::StrCat(one.type, "/", one.state, "/", one.item));
  }
  EXPECT_THAT(owed, ElementsAre("help.other/registered/anywhere", "help.other/waiting/anywhere",
                                "help.other/waiting/there"));
}

// Texts have them as words, statements as numbers.
TEST_F(Kinds, TextsTellTheDaysThatStatementsCount) {
  for (const Language language : {Language::kKk, Language::kRu, Language::kEn}) {
    const Texts texts(language);
    for (const auto& [key, days] : {std::pair("quality.silent", storage::kSilentDays),
                                    std::pair("method.quality.text", storage::kSilentDays),
                                    std::pair("quality.written_late", storage::kLateDays),
                                    std::pair("quality.late_changes", storage::kLateDays),
                                    std::pair("method.quality.entries.text", storage::kLateDays),
                                    std::pair("risk.long_silence", storage::kReviewSilentDays),
                                    std::pair("method.risks.text", storage::kReviewSilentDays)}) {
      EXPECT_THAT(texts.Text(key), ::testing::HasSubstr(absl::StrCat(days, " "))) << key;
    }
  }
}

TEST_F(Kinds, ASampleTellsWhyEachCaseWasDrawnAndAsksTheSameOfEach) {
  order_.kind = v1::REPORT_KIND_REVIEW_SAMPLE;
  storage::ReviewSample sample;
  sample.drawn_from = 90;
  sample.cases = {{"IST-2026-000007", "IST", kDetention, "registered", {"missed_deadlines", "reopened"}, 6},
                  {"IST-2026-000003", "IST", kDetention, "registered", {}, 1}};
  Document document;
  AddReviewSample(Context(), sample, document);
  EXPECT_EQ(std::get<int64_t>(document.headlines[0].value), 2);
  EXPECT_EQ(std::get<int64_t>(document.headlines[1].value), 90);
  EXPECT_EQ(std::get<int64_t>(document.headlines[2].value), 1);
  const Table& cases = TableOf(document, "sample");
  EXPECT_THAT(cases.keys, ElementsAre("IST-2026-000007", "IST-2026-000003")) << "as they were drawn";
  EXPECT_EQ(RawText(cases.rows[0][5], order_.zone), "missed_deadlines reopened");
  EXPECT_EQ(ValueText(cases.rows[0][5], texts_, order_.zone), "a deadline late or not met; reopened");
  EXPECT_EQ(ValueText(cases.rows[1][5], texts_, order_.zone), texts_.Text("review_sample.chance"));
  EXPECT_EQ(std::get<int64_t>(RowOf(TableOf(document, "risks"), "reopened")[2]), 1);
  const Table& form = TableOf(document, "review_form");
  EXPECT_EQ(form.rows.size() % 2, 0U);
  EXPECT_EQ(RowOf(form, "IST-2026-000003/key_facts").size(), 4U);
  for (const Language language : {Language::kKk, Language::kRu, Language::kEn}) {
    const Texts texts(language);
    for (const Row& row : form.rows) {
      EXPECT_TRUE(texts.Has(absl::StrCat("question.", RawText(row[1], order_.zone))));
      EXPECT_EQ(RawText(row[2], order_.zone), "") << "for the reviewer to fill in";
    }
  }
}

TEST_F(Kinds, NobodyChoosesWhichCasesAreDrawn) {
  order_.kind = v1::REPORT_KIND_REVIEW_SAMPLE;
  order_.sample_size = 7;
  Document document;
  document.name = "reports/1";
  document.checkpoint.root = "\x01\xab";
  const storage::ReviewRules rules = ReviewRulesOf(Context(), document);
  EXPECT_EQ(rules.seed, "reports/1/01ab/");
  EXPECT_EQ(rules.size, 7);
  EXPECT_THAT(rules.risks, Not(IsEmpty()));
  std::vector<std::string> final_states;
  for (const storage::StateOfType& state : rules.final_states) final_states.push_back(state.state);
  EXPECT_THAT(final_states, ::testing::Contains("closed"));
  EXPECT_THAT(final_states, Not(::testing::Contains("registered")));
  EXPECT_THAT(rules.host_states, Not(IsEmpty()));
}

TEST_F(Kinds, OnlyTheMissionsOwnWorkIsForItsHead) {
  for (const v1::ReportKind kind :
       {v1::REPORT_KIND_ACCESS_TO_CASE, v1::REPORT_KIND_ACCESS_BY_PERSON, v1::REPORT_KIND_EXCEPTIONS,
        v1::REPORT_KIND_EXPORTS, v1::REPORT_KIND_CONFIGURATION, v1::REPORT_KIND_REVIEW_SAMPLE,
        v1::REPORT_KIND_UNSPECIFIED}) {
    EXPECT_EQ(AudienceOf(kind), Audience::kAudit) << kind;
  }
  EXPECT_EQ(AudienceOf(v1::REPORT_KIND_DEADLINES), Audience::kMission);
  EXPECT_EQ(AudienceOf(v1::REPORT_KIND_DATA_QUALITY), Audience::kMission);
}

TEST_F(Kinds, TheSourceSetFollowsTheOrder) {
  order_.kind = v1::REPORT_KIND_ACTIVITY;
  order_.mission = "IST";
  order_.officer = "staff/a.omarova";
  storage::LeafSelection filter = SourceFilter(order_);
  EXPECT_THAT(filter.missions, ElementsAre("IST"));
  EXPECT_EQ(filter.actor, "staff/a.omarova");
  EXPECT_EQ(filter.start, order_.start);
  EXPECT_FALSE(filter.changes_only);
  order_.officer.clear();
  order_.kind = v1::REPORT_KIND_WORKLOAD;
  filter = SourceFilter(order_);
  EXPECT_TRUE(filter.changes_only) << "rows were written at any time";
  EXPECT_EQ(filter.start, absl::InfinitePast());
  EXPECT_EQ(FilterJson(filter)["start_time"], nullptr);
}

// An RPC of administrators that nobody listed would change it and be in no report.
TEST_F(Kinds, TheReportOnTheConfigurationCountsEveryWriteOfAdmin) {
  order_.kind = v1::REPORT_KIND_CONFIGURATION;
  const std::vector<std::string> counted = SourceFilter(order_).actions;
  const auto* admin = v1::Principal::descriptor()->file()->FindServiceByName("Admin");
  ASSERT_NE(admin, nullptr);
  int writes = 0;
  for (int i = 0; i < admin->method_count(); ++i) {
    if (!admin->method(i)->options().GetExtension(v1::rule).write()) continue;
    ++writes;
    EXPECT_THAT(counted, ::testing::Contains(admin->method(i)->name()));
  }
  EXPECT_GE(writes, 5);
}

}  // namespace
}  // namespace arasha::reports
