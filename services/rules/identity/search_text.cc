#include "services/rules/identity/search_text.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_set>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace arasha::rules {
namespace {

struct Letter {
  char16_t letter;
  absl::string_view latin;
};

// Lower-case letters that ICU would spell otherwise than people do, or that are so common that ICU's detour
// would be felt. Cyrillic of Kazakh, Russian and their neighbours; Latin of Kazakh (2021) and Turkish. What
// is a letter and an accent (й, ё, ş) counts as the letter, so that both its Unicode forms come out alike.
constexpr std::array kLetters = std::to_array<Letter>({
    {u'ä', "a"}, {u'ç', "c"},  {u'ñ', "n"},  {u'ö', "o"},  {u'ü', "u"},  {u'ğ', "g"},  {u'ı', "i"},
    {u'ş', "s"}, {u'ū', "u"},  {u'а', "a"},  {u'б', "b"},  {u'в', "v"},  {u'г', "g"},  {u'д', "d"},
    {u'е', "e"}, {u'ж', "zh"}, {u'з', "z"},  {u'и', "i"},  {u'й', "i"},  {u'к', "k"},  {u'л', "l"},
    {u'м', "m"}, {u'н', "n"},  {u'о', "o"},  {u'п', "p"},  {u'р', "r"},  {u'с', "s"},  {u'т', "t"},
    {u'у', "u"}, {u'ф', "f"},  {u'х', "kh"}, {u'ц', "ts"}, {u'ч', "ch"}, {u'ш', "sh"}, {u'щ', "shch"},
    {u'ъ', ""},  {u'ы', "y"},  {u'ь', ""},   {u'э', "e"},  {u'ю', "yu"}, {u'я', "ya"}, {u'ё', "e"},
    {u'є', "e"}, {u'і', "i"},  {u'ї', "i"},  {u'ў', "u"},  {u'ґ', "g"},  {u'ғ', "g"},  {u'җ', "zh"},
    {u'қ', "k"}, {u'ң', "n"},  {u'ү', "u"},  {u'ұ', "u"},  {u'ҳ', "kh"}, {u'ҷ', "j"},  {u'һ', "h"},
    {u'ә', "a"}, {u'ө', "o"},
});

static_assert(std::is_sorted(kLetters.begin(), kLetters.end(),
                             [](const Letter& a, const Letter& b) { return a.letter < b.letter; }));

const Letter* Find(UChar32 lower) {
  const auto found = std::lower_bound(kLetters.begin(), kLetters.end(), lower,
                                      [](const Letter& l, UChar32 c) { return UChar32{l.letter} < c; });
  return found != kLetters.end() && UChar32{found->letter} == lower ? &*found : nullptr;
}

icu::UnicodeString FromUtf8(absl::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string ToUtf8(const icu::UnicodeString& text) {
  std::string utf8;
  return text.toUTF8String(utf8);
}

// Accents by themselves, signs that stand inside of words without parting them, and what nobody sees.
bool IsSilent(UChar32 c) {
  return (c >= 0x300 && c <= 0x36f) || (c >= 0x2b9 && c <= 0x2bf) || c == '\'' || c == '`' || c == 0x2018 ||
         c == 0x2019 || (c >= 0x80 && u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT));
}

// Of one text, in UTF-16. ICU takes up to 0.1 ms for a Chinese character; a name has a few of them.
constexpr int32_t kMostTransliterated = 500;

// Other scripts and letters to ASCII, as far as ICU knows. Made once a thread: it takes milliseconds to make
// and may not be shared.
void Transliterate(icu::UnicodeString& text) {
  thread_local const std::unique_ptr<icu::Transliterator> transliterator = [] {
    UErrorCode status = U_ZERO_ERROR;
    return std::unique_ptr<icu::Transliterator>(icu::Transliterator::createInstance(
        "NFKC; Any-Latin; NFD; [:Nonspacing Mark:] Remove; Latin-ASCII; Lower", UTRANS_FORWARD, status));
  }();
  // Without ICU's data no other script is found, and the rest is as ever.
  if (transliterator != nullptr) transliterator->transliterate(text);
}

// Builds the text in ASCII, word by word, so that only those go to ICU that need it.
class LatinText {
 public:
  void Add(UChar32 c) {
    if (IsSilent(c)) return;
    const UChar32 lower = u_tolower(c);
    if (const Letter* letter = Find(lower)) {
      for (const char ascii : letter->latin) word_.append(static_cast<char16_t>(ascii));
    } else if (lower < 0x80 && !absl::ascii_isalnum(static_cast<unsigned char>(lower))) {
      EndWord();
    } else {
      foreign_ = foreign_ || lower >= 0x80;
      word_.append(lower);
    }
  }

  std::string Take() && {
    EndWord();
    return std::move(text_);
  }

 private:
  void EndWord() {
    if (foreign_ && transliterated_ < kMostTransliterated) {
      word_.truncate(kMostTransliterated - transliterated_);
      transliterated_ += word_.length();
      Transliterate(word_);
    }
    word_.toUTF8String(text_);
    text_ += ' ';
    word_.remove();
    foreign_ = false;
  }

  std::string text_;
  icu::UnicodeString word_;
  bool foreign_ = false;  // whether the word has letters that are for ICU
  int32_t transliterated_ = 0;
};

// Every letter that can be in ASCII, silent signs gone. What is no UTF-8 becomes U+FFFD, which is no letter.
std::string Latin(absl::string_view text) {
  LatinText latin;
  const icu::UnicodeString utf16 = FromUtf8(text);
  for (int32_t at = 0; at < utf16.length(); at = utf16.moveIndex32(at, 1)) latin.Add(utf16.char32At(at));
  return std::move(latin).Take();
}

// Words of a text in Latin, as they were spelled.
std::vector<std::string> Words(absl::string_view text) {
  std::vector<std::string> words(1);
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
  for (const char c : ascii ? std::string(text) : Latin(text)) {
    // Silent; transliteration makes more of them than IsSilent took away.
    if (c == '\'' || c == '`') continue;
    if (absl::ascii_isalnum(static_cast<unsigned char>(c))) {
      words.back() += absl::ascii_tolower(static_cast<unsigned char>(c));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

void Put(char c, std::string& word) {
  const char last = word.empty() ? '\0' : word.back();
  if (c == last && !absl::ascii_isdigit(static_cast<unsigned char>(c))) return;
  if (c == 'j' && last == 'd') {
    word.pop_back();
    return Put(c, word);
  }
  word += c;
}

// The spellings in use for one Kazakh or Russian name become one: Жұмабаев, Jūmabaev, Zhumabayev. Some names
// that differ become one too (Асан, Ассан); who searches looks at what was found.
std::string Spell(absl::string_view word) {
  std::string spelled;
  for (size_t i = 0; i < word.size(); ++i) {
    const char next = i + 1 < word.size() ? word[i + 1] : '\0';
    switch (word[i]) {
      case 'z':
        Put(next == 'h' ? 'j' : 'z', spelled);
        break;
      case 'k':
        Put(next == 'h' ? 'h' : 'k', spelled);
        break;
      case 'y':
        if (next != 'e') Put('i', spelled);
        continue;
      case 'e':
        // Passports write ä, ö and ü as two letters (ICAO Doc 9303-3, section 6), others as one: Müller,
        // MUELLER.
        if (spelled.empty() || !absl::StrContains("aou", spelled.back())) Put('e', spelled);
        continue;
      case 'q':
        Put('k', spelled);
        continue;
      case 'w':
        Put('v', spelled);
        continue;
      case 'x':
        Put('k', spelled);
        Put('s', spelled);
        continue;
      default:
        Put(word[i], spelled);
    }
    // The second letter of zh, kh, sh, ch, gh.
    if (next == 'h' && absl::StrContains("zkscg", word[i])) ++i;
  }
  return spelled;
}

bool IsVowel(char c) { return absl::StrContains("aeou", c); }

// The beginning of a word that will be spelled the same however the word goes on: without a last letter
// that the next could change, nor the й that goes when a suffix comes: Жұмабай, Жұмабаев.
absl::string_view SettledPart(absl::string_view word) {
  if (absl::ConsumeSuffix(&word, "k") || absl::ConsumeSuffix(&word, "y")) return word;
  if (word.size() >= 2 && word.back() == 'i' && IsVowel(word[word.size() - 2])) {
    word.remove_suffix(1);
    return word;
  }
  absl::ConsumeSuffix(&word, "z");
  while (absl::ConsumeSuffix(&word, "d")) continue;
  return word;
}

// The word with j for each Turkish c, if it has one; else with c for each j, as its spelling would be in
// Turkish. The c of ch is none.
std::string OtherwiseSpelled(absl::string_view word, const std::string& spelled) {
  std::string other(word);
  bool turkish = false;
  for (size_t i = 0; i < other.size(); ++i) {
    if (other[i] != 'c' || (i + 1 < other.size() && other[i + 1] == 'h')) continue;
    other[i] = 'j';
    turkish = true;
  }
  return turkish ? Spell(other) : absl::StrReplaceAll(spelled, {{"j", "c"}});
}

// Trigrams in the order of the text, each once.
class Ngrams {
 public:
  void AddAllOf(absl::string_view padded) {
    for (size_t i = 0; i + 3 <= padded.size() && taken_.size() < kMaxNgrams; ++i) {
      std::string ngram(padded.substr(i, 3));
      if (seen_.insert(ngram).second) taken_.push_back(std::move(ngram));
    }
  }
  std::vector<std::string> Take() && { return std::move(taken_); }

 private:
  std::vector<std::string> taken_;
  std::unordered_set<std::string> seen_;
};

}  // namespace

std::vector<std::string> SearchWords(absl::string_view text) {
  std::vector<std::string> words = Words(text);
  for (std::string& word : words) word = Spell(word);
  return words;
}

std::vector<std::string> IndexNgrams(absl::string_view text) {
  Ngrams ngrams;
  for (const std::string& word : SearchWords(text)) ngrams.AddAllOf(absl::StrCat(" ", word, " "));
  return std::move(ngrams).Take();
}

std::vector<std::vector<std::string>> QuerySpellings(absl::string_view query) {
  Ngrams own, other;
  for (const std::string& word : Words(query)) {
    absl::string_view asked = SettledPart(word);
    if (Spell(asked).size() < 2) asked = word;
    const std::string spelled = Spell(asked);
    own.AddAllOf(absl::StrCat(" ", spelled));
    other.AddAllOf(absl::StrCat(" ", OtherwiseSpelled(asked, spelled)));
  }
  std::vector<std::vector<std::string>> spellings = {std::move(own).Take()};
  if (auto otherwise = std::move(other).Take(); otherwise != spellings.front()) {
    spellings.push_back(std::move(otherwise));
  }
  return spellings;
}

std::vector<std::string> QueryNgrams(absl::string_view query) { return QuerySpellings(query).front(); }

std::string NormaliseIdentifier(absl::string_view kind, absl::string_view value) {
  const bool email = kind == "email";
  const bool phone = kind == "phone";
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
  icu::UnicodeString text = FromUtf8(value);
  if (nfkc != nullptr) text = nfkc->normalize(text, status);
  if (email) {
    text.toLower(icu::Locale::getRoot());
  } else {
    text.toUpper(icu::Locale::getRoot());
  }
  icu::UnicodeString kept;
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 c = text.char32At(at);
    const bool digit = c >= '0' && c <= '9';
    const bool filler = u_isUWhiteSpace(c) || (!email && u_hasBinaryProperty(c, UCHAR_DASH));
    if (phone ? digit || c == '+' : !filler) kept.append(c);
  }
  // Other case, and letters that came together, may have another form again.
  if (nfkc != nullptr) kept = nfkc->normalize(kept, status);
  return ToUtf8(kept);
}

}  // namespace arasha::rules
