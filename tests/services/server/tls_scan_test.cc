// What could go wrong: a version, a cipher, a group or a signature of yesterday is still taken; somebody is
// let in whose certificate is not in order, or who resumes a session that a refused certificate once began.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/directory/identity.h"
#include "storage/directory/owner_writes.h"
#include "tests/support/issued_certificate.h"
#include "tests/support/scratch_folder.h"
#include "tests/support/statuses.h"
#include "tests/support/tls_connection.h"

namespace arasha {
namespace {

using support::CertificateOrder;
using support::KeyPair;
using support::TlsConnection;
using support::TlsOffer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class TlsScan : public support::SharedServerTest {
 protected:
  static TlsOffer Officer(int version) {
    TlsOffer offer;
    offer.pair = support::PairOf("officer");
    offer.least = offer.most = version;
    return offer;
  }
  bool TakenIn(const TlsOffer& offer) { return TlsConnection(server().address(), offer).taken_in(); }

  // Those of the values with which, one at a time, an officer is taken in.
  std::vector<std::string> Taken(int version, std::string TlsOffer::*what,
                                 const std::vector<std::string>& values) {
    std::vector<std::string> taken;
    for (const std::string& value : values) {
      TlsOffer offer = Officer(version);
      offer.*what = value;
      if (TakenIn(offer)) taken.push_back(value);
    }
    return taken;
  }

  // All that this OpenSSL can do in TLS 1.2, weak and anonymous ones too.
  static std::vector<std::string> Tls12Ciphers() {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                    SSL_CTX_free);
    SSL_CTX_set_ciphersuites(context.get(), "");
    SSL_CTX_set_cipher_list(context.get(), "ALL:COMPLEMENTOFALL:@SECLEVEL=0");
    const STACK_OF(SSL_CIPHER)* ciphers = SSL_CTX_get_ciphers(context.get());
    std::vector<std::string> names;
    for (int i = 0; i < sk_SSL_CIPHER_num(ciphers); ++i) {
      names.push_back(absl::StrCat(SSL_CIPHER_get_name(sk_SSL_CIPHER_value(ciphers, i)), ":@SECLEVEL=0"));
    }
    return names;
  }

  // A handshake's first message that OpenSSL would not send any more: of SSL 3.0, or asking for compression.
  // It offers RSA and ECDHE-RSA with AES, P-256 and SHA-256.
  std::string AnswerToHello(const std::string& version, const std::string& compressions) {
    const std::string ciphers("\xc0\x2f\xc0\x30\x00\x2f\x00\x35\x00\x0a\x00\xff", 12);
    const std::string extensions(
        "\x00\x0a\x00\x04\x00\x02\x00\x17"
        "\x00\x0d\x00\x06\x00\x04\x04\x01\x08\x04"
        "\x00\x10\x00\x05\x00\x03\x02h2",
        27);
    const auto sized = [](const std::string& bytes, size_t width) {
      std::string size(width, '\0');
      for (size_t i = 0; i < width; ++i) size[width - 1 - i] = static_cast<char>(bytes.size() >> (8 * i));
      return size + bytes;
    };
    const std::string hello = version + std::string(32, 'r') + sized("", 1) + sized(ciphers, 2) +
                              sized(compressions, 1) + sized(extensions, 2);
    const support::TcpConnection tcp(server().address());
    EXPECT_TRUE(tcp.Send("\x16" + version + sized("\x01" + sized(hello, 3), 2)));
    return tcp.Receive(absl::Seconds(5));
  }

  // A certificate like the officer's, with something changed.
  KeyPair Issue(const CertificateOrder& order) {
    return support::IssueCertificate(scratch_.path(), absl::StrCat("pair-", ++issued_), order);
  }
  bool TakenInWith(const CertificateOrder& order) {
    TlsOffer offer;
    offer.pair = Issue(order);
    return TakenIn(offer);
  }

  support::ScratchFolder scratch_;

 private:
  int issued_ = 0;
};

const std::string kSsl3("\x03\x00", 2);
const std::string kTls12("\x03\x03", 2);
// Types of records, the first byte of each.
constexpr char kAlert = '\x15';
constexpr char kHandshake = '\x16';

TEST_F(TlsScan, Version13AndNothingOlder) {
  EXPECT_TRUE(TakenIn(Officer(TLS1_3_VERSION)));
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION, TLS1_2_VERSION}) {
    EXPECT_FALSE(TakenIn(Officer(version))) << version;
  }
  EXPECT_THAT(Taken(TLS1_2_VERSION, &TlsOffer::ciphers, Tls12Ciphers()), IsEmpty());
  const std::string answer = AnswerToHello(kSsl3, std::string(1, '\0'));
  EXPECT_TRUE(answer.empty() || answer[0] == kAlert);
}

TEST_F(TlsScan, CipherSuites) {
  EXPECT_THAT(
      Taken(TLS1_3_VERSION, &TlsOffer::suites,
            {"TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256",
             "TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256"}),
      ElementsAre("TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"));
}

TEST_F(TlsScan, Groups) {
  EXPECT_THAT(Taken(TLS1_3_VERSION, &TlsOffer::groups,
                    {"P-256", "P-384", "P-521", "X25519", "X448", "ffdhe2048", "ffdhe3072", "ffdhe4096"}),
              ElementsAre("P-256"));
}

TEST_F(TlsScan, Signatures) {
  EXPECT_THAT(
      Taken(TLS1_3_VERSION, &TlsOffer::signatures,
            {"ECDSA+SHA256", "ECDSA+SHA384", "ECDSA+SHA1", "RSA-PSS+SHA256", "RSA+SHA256", "RSA+SHA1"}),
      ElementsAre("ECDSA+SHA256"))
      << "what the server signs with";
  const TlsConnection connection(server().address(), Officer(TLS1_3_VERSION));
  ASSERT_TRUE(connection.taken_in());
  const int asked = SSL_get_sigalgs(connection.ssl(), 0, nullptr, nullptr, nullptr, nullptr, nullptr);
  EXPECT_GT(asked, 0);
  for (int i = 0; i < asked; ++i) {
    int signature = 0;
    int hash = 0;
    SSL_get_sigalgs(connection.ssl(), i, &signature, &hash, nullptr, nullptr, nullptr);
    EXPECT_NE(signature, NID_dsa) << "asked of a client";
    EXPECT_NE(hash, NID_sha1) << "asked of a client";
    EXPECT_NE(hash, NID_md5) << "asked of a client";
  }
}

TEST_F(TlsScan, Http2AndNoOtherProtocol) {
  EXPECT_THAT(Taken(TLS1_3_VERSION, &TlsOffer::protocol, {"h2", "", "http/1.1", "h2c", "grpc"}),
              ElementsAre("h2"));
}

TEST_F(TlsScan, ClientCertificates) {
  using Change = std::function<void(CertificateOrder&)>;
  const absl::Time now = absl::Now();
  const struct {
    const char* what;
    Change change;
    bool taken_in;
  } rows[] = {
      {"in order", [](auto&) {}, true},
      {"RSA of 2048 bits", [](auto& o) { o.key = "RSA-2048"; }, true},
      {"of P-384", [](auto& o) { o.key = "P-384"; }, true},
      {"RSA of 1024 bits", [](auto& o) { o.key = "RSA-1024"; }, false},
      {"signed over SHA-1", [](auto& o) { o.digest = "SHA1"; }, false},
      {"signed by itself", [](auto& o) { o.self_signed = true; }, false},
      {"expired", [&](auto& o) { o.until = now - absl::Seconds(2); }, false},
      {"not yet valid", [&](auto& o) { o.from = now + absl::Minutes(5); }, false},
      {"of a server", [](auto& o) { o.extended_usage = "serverAuth"; }, false},
      {"for e-mail", [](auto& o) { o.extended_usage = "emailProtection"; }, false},
      {"for any purpose", [](auto& o) { o.extended_usage = "anyExtendedKeyUsage"; }, false},
      {"for no purpose said", [](auto& o) { o.extended_usage = ""; }, false},
      {"whose key does not sign", [](auto& o) { o.usage = "keyEncipherment"; }, false},
      {"without a name", [](auto& o) { o.names = ""; }, false},
      {"with a DNS name only", [](auto& o) { o.names = "DNS:arasha.example"; }, false},
      {"of another trust domain", [](auto& o) { o.names = "URI:spiffe://other.example/staff/a.omarova"; },
       false},
      {"of a domain that begins so",
       [](auto& o) { o.names = "URI:spiffe://arasha.example.org/staff/a.omarova"; }, false},
      {"of a service", [](auto& o) { o.names = "URI:spiffe://arasha.example/service/arashad"; }, false},
      {"of two persons", [](auto& o) { o.names += ",URI:spiffe://arasha.example/staff/b.suleimenov"; },
       false},
  };
  for (const auto& row : rows) {
    CertificateOrder order;
    row.change(order);
    EXPECT_EQ(TakenInWith(order), row.taken_in) << row.what;
  }
  EXPECT_FALSE(TakenIn({})) << "without a certificate";
}

// What a resumed session must not go round; that it is resumed at all is a condition of the test.
TEST_F(TlsScan, ResumedSessionsOfRevokedCertificatesAreNotLetIn) {
  TlsOffer offer;
  offer.pair = Issue({});
  {
    const TlsConnection first(server().address(), offer);
    ASSERT_TRUE(first.taken_in());
    offer.session = first.Session();
    EXPECT_EQ(SSL_SESSION_get_max_early_data(offer.session.get()), 0U) << "what comes early can be replayed";
  }
  {
    const TlsConnection second(server().address(), offer);
    ASSERT_TRUE(second.taken_in());
    ASSERT_EQ(SSL_session_reused(second.ssl()), 1);
    offer.session = second.Session();
  }
  const auto identity = server::ReadIdentity(support::ReadFile(offer.pair.certificate), "arasha.example");
  ASSERT_TRUE(identity.ok()) << identity.status();
  ASSERT_TRUE(storage::RevokeCertificate(database().owner(), keys().Operator(), identity->fingerprint, "lost")
                  .value());
  absl::SleepFor(absl::Seconds(2));  // The server looks every second.
  const TlsConnection third(server().address(), offer);
  EXPECT_EQ(SSL_session_reused(third.ssl()), 1);
  EXPECT_FALSE(third.taken_in());
}

TEST_F(TlsScan, ExpiryReachesOpenConnectionsAndResumedSessions) {
  CertificateOrder order;
  order.until = absl::Now() + absl::Seconds(4);
  TlsOffer offer;
  offer.pair = Issue(order);
  const TlsConnection first(server().address(), offer);
  ASSERT_TRUE(first.taken_in());
  offer.session = first.Session();
  const auto stub = v1::Admin::NewStub(server().Connect(offer.pair));
  const auto ask = [&] {
    grpc::ClientContext context;
    v1::WhoAmIResponse response;
    return support::Line(stub->WhoAmI(&context, {}, &response));
  };
  EXPECT_EQ(ask(), "OK");
  absl::SleepFor(order.until + absl::Seconds(1) - absl::Now());
  EXPECT_EQ(ask(), "UNAUTHENTICATED/CERTIFICATE_EXPIRED");
  const TlsConnection second(server().address(), offer);
  EXPECT_EQ(SSL_session_reused(second.ssl()), 1);
  EXPECT_FALSE(second.taken_in());
}

// An authority that issues RSA brings TLS 1.2 with it, as gRPC 1.51 has no setting against that.
class RsaTlsScan : public TlsScan {
 protected:
  server::Options Options() override {
    server::Options options = TlsScan::Options();
    // The server looks at its files for as long as it runs, which is past this test.
    static const support::ScratchFolder folder;
    CertificateOrder order;
    order.names = "DNS:localhost,IP:127.0.0.1";
    order.extended_usage = "serverAuth";
    order.key = "RSA-2048";
    const KeyPair pair = support::IssueCertificate(folder.path(), "server", order);
    options.certificate = pair.certificate;
    options.key = pair.key;
    return options;
  }
};

TEST_F(RsaTlsScan, Version12HasTwoCiphersAndForwardSecrecy) {
  for (const int version : {TLS1_VERSION, TLS1_1_VERSION}) EXPECT_FALSE(TakenIn(Officer(version))) << version;
  EXPECT_THAT(Taken(TLS1_2_VERSION, &TlsOffer::ciphers, Tls12Ciphers()),
              UnorderedElementsAre("ECDHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0",
                                   "ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0"));
  EXPECT_THAT(Taken(TLS1_2_VERSION, &TlsOffer::groups, {"P-256", "P-384", "X25519"}), ElementsAre("P-256"));
}

TEST_F(RsaTlsScan, Version12IsNotRenegotiated) {
  TlsConnection connection(server().address(), Officer(TLS1_2_VERSION));
  ASSERT_TRUE(connection.taken_in());
  EXPECT_EQ(SSL_get_secure_renegotiation_support(connection.ssl()), 1);
  ASSERT_EQ(SSL_renegotiate(connection.ssl()), 1);
  EXPECT_NE(SSL_do_handshake(connection.ssl()), 1);
}

TEST_F(RsaTlsScan, Version12IsNotCompressed) {
  // DEFLATE offered before none; then DEFLATE alone, which RFC 5246 forbids.
  const std::string answer = AnswerToHello(kTls12, std::string("\x01\x00", 2));
  ASSERT_GT(answer.size(), 44U);
  ASSERT_EQ(answer[0], kHandshake);
  const size_t session = static_cast<unsigned char>(answer[43]);
  EXPECT_EQ(answer.at(44 + session + 2), '\0') << "the method the server chose";
  const std::string refusal = AnswerToHello(kTls12, "\x01");
  EXPECT_TRUE(refusal.empty() || refusal[0] == kAlert);
}

}  // namespace
}  // namespace arasha
