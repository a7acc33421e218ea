#include "tests/support/issued_certificate.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace arasha::support {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using File = std::unique_ptr<BIO, decltype(&BIO_free)>;

Key NewKey(const std::string& kind) {
  EVP_PKEY* key = nullptr;
  if (absl::StartsWith(kind, "RSA-")) {
    key = EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<size_t>(std::stoi(kind.substr(4))));
  } else if (absl::StartsWith(kind, "P-")) {
    key = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", kind.c_str());
  } else {
    key = EVP_PKEY_Q_keygen(nullptr, nullptr, kind.c_str());
  }
  EXPECT_NE(key, nullptr) << kind;
  return {key, EVP_PKEY_free};
}

void Extend(X509* certificate, int what, const std::string& value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value.c_str());
  ASSERT_NE(extension, nullptr) << value;
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

}  // namespace

KeyPair IssueCertificate(const std::string& folder, const std::string& name, const CertificateOrder& order) {
  const std::string authority = FindEnvironment()->dir + "/certs/ca";
  const File ca_file(BIO_new_file((authority + ".pem").c_str(), "r"), BIO_free);
  const Certificate ca(PEM_read_bio_X509(ca_file.get(), nullptr, nullptr, nullptr), X509_free);
  const File ca_key_file(BIO_new_file((authority + ".key").c_str(), "r"), BIO_free);
  const Key ca_key(PEM_read_bio_PrivateKey(ca_key_file.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  const Key key = NewKey(order.key);

  const Certificate certificate(X509_new(), X509_free);
  X509* x509 = certificate.get();
  X509_set_version(x509, X509_VERSION_3);
  // Whatever is issued twice is another certificate.
  ASN1_INTEGER_set_int64(X509_get_serialNumber(x509), absl::ToUnixNanos(absl::Now()));
  ASN1_TIME_set(X509_getm_notBefore(x509), absl::ToTimeT(order.from));
  ASN1_TIME_set(X509_getm_notAfter(x509), absl::ToTimeT(order.until));
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("a.omarova"), -1, -1, 0);
  X509_set_issuer_name(x509,
                       order.self_signed ? X509_get_subject_name(x509) : X509_get_subject_name(ca.get()));
  X509_set_pubkey(x509, key.get());
  Extend(x509, NID_basic_constraints, "critical,CA:FALSE");
  Extend(x509, NID_key_usage, "critical," + order.usage);
  if (!order.extended_usage.empty()) Extend(x509, NID_ext_key_usage, order.extended_usage);
  if (!order.names.empty()) Extend(x509, NID_subject_alt_name, order.names);
  EXPECT_GT(X509_sign(x509, order.self_signed ? key.get() : ca_key.get(),
                      EVP_get_digestbyname(order.digest.c_str())),
            0);

  const KeyPair pair = {absl::StrCat(folder, "/", name, ".pem"), absl::StrCat(folder, "/", name, ".key")};
  const File certificate_file(BIO_new_file(pair.certificate.c_str(), "w"), BIO_free);
  EXPECT_EQ(PEM_write_bio_X509(certificate_file.get(), x509), 1);
  const File key_file(BIO_new_file(pair.key.c_str(), "w"), BIO_free);
  EXPECT_EQ(PEM_write_bio_PrivateKey(key_file.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr), 1);
  return pair;
}

}  // namespace arasha::support
