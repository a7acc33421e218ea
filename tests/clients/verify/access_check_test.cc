// What could go wrong: a deed by a grant, a certificate or a person that no leaf lets do it is not named, or
// somebody is accused whom one does.
#include "clients/verify/access_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "services/rules/log/record.h"

namespace arasha::clients {
namespace {

using rules::log::Type;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr absl::string_view kCase = "case 1, 16 bytes";
constexpr absl::string_view kOtherCase = "case 2, 16 bytes";
constexpr absl::string_view kGrant = "grant 1, 16 byte";
constexpr absl::string_view kHolder = "partners/bank/desk";

std::string Number(int64_t value, int width) {
  std::string bytes;
  for (int i = width - 1; i >= 0; --i) bytes.push_back(static_cast<char>(value >> (8 * i) & 0xff));
  return bytes;
}

// PostgreSQL's binary form of a row; empty values are null.
std::string RecordOf(const std::vector<std::pair<Type, std::string>>& fields) {
  std::string bytes = Number(static_cast<int64_t>(fields.size()), 4);
  for (const auto& [type, value] : fields) {
    absl::StrAppend(&bytes, Number(static_cast<int64_t>(type), 4),
                    Number(value.empty() ? -1 : static_cast<int64_t>(value.size()), 4), value);
  }
  return bytes;
}

std::string TimeBytes(absl::Time time) {
  return Number(
      absl::ToInt64Microseconds(time - absl::FromCivil(absl::CivilDay(2000, 1, 1), absl::UTCTimeZone())), 8);
}

class AccessCheckTest : public testing::Test {
 protected:
  // What a leaf is besides whose it is and what of.
  struct Means {
    absl::string_view about = kCase;
    absl::string_view grant = "";
    std::string certificate = std::string(32, 'c');
    bool denied = false;
  };

  void Do(absl::string_view actor, absl::string_view action, const Means& means,
          std::vector<rules::log::LeafObject> objects = {}) {
    rules::log::Leaf leaf;
    leaf.actor = actor;
    leaf.action = action;
    leaf.object_uid = means.about;
    leaf.grant_uid = means.grant;
    leaf.certificate = means.certificate;
    leaf.denied = means.denied;
    leaf.occurred_time = now_;
    leaf.objects = std::move(objects);
    check_.TakeLeaf(next_++, leaf);
  }
  // By an administrator or a head.
  void Write(absl::string_view action, absl::string_view kind, const std::string& key, int32_t version,
             const std::string& state = "") {
    const std::string hash = rules::log::ToBytes(rules::log::Sha256(state));
    Do("staff/e.sarsen", action, {}, {{kind, key, version, hash}});
  }
  void Look(absl::string_view grant = kGrant, absl::string_view about = kCase) {
    Do(kHolder, "GetCase", {.about = about, .grant = grant});
  }
  void Row(const std::string& kind, const std::string& key, int32_t version, const std::string& state) {
    v1::RowState row;
    row.set_kind(kind);
    row.set_key(key);
    row.set_version(version);
    row.set_state(state);
    check_.TakeRow(row);
  }
  std::string GrantState(absl::string_view principal, absl::Time expires) const {
    return RecordOf({{Type::kUuid, std::string(kGrant)},
                     {Type::kText, "IST"},
                     {Type::kUuid, std::string(kCase)},
                     {Type::kText, std::string(principal)},
                     {Type::kBool, Number(0, 1)},
                     {Type::kBytea, "sealed"},
                     {Type::kText, "staff/e.sarsen"},
                     {Type::kTimestamptz, TimeBytes(start_)},
                     {Type::kTimestamptz, TimeBytes(expires)},
                     {Type::kTimestamptz, ""},
                     {Type::kText, ""},
                     {Type::kTimestamptz, ""},
                     {Type::kBytea, ""},
                     {Type::kInt4, Number(1, 4)}});
  }
  static std::string PersonState(bool active) {
    return RecordOf({{Type::kText, "staff/d.kim"},
                     {Type::kBytea, "sealed"},
                     {Type::kBool, Number(active ? 1 : 0, 1)},
                     {Type::kTextArray, Number(0, 4) + Number(0, 4) + Number(25, 4)},
                     {Type::kInt4, Number(1, 4)}});
  }
  // Places of the leaves that are accused of it.
  std::vector<std::string> Accused(absl::string_view code) const {
    std::vector<std::string> places;
    for (const Finding& finding : findings_.kept()) {
      EXPECT_EQ(finding.code, code);
      places.push_back(finding.parameters.at("leaf"));
    }
    return places;
  }

  const std::string grant_ = rules::log::FormatUid(kGrant);
  const absl::Time start_ = absl::FromUnixSeconds(1'800'000'000);
  absl::Time now_ = start_;

 private:
  Findings findings_;
  AccessCheck check_{findings_, /*with_rows=*/true};
  int64_t next_ = 0;
};

TEST_F(AccessCheckTest, NamesDeedsByAGrantThatNoLeafGave) {
  Look();
  Write("GrantAccess", "grant", grant_, 1);
  Look();
  Look("grant 2, 16 byte");
  Look(kGrant, kOtherCase);
  Do(kHolder, "GetCase", {.grant = "grant 2, 16 byte", .denied = true});
  EXPECT_THAT(Accused("DONE_WITHOUT_GRANT"), ElementsAre("0", "3", "4"));
}

TEST_F(AccessCheckTest, NamesDeedsByAGrantThatALeafHadEnded) {
  Write("GrantAccess", "grant", grant_, 1);
  now_ += absl::Hours(1);
  Look();
  Write("RevokeAccess", "grant", grant_, 2);
  now_ += absl::Seconds(60);  // A call that was admitted before.
  Look();
  now_ += absl::Minutes(2);
  Look();
  EXPECT_THAT(Accused("DONE_WITHOUT_GRANT"), ElementsAre("4"));
}

TEST_F(AccessCheckTest, AReviewOfABrokenGlassEndsTheGrant) {
  Write("BreakGlass", "grant", grant_, 1);
  Write("ReviewBreakGlass", "grant", grant_, 2);
  now_ += absl::Minutes(3);
  Look();
  EXPECT_THAT(Accused("DONE_WITHOUT_GRANT"), ElementsAre("2"));
}

TEST_F(AccessCheckTest, NamesDeedsThatTheGrantsRowDoesNotAllow) {
  const std::string state = GrantState(kHolder, start_ + absl::Hours(1));
  Write("GrantAccess", "grant", grant_, 1, state);
  Look();
  Do("staff/d.kim", "GetCase", {.grant = kGrant});
  now_ = start_ + absl::Hours(1);
  Look();
  // Not what the leaf wrote: whose grant it was is not known.
  Row("grant", grant_, 1, GrantState("staff/d.kim", start_));
  EXPECT_THAT(Accused("DONE_WITHOUT_GRANT"), IsEmpty());
  Row("grant", grant_, 1, state);
  EXPECT_THAT(Accused("DONE_WITHOUT_GRANT"), ElementsAre("2", "3"));
  Look();
  now_ = start_;
  Look();
  EXPECT_THAT(Accused("DONE_WITHOUT_GRANT"), ElementsAre("2", "3", "4"));
}

TEST_F(AccessCheckTest, NamesDeedsOfWhoIsInactive) {
  Write("UpdatePrincipal", "principal", "staff/d.kim", 1, PersonState(false));
  Do("staff/d.kim", "GetCase", {});
  now_ += absl::Minutes(3);
  Do("staff/d.kim", "GetCase", {});
  Do("staff/d.kim", "GetCase", {.denied = true});
  Do("staff/a.omarova", "GetCase", {});
  EXPECT_THAT(Accused("DONE_WHILE_INACTIVE"), IsEmpty()) << "the row tells";
  Row("principal", "staff/d.kim", 1, PersonState(false));
  EXPECT_THAT(Accused("DONE_WHILE_INACTIVE"), ElementsAre("2"));
  Do("staff/d.kim", "ListCases", {});
  Write("UpdatePrincipal", "principal", "staff/d.kim", 2, PersonState(true));
  now_ += absl::Minutes(3);
  Do("staff/d.kim", "GetCase", {});
  EXPECT_THAT(Accused("DONE_WHILE_INACTIVE"), ElementsAre("2", "5"));
}

TEST_F(AccessCheckTest, AccusesNobodyWhoIsActive) {
  Write("UpdatePrincipal", "principal", "staff/d.kim", 1, PersonState(false));
  now_ += absl::Hours(1);
  Write("UpdatePrincipal", "principal", "staff/d.kim", 2, PersonState(true));
  now_ += absl::Hours(1);
  Do("staff/d.kim", "GetCase", {});
  Row("principal", "staff/d.kim", 1, PersonState(false));  // RowCheck says that it was put back.
  Row("principal", "staff/d.kim", 2, PersonState(true));
  EXPECT_THAT(Accused(""), IsEmpty());
}

TEST_F(AccessCheckTest, NamesDeedsWithACertificateThatWasRefused) {
  const std::string fingerprint(32, 'f');
  Do("staff/d.kim", "GetCase", {.certificate = fingerprint});
  Write("RevokeCertificate", "certificate", absl::BytesToHexString(fingerprint), 1);
  Do("staff/d.kim", "GetCase", {.certificate = fingerprint});
  now_ += absl::Minutes(3);
  Do("staff/d.kim", "GetCase", {.certificate = fingerprint});
  Do("staff/d.kim", "GetCase", {});
  EXPECT_THAT(Accused("DONE_WITH_REFUSED_CERTIFICATE"), ElementsAre("3"));
}

}  // namespace
}  // namespace arasha::clients
