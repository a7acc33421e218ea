// What could go wrong: a line breaks where none may, a command is parted, or a label is cut off that more
// lines would hold.

#include "services/reports/drawing/typesetter.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace arasha::reports {
namespace {

TEST(Typesetter, NoLineBeginsWithADashOrEndsWithALetter) {
  EXPECT_EQ(Typesetter::Bound("Стандарт службы — 24 часа."), "Стандарт службы\u00a0— 24 часа.");
  EXPECT_EQ(Typesetter::Bound("С опозданием"), "С\u00a0опозданием");
  EXPECT_EQ(Typesetter::Bound("IST · Istanbul – has left"), "IST\u00a0· Istanbul\u00a0– has left");
  EXPECT_EQ(Typesetter::Bound("On time, in person"), "On time, in person");
}

TEST(Typesetter, CommandsAreNotParted) {
  const std::vector<Typesetter::Stretch> parts =
      Typesetter::Stretches("Read with `arasha access list --case CASE`, O`Brien`s.");
  ASSERT_EQ(parts.size(), 3u);
  EXPECT_EQ(parts[1].text, "arasha access list --case CASE");
  EXPECT_TRUE(parts[1].command);
  EXPECT_EQ(parts[2].text, ", O`Brien`s.");
  EXPECT_FALSE(parts[2].command);

  // Parted, it would fill the first line; whole, it takes the second alone.
  const Typesetter typesetter;
  const auto height = [&](const std::string& text) {
    return typesetter.Height({.text = text, .width = 130, .size = 7.5});
  };
  EXPECT_GT(height("Read with `arasha access list --case CASE` now"),
            1.3 * height("Read with arasha access list --case CASE now"));
}

TEST(Typesetter, LabelsAreBrokenBeforeTheyAreCutOff) {
  const Typesetter typesetter;
  const std::string label = "IST · Генеральное консульство Республики Казахстан в Стамбуле";
  const std::vector<std::string> lines = typesetter.Broken(label, 180, 2, 8, false);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(absl::StrCat(lines[0], " ", lines[1]), Typesetter::Bound(label));
  EXPECT_EQ(typesetter.Broken("Paris", 180, 2, 8, false), std::vector<std::string>{"Paris"});
  EXPECT_TRUE(typesetter.Broken(label, 60, 2, 8, false).back().ends_with("…"));
}

TEST(Typesetter, APartedTextIsWhole) {
  const Typesetter typesetter;
  constexpr double kHeight = 40;
  std::string words;
  for (int i = 0; i < 200; ++i) words += "Қорытынды дәлелді. ";
  std::string letters;
  for (int i = 0; i < 500; ++i) letters += "ұ";
  for (const std::string& text : {words, letters, std::string("a\nb\nc\nd\ne\nf\ng"), std::string("short")}) {
    Typesetter::Paragraph rest = {.text = text, .width = 120, .size = 8};
    std::string whole;
    while (!rest.text.empty()) {
      const size_t before = rest.text.size();
      const Typesetter::Paragraph part = typesetter.Take(rest, kHeight);
      EXPECT_LE(typesetter.Height(part), kHeight);
      whole += part.text;
      // The blank at which it was parted.
      if (whole.size() < text.size() && before > part.text.size() + rest.text.size())
        whole += text[whole.size()];
      ASSERT_LT(rest.text.size(), before) << text;
    }
    EXPECT_EQ(whole, text);
  }
}

}  // namespace
}  // namespace arasha::reports
