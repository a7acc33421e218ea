#ifndef ARASHA_TESTS_SUPPORT_TEST_KEYS_H_
#define ARASHA_TESTS_SUPPORT_TEST_KEYS_H_

#include <memory>
#include <string>
#include <vector>

#include "storage/keys/key_provider.h"
#include "storage/keys/vault.h"
#include "storage/log/audit.h"
#include "storage/postgres/connection.h"

namespace arasha::support {

// Keys of one test database: what a server reads when it starts, and what it keeps of cases.
class TestKeys {
 public:
  // From the database's server keys and the key-encryption key in the folder of tests/run; nullptr, and a
  // failure, if they cannot be read.
  static std::unique_ptr<TestKeys> Read(storage::Connection& connection);
  // The folder of the key-encryption key, made on first use.
  static std::string Folder();

  const std::shared_ptr<const storage::ServerKeys>& server_keys() const { return server_keys_; }
  storage::Sealing& sealing() { return sealing_; }
  // What statements run for: an actor with these labels.
  storage::AccessContext Access(std::vector<std::string> labels) const;
  // What an operator's command does, with the owner's connection.
  storage::AuditContext Operator();

 private:
  explicit TestKeys(std::unique_ptr<storage::KeyProvider> provider);

  std::unique_ptr<storage::KeyProvider> provider_;
  storage::Vault vault_;
  storage::CaseKeys case_keys_;
  storage::Sealing sealing_;
  std::shared_ptr<const storage::ServerKeys> server_keys_;
};

}  // namespace arasha::support

#endif  // ARASHA_TESTS_SUPPORT_TEST_KEYS_H_
