// What could go wrong: letters of Kazakh are missing on paper, pages do not say how many they are, a
// spreadsheet runs a cell, HTML runs a name, a long list is cut off, or the same report is not the same file.

#include "services/reports/render/render.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/reports/document/value_text.h"
#include "services/reports/render/tiles.h"
#include "tests/reports/sample_document.h"
#include "tests/support/scratch_folder.h"

namespace arasha::reports {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string Content(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

std::string OutputOf(const std::string& command) {
  std::string output;
  std::FILE* pipe = popen(command.c_str(), "r");
  std::array<char, 4096> buffer;
  while (const size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe))
    output.append(buffer.data(), count);
  EXPECT_EQ(pclose(pipe), 0) << command;
  return output;
}

class Render : public ::testing::TestWithParam<Language> {
 protected:
  std::string Path(const std::string& name) const { return absl::StrCat(folder_.path(), "/", name); }
  const Document& document() const { return document_; }

 private:
  support::ScratchFolder folder_;
  Document document_ = SampleDocument(GetParam());
};

INSTANTIATE_TEST_SUITE_P(Languages, Render, ::testing::Values(Language::kKk, Language::kRu, Language::kEn),
                         [](const auto& language) { return std::string(CodeOf(language.param)); });

TEST_P(Render, PdfHoldsEveryWordAndItsFonts) {
  ASSERT_TRUE(RenderPdf(document(), Path("a.pdf")).ok());
  const std::string text = OutputOf(absl::StrCat("pdftotext -layout ", Path("a.pdf"), " -"));
  EXPECT_THAT(text, AllOf(HasSubstr(document().title), HasSubstr(document().name)));
  for (const Section& section : document().sections) EXPECT_THAT(text, HasSubstr(section.title));
  EXPECT_THAT(text, HasSubstr("a7a7a7a7")) << "the root of the checkpoint";
  const Texts texts(GetParam());
  const std::string pages = absl::StrCat(std::count(text.begin(), text.end(), '\f'));
  EXPECT_THAT(text, HasSubstr(texts.Text("footer.page", {{"page", "2"}, {"pages", pages}})));

  // After two lines of header, "… emb sub uni object ID" with yes or no.
  const std::vector<std::string> fonts =
      absl::StrSplit(OutputOf(absl::StrCat("pdffonts ", Path("a.pdf"))), '\n', absl::SkipEmpty());
  ASSERT_GT(fonts.size(), 3u);
  EXPECT_THAT(std::vector<std::string>(fonts.begin() + 2, fonts.end()), Each(HasSubstr(" yes yes ")));
}

TEST_P(Render, RunningHeadsAreTheShortOnes) {
  ASSERT_TRUE(RenderPdf(document(), Path("a.pdf")).ok());
  const std::string second = OutputOf(absl::StrCat("pdftotext -f 2 -l 2 -layout ", Path("a.pdf"), " -"));
  EXPECT_THAT(second.substr(0, second.find('\n')), HasSubstr(document().running_head));
}

TEST_P(Render, SameDocumentSameBytes) {
  for (auto* renderer : {&RenderPdf, &RenderHtml, &RenderJson}) {
    ASSERT_TRUE(renderer(document(), Path("first")).ok());
    ASSERT_TRUE(renderer(document(), Path("second")).ok());
    EXPECT_EQ(Content(Path("first")), Content(Path("second")));
  }
}

TEST_P(Render, WhereThereIsNothingAWordSaysSoAndNoChartIsDrawn) {
  Document document = SampleDocument(GetParam());
  const Texts texts(GetParam());
  document.sections = {
      {"S",
       "",
       {LineChart{"line", {"1", "2"}, {{"a", Tone::kMain, {0, 0}}}}, BarChart{"bars", {}, {}},
        HeatMap{"map", {"row"}, {"column"}, {{std::nullopt}}, "low", "high"}}}};
  ASSERT_TRUE(RenderHtml(document, Path("a.html")).ok());
  const std::string html = Content(Path("a.html"));
  EXPECT_THAT(html, AllOf(HasSubstr(texts.Text("table.empty")), Not(HasSubstr("<svg"))));
  ASSERT_TRUE(RenderPdf(document, Path("a.pdf")).ok());
  const std::string text = OutputOf(absl::StrCat("pdftotext ", Path("a.pdf"), " -"));
  size_t said = 0;
  for (size_t at = text.find(texts.Text("table.empty")); at != std::string::npos;
       at = text.find(texts.Text("table.empty"), at + 1)) {
    ++said;
  }
  EXPECT_EQ(said, 3u);
}

TEST_P(Render, SignsAreExplainedWhereTheyStandAndNowhereElse) {
  const Texts texts(GetParam());
  Table table{.id = "t",
              .title = "",
              .note = "",
              .columns = {{"c", "C", ColumnKind::kCount}},
              .rows = {{int64_t{7}}}};
  EXPECT_THAT(NotesOf(table, texts), ::testing::IsEmpty());
  table.rows.push_back({Suppressed{}});
  EXPECT_THAT(NotesOf(table, texts), ::testing::ElementsAre(HasSubstr(texts.Text("sign.suppressed"))));
  table.rows.push_back({std::monostate{}});
  EXPECT_THAT(NotesOf(table, texts), ::testing::Contains(HasSubstr(texts.Text("sign.none"))));
}

TEST_P(Render, AMapExplainsItsEmptyCells) {
  const Texts texts(GetParam());
  HeatMap map{"map", {"row"}, {"1", "2"}, {{Share{0.5}, Share{0}}}, "low", "high"};
  EXPECT_THAT(NotesOf(map, texts), ::testing::IsEmpty());
  map.cells[0][1] = std::nullopt;
  EXPECT_THAT(NotesOf(map, texts), ::testing::ElementsAre(HasSubstr(texts.Text("sign.none"))));
}

TEST_P(Render, OfATableWithoutRowsOnlyItsTitleIsPrinted) {
  Document document = SampleDocument(GetParam());
  const Texts texts(GetParam());
  document.sections = {{"S",
                        "",
                        {Table{.id = "t",
                               .title = "Table of nothing",
                               .note = "Note on nothing",
                               .columns = {{"c", "Heading of nothing", ColumnKind::kCount}},
                               .rows = {}}}}};
  ASSERT_TRUE(RenderHtml(document, Path("a.html")).ok());
  ASSERT_TRUE(RenderPdf(document, Path("a.pdf")).ok());
  for (const std::string& text :
       {Content(Path("a.html")), OutputOf(absl::StrCat("pdftotext ", Path("a.pdf"), " -"))}) {
    EXPECT_THAT(text, AllOf(HasSubstr("Table of nothing"), HasSubstr(texts.Text("table.empty")),
                            Not(HasSubstr("Heading of nothing")), Not(HasSubstr("Note on nothing"))));
  }
}

TEST_P(Render, EveryPrintedFormNamesThePlacesOfTheLeavesCounted) {
  const Texts texts(GetParam());
  const std::string places = ProofOf(document(), texts)[3].text;
  EXPECT_THAT(places, HasSubstr(CountText(document().source.last_index, GetParam())));
  ASSERT_TRUE(RenderHtml(document(), Path("a.html")).ok());
  EXPECT_THAT(Content(Path("a.html")), HasSubstr(places));
  ASSERT_TRUE(RenderXlsx(document(), Path("a.xlsx")).ok());
  EXPECT_THAT(OutputOf(absl::StrCat("unzip -p ", Path("a.xlsx"))), HasSubstr(places));
}

TEST_P(Render, HtmlLoadsNothingAndRunsNothing) {
  Document document = SampleDocument(GetParam());
  document.sections[0].title = "<script>alert(1)</script> & \"'";
  ASSERT_TRUE(RenderHtml(document, Path("a.html")).ok());
  const std::string html = Content(Path("a.html"));
  EXPECT_THAT(html, StartsWith("<!doctype html>"));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;&#39;"));
  EXPECT_THAT(html, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("src=")), Not(HasSubstr("url("))));
  EXPECT_THAT(html, HasSubstr("Content-Security-Policy"));
  EXPECT_THAT(html, AllOf(HasSubstr("<polyline"), HasSubstr("<rect"), HasSubstr("role=\"img\"")));
}

// A printer has no scrollbar: what does not fit would be lost.
TEST_P(Render, PrintedHtmlCutsNothingOffAndPartsNoBox) {
  ASSERT_TRUE(RenderHtml(document(), Path("a.html")).ok());
  const std::string html = Content(Path("a.html"));
  const size_t at = html.find("@media print{");
  ASSERT_NE(at, std::string::npos);
  const std::string print = html.substr(at, html.find("</style>", at) - at);
  EXPECT_THAT(print, AllOf(HasSubstr(".table,figure{overflow:visible;background:none}"),
                           HasSubstr("h1,h2,h2+p,dt,caption,figcaption,thead{break-after:avoid}"),
                           HasSubstr(".proof,nav,figure,.tile,tr,.method dd{break-inside:avoid}")));
  EXPECT_THAT(html, HasSubstr("@media screen and (max-width:480px)")) << "narrow paper is no narrow screen";
}

TEST_P(Render, PrintedHtmlLeavesNoRowsOrParagraphAlone) {
  ASSERT_TRUE(RenderHtml(document(), Path("a.html")).ok());
  EXPECT_THAT(
      Content(Path("a.html")),
      AllOf(HasSubstr("tbody tr:nth-child(-n+2){break-after:avoid}"),
            HasSubstr("tbody tr:nth-last-child(-n+2),tfoot tr,.method dt:last-of-type{break-before:avoid}"),
            HasSubstr("tfoot{display:table-row-group}")))
      << "and totals stand once, below the last row";
}

TEST_P(Render, ALongNameInHtmlHasRoomBesideFigures) {
  Document document = SampleDocument(GetParam());
  Table table{
      .id = "t",
      .title = "T",
      .note = "",
      .columns = {{"m", "M", ColumnKind::kText}, {"c", "C", ColumnKind::kCount}},
      .rows = {{std::string("IST · Консульство в Стамбуле"), int64_t{7}}, {std::string("IST"), int64_t{7}}}};
  document.sections = {{"S", "", {table}}};
  ASSERT_TRUE(RenderHtml(document, Path("a.html")).ok());
  EXPECT_THAT(Content(Path("a.html")),
              AllOf(HasSubstr("<td class=\"name\">IST\u00a0· "), HasSubstr("<td>IST</td>"),
                    HasSubstr("td.name{min-width:11em}")));
}

TEST_P(Render, CommandsStandWholeAndWithoutTheirQuotes) {
  ASSERT_TRUE(RenderHtml(document(), Path("a.html")).ok());
  EXPECT_THAT(Content(Path("a.html")), HasSubstr("<code>arasha report verify REPORT.json"));
  ASSERT_TRUE(RenderPdf(document(), Path("a.pdf")).ok());
  EXPECT_THAT(OutputOf(absl::StrCat("pdftotext -l 1 ", Path("a.pdf"), " -")),
              AllOf(HasSubstr("arasha report verify REPORT.json --export LOG.export --key KEY"),
                    Not(HasSubstr("`"))));
}

TEST_P(Render, HtmlPartsNoDateNumberOrOptionAtAHyphen) {
  Document document = SampleDocument(GetParam());
  document.subtitle = "IST-2026-000123 · 2026, as of 2026-11-29\u00a023:45";
  document.facts = {{"f", "2026-11-29\u00a023:45"}, {"long", "reports/01993b4e-7c1a-7d2e-9b11-3f0d5ad1c0de"}};
  ASSERT_TRUE(RenderHtml(document, Path("a.html")).ok());
  EXPECT_THAT(Content(Path("a.html")),
              AllOf(HasSubstr("<span><span class=\"whole\">IST-2026-000123</span></span>"),
                    HasSubstr("<i>·</i> 2026, as of <span class=\"whole\">2026-11-29\u00a023:45</span>"),
                    HasSubstr("<dd><span class=\"whole\">2026-11-29\u00a023:45</span></dd>"),
                    HasSubstr("<span class=\"whole\">--export</span> LOG.export"),
                    HasSubstr("<dd>reports/01993b4e-7c1a-7d2e-9b11-3f0d5ad1c0de</dd>")))
      << "what is wider than a narrow screen may be parted";
}

TEST_P(Render, NoLineOfAnHtmlSubtitleEndsInADot) {
  Document document = SampleDocument(GetParam());
  document.subtitle = "b.suleimenov · IST · Consulate General · 2026";
  ASSERT_TRUE(RenderHtml(document, Path("a.html")).ok());
  EXPECT_THAT(Content(Path("a.html")),
              HasSubstr("<span>b.suleimenov\u00a0·\u00a0IST\u00a0·\u00a0Consulate General</span> "
                        "<span><i>·</i> 2026</span>"));
}

TEST_P(Render, OnANarrowScreenChartsShowThatTheyGoOnAsTablesDo) {
  ASSERT_TRUE(RenderHtml(document(), Path("a.html")).ok());
  EXPECT_THAT(Content(Path("a.html")),
              HasSubstr(".table,figure{overflow-x:auto;background:linear-gradient("));
}

TEST(Tiles, StandInRowsOfAboutTheSameLength) {
  const std::vector<size_t> rows = {TilesInRow(1), TilesInRow(4), TilesInRow(5), TilesInRow(7),
                                    TilesInRow(8)};
  EXPECT_THAT(rows, ::testing::ElementsAre(3, 4, 3, 4, 4));
  Document document = SampleDocument(Language::kEn);
  document.headlines.resize(5);
  const support::ScratchFolder folder;
  const std::string path = absl::StrCat(folder.path(), "/a.html");
  ASSERT_TRUE(RenderHtml(document, path).ok());
  EXPECT_THAT(Content(path), HasSubstr("class=\"tiles\" style=\"--in-row:3\""));
}

TEST_P(Render, CsvIsOneTableAndRunsNoFormula) {
  const std::vector<const Table*> tables = TablesOf(document());
  ASSERT_TRUE(RenderCsv(document(), *tables.back(), Path("a.csv")).ok());
  const std::vector<std::string> lines = absl::StrSplit(Content(Path("a.csv")), "\r\n", absl::SkipEmpty());
  EXPECT_THAT(lines.front(), StartsWith("category,2026-1,2026-2,"));
  EXPECT_EQ(lines.size(), tables.back()->rows.size() + 1);
  EXPECT_EQ(lines.back(), "\"'=HYPERLINK(\"\"http://example\"\")\",,,,,,,,,,,,");
  EXPECT_THAT(Content(Path("a.csv")), HasSubstr(",suppressed,"));
}

TEST_P(Render, CsvHasWordsBesideTheIdWhereItIsFilledIn) {
  Table table{.id = "form",
              .title = "",
              .note = "",
              .columns = {{"question", "Q", ColumnKind::kText}, {"answer", "A", ColumnKind::kText}},
              .rows = {{Named{"gaps", "Long silence, and why?"}, std::string()}}};
  table.columns[0].in_words = true;
  ASSERT_TRUE(RenderCsv(document(), table, Path("a.csv")).ok());
  EXPECT_EQ(Content(Path("a.csv")),
            "question,question_in_words,answer\r\ngaps,\"Long silence, and why?\",\r\n");
}

TEST_P(Render, DurationsNameTheirUnitToPrograms) {
  const Table& table = *TablesOf(document())[0];
  ASSERT_TRUE(RenderCsv(document(), table, Path("a.csv")).ok());
  EXPECT_THAT(Content(Path("a.csv")), StartsWith("mission,met,late,missed,running,kept,median_seconds\r\n"));
  ASSERT_TRUE(RenderJson(document(), Path("a.json")).ok());
  const auto json = nlohmann::json::parse(Content(Path("a.json")))["tables"][0];
  EXPECT_EQ(json["columns"].back()["unit"], "seconds");
  EXPECT_FALSE(json["columns"].front().contains("unit"));
  EXPECT_TRUE(json["rows"][0]["median"].is_number()) << "by which it is verified";
}

TEST_P(Render, LongListsAreWholeWhereTheyAreNotPrinted) {
  const Table& list = *TablesOf(document())[1];
  ASSERT_TRUE(RenderCsv(document(), list, Path("a.csv")).ok());
  const std::string csv = Content(Path("a.csv"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), list.row_count + 1);
  ASSERT_TRUE(RenderJson(document(), Path("a.json")).ok());
  const auto json = nlohmann::json::parse(Content(Path("a.json")));
  EXPECT_EQ(json["tables"][1]["rows"].size(), static_cast<size_t>(list.row_count));
  EXPECT_EQ(json["tables"][0]["rows"][0]["met"], 412);
  EXPECT_EQ(json["checkpoint"]["size"], 1'000'000);
  EXPECT_EQ(json["source"]["leaves"], 873'201);
}

TEST_P(Render, SheetsAreNamedInWholeWordsAndOnce) {
  Document document = SampleDocument(GetParam());
  const Table table{.id = "t",
                    .title = "Каждое обращение и каждый список, где дело показано",
                    .note = "",
                    .columns = {{"c", "C", ColumnKind::kCount}},
                    .rows = {}};
  document.sections = {{"S", "", {table, table}}};
  ASSERT_TRUE(RenderXlsx(document, Path("a.xlsx")).ok());
  const std::string workbook = OutputOf(absl::StrCat("unzip -p ", Path("a.xlsx"), " xl/workbook.xml"));
  EXPECT_THAT(workbook, AllOf(HasSubstr("\"Каждое обращение и каждый\""),
                              HasSubstr("\"Каждое обращение и каждый 2\"")));
}

TEST_P(Render, XlsxHasASheetForEachTable) {
  ASSERT_TRUE(RenderXlsx(document(), Path("a.xlsx")).ok());
  const std::string workbook = OutputOf(absl::StrCat("unzip -p ", Path("a.xlsx"), " xl/workbook.xml"));
  size_t sheets = 0;
  for (size_t at = workbook.find("<sheet "); at != std::string::npos; at = workbook.find("<sheet ", at + 1))
    ++sheets;
  EXPECT_EQ(sheets, TablesOf(document()).size() + 2) << "and the cover and the method";
  const std::string last = OutputOf(absl::StrCat("unzip -p ", Path("a.xlsx"), " xl/worksheets/sheet4.xml"));
  EXPECT_THAT(last, AllOf(HasSubstr("HYPERLINK"), Not(HasSubstr("<f>")))) << "text, not a formula";
}

}  // namespace
}  // namespace arasha::reports
