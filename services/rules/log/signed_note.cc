#include "services/rules/log/signed_note.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/rules/log/merkle.h"
#include "services/rules/log/utf8.h"

namespace arasha::rules::log {
namespace {

constexpr absl::string_view kDash = "\u2014 ";
constexpr size_t kKeyIdBytes = 4;
constexpr size_t kPublicKeyBytes = 32;
constexpr size_t kSignatureBytes = 64;
constexpr size_t kTimeBytes = 8;
// As many as other readers of notes take.
constexpr size_t kMaxSignatures = 100;

std::string BigEndian(uint64_t value, size_t bytes) {
  std::string text(bytes, '\0');
  for (size_t i = bytes; i-- > 0; value >>= 8) text[i] = static_cast<char>(value & 0xff);
  return text;
}

uint64_t FromBigEndian(absl::string_view bytes) {
  uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

// Not empty, without white space and plus signs.
bool IsKeyName(absl::string_view name) {
  return !name.empty() && IsText(name) && !HasSpace(name) && !absl::StrContains(name, '+');
}

bool Unbase64(absl::string_view text, std::string& bytes) {
  return absl::Base64Unescape(text, &bytes) && absl::Base64Escape(bytes) == text;
}

uint32_t KeyId(absl::string_view name, SignatureKind kind, absl::string_view public_key) {
  const std::string hash =
      ToBytes(Sha256(absl::StrCat(name, "\n", BigEndian(static_cast<uint8_t>(kind), 1), public_key)));
  return static_cast<uint32_t>(FromBigEndian(absl::string_view(hash).substr(0, kKeyIdBytes)));
}

// What is signed.
std::string Message(SignatureKind kind, absl::string_view text, uint64_t seconds) {
  if (kind == SignatureKind::kEd25519) return std::string(text);
  return absl::StrCat("cosignature/v1\ntime ", seconds, "\n", text);
}

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::shared_ptr<EVP_PKEY> Own(EVP_PKEY* key) { return std::shared_ptr<EVP_PKEY>(key, EVP_PKEY_free); }

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeContext>;

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};

absl::StatusOr<NoteSignature> ParseSignature(absl::string_view line) {
  NoteSignature signature;
  if (!absl::ConsumePrefix(&line, kDash)) {
    return absl::InvalidArgumentError("a signature line does not begin with a dash");
  }
  const std::vector<absl::string_view> fields = absl::StrSplit(line, ' ');
  std::string bytes;
  if (fields.size() != 2 || !IsKeyName(fields[0]) || !Unbase64(fields[1], bytes) ||
      bytes.size() <= kKeyIdBytes) {
    return absl::InvalidArgumentError("a signature line is not a name and a signature in Base64");
  }
  signature.name = std::string(fields[0]);
  signature.key_id = static_cast<uint32_t>(FromBigEndian(absl::string_view(bytes).substr(0, kKeyIdBytes)));
  signature.signature = bytes.substr(kKeyIdBytes);
  return signature;
}

}  // namespace

absl::StatusOr<Note> ParseNote(absl::string_view note) {
  if (!IsText(note)) return absl::InvalidArgumentError("the note is not text");
  const size_t end = note.rfind("\n\n");
  if (end == absl::string_view::npos || end == 0 || !absl::EndsWith(note, "\n")) {
    return absl::InvalidArgumentError("the note has no signatures");
  }
  Note parsed;
  parsed.text = std::string(note.substr(0, end + 1));
  const absl::string_view lines = note.substr(end + 2);
  if (lines.empty()) return absl::InvalidArgumentError("the note has no signatures");
  for (const absl::string_view line : absl::StrSplit(absl::StripSuffix(lines, "\n"), '\n')) {
    absl::StatusOr<NoteSignature> signature = ParseSignature(line);
    if (!signature.ok()) return signature.status();
    if (parsed.signatures.size() == kMaxSignatures) {
      return absl::InvalidArgumentError("the note has too many signatures");
    }
    parsed.signatures.push_back(*std::move(signature));
  }
  return parsed;
}

std::string FormatSignature(const NoteSignature& signature) {
  return absl::StrCat(
      kDash, signature.name, " ",
      absl::Base64Escape(absl::StrCat(BigEndian(signature.key_id, kKeyIdBytes), signature.signature)), "\n");
}

std::string FormatNote(absl::string_view text, absl::Span<const NoteSignature> signatures) {
  std::string note = absl::StrCat(text, "\n");
  for (const NoteSignature& signature : signatures) absl::StrAppend(&note, FormatSignature(signature));
  return note;
}

NoteVerifier::NoteVerifier(std::string name, SignatureKind kind, std::string public_key)
    : name_(std::move(name)),
      kind_(kind),
      public_key_(std::move(public_key)),
      key_id_(KeyId(name_, kind_, public_key_)) {}

absl::StatusOr<NoteVerifier> NoteVerifier::FromKey(absl::string_view vkey) {
  // A plus sign may also stand in the Base64.
  const std::vector<absl::string_view> fields = absl::StrSplit(vkey, absl::MaxSplits('+', 2));
  std::string key;
  if (fields.size() != 3 || !IsKeyName(fields[0]) || fields[1].size() != 2 * kKeyIdBytes ||
      !Unbase64(fields[2], key) || key.empty()) {
    return absl::InvalidArgumentError("a key has the form name+id+Base64");
  }
  const auto kind = static_cast<SignatureKind>(key[0]);
  if ((kind != SignatureKind::kEd25519 && kind != SignatureKind::kCosignatureV1) ||
      key.size() != 1 + kPublicKeyBytes) {
    return absl::InvalidArgumentError("the key is neither one of Ed25519 nor a witness's");
  }
  NoteVerifier verifier(std::string(fields[0]), kind, key.substr(1));
  if (fields[1] != absl::StrFormat("%08x", verifier.key_id())) {
    return absl::InvalidArgumentError("the key's id is not the one of the key");
  }
  return verifier;
}

std::string NoteVerifier::ToString() const {
  return absl::StrFormat(
      "%s+%08x+%s", name_, key_id_,
      absl::Base64Escape(absl::StrCat(BigEndian(static_cast<uint8_t>(kind_), 1), public_key_)));
}

bool NoteVerifier::Verify(absl::string_view text, const NoteSignature& signature) const {
  if (signature.name != name_ || signature.key_id != key_id_) return false;
  absl::string_view bytes = signature.signature;
  uint64_t seconds = 0;
  if (kind_ == SignatureKind::kCosignatureV1) {
    if (bytes.size() != kTimeBytes + kSignatureBytes) return false;
    seconds = FromBigEndian(bytes.substr(0, kTimeBytes));
    bytes.remove_prefix(kTimeBytes);
  }
  if (bytes.size() != kSignatureBytes) return false;
  const std::shared_ptr<EVP_PKEY> key =
      Own(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Bytes(public_key_), public_key_.size()));
  const DigestContext context(EVP_MD_CTX_new());
  const std::string message = Message(kind_, text, seconds);
  const bool verified =
      key != nullptr && context != nullptr &&
      EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
      EVP_DigestVerify(context.get(), Bytes(bytes), bytes.size(), Bytes(message), message.size()) == 1;
  // A TLS connection on this thread would take what is left in the queue for its own error.
  ERR_clear_error();
  return verified;
}

absl::StatusOr<NoteSigner> NoteSigner::FromKey(absl::string_view name, SignatureKind kind,
                                               std::shared_ptr<EVP_PKEY> key) {
  std::string public_key(kPublicKeyBytes, '\0');
  size_t length = public_key.size();
  if (key == nullptr || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519 ||
      EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(public_key.data()), &length) !=
          1) {
    ERR_clear_error();
    return absl::InvalidArgumentError("not a private key of Ed25519");
  }
  if (!IsKeyName(name)) {
    return absl::InvalidArgumentError("a signer's name must not be empty nor hold spaces or plus signs");
  }
  return NoteSigner(NoteVerifier(std::string(name), kind, std::move(public_key)), std::move(key));
}

absl::StatusOr<NoteSigner> NoteSigner::FromPem(absl::string_view name, SignatureKind kind,
                                               absl::string_view pem) {
  const std::unique_ptr<BIO, FreeBio> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  // Without a passphrase of its own, OpenSSL would ask for one on the terminal.
  static char no_passphrase[] = "";
  if (bio == nullptr) return absl::InvalidArgumentError("not a private key of Ed25519");
  return FromKey(name, kind, Own(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, no_passphrase)));
}

absl::StatusOr<NoteSigner> NoteSigner::FromSeed(absl::string_view name, SignatureKind kind,
                                                absl::string_view seed) {
  return FromKey(name, kind,
                 Own(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Bytes(seed), seed.size())));
}

absl::StatusOr<NoteSignature> NoteSigner::Sign(absl::string_view text, absl::Time time) const {
  const auto seconds = static_cast<uint64_t>(absl::ToUnixSeconds(time));
  const std::string message = Message(verifier_.kind(), text, seconds);
  std::string signature(kSignatureBytes, '\0');
  size_t length = signature.size();
  const DigestContext context(EVP_MD_CTX_new());
  if (context == nullptr || EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                     Bytes(message), message.size()) != 1) {
    return absl::InternalError("OpenSSL could not sign");
  }
  if (verifier_.kind() == SignatureKind::kCosignatureV1) {
    signature.insert(0, BigEndian(seconds, kTimeBytes));
  }
  return NoteSignature{verifier_.name(), verifier_.key_id(), std::move(signature)};
}

absl::StatusOr<std::vector<VerifiedSignature>> VerifyNote(const Note& note,
                                                          absl::Span<const NoteVerifier> known) {
  std::vector<VerifiedSignature> verified;
  for (const NoteSignature& signature : note.signatures) {
    const auto has_id = [&](const NoteVerifier& key) {
      return key.name() == signature.name && key.key_id() == signature.key_id;
    };
    if (std::none_of(known.begin(), known.end(), has_id)) continue;
    const auto by = std::find_if(known.begin(), known.end(), [&](const NoteVerifier& key) {
      return has_id(key) && key.Verify(note.text, signature);
    });
    if (by == known.end()) {
      return absl::UnauthenticatedError(
          absl::StrCat("the signature of ", signature.name, " does not verify"));
    }
    if (std::any_of(verified.begin(), verified.end(),
                    [&](const VerifiedSignature& other) { return other.by == &*by; })) {
      continue;
    }
    VerifiedSignature found{&*by, std::nullopt};
    if (by->kind() == SignatureKind::kCosignatureV1) {
      found.time = absl::FromUnixSeconds(
          static_cast<int64_t>(FromBigEndian(absl::string_view(signature.signature).substr(0, kTimeBytes))));
    }
    verified.push_back(found);
  }
  return verified;
}

}  // namespace arasha::rules::log
