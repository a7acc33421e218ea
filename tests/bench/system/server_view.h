#ifndef ARASHA_TESTS_BENCH_SYSTEM_SERVER_VIEW_H_
#define ARASHA_TESTS_BENCH_SYSTEM_SERVER_VIEW_H_

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/cases/case_list.h"
#include "storage/keys/key_provider.h"
#include "storage/keys/vault.h"
#include "storage/log/server_keys.h"
#include "storage/postgres/encoding.h"

namespace arasha::bench {

// The value, or its status thrown.
template <typename T>
T OrThrow(absl::StatusOr<T> value) {
  if (!value.ok()) throw std::runtime_error(std::string(value.status().message()));
  return *std::move(value);
}

// What the server knows of the system and its database's owner does not: the keys, by which rows are sealed
// and hashed, and who sees what. Everything here throws on failure.
class ServerView {
 public:
  // `key_folder`: of the key-encryption key that wrapped the server keys.
  ServerView(std::string owner_database, const std::string& key_folder);

  storage::Vault& vault() { return vault_; }
  const std::shared_ptr<const storage::ServerKeys>& keys() const { return keys_; }

  // Parameters of a search for kFamilyName in one mission.
  std::vector<storage::Param> SearchParams(const std::string& mission) const;

 private:
  const std::string owner_database_;
  const std::unique_ptr<storage::KeyProvider> provider_;
  storage::Vault vault_;
  std::shared_ptr<const storage::ServerKeys> keys_;
};

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_SYSTEM_SERVER_VIEW_H_
