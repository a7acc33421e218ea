#include "storage/keys/case_keys.h"

namespace arasha::storage {
namespace {

// Cases under work at one time, generously; each entry holds some 200 bytes.
constexpr size_t kMaxRemembered = 4096;

}  // namespace

absl::StatusOr<DataKey> CaseKeys::KeyFor(const std::string& case_name) {
  {
    absl::MutexLock lock(&mutex_);
    if (const auto found = places_.find(case_name); found != places_.end()) {
      recent_.splice(recent_.begin(), recent_, found->second);
      return found->second->second;
    }
  }
  return vault_.NewKey();
}

void CaseKeys::Remember(const std::string& case_name, const DataKey& key) {
  absl::MutexLock lock(&mutex_);
  if (const auto found = places_.find(case_name); found != places_.end()) {
    found->second->second = key;
    recent_.splice(recent_.begin(), recent_, found->second);
    return;
  }
  recent_.emplace_front(case_name, key);
  places_[case_name] = recent_.begin();
  if (recent_.size() > kMaxRemembered) {
    places_.erase(recent_.back().first);
    recent_.pop_back();
  }
}

void CaseKeys::Forget(const std::string& case_name) {
  absl::MutexLock lock(&mutex_);
  const auto found = places_.find(case_name);
  if (found == places_.end()) return;
  recent_.erase(found->second);
  places_.erase(found);
}

}  // namespace arasha::storage
