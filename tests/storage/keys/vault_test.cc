// What could go wrong: sealed bytes open at another place, under another key or after a change; a nonce comes
// twice under one key; a key is still in use after it was destroyed, or stays in memory for good.
#include "storage/keys/vault.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>
#include <unordered_set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "storage/crypto/aes_gcm.h"
#include "tests/storage/keys/memory_keys.h"

namespace arasha::storage {
namespace {

class Vaults : public ::testing::Test {
 protected:
  DataKey NewKey() {
    auto key = vault_.NewKey();
    EXPECT_TRUE(key.ok()) << key.status();
    return *std::move(key);
  }
  absl::Status Open(const DataKey& key) { return vault_.Open(key.uid, key.kek, key.wrapped).status(); }

  MemoryKeys provider_;
  Vault vault_{provider_};
};

TEST_F(Vaults, UnsealWhatTheySealed) {
  const DataKey key = NewKey();
  const DataKey other = NewKey();
  for (const std::string& text : {std::string(), std::string("Жұмабаев Әсет"), std::string(100000, '\0')}) {
    const std::string sealed = Vault::Seal(key, "party/1", text);
    EXPECT_EQ(sealed.size(), 1 + 16 + kGcmNonce + text.size() + kGcmTag);
    EXPECT_EQ(sealed[0], '\x01');
    const auto opened = Vault::Unseal({other, key}, "party/1", sealed);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(*opened, text);
  }
}

TEST_F(Vaults, ShowNothingOfThePlaintext) {
  const std::string sealed = Vault::Seal(NewKey(), "party/1", "Жұмабаев Әсет");
  EXPECT_FALSE(absl::StrContains(sealed, "Әсет"));
}

TEST_F(Vaults, DoNotOpenWhatWasMoved) {
  const DataKey key = NewKey();
  const std::string sealed = Vault::Seal(key, "party/1", "secret");
  EXPECT_TRUE(absl::IsDataLoss(Vault::Unseal({key}, "party/2", sealed).status()));
  EXPECT_TRUE(absl::IsDataLoss(Vault::Unseal({key}, "", sealed).status()));
  EXPECT_TRUE(absl::IsDataLoss(Vault::Unseal({NewKey()}, "party/1", sealed).status()))
      << "another case's keys";
  EXPECT_TRUE(absl::IsDataLoss(Vault::Unseal({}, "party/1", sealed).status())) << "an erased case";
}

TEST_F(Vaults, RefuseEveryChangedBit) {
  const DataKey key = NewKey();
  const std::string sealed = Vault::Seal(key, "party/1", "secret");
  for (size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    std::string changed = sealed;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_TRUE(absl::IsDataLoss(Vault::Unseal({key}, "party/1", changed).status())) << "bit " << bit;
  }
}

TEST_F(Vaults, RefuseEveryShorterAndLongerForm) {
  const DataKey key = NewKey();
  const std::string sealed = Vault::Seal(key, "party/1", "secret");
  for (size_t length = 0; length < sealed.size(); ++length) {
    EXPECT_TRUE(absl::IsDataLoss(Vault::Unseal({key}, "party/1", sealed.substr(0, length)).status()));
  }
  EXPECT_TRUE(absl::IsDataLoss(Vault::Unseal({key}, "party/1", sealed + '\0').status()));
}

TEST_F(Vaults, RefuseAKeyPutUnderAnotherUid) {
  const DataKey key = NewKey();
  const DataKey other = NewKey();
  EXPECT_TRUE(absl::IsDataLoss(vault_.Open(other.uid, key.kek, key.wrapped).status()));
  EXPECT_TRUE(Open(key).ok());
}

TEST_F(Vaults, NeverUseANonceTwice) {
  const DataKey key = NewKey();
  std::unordered_set<std::string> nonces;
  constexpr size_t kTimes = 1'000'000;
  nonces.reserve(kTimes);
  for (size_t i = 0; i < kTimes; ++i) nonces.insert(Vault::Seal(key, "", "").substr(17, kGcmNonce));
  EXPECT_EQ(nonces.size(), kTimes);
}

TEST_F(Vaults, GiveEveryNewKeyBytesOfItsOwn) {
  std::unordered_set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(std::string(NewKey().key->bytes()));
  EXPECT_EQ(seen.size(), 1000u);
}

TEST_F(Vaults, AskTheProviderOnceForAKeyInUse) {
  const DataKey key = NewKey();
  for (int i = 0; i < 10; ++i) {
    const auto opened = vault_.Open(key.uid, key.kek, key.wrapped);
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_EQ(opened->key->bytes(), key.key->bytes());
    EXPECT_EQ(opened->wrapped, key.wrapped);
  }
  EXPECT_EQ(provider_.unwraps(), 1);
}

TEST_F(Vaults, ForgetWhatWasDestroyed) {
  const DataKey key = NewKey();
  ASSERT_TRUE(Open(key).ok());
  vault_.Forget(key.uid);
  provider_.FailWith(absl::UnavailableError("gone"));
  EXPECT_TRUE(absl::IsUnavailable(Open(key)));
}

TEST_F(Vaults, ForgetTheOldestOfTooMany) {
  Vault small(provider_, {.keys = 2, .time = absl::Minutes(5)});
  const std::vector<DataKey> keys = {NewKey(), NewKey(), NewKey()};
  for (const DataKey& key : keys) ASSERT_TRUE(small.Open(key.uid, key.kek, key.wrapped).ok());
  provider_.FailWith(absl::UnavailableError("gone"));
  EXPECT_FALSE(small.Open(keys[0].uid, keys[0].kek, keys[0].wrapped).ok());
  EXPECT_TRUE(small.Open(keys[1].uid, keys[1].kek, keys[1].wrapped).ok());
  EXPECT_TRUE(small.Open(keys[2].uid, keys[2].kek, keys[2].wrapped).ok());
}

TEST_F(Vaults, ForgetWhatIsOldEvenIfItIsInUse) {
  Vault brief(provider_, {.keys = 10, .time = absl::Milliseconds(100)});
  const DataKey key = NewKey();
  const absl::Time start = absl::Now();
  while (absl::Now() - start < absl::Milliseconds(250)) {
    ASSERT_TRUE(brief.Open(key.uid, key.kek, key.wrapped).ok());
    absl::SleepFor(absl::Milliseconds(10));
  }
  EXPECT_GE(provider_.unwraps(), 2);
  absl::SleepFor(absl::Milliseconds(150));
  provider_.FailWith(absl::UnavailableError("gone"));
  EXPECT_FALSE(brief.Open(key.uid, key.kek, key.wrapped).ok());
}

TEST_F(Vaults, ServeManyThreads) {
  Vault small(provider_, {.keys = 3, .time = absl::Milliseconds(1)});
  std::vector<DataKey> keys;
  for (int i = 0; i < 8; ++i) keys.push_back(NewKey());
  std::vector<std::thread> threads;
  for (size_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (size_t i = 0; i < 500; ++i) {
        const DataKey& key = keys[(i * (t + 1)) % keys.size()];
        const auto opened = small.Open(key.uid, key.kek, key.wrapped);
        ASSERT_TRUE(opened.ok()) << opened.status();
        ASSERT_EQ(opened->key->bytes(), key.key->bytes());
        if (i % 7 == 0) small.Forget(key.uid);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_F(Vaults, PassOnThatTheProviderDoesNotAnswer) {
  provider_.FailWith(absl::UnavailableError("gone"));
  EXPECT_TRUE(absl::IsUnavailable(vault_.NewKey().status()));
}

}  // namespace
}  // namespace arasha::storage
