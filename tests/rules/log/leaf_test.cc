// What could go wrong: a leaf that says one thing to us and another to PostgreSQL, or one that the server
// never wrote and that is taken all the same.

#include "services/rules/log/leaf.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "tests/support/log/leaf_bytes.h"

namespace arasha::rules::log {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// What PostgreSQL 15 answered to
//   SELECT '\x01'::bytea || record_send(ROW('01890a5d-ac96-774b-bcce-b302099a8057'::uuid,
//     '2026-11-24 11:05:00.25+00'::timestamptz, 'arashad-1'::text, 'staff/a.omarova'::text,
//     decode(repeat('22', 32), 'hex'), 'CreateCase'::text, 'done'::text, 'IST'::text,
//     '01890a5d-ac96-774b-bcce-b302099a8058'::uuid, NULL::uuid, NULL::uuid, decode(repeat('33', 32), 'hex'),
//     record_send(ROW('case'::text, '01890a5d-ac96-774b-bcce-b302099a8058'::text, 1, sha256('x'::bytea))),
//     ''::bytea));
constexpr char kFromPostgres[] =
    "010000000e00000b860000001001890a5dac96774bbcceb302099a8057000004a0000000080003040273417f90000000"
    "1900000009617261736861642d31000000190000000f73746166662f612e6f6d61726f76610000001100000020222222"
    "2222222222222222222222222222222222222222222222222222222222000000190000000a4372656174654361736500"
    "00001900000004646f6e65000000190000000349535400000b860000001001890a5dac96774bbcceb302099a80580000"
    "0b86ffffffff00000b86ffffffff00000011000000203333333333333333333333333333333333333333333333333333"
    "333333333333000000110000007000000004000000190000000463617365000000190000002430313839306135642d61"
    "6339362d373734622d626363652d62333032303939613830353800000017000000040000000100000011000000202d71"
    "1642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a48810000001100000000";

TEST(Leaf, ReadsWhatPostgresWrote) {
  const std::string bytes = absl::HexStringToBytes(kFromPostgres);
  const absl::StatusOr<Leaf> leaf = DecodeLeaf(bytes);
  ASSERT_TRUE(leaf.ok()) << leaf.status();
  EXPECT_EQ(FormatUid(leaf->event_uid), "01890a5d-ac96-774b-bcce-b302099a8057");
  EXPECT_EQ(absl::FormatTime(absl::RFC3339_full, leaf->occurred_time, absl::UTCTimeZone()),
            "2026-11-24T11:05:00.25+00:00");
  EXPECT_EQ(leaf->instance, "arashad-1");
  EXPECT_EQ(leaf->actor, "staff/a.omarova");
  EXPECT_EQ(leaf->certificate, std::string(32, '\x22'));
  EXPECT_EQ(leaf->action, "CreateCase");
  EXPECT_FALSE(leaf->denied);
  EXPECT_EQ(leaf->mission, "IST");
  EXPECT_EQ(FormatUid(leaf->object_uid), "01890a5d-ac96-774b-bcce-b302099a8058");
  EXPECT_THAT(leaf->request_uid, IsEmpty());
  EXPECT_THAT(leaf->grant_uid, IsEmpty());
  EXPECT_EQ(leaf->commitment, std::string(32, '\x33'));
  ASSERT_THAT(leaf->objects, SizeIs(1));
  EXPECT_EQ(leaf->objects[0].kind, "case");
  EXPECT_EQ(leaf->objects[0].key, "01890a5d-ac96-774b-bcce-b302099a8058");
  EXPECT_EQ(leaf->objects[0].version, 1);
  EXPECT_EQ(absl::BytesToHexString(leaf->objects[0].state),
            "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881");
  EXPECT_THAT(leaf->seen, IsEmpty());
}

TEST(Leaf, TheTestsWriteWhatPostgresWrote) {
  LeafFields fields;
  fields.event_uid = absl::HexStringToBytes("01890a5dac96774bbcceb302099a8057");
  fields.occurred_micros = 848'833'500'250'000;
  fields.action = "CreateCase";
  fields.object_uid = absl::HexStringToBytes("01890a5dac96774bbcceb302099a8058");
  fields.objects =
      ObjectBytes("case", "01890a5d-ac96-774b-bcce-b302099a8058", 1,
                  absl::HexStringToBytes("2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"));
  EXPECT_EQ(absl::BytesToHexString(LeafBytes(fields)), kFromPostgres);
}

LeafFields Sample() {
  LeafFields fields;
  fields.object_uid = NumberedUid(1);
  fields.request_id = NumberedUid(2);
  fields.grant_uid = NumberedUid(3);
  fields.objects = absl::StrCat(ObjectBytes("case", "c", 2, std::string(32, 'x')),
                                ObjectBytes("deadline", "first_contact", 1, std::string(32, 'y')));
  fields.seen = absl::StrCat(NumberedUid(4), NumberedUid(5));
  return fields;
}

TEST(Leaf, ReadsEveryFieldThatMayBeMissing) {
  const std::string bytes = LeafBytes(Sample());
  const absl::StatusOr<Leaf> leaf = DecodeLeaf(bytes);
  ASSERT_TRUE(leaf.ok()) << leaf.status();
  EXPECT_EQ(leaf->request_uid, NumberedUid(2));
  EXPECT_EQ(leaf->grant_uid, NumberedUid(3));
  EXPECT_EQ(leaf->seen, absl::StrCat(NumberedUid(4), NumberedUid(5)));
  ASSERT_THAT(leaf->objects, SizeIs(2));
  EXPECT_EQ(leaf->objects[1].key, "first_contact");

  LeafFields bare;
  bare.certificate = bare.mission = bare.object_uid = bare.request_id = bare.grant_uid = std::nullopt;
  bare.decision = "denied";
  const std::string bare_bytes = LeafBytes(bare);
  const absl::StatusOr<Leaf> refused = DecodeLeaf(bare_bytes);
  ASSERT_TRUE(refused.ok()) << refused.status();
  EXPECT_TRUE(refused->denied);
  EXPECT_THAT(refused->mission, IsEmpty());
  EXPECT_THAT(refused->objects, IsEmpty());
}

TEST(Leaf, NoPartOfItIsALeaf) {
  const std::string bytes = LeafBytes(Sample());
  for (size_t length = 0; length < bytes.size(); ++length) {
    EXPECT_FALSE(DecodeLeaf(absl::string_view(bytes).substr(0, length)).ok()) << length;
  }
  EXPECT_FALSE(DecodeLeaf(bytes + '\0').ok());
}

TEST(Leaf, RefusesWhatTheServerDoesNotWrite) {
  const struct {
    std::function<void(LeafFields&)> spoil;
    const char* says;
  } kCases[] = {
      {[](LeafFields& f) { f.event_uid.pop_back(); }, "event_uid"},
      {[](LeafFields& f) { f.occurred_micros = INT64_MAX; }, "occurred_time: infinite"},
      {[](LeafFields& f) { f.occurred_micros = INT64_MIN; }, "occurred_time: infinite"},
      {[](LeafFields& f) { f.instance = "\xff"; }, "instance: not a value"},
      {[](LeafFields& f) { f.actor = std::string("a\0b", 3); }, "actor: not a value"},
      {[](LeafFields& f) { f.certificate = ""; }, "certificate: not a SHA-256"},
      {[](LeafFields& f) { f.decision = "maybe"; }, "decision"},
      {[](LeafFields& f) { f.commitment += "x"; }, "commitment: not a SHA-256"},
      {[](LeafFields& f) { f.objects.pop_back(); }, "objects: state: cut off"},
      {[](LeafFields& f) { f.objects += "x"; }, "objects: not the number"},
      {[](LeafFields& f) { f.objects = ObjectBytes("case", "c", 0, std::string(32, 'x')); }, "version"},
      {[](LeafFields& f) { f.objects = ObjectBytes("case", "c", 1, std::string(31, 'x')); }, "state"},
      {[](LeafFields& f) { f.seen.pop_back(); }, "seen: not a row of uids"},
  };
  for (const auto& c : kCases) {
    LeafFields fields = Sample();
    c.spoil(fields);
    const auto leaf = DecodeLeaf(LeafBytes(fields));
    ASSERT_FALSE(leaf.ok()) << c.says;
    EXPECT_THAT(std::string(leaf.status().message()), HasSubstr(c.says));
  }
  std::string version = LeafBytes(Sample());
  version[0] = 2;
  EXPECT_EQ(DecodeLeaf(version).status().code(), absl::StatusCode::kUnimplemented);
  std::string type = LeafBytes(Sample());
  type[8] = 24;  // the type of event_uid
  EXPECT_THAT(std::string(DecodeLeaf(type).status().message()), HasSubstr("event_uid: another type"));
}

TEST(Leaf, UidsAsText) {
  EXPECT_EQ(FormatUid(NumberedUid(255)), "01010101-0101-0101-0000-0000000000ff");
  EXPECT_EQ(FormatUid(""), "");
}

TEST(Leaf, WhatReadsIsToldFromWhatChanges) {
  for (const char* reads : {"GetCase", "ListCases", "ReadRows", "ExplainAccess", "WhoAmI"})
    EXPECT_TRUE(IsRead(reads));
  for (const char* changes : {"CreateCase", "CorrectEntry", "BreakGlass", "RevokeAccess"}) {
    EXPECT_FALSE(IsRead(changes)) << changes;
  }
}

TEST(Leaf, WhatListsManyIsToldFromWhatReadsOne) {
  for (const char* lists : {"ListCases", "ListAccessGrants", "SearchCases"})
    EXPECT_TRUE(IsList(lists)) << lists;
  for (const char* others : {"GetCase", "ListEntries", "ReadRows", "AddEntry"}) {
    EXPECT_FALSE(IsList(others)) << others;
  }
}

}  // namespace
}  // namespace arasha::rules::log
