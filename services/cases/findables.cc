#include "services/cases/findables.h"

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "services/rules/search_text.h"
#include "storage/rows.h"

namespace arasha::cases {
namespace {

using Identifier = storage::Findable::Identifier;

// Shorter words are no identifier of anybody.
constexpr size_t kShortestIdentifier = 5;

}  // namespace

storage::Findable SummaryFindable(const v1::Case& message) {
  return {.source = message.uid(), .ngrams = rules::IndexNgrams(message.summary()), .identifiers = {}};
}

storage::Findable PartyFindable(const v1::Party& party) {
  storage::Findable findable{.source = std::string(storage::UidOf(party.name())),
                             .ngrams = rules::IndexNgrams(party.display_name()),
                             .identifiers = {}};
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

std::vector<storage::SearchTerm> SearchTerms(absl::string_view search) {
  std::vector<storage::SearchTerm> terms;
  for (const absl::string_view word : absl::StrSplit(search, absl::ByAnyChar(" \t\n\r"), absl::SkipEmpty())) {
    storage::SearchTerm term{.ngrams = rules::QueryNgrams(word), .identifiers = {}};
    if (word.size() >= kShortestIdentifier) {
      for (const absl::string_view kind : {"iin", "bin", "passport", "phone", "email"}) {
        term.identifiers.push_back({std::string(kind), rules::NormaliseIdentifier(kind, word)});
      }
    }
    terms.push_back(std::move(term));
  }
  return terms;
}

}  // namespace arasha::cases
