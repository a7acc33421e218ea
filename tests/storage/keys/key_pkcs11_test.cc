// What could go wrong: the token was away for a moment and the server has to be started again; a wrong PIN is
// tried until the token locks itself; a damaged key is taken for a token that is away, or the other way
// round.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "storage/crypto/secret_file.h"
#include "storage/keys/key_provider.h"
#include "storage/keys/vault.h"
#include "storage/postgres/status.h"
#include "tests/storage/keys/soft_token.h"
#include "tests/support/scratch_folder.h"

namespace arasha::storage {
namespace {

using ::testing::HasSubstr;

class Pkcs11 : public ::testing::Test {
 protected:
  Pkcs11() { soft_.MakeKey("2026"); }

  std::unique_ptr<KeyProvider> Open(const std::string& current = "2026") {
    auto provider = OpenPkcs11(soft_.token(), current);
    EXPECT_TRUE(provider.ok()) << provider.status();
    return provider.ok() ? *std::move(provider) : nullptr;
  }
  void ExpectRefused(const Pkcs11Token& token, const std::string& current, const std::string& why) {
    const auto provider = OpenPkcs11(token, current);
    EXPECT_TRUE(absl::IsFailedPrecondition(provider.status())) << provider.status();
    EXPECT_THAT(std::string(provider.status().message()), HasSubstr(why));
  }

  SoftToken soft_;
  const SecretKey key_ = SecretKey::Generate();
};

TEST_F(Pkcs11, WrapsAndUnwraps) {
  const auto provider = Open();
  const auto wrapped = provider->Wrap(key_, "data_key/1");
  ASSERT_TRUE(wrapped.ok()) << wrapped.status();
  EXPECT_EQ(wrapped->kek, "2026");
  EXPECT_NE(wrapped->bytes, provider->Wrap(key_, "data_key/1")->bytes) << "another nonce each time";
  const auto unwrapped = provider->Unwrap("2026", wrapped->bytes, "data_key/1");
  ASSERT_TRUE(unwrapped.ok()) << unwrapped.status();
  EXPECT_EQ(unwrapped->bytes(), key_.bytes());
}

TEST_F(Pkcs11, RefusesAnotherContextAnotherKeyAndEveryChangedBit) {
  soft_.MakeKey("other");
  const auto provider = Open();
  const std::string wrapped = provider->Wrap(key_, "data_key/1")->bytes;
  EXPECT_TRUE(absl::IsDataLoss(provider->Unwrap("2026", wrapped, "data_key/2").status()));
  EXPECT_TRUE(absl::IsDataLoss(provider->Unwrap("other", wrapped, "data_key/1").status()));
  EXPECT_TRUE(absl::IsDataLoss(provider->Unwrap("2026", wrapped.substr(1), "data_key/1").status()));
  EXPECT_TRUE(absl::IsDataLoss(provider->Unwrap("2026", "", "data_key/1").status()));
  for (size_t bit = 0; bit < wrapped.size() * 8; ++bit) {
    std::string changed = wrapped;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_TRUE(absl::IsDataLoss(provider->Unwrap("2026", changed, "data_key/1").status())) << "bit " << bit;
  }
  EXPECT_TRUE(provider->Unwrap("2026", wrapped, "data_key/1").ok()) << "the session is as good as before";
}

TEST_F(Pkcs11, GoesOnAfterTheTokenWasAway) {
  const auto provider = Open();
  const std::string wrapped = provider->Wrap(key_, "x")->bytes;
  soft_.CloseAllSessions();
  EXPECT_TRUE(provider->Unwrap("2026", wrapped, "x").ok());
  soft_.CloseAllSessions();
  EXPECT_TRUE(provider->Wrap(key_, "x").ok());
  soft_.Finalize();
  EXPECT_TRUE(provider->Unwrap("2026", wrapped, "x").ok());
  soft_.CloseAllSessions();
  EXPECT_TRUE(absl::IsDataLoss(provider->Unwrap("2026", wrapped, "y").status()));
}

TEST_F(Pkcs11, SaysThatAKeyIsNotThereAndFindsItWhenItIs) {
  const auto provider = Open();
  const absl::Status status = provider->Unwrap("2027", std::string(60, 'x'), "x").status();
  EXPECT_TRUE(absl::IsUnavailable(status)) << status;
  EXPECT_EQ(ReasonOf(status), v1::ERROR_REASON_KEYS_UNAVAILABLE);
  soft_.MakeKey("2027");
  EXPECT_TRUE(absl::IsDataLoss(provider->Unwrap("2027", std::string(60, 'x'), "x").status()));
  const std::string wrapped = provider->Wrap(key_, "x")->bytes;
  soft_.DestroyKeys("2026");
  EXPECT_TRUE(absl::IsUnavailable(provider->Unwrap("2026", wrapped, "x").status()));
}

TEST_F(Pkcs11, ServesManyThreads) {
  const auto provider = Open();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      const std::string context = std::string("data_key/") + std::to_string(t);
      const SecretKey key = SecretKey::Generate();
      for (int i = 0; i < 50; ++i) {
        const auto wrapped = provider->Wrap(key, context);
        ASSERT_TRUE(wrapped.ok()) << wrapped.status();
        const auto unwrapped = provider->Unwrap(wrapped->kek, wrapped->bytes, context);
        ASSERT_TRUE(unwrapped.ok()) << unwrapped.status();
        ASSERT_EQ(unwrapped->bytes(), key.bytes());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_F(Pkcs11, NeedsModuleTokenAndKey) {
  Pkcs11Token token = soft_.token();
  ExpectRefused(token, "absent", "no AES key labelled \"absent\"");
  token.label = "elsewhere";
  ExpectRefused(token, "2026", "0 tokens");
  token.module = "/nonexistent.so";
  ExpectRefused(token, "2026", "/nonexistent.so");
  token.module = "libcrypto.so.3";
  ExpectRefused(token, "2026", "no PKCS#11 module");
}

TEST_F(Pkcs11, NeedsAKeyThatIsOneLongAndCannotLeave) {
  soft_.MakeKey("short", 16);
  ExpectRefused(soft_.token(), "short", "256 bits");
  soft_.MakeKey("loose", 32, true);
  ExpectRefused(soft_.token(), "loose", "CKA_EXTRACTABLE");
  soft_.MakeKey("2026");
  ExpectRefused(soft_.token(), "2026", "several AES keys");
}

TEST_F(Pkcs11, TriesARefusedPinOnce) {
  soft_.WritePin("0000");
  ExpectRefused(soft_.token(), "2026", "C_Login");
  soft_.WritePin("4821");
  const auto provider = Open();
  const std::string wrapped = provider->Wrap(key_, "x")->bytes;
  soft_.WritePin("0000");
  soft_.CloseAllSessions();
  EXPECT_TRUE(absl::IsUnavailable(provider->Unwrap("2026", wrapped, "x").status()));
  soft_.WritePin("4821");
  EXPECT_TRUE(absl::IsUnavailable(provider->Unwrap("2026", wrapped, "x").status()));
  EXPECT_TRUE(Open()->Unwrap("2026", wrapped, "x").ok()) << "a new start tries again";
}

TEST_F(Pkcs11, NeedsAPinFileClosedToOthers) {
  Pkcs11Token token = soft_.token();
  token.pin_file = "/etc/hostname";
  ExpectRefused(token, "2026", "closed to all but its owner");
}

// The way from files to a token.
TEST_F(Pkcs11, UnwrapsWhatAnImportedKeyFileWrapped) {
  const support::ScratchFolder folder;
  ASSERT_TRUE(MakeKeyFile(folder.path(), "kek-1").ok());
  const std::string wrapped = OpenKeyFiles(folder.path(), "kek-1").value()->Wrap(key_, "data_key/1")->bytes;
  soft_.ImportKey("kek-1", ReadSecretFile(folder.path() + "/kek-1.key").value());
  const auto unwrapped = Open()->Unwrap("kek-1", wrapped, "data_key/1");
  ASSERT_TRUE(unwrapped.ok()) << unwrapped.status();
  EXPECT_EQ(unwrapped->bytes(), key_.bytes());
}

TEST_F(Pkcs11, ServesAVault) {
  const auto provider = Open();
  Vault vault(*provider);
  const auto made = vault.NewKey();
  ASSERT_TRUE(made.ok()) << made.status();
  const auto opened = vault.Open(made->uid, made->kek, made->wrapped);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(*Vault::Unseal({*opened}, "party/1", Vault::Seal(*made, "party/1", "secret")), "secret");
}

}  // namespace
}  // namespace arasha::storage
