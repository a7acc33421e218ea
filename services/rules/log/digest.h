#ifndef ARASHA_SERVICES_RULES_LOG_DIGEST_H_
#define ARASHA_SERVICES_RULES_LOG_DIGEST_H_

#include <openssl/types.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace arasha::rules::log {

inline constexpr size_t kHashBytes = 32;
using Hash = std::array<uint8_t, kHashBytes>;

std::string ToBytes(const Hash& hash);
// Nothing if it has not the length of a hash.
std::optional<Hash> ToHash(absl::string_view bytes);

// SHA-256 of any bytes.
Hash Sha256(absl::string_view bytes);

// SHA-256 of what comes piece by piece.
class Digest {
 public:
  Digest();

  void Add(absl::string_view bytes);
  void Add(const Hash& hash);
  // What the stream still yields; returns how many bytes.
  int64_t Add(std::istream& stream);

  // The hash of what was added, whereupon it begins anew.
  Hash Finish();

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const;
  };

  void Begin();

  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

}  // namespace arasha::rules::log

#endif  // ARASHA_SERVICES_RULES_LOG_DIGEST_H_
