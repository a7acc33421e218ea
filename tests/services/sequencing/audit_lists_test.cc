// What could go wrong: a list of the log leaves out what was done, or shows it twice; or a head is told of
// another mission, or of a case that they do not see.
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/services/sequencing/audit_fixture.h"
#include "tests/support/samples.h"

namespace arasha {
namespace {

using support::Line;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using AuditStub = v1::Audit::Stub;
using CasesStub = v1::Cases::Stub;

class AuditLists : public AuditService {
 protected:
  std::vector<v1::AuditEntry> Entries(const v1::ListAuditEntriesRequest& request) {
    const auto response = Read(&AuditStub::ListAuditEntries, request);
    return {response.entries().begin(), response.entries().end()};
  }
  std::vector<std::string> Actions(const v1::ListAuditEntriesRequest& request) {
    std::vector<std::string> actions;
    for (const v1::AuditEntry& entry : Entries(request)) actions.push_back(entry.action());
    return actions;
  }
};

TEST_F(AuditLists, ListsWhatWasDone) {
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
  EXPECT_EQ(Answer(&AuditStub::ListAuditEntries, request), "INVALID_ARGUMENT/INVALID_FIELD(case)");
  request.Clear();
  request.set_actor("staff/a.omarovaa");
  EXPECT_EQ(Answer(&AuditStub::ListAuditEntries, request), "INVALID_ARGUMENT/INVALID_FIELD(actor)")
      << "an empty list would look like somebody who did nothing";
  request.set_actor("staff/d.kin");
  EXPECT_THAT(Try(&AuditStub::ListAuditEntries, request, "auditor").error_details(),
              ::testing::HasSubstr("staff/d.kim"));
  EXPECT_THAT(Try(&AuditStub::ListAuditEntries, request, "head").error_details(),
              ::testing::Not(::testing::HasSubstr("staff/d.kim")))
      << "a head lists no colleagues of other missions";
  request.Clear();
  request.set_mission("x");
  EXPECT_EQ(Answer(&AuditStub::ListAuditEntries, request), "INVALID_ARGUMENT/INVALID_FIELD(mission)");
  request.Clear();
  request.mutable_end_time()->set_nanos(-1);
  EXPECT_EQ(Answer(&AuditStub::ListAuditEntries, request), "INVALID_ARGUMENT/INVALID_FIELD(end_time)");
}

TEST_F(AuditLists, ListsLongLeavesInMorePagesAndEachOnce) {
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
    const auto response = Read(&AuditStub::ListAuditEntries, request);
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

TEST_F(AuditLists, AHeadReadsOfTheirMissionAndOfTheCasesThatTheySee) {
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
    EXPECT_EQ(Line(Call(&AuditStub::ListAuditEntries, request, &response, "head")), "OK");
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
  EXPECT_EQ(Answer(&AuditStub::ListAuditEntries, request, "head"), "PERMISSION_DENIED/PERMISSION_DENIED");
  request.Clear();
  request.set_mission("missions/WAW");
  EXPECT_EQ(Answer(&AuditStub::ListAuditEntries, request, "head"), "PERMISSION_DENIED/PERMISSION_DENIED");
  EXPECT_EQ(Answer(&AuditStub::ListAuditEntries, {}, "officer"), "PERMISSION_DENIED/PERMISSION_DENIED");
}

TEST_F(AuditLists, ListsByTimeWhateverTheOrderOfIds) {
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

TEST_F(AuditLists, PagesOfTheListMissNothing) {
  for (int i = 0; i < 7; ++i) Open();
  v1::ListAuditEntriesRequest request;
  request.set_action("CreateCase");
  request.set_page_size(3);
  std::set<std::string> seen;
  int pages = 0;
  while (true) {
    const auto response = Read(&AuditStub::ListAuditEntries, request);
    for (const v1::AuditEntry& entry : response.entries()) EXPECT_TRUE(seen.insert(entry.case_()).second);
    if (response.next_page_token().empty()) break;
    request.set_page_token(response.next_page_token());
    ASSERT_LT(++pages, 10);
  }
  EXPECT_THAT(seen, SizeIs(7));
  request.set_action("GetCase");
  EXPECT_EQ(Answer(&AuditStub::ListAuditEntries, request), "INVALID_ARGUMENT/PAGE_TOKEN_INVALID");
}

TEST_F(AuditLists, TellsOfLeavesThatListsDoNotFindAsTheyAre) {
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

}  // namespace
}  // namespace arasha
