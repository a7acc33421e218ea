// What could go wrong: a heading breaks within a word, a cell within a time or an id, headings take the room
// of names, or a table is wider than the page.

#include "services/reports/render/column_layout.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/civil_time.h"
#include "services/reports/document/value_text.h"
#include "services/reports/render/pdf_pages.h"

namespace arasha::reports {
namespace {

// "t:type": a column of texts; "rule": of figures.
Table TableOf(const std::vector<std::string>& columns, const Texts& texts) {
  Table table{.id = "t", .title = "", .note = "", .columns = {}, .rows = {{}}};
  for (const std::string& column : columns) {
    const bool text = column.starts_with("t:");
    const std::string id = text ? column.substr(2) : column;
    table.columns.push_back(
        {id, texts.Text(absl::StrCat("heading.", id)), text ? ColumnKind::kText : ColumnKind::kDuration});
    if (text) {
      table.rows[0].emplace_back(std::string("Как описано в каталоге, длиннее, чем места на листе хватит"));
    } else {
      table.rows[0].emplace_back(absl::Hours(55) + absl::Minutes(40));
    }
  }
  return table;
}

// Eleven columns, the most that a report has.
Table FirstContact(const std::string& mission, const Texts& texts) {
  return TableOf({mission, "notified", "within_in_person", "within_remote", "later_in_person", "later_remote",
                  "never", "running", "attempts", "compliance", "median"},
                 texts);
}

TEST(ColumnLayout, WordsOfHeadingsStayWhole) {
  const std::vector<std::vector<std::string>> tables = {
      {"t:mission", "due", "met", "late", "missed", "running", "lapsed", "compliance"},
      {"t:type", "t:rule", "due", "met", "late", "missed", "running", "lapsed", "compliance"},
      {"t:mission", "notified", "within_in_person", "within_remote", "later_in_person", "later_remote",
       "never", "median", "attempts"},
      {"t:mission", "open_start", "received", "closed", "open_end", "officers", "per_officer", "entries",
       "age"},
      {"t:case", "t:principal", "t:granted_by", "granted", "expires", "t:reviewed_by", "review_time",
       "t:review"},
      {"t:actor", "reads", "lists", "writes", "refused", "all"}};
  const Typesetter typesetter;
  for (const Language language : {Language::kKk, Language::kRu, Language::kEn}) {
    const Texts texts(language);
    for (const auto& columns : tables) {
      const Table table = TableOf(columns, texts);
      const ColumnLayout layout = LayOutColumns(table, texts, absl::UTCTimeZone(), typesetter, kBodyWidth);
      ASSERT_EQ(layout.widths.size(), columns.size());
      for (size_t i = 0; i < columns.size(); ++i) {
        for (const absl::string_view word : absl::StrSplit(table.columns[i].title, ' ')) {
          EXPECT_LE(typesetter.Width(std::string(word), layout.heading_size, true), layout.widths[i])
              << word << " in " << CodeOf(language);
        }
      }
      const double sum = std::accumulate(layout.widths.begin(), layout.widths.end(), 0.0) +
                         layout.gutter * static_cast<double>(columns.size() - 1);
      EXPECT_NEAR(sum, kBodyWidth, 0.01) << columns[0];
    }
  }
}

// The most that statistics set side by side, and their total.
TEST(ColumnLayout, WhatIsFilledInByHandHasRoom) {
  const Texts texts(Language::kRu);
  const Typesetter typesetter;
  Table table = TableOf({"t:case", "t:question", "t:answer", "t:remark"}, texts);
  table.rows[0][2] = table.rows[0][3] = std::string();
  table.columns[3].room = 156;
  const ColumnLayout layout = LayOutColumns(table, texts, absl::UTCTimeZone(), typesetter, kBodyWidth);
  EXPECT_GE(layout.widths[3], 156);
  EXPECT_LT(layout.widths[2], 156);
}

TEST(ColumnLayout, AYearOfMonthsFitsWithItsCenturies) {
  const Typesetter typesetter;
  for (const Language language : {Language::kKk, Language::kRu, Language::kEn}) {
    const Texts texts(language);
    Table table = TableOf({"t:category"}, texts);
    for (int i = 0; i < 13; ++i) {
      const absl::CivilMonth month = absl::CivilMonth(2026, 1) + i;
      table.columns.push_back({absl::FormatCivilTime(month),
                               language == Language::kEn
                                   ? absl::FormatCivilTime(month)
                                   : absl::StrFormat("%02d.%d", month.month(), month.year()),
                               ColumnKind::kCount});
    }
    table.columns.push_back({"total", texts.Text("total"), ColumnKind::kCount});
    table.rows[0].resize(table.columns.size(), int64_t{1234});
    const ColumnLayout layout = LayOutColumns(table, texts, absl::UTCTimeZone(), typesetter, kBodyWidth);
    for (size_t i = 1; i < table.columns.size(); ++i) {
      EXPECT_LE(typesetter.Width(table.columns[i].title, layout.heading_size, true), layout.widths[i])
          << table.columns[i].title << " in " << CodeOf(language);
    }
    const double sum = std::accumulate(layout.widths.begin(), layout.widths.end(), 0.0) +
                       layout.gutter * static_cast<double>(table.columns.size() - 1);
    EXPECT_NEAR(sum, kBodyWidth, 0.01) << CodeOf(language);
  }
}

TEST(ColumnLayout, HeadingsStandOnOneLineWhereThereIsRoom) {
  const Typesetter typesetter;
  for (const Language language : {Language::kKk, Language::kRu, Language::kEn}) {
    const Texts texts(language);
    Table table = TableOf({"t:mission", "met", "late", "open_start", "per_officer"}, texts);
    table.rows[0][0] = std::string("IST");
    const ColumnLayout layout = LayOutColumns(table, texts, absl::UTCTimeZone(), typesetter, kBodyWidth);
    for (size_t i = 0; i < table.columns.size(); ++i) {
      EXPECT_LE(typesetter.Width(table.columns[i].title, layout.heading_size, true), layout.widths[i])
          << table.columns[i].title;
    }
  }
}

TEST(ColumnLayout, TimesAndFiguresStandOnOneLine) {
  const Typesetter typesetter;
  for (const Language language : {Language::kKk, Language::kRu, Language::kEn}) {
    const Texts texts(language);
    Table first_contact = FirstContact("t:mission_code", texts);
    first_contact.rows.assign(1, Row{std::string("IST")});
    for (size_t i = 1; i + 1 < first_contact.columns.size(); ++i)
      first_contact.rows[0].emplace_back(int64_t{110});
    first_contact.rows[0].emplace_back(absl::Hours(14) + absl::Minutes(10));
    Table roles = TableOf({"place", "time", "t:actor", "t:action", "t:holder", "t:role", "t:mission"}, texts);
    roles.rows[0][0] = int64_t{173};
    roles.rows[0][1] = absl::UnixEpoch();
    for (const Table& table : {first_contact, roles}) {
      const ColumnLayout layout = LayOutColumns(table, texts, absl::UTCTimeZone(), typesetter, kBodyWidth);
      for (size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].kind == ColumnKind::kText) continue;
        const std::string cell = ValueText(table.rows[0][i], texts, absl::UTCTimeZone());
        EXPECT_LE(typesetter.Width(cell, layout.size, false), layout.widths[i])
            << cell << " in " << CodeOf(language);
      }
    }
  }
}

constexpr char kKazakhMission[] = "IST · Қазақстан Республикасының Стамбұл қаласындағы Бас консулдығы";

std::string MissionIn(Language language) {
  switch (language) {
    case Language::kKk:
      return kKazakhMission;
    case Language::kRu:
      return "IST · Генеральное консульство Республики Казахстан в Стамбуле";
    case Language::kEn:
      return "IST · Consulate General of the Republic of Kazakhstan in Istanbul";
  }
  return "";
}

// Lines of a text in a column, as Pango would set them.
size_t LinesOf(const std::string& text, double size, double width, const Typesetter& typesetter) {
  return typesetter.Broken(text, width, 100, size, false).size();
}

TEST(ColumnLayout, NoCellBreaksInsideATimeOrAnId) {
  const Typesetter typesetter;
  for (const Language language : {Language::kKk, Language::kRu, Language::kEn}) {
    const Texts texts(language);
    Table roles = TableOf({"place", "time", "t:actor", "t:action", "t:holder", "t:role", "t:mission"}, texts);
    roles.rows[0] = {int64_t{173},
                     absl::UnixEpoch(),
                     std::string("Айгүл Омарова (a.omarova)"),
                     texts.Text("action.GrantRole"),
                     std::string("Бауыржан Сүлейменов (officer.6)"),
                     texts.Text("role.supervisor"),
                     std::string(kKazakhMission)};
    Table grants = TableOf({"t:case", "t:principal", "t:granted_by", "granted", "expires", "t:reviewed_by",
                            "review_time", "t:review"},
                           texts);
    grants.rows[0] = {std::string("IST-2026-000123"),
                      std::string("Айгүл Омарова (a.omarova)"),
                      std::string("Гүлнар Төлегенова (g.tulegenova)"),
                      absl::UnixEpoch(),
                      absl::UnixEpoch(),
                      std::string("Гүлнар Төлегенова (g.tulegenova)"),
                      absl::UnixEpoch(),
                      texts.Text("heading.late")};
    for (Table& table : {std::ref(roles), std::ref(grants)}) {
      for (Column& column : table.columns) {
        if (column.id == "time" || column.id == "granted" || column.id == "expires" ||
            column.id == "review_time") {
          column.kind = ColumnKind::kTime;
        }
      }
      const ColumnLayout layout = LayOutColumns(table, texts, absl::UTCTimeZone(), typesetter, kBodyWidth);
      EXPECT_LE(layout.size - layout.heading_size, 0.5)
          << "headings are no smaller than elsewhere beside cells";
      for (size_t i = 0; i < table.columns.size(); ++i) {
        const std::string cell = ValueText(table.rows[0][i], texts, absl::UTCTimeZone());
        for (const absl::string_view word : absl::StrSplit(cell, ' ')) {
          EXPECT_LE(typesetter.Width(std::string(word), layout.size, false), layout.widths[i])
              << word << " in " << CodeOf(language);
        }
      }
    }
  }
}

TEST(ColumnLayout, HeadingsAreWrappedBeforeNamesAre) {
  const Typesetter typesetter;
  for (const Language language : {Language::kKk, Language::kRu, Language::kEn}) {
    const Texts texts(language);
    Table workload = TableOf({"t:mission", "open_start", "received", "closed", "open_end", "officers",
                              "per_officer", "entries", "age"},
                             texts);
    const std::string mission = MissionIn(language);
    workload.rows[0] = {mission,    int64_t{12}, int64_t{7},  int64_t{3},     int64_t{16},
                        int64_t{4}, int64_t{4},  int64_t{52}, absl::Hours(30)};
    const ColumnLayout layout = LayOutColumns(workload, texts, absl::UTCTimeZone(), typesetter, kBodyWidth);
    EXPECT_LE(LinesOf(mission, layout.size, layout.widths[0], typesetter), 3u) << CodeOf(language);
    const double least = *std::min_element(layout.widths.begin() + 1, layout.widths.end());
    EXPECT_GT(layout.widths[0], 2 * least);
  }
}

TEST(ColumnLayout, ColumnsOfTextAreWeighedByTheirLongestRow) {
  const Texts texts(Language::kRu);
  const Typesetter typesetter;
  Table table = TableOf({"t:actor", "t:outcome", "t:mission"}, texts);
  table.rows[0] = {std::string("a.omarova"), std::string("выполнено"), std::string(kKazakhMission)};
  const ColumnLayout layout = LayOutColumns(table, texts, absl::UTCTimeZone(), typesetter, kBodyWidth);
  EXPECT_EQ(LinesOf(kKazakhMission, layout.size, layout.widths[2], typesetter), 1u);
}

TEST(ColumnLayout, ANameInEveryRowStandsOnOneLineBeforeALongerOneInASingleRow) {
  const Typesetter typesetter;
  for (const Language language : {Language::kKk, Language::kRu, Language::kEn}) {
    const Texts texts(language);
    Table exports = TableOf({"place", "time", "t:actor", "t:action", "t:mission", "t:outcome"}, texts);
    exports.columns[1].kind = ColumnKind::kTime;
    const std::string actor = "Гүлнар Төлегенова (g.tulegenova)";
    exports.rows[0] = {int64_t{173},
                       absl::UnixEpoch(),
                       actor,
                       texts.Text("action.ReadReport"),
                       std::string("–"),
                       texts.Text("AUDIT_DECISION_DONE")};
    exports.rows.resize(30, exports.rows[0]);
    exports.rows[3][4] = MissionIn(language);
    const ColumnLayout layout = LayOutColumns(exports, texts, absl::UTCTimeZone(), typesetter, kBodyWidth);
    EXPECT_EQ(LinesOf(actor, layout.size, layout.widths[2], typesetter), 1u) << CodeOf(language);
    EXPECT_LE(LinesOf(MissionIn(language), layout.size, layout.widths[4], typesetter), 4u);
  }
}

TEST(ColumnLayout, BesideManyFiguresANameHasRoomForTwentyLetters) {
  const Typesetter typesetter;
  for (const Language language : {Language::kKk, Language::kRu, Language::kEn}) {
    const Texts texts(language);
    Table first_contact = FirstContact("t:mission", texts);
    first_contact.rows.assign(1, Row{MissionIn(language)});
    for (size_t i = 1; i + 2 < first_contact.columns.size(); ++i)
      first_contact.rows[0].emplace_back(int64_t{3});
    first_contact.rows[0].emplace_back(Share{0.333});
    first_contact.rows[0].emplace_back(absl::Hours(52));
    const ColumnLayout layout =
        LayOutColumns(first_contact, texts, absl::UTCTimeZone(), typesetter, kBodyWidth);
    EXPECT_GE(layout.widths[0], typesetter.Width("Республики Казахстан", layout.size, false))
        << CodeOf(language);
    EXPECT_LE(LinesOf(MissionIn(language), layout.size, layout.widths[0], typesetter), 4u)
        << CodeOf(language);
  }
}

TEST(ColumnLayout, WhatCannotFitIsShrunkInProportion) {
  Table table{.id = "t", .title = "", .note = "", .columns = {}, .rows = {}};
  for (int i = 0; i < 12; ++i) table.columns.push_back({"c", "Загранучреждение", ColumnKind::kCount});
  const ColumnLayout layout =
      LayOutColumns(table, Texts(Language::kRu), absl::UTCTimeZone(), Typesetter(), kBodyWidth);
  EXPECT_LT(layout.heading_size, 7.5);
  EXPECT_NEAR(std::accumulate(layout.widths.begin(), layout.widths.end(), 0.0) + 11 * layout.gutter,
              kBodyWidth, 0.01);
}

TEST(ColumnLayout, FiguresStandOnOneLineWhereTheyCan) {
  const Texts texts(Language::kEn);
  const Table table = TableOf({"t:mission", "median"}, texts);
  const Typesetter typesetter;
  const ColumnLayout layout = LayOutColumns(table, texts, absl::UTCTimeZone(), typesetter, kBodyWidth);
  const std::string text = ValueText(table.rows[0][1], texts, absl::UTCTimeZone());
  EXPECT_GE(layout.widths[1], typesetter.Width(text, 8, false));
  EXPECT_LT(layout.widths[1], kBodyWidth / 3) << "the rest is for texts";
}

}  // namespace
}  // namespace arasha::reports
