#ifndef ARASHA_SERVICES_REPORTS_DRAWING_PALETTE_H_
#define ARASHA_SERVICES_REPORTS_DRAWING_PALETTE_H_

#include <algorithm>

#include "services/reports/document/document.h"

// Colours, told apart by people who do not see all of them, and dark enough on white.
namespace arasha::reports {

struct Color {
  double red = 0;  // 0 to 1
  double green = 0;
  double blue = 0;
};

constexpr Color Rgb(unsigned hex) {
  return {static_cast<double>(hex >> 16U & 255U) / 255, static_cast<double>(hex >> 8U & 255U) / 255,
          static_cast<double>(hex & 255U) / 255};
}

inline constexpr Color kInk = Rgb(0x1b2733);
inline constexpr Color kFaintInk = Rgb(0x5b6875);
inline constexpr Color kRule = Rgb(0xc9d1d9);
inline constexpr Color kGrid = Rgb(0xe3e8ed);
inline constexpr Color kBand = Rgb(0xf4f6f8);
inline constexpr Color kWhite = Rgb(0xffffff);
inline constexpr Color kBrand = Rgb(0x123f5e);
inline constexpr Color kAccent = Rgb(0xc49a2c);

constexpr Color ColorOf(Tone tone) {
  switch (tone) {
    case Tone::kMain:
      return Rgb(0x1f5f8b);
    case Tone::kGood:
      return Rgb(0x2a8c82);
    case Tone::kLate:
      return Rgb(0xe0a030);
    case Tone::kBad:
      return Rgb(0xb03a2e);
    case Tone::kOther:
      return Rgb(0x7a5c99);
    case Tone::kMuted:
      return Rgb(0xa9b4bf);
  }
  return kInk;
}

// The same for text on white, where two of them would be too pale to read.
constexpr Color InkOf(Tone tone) {
  return tone == Tone::kLate ? Rgb(0x8a5a00) : tone == Tone::kMuted ? kFaintInk : ColorOf(tone);
}

// From nothing (pale) to everything (dark red).
inline Color HeatColor(double share) {
  constexpr Color kCold = Rgb(0xf3f1ec);
  constexpr Color kWarm = Rgb(0xe8a87c);
  constexpr Color kHot = Rgb(0x8c1d18);
  const double at = std::clamp(share, 0.0, 1.0) * 2;
  const Color& from = at < 1 ? kCold : kWarm;
  const Color& to = at < 1 ? kWarm : kHot;
  const double part = at < 1 ? at : at - 1;
  return {from.red + (to.red - from.red) * part, from.green + (to.green - from.green) * part,
          from.blue + (to.blue - from.blue) * part};
}

// The colour of text that can be read on `background`.
inline Color InkOn(const Color& background) {
  const double light = 0.299 * background.red + 0.587 * background.green + 0.114 * background.blue;
  return light > 0.55 ? kInk : kWhite;
}

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_DRAWING_PALETTE_H_
