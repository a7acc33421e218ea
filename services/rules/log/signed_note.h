#ifndef ARASHA_SERVICES_RULES_LOG_SIGNED_NOTE_H_
#define ARASHA_SERVICES_RULES_LOG_SIGNED_NOTE_H_

#include <openssl/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"

// Signed notes (https://c2sp.org/signed-note): a text, an empty line, and a line for each signature.
// Signatures are Ed25519 of the text itself, or those of witnesses (https://c2sp.org/tlog-cosignature), which
// also say when.
namespace arasha::rules::log {

// The byte that names the kind of signature in key ids and keys.
enum class SignatureKind : uint8_t { kEd25519 = 0x01, kCosignatureV1 = 0x04 };

// A line as it stands in a note, not verified.
struct NoteSignature {
  std::string name;
  uint32_t key_id;
  std::string signature;  // what follows the key id: 64 bytes, or 72 in a cosignature
};

struct Note {
  std::string text;  // with its last newline
  std::vector<NoteSignature> signatures;
};

// INVALID_ARGUMENT unless the note has the form to the letter, which is more than the format asks: Base64
// must be canonical, so that no two notes say the same.
absl::StatusOr<Note> ParseNote(absl::string_view note);

// "— name base64\n"
std::string FormatSignature(const NoteSignature& signature);
// The text with these signatures.
std::string FormatNote(absl::string_view text, absl::Span<const NoteSignature> signatures);

// A public key and the name that it signs for.
class NoteVerifier {
 public:
  // From its usual form, `name+key id in hex+Base64 of kind and key`. INVALID_ARGUMENT if it has another one,
  // or if the key id is not that of the key.
  static absl::StatusOr<NoteVerifier> FromKey(absl::string_view vkey);

  const std::string& name() const { return name_; }
  uint32_t key_id() const { return key_id_; }
  SignatureKind kind() const { return kind_; }
  std::string ToString() const;

  // Whether the signature is this key's for the text. Name and key id must be this key's too.
  bool Verify(absl::string_view text, const NoteSignature& signature) const;

 private:
  friend class NoteSigner;
  NoteVerifier(std::string name, SignatureKind kind, std::string public_key);

  std::string name_;
  SignatureKind kind_;
  std::string public_key_;
  uint32_t key_id_;
};

// A private key and the name that it signs for. Safe for concurrent use.
class NoteSigner {
 public:
  // From an unencrypted PEM private key (PKCS #8). INVALID_ARGUMENT if it is not one of Ed25519, or if no
  // note can bear the name. Messages do not repeat the key.
  static absl::StatusOr<NoteSigner> FromPem(absl::string_view name, SignatureKind kind,
                                            absl::string_view pem);
  // From the 32 bytes of RFC 8032.
  static absl::StatusOr<NoteSigner> FromSeed(absl::string_view name, SignatureKind kind,
                                             absl::string_view seed);

  const NoteVerifier& verifier() const { return verifier_; }
  // `time` stands in cosignatures only. INTERNAL if OpenSSL fails.
  absl::StatusOr<NoteSignature> Sign(absl::string_view text, absl::Time time) const;

 private:
  NoteSigner(NoteVerifier verifier, std::shared_ptr<EVP_PKEY> key)
      : verifier_(std::move(verifier)), key_(std::move(key)) {}
  static absl::StatusOr<NoteSigner> FromKey(absl::string_view name, SignatureKind kind,
                                            std::shared_ptr<EVP_PKEY> key);

  NoteVerifier verifier_;
  std::shared_ptr<EVP_PKEY> key_;
};

// A signature that was verified.
struct VerifiedSignature {
  const NoteVerifier* by;
  std::optional<absl::Time> time;  // of a cosignature
};

// The signatures that known keys made, in the order of the note; one key counts once. Signatures of unknown
// keys are passed over; a name may have several keys. UNAUTHENTICATED if a line with the name and id of a
// known key does not verify. The result points into `known`.
absl::StatusOr<std::vector<VerifiedSignature>> VerifyNote(const Note& note,
                                                          absl::Span<const NoteVerifier> known);

}  // namespace arasha::rules::log

#endif  // ARASHA_SERVICES_RULES_LOG_SIGNED_NOTE_H_
