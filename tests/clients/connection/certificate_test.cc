// With a bad certificate gRPC says only UNAVAILABLE; each fault must be found before connecting, and a
// good pair must pass.

#include "clients/connection/certificate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/stat.h>

#include <fstream>
#include <memory>

#include "clients/text/local_error.h"

namespace arasha::clients {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Key MakeKey() { return {EVP_EC_gen("P-256"), &EVP_PKEY_free}; }

std::string Text(BIO* bio) {
  char* data = nullptr;
  const auto size = static_cast<size_t>(BIO_get_mem_data(bio, &data));
  std::string text(data, size);
  BIO_free(bio);
  return text;
}

std::string KeyPem(EVP_PKEY* key) {
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
  return Text(bio);
}

// Self-signed, valid from an hour before now to an hour after.
std::string CertificatePem(EVP_PKEY* key) {
  X509* certificate = X509_new();
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_sign(certificate, key, EVP_sha256());
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(bio, certificate);
  X509_free(certificate);
  return Text(bio);
}

std::string KeyOfError(const absl::Status& status) {
  const std::optional<LocalError> error = LocalErrorOf(status);
  return error && error->kind == LocalError::Kind::kConfiguration ? error->key : "";
}

TEST(CheckCertificateTest, FindsEachFault) {
  const Key key = MakeKey();
  const Key other = MakeKey();
  const std::string certificate = CertificatePem(key.get());
  const absl::Time now = absl::FromTimeT(time(nullptr));
  const auto check = [&](const std::string& cert, const std::string& key_pem, absl::Time at) {
    return CheckCertificate(cert, "me.pem", key_pem, "me.key", at);
  };
  EXPECT_TRUE(check(certificate, KeyPem(key.get()), now).ok());
  EXPECT_EQ(KeyOfError(check(certificate, KeyPem(key.get()), now + absl::Hours(2))),
            "config.certificate_expired");
  EXPECT_EQ(KeyOfError(check(certificate, KeyPem(key.get()), now - absl::Hours(2))),
            "config.certificate_early");
  EXPECT_EQ(KeyOfError(check(certificate, KeyPem(other.get()), now)), "config.key_mismatch");
  // As times are shown to people everywhere.
  for (const absl::Duration away : {absl::Hours(2), -absl::Hours(2)}) {
    EXPECT_THAT(LocalErrorOf(check(certificate, KeyPem(key.get()), now + away))->parameters["time"],
                testing::MatchesRegex("[0-9]+-[0-9]+-[0-9]+ [0-9]+:[0-9]+\\+00:00"));
  }
  EXPECT_EQ(KeyOfError(check("no PEM", KeyPem(key.get()), now)), "config.certificate_malformed");
  EXPECT_EQ(KeyOfError(check(certificate, certificate, now)), "config.key_malformed");
}

TEST(ReadPemTest, SaysWhichFileCannotBeRead) {
  const absl::Status status = ReadPem("file.key", "/nonexistent/me.key").status();
  EXPECT_EQ(KeyOfError(status), "config.unreadable");
  EXPECT_EQ(LocalErrorOf(status)->parameters["path"], "/nonexistent/me.key");
}

TEST(OthersMayReadTest, LooksAtGroupAndWorld) {
  const std::string path = testing::TempDir() + "/others_may_read.key";
  std::ofstream(path) << "key";
  for (const auto& [mode, readable] :
       {std::pair{0600U, false}, std::pair{0400U, false}, std::pair{0640U, true}, std::pair{0604U, true}}) {
    ASSERT_EQ(chmod(path.c_str(), mode), 0);
    EXPECT_EQ(OthersMayRead(path), readable) << std::oct << mode;
  }
  EXPECT_FALSE(OthersMayRead("/nonexistent/me.key"));
}

}  // namespace
}  // namespace arasha::clients
