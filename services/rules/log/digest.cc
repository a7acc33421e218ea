#include "services/rules/log/digest.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>
#include <istream>

namespace arasha::rules::log {
namespace {

// Looking the algorithm up by name costs several times what hashing a node does.
const EVP_MD* Sha256Algorithm() {
  static const EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return algorithm;
}

// None of the calls can fail but for want of memory or of SHA-256, without which nothing here means anything.
void Require(int result) {
  if (result != 1) std::abort();
}

}  // namespace

std::string ToBytes(const Hash& hash) {
  return std::string(reinterpret_cast<const char*>(hash.data()), hash.size());
}

std::optional<Hash> ToHash(absl::string_view bytes) {
  if (bytes.size() != kHashBytes) return std::nullopt;
  Hash hash;
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

Hash Sha256(absl::string_view bytes) {
  thread_local Digest digest;
  digest.Add(bytes);
  return digest.Finish();
}

void Digest::Free::operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }

Digest::Digest() : context_(EVP_MD_CTX_new()) { Begin(); }

void Digest::Begin() { Require(EVP_DigestInit_ex2(context_.get(), Sha256Algorithm(), nullptr)); }

void Digest::Add(absl::string_view bytes) {
  Require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

void Digest::Add(const Hash& hash) { Require(EVP_DigestUpdate(context_.get(), hash.data(), hash.size())); }

int64_t Digest::Add(std::istream& stream) {
  std::array<char, 65536> buffer;
  int64_t size = 0;
  while (stream.read(buffer.data(), buffer.size()) || stream.gcount() > 0) {
    Add(absl::string_view(buffer.data(), static_cast<size_t>(stream.gcount())));
    size += stream.gcount();
  }
  return size;
}

Hash Digest::Finish() {
  Hash hash;
  Require(EVP_DigestFinal_ex(context_.get(), hash.data(), nullptr));
  Begin();
  return hash;
}

}  // namespace arasha::rules::log
