#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "clients/print/drawing/state_diagram.h"
#include "clients/text/width.h"

namespace arasha::clients {
namespace {

// All in pixels of the picture.
constexpr int kMargin = 20;
constexpr int kTitle = 44;                  // height of the line above all
constexpr int kRow = 46;                    // of a state
constexpr int kBox = 34;                    // height of what stands for it
constexpr int kLane = 30;                   // from one way to the next
constexpr int kLine = 17;                   // more for each further label of a way
constexpr int kLetter = 8;                  // of text, at most on average: fonts differ
constexpr int kStart = 26;                  // left of the boxes, for the sign of where a case begins
constexpr double kSlope = 60 * M_PI / 180;  // of labels

std::string SvgText(const std::string& text) {
  return absl::StrReplaceAll(OneLine(text), {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}});
}

int PixelsOf(const std::string& text) { return kLetter * DisplayWidth(OneLine(text)); }

class Picture {
 public:
  Picture(const v1::CaseType& type, const Texts& messages)
      : type_(type), messages_(messages), ways_(WaysOf(type, messages)) {
    for (Way& way : ways_) {
      if (way.two_persons) absl::StrAppend(&way.labels.back(), " · ", messages.Text("label.two_persons"));
    }
    Measure();
  }

  std::string Draw() {
    const std::string title =
        absl::StrCat(messages_.Text(type_.label(), type_.id()), " · ", type_.id(), "@", type_.version());
    const std::string legend = messages_.Text("diagram.legend");
    const int width =
        std::max({right_, 2 * kMargin + PixelsOf(title) * 3 / 2, 2 * kMargin + PixelsOf(legend)});
    const int height = top_ + kRow * type_.states_size() + 40;
    absl::StrAppend(&svg_, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"", width, "\" height=\"",
                    height, "\" viewBox=\"0 0 ", width, " ", height,
                    "\" font-family=\"DejaVu Sans, Arial, sans-serif\" ",
                    "font-size=\"13\" fill=\"#1b1b1b\">\n<title>", SvgText(title), "</title>\n<rect width=\"",
                    width, "\" height=\"", height, "\" fill=\"white\"/>\n");
    Text(kMargin, kMargin + 12, title, " font-size=\"17\" font-weight=\"bold\"");
    for (int state = 0; state < type_.states_size(); ++state) Row(state);
    int lane = lanes_;
    for (const Way& way : ways_) {
      Line(way, lane);
      lane += kLane + kLine * (static_cast<int>(way.labels.size()) - 1);
    }
    Text(kMargin, height - 16, legend, " font-size=\"12\" fill=\"#555\"");
    absl::StrAppend(&svg_, "</svg>\n");
    return std::move(svg_);
  }

 private:
  // What stands where.
  void Measure() {
    int box = 0;
    for (const v1::StateRule& rule : type_.states()) {
      box = std::max(box, PixelsOf(messages_.Text(rule.label(), rule.id())));
    }
    box_ = box + 24;
    lanes_ = kMargin + kStart + box_ + kLane;
    int longest = 0;
    right_ = lanes_;
    for (const Way& way : ways_) {
      int line = right_;
      for (const std::string& label : way.labels) {
        longest = std::max(longest, PixelsOf(label));
        reach_ = std::max(reach_, line + static_cast<int>(PixelsOf(label) * std::cos(kSlope)));
        line += kLine;
      }
      right_ += kLane + kLine * (static_cast<int>(way.labels.size()) - 1);
    }
    rows_end_ = right_;
    right_ = std::max(right_, reach_) + kMargin;
    top_ = kTitle + static_cast<int>(longest * std::sin(kSlope)) + 24;
  }

  int Middle(int state) const { return top_ + kRow * state + kRow / 2; }

  void Text(int x, int y, const std::string& text, const std::string& look) {
    absl::StrAppend(&svg_, "<text x=\"", x, "\" y=\"", y, "\"", look, ">", SvgText(text), "</text>\n");
  }

  void Stroke(int x1, int y1, int x2, int y2, const std::string& look) {
    absl::StrAppend(&svg_, "<line x1=\"", x1, "\" y1=\"", y1, "\" x2=\"", x2, "\" y2=\"", y2, "\" ", look,
                    "/>\n");
  }

  void Box(int inset, int state) {
    absl::StrAppend(&svg_, "<rect x=\"", kMargin + kStart + inset, "\" y=\"",
                    Middle(state) - kBox / 2 + inset, "\" width=\"", box_ - 2 * inset, "\" height=\"",
                    kBox - 2 * inset,
                    "\" rx=\"6\" fill=\"white\" stroke=\"#1b1b1b\" stroke-width=\"1.3\"/>\n");
  }

  // A state, and the row that its ways meet.
  void Row(int state) {
    const v1::StateRule& rule = type_.states(state);
    const int middle = Middle(state);
    if (state % 2 == 0) {
      absl::StrAppend(&svg_, "<rect x=\"", kMargin, "\" y=\"", middle - kRow / 2, "\" width=\"",
                      rows_end_ - kMargin, "\" height=\"", kRow, "\" fill=\"#f3f5f8\"/>\n");
    }
    Stroke(kMargin + kStart + box_, middle, rows_end_ - kLane / 2, middle, "stroke=\"#c3c9d2\"");
    if (state == 0) {
      absl::StrAppend(&svg_, "<circle cx=\"", kMargin + 6, "\" cy=\"", middle, "\" r=\"5\"/>\n");
      Stroke(kMargin + 6, middle, kMargin + kStart - 6, middle, "stroke=\"#1b1b1b\" stroke-width=\"1.5\"");
      Arrow(kMargin + kStart, middle, 1);
    }
    Box(0, state);
    if (rule.final()) Box(4, state);
    Text(kMargin + kStart + box_ / 2, middle + 5, messages_.Text(rule.label(), rule.id()),
         " text-anchor=\"middle\"");
  }

  // Its point is at x; 1 points to the right, -1 to the left.
  void Arrow(int x, int y, int direction) {
    absl::StrAppend(&svg_, "<path d=\"M", x, " ", y, "l", -10 * direction, " -6v12z\"/>\n");
  }

  void Line(const Way& way, int x) {
    const int first = Middle(std::min(way.from.front(), way.to));
    const int last = Middle(std::max(way.from.back(), way.to));
    absl::StrAppend(&svg_, "<g><title>", SvgText(absl::StrJoin(way.labels, ", ")), "</title>\n");
    Stroke(x, top_ - 6, x, first, "stroke=\"#8a94a3\" stroke-dasharray=\"1 4\"");
    Stroke(
        x, first, x, last,
        way.two_persons ? "stroke=\"#1b1b1b\" stroke-width=\"6\"" : "stroke=\"#1b1b1b\" stroke-width=\"2\"");
    if (way.two_persons) Stroke(x, first, x, last, "stroke=\"white\" stroke-width=\"2\"");
    for (const int from : way.from) {
      absl::StrAppend(&svg_, "<circle cx=\"", x, "\" cy=\"", Middle(from), "\" r=\"4.5\"/>\n");
    }
    // Beside the line, so that a way from a state to itself shows both.
    Stroke(x, Middle(way.to), x - 9, Middle(way.to), "stroke=\"#1b1b1b\" stroke-width=\"2\"");
    Arrow(x - 18, Middle(way.to), -1);
    int label = x + 4;
    for (const std::string& text : way.labels) {
      Text(label, top_ - 10, text, absl::StrCat(" transform=\"rotate(-60 ", label, " ", top_ - 10, ")\""));
      label += kLine;
    }
    absl::StrAppend(&svg_, "</g>\n");
  }

  const v1::CaseType& type_;
  const Texts& messages_;
  std::vector<Way> ways_;
  int box_ = 0;       // width
  int lanes_ = 0;     // where the first way is
  int rows_end_ = 0;  // right end of the rows
  int reach_ = 0;     // right end of the labels
  int right_ = 0;     // of all
  int top_ = 0;       // of the first row
  std::string svg_;
};

}  // namespace

std::string StateDiagramSvg(const v1::CaseType& type, const Texts& messages) {
  return Picture(type, messages).Draw();
}

}  // namespace arasha::clients
