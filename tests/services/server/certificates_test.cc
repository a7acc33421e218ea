// What could go wrong: a renewed certificate is not taken until a restart; a rotation caught half-way, with
// the key of one pair and the certificate of another, shuts everybody out; two who renew at once break it.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <grpcpp/security/auth_context.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "storage/postgres/encoding.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

namespace fs = std::filesystem;
using support::ReadFile;
using ::testing::HasSubstr;

class Certificates : public support::ServerTest {
 protected:
  server::Options Options() override {
    server::Options options = ServerTest::Options();
    Put("cert.pem", ReadFile(options.certificate));
    Put("key.pem", ReadFile(options.key));
    Put("ca.pem", ReadFile(options.client_ca));
    options.certificate = scratch_.path() + "/cert.pem";
    options.key = scratch_.path() + "/key.pem";
    options.client_ca = scratch_.path() + "/ca.pem";
    return options;
  }

  void Put(const std::string& name, const std::string& content) const {
    // Renamed into place, as a careful operator does: no reader sees half a file.
    std::ofstream(scratch_.path() + "/.new") << content;
    fs::rename(scratch_.path() + "/.new", scratch_.path() + "/" + name);
  }

  // A server's pair by the same authority.
  static support::KeyPair NewPair() {
    const std::string certs = support::FindEnvironment()->dir + "/certs";
    const std::string name = absl::StrCat("test-", absl::BytesToHexString(storage::RandomBytes(6)));
    support::MakeCertificate(absl::StrCat("server ", certs, " --as ", name));
    return {absl::StrCat(certs, "/", name, "/cert.pem"), absl::StrCat(certs, "/", name, "/key.pem")};
  }

  // The certificate that a new connection is shown; empty if there is no connection.
  std::string Shown(const std::string& role = "officer") {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    v1::WhoAmIResponse response;
    const auto stub = v1::Admin::NewStub(server().Connect(support::PairOf(role)));
    if (!stub->WhoAmI(&context, {}, &response).ok()) return "";
    const auto pem = context.auth_context()->FindPropertyValues("x509_pem_cert");
    return pem.empty() ? "" : std::string(pem[0].data(), pem[0].size());
  }

  bool ComesToShow(const std::string& pem) {
    for (int i = 0; i < 60; ++i) {
      if (Shown() == pem) return true;
      absl::SleepFor(absl::Milliseconds(100));
    }
    return false;
  }

 private:
  support::ScratchFolder scratch_;
};

TEST(IssuedCertificates, StandWhenManyRenewAtOnce) {
  const support::ScratchFolder scratch;
  support::MakeCertificate("ca " + scratch.path());
  const std::string issue = absl::StrCat(ARASHA_SOURCE_DIR "/deploy/certs server ", scratch.path());
  const std::string together =
      absl::StrCat("bash -c 'for i in {1..12}; do ", issue,
                   " >/dev/null & made+=($!); done; for one in ${made[@]}; do wait $one || exit 1; done'");
  EXPECT_EQ(std::system(together.c_str()), 0);
  const std::string pair = scratch.path() + "/server";
  EXPECT_EQ(std::system(absl::StrCat("bash -c '[[ $(openssl x509 -in ", pair,
                                     "/cert.pem -noout -pubkey) == $(openssl pkey -in ", pair,
                                     "/key.pem -pubout) ]]'")
                            .c_str()),
            0);
}

TEST_F(Certificates, AreTakenAnewWithoutARestartAndWithoutLosingConnections) {
  const auto standing = v1::Admin::NewStub(server().As("officer"));
  v1::WhoAmIResponse response;
  grpc::ClientContext before;
  ASSERT_TRUE(standing->WhoAmI(&before, {}, &response).ok());
  const support::KeyPair renewed = NewPair();
  Put("cert.pem", ReadFile(renewed.certificate));
  Put("key.pem", ReadFile(renewed.key));
  EXPECT_TRUE(ComesToShow(ReadFile(renewed.certificate)));
  grpc::ClientContext after;
  EXPECT_TRUE(standing->WhoAmI(&after, {}, &response).ok());
}

TEST_F(Certificates, ThatDoNotFitTheirKeyAreNotTaken) {
  const std::string in_use = Shown();
  ASSERT_FALSE(in_use.empty());
  const support::KeyPair renewed = NewPair();
  Put("cert.pem", ReadFile(renewed.certificate));
  absl::SleepFor(absl::Milliseconds(2500));  // Longer than the server's look and gRPC's together.
  EXPECT_EQ(Shown(), in_use);
  Put("key.pem", ReadFile(renewed.key));
  EXPECT_TRUE(ComesToShow(ReadFile(renewed.certificate)));
}

TEST_F(Certificates, OfNoUseAreNotTaken) {
  const std::string in_use = Shown();
  Put("key.pem", "not a key");
  Put("ca.pem", "not an authority");
  absl::SleepFor(absl::Milliseconds(2500));
  EXPECT_EQ(Shown(), in_use);
}

TEST_F(Certificates, OfNoUseStopTheServerFromStarting) {
  server::Options options = support::DefaultOptions(database());
  const auto refusal = [&] {
    const auto started = server::Server::Start(options);
    EXPECT_FALSE(started.ok());
    return std::string(started.status().message());
  };
  options.key = support::PairOf("officer").key;
  EXPECT_THAT(refusal(), HasSubstr("does not belong to the certificate"));
  options = support::DefaultOptions(database());
  options.certificate = "/no/such/file";
  EXPECT_THAT(refusal(), HasSubstr("/no/such/file cannot be read"));
  options = support::DefaultOptions(database());
  options.client_ca = options.key;
  EXPECT_THAT(refusal(), HasSubstr("holds no PEM certificate"));
}

}  // namespace
}  // namespace arasha
