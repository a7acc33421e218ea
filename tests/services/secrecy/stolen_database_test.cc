// What could go wrong: somebody carries off a dump, or the write-ahead log, and reads of anybody's trouble;
// what must be erased stays, or what must stay is erased.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "arasha/v1/access.grpc.pb.h"
#include "arasha/v1/erasures.grpc.pb.h"
#include "arasha/v1/reports.grpc.pb.h"
#include "storage/jobs/jobs.h"
#include "storage/keys/vault.h"
#include "storage/postgres/encoding.h"
#include "tests/support/operator_command.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

namespace fs = std::filesystem;
using Stub = v1::Cases::Stub;
using Access = v1::Access::Stub;
using Erasures = v1::Erasures::Stub;
using Reports = v1::Reports::Stub;

// Values that stand nowhere else, so that a find is a leak.
constexpr const char* kPlanted[] = {
    "Құпияев",      "Jasyrynova",  "PLANTED1234",       "+905550001234", "planted@mail.example",
    "plantedplace", "plantednote", "plantedcorrection", "NV-PLANTED-7",  "plantedreason"};

// The exit code of `arashad erase`.
int Erase(const std::string& config) { return support::Arashad({"erase", "--config", config}).exit_code; }

class StolenDatabase : public support::SharedServerTest {
 protected:
  // A case that has all of it, in every table that keeps any.
  std::string Plant() {
    v1::CreateCaseRequest create = support::OpenDetention("IST");
    v1::Case& message = *create.mutable_case_();
    message.set_summary("Құпияев is held at plantedplace");
    (*message.mutable_details()->mutable_fields())["place_of_detention"].set_string_value("plantedplace");
    v1::Party& party = *message.add_parties();
    party.set_role(v1::PARTY_ROLE_NEXT_OF_KIN);
    party.set_display_name("Jasyrynova");
    party.set_passport_number("PLANTED1234");
    party.set_phone("+905550001234");
    party.set_email("planted@mail.example");
    const std::string name = Do(&Stub::CreateCase, create).name();
    v1::AddEntryRequest note = support::AddNote(name);
    note.mutable_entry()->set_text("plantednote");
    Do(&Stub::AddEntry, note);
    note = support::AddNote(name);
    note.mutable_entry()->set_kind(v1::ENTRY_KIND_NOTE_VERBALE);
    note.mutable_entry()->set_direction(v1::DIRECTION_SENT);
    note.mutable_entry()->set_reference("NV-PLANTED-7");
    Do(&Stub::AddEntry, note);
    v1::UpdateCaseRequest update = support::UpdateSummary(name);
    update.mutable_case_()->set_summary("plantedcorrection");
    Do(&Stub::UpdateCase, update);
    Do(&Stub::TransitionCase, support::Transition(name, "register", "plantedreason"));
    v1::ListCasesRequest search = support::ListCases("missions/IST");
    search.set_search("Құпияев Jasyrynova");
    Do(&Stub::ListCases, search);
    Do(&Stub::GetCase, support::Get(name));
    return name;
  }

  // Two persons close it.
  void Close(const std::string& name) {
    Do(&Stub::TransitionCase, support::Transition(name, "resolve", "released"));
    const v1::Case proposed = Do(&Stub::TransitionCase, support::Transition(name, "close", "done"));
    Do(&Stub::ApproveTransition, support::Approve(proposed), "head");
  }

  // Two persons order that it be erased.
  void OrderErasure(const std::string& name) {
    const v1::Case ordered = Do(&Stub::TransitionCase, support::Transition(name, "order_erasure", "order 7"));
    Do(&Stub::ApproveTransition, support::Approve(ordered), "head");
  }

  // Emergency access with its review, and access that was given, each with words that name somebody.
  void GiveAccess(const std::string& name) {
    v1::BreakGlassRequest glass;
    glass.set_case_(name);
    glass.set_reason("Құпияев is in hospital");
    glass.set_request_id(support::RequestId());
    v1::ReviewBreakGlassRequest review;
    review.set_name(Do(&Access::BreakGlass, glass, "officer-waw").name());
    review.set_finding("Jasyrynova had called");
    review.set_request_id(support::RequestId());
    Do(&Access::ReviewBreakGlass, review, "head");
    v1::GrantAccessRequest give;
    give.set_case_(name);
    give.set_principal("staff/d.kim");
    give.set_reason("Құпияев was moved to Warsaw");
    *give.mutable_expire_time() = support::Stamp(absl::Now() + absl::Hours(1));
    give.set_request_id(support::RequestId());
    Do(&Access::GrantAccess, give, "head");
  }

  // A file that the operators' commands take.
  std::string Configuration() {
    const std::string path = folder_.path() + "/arashad.toml";
    std::ofstream(path) << "[server]\nlisten = \"-\"\ntrust_domain = \"arasha.example\"\n"
                        << "[tls]\ncertificate = \"-\"\nkey = \"-\"\nclient_ca = \"-\"\n[database]\nserver = "
                           "\"-\"\nowner = \""
                        << database().owner_conninfo() << "\"\n[keys]\ndirectory = \""
                        << support::TestKeys::Folder() << "\"\ncurrent = \"kek-1\"\n";
    return path;
  }

  static void ExpectNothingPlantedIn(const std::string& bytes, const std::string& where) {
    for (const char* planted : kPlanted)
      EXPECT_FALSE(absl::StrContains(bytes, planted)) << planted << " in " << where;
  }

 private:
  support::ScratchFolder folder_;
};

TEST_F(StolenDatabase, ErasureDestroysTheContentAndLeavesTheLog) {
  StartAfresh();
  const std::string name = Plant();
  const std::string config = Configuration();
  const std::string leaves =
      database().Value("SELECT string_agg(leaf_hash::text, ' ' ORDER BY leaf_id) FROM audit_leaf");
  Close(name);
  const v1::Case ordered =
      Do(&Stub::TransitionCase, support::Transition(name, "order_erasure", "court order 7 of 2026-11-24"));
  ASSERT_EQ(Erase(config), 0);
  EXPECT_NE(database().Value("SELECT count(*) FROM data_key"), "0") << "one person's word is not enough";
  EXPECT_EQ(support::Line(Try(&Stub::ApproveTransition, support::Approve(ordered))),
            "PERMISSION_DENIED/SAME_PERSON");
  Do(&Stub::ApproveTransition, support::Approve(ordered), "head");
  ASSERT_EQ(Erase(config), 0);
  EXPECT_EQ(Erase(config), 0) << "there is nothing left to erase";
  EXPECT_EQ(database().Value("SELECT count(*) FROM data_key"), "0");
  EXPECT_EQ(database().Value("SELECT count(*) FROM case_index"), "0");
  const v1::Case left = Do(&Stub::GetCase, support::Get(name));
  EXPECT_EQ(left.summary(), "");
  EXPECT_EQ(left.subject(), "");
  EXPECT_TRUE(left.has_erase_time());
  EXPECT_EQ(left.state(), "closed");
  const v1::ListEntriesResponse timeline = Do(&Stub::ListEntries, support::ListEntries(name));
  for (const v1::Entry& entry : timeline.entries()) EXPECT_EQ(entry.text(), "");
  EXPECT_EQ(Try(&Stub::AddEntry, support::AddNote(name)).error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_TRUE(absl::StartsWith(
      database().Value("SELECT string_agg(leaf_hash::text, ' ' ORDER BY leaf_id) FROM audit_leaf"), leaves))
      << "a leaf changed";
  // By whose order it was done can be read for good.
  const std::vector<std::vector<std::optional<std::string>>> told = database().Rows(
      "SELECT encode(substr(leaf_data, 14, 16), 'hex')::uuid::text, payload FROM audit_leaf JOIN "
      "audit_secret USING (leaf_id) "
      "WHERE action = 'EraseCase' AND actor = 'service/erasure'");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(storage::Vault::Unseal({keys().server_keys()->payload}, storage::RequestPlace(*told[0][0]),
                                   storage::ParseBytesText(*told[0][1]))
                .value(),
            "order of staff/a.omarova, approved by staff/b.suleimenov: court order 7 of 2026-11-24");
}

TEST_F(StolenDatabase, ADumpShowsNothing) {
  Plant();
  const support::ScratchFolder folder;
  const std::string dump = folder.path() + "/dump.sql";
  // As bytes are: bytea in hex would hide what stands in it.
  const std::string command =
      absl::StrCat("pg_dump --inserts -f ", dump, " '", database().owner_conninfo(), "' >/dev/null");
  ASSERT_EQ(std::system(command.c_str()), 0) << command;
  ExpectNothingPlantedIn(support::ReadFile(dump), "the dump");
  std::string columns;
  for (const auto& row : database().Rows("SELECT encode(sealed, 'escape') FROM case_file UNION ALL "
                                         "SELECT encode(sealed, 'escape') FROM party UNION ALL "
                                         "SELECT encode(sealed, 'escape') FROM entry UNION ALL "
                                         "SELECT encode(sealed, 'escape') FROM principal UNION ALL "
                                         "SELECT encode(response, 'escape') FROM request UNION ALL "
                                         "SELECT encode(payload, 'escape') FROM audit_secret UNION ALL "
                                         "SELECT encode(leaf_data, 'escape') FROM audit_leaf")) {
    columns += row[0].value_or("");
  }
  ASSERT_GT(columns.size(), 1000U);
  ExpectNothingPlantedIn(columns, "a column");
  EXPECT_FALSE(absl::StrContains(support::ReadFile(dump), "Омарова")) << "a member of staff in the dump";
}

TEST_F(StolenDatabase, TheWriteAheadLogShowsNothing) {
  Plant();
  database().Rows("SELECT count(*) FROM case_file");
  const fs::path folder = fs::path(support::FindEnvironment()->dir) / "pg/data/pg_wal";
  int files = 0;
  bool seen = false;
  for (const auto& file : fs::directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    std::ostringstream bytes;
    bytes << std::ifstream(file.path(), std::ios::binary).rdbuf();
    ExpectNothingPlantedIn(bytes.str(), file.path().filename().string());
    seen = seen || absl::StrContains(bytes.str(), "TransitionCase");
    ++files;
  }
  EXPECT_GT(files, 0);
  EXPECT_TRUE(seen) << "what was written is not in these files: the test looks in the wrong place";
}

// The words are sealed under a key that outlives the case.
TEST_F(StolenDatabase, ErasureEmptiesWhatWasWrittenOfAccess) {
  StartAfresh();
  const std::string kept = Plant();
  const std::string name = Plant();
  GiveAccess(kept);
  GiveAccess(name);
  Close(name);
  OrderErasure(name);
  ASSERT_EQ(Erase(Configuration()), 0);
  EXPECT_EQ(database().Value(
                "SELECT string_agg(concat_ws(' ', c.serial, g.version, g.sealed <> '', g.review <> ''), ', ' "
                "ORDER BY c.serial, g.break_glass DESC) FROM access_grant g JOIN case_file c ON c.uid = "
                "g.case_uid"),
            "1 2 t t, 1 1 t, 2 3 f, 2 2 f")
      << "case, version, and whether there is a reason and a finding";
  const auto listed = [&](const std::string& of) {
    v1::ListAccessGrantsRequest request;
    request.set_case_(of);
    return Do(&Access::ListAccessGrants, request, "head");
  };
  const v1::ListAccessGrantsResponse left = listed(name);
  ASSERT_EQ(left.access_grants_size(), 2);
  for (const v1::AccessGrant& grant : left.access_grants()) {
    EXPECT_EQ(grant.reason(), "");
    EXPECT_EQ(grant.finding(), "");
    EXPECT_EQ(grant.principal(), "staff/d.kim");
  }
  EXPECT_EQ(left.access_grants(1).reviewed_by(), "staff/b.suleimenov");
  EXPECT_EQ(listed(kept).access_grants(0).reason(), "Құпияев was moved to Warsaw");
  EXPECT_EQ(listed(kept).access_grants(1).finding(), "Jasyrynova had called");
  // What was given holds until it ends.
  EXPECT_TRUE(Do(&Stub::GetCase, support::Get(name), "officer-waw").has_erase_time());
}

TEST_F(StolenDatabase, ErasureTakesBackTheReportsThatTellIt) {
  const std::string name = Plant();
  GiveAccess(name);
  v1::CreateReportRequest order;
  order.mutable_order()->set_kind(v1::REPORT_KIND_EXCEPTIONS);
  order.mutable_order()->set_mission("missions/IST");
  order.mutable_order()->set_language("kk");
  order.set_start_date("2026-11-01");
  order.set_end_date("2026-11-30");
  order.set_request_id(support::RequestId());
  const std::string report = Do(&Reports::CreateReport, order, "auditor").name();
  // As a reporter, of which this server has none, would make it, and others like it.
  const absl::Status made = database().owner().ExecuteScript(R"sql(
UPDATE report SET state = 'done', files = '[]', start_time = now() - interval '1 day', end_time = now() + interval '1 day';
INSERT INTO report (uid, kind, mission, parameters, language, start_time, end_time, audience, requested_by, create_time,
                    state, files)
SELECT ('00000000-0000-4000-8000-00000000000' || n.id)::uuid, n.kind, n.mission, parameters, language,
       start_time + n.shift * interval '1 day', end_time + n.shift * interval '1 day', audience, requested_by,
       create_time, n.state, CASE n.state WHEN 'done' THEN files END
FROM report, (VALUES (1, 'exceptions', NULL, 0, 'done'), (2, 'exceptions', 'IST', 0, 'running'),
                     (3, 'exceptions', 'IST', 0, 'cancelled'), (4, 'exceptions', 'IST', 0, 'queued'),
                     (5, 'exceptions', 'WAW', 0, 'done'), (6, 'exceptions', 'IST', -2, 'done'),
                     (7, 'activity', 'IST', 0, 'done')) AS n (id, kind, mission, shift, state);
INSERT INTO report_file SELECT uid, 'exceptions.pdf', 0, 'sealed' FROM report)sql");
  ASSERT_TRUE(made.ok()) << made;
  Close(name);
  OrderErasure(name);
  ASSERT_EQ(Erase(Configuration()), 0);
  EXPECT_EQ(database().Value(
                "SELECT string_agg(concat_ws(' ', right(uid::text, 1), state, files, (SELECT count(*) FROM "
                "report_file f WHERE f.report = r.uid)), ', ' ORDER BY uid) FROM report r WHERE uid::text "
                "LIKE '00000000%'"),
            "1 failed 0, 2 failed 0, 3 cancelled 0, 4 queued 0, 5 done [] 1, 6 done [] 1, 7 done [] 1")
      << "report, state, files and stored parts";
  v1::ReadReportRequest read;
  read.set_name(report);
  read.set_file("exceptions.pdf");
  EXPECT_EQ(support::Line(Try(&Reports::ReadReport, read, "auditor")), "FAILED_PRECONDITION/REPORT_NOT_DONE");
}

TEST_F(StolenDatabase, AnOrderThatTheCaseHasOvertakenErasesNothing) {
  const std::string name = Plant();
  Close(name);
  OrderErasure(name);
  Do(&Stub::TransitionCase, support::Transition(name, "reopen", "a mistake"), "head");
  ASSERT_EQ(Erase(Configuration()), 0);
  Do(&Stub::TransitionCase, support::Transition(name, "resolve", "released"));
  Do(&Stub::ApproveTransition,
     support::Approve(Do(&Stub::TransitionCase, support::Transition(name, "close"))), "head");
  ASSERT_EQ(Erase(Configuration()), 0);
  EXPECT_FALSE(Do(&Stub::GetCase, support::Get(name)).has_erase_time());
  EXPECT_EQ(Do(&Stub::GetCase, support::Get(name)).summary(), "plantedcorrection");
}

TEST_F(StolenDatabase, TwoDoNotEraseAtOnce) {
  storage::Connection other(database().owner_conninfo());
  ASSERT_TRUE(*storage::TakeJob(other, "erase_cases", "other", storage::JobTime::kNow));
  EXPECT_NE(Erase(Configuration()), 0);
  ASSERT_TRUE(storage::ReturnJob(other, "erase_cases", "other").ok());
  EXPECT_EQ(Erase(Configuration()), 0);
  EXPECT_EQ(database().Value("SELECT outcome FROM job WHERE name = 'erase_cases'"), "done");
}

TEST_F(StolenDatabase, AnOrderToEraseWhatIsHeldIsRefused) {
  const std::string name = Plant();
  Close(name);
  Do(&Stub::HoldCase, support::Hold(name), "head");
  EXPECT_EQ(support::Line(Try(&Stub::TransitionCase, support::Transition(name, "order_erasure", "order 7"))),
            "FAILED_PRECONDITION/CASE_HELD");
  v1::ReleaseHoldRequest release;
  release.set_name(name);
  release.set_reason("the court is done");
  release.set_request_id(support::RequestId());
  Do(&Stub::ReleaseHold, release, "head");
  OrderErasure(name);
  Do(&Stub::HoldCase, support::Hold(name), "head");
  ASSERT_EQ(Erase(Configuration()), 0);
  EXPECT_FALSE(Do(&Stub::GetCase, support::Get(name)).has_erase_time()) << "held after it was ordered";
  release.set_request_id(support::RequestId());
  Do(&Stub::ReleaseHold, release, "head");
  ASSERT_EQ(Erase(Configuration()), 0);
  EXPECT_FALSE(Do(&Stub::GetCase, support::Get(name)).has_erase_time()) << "the order lapsed by the hold";
  OrderErasure(name);
  ASSERT_EQ(Erase(Configuration()), 0);
  EXPECT_TRUE(Do(&Stub::GetCase, support::Get(name)).has_erase_time());
}

TEST_F(StolenDatabase, TimeOfKeepingErasesNothingThatTwoPersonsDidNotSign) {
  StartAfresh();
  const std::string young = Plant();
  const std::string over = Plant();
  const std::string kept = Plant();
  const std::string held = Plant();
  for (const std::string& name : {young, over, kept, held}) Close(name);
  RowsAreDamaged("years pass at once");
  database().Rows(
      "UPDATE case_file SET close_time = now() - CASE serial WHEN 1 THEN interval '4 years 11 months' "
      "ELSE interval '5 years 2 days' END");
  const std::string config = Configuration();
  ASSERT_EQ(Erase(config), 0);
  EXPECT_FALSE(Do(&Stub::GetCase, support::Get(over)).has_erase_time()) << "nobody signed";

  Do(&Stub::HoldCase, support::Hold(held), "head");
  v1::DrawErasureListRequest draw;
  draw.set_parent("missions/IST");
  draw.set_request_id(support::RequestId());
  const v1::ErasureList drawn = Do(&Erasures::DrawErasureList, draw, "head");
  ASSERT_EQ(drawn.items_size(), 2) << drawn.DebugString();
  EXPECT_EQ(drawn.items(0).case_(), over);
  EXPECT_EQ(drawn.items(1).case_(), kept);
  EXPECT_EQ(drawn.items(0).rule().years(), 5);

  v1::KeepCaseRequest keep;
  keep.set_name(drawn.name());
  keep.set_case_(kept);
  keep.set_reason("Jasyrynova sues");
  *keep.mutable_keep_until() = support::Stamp(absl::Now() + absl::Hours(24 * 365));
  keep.set_request_id(support::RequestId());
  EXPECT_EQ(Do(&Erasures::KeepCase, keep, "head").kept_count(), 1);
  // The log's own key outlives the case, so the reason is not under it.
  const std::vector<std::vector<std::optional<std::string>>> said = database().Rows(
      "SELECT encode(substr(leaf_data, 14, 16), 'hex')::uuid::text, payload FROM audit_leaf JOIN "
      "audit_secret USING (leaf_id) WHERE action = 'KeepCase'");
  ASSERT_EQ(said.size(), 1U);
  v1::KeepCaseRequest logged;
  ASSERT_TRUE(logged.ParseFromString(storage::Vault::Unseal({keys().server_keys()->payload},
                                                            storage::RequestPlace(*said[0][0]),
                                                            storage::ParseBytesText(*said[0][1]))
                                         .value()));
  EXPECT_EQ(logged.case_(), kept);
  EXPECT_EQ(logged.reason(), "");
  v1::SignErasureListRequest sign;
  sign.set_name(drawn.name());
  sign.set_request_id(support::RequestId());
  Do(&Erasures::SignErasureList, sign, "head");
  ASSERT_EQ(Erase(config), 0);
  EXPECT_FALSE(Do(&Stub::GetCase, support::Get(over)).has_erase_time()) << "one person's word is not enough";

  v1::ApproveErasureListRequest approve;
  approve.set_name(drawn.name());
  approve.set_request_id(support::RequestId());
  EXPECT_EQ(support::Line(Try(&Erasures::ApproveErasureList, approve, "head")),
            "PERMISSION_DENIED/SAME_PERSON");
  Do(&Erasures::ApproveErasureList, approve, "supervisor");
  ASSERT_EQ(Erase(config), 0);
  EXPECT_TRUE(Do(&Stub::GetCase, support::Get(over)).has_erase_time());
  for (const std::string& name : {young, kept, held}) {
    EXPECT_FALSE(Do(&Stub::GetCase, support::Get(name)).has_erase_time()) << name;
  }

  v1::GetErasureListRequest get;
  get.set_name(drawn.name());
  const v1::ErasureList done = Do(&Erasures::GetErasureList, get, "head");
  EXPECT_EQ(done.state(), v1::ERASURE_LIST_STATE_DONE);
  EXPECT_EQ(done.erased_count(), 1);
  EXPECT_EQ(done.items(1).left(), v1::ERASURE_LEFT_KEPT);
  EXPECT_EQ(database().Value(absl::StrCat("SELECT action || ' ' || actor FROM audit_leaf WHERE leaf_id = ",
                                          done.items(0).leaf_id())),
            "EraseCase service/erasure");
  EXPECT_EQ(database().Value("SELECT count(*) FROM audit_leaf WHERE action = 'FinishErasureList'"), "1");

  // What is kept or held is on no other list.
  draw.set_request_id(support::RequestId());
  EXPECT_EQ(Do(&Erasures::DrawErasureList, draw, "head").items_size(), 0);

  // Why a case was kept goes with it, and such a list is read for that no more.
  const std::string reasons = "SELECT sum(reason_count) FROM erasure_list";
  EXPECT_EQ(database().Value(reasons), "1");
  OrderErasure(kept);
  ASSERT_EQ(Erase(config), 0);
  EXPECT_TRUE(Do(&Stub::GetCase, support::Get(kept)).has_erase_time());
  EXPECT_EQ(Do(&Erasures::GetErasureList, get, "head").items(1).keep_reason(), "");
  EXPECT_EQ(database().Value(reasons), "0");
}

}  // namespace
}  // namespace arasha
