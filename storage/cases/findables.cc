#include "storage/cases/findables.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/crypto/hmac.h"
#include "storage/postgres/encoding.h"
#include "storage/postgres/json_text.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

constexpr size_t kBlock = 16;
// First byte of the block of an n-gram that does not fit into one; the others begin with their length.
constexpr char kLong = '\xff';

std::string BlockOf(absl::string_view ngram) {
  std::string block = ngram.size() < kBlock
                          ? absl::StrCat(std::string(1, static_cast<char>(ngram.size())), ngram)
                          : kLong + Sha256(ngram);
  block.resize(kBlock, '\0');
  return block;
}

// AES-256 on each block by itself: a PRF, not a way to hide a text.
std::string Encipher(const SecretKey& key, std::string blocks) {
  struct Free {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
  };
  static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-ECB", nullptr);
  const std::unique_ptr<EVP_CIPHER_CTX, Free> context(EVP_CIPHER_CTX_new());
  auto* const bytes = reinterpret_cast<unsigned char*>(blocks.data());
  int length = 0;
  if (cipher == nullptr ||
      EVP_EncryptInit_ex2(context.get(), cipher, reinterpret_cast<const unsigned char*>(key.bytes().data()),
                          nullptr, nullptr) != 1 ||
      EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1 ||
      EVP_EncryptUpdate(context.get(), bytes, &length, bytes, static_cast<int>(blocks.size())) != 1) {
    abort();
  }
  return blocks;
}

}  // namespace

std::string ScopeAcross(absl::string_view mission) { return absl::StrCat(mission, "/across"); }

std::string HashedIdentifier(const ServerKeys& keys, const Findable::Identifier& identifier, bool across) {
  return BytesText(BlindIndex(*keys.blind_index.key, absl::StrCat(identifier.kind, across ? "/across" : ""),
                              identifier.value));
}

std::vector<int32_t> SearchTokens(const SecretKey& key, absl::string_view mission,
                                  absl::Span<const std::string> ngrams) {
  std::string blocks;
  blocks.reserve(ngrams.size() * kBlock);
  for (const std::string& ngram : ngrams) blocks += BlockOf(ngram);
  std::string derived = HmacSha256(key, absl::StrCat("mission/", mission));
  const SecretKey of_mission(derived);
  OPENSSL_cleanse(derived.data(), derived.size());
  blocks = Encipher(of_mission, std::move(blocks));
  std::vector<int32_t> tokens;
  tokens.reserve(ngrams.size());
  for (size_t at = 0; at < blocks.size(); at += kBlock) {
    uint32_t token = 0;
    for (size_t i = 0; i < 4; ++i) token = token << 8 | static_cast<unsigned char>(blocks[at + i]);
    tokens.push_back(static_cast<int32_t>(token));
  }
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
  return tokens;
}

std::string BlindIndex(const SecretKey& key, absl::string_view kind, absl::string_view normalised) {
  // No kind has a zero byte, so two different pairs never give one message.
  return HmacSha256(key, absl::StrCat(kind, std::string(1, '\0'), normalised)).substr(0, 16);
}

std::string IndexRows(const ServerKeys& keys, const CaseKey& key, const std::vector<Findable>& findables) {
  json rows = nlohmann::json::array();
  for (const Findable& findable : findables) {
    json identifiers = nlohmann::json::array();
    for (const Findable::Identifier& identifier : findable.identifiers) {
      identifiers.push_back(HashedIdentifier(keys, identifier, findable.across));
    }
    const std::string scope = findable.across ? ScopeAcross(key.mission) : key.mission;
    rows.push_back({{"mission", key.mission},
                    {"case_uid", key.uid.empty() ? json(nullptr) : json(key.uid)},
                    {"source", findable.source},
                    {"tokens", SearchTokens(*keys.search.key, scope, findable.ngrams)},
                    {"identifiers", std::move(identifiers)},
                    {"version", 1}});
  }
  return rows.dump();
}

std::string WantedIdentifiers(const ServerKeys& keys, const std::vector<Findable>& findables) {
  json wanted = json::array();
  for (const Findable& findable : findables) {
    json identifiers = json::array();
    for (const Findable::Identifier& identifier : findable.identifiers) {
      // Telephones and addresses are shared by families and firms.
      if (identifier.kind == "phone" || identifier.kind == "email") continue;
      for (const bool across : {false, true}) {
        const bool led = findable.crosses || (!across && !findable.across);
        if (led) identifiers.push_back(HashedIdentifier(keys, identifier, across));
      }
    }
    if (!identifiers.empty()) {
      wanted.push_back({{"party", findable.source}, {"identifiers", std::move(identifiers)}});
    }
  }
  return wanted.dump();
}

AlsoIn ReadAlsoIn(const std::string& mission, absl::string_view found) {
  AlsoIn also_in;
  for (const json& row : ParseJsonText(found)) {
    also_in[row.at(0).get<std::string>()].push_back(
        CaseName({mission, row.at(1).get<int>(), row.at(2).get<int>()}));
  }
  return also_in;
}

}  // namespace arasha::storage
