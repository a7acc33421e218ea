#include "storage/keys/vault.h"

#include <chrono>
#include <list>
#include <unordered_map>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "storage/crypto/aes_gcm.h"
#include "storage/postgres/encoding.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

constexpr char kFormat = '\x01';
constexpr size_t kUidBytes = 16;
constexpr size_t kHeaderBytes = 1 + kUidBytes;

// What a wrapped key is bound to: wrapped bytes put beside another uid do not unwrap.
std::string ContextOf(absl::string_view uid) { return absl::StrCat("data_key/", uid); }

std::string HeaderOf(absl::string_view uid) {
  return kFormat + absl::HexStringToBytes(absl::StrReplaceAll(uid, {{"-", ""}}));
}

// The header is authenticated with the place, so that no byte of what is stored can change.
std::string Authenticated(absl::string_view header, absl::string_view place) {
  return absl::StrCat(header, place);
}

}  // namespace

// Keys by uid, in the order in which they were unwrapped. The oldest leaves first, for want of room as for
// age: a key in steady use is then unwrapped anew once in a while, and never outlives its time.
class Vault::Cache {
 public:
  explicit Cache(const CacheLimits& limits) : limits_(limits) {}

  std::shared_ptr<const SecretKey> Find(absl::string_view uid) {
    absl::MutexLock lock(&mutex_);
    DropAged();
    const auto found = by_uid_.find(std::string(uid));
    return found == by_uid_.end() ? nullptr : found->second->key;
  }

  void Keep(absl::string_view uid, std::shared_ptr<const SecretKey> key) {
    absl::MutexLock lock(&mutex_);
    DropAged();
    Drop(std::string(uid));
    if (limits_.keys == 0) return;
    if (by_age_.size() >= limits_.keys) Drop(by_age_.front().uid);
    by_age_.push_back({std::string(uid), std::move(key), Clock::now()});
    by_uid_[by_age_.back().uid] = std::prev(by_age_.end());
  }

  void Forget(absl::string_view uid) {
    absl::MutexLock lock(&mutex_);
    Drop(std::string(uid));
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Item {
    std::string uid;
    std::shared_ptr<const SecretKey> key;
    Clock::time_point unwrapped_at;
  };

  void DropAged() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const Clock::time_point oldest = Clock::now() - absl::ToChronoNanoseconds(limits_.time);
    while (!by_age_.empty() && by_age_.front().unwrapped_at <= oldest) Drop(by_age_.front().uid);
  }

  // `uid` may be the dropped item's own.
  void Drop(const std::string& uid) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const auto found = by_uid_.find(uid);
    if (found == by_uid_.end()) return;
    by_age_.erase(found->second);
    by_uid_.erase(found);
  }

  const CacheLimits limits_;
  absl::Mutex mutex_;
  std::list<Item> by_age_ ABSL_GUARDED_BY(mutex_);
  std::unordered_map<std::string, std::list<Item>::iterator> by_uid_ ABSL_GUARDED_BY(mutex_);
};

Vault::Vault(KeyProvider& provider, const CacheLimits& limits)
    : provider_(provider), cache_(std::make_unique<Cache>(limits)) {}
Vault::~Vault() = default;

absl::StatusOr<DataKey> Vault::NewKey() { return NewKey(NewUid(absl::Now())); }

absl::StatusOr<DataKey> Vault::NewKey(const std::string& uid) {
  auto key = std::make_shared<const SecretKey>(SecretKey::Generate());
  auto wrapped = provider_.Wrap(*key, ContextOf(uid));
  if (!wrapped.ok()) return wrapped.status();
  // Not remembered yet: it may never be stored.
  return DataKey{uid, std::move(wrapped->kek), std::move(wrapped->bytes), std::move(key)};
}

absl::StatusOr<DataKey> Vault::Open(absl::string_view uid, absl::string_view kek, absl::string_view wrapped) {
  DataKey opened{std::string(uid), std::string(kek), std::string(wrapped), cache_->Find(uid)};
  if (opened.key != nullptr) return opened;
  auto key = provider_.Unwrap(kek, wrapped, ContextOf(uid));
  if (!key.ok()) return key.status();
  opened.key = std::make_shared<const SecretKey>(*std::move(key));
  cache_->Keep(uid, opened.key);
  return opened;
}

absl::StatusOr<KeyProvider::Wrapped> Vault::Rewrap(absl::string_view uid, absl::string_view kek,
                                                   absl::string_view wrapped) {
  const auto key = provider_.Unwrap(kek, wrapped, ContextOf(uid));
  if (!key.ok()) return key.status();
  return provider_.Wrap(*key, ContextOf(uid));
}

std::string Vault::Seal(const DataKey& key, absl::string_view place, absl::string_view plaintext) {
  std::string sealed = HeaderOf(key.uid);
  const std::string authenticated = Authenticated(sealed, place);
  sealed.reserve(kHeaderBytes + kGcmNonce + plaintext.size() + kGcmTag);
  AesGcmSeal(*key.key, authenticated, plaintext, sealed);
  return sealed;
}

absl::StatusOr<std::string> Vault::Unseal(absl::Span<const DataKey> keys, absl::string_view place,
                                          absl::string_view sealed) {
  const absl::string_view header = sealed.substr(0, kHeaderBytes);
  for (const DataKey& key : keys) {
    if (header != HeaderOf(key.uid)) continue;
    auto plaintext = AesGcmOpen(*key.key, Authenticated(header, place), sealed.substr(kHeaderBytes));
    if (!plaintext) return Damaged(place, absl::StrCat("what is sealed at ", place, " does not open"));
    return *std::move(plaintext);
  }
  return Damaged(place, absl::StrCat("there is no key for what is sealed at ", place));
}

void Vault::Forget(absl::string_view uid) { cache_->Forget(uid); }

}  // namespace arasha::storage
