#ifndef ARASHA_SERVICES_REPORTS_DRAWING_TYPESETTER_H_
#define ARASHA_SERVICES_REPORTS_DRAWING_TYPESETTER_H_

#include <memory>
#include <string>
#include <vector>

#include "services/reports/drawing/canvas.h"

typedef struct _cairo cairo_t;

namespace arasha::reports {

// Fonts with every letter of Kazakh: Noto Sans, and DejaVu Sans Mono for hashes. One thread at a time.
class Typesetter {
 public:
  Typesetter();
  ~Typesetter();
  Typesetter(const Typesetter&) = delete;
  Typesetter& operator=(const Typesetter&) = delete;

  // Width of one line.
  double Width(const std::string& text, double size, bool bold) const;
  // The beginning of the text that fits, with an ellipsis where something is cut off.
  std::string Fitted(const std::string& text, double width, double size, bool bold) const;

  // With no-break spaces where no line may break: before a dash or a dot between words, and after a word of
  // one letter, which would hang at the end of its line. Paragraphs are set so.
  static std::string Bound(const std::string& text);
  // A stretch of a text that is a command, or none.
  struct Stretch {
    std::string text;
    bool command = false;
  };
  // Texts name commands between backquotes, `arasha whoami`. On paper and on screen they stand in letters of
  // one width and are not parted, for what is typed from there must be whole.
  static std::vector<Stretch> Stretches(const std::string& text);
  // On lines of this width, at most so many; what does not fit on the last is cut off, with an ellipsis.
  std::vector<std::string> Broken(const std::string& text, double width, size_t most, double size,
                                  bool bold) const;

  struct Paragraph {
    std::string text;
    double width = 0;  // where lines break
    double size = 9;
    bool bold = false;
    bool mono = false;
    Color color = kInk;
    Anchor anchor = Anchor::kStart;
    double leading = 1.08;  // distance of lines, in heights of a line
  };
  double Height(const Paragraph& paragraph) const;
  // Takes from the paragraph the beginning that stands in this height, up to a blank if it has one, and
  // leaves the rest; at least a character.
  Paragraph Take(Paragraph& paragraph, double height) const;
  // Draws with the upper left corner of the paragraph at (x, y).
  void Draw(cairo_t* cairo, const Paragraph& paragraph, double x, double y) const;
  // Draws one line, anchored at its baseline.
  void DrawLine(cairo_t* cairo, const Point& at, const std::string& text, const TextStyle& style) const;

 private:
  struct Fonts;
  std::unique_ptr<Fonts> fonts_;
};

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_DRAWING_TYPESETTER_H_
