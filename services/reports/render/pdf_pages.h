#ifndef ARASHA_SERVICES_REPORTS_RENDER_PDF_PAGES_H_
#define ARASHA_SERVICES_REPORTS_RENDER_PDF_PAGES_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/reports/drawing/typesetter.h"

namespace arasha::reports {

// A4, in points.
inline constexpr double kPageWidth = 595.28;
inline constexpr double kPageHeight = 841.89;
inline constexpr double kMargin = 45;
inline constexpr double kBodyTop = 66;
inline constexpr double kBodyBottom = kPageHeight - 58;
inline constexpr double kBodyWidth = kPageWidth - 2 * kMargin;

// Pages of a document that are filled from top to bottom. What is placed is drawn only by Write(), when the
// number of pages is known.
class PdfPages {
 public:
  // Draws something whose upper edge is at `y`.
  using DrawAt = std::function<void(cairo_t* cairo, double y)>;
  // Draws what every page has; `page` counts from 1.
  using Furniture = std::function<void(cairo_t* cairo, int page, int pages)>;

  // What stands again at the top of a page that begins within what it is the heading of.
  struct Repeated {
    double height = 0;
    DrawAt draw;
  };

  struct Properties {
    std::string title;
    std::string author;
    std::string subject;
    absl::Time created;
  };

  PdfPages() : pages_(1) {}

  void NewPage();
  // What is left of the page.
  double Room() const { return kBodyBottom - y_; }
  // Goes to a new page unless this much room is left, or the page is empty still.
  void Keep(double height);
  // A page may end here, within what `repeated` heads: goes to a new page below it, unless this much room is
  // left.
  void BreakUnder(std::shared_ptr<const Repeated> repeated, double height);
  void Place(double height, DrawAt draw);
  // Nothing at the top of a page.
  void Space(double height);
  size_t Count() const { return pages_.size(); }
  // Whether a last page holds less than a third of what it could, beside the cover and a page before it.
  bool LastIsMeagre() const;
  // When everything is placed: a last page that would hold a few lines is given the end of the page before
  // it, as much as belongs together, if that leaves enough there. Of a table it may be the last rows.
  void Balance();
  // The next thing placed can be reached under this name; returns its number from 0, for PageOf().
  size_t Bookmark(const std::string& title);
  // The page of a bookmark, from 1. Final when everything is placed.
  int PageOf(size_t bookmark) const;

  absl::Status Write(const std::string& path, const Properties& properties, const Furniture& furniture) const;

 private:
  struct Placed {
    double y;
    double height;
    bool begins;  // a page may begin with it: Keep() came before it, and nothing kept reaches into it
    // What stands above it if it begins a page, or what it repeats itself; null for nothing.
    std::shared_ptr<const Repeated> repeated;
    DrawAt draw;
  };
  struct Mark {
    std::string title;
    int page;
    double y;
  };

  std::vector<std::vector<Placed>> pages_;
  std::vector<Mark> marks_;
  double y_ = kBodyTop;
  double kept_until_ = 0;                     // what Keep() promised room for
  double joint_ = 0;                          // the space that the top of the last page swallowed
  bool begins_ = false;                       // a page may begin with the next thing placed
  std::shared_ptr<const Repeated> repeated_;  // above the next thing placed, if it begins a page
};

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_RENDER_PDF_PAGES_H_
