#include "services/reports/document/value_text.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"

namespace arasha::reports {
namespace {

constexpr char kNoBreakSpace[] = "\u00a0";

template <typename... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <typename... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

// A date or a time is read in one piece.
std::string InOnePiece(std::string text) { return absl::StrReplaceAll(text, {{" ", kNoBreakSpace}}); }

}  // namespace

std::string CountText(int64_t count, Language language) {
  const std::string digits = absl::StrCat(count < 0 ? -count : count);
  const std::string separator = language == Language::kEn ? "," : kNoBreakSpace;
  std::string text = count < 0 ? "−" : "";
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += separator;
    text += digits[i];
  }
  return text;
}

std::string DecimalText(double number, Language language) {
  const int64_t tenths = std::llround(number * 10);
  return absl::StrCat(CountText(tenths / 10, language), language == Language::kEn ? "." : ",",
                      std::abs(tenths % 10));
}

std::string ShareText(double of_one, Language language) {
  return absl::StrCat(DecimalText(of_one * 100, language), language == Language::kEn ? "" : kNoBreakSpace,
                      "%");
}

std::string TimeText(absl::Time time, absl::TimeZone zone, Language language) {
  return InOnePiece(
      absl::FormatTime(language == Language::kEn ? "%Y-%m-%d %H:%M" : "%d.%m.%Y %H:%M", time, zone));
}

std::string MonthText(absl::CivilMonth month, const Texts& texts) {
  return InOnePiece(texts.Text("month_of_year", {{"month", texts.Text(absl::StrCat("month.", month.month()))},
                                                 {"year", absl::StrCat(month.year())}}));
}

std::string DayText(absl::CivilDay day, const Texts& texts) {
  return InOnePiece(texts.Text("day_of_month", {{"day", absl::StrCat(day.day())},
                                                {"month", texts.Text(absl::StrCat("of_month.", day.month()))},
                                                {"year", absl::StrCat(day.year())}}));
}

std::string DurationText(absl::Duration duration, const Texts& texts) {
  const int64_t minutes = absl::ToInt64Minutes(duration);
  const int64_t hours = minutes / 60;
  const int64_t days = hours / 24;
  const auto part = [&](int64_t number, const char* unit) {
    return absl::StrCat(CountText(number, texts.language()), kNoBreakSpace, texts.Text(unit));
  };
  if (days > 0) {
    return hours % 24 == 0 || days >= 10 ? part(days, "unit.day")
                                         : part(days, "unit.day") + " " + part(hours % 24, "unit.hour");
  }
  if (hours > 0) {
    return minutes % 60 == 0 ? part(hours, "unit.hour")
                             : part(hours, "unit.hour") + " " + part(minutes % 60, "unit.minute");
  }
  return part(minutes, "unit.minute");
}

std::string ValueText(const Value& value, const Texts& texts, absl::TimeZone zone) {
  return std::visit(Overloaded{
                        [](std::monostate) { return std::string("–"); },
                        [](const std::string& text) { return text; },
                        [](const Named& named) { return named.name; },
                        [&](int64_t count) { return CountText(count, texts.language()); },
                        [&](Decimal decimal) { return DecimalText(decimal.number, texts.language()); },
                        [&](Share share) { return ShareText(share.of_one, texts.language()); },
                        [&](absl::Time time) { return TimeText(time, zone, texts.language()); },
                        [&](absl::Duration duration) { return DurationText(duration, texts); },
                        [&](Suppressed) { return texts.Text("suppressed_sign"); },
                    },
                    value);
}

std::string RawText(const Value& value, absl::TimeZone zone) {
  return std::visit(
      Overloaded{
          [](std::monostate) { return std::string(); },
          [](const std::string& text) { return text; },
          [](const Named& named) { return named.id; },
          [](int64_t count) { return absl::StrCat(count); },
          [](Decimal decimal) { return absl::StrFormat("%.1f", std::round(decimal.number * 10) / 10); },
          [](Share share) { return absl::StrFormat("%.6g", share.of_one); },
          [&](absl::Time time) { return absl::FormatTime(absl::RFC3339_sec, time, zone); },
          [](absl::Duration duration) { return absl::StrCat(absl::ToInt64Seconds(duration)); },
          [](Suppressed) { return std::string("suppressed"); },
      },
      value);
}

}  // namespace arasha::reports
