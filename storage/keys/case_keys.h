#ifndef ARASHA_STORAGE_KEYS_CASE_KEYS_H_
#define ARASHA_STORAGE_KEYS_CASE_KEYS_H_

#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "storage/keys/vault.h"

namespace arasha::storage {

// The data key last seen of each case, by the case's name, so that an entry can be sealed without first
// asking for the case's keys. Not needed for being right: a case may have any number of keys. Thread-safe.
class CaseKeys {
 public:
  explicit CaseKeys(Vault& vault) : vault_(vault) {}

  // The key to seal under: the one seen last, or a new one.
  absl::StatusOr<DataKey> KeyFor(const std::string& case_name) ABSL_LOCKS_EXCLUDED(mutex_);
  void Remember(const std::string& case_name, const DataKey& key) ABSL_LOCKS_EXCLUDED(mutex_);
  void Forget(const std::string& case_name) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  using Item = std::pair<std::string, DataKey>;

  Vault& vault_;
  absl::Mutex mutex_;
  std::list<Item> recent_ ABSL_GUARDED_BY(mutex_);  // most recent first
  std::unordered_map<std::string, std::list<Item>::iterator> places_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_KEYS_CASE_KEYS_H_
