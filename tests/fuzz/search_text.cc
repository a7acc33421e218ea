// Words for search: whatever the text, they are plain; n-grams are few and of one form; and a text is found
// by itself and, where every letter stands for itself, by each of its beginnings.
#include "services/rules/identity/search_text.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <set>

#include "absl/strings/ascii.h"

namespace {

bool IsPlain(char c) {
  return absl::ascii_islower(static_cast<unsigned char>(c)) ||
         absl::ascii_isdigit(static_cast<unsigned char>(c));
}

void CheckFound(absl::string_view query, const std::vector<std::string>& stored) {
  if (stored.size() == static_cast<size_t>(arasha::rules::kMaxNgrams)) return;  // the rest was left out
  const std::set<std::string> all(stored.begin(), stored.end());
  for (const std::string& ngram : arasha::rules::QueryNgrams(query)) {
    if (all.count(ngram) == 0) std::abort();
  }
}

// Whether the last word, less whatever the next letters could change, has two letters. Of one that has
// fewer a query asks for what is there all the same.
bool IsSettled(absl::string_view text) {
  const auto parts = [](char c) {
    return !absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '\'' && c != '`';
  };
  const auto start = std::find_if(text.rbegin(), text.rend(), parts).base();
  absl::string_view word = text.substr(static_cast<size_t>(start - text.begin()));
  if (word.empty()) return true;
  word = word.substr(0, word.find_last_not_of("zkydZKYD'`") + 1);
  const std::vector<std::string> words = arasha::rules::SearchWords(word);
  return !words.empty() && words.back().size() >= 2;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  for (const std::string& word : arasha::rules::SearchWords(text)) {
    if (word.empty() || !std::all_of(word.begin(), word.end(), IsPlain)) std::abort();
  }
  const std::vector<std::string> stored = arasha::rules::IndexNgrams(text);
  if (stored.size() > static_cast<size_t>(arasha::rules::kMaxNgrams)) std::abort();
  for (const std::string& ngram : stored) {
    if (ngram.size() != 3 || !IsPlain(ngram[1])) std::abort();
  }
  CheckFound(text, stored);
  if (std::all_of(text.begin(), text.end(),
                  [](char c) { return absl::ascii_isascii(static_cast<unsigned char>(c)); })) {
    for (size_t length = 1; length < std::min<size_t>(text.size(), 40); ++length) {
      if (IsSettled(text.substr(0, length))) CheckFound(text.substr(0, length), stored);
    }
  }
  for (const char* kind : {"iin", "phone", "email"}) {
    const std::string once = arasha::rules::NormaliseIdentifier(kind, text);
    if (arasha::rules::NormaliseIdentifier(kind, once) != once) std::abort();
  }
  return 0;
}
