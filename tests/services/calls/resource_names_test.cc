// What could go wrong: two spellings name one case, so that a check of one is passed by the other; a name
// that is none comes through to the database.
#include "services/calls/resource_names.h"

#include <gtest/gtest.h>

#include "services/calls/page_token.h"

namespace arasha::server {
namespace {

constexpr char kUid[] = "0192f0c1-2b1c-7abc-8def-0123456789ab";

TEST(Names, OfCasesHaveOneSpelling) {
  const auto number = ParseCase("missions/IST/cases/IST-2026-000123", "name");
  ASSERT_TRUE(number.ok()) << number.status();
  EXPECT_EQ(number->mission, "IST");
  EXPECT_EQ(number->year, 2026);
  EXPECT_EQ(number->serial, 123);
  EXPECT_TRUE(ParseCase("missions/IST/cases/IST-2026-1000000", "name").ok())
      << "the millionth case of a year";
  for (const char* bad : {"missions/IST/cases/IST-2026-0000123", "missions/IST/cases/IST-02026-000123",
                          "missions/IST/cases/IST-2026-+00123", "missions/IST/cases/IST-2026-000123/entries",
                          "missions/IST/cases/IST-1990-000123", "missions/IS/cases/IS-2026-000123",
                          "/missions/IST/cases/IST-2026-000123", "missions/IST/case/IST-2026-000123"}) {
    EXPECT_FALSE(ParseCase(bad, "name").ok()) << bad;
  }
}

TEST(Names, OfMissions) {
  EXPECT_EQ(ParseMission("missions/IST", "parent").value(), "IST");
  EXPECT_EQ(ParseMission("missions/-", "parent").value(), "-");
  for (const char* bad :
       {"", "missions", "missions/", "missions/ist", "missions/IST/x", "missions/ISTANB", "missions/--"})
    EXPECT_FALSE(ParseMission(bad, "parent").ok()) << bad;
}

TEST(Names, OfChildren) {
  const std::string name = std::string("missions/IST/cases/IST-2026-000123/parties/") + kUid;
  const auto child = ParseChild(name, "parties", "name");
  ASSERT_TRUE(child.ok()) << child.status();
  EXPECT_EQ(child->uid, kUid);
  EXPECT_EQ(child->number.serial, 123);
  EXPECT_FALSE(ParseChild(name, "entries", "name").ok());
  EXPECT_FALSE(ParseChild(name + "0", "parties", "name").ok());
  EXPECT_FALSE(ParseChild(std::string("parties/") + kUid, "parties", "name").ok());
  EXPECT_FALSE(ParseChild(kUid, "parties", "name").ok());
  EXPECT_FALSE(ParseChild("", "parties", "name").ok());
}

TEST(Uuids, AreTakenInTheirCanonicalFormAlone) {
  EXPECT_TRUE(IsUuid(kUid));
  for (const char* bad : {"", "0192F0C1-2B1C-7ABC-8DEF-0123456789AB", "0192f0c12b1c7abc8def0123456789ab",
                          "0192f0c1-2b1c-7abc-8def-0123456789a", "0192f0c1-2b1c-7abc-8def-0123456789ag",
                          "0192f0c1+2b1c-7abc-8def-0123456789ab"}) {
    EXPECT_FALSE(IsUuid(bad)) << bad;
  }
}

TEST(PageTokens, OpenOnlyForTheirKeyAndQuery) {
  const server::PagePosition position = {.value = "2026-11-24 07:00:00.123456+00", .uid = kUid};
  const std::string token = server::MakePageToken("key", {"staff/x", "ListCases"}, position);
  const auto read = server::ReadPageToken("key", {"staff/x", "ListCases"}, token);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->value, position.value);
  EXPECT_EQ(read->uid, position.uid);
  EXPECT_FALSE(server::ReadPageToken("other", {"staff/x", "ListCases"}, token).ok());
  EXPECT_FALSE(server::ReadPageToken("key", {"staff/y", "ListCases"}, token).ok());
  // Parts that run together the same way are another query all the same.
  EXPECT_FALSE(server::ReadPageToken("key", {"staff/xL", "istCases"}, token).ok());
  EXPECT_FALSE(server::ReadPageToken("key", {"staff/xListCases"}, token).ok());
}

}  // namespace
}  // namespace arasha::server
