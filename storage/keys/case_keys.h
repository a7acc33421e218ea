#ifndef ARASHA_STORAGE_KEYS_CASE_KEYS_H_
#define ARASHA_STORAGE_KEYS_CASE_KEYS_H_

#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "nlohmann/json_fwd.hpp"
#include "storage/keys/vault.h"

namespace arasha::storage {

// The data key last seen of each case, and its type, by the case's name, so that an entry can be sealed
// without first asking for the case's keys. Not needed for being right: a case may have any number of keys,
// and a statement that goes by a type asks what it is. Thread-safe.
class CaseKeys {
 public:
  explicit CaseKeys(Vault& vault) : vault_(vault) {}

  // The key to seal under: the one seen last, or a new one.
  absl::StatusOr<DataKey> KeyFor(const std::string& case_name) ABSL_LOCKS_EXCLUDED(mutex_);
  // `type`: `type@version`; as it was, if empty.
  void Remember(const std::string& case_name, const DataKey& key, absl::string_view type = "")
      ABSL_LOCKS_EXCLUDED(mutex_);
  // `type@version`, if that was remembered; else empty.
  std::string TypeOf(const std::string& case_name) ABSL_LOCKS_EXCLUDED(mutex_);
  void Forget(const std::string& case_name) ABSL_LOCKS_EXCLUDED(mutex_);

 private:
  struct Item {
    std::string name;
    DataKey key;
    std::string type;
  };

  Vault& vault_;
  absl::Mutex mutex_;
  std::list<Item> recent_ ABSL_GUARDED_BY(mutex_);  // most recent first
  std::unordered_map<std::string, std::list<Item>::iterator> places_ ABSL_GUARDED_BY(mutex_);
};

// DATA_LOSS, for operators with the name of the case: what must be there is not.
absl::Status NoDataKey(absl::string_view case_uid);

// Keys out of the JSON array that kKeysOfCase selects, but for those that do not unwrap: what they sealed
// does not open, and the rest does. DATA_LOSS if none is left and the case was not erased.
absl::StatusOr<std::vector<DataKey>> ReadKeys(Vault& vault, const nlohmann::json& rows,
                                              absl::string_view case_uid, bool erased);
// SQL for the keys of the case `c`, oldest first.
inline constexpr absl::string_view kKeysOfCase =
    "(SELECT coalesce(json_agg(json_build_array(k.uid, k.kek, k.wrapped) ORDER BY k.uid), '[]') FROM "
    "data_key k"
    " WHERE k.mission = c.mission AND k.case_uid = c.uid)";

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_KEYS_CASE_KEYS_H_
