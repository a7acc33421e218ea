#include "tests/support/log/log_key.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>

namespace arasha::support {

LogKey::LogKey() : path_((std::filesystem::temp_directory_path() / "arasha-log-key-XXXXXX").string()) {
  FILE* file = fdopen(mkstemp(path_.data()), "w");
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  EXPECT_EQ(PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr), 1);
  EVP_PKEY_free(key);
  fclose(file);
  auto keys = server::LogKeys::Load("arasha.example/audit", path_, {});
  EXPECT_TRUE(keys.ok()) << keys.status();
  if (keys.ok()) keys_ = std::make_unique<server::LogKeys>(*std::move(keys));
}

LogKey::~LogKey() { std::filesystem::remove(path_); }

}  // namespace arasha::support
