#include "services/rules/text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"

namespace arasha::rules {

size_t CountCharacters(absl::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

bool HoldsLetterOrDigit(absl::string_view text) {
  const icu::UnicodeString characters =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  for (int32_t at = 0; at < characters.length(); at = characters.moveIndex32(at, 1)) {
    if ((U_GET_GC_MASK(characters.char32At(at)) & (U_GC_L_MASK | U_GC_N_MASK)) != 0) return true;
  }
  return false;
}

namespace {

// Scripts whose letters take other forms beside each other, which U+200C and U+200D ask for or prevent (The
// Unicode Standard 15, sections 9.2, 12.1 and 23.2).
constexpr std::array kJoiningScripts = {
    USCRIPT_ARABIC,  USCRIPT_SYRIAC,   USCRIPT_NKO,       USCRIPT_MONGOLIAN, USCRIPT_DEVANAGARI,
    USCRIPT_BENGALI, USCRIPT_GURMUKHI, USCRIPT_GUJARATI,  USCRIPT_ORIYA,     USCRIPT_TAMIL,
    USCRIPT_TELUGU,  USCRIPT_KANNADA,  USCRIPT_MALAYALAM, USCRIPT_SINHALA,   USCRIPT_TIBETAN,
    USCRIPT_MYANMAR, USCRIPT_KHMER,
};
constexpr UChar32 kNonJoiner = 0x200c;
constexpr UChar32 kJoiner = 0x200d;
constexpr UChar32 kMongolianVowelSeparator = 0x180e;

UScriptCode ScriptOf(UChar32 c) {
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(c, &status);
  return U_SUCCESS(status) ? script : USCRIPT_UNKNOWN;
}

bool Joins(UChar32 c) {
  return std::find(kJoiningScripts.begin(), kJoiningScripts.end(), ScriptOf(c)) != kJoiningScripts.end();
}

// Annotations between lines (U+FFF9 to U+FFFB) are drawn by nobody, though Unicode does not say so.
bool IsInvisible(UChar32 c) {
  return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) || (c >= 0xfff9 && c <= 0xfffb);
}

// Whether the invisible character changes how its neighbours, 0 where there is none, are written.
bool IsNeeded(UChar32 invisible, UChar32 before, UChar32 after) {
  if (invisible == kJoiner || invisible == kNonJoiner || invisible == kMongolianVowelSeparator) {
    return before != 0 && after != 0 && Joins(before) && (Joins(after) || u_getCombiningClass(after) != 0);
  }
  if (!u_hasBinaryProperty(invisible, UCHAR_VARIATION_SELECTOR) || before == 0) return false;
  const UScriptCode script = ScriptOf(before);
  return script == USCRIPT_HAN || script == USCRIPT_MONGOLIAN;
}

bool IsRefused(UChar32 c) {
  const int8_t category = u_charType(c);
  return c == static_cast<UChar32>(kReplacementCharacter) || category == U_CONTROL_CHAR ||
         category == U_PRIVATE_USE_CHAR || category == U_SURROGATE || U_IS_UNICODE_NONCHAR(c);
}

bool EndsLine(UChar32 c) {
  return c == '\n' || c == '\v' || c == '\f' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

// A sign of Braille without a dot, which Unicode counts among symbols.
constexpr UChar32 kBrailleBlank = 0x2800;

// Seen without another character to stand on.
bool StandsAlone(UChar32 c) {
  return c != kBrailleBlank && !u_isUWhiteSpace(c) && !IsInvisible(c) &&
         (U_GET_GC_MASK(c) & (U_GC_M_MASK | U_GC_C_MASK)) == 0;
}

// Most texts are ids, numbers and plain Latin, of which nothing is to be changed.
bool IsPlain(absl::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] < ' ' || text[i] > '~') return false;
    if (text[i] == ' ' && (i == 0 || i + 1 == text.size() || text[i - 1] == ' ')) return false;
  }
  return true;
}

class TextCleaner {
 public:
  explicit TextCleaner(TextForm form) : form_(form) {}

  CleanedText Clean(const icu::UnicodeString& text) {
    for (int32_t at = 0; at < text.length();) {
      const UChar32 c = text.char32At(at);
      const int32_t next = text.moveIndex32(at, 1);
      if (c == '\r' && next < text.length() && text.char32At(next) == '\n') {
        at = next;
        continue;
      }
      if (EndsLine(c) || u_isUWhiteSpace(c)) {
        Space(c);
      } else if (IsRefused(c)) {
        return {.text = "", .refused = static_cast<char32_t>(c)};
      } else if (!IsInvisible(c) || IsNeeded(c, last_, next < text.length() ? text.char32At(next) : 0)) {
        Visible(c);
      }
      at = next;
    }
    CleanedText cleaned;
    if (stands_) kept_.toUTF8String(cleaned.text);
    return cleaned;
  }

 private:
  // White space waits until something follows it, so that none is left at the end.
  void Space(UChar32 c) {
    last_ = 0;
    if (kept_.isEmpty()) return;
    if (form_ == TextForm::kLines) {
      waiting_.append(EndsLine(c) ? UChar32{'\n'} : c);
    } else if (waiting_.isEmpty()) {
      waiting_.append(UChar32{' '});
    }
  }
  void Visible(UChar32 c) {
    kept_.append(waiting_).append(c);
    waiting_.remove();
    if (u_getCombiningClass(c) == 0 || last_ == 0) last_ = c;
    stands_ = stands_ || StandsAlone(c);
  }

  const TextForm form_;
  icu::UnicodeString kept_;
  icu::UnicodeString waiting_;
  UChar32 last_ = 0;  // the letter or mark that the next stands beside
  bool stands_ = false;
};

}  // namespace

CleanedText CleanText(absl::string_view text, TextForm form) {
  if (IsPlain(text)) return {.text = std::string(text), .refused = std::nullopt};
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  icu::UnicodeString composed =
      icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  if (nfc != nullptr) composed = nfc->normalize(composed, status);
  CleanedText cleaned = TextCleaner(form).Clean(composed);
  // Letter and accent that something invisible parted are one again.
  if (nfc == nullptr || nfc->isNormalizedUTF8(cleaned.text, status)) return cleaned;
  icu::UnicodeString again = icu::UnicodeString::fromUTF8(cleaned.text);
  cleaned.text.clear();
  nfc->normalize(again, status).toUTF8String(cleaned.text);
  return cleaned;
}

bool IsCountryCode(absl::string_view text) {
  for (const char* const* code = uloc_getISOCountries(); *code != nullptr; ++code) {
    if (text == *code) return true;
  }
  return false;
}

std::optional<absl::CivilDay> ParseDate(absl::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  for (const size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) return std::nullopt;
  }
  int year = 0;
  int month = 0;
  int day = 0;
  if (!absl::SimpleAtoi(text.substr(0, 4), &year) || !absl::SimpleAtoi(text.substr(5, 2), &month) ||
      !absl::SimpleAtoi(text.substr(8, 2), &day)) {
    return std::nullopt;
  }
  const absl::CivilDay civil(year, month, day);
  // CivilDay normalises 31 April to 1 May; a date that moved did not exist.
  if (civil.month() != month || civil.day() != day) return std::nullopt;
  if (year < kFirstYear || year > kLastYear) return std::nullopt;
  return civil;
}

bool IsId(absl::string_view text) {
  if (text.empty() || text.size() > kMaxId || !absl::ascii_islower(static_cast<unsigned char>(text[0])))
    return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto u = static_cast<unsigned char>(c);
    return absl::ascii_islower(u) || absl::ascii_isdigit(u) || c == '_';
  });
}

namespace {

// The characters of a path segment in a SPIFFE id that names staff or partners.
bool IsNamePart(absl::string_view text) {
  return !text.empty() && text.size() <= kMaxId && std::all_of(text.begin(), text.end(), [](char c) {
    const auto u = static_cast<unsigned char>(c);
    return absl::ascii_islower(u) || absl::ascii_isdigit(u) || c == '.' || c == '_' || c == '-';
  });
}

}  // namespace

bool IsStaffName(absl::string_view text) { return absl::ConsumePrefix(&text, "staff/") && IsNamePart(text); }

bool IsPartnerName(absl::string_view text) {
  if (!absl::ConsumePrefix(&text, "partners/")) return false;
  const size_t slash = text.find('/');
  return slash != absl::string_view::npos && IsNamePart(text.substr(0, slash)) &&
         IsNamePart(text.substr(slash + 1));
}

}  // namespace arasha::rules
