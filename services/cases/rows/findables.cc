#include "services/cases/rows/findables.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "services/rules/casework/party_roles.h"
#include "services/rules/identity/phone_numbers.h"
#include "services/rules/identity/search_text.h"
#include "storage/cases/rows.h"

namespace arasha::cases {
namespace {

using Identifier = storage::Findable::Identifier;

// Shorter words are no identifier of anybody.
constexpr size_t kShortestIdentifier = 5;

// A letter by itself (an initial, "№ 7", "ООО", of which only one o is heard) is in no index, and no
// identifier either.
bool SaysNothing(absl::string_view word, const storage::SearchTerm& term) {
  const auto of_identifiers = [](char c) {
    return c == '@' || absl::ascii_isdigit(static_cast<unsigned char>(c));
  };
  return term.spellings.front().empty() &&
         (term.identifiers.empty() || std::none_of(word.begin(), word.end(), of_identifiers));
}

// Digits of a number that is written in parts: fewer are figures that stand beside each other, more are two
// numbers (E.164).
constexpr size_t kLeastDigits = 8;
constexpr size_t kMostDigits = 15;

size_t DigitsIn(absl::string_view text) {
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }));
}

// A part of a telephone number, `(701)`.
bool IsOfNumber(absl::string_view word) {
  return word.find_first_not_of("0123456789+()-./") == absl::string_view::npos;
}

// What white space parts, but for the parts of a number.
std::vector<std::string> Words(absl::string_view search) {
  std::vector<std::string> words;
  std::string number;
  const auto end_number = [&] {
    // Too short or too long for one: each part by itself.
    if (DigitsIn(number) >= kLeastDigits && DigitsIn(number) <= kMostDigits) {
      words.push_back(absl::StrReplaceAll(number, {{" ", ""}}));
    } else {
      for (const absl::string_view part : absl::StrSplit(number, ' ', absl::SkipEmpty()))
        words.emplace_back(part);
    }
    number.clear();
  };
  for (const absl::string_view word : absl::StrSplit(search, absl::ByAnyChar(" \t\n\r"), absl::SkipEmpty())) {
    if (IsOfNumber(word)) {
      absl::StrAppend(&number, " ", word);
      continue;
    }
    end_number();
    words.emplace_back(word);
  }
  end_number();
  return words;
}

// Letters that stand before a document's number.
constexpr ptrdiff_t kLongestSeries = 3;

// Also with the first figures after it, `N1234`.
bool IsSeries(absl::string_view word) {
  word = word.substr(0, word.find_last_not_of("0123456789") + 1);
  return std::count_if(word.begin(), word.end(), [](char c) { return (c & 0xc0) != 0x80; }) <= kLongestSeries;
}

// Of each word the number of a document that it is a part of, as `N 1234567` and `AB 12 345 67` are written;
// empty if of none.
std::vector<std::string> DocumentNumbers(const std::vector<std::string>& words) {
  std::vector<std::string> numbers(words.size());
  for (size_t i = 0; i < words.size(); ++i) {
    if (!IsOfNumber(words[i])) continue;
    const size_t begin = i > 0 && IsSeries(words[i - 1]) ? i - 1 : i;
    while (i < words.size() && IsOfNumber(words[i])) ++i;
    const absl::Span<const std::string> parts = absl::MakeConstSpan(words).subspan(begin, i - begin);
    std::fill_n(numbers.begin() + static_cast<ptrdiff_t>(begin), parts.size(), absl::StrJoin(parts, ""));
  }
  return numbers;
}

}  // namespace

storage::Findable SummaryFindable(const v1::Case& message) {
  return {.source = message.uid(), .ngrams = rules::IndexNgrams(message.summary()), .identifiers = {}};
}

storage::Findable PartyFindable(const v1::Party& party, const rules::CaseType* type, bool crosses) {
  storage::Findable findable{
      .source = std::string(storage::UidOf(party.name())),
      .ngrams = rules::IndexNgrams(party.display_name()),
      .identifiers = {},
      .across = type == nullptr ? !party.case_role().empty() : rules::StandsAcross(*type, party),
      .crosses = crosses};
  for (const auto& [kind, value] :
       std::array<std::pair<absl::string_view, const std::string&>, 5>{{{"iin", party.iin()},
                                                                        {"bin", party.bin()},
                                                                        {"passport", party.passport_number()},
                                                                        {"phone", party.phone()},
                                                                        {"email", party.email()}}}) {
    if (value.empty()) continue;
    findable.identifiers.push_back({std::string(kind), rules::NormaliseIdentifier(kind, value)});
  }
  return findable;
}

std::vector<storage::SearchTerm> SearchTerms(absl::string_view search,
                                             const std::set<std::string>& host_states) {
  std::vector<storage::SearchTerm> terms, empty;
  const std::vector<std::string> words = Words(search);
  const std::vector<std::string> documents = DocumentNumbers(words);
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    storage::SearchTerm term{.spellings = rules::QuerySpellings(word), .identifiers = {}};
    if (word.size() >= kShortestIdentifier) {
      for (const absl::string_view kind : {"iin", "bin", "passport", "email"}) {
        term.identifiers.push_back({std::string(kind), rules::NormaliseIdentifier(kind, word)});
      }
      for (std::string& number : rules::PossiblePhoneNumbers(word, host_states)) {
        term.identifiers.push_back({"phone", std::move(number)});
      }
    }
    const bool says_nothing = SaysNothing(word, term);
    if (documents[i].size() >= kShortestIdentifier) {
      term.identifiers.push_back({"passport", rules::NormaliseIdentifier("passport", documents[i])});
    }
    (says_nothing ? empty : terms).push_back(std::move(term));
  }
  return terms.empty() ? empty : terms;
}

}  // namespace arasha::cases
