#include "storage/keys/case_keys.h"

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/postgres/encoding.h"
#include "storage/postgres/pg_errors.h"

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
      return found->second->key;
    }
  }
  return vault_.NewKey();
}

void CaseKeys::Remember(const std::string& case_name, const DataKey& key, absl::string_view type) {
  absl::MutexLock lock(&mutex_);
  if (const auto found = places_.find(case_name); found != places_.end()) {
    found->second->key = key;
    if (!type.empty()) found->second->type = std::string(type);
    recent_.splice(recent_.begin(), recent_, found->second);
    return;
  }
  recent_.push_front({case_name, key, std::string(type)});
  places_[case_name] = recent_.begin();
  if (recent_.size() > kMaxRemembered) {
    places_.erase(recent_.back().name);
    recent_.pop_back();
  }
}

std::string CaseKeys::TypeOf(const std::string& case_name) {
  absl::MutexLock lock(&mutex_);
  const auto found = places_.find(case_name);
  return found == places_.end() ? "" : found->second->type;
}

void CaseKeys::Forget(const std::string& case_name) {
  absl::MutexLock lock(&mutex_);
  const auto found = places_.find(case_name);
  if (found == places_.end()) return;
  recent_.erase(found->second);
  places_.erase(found);
}

absl::Status NoDataKey(absl::string_view case_uid) {
  const std::string row = absl::StrCat("case/", case_uid);
  return Damaged(row, absl::StrCat(row, " has no data key, and was not erased"));
}

absl::StatusOr<std::vector<DataKey>> ReadKeys(Vault& vault, const nlohmann::json& rows,
                                              absl::string_view case_uid, bool erased) {
  std::vector<DataKey> keys;
  absl::Status lost = NoDataKey(case_uid);
  for (const nlohmann::json& row : rows) {
    auto key = vault.Open(row.at(0).get_ref<const std::string&>(), row.at(1).get_ref<const std::string&>(),
                          ParseBytesText(row.at(2).get_ref<const std::string&>()));
    if (key.ok()) {
      keys.push_back(*std::move(key));
    } else if (absl::IsDataLoss(key.status())) {
      lost = key.status();
    } else {
      return key.status();
    }
  }
  if (keys.empty() && !erased) return lost;
  return keys;
}

}  // namespace arasha::storage
