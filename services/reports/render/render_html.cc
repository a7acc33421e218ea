#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/reports/document/value_text.h"
#include "services/reports/drawing/charts.h"
#include "services/reports/drawing/svg_canvas.h"
#include "services/reports/render/html_style.h"
#include "services/reports/render/output_file.h"
#include "services/reports/render/render.h"
#include "services/reports/render/tiles.h"

namespace arasha::reports {
namespace {

constexpr double kChartWidth = 505;

std::string ToneClass(Tone tone) {
  switch (tone) {
    case Tone::kMain:
      return "main";
    case Tone::kGood:
      return "good";
    case Tone::kLate:
      return "late";
    case Tone::kBad:
      return "bad";
    case Tone::kOther:
      return "other";
    case Tone::kMuted:
      return "muted";
  }
  return "";
}

// Of a cell, whose lines are short: a word of one letter stays with the next.
std::string BoundText(const std::string& text) { return MarkupText(Typesetter::Bound(text)); }

// A browser breaks lines at hyphens too, within a date, the number of a case or an option of a command.
bool BreaksAtAHyphen(absl::string_view word) {
  constexpr size_t kMost = 24;  // longer ones, as ids of reports, no narrow screen holds
  return word.size() <= kMost && absl::StrContains(word, '-') &&
         (absl::StartsWith(word, "--") || std::any_of(word.begin(), word.end(), absl::ascii_isdigit));
}

// With such words in one piece.
std::string WholeWords(const std::string& text) {
  return absl::StrJoin(absl::StrSplit(text, ' '), " ", [](std::string* line, absl::string_view word) {
    const std::string markup = MarkupText(std::string(word));
    if (BreaksAtAHyphen(word)) {
      absl::StrAppend(line, "<span class=\"whole\">", markup, "</span>");
    } else {
      absl::StrAppend(line, markup);
    }
  });
}

// Of a text of sentences, which may name commands.
std::string ProseText(const std::string& text) {
  std::string prose;
  for (const Typesetter::Stretch& stretch : Typesetter::Stretches(text)) {
    const std::string part = WholeWords(stretch.text);
    absl::StrAppend(&prose, stretch.command ? absl::StrCat("<code>", part, "</code>") : part);
  }
  return prose;
}

// No line ends in a dot: where scope and period do not stand side by side, the dot between them is not seen
// (html_style.h), and those within the scope stay with the words around them.
std::string SubtitleText(const std::string& subtitle) {
  const std::string dot = " · ";
  const size_t at = subtitle.rfind(dot);
  if (at == std::string::npos) return absl::StrCat("<span>", WholeWords(subtitle), "</span>");
  const std::string scope = absl::StrReplaceAll(subtitle.substr(0, at), {{dot, "\u00a0·\u00a0"}});
  return absl::StrCat("<span>", WholeWords(scope), "</span> <span><i>·</i> ",
                      WholeWords(subtitle.substr(at + dot.size())), "</span>");
}

// Writes the parts of one page.
class HtmlWriter {
 public:
  HtmlWriter(const Document& document, OutputFile& file)
      : document_(document), texts_(document.language), file_(file) {}

  void Write() {
    file_.Write(
        "<!doctype html>\n<html lang=\"", std::string(CodeOf(document_.language)),
        "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
        "content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" "
        "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>",
        MarkupText(document_.title), "</title>\n<style>", kHtmlStyle, "</style>\n</head>\n<body>\n");
    Cover();
    file_.Write("<main>\n");
    for (size_t i = 0; i < document_.sections.size(); ++i) WriteSection(document_.sections[i], i);
    Method();
    file_.Write("</main>\n<footer>", MarkupText(document_.name), " · ",
                MarkupText(texts_.Text("footer.checkpoint",
                                       {{"size", CountText(document_.checkpoint.size, document_.language)}})),
                "</footer>\n</body>\n</html>\n");
  }

 private:
  void Facts(const std::vector<Fact>& facts, const char* style) {
    file_.Write("<dl class=\"", style, "\">\n");
    for (const Fact& fact : facts) {
      file_.Write("<dt>", MarkupText(fact.label), "</dt><dd>", ProseText(fact.text), "</dd>\n");
    }
    file_.Write("</dl>\n");
  }

  void Cover() {
    file_.Write("<header>\n<div class=\"band\"><b>Arasha</b><span>", MarkupText(texts_.Text("author")),
                "</span></div>\n<h1>", MarkupText(document_.title), "</h1>\n<p class=\"subtitle\">",
                SubtitleText(document_.subtitle),
                "</p>\n<div class=\"tiles\" style=\"--in-row:", TilesInRow(document_.headlines.size()),
                "\">\n");
    for (const Headline& one : document_.headlines) {
      file_.Write("<div class=\"tile ", ToneClass(one.tone), "\"><b>",
                  MarkupText(ValueText(one.value, texts_, document_.zone)), "</b><span>",
                  MarkupText(one.label), "</span></div>\n");
    }
    file_.Write("</div>\n");
    Facts(document_.facts, "facts");
    file_.Write("<nav><h2>", MarkupText(texts_.Text("contents.title")), "</h2><ol>");
    for (size_t i = 0; i < document_.sections.size(); ++i) {
      file_.Write("<li><a href=\"#s", i, "\">", MarkupText(document_.sections[i].title), "</a></li>");
    }
    file_.Write("<li><a href=\"#method\">", MarkupText(texts_.Text("method.title")),
                "</a></li></ol></nav>\n<section class=\"proof\"><h2>", MarkupText(texts_.Text("proof.title")),
                "</h2>\n");
    Facts(ProofOf(document_, texts_), "facts mono");
    file_.Write("<p>", ProseText(texts_.Text("proof.how")), "</p></section>\n</header>\n");
  }

  void WriteSection(const Section& section, size_t number) {
    file_.Write("<section id=\"s", number, "\">\n<h2>", MarkupText(section.title), "</h2>\n");
    if (!section.text.empty()) file_.Write("<p>", ProseText(section.text), "</p>\n");
    for (const Block& block : section.blocks) {
      std::visit([this](const auto& one) { WriteBlock(one); }, block);
    }
    file_.Write("</section>\n");
  }

  template <typename Chart>
  void WriteBlock(const Chart& chart) {
    file_.Write("<figure><figcaption>", MarkupText(chart.title), "</figcaption>");
    if (!IsEmpty(chart)) {
      SvgCanvas canvas;
      const ChartStyle style = {texts_, typesetter_};
      const double height = HeightOf(chart, style, kChartWidth - 4);
      Draw(chart, style, canvas, {2, 0, kChartWidth - 4, height});
      file_.Write(canvas.Element(kChartWidth, height, chart.title));
    }
    file_.Write("</figure>\n");
    for (const std::string& note : NotesOf(chart, texts_)) Note(note);
  }

  // The name that a row begins with keeps room beside many figures (html_style.h).
  static bool IsLongName(size_t column, const std::string& text) {
    constexpr size_t kLong = 20;
    const auto letters = std::count_if(text.begin(), text.end(), [](char one) {
      return (static_cast<unsigned char>(one) & 0xc0U) != 0x80U;
    });
    return column == 0 && static_cast<size_t>(letters) > kLong;
  }

  void Cells(const Table& table, const Row& row) {
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const Column& column = table.columns[i];
      const std::string text = i < row.size() ? ValueText(row[i], texts_, document_.zone) : "";
      file_.Write(column.kind != ColumnKind::kText ? "<td class=\"n\">"
                  : column.id == "case"            ? "<td class=\"whole\">"
                  : IsLongName(i, text)            ? "<td class=\"name\">"
                                                   : "<td>",
                  BoundText(text), "</td>");
    }
  }

  void WriteBlock(const Table& table) {
    if (table.rows.empty()) {
      // Headings and totals of nothing say nothing.
      file_.Write("<figure><figcaption>", MarkupText(table.title), "</figcaption></figure>\n");
    } else {
      WriteRows(Printed(table));
    }
    for (const std::string& note : NotesOf(table, texts_)) Note(note);
  }

  void WriteRows(const Table& table) {
    file_.Write("<div class=\"table\"><table id=\"", MarkupText(table.id), "\"><caption>",
                MarkupText(table.title), "</caption>\n<thead><tr>");
    for (const Column& column : table.columns) {
      file_.Write("<th scope=\"col\"", column.kind == ColumnKind::kText ? ">" : " class=\"n\">",
                  BoundText(column.title), "</th>");
    }
    file_.Write("</tr></thead>\n<tbody>\n");
    for (const Row& row : table.rows) {
      file_.Write("<tr>");
      Cells(table, row);
      file_.Write("</tr>\n");
    }
    file_.Write("</tbody>\n");
    if (PrintsTotal(table)) {
      file_.Write("<tfoot><tr>");
      Cells(table, *table.total);
      file_.Write("</tr></tfoot>\n");
    }
    file_.Write("</table></div>\n");
  }

  void Note(const std::string& text) { file_.Write("<p class=\"note\">", ProseText(text), "</p>\n"); }

  void Method() {
    file_.Write("<section id=\"method\">\n<h2>", MarkupText(texts_.Text("method.title")), "</h2>\n");
    Facts(document_.method, "method");
    file_.Write("</section>\n");
  }

  const Document& document_;
  const Texts texts_;
  const Typesetter typesetter_;
  OutputFile& file_;
};

}  // namespace

absl::Status RenderHtml(const Document& document, const std::string& path) {
  OutputFile file(path);
  HtmlWriter(document, file).Write();
  return file.Close();
}

}  // namespace arasha::reports
