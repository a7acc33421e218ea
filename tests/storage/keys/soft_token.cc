#include "tests/storage/keys/soft_token.h"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace arasha::storage {
namespace {

constexpr char kModule[] = "/usr/lib/softhsm/libsofthsm2.so";
constexpr char kLabel[] = "arasha test";
constexpr char kPin[] = "4821";

template <typename Value>
CK_ATTRIBUTE Attribute(CK_ATTRIBUTE_TYPE type, Value& value) {
  return {type, &value, sizeof(value)};
}

CK_ATTRIBUTE LabelAttribute(std::string& label) { return {CKA_LABEL, label.data(), label.size()}; }

}  // namespace

SoftToken::SoftToken() {
  std::filesystem::create_directory(folder_ + "/tokens");
  std::ofstream(folder_ + "/softhsm2.conf") << "directories.tokendir = " << folder_ << "/tokens\n"
                                            << "objectstore.backend = file\nlog.level = ERROR\n";
  setenv("SOFTHSM2_CONF", (folder_ + "/softhsm2.conf").c_str(), 1);
  const std::string command = absl::StrCat("softhsm2-util --init-token --free --label '", kLabel, "' --pin ",
                                           kPin, " --so-pin 7777 >", folder_, "/log 2>&1");
  EXPECT_EQ(std::system(command.c_str()), 0)
      << "is softhsm2 installed? deploy/install-packages dev does that";
  token_ = {.module = kModule, .label = kLabel, .pin_file = folder_ + "/pin"};
  WritePin(std::string(kPin) + "\n");
  void* const module = dlopen(kModule, RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) return;
  reinterpret_cast<CK_C_GetFunctionList>(dlsym(module, "C_GetFunctionList"))(&functions_);
  EXPECT_EQ(functions_->C_Initialize(nullptr), CKR_OK);
}

SoftToken::~SoftToken() {
  if (functions_ != nullptr) functions_->C_Finalize(nullptr);
}

void SoftToken::WritePin(const std::string& pin) {
  std::filesystem::remove(token_.pin_file);
  std::ofstream(token_.pin_file) << pin;
  chmod(token_.pin_file.c_str(), 0400);
}

CK_SLOT_ID SoftToken::Slot() {
  std::array<CK_SLOT_ID, 8> slots = {};
  CK_ULONG count = slots.size();
  EXPECT_EQ(functions_->C_GetSlotList(CK_TRUE, slots.data(), &count), CKR_OK);
  for (CK_ULONG i = 0; i < count; ++i) {
    CK_TOKEN_INFO info = {};
    functions_->C_GetTokenInfo(slots[i], &info);
    if (absl::StartsWith(reinterpret_cast<const char*>(info.label), kLabel)) return slots[i];
  }
  ADD_FAILURE() << "the token is not there";
  return 0;
}

CK_SESSION_HANDLE SoftToken::OpenSession() {
  CK_SESSION_HANDLE session = CK_INVALID_HANDLE;
  EXPECT_EQ(
      functions_->C_OpenSession(Slot(), CKF_SERIAL_SESSION | CKF_RW_SESSION, nullptr, nullptr, &session),
      CKR_OK);
  std::string pin = kPin;
  const CK_RV answer =
      functions_->C_Login(session, CKU_USER, reinterpret_cast<CK_UTF8CHAR_PTR>(pin.data()), pin.size());
  EXPECT_TRUE(answer == CKR_OK || answer == CKR_USER_ALREADY_LOGGED_IN) << answer;
  return session;
}

void SoftToken::MakeKey(const std::string& label, CK_ULONG bytes, bool extractable) {
  const CK_SESSION_HANDLE session = OpenSession();
  CK_MECHANISM mechanism = {CKM_AES_KEY_GEN, nullptr, 0};
  CK_BBOOL yes = CK_TRUE;
  CK_BBOOL may_leave = extractable ? CK_TRUE : CK_FALSE;
  std::string name = label;
  std::array<CK_ATTRIBUTE, 8> wanted = {Attribute(CKA_TOKEN, yes),
                                        Attribute(CKA_PRIVATE, yes),
                                        Attribute(CKA_SENSITIVE, yes),
                                        Attribute(CKA_ENCRYPT, yes),
                                        Attribute(CKA_DECRYPT, yes),
                                        Attribute(CKA_VALUE_LEN, bytes),
                                        Attribute(CKA_EXTRACTABLE, may_leave),
                                        LabelAttribute(name)};
  CK_OBJECT_HANDLE key = CK_INVALID_HANDLE;
  EXPECT_EQ(functions_->C_GenerateKey(session, &mechanism, wanted.data(), wanted.size(), &key), CKR_OK);
  functions_->C_CloseSession(session);
}

void SoftToken::ImportKey(const std::string& label, std::string bytes) {
  const CK_SESSION_HANDLE session = OpenSession();
  CK_OBJECT_CLASS object_class = CKO_SECRET_KEY;
  CK_KEY_TYPE type = CKK_AES;
  CK_BBOOL yes = CK_TRUE;
  CK_BBOOL no = CK_FALSE;
  std::string name = label;
  std::array<CK_ATTRIBUTE, 9> wanted = {Attribute(CKA_CLASS, object_class),
                                        Attribute(CKA_KEY_TYPE, type),
                                        Attribute(CKA_TOKEN, yes),
                                        Attribute(CKA_PRIVATE, yes),
                                        Attribute(CKA_ENCRYPT, yes),
                                        Attribute(CKA_DECRYPT, yes),
                                        Attribute(CKA_EXTRACTABLE, no),
                                        LabelAttribute(name),
                                        {CKA_VALUE, bytes.data(), bytes.size()}};
  CK_OBJECT_HANDLE key = CK_INVALID_HANDLE;
  EXPECT_EQ(functions_->C_CreateObject(session, wanted.data(), wanted.size(), &key), CKR_OK);
  functions_->C_CloseSession(session);
}

void SoftToken::DestroyKeys(const std::string& label) {
  const CK_SESSION_HANDLE session = OpenSession();
  std::string name = label;
  CK_ATTRIBUTE wanted = LabelAttribute(name);
  std::array<CK_OBJECT_HANDLE, 8> found = {};
  CK_ULONG count = 0;
  EXPECT_EQ(functions_->C_FindObjectsInit(session, &wanted, 1), CKR_OK);
  EXPECT_EQ(functions_->C_FindObjects(session, found.data(), found.size(), &count), CKR_OK);
  functions_->C_FindObjectsFinal(session);
  for (CK_ULONG i = 0; i < count; ++i) EXPECT_EQ(functions_->C_DestroyObject(session, found[i]), CKR_OK);
  functions_->C_CloseSession(session);
}

void SoftToken::CloseAllSessions() { EXPECT_EQ(functions_->C_CloseAllSessions(Slot()), CKR_OK); }

void SoftToken::Finalize() { EXPECT_EQ(functions_->C_Finalize(nullptr), CKR_OK); }

}  // namespace arasha::storage
