// What could go wrong: a proof does not lead to the head that it names; a list leaves out what was done, or
// shows it twice; whoever is no auditor reads the log; an auditor learns what a case holds; reading the log
// leaves no trace in it; a row's state is not the one that its leaf commits to.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "arasha/v1/audit.grpc.pb.h"
#include "services/rules/log/leaf.h"
#include "services/rules/log/merkle.h"
#include "storage/log/log.h"
#include "storage/postgres/encoding.h"
#include "tests/support/log_key.h"
#include "tests/support/samples.h"
#include "tests/support/scratch_folder.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"
#include "tests/support/update_party.h"

namespace arasha {
namespace {

using support::Line;
using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Stub = v1::Audit::Stub;
using CasesStub = v1::Cases::Stub;

class AuditService : public support::ServerTest {
 protected:
  server::Options Options() override {
    server::Options options = ServerTest::Options();
    options.sequencer_database = database().sequencer_conninfo();
    options.log_origin = "arasha.example/audit";
    options.log_key = key_.path();
    options.log_journal = journal_.path();
    return options;
  }

  template <typename Request, typename Response>
  std::string Answer(Method<Stub, Request, Response> method, const Request& request,
                     const std::string& role = "auditor") {
    return Line(Try(method, request, role));
  }
  template <typename Request, typename Response>
  Response Read(Method<Stub, Request, Response> method, const Request& request) {
    return Do(method, request, "auditor");
  }

  // The newest head, once it covers every leaf that there is now.
  v1::Checkpoint Settled() {
    const std::string leaves = database().Value("SELECT count(*) FROM audit_leaf");
    for (int i = 0; i < 500; ++i) {
      if (database().Value(absl::StrCat("SELECT count(*) FROM audit_checkpoint WHERE size >= ", leaves)) !=
          "0") {
        return Read(&Stub::GetCheckpoint, v1::GetCheckpointRequest());
      }
      absl::SleepFor(absl::Milliseconds(20));
    }
    ADD_FAILURE() << "no head covers " << leaves << " leaves";
    return {};
  }
  v1::ReadLeavesResponse Leaves(int64_t start, int limit) {
    v1::ReadLeavesRequest request;
    request.set_start(start);
    request.set_limit(limit);
    return Read(&Stub::ReadLeaves, request);
  }
  std::vector<v1::AuditEntry> Entries(const v1::ListAuditEntriesRequest& request) {
    const auto response = Read(&Stub::ListAuditEntries, request);
    return {response.entries().begin(), response.entries().end()};
  }
  std::vector<std::string> Actions(const v1::ListAuditEntriesRequest& request) {
    std::vector<std::string> actions;
    for (const v1::AuditEntry& entry : Entries(request)) actions.push_back(entry.action());
    return actions;
  }
  const support::LogKey& key() const { return key_; }

 private:
  support::LogKey key_;
  support::ScratchFolder journal_;
};

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
  EXPECT_EQ(Answer(&Stub::GetCheckpoint, request), "NOT_FOUND/NOT_FOUND");
  for (int i = 0; i < 3; ++i) Open();
  const v1::Checkpoint newest = Settled();
  const auto head = key().keys().Open(newest.note());
  ASSERT_TRUE(head.ok()) << head.status();
  EXPECT_EQ(head->checkpoint.size, newest.size());
  EXPECT_EQ(rules::log::ToBytes(head->checkpoint.root), newest.root());
  EXPECT_EQ(newest.origin(), "arasha.example/audit");
  EXPECT_LT(absl::Now() - absl::FromUnixSeconds(newest.create_time().seconds()), absl::Minutes(1));
  request.set_size(newest.size());
  EXPECT_EQ(Read(&Stub::GetCheckpoint, request).note(), newest.note());
  for (const int64_t missing : {int64_t{1000000}, int64_t{-1}}) {
    request.set_size(missing);
    EXPECT_EQ(Answer(&Stub::GetCheckpoint, request), "NOT_FOUND/NOT_FOUND");
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
  EXPECT_THAT(Read(&Stub::GetCheckpoint, request).note(), ::testing::EndsWith("\n— a AAAA\n— b AAAA\n"));
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
    const auto response = Read(&Stub::ListCheckpoints, request);
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
  EXPECT_EQ(Answer(&Stub::ListCheckpoints, request), "INVALID_ARGUMENT/PAGE_TOKEN_INVALID");
  request.set_page_size(-1);
  EXPECT_EQ(Answer(&Stub::ListCheckpoints, request), "INVALID_ARGUMENT/INVALID_FIELD(page_size)");
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
      const auto proof = Read(&Stub::GetInclusionProof, request);
      EXPECT_EQ(proof.leaf_index(), index);
      EXPECT_EQ(proof.checkpoint().note(), head.note());
      EXPECT_TRUE(rules::log::VerifyInclusion(index, head.size(), rules::log::HashLeaf(proof.leaf()),
                                              ToHashes(proof.hashes()), ToHash(head.root())))
          << index;
    }
    request.set_leaf_index(head.size());
    EXPECT_EQ(Answer(&Stub::GetInclusionProof, request), "INVALID_ARGUMENT/INVALID_FIELD(leaf_index)");
    for (const v1::Checkpoint& older : heads) {
      v1::GetConsistencyProofRequest growth;
      growth.set_old_size(older.size());
      growth.set_new_size(head.size());
      if (older.size() > head.size()) {
        EXPECT_EQ(Answer(&Stub::GetConsistencyProof, growth), "INVALID_ARGUMENT/INVALID_FIELD(old_size)");
        continue;
      }
      const auto proof = Read(&Stub::GetConsistencyProof, growth);
      EXPECT_EQ(proof.checkpoint().note(), head.note());
      EXPECT_TRUE(rules::log::VerifyConsistency(older.size(), ToHash(older.root()), head.size(),
                                                ToHash(head.root()), ToHashes(proof.hashes())));
    }
  }
  v1::GetInclusionProofRequest newest;
  EXPECT_GE(Read(&Stub::GetInclusionProof, newest).checkpoint().size(), heads.back().size());
  newest.set_leaf_index(-1);
  EXPECT_EQ(Answer(&Stub::GetInclusionProof, newest), "INVALID_ARGUMENT/INVALID_FIELD(leaf_index)");
  newest.set_leaf_index(0);
  newest.set_size(12345);
  EXPECT_EQ(Answer(&Stub::GetInclusionProof, newest), "NOT_FOUND/NOT_FOUND");
  v1::GetConsistencyProofRequest growth;
  growth.set_old_size(-1);
  EXPECT_EQ(Answer(&Stub::GetConsistencyProof, growth), "INVALID_ARGUMENT/INVALID_FIELD(old_size)");
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
  EXPECT_EQ(Answer(&Stub::ReadLeaves, request), "INVALID_ARGUMENT/INVALID_FIELD(start)");
  request.set_start(0);
  request.set_limit(-1);
  EXPECT_EQ(Answer(&Stub::ReadLeaves, request), "INVALID_ARGUMENT/INVALID_FIELD(limit)");
}

TEST_F(AuditService, ListsWhatWasDone) {
  const v1::Case ist = Open();
  const v1::Case waw = Open("WAW");
  Do(&CasesStub::GetCase, support::Get(ist.name()), "head");
  EXPECT_FALSE(Try(&CasesStub::GetCase, support::Get(ist.name()), "officer-waw").ok());
  v1::ListCasesRequest list = support::ListCases("missions/IST");
  Do(&CasesStub::ListCases, list);

  v1::ListAuditEntriesRequest request;
  const std::vector<v1::AuditEntry> all = Entries(request);
  ASSERT_THAT(all, SizeIs(5));
  EXPECT_EQ(all[0].action(), "ListCases");
  EXPECT_EQ(all[0].cases_seen(), 1);
  EXPECT_EQ(all[1].decision(), v1::AUDIT_DECISION_DENIED);
  EXPECT_EQ(all[1].actor(), "staff/d.kim");
  EXPECT_EQ(all[1].case_(), ist.name()) << "who tried to look at a case is what its inspector asks";
  EXPECT_EQ(all[1].mission(), "missions/IST");
  const v1::AuditEntry& opened = all[4];
  EXPECT_EQ(opened.action(), "CreateCase");
  EXPECT_EQ(opened.actor(), "staff/a.omarova");
  EXPECT_EQ(opened.decision(), v1::AUDIT_DECISION_DONE);
  EXPECT_EQ(opened.mission(), "missions/IST");
  EXPECT_EQ(opened.case_uid(), ist.uid());
  EXPECT_EQ(opened.case_(), ist.name());
  EXPECT_THAT(opened.certificate(), SizeIs(32));
  EXPECT_THAT(opened.request_id(), SizeIs(36));
  // The case, two parties, the entry and the deadlines; its key, three index rows, the counter and the
  // answer.
  EXPECT_EQ(opened.rows_written(), 1 + 2 + 1 + ist.deadlines_size() + 1 + 3 + 1 + 1);
  EXPECT_EQ(opened.access_grant(), "");
  EXPECT_LT(absl::Now() - absl::FromUnixSeconds(opened.occurred_time().seconds()), absl::Minutes(1));
  Settled();
  EXPECT_EQ(Entries(request).back().leaf_index(), 0);

  request.set_case_(ist.name());
  EXPECT_THAT(Actions(request), ElementsAre("GetCase", "GetCase", "CreateCase"));
  request.Clear();
  request.set_actor("staff/d.kim");
  EXPECT_THAT(Actions(request), ElementsAre("GetCase", "CreateCase"));
  request.set_denied_only(true);
  EXPECT_THAT(Actions(request), ElementsAre("GetCase"));
  request.Clear();
  request.set_mission("missions/WAW");
  EXPECT_THAT(Actions(request), ElementsAre("CreateCase"));
  request.Clear();
  request.set_action("CreateCase");
  EXPECT_THAT(Actions(request), ElementsAre("CreateCase", "CreateCase"));
  *request.mutable_start_time() = support::Stamp(absl::Now() - absl::Minutes(5));
  *request.mutable_end_time() = support::Stamp(absl::Now() + absl::Minutes(5));
  EXPECT_THAT(Actions(request), SizeIs(2));
  *request.mutable_start_time() = support::Stamp(absl::Now() + absl::Minutes(5));
  EXPECT_THAT(Actions(request), IsEmpty());
  request.clear_start_time();
  *request.mutable_end_time() = support::Stamp(absl::Now() - absl::Minutes(5));
  EXPECT_THAT(Actions(request), IsEmpty());
  request.Clear();
  request.set_case_("missions/IST/cases/IST-2020-000001");
  EXPECT_THAT(Actions(request), IsEmpty());
  request.set_case_("x");
  EXPECT_EQ(Answer(&Stub::ListAuditEntries, request), "INVALID_ARGUMENT/INVALID_FIELD(case)");
  request.Clear();
  request.set_actor("staff/a.omarovaa");
  EXPECT_EQ(Answer(&Stub::ListAuditEntries, request), "INVALID_ARGUMENT/INVALID_FIELD(actor)")
      << "an empty list would look like somebody who did nothing";
  request.Clear();
  request.set_mission("x");
  EXPECT_EQ(Answer(&Stub::ListAuditEntries, request), "INVALID_ARGUMENT/INVALID_FIELD(mission)");
  request.Clear();
  request.mutable_end_time()->set_nanos(-1);
  EXPECT_EQ(Answer(&Stub::ListAuditEntries, request), "INVALID_ARGUMENT/INVALID_FIELD(end_time)");
}

TEST_F(AuditService, ListsLongLeavesInMorePagesAndEachOnce) {
  constexpr int kLeaves = 40;
  for (int i = 0; i < kLeaves; ++i) Open();
  Settled();
  // No caller can make so many so long.
  RowsAreDamaged("leaves are longer than those of any operation");
  const absl::Status longer = database().owner().ExecuteScript(
      "ALTER TABLE audit_leaf DISABLE TRIGGER USER;"
      "UPDATE audit_leaf SET leaf_data = leaf_data || decode(repeat('00', 65536), 'hex');"
      "ALTER TABLE audit_leaf ENABLE TRIGGER USER");
  ASSERT_TRUE(longer.ok()) << longer;
  v1::ListAuditEntriesRequest request;
  request.set_page_size(1000);
  std::multiset<int64_t> seen;
  int pages = 0;
  do {
    const auto response = Read(&Stub::ListAuditEntries, request);
    for (const v1::AuditEntry& entry : response.entries()) {
      if (entry.leaf_index() >= 0 && entry.leaf_index() < kLeaves) seen.insert(entry.leaf_index());
    }
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty() && ++pages < 20);
  EXPECT_GE(pages, 2);
  std::multiset<int64_t> all;
  for (int64_t i = 0; i < kLeaves; ++i) all.insert(i);
  EXPECT_EQ(seen, all);
}

TEST_F(AuditService, AHeadReadsOfTheirMissionAndOfTheCasesThatTheySee) {
  const v1::Case ist = Open();
  v1::CreateCaseRequest open = support::OpenDetention();
  open.mutable_case_()->set_sensitivity(v1::SENSITIVITY_COMPARTMENTED);
  open.mutable_case_()->set_compartment("trafficking");
  const v1::Case hidden = Do(&CasesStub::CreateCase, open);
  Open("WAW");
  Do(&CasesStub::GetCase, support::Get(ist.name()));
  EXPECT_FALSE(Try(&CasesStub::GetCase, support::Get(ist.name()), "officer-waw").ok());

  const auto seen = [&](const v1::ListAuditEntriesRequest& request) {
    v1::ListAuditEntriesResponse response;
    EXPECT_EQ(Line(Call(&Stub::ListAuditEntries, request, &response, "head")), "OK");
    std::vector<std::string> actions;
    for (const v1::AuditEntry& entry : response.entries()) {
      EXPECT_NE(entry.case_(), hidden.name());
      EXPECT_EQ(entry.mission(), "missions/IST");
      actions.push_back(entry.action());
    }
    return actions;
  };
  v1::ListAuditEntriesRequest request;
  EXPECT_THAT(seen(request), ElementsAre("GetCase", "GetCase", "CreateCase"));
  request.set_case_(ist.name());
  EXPECT_THAT(seen(request), ElementsAre("GetCase", "GetCase", "CreateCase"));
  request.set_case_(hidden.name());
  EXPECT_THAT(seen(request), IsEmpty()) << "as if it were not there";
  request.set_case_("missions/IST/cases/IST-2020-000001");
  EXPECT_THAT(seen(request), IsEmpty());
  request.set_case_("missions/WAW/cases/WAW-2020-000001");
  EXPECT_EQ(Answer(&Stub::ListAuditEntries, request, "head"), "PERMISSION_DENIED/PERMISSION_DENIED");
  request.Clear();
  request.set_mission("missions/WAW");
  EXPECT_EQ(Answer(&Stub::ListAuditEntries, request, "head"), "PERMISSION_DENIED/PERMISSION_DENIED");
  EXPECT_EQ(Answer(&Stub::ListAuditEntries, {}, "officer"), "PERMISSION_DENIED/PERMISSION_DENIED");
}

TEST_F(AuditService, ListsByTimeWhateverTheOrderOfIds) {
  // Leaves of two years, one an hour, some minutes out of order as clocks are.
  RowsAreDamaged("leaves tell of no operation");
  ASSERT_TRUE(
      database()
          .owner()
          .ExecuteScript(
              "INSERT INTO audit_leaf (leaf_hash, leaf_data, occurred_time, actor, action, decision) "
              "SELECT '', '', "
              "       timestamptz '2024-01-01Z' + i * interval '1 hour' + (i % 7) * interval '7 minutes', "
              "       'staff/x', 'GetCase', 'done' FROM generate_series(0, 17520) i")
          .ok());
  // Their content is that of a real leaf: the list reads it from there.
  Open();
  ASSERT_TRUE(database()
                  .owner()
                  .ExecuteScript("ALTER TABLE audit_leaf DISABLE TRIGGER USER;"
                                 "UPDATE audit_leaf SET leaf_data = (SELECT leaf_data FROM audit_leaf WHERE "
                                 "action = 'CreateCase')")
                  .ok());
  v1::ListAuditEntriesRequest request;
  request.set_page_size(1000);
  request.set_actor("staff/x");
  const auto from = absl::FromCivil(absl::CivilHour(2025, 2, 3, 10), absl::UTCTimeZone());
  *request.mutable_start_time() = support::Stamp(from);
  *request.mutable_end_time() = support::Stamp(from + absl::Hours(50));
  const std::string expected = database().Value(
      "SELECT count(*) FROM audit_leaf WHERE occurred_time >= '2025-02-03T10:00Z' AND occurred_time < "
      "'2025-02-05T12:00Z'");
  EXPECT_EQ(absl::StrCat(Actions(request).size()), expected);
  EXPECT_EQ(expected, "50");
}

TEST_F(AuditService, PagesOfTheListMissNothing) {
  for (int i = 0; i < 7; ++i) Open();
  v1::ListAuditEntriesRequest request;
  request.set_action("CreateCase");
  request.set_page_size(3);
  std::set<std::string> seen;
  int pages = 0;
  while (true) {
    const auto response = Read(&Stub::ListAuditEntries, request);
    for (const v1::AuditEntry& entry : response.entries()) EXPECT_TRUE(seen.insert(entry.case_()).second);
    if (response.next_page_token().empty()) break;
    request.set_page_token(response.next_page_token());
    ASSERT_LT(++pages, 10);
  }
  EXPECT_THAT(seen, SizeIs(7));
  request.set_action("GetCase");
  EXPECT_EQ(Answer(&Stub::ListAuditEntries, request), "INVALID_ARGUMENT/PAGE_TOKEN_INVALID");
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
    const auto response = Read(&Stub::ReadRows, request);
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

TEST_F(AuditService, TellsOfLeavesThatListsDoNotFindAsTheyAre) {
  Open();
  Settled();
  EXPECT_THAT(Leaves(0, 5000).mislisted(), IsEmpty());
  RowsAreDamaged("an administrator of the database edits a leaf");
  const auto first = [](const std::string& set) {
    return absl::StrCat("ALTER TABLE audit_leaf DISABLE TRIGGER append_only; UPDATE audit_leaf SET ", set,
                        " WHERE leaf_id = (SELECT leaf_id FROM audit_sequence WHERE tree_index = 0)");
  };
  const std::vector<std::pair<std::string, std::string>> edits = {
      {"leaf_hash", "'\\x00'"}, {"occurred_time", "'infinity'"}, {"actor", "'staff/x'"},
      {"action", "'GetCase'"},  {"decision", "'denied'"},        {"mission", "NULL"},
      {"object_uid", "NULL"}};
  std::vector<std::string> told;
  for (const auto& [column, value] : edits) {
    ASSERT_TRUE(database().owner().ExecuteScript(first(absl::StrCat(column, " = ", value))).ok());
    told.push_back(column);
    const v1::ReadLeavesResponse page = Leaves(0, 5000);
    ASSERT_THAT(page.mislisted(), SizeIs(1));
    EXPECT_EQ(page.mislisted(0).leaf_index(), 0);
    EXPECT_THAT(page.mislisted(0).columns(), ::testing::ElementsAreArray(told));
  }
}

TEST_F(AuditService, IsForAuditorsAlone) {
  Open();
  Settled();
  for (const char* role : {"officer", "head", "officer-waw", "supervisor", "admin", "partner"}) {
    const std::vector<std::string> answers = {
        Answer(&Stub::GetCheckpoint, v1::GetCheckpointRequest(), role),
        Answer(&Stub::ListCheckpoints, v1::ListCheckpointsRequest(), role),
        Answer(&Stub::GetInclusionProof, v1::GetInclusionProofRequest(), role),
        Answer(&Stub::GetConsistencyProof, v1::GetConsistencyProofRequest(), role),
        Answer(&Stub::ReadLeaves, v1::ReadLeavesRequest(), role),
        Answer(&Stub::ReadRows, v1::ReadRowsRequest(), role)};
    EXPECT_THAT(answers, Each("PERMISSION_DENIED/PERMISSION_DENIED")) << role;
    // Heads list what the log tells of their mission.
    if (absl::string_view(role) == "head") continue;
    EXPECT_EQ(Answer(&Stub::ListAuditEntries, v1::ListAuditEntriesRequest(), role),
              "PERMISSION_DENIED/PERMISSION_DENIED")
        << role;
  }
}

TEST_F(AuditService, ReadingTheLogLeavesALeaf) {
  Open();
  Settled();
  const auto count = [this] { return std::stoi(database().Value("SELECT count(*) FROM audit_leaf")); };
  const int before = count();
  Read(&Stub::GetCheckpoint, v1::GetCheckpointRequest());
  Read(&Stub::ListCheckpoints, v1::ListCheckpointsRequest());
  Read(&Stub::GetInclusionProof, v1::GetInclusionProofRequest());
  Read(&Stub::GetConsistencyProof, v1::GetConsistencyProofRequest());
  Read(&Stub::ListAuditEntries, v1::ListAuditEntriesRequest());
  Leaves(0, 1);
  Read(&Stub::ReadRows, v1::ReadRowsRequest());
  EXPECT_EQ(count(), before + 7);
  // What is not there is told as a refusal, once.
  v1::GetCheckpointRequest missing;
  missing.set_size(4711);
  EXPECT_EQ(Answer(&Stub::GetCheckpoint, missing), "NOT_FOUND/NOT_FOUND");
  EXPECT_EQ(count(), before + 8);
  EXPECT_EQ(database().Value("SELECT decision FROM audit_leaf ORDER BY leaf_id DESC LIMIT 1"), "denied");
}

}  // namespace
}  // namespace arasha
