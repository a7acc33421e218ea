// What could go wrong: somebody without a certificate of ours, or with one that was revoked, expired or
// names nobody, is served; a revocation does not reach connections that are open.
#include "services/directory/identity.h"

#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <atomic>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "storage/directory/owner_writes.h"
#include "storage/postgres/encoding.h"
#include "tests/services/requests/raw_call.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::KeyPair;
using support::Line;
using support::PairOf;

class Identities : public support::SharedServerTest {
 protected:
  // One call over this channel.
  static std::string Ask(const std::shared_ptr<grpc::Channel>& channel) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
    v1::WhoAmIResponse response;
    return Line(v1::Admin::NewStub(channel)->WhoAmI(&context, {}, &response));
  }
  std::string AskAs(const KeyPair& pair) { return Ask(server().Connect(pair)); }

  // Has deploy/certs issue a certificate of the test's own; `what` as its command, "staff", and options.
  static KeyPair Issue(const std::string& dir, const std::string& what, const std::string& rest) {
    const std::string name = absl::StrCat("test-", absl::BytesToHexString(storage::RandomBytes(6)));
    support::MakeCertificate(absl::StrCat(what, " ", dir, " ", rest, " --as ", name));
    return {absl::StrCat(dir, "/", name, "/cert.pem"), absl::StrCat(dir, "/", name, "/key.pem")};
  }
  static std::string Certs() { return support::FindEnvironment()->dir + "/certs"; }

  // Asks over the channel until it is answered so; how long that took.
  static absl::Duration Until(const std::shared_ptr<grpc::Channel>& channel, const std::string& answer) {
    const absl::Time began = absl::Now();
    std::string last;
    while (absl::Now() - began < absl::Seconds(10)) {
      last = Ask(channel);
      if (last == answer) return absl::Now() - began;
      absl::SleepFor(absl::Milliseconds(100));
    }
    ADD_FAILURE() << "still answered " << last;
    return absl::InfiniteDuration();
  }
};

constexpr char kRevoked[] = "UNAUTHENTICATED/CERTIFICATE_REVOKED";
constexpr char kUnknown[] = "UNAUTHENTICATED/IDENTITY_UNKNOWN";
// gRPC's word for a handshake that failed.
constexpr char kNoConnection[] = "UNAVAILABLE/";

TEST_F(Identities, RevokedWhileConnectedAreRefusedWithinSecondsAndThenNotLetIn) {
  const KeyPair pair = Issue(Certs(), "staff", "a.omarova");
  const auto channel = server().Connect(pair);
  EXPECT_EQ(Ask(channel), "OK");
  const auto identity = server::ReadIdentity(support::ReadFile(pair.certificate), "arasha.example");
  ASSERT_TRUE(identity.ok()) << identity.status();
  ASSERT_TRUE(storage::RevokeCertificate(database().owner(), keys().Operator(), identity->fingerprint, "lost")
                  .value());
  EXPECT_LT(Until(channel, kRevoked), absl::Seconds(3));
  EXPECT_EQ(AskAs(pair), kNoConnection);
  EXPECT_EQ(AskAs(PairOf("officer")), "OK") << "the person's other certificate";
}

TEST_F(Identities, ThatNobodyRegisteredAreUnknown) {
  EXPECT_EQ(AskAs(Issue(Certs(), "staff", "x.nobody")), kUnknown);
  EXPECT_EQ(AskAs(Issue(Certs(), "partner", "iom/other")), kUnknown);
  EXPECT_EQ(AskAs(Issue(Certs(), "partner", "staff/a.omarova")), kUnknown);
}

TEST_F(Identities, ThatNobodyRegisteredAreToldWhetherTheServerWorks) {
  const auto balancer = server().Connect(Issue(Certs(), "staff", "x.nobody"));
  const std::string serving("\x08\x01", 2);
  EXPECT_EQ(RawCall(balancer, "/grpc.health.v1.Health/Check", "").bytes, serving);
}

TEST_F(Identities, TakenOffTheDirectoryAreUnknownWithinSecondsAndKnownAgainWhenPutBack) {
  const auto channel = server().As("officer-waw");
  EXPECT_EQ(Ask(channel), "OK");
  ASSERT_TRUE(
      storage::ApplyDirectory(database().owner(), keys().Operator(), {}, {{"staff/d.kim", "Kim", false}}, {})
          .ok());
  EXPECT_LT(Until(channel, kUnknown), absl::Seconds(3));
  ASSERT_TRUE(
      storage::ApplyDirectory(database().owner(), keys().Operator(), {}, {{"staff/d.kim", "Kim", true}}, {})
          .ok());
  EXPECT_LT(Until(channel, "OK"), absl::Seconds(3));
}

TEST_F(Identities, OfAnotherAuthorityAreNotLetIn) {
  const support::ScratchFolder other;
  support::MakeCertificate("ca " + other.path());
  EXPECT_EQ(AskAs(Issue(other.path(), "staff", "a.omarova")), kNoConnection);
}

TEST_F(Identities, ExpiredAreNotLetIn) {
  EXPECT_EQ(AskAs(Issue(Certs(), "staff", "a.omarova --expired")), kNoConnection);
}

TEST_F(Identities, WithoutACertificateAreNotLetIn) { EXPECT_EQ(AskAs({}), kNoConnection); }

TEST_F(Identities, OfServersAreNotLetIn) {
  EXPECT_EQ(AskAs({Certs() + "/server/cert.pem", Certs() + "/server/key.pem"}), kNoConnection);
}

class OtherTrustDomain : public Identities {
 protected:
  server::Options Options() override {
    server::Options options = Identities::Options();
    options.trust_domain = "other.example";
    return options;
  }
};

TEST_F(OtherTrustDomain, AreNotLetInAlthoughOurAuthoritySignedThem) {
  EXPECT_EQ(AskAs(PairOf("officer")), kNoConnection);
}

TEST(ReadIdentity, TakesTheUriAndNothingElse) {
  ASSERT_NE(support::FindEnvironment(), nullptr);
  const std::string pem = support::ReadFile(PairOf("partner").certificate);
  const auto identity = server::ReadIdentity(pem, "arasha.example");
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(identity->principal, "partners/iom/registry");
  EXPECT_EQ(identity->fingerprint.size(), 32u);
  EXPECT_GT(identity->not_after, absl::Now());
  // A prefix of the trust domain is another trust domain.
  EXPECT_FALSE(server::ReadIdentity(pem, "arasha.exam").ok());
  EXPECT_FALSE(server::ReadIdentity(pem, "example").ok());
  for (const std::string& garbage :
       {std::string(), std::string("-----BEGIN CERTIFICATE-----"), pem.substr(0, 200)}) {
    EXPECT_EQ(server::ReadIdentity(garbage, "arasha.example").status().code(),
              absl::StatusCode::kUnauthenticated);
  }
}

}  // namespace
}  // namespace arasha
