#ifndef ARASHA_TESTS_STORAGE_KEYS_SOFT_TOKEN_H_
#define ARASHA_TESTS_STORAGE_KEYS_SOFT_TOKEN_H_

#include <p11-kit/pkcs11.h>

#include <string>

#include "storage/keys/key_provider.h"
#include "tests/support/scratch_folder.h"

namespace arasha::storage {

// A SoftHSM token in a folder of its own, which goes with it. One at a time in a process.
class SoftToken {
 public:
  // Fails the test if SoftHSM is not installed.
  SoftToken();
  ~SoftToken();
  SoftToken(const SoftToken&) = delete;
  SoftToken& operator=(const SoftToken&) = delete;

  const Pkcs11Token& token() const { return token_; }
  void WritePin(const std::string& pin);

  void MakeKey(const std::string& label, CK_ULONG bytes = 32, bool extractable = false);
  void ImportKey(const std::string& label, std::string bytes);
  // Takes away all keys of this label.
  void DestroyKeys(const std::string& label);
  // What happens to those who use a token that was pulled out and put back.
  void CloseAllSessions();
  // What happens to them when somebody else of their process is done with the module.
  void Finalize();

 private:
  CK_SLOT_ID Slot();
  CK_SESSION_HANDLE OpenSession();

  CK_FUNCTION_LIST_PTR functions_ = nullptr;
  const support::ScratchFolder scratch_;
  const std::string folder_ = scratch_.path();
  Pkcs11Token token_;
};

}  // namespace arasha::storage

#endif  // ARASHA_TESTS_STORAGE_KEYS_SOFT_TOKEN_H_
