// What could go wrong: what is no proper request of this API, too large, not UTF-8, over a TLS that is
// broken, gets further than the door, or its refusal says something else than it should.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/services/raw_call.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;

class Transport : public support::ServerTest {
 protected:
  // The version of a TLS handshake by the officer that offers at least and at most these; empty if refused.
  std::string Handshake(int least, int most, const char* ciphers = nullptr) {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()),
                                                                    SSL_CTX_free);
    SSL_CTX_set_min_proto_version(context.get(), least);
    SSL_CTX_set_max_proto_version(context.get(), most);
    if (ciphers != nullptr) {
      EXPECT_EQ(SSL_CTX_set_cipher_list(context.get(), ciphers), 1);
    }
    const support::KeyPair pair = support::PairOf("officer");
    EXPECT_EQ(SSL_CTX_use_certificate_file(context.get(), pair.certificate.c_str(), SSL_FILETYPE_PEM), 1);
    EXPECT_EQ(SSL_CTX_use_PrivateKey_file(context.get(), pair.key.c_str(), SSL_FILETYPE_PEM), 1);
    const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context.get()), SSL_free);
    constexpr unsigned char kH2[] = "\x02h2";
    SSL_set_alpn_protos(ssl.get(), kH2, sizeof(kH2) - 1);
    const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const std::string& listening = server().address();
    address.sin_port = htons(static_cast<uint16_t>(std::stoi(listening.substr(listening.rfind(':') + 1))));
    EXPECT_EQ(connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    SSL_set_fd(ssl.get(), descriptor);
    const bool done = SSL_connect(ssl.get()) == 1;
    const std::string version = done ? SSL_get_version(ssl.get()) : "";
    close(descriptor);
    return version;
  }
};

TEST_F(Transport, SpeaksTls13AndNothingOlder) {
  EXPECT_EQ(Handshake(TLS1_3_VERSION, TLS1_3_VERSION), "TLSv1.3");
  EXPECT_EQ(Handshake(TLS1_2_VERSION, TLS1_2_VERSION), "");
  EXPECT_EQ(Handshake(TLS1_2_VERSION, TLS1_2_VERSION, "ALL:@SECLEVEL=0"), "");
  EXPECT_EQ(Handshake(TLS1_VERSION, TLS1_1_VERSION, "ALL:@SECLEVEL=0"), "");
}

TEST_F(Transport, LetsIdleConnectionsGiveBackTheirBuffers) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_server_method()),
                                                                  SSL_CTX_free);
  EXPECT_NE(SSL_CTX_get_mode(context.get()) & SSL_MODE_RELEASE_BUFFERS, 0) << "nor would gRPC's have it";
}

TEST_F(Transport, RefusesAMessageThatIsTooLarge) {
  v1::CreateCaseRequest request = support::OpenDetention();
  request.mutable_case_()->set_summary(std::string(10 * 1024 * 1024, 'x'));
  EXPECT_EQ(Try(&v1::Cases::Stub::CreateCase, request).error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(Line(Try(&v1::Cases::Stub::CreateCase, support::OpenDetention())), "OK")
      << "the connection stands";
}

TEST_F(Transport, RefusesTextThatIsNotUtf8AndBytesThatAreNoMessage) {
  const std::string method = "/arasha.v1.Cases/GetCase";
  // Field 1, two bytes long, 0xff 0xfe; then field 1, a hundred bytes long, and none follow. gRPC 1.51
  // answers UNIMPLEMENTED for what it cannot parse, before anything of ours sees it.
  for (const std::string bytes : {"\x0a\x02\xff\xfe", "\x0a\x64"}) {
    const RawAnswer answer = RawCall(server().As("officer"), method, bytes);
    EXPECT_EQ(answer.status.error_code(), grpc::StatusCode::UNIMPLEMENTED) << answer.status.error_message();
  }
  EXPECT_EQ(Line(Try(&v1::Cases::Stub::CreateCase, support::OpenDetention())), "OK")
      << "the connection stands";
}

TEST_F(Transport, KnowsNoOtherMethod) {
  EXPECT_EQ(RawCall(server().As("officer"), "/arasha.v1.Cases/DeleteCase", "").status.error_code(),
            grpc::StatusCode::UNIMPLEMENTED);
}

TEST_F(Transport, PassesOverFieldsItDoesNotKnow) {
  v1::GetCaseRequest request = support::Get(Open().name());
  // Field 1000, a varint: a newer client's.
  const RawAnswer answer = RawCall(server().As("officer"), "/arasha.v1.Cases/GetCase",
                                   request.SerializeAsString() + "\xc0\x3e\x01");
  EXPECT_TRUE(answer.status.ok()) << answer.status.error_message();
}

}  // namespace
}  // namespace arasha
