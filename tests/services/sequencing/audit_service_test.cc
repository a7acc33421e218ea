// What could go wrong: a proof does not lead to the head that it names; whoever is no auditor reads the log;
// an auditor learns what a case holds; reading the log leaves no trace in it; a row's state is not the one
// that its leaf commits to.
#include "tests/services/sequencing/audit_fixture.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "services/rules/log/leaf.h"
#include "services/rules/log/merkle.h"
#include "storage/log/log.h"
#include "storage/postgres/encoding.h"
#include "tests/support/samples.h"
#include "tests/support/update_party.h"

namespace arasha {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using AuditStub = v1::Audit::Stub;
using CasesStub = v1::Cases::Stub;

rules::log::Hash ToHash(const std::string& bytes) {
  EXPECT_THAT(bytes, SizeIs(32));
  return rules::log::ToHash(bytes).value_or(rules::log::Hash{});
}

std::vector<rules::log::Hash> ToHashes(const google::protobuf::RepeatedPtrField<std::string>& hashes) {
  std::vector<rules::log::Hash> all;
  for (const std::string& bytes : hashes) all.push_back(ToHash(bytes));
  return all;
}

TEST_F(AuditService, AnswersWithHeadsThatTheKeyVerifies) {
  v1::GetCheckpointRequest request;
  EXPECT_EQ(Answer(&AuditStub::GetCheckpoint, request), "NOT_FOUND/NOT_FOUND");
  for (int i = 0; i < 3; ++i) Open();
  const v1::Checkpoint newest = Settled();
  const auto head = key().keys().Open(newest.note());
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_EQ(head->checkpoint.size, newest.size());
  EXPECT_EQ(rules::log::ToBytes(head->checkpoint.root), newest.root());
  EXPECT_EQ(newest.origin(), "arasha.example/audit");
  EXPECT_LT(absl::Now() - absl::FromUnixSeconds(newest.create_time().seconds()), absl::Minutes(1));
  request.set_size(newest.size());
  EXPECT_EQ(Read(&AuditStub::GetCheckpoint, request).note(), newest.note());
  for (const int64_t missing : {int64_t{1000000}, int64_t{-1}}) {
    request.set_size(missing);
    EXPECT_EQ(Answer(&AuditStub::GetCheckpoint, request), "NOT_FOUND/NOT_FOUND");
  }
}

TEST_F(AuditService, WitnessesStandInTheNote) {
  Open();
  const int64_t size = Settled().size();
  storage::Connection connection(database().sequencer_conninfo());
  for (const char* witness : {"b", "a"}) {
    ASSERT_TRUE(storage::StoreCosignature(connection,
                                          {"arasha.example/audit", size, "", "", absl::UnixEpoch()}, witness,
                                          absl::StrCat("— ", witness, " AAAA\n"))
                    .ok());
  }
  v1::GetCheckpointRequest request;
  request.set_size(size);
  EXPECT_THAT(Read(&AuditStub::GetCheckpoint, request).note(), ::testing::EndsWith("\n— a AAAA\n— b AAAA\n"));
}

TEST_F(AuditService, ListsHeadsNewestFirst) {
  for (int i = 0; i < 5; ++i) {
    Open();
    Settled();
  }
  v1::ListCheckpointsRequest request;
  request.set_page_size(2);
  std::vector<int64_t> sizes;
  while (true) {
    const auto response = Read(&AuditStub::ListCheckpoints, request);
    for (const v1::Checkpoint& head : response.checkpoints()) {
      EXPECT_TRUE(key().keys().Open(head.note()).ok());
      sizes.push_back(head.size());
    }
    if (response.next_page_token().empty()) break;
    request.set_page_token(response.next_page_token());
    ASSERT_LT(sizes.size(), 100u);
  }
  EXPECT_THAT(sizes, SizeIs(Ge(5)));
  EXPECT_TRUE(std::is_sorted(sizes.rbegin(), sizes.rend()));
  EXPECT_EQ(std::set<int64_t>(sizes.begin(), sizes.end()).size(), sizes.size());
  request.set_page_token("x");
  EXPECT_EQ(Answer(&AuditStub::ListCheckpoints, request), "INVALID_ARGUMENT/PAGE_TOKEN_INVALID");
  request.set_page_size(-1);
  EXPECT_EQ(Answer(&AuditStub::ListCheckpoints, request), "INVALID_ARGUMENT/INVALID_FIELD(page_size)");
}

TEST_F(AuditService, ProvesEveryLeafAndEveryGrowth) {
  std::vector<v1::Checkpoint> heads;
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j <= i; ++j) Open();
    heads.push_back(Settled());
  }
  for (const v1::Checkpoint& head : heads) {
    v1::GetInclusionProofRequest request;
    request.set_size(head.size());
    for (int64_t index = 0; index < head.size(); ++index) {
      request.set_leaf_index(index);
      const auto proof = Read(&AuditStub::GetInclusionProof, request);
      EXPECT_EQ(proof.leaf_index(), index);
      EXPECT_EQ(proof.checkpoint().note(), head.note());
      EXPECT_TRUE(rules::log::VerifyInclusion(index, head.size(), rules::log::HashLeaf(proof.leaf()),
                                              ToHashes(proof.hashes()), ToHash(head.root())))
          << index;
    }
    request.set_leaf_index(head.size());
    EXPECT_EQ(Answer(&AuditStub::GetInclusionProof, request), "INVALID_ARGUMENT/INVALID_FIELD(leaf_index)");
    for (const v1::Checkpoint& older : heads) {
      v1::GetConsistencyProofRequest growth;
      growth.set_old_size(older.size());
      growth.set_new_size(head.size());
      if (older.size() > head.size()) {
        EXPECT_EQ(Answer(&AuditStub::GetConsistencyProof, growth),
                  "INVALID_ARGUMENT/INVALID_FIELD(old_size)");
        continue;
      }
      const auto proof = Read(&AuditStub::GetConsistencyProof, growth);
      EXPECT_EQ(proof.checkpoint().note(), head.note());
      EXPECT_TRUE(rules::log::VerifyConsistency(older.size(), ToHash(older.root()), head.size(),
                                                ToHash(head.root()), ToHashes(proof.hashes())));
    }
  }
  v1::GetInclusionProofRequest newest;
  EXPECT_GE(Read(&AuditStub::GetInclusionProof, newest).checkpoint().size(), heads.back().size());
  newest.set_leaf_index(-1);
  EXPECT_EQ(Answer(&AuditStub::GetInclusionProof, newest), "INVALID_ARGUMENT/INVALID_FIELD(leaf_index)");
  newest.set_leaf_index(0);
  newest.set_size(12345);
  EXPECT_EQ(Answer(&AuditStub::GetInclusionProof, newest), "NOT_FOUND/NOT_FOUND");
  v1::GetConsistencyProofRequest growth;
  growth.set_old_size(-1);
  EXPECT_EQ(Answer(&AuditStub::GetConsistencyProof, growth), "INVALID_ARGUMENT/INVALID_FIELD(old_size)");
}

TEST_F(AuditService, GivesEveryLeafOfATreeInOrder) {
  for (int i = 0; i < 5; ++i) Open();
  const v1::Checkpoint head = Settled();
  rules::log::CompactRange tree;
  while (tree.size() < head.size()) {
    const auto leaves = Leaves(tree.size(), 2);
    ASSERT_FALSE(leaves.leaves().empty());
    ASSERT_LE(leaves.leaves_size(), 2);
    for (const std::string& leaf : leaves.leaves()) {
      if (tree.size() == head.size()) break;
      ASSERT_TRUE(rules::log::DecodeLeaf(leaf).ok());
      tree.Append(rules::log::HashLeaf(leaf));
    }
  }
  EXPECT_EQ(rules::log::ToBytes(tree.Root()), head.root());
  EXPECT_THAT(Leaves(1000000, 10).leaves(), IsEmpty());
  v1::ReadLeavesRequest request;
  request.set_start(-1);
  EXPECT_EQ(Answer(&AuditStub::ReadLeaves, request), "INVALID_ARGUMENT/INVALID_FIELD(start)");
  request.set_start(0);
  request.set_limit(-1);
  EXPECT_EQ(Answer(&AuditStub::ReadLeaves, request), "INVALID_ARGUMENT/INVALID_FIELD(limit)");
}

TEST_F(AuditService, RowsStandAsTheirLastLeafSays) {
  const v1::Case opened = Open();
  Open("WAW");
  Do(&CasesStub::AddEntry, support::AddCall(opened.name()));
  const v1::Party lawyer = Do(&CasesStub::AddParty, support::AddLawyer(opened.name()));
  v1::Party kin = opened.parties(1);
  kin.set_phone("+77000000002");
  Do(&CasesStub::UpdateParty, support::UpdateParty(kin, {"phone"}));
  Do(&CasesStub::RemoveParty, support::RemoveParty(lawyer.name()));
  Do(&CasesStub::TransitionCase, support::Transition(opened.name(), "register"));
  const v1::Checkpoint head = Settled();

  // By kind, case and key.
  using Key = std::tuple<std::string, std::string, std::string>;
  std::map<Key, std::pair<int, std::string>> told;
  const v1::ReadLeavesResponse leaves = Leaves(0, 5000);
  for (const std::string& bytes : leaves.leaves()) {
    const auto leaf = rules::log::DecodeLeaf(bytes);
    ASSERT_TRUE(leaf.ok()) << leaf.status();
    for (const rules::log::LeafObject& object : leaf->objects) {
      if (object.kind == "counter" || object.kind == "request") continue;  // Of no case.
      const Key key = {std::string(object.kind), rules::log::FormatUid(leaf->object_uid),
                       std::string(object.key)};
      told[key] = {object.version, std::string(object.state)};
      if (object.state == storage::Sha256(""))
        told.erase(key);  // Deleted, as the index of a party that left.
    }
  }
  std::set<std::string> kinds;
  v1::ReadRowsRequest request;
  request.set_page_size(2);
  size_t rows = 0;
  for (int pages = 0; pages < 400; ++pages) {
    const auto response = Read(&AuditStub::ReadRows, request);
    for (const v1::RowState& row : response.rows()) {
      if (row.case_uid().empty()) continue;  // Set up before the log was emptied.
      const auto found = told.find({row.kind(), row.case_uid(), row.key()});
      ASSERT_NE(found, told.end()) << row.kind() << " " << row.key();
      EXPECT_EQ(found->second.first, row.version());
      EXPECT_EQ(found->second.second, storage::Sha256(row.state())) << row.kind();
      EXPECT_THAT(row.state(), ::testing::Not(HasSubstr("Сағындықов")));
      kinds.insert(row.kind());
      ++rows;
    }
    if (response.next_page_token().empty()) break;
    request.set_page_token(response.next_page_token());
  }
  EXPECT_EQ(rows, told.size());
  EXPECT_THAT(kinds, ElementsAre("case", "data_key", "deadline", "entry", "index", "party"));
}

TEST_F(AuditService, IsForAuditorsAlone) {
  Open();
  Settled();
  for (const char* role : {"officer", "head", "officer-waw", "supervisor", "admin", "partner"}) {
    const std::vector<std::string> answers = {
        Answer(&AuditStub::GetCheckpoint, v1::GetCheckpointRequest(), role),
        Answer(&AuditStub::ListCheckpoints, v1::ListCheckpointsRequest(), role),
        Answer(&AuditStub::GetInclusionProof, v1::GetInclusionProofRequest(), role),
        Answer(&AuditStub::GetConsistencyProof, v1::GetConsistencyProofRequest(), role),
        Answer(&AuditStub::ReadLeaves, v1::ReadLeavesRequest(), role),
        Answer(&AuditStub::ReadRows, v1::ReadRowsRequest(), role)};
    EXPECT_THAT(answers, Each("PERMISSION_DENIED/PERMISSION_DENIED")) << role;
    // Heads list what the log tells of their mission.
    if (absl::string_view(role) == "head") continue;
    EXPECT_EQ(Answer(&AuditStub::ListAuditEntries, v1::ListAuditEntriesRequest(), role),
              "PERMISSION_DENIED/PERMISSION_DENIED")
        << role;
  }
}

TEST_F(AuditService, ReadingTheLogLeavesALeaf) {
  Open();
  Settled();
  const auto count = [this] { return std::stoi(database().Value("SELECT count(*) FROM audit_leaf")); };
  const int before = count();
  Read(&AuditStub::GetCheckpoint, v1::GetCheckpointRequest());
  Read(&AuditStub::ListCheckpoints, v1::ListCheckpointsRequest());
  Read(&AuditStub::GetInclusionProof, v1::GetInclusionProofRequest());
  Read(&AuditStub::GetConsistencyProof, v1::GetConsistencyProofRequest());
  Read(&AuditStub::ListAuditEntries, v1::ListAuditEntriesRequest());
  Leaves(0, 1);
  Read(&AuditStub::ReadRows, v1::ReadRowsRequest());
  EXPECT_EQ(count(), before + 7);
  // What is not there is told as a refusal, once.
  v1::GetCheckpointRequest missing;
  missing.set_size(4711);
  EXPECT_EQ(Answer(&AuditStub::GetCheckpoint, missing), "NOT_FOUND/NOT_FOUND");
  EXPECT_EQ(count(), before + 8);
  EXPECT_EQ(database().Value("SELECT decision FROM audit_leaf ORDER BY leaf_id DESC LIMIT 1"), "denied");
}

}  // namespace
}  // namespace arasha
