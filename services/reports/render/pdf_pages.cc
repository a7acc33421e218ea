#include "services/reports/render/pdf_pages.h"

#include <cairo-pdf.h>

#include <algorithm>
#include <memory>

#include "absl/strings/str_format.h"

namespace arasha::reports {
namespace {

constexpr size_t kCover = 1;

}  // namespace

void PdfPages::NewPage() {
  joint_ = pages_.back().empty() ? 0 : y_ - pages_.back().back().y - pages_.back().back().height;
  pages_.emplace_back();
  y_ = kBodyTop;
  kept_until_ = 0;
}

void PdfPages::Keep(double height) {
  if (y_ + height > kBodyBottom && !pages_.back().empty()) NewPage();
  begins_ = y_ >= kept_until_;
  repeated_ = nullptr;
  kept_until_ = std::max(kept_until_, y_ + height);
}

void PdfPages::BreakUnder(std::shared_ptr<const Repeated> repeated, double height) {
  if (Room() < height && !pages_.back().empty()) {
    NewPage();
    begins_ = false;
    repeated_ = repeated;
    Place(repeated->height, repeated->draw);
    return;
  }
  begins_ = true;
  repeated_ = std::move(repeated);
  kept_until_ = std::max(kept_until_, y_ + height);
}

void PdfPages::Place(double height, DrawAt draw) {
  if (y_ + height > kBodyBottom && !pages_.back().empty()) NewPage();
  pages_.back().push_back({y_, height, begins_, std::move(repeated_), std::move(draw)});
  begins_ = false;
  repeated_ = nullptr;
  y_ += height;
}

bool PdfPages::LastIsMeagre() const {
  return pages_.size() >= kCover + 2 && y_ - kBodyTop < (kBodyBottom - kBodyTop) / 3;
}

void PdfPages::Balance() {
  constexpr double kLeast = (kBodyBottom - kBodyTop) / 4;        // more leaves a gap on the page before
  constexpr double kLeastBefore = (kBodyBottom - kBodyTop) / 2;  // of what stays on the page before
  if (pages_.size() < kCover + 2) return;
  std::vector<Placed>& last = pages_.back();
  std::vector<Placed>& before = pages_[pages_.size() - 2];
  const double used = y_ - kBodyTop;
  if (last.empty() || used >= kLeast) return;
  // From the end of the page before, until enough is found that begins something; never so much that
  // the page before is the emptier one.
  size_t cut = before.size();
  for (size_t i = before.size(); i-- > 1;) {
    if (before[i].y - kBodyTop < kLeastBefore) break;
    if (!before[i].begins) continue;
    cut = i;
    if (used + before.back().y + before.back().height - before[i].y >= kLeast) break;
  }
  if (cut == before.size()) return;
  const std::shared_ptr<const Repeated> repeated = before[cut].repeated;
  const double from = before[cut].y;
  const double top = kBodyTop + (repeated == nullptr ? 0 : repeated->height);
  double moved = top - kBodyTop + before.back().y + before.back().height - from;
  if (last.front().repeated != nullptr) {
    // What it heads goes on from rows that now stand above it.
    moved -= last.front().height;
    last.erase(last.begin());
  } else {
    moved += joint_;
  }
  const auto page = static_cast<int>(pages_.size());
  for (Placed& placed : last) placed.y += moved;
  for (Mark& mark : marks_) {
    if (mark.page == page) mark.y += moved;
    if (mark.page == page - 1 && mark.y >= from) mark = {mark.title, page, mark.y - from + top};
  }
  for (size_t i = before.size(); i-- > cut;) {
    before[i].y += top - from;
    last.insert(last.begin(), std::move(before[i]));
  }
  if (repeated != nullptr) {
    last.insert(last.begin(), Placed{kBodyTop, repeated->height, false, repeated, repeated->draw});
  }
  before.resize(cut);
  y_ += moved;
}

void PdfPages::Space(double height) {
  if (pages_.back().empty()) {
    joint_ = std::max(joint_, height);
  } else {
    y_ += height;
  }
}

size_t PdfPages::Bookmark(const std::string& title) {
  marks_.push_back({title, static_cast<int>(pages_.size()), y_});
  return marks_.size() - 1;
}

int PdfPages::PageOf(size_t bookmark) const { return marks_[bookmark].page; }

absl::Status PdfPages::Write(const std::string& path, const Properties& properties,
                             const Furniture& furniture) const {
  const std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)> surface(
      cairo_pdf_surface_create(path.c_str(), kPageWidth, kPageHeight), &cairo_surface_destroy);
  cairo_surface_t* pdf = surface.get();
  cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_TITLE, properties.title.c_str());
  cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_AUTHOR, properties.author.c_str());
  cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_SUBJECT, properties.subject.c_str());
  const std::string created = absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", properties.created, absl::UTCTimeZone());
  cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_CREATE_DATE, created.c_str());
  cairo_pdf_surface_set_metadata(pdf, CAIRO_PDF_METADATA_MOD_DATE, created.c_str());
  for (const Mark& mark : marks_) {
    cairo_pdf_surface_add_outline(
        pdf, CAIRO_PDF_OUTLINE_ROOT, mark.title.c_str(),
        absl::StrFormat("page=%d pos=[%.1f %.1f]", mark.page, kMargin, mark.y).c_str(),
        CAIRO_PDF_OUTLINE_FLAG_OPEN);
  }
  const std::unique_ptr<cairo_t, decltype(&cairo_destroy)> cairo(cairo_create(pdf), &cairo_destroy);
  for (size_t page = 0; page < pages_.size(); ++page) {
    furniture(cairo.get(), static_cast<int>(page) + 1, static_cast<int>(pages_.size()));
    for (const Placed& placed : pages_[page]) placed.draw(cairo.get(), placed.y);
    cairo_show_page(cairo.get());
  }
  cairo_surface_finish(pdf);
  if (cairo_surface_status(pdf) != CAIRO_STATUS_SUCCESS) {
    return absl::ResourceExhaustedError(cairo_status_to_string(cairo_surface_status(pdf)));
  }
  return absl::OkStatus();
}

}  // namespace arasha::reports
