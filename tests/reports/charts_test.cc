// What could go wrong: the label of a bar or of a row is cut off, though another line would hold it, or the
// label of a point stands beside it.

#include "services/reports/drawing/charts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "services/reports/drawing/svg_canvas.h"

namespace arasha::reports {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kMission[] = "IST · Генеральное консульство Республики Казахстан в Стамбуле";
constexpr double kWidth = 505;

template <typename Chart>
std::string Drawn(const Chart& chart) {
  const Texts texts(Language::kRu);
  const Typesetter typesetter;
  const ChartStyle style = {texts, typesetter};
  const double height = HeightOf(chart, style, kWidth);
  SvgCanvas canvas;
  Draw(chart, style, canvas, {0, 0, kWidth, height});
  return canvas.Element(kWidth, height, "");
}

// On grey paper colours do not tell lines apart.
TEST(Charts, TheSecondLineIsDashedAndSoIsItsSign) {
  const LineChart one{"", {"11.2026", "12.2026"}, {{"a", Tone::kMain, {1, 2}}}};
  const LineChart two{"", {"11.2026", "12.2026"}, {{"a", Tone::kMain, {1, 2}}, {"b", Tone::kOther, {2, 1}}}};
  EXPECT_THAT(Drawn(one), Not(HasSubstr("stroke-dasharray")));
  const std::string svg = Drawn(two);
  size_t dashed = 0;
  for (size_t at = svg.find("stroke-dasharray"); at != std::string::npos;
       at = svg.find("stroke-dasharray", at + 1)) {
    ++dashed;
  }
  EXPECT_EQ(dashed, 2u);
}

TEST(Charts, LabelsOfRowsAreWhole) {
  const BarChart bars{"", {kMission, "PAR · Париж"}, {{"", Tone::kMain, {12, 7}}}};
  const HeatMap map{"", {kMission, "PAR · Париж"}, {"11.2026"}, {{Share{0.5}}, {std::nullopt}}, "", ""};
  for (const std::string& svg : {Drawn(bars), Drawn(map)}) {
    EXPECT_THAT(svg, AllOf(HasSubstr("Генеральное"), HasSubstr("Стамбуле</text>"), Not(HasSubstr("…"))));
  }
}

TEST(Charts, OnlyWhatIsDrawnIsNamed) {
  const BarChart bars{"", {"IST", "PAR"}, {{"met", Tone::kGood, {3, 0}}, {"late", Tone::kLate, {0, 0}}}};
  EXPECT_THAT(Drawn(bars), AllOf(HasSubstr(">met</text>"), Not(HasSubstr(">late</text>"))));
}

TEST(Charts, BarsOfWhatIsNoWholeNumberSayATenth) {
  BarChart bars{"", {"IST", "PAR"}, {{"", Tone::kMain, {1.5, 1.0 / 3}}}};
  bars.decimal = true;
  EXPECT_THAT(Drawn(bars), AllOf(HasSubstr(">1,5</text>"), HasSubstr(">0,3</text>")));
}

TEST(Charts, OfAMapALongNameStandsOnThreeLines) {
  const std::string name = "IST · Қазақстан Республикасының Түркиядағы, Стамбұл қаласындағы Бас консулдығы";
  const HeatMap map{"", {name}, {"11.2026"}, {{Share{0.5}}}, "", ""};
  EXPECT_THAT(Drawn(map), AllOf(HasSubstr("консулдығы</text>"), Not(HasSubstr("…"))));
}

// A page has 718 points; beside the rows stand a title, a note and the chart's own margins.
TEST(Charts, AsManyRowsAsAChartDrawsFitAPage) {
  const std::string name = "IST · Қазақстан Республикасының Түркиядағы, Стамбұл қаласындағы Бас консулдығы";
  const HeatMap map{"", std::vector<std::string>(25, name), {"11.2026"}, {}, "", ""};
  const Texts texts(Language::kKk);
  const Typesetter typesetter;
  EXPECT_LT(HeightOf(map, {texts, typesetter}, kWidth), 718 - 28 - 15);
}

TEST(Charts, LabelsOfPointsStandUnderThemAndWithinThePage) {
  const LineChart chart{"", {"01.2026", "02.2026", "03.2026"}, {{"a", Tone::kMain, {1, 2, 1}}}};
  const std::string svg = Drawn(chart);
  for (const std::string& label : chart.points) {
    const size_t at = svg.find(absl::StrCat(">", label, "</text>"));
    ASSERT_NE(at, std::string::npos);
    const size_t begin = svg.rfind("<text", at);
    EXPECT_THAT(svg.substr(begin, at - begin), HasSubstr("text-anchor=\"middle\""));
  }
}

TEST(Charts, RowsAreHigherOnlyWhereALabelTakesTwoLines) {
  const Typesetter typesetter;
  EXPECT_LT(SetRowLabels({"IST", "PAR"}, 180, 8, typesetter).pitch,
            SetRowLabels({"IST", kMission}, 180, 8, typesetter).pitch);
}

}  // namespace
}  // namespace arasha::reports
