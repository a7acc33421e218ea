#include <dlfcn.h>
#include <openssl/crypto.h>
#include <p11-kit/pkcs11.h>

#include <array>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "storage/crypto/aes_gcm.h"
#include "storage/crypto/secret_file.h"
#include "storage/keys/key_errors.h"
#include "storage/keys/key_provider.h"
#include "storage/postgres/encoding.h"

namespace arasha::storage {
namespace {

// Answers of C_Decrypt to bytes that the key did not encipher. The last is of PKCS#11 3.0; modules of 2.40
// also say CKR_GENERAL_ERROR or CKR_FUNCTION_FAILED, SoftHSM among them.
constexpr CK_RV kAeadDecryptFailed = 0x42;
bool MayMeanBadData(CK_RV answer) {
  return answer == CKR_ENCRYPTED_DATA_INVALID || answer == CKR_ENCRYPTED_DATA_LEN_RANGE ||
         answer == kAeadDecryptFailed || answer == CKR_GENERAL_ERROR || answer == CKR_FUNCTION_FAILED;
}

CK_BYTE_PTR Bytes(absl::string_view bytes) {
  // PKCS#11 knows no const; what goes in this way is not written to.
  return reinterpret_cast<CK_BYTE_PTR>(const_cast<char*>(bytes.data()));
}

template <typename Value>
CK_ATTRIBUTE Attribute(CK_ATTRIBUTE_TYPE type, Value& value) {
  return {type, &value, sizeof(value)};
}

// Text for the log alone.
absl::Status Failed(absl::string_view what, CK_RV answer) {
  return absl::UnavailableError(absl::StrCat(what, " answered 0x", absl::Hex(answer)));
}

// Loads the module. It stays loaded: modules are not made to be unloaded while their process goes on.
absl::StatusOr<CK_FUNCTION_LIST_PTR> Load(const std::string& path) {
  void* const module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) return absl::FailedPreconditionError(dlerror());
  const auto get = reinterpret_cast<CK_C_GetFunctionList>(dlsym(module, "C_GetFunctionList"));
  CK_FUNCTION_LIST_PTR functions = nullptr;
  if (get == nullptr || get(&functions) != CKR_OK || functions == nullptr) {
    return absl::FailedPreconditionError(absl::StrCat(path, ": is no PKCS#11 module"));
  }
  return functions;
}

// Wrapped keys look as those of KeyFiles: nonce, ciphertext, tag. One session serves all threads in turn: the
// vault remembers what was unwrapped, so the token is asked seldom.
class Pkcs11Keys : public KeyProvider {
 public:
  Pkcs11Keys(Pkcs11Token token, std::string current, CK_FUNCTION_LIST_PTR functions)
      : token_(std::move(token)), current_(std::move(current)), functions_(functions) {}

  ~Pkcs11Keys() override {
    absl::MutexLock lock(&mutex_);
    Close();
    if (initialised_) functions_->C_Finalize(nullptr);
  }

  // Whether the key in use can be used.
  absl::Status Check() {
    absl::MutexLock lock(&mutex_);
    absl::Status status = Open();
    return status.ok() ? Find(current_).status() : status;
  }

  absl::StatusOr<Wrapped> Wrap(const SecretKey& key, absl::string_view context) override {
    std::string nonce = RandomBytes(kGcmNonce);
    std::string sealed(SecretKey::kSize + kGcmTag, '\0');
    const absl::Status status = Ask(current_, [&](CK_OBJECT_HANDLE kek) -> absl::Status {
      CK_GCM_PARAMS parameters = Parameters(nonce, context);
      CK_MECHANISM mechanism = {CKM_AES_GCM, &parameters, sizeof(parameters)};
      if (const CK_RV answer = functions_->C_EncryptInit(session_, &mechanism, kek); answer != CKR_OK) {
        return Failed("C_EncryptInit", answer);
      }
      CK_ULONG length = sealed.size();
      const CK_RV answer =
          functions_->C_Encrypt(session_, Bytes(key.bytes()), SecretKey::kSize, Bytes(sealed), &length);
      if (answer != CKR_OK || length != sealed.size()) return Failed("C_Encrypt", answer);
      return absl::OkStatus();
    });
    if (!status.ok()) return status;
    // Tokens that choose the nonce themselves have put theirs in the place of ours.
    return Wrapped{.kek = current_, .bytes = nonce + sealed};
  }

  absl::StatusOr<SecretKey> Unwrap(absl::string_view kek, absl::string_view wrapped,
                                   absl::string_view context) override {
    if (wrapped.size() != kGcmNonce + SecretKey::kSize + kGcmTag) return DoesNotUnwrap(kek, context);
    const absl::string_view nonce = wrapped.substr(0, kGcmNonce);
    const absl::string_view sealed = wrapped.substr(kGcmNonce);
    // As long as the input, for modules that write there before they know the tag.
    std::string plain(sealed.size(), '\0');
    bool opened = false;
    const absl::Status status = Ask(kek, [&](CK_OBJECT_HANDLE key) -> absl::Status {
      CK_GCM_PARAMS parameters = Parameters(nonce, context);
      CK_MECHANISM mechanism = {CKM_AES_GCM, &parameters, sizeof(parameters)};
      if (const CK_RV answer = functions_->C_DecryptInit(session_, &mechanism, key); answer != CKR_OK) {
        return Failed("C_DecryptInit", answer);
      }
      CK_ULONG length = plain.size();
      const CK_RV answer =
          functions_->C_Decrypt(session_, Bytes(sealed), sealed.size(), Bytes(plain), &length);
      opened = answer == CKR_OK && length == SecretKey::kSize;
      if (answer == CKR_OK || (MayMeanBadData(answer) && SessionLives())) return absl::OkStatus();
      return Failed("C_Decrypt", answer);
    });
    absl::StatusOr<SecretKey> key = !status.ok() ? absl::StatusOr<SecretKey>(status)
                                    : opened ? SecretKey(absl::string_view(plain).substr(0, SecretKey::kSize))
                                             : absl::StatusOr<SecretKey>(DoesNotUnwrap(kek, context));
    OPENSSL_cleanse(plain.data(), plain.size());
    return key;
  }

  std::string current() const override { return current_; }

 private:
  static CK_GCM_PARAMS Parameters(absl::string_view nonce, absl::string_view context) {
    return {Bytes(nonce), kGcmNonce, kGcmNonce * 8, Bytes(context), context.size(), kGcmTag * 8};
  }

  // Runs `use` with the key of this name; once more, in a new session, if the token was lost meanwhile.
  // KEYS_UNAVAILABLE if it stays lost, or has no such key.
  template <typename Use>
  absl::Status Ask(absl::string_view name, Use use) {
    absl::MutexLock lock(&mutex_);
    absl::Status status;
    for (int attempt = 0; attempt < 2; ++attempt) {
      status = Open();
      if (status.ok()) {
        const auto key = Find(name);
        status = key.ok() ? use(*key) : key.status();
        if (status.ok()) return status;
        if (absl::IsNotFound(status)) break;
      }
      Close();
    }
    return KeysUnavailable(absl::StrCat("token \"", token_.label, "\": ", status.message()));
  }

  // Opens a session and logs in, if that is not done.
  absl::Status Open() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (session_ != CK_INVALID_HANDLE) return absl::OkStatus();
    CK_C_INITIALIZE_ARGS arguments = {};
    arguments.flags = CKF_OS_LOCKING_OK;
    CK_RV answer = functions_->C_Initialize(&arguments);
    if (answer != CKR_OK && answer != CKR_CRYPTOKI_ALREADY_INITIALIZED) return Failed("C_Initialize", answer);
    initialised_ = initialised_ || answer == CKR_OK;
    const auto slot = FindSlot();
    if (!slot.ok()) return slot.status();
    answer = functions_->C_OpenSession(*slot, CKF_SERIAL_SESSION, nullptr, nullptr, &session_);
    if (answer != CKR_OK) {
      session_ = CK_INVALID_HANDLE;
      return Failed("C_OpenSession", answer);
    }
    absl::Status status = LogIn();
    if (!status.ok()) Close();
    return status;
  }

  absl::StatusOr<CK_SLOT_ID> FindSlot() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    std::vector<CK_SLOT_ID> slots;
    CK_ULONG count = 0;
    CK_RV answer = functions_->C_GetSlotList(CK_TRUE, nullptr, &count);
    if (answer == CKR_OK) {
      slots.resize(count);
      answer = functions_->C_GetSlotList(CK_TRUE, slots.data(), &count);
    }
    if (answer != CKR_OK) return Failed("C_GetSlotList", answer);
    slots.resize(count);
    std::vector<CK_SLOT_ID> found;
    for (const CK_SLOT_ID slot : slots) {
      CK_TOKEN_INFO info = {};
      if (functions_->C_GetTokenInfo(slot, &info) != CKR_OK) continue;
      const absl::string_view label(reinterpret_cast<const char*>(info.label), sizeof(info.label));
      if (absl::StripTrailingAsciiWhitespace(label) == token_.label) found.push_back(slot);
    }
    if (found.size() == 1) return found[0];
    return absl::UnavailableError(absl::StrCat(found.size(), " tokens have this label"));
  }

  absl::Status LogIn() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (pin_refused_) return absl::UnavailableError("the PIN was refused; start again with the right one");
    auto pin = ReadSecretFile(token_.pin_file);
    if (!pin.ok()) return pin.status();
    const absl::string_view digits = absl::StripTrailingAsciiWhitespace(*pin);
    const CK_RV answer = functions_->C_Login(session_, CKU_USER, Bytes(digits), digits.size());
    OPENSSL_cleanse(pin->data(), pin->size());
    if (answer == CKR_OK || answer == CKR_USER_ALREADY_LOGGED_IN) return absl::OkStatus();
    // A token locks itself after a few wrong ones, and every call would try again.
    pin_refused_ = answer == CKR_PIN_INCORRECT || answer == CKR_PIN_LOCKED || answer == CKR_PIN_EXPIRED;
    return Failed("C_Login", answer);
  }

  bool SessionLives() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    CK_SESSION_INFO info = {};
    return functions_->C_GetSessionInfo(session_, &info) == CKR_OK && info.state == CKS_RO_USER_FUNCTIONS;
  }

  // NOT_FOUND if the token has no such key, or no such that will do.
  absl::StatusOr<CK_OBJECT_HANDLE> Find(absl::string_view name) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (const auto known = keys_.find(name); known != keys_.end()) return known->second;
    CK_OBJECT_CLASS object_class = CKO_SECRET_KEY;
    CK_KEY_TYPE type = CKK_AES;
    CK_BBOOL on_token = CK_TRUE;
    std::array<CK_ATTRIBUTE, 4> wanted = {Attribute(CKA_CLASS, object_class), Attribute(CKA_KEY_TYPE, type),
                                          Attribute(CKA_TOKEN, on_token),
                                          CK_ATTRIBUTE{CKA_LABEL, Bytes(name), name.size()}};
    CK_RV answer = functions_->C_FindObjectsInit(session_, wanted.data(), wanted.size());
    if (answer != CKR_OK) return Failed("C_FindObjectsInit", answer);
    std::array<CK_OBJECT_HANDLE, 2> found = {};
    CK_ULONG count = 0;
    answer = functions_->C_FindObjects(session_, found.data(), found.size(), &count);
    functions_->C_FindObjectsFinal(session_);
    if (answer != CKR_OK) return Failed("C_FindObjects", answer);
    if (count != 1) {
      return absl::NotFoundError(
          absl::StrCat("has ", count == 0 ? "no AES key" : "several AES keys", " labelled \"", name, "\""));
    }
    CK_ULONG length = 0;
    CK_BBOOL extractable = CK_TRUE;
    std::array<CK_ATTRIBUTE, 2> asked = {Attribute(CKA_VALUE_LEN, length),
                                         Attribute(CKA_EXTRACTABLE, extractable)};
    answer = functions_->C_GetAttributeValue(session_, found[0], asked.data(), asked.size());
    if (answer != CKR_OK) return Failed("C_GetAttributeValue", answer);
    if (length != SecretKey::kSize || extractable != CK_FALSE) {
      return absl::NotFoundError(
          absl::StrCat("key \"", name, "\" must have 256 bits and CKA_EXTRACTABLE false"));
    }
    keys_.emplace(std::string(name), found[0]);
    return found[0];
  }

  void Close() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (session_ != CK_INVALID_HANDLE) functions_->C_CloseSession(session_);
    session_ = CK_INVALID_HANDLE;
    keys_.clear();
  }

  const Pkcs11Token token_;
  const std::string current_;
  const CK_FUNCTION_LIST_PTR functions_;

  absl::Mutex mutex_;
  CK_SESSION_HANDLE session_ ABSL_GUARDED_BY(mutex_) = CK_INVALID_HANDLE;
  std::map<std::string, CK_OBJECT_HANDLE, std::less<>> keys_ ABSL_GUARDED_BY(mutex_);
  bool initialised_ ABSL_GUARDED_BY(mutex_) = false;  // by us, so that we finalise it
  bool pin_refused_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace

absl::StatusOr<std::unique_ptr<KeyProvider>> OpenPkcs11(const Pkcs11Token& token,
                                                        const std::string& current) {
  const auto functions = Load(token.module);
  if (!functions.ok()) return functions.status();
  auto keys = std::make_unique<Pkcs11Keys>(token, current, *functions);
  if (const absl::Status status = keys->Check(); !status.ok()) {
    return absl::FailedPreconditionError(absl::StrCat("token \"", token.label, "\": ", status.message()));
  }
  return keys;
}

}  // namespace arasha::storage
