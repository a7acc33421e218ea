#include "clients/text/text_encoding.h"
#include "services/rules/log/utf8.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <memory>

#include "absl/strings/match.h"

namespace arasha::clients {
namespace {

constexpr char kUtf8Mark[] = "\xef\xbb\xbf";

std::optional<icu::UnicodeString> Decoded(const std::string& bytes, const char* encoding) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(encoding, &error),
                                                                     &ucnv_close);
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &error);
  icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()), converter.get(), error);
  if (U_FAILURE(error)) return std::nullopt;
  if (text.startsWith(u"\ufeff")) text.remove(0, 1);
  return text;
}

std::optional<std::string> InUtf8(const std::optional<icu::UnicodeString>& text) {
  if (!text) return std::nullopt;
  std::string utf8;
  text->toUTF8String(utf8);
  return utf8;
}

// UTF-16 of Latin or Cyrillic letters has 0x00 or 0x04 in every other byte, which no text has elsewhere.
const char* Utf16Order(const std::string& bytes) {
  if (absl::StartsWith(bytes, "\xff\xfe")) return "UTF-16LE";
  if (absl::StartsWith(bytes, "\xfe\xff")) return "UTF-16BE";
  if (bytes.size() < 2 || bytes.size() % 2 != 0) return nullptr;
  size_t high[2] = {0, 0};
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\0' || bytes[i] == '\x04') ++high[i % 2];
  }
  const size_t units = bytes.size() / 2;
  if (high[1] * 10 >= units * 9 && high[0] == 0) return "UTF-16LE";
  return high[0] * 10 >= units * 9 && high[1] == 0 ? "UTF-16BE" : nullptr;
}

// Whether it reads as Russian: two letters of the Russian alphabet or more, in no word beside Latin ones, and
// capitals where capitals stand. The same bytes read as KOI8-R have other letters, and texts in KOI8-R read
// so have capitals behind small letters.
bool IsRussian(const icu::UnicodeString& text) {
  bool before_small = false;
  bool before_latin = false;
  bool before_russian = false;
  int32_t letters = 0;
  for (int32_t i = 0; i < text.length(); ++i) {
    const char16_t c = text[i];
    const bool russian = (c >= u'А' && c <= u'я') || c == u'Ё' || c == u'ё';
    if (c > 0x7f && !russian && u_isalpha(c)) return false;
    if (u_iscntrl(c) && c != u'\n' && c != u'\r' && c != u'\t') return false;
    if (russian && u_isupper(c) && before_small) return false;
    const bool latin = c <= 0x7f && u_isalpha(c);
    if ((russian && before_latin) || (latin && before_russian)) return false;
    before_small = russian && u_islower(c);
    before_latin = latin;
    before_russian = russian;
    letters += russian ? 1 : 0;
  }
  return letters > 1;
}

}  // namespace

std::optional<std::string> ToUtf8(std::string bytes) {
  if (absl::StartsWith(bytes, kUtf8Mark)) bytes.erase(0, sizeof kUtf8Mark - 1);
  if (const char* order = Utf16Order(bytes)) return InUtf8(Decoded(bytes, order));
  if (rules::log::IsUtf8(bytes)) return bytes;
  const std::optional<icu::UnicodeString> russian = Decoded(bytes, "windows-1251");
  return russian && IsRussian(*russian) ? InUtf8(russian) : std::nullopt;
}

std::string Utf8OrAsIs(std::string bytes) { return ToUtf8(bytes).value_or(bytes); }

}  // namespace arasha::clients
