#ifndef ARASHA_STORAGE_CASES_FINDABLES_H_
#define ARASHA_STORAGE_CASES_FINDABLES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/cases/cases.h"
#include "storage/crypto/secret_key.h"
#include "storage/log/server_keys.h"

// What a case can be found by without any plaintext in table or index: table case_index.
namespace arasha::storage {

// Keyed hashes of n-grams (services/rules/identity/search_text.h makes them of names and words), 4 bytes
// each, sorted, without repeats. Scoped to the mission, or to ScopeAcross() of it: equal names of two
// missions have nothing in common to whoever reads the database. A PRF of AES-256 on the padded n-gram under
// a key derived by HMAC for the mission, since an HMAC for each of a hundred n-grams would cost more than the
// rest of the call.
std::vector<int32_t> SearchTokens(const SecretKey& key, absl::string_view mission,
                                  absl::Span<const std::string> ngrams);

// Keyed hash of an identifier: HMAC-SHA256 over kind ("iin", "bin", "passport", "phone", "email") and
// normalised value, 16 bytes.
std::string BlindIndex(const SecretKey& key, absl::string_view kind, absl::string_view normalised);

// What to do where a text that is findable was so before: what it is found by is replaced.
inline constexpr absl::string_view kReplaceIndex =
    "ON CONFLICT (mission, case_uid, source) DO UPDATE SET tokens = excluded.tokens, identifiers = "
    "excluded.identifiers, version = i.version + 1";

// What tokens of parties that stand across are scoped to, instead of the mission; see Findable::across.
std::string ScopeAcross(absl::string_view mission);

// The hash by which parties are looked for, or those that stand across.
std::string HashedIdentifier(const ServerKeys& keys, const Findable::Identifier& identifier, bool across);

// Rows of case_index, a JSON array: what is findable, hashed. `key` may lack the uid, if the statement knows
// it.
std::string IndexRows(const ServerKeys& keys, const CaseKey& key, const std::vector<Findable>& findables);

// What also_in() is to look for: of each, the identifiers that no two persons or organisations share, hashed.
std::string WantedIdentifiers(const ServerKeys& keys, const std::vector<Findable>& findables);

// What it found, out of a JSON array of [party, year, serial].
AlsoIn ReadAlsoIn(const std::string& mission, absl::string_view found);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CASES_FINDABLES_H_
