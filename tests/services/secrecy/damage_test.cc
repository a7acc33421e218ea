// What could go wrong: one row that is damaged, or that somebody changed in the database, ends the server's
// process, makes a list of many or a whole mission unreadable, is shown as if nothing had been there, or is
// told to nobody; what was erased lawfully looks damaged.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"
#include "tests/support/update_party.h"

namespace arasha {
namespace {

using support::Line;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Stub = v1::Cases::Stub;

constexpr char kDamaged[] = "DATA_LOSS/ROW_DAMAGED";
constexpr char kUnreadable[] = "\xEF\xBF\xBD";

class Damage : public support::ServerTest {
 protected:
  // As the database's administrator.
  void Sql(const std::string& sql) {
    RowsAreDamaged("an administrator of the database does it");
    const absl::Status done = database().owner().ExecuteScript(sql);
    ASSERT_TRUE(done.ok()) << done;
  }
  std::string Uid(const v1::Case& of) { return absl::StrCat("'", of.uid(), "'"); }
  // Changes the last byte of what is sealed in rows of a table.
  void Flip(const std::string& table, const std::string& where) {
    Sql(absl::StrCat("ALTER TABLE ", table, " DISABLE TRIGGER USER; UPDATE ", table,
                     " SET sealed = set_byte(sealed, octet_length(sealed) - 1, "
                     "get_byte(sealed, octet_length(sealed) - 1) # 1) WHERE ",
                     where, "; ALTER TABLE ", table, " ENABLE TRIGGER USER"));
  }
  v1::ListCasesResponse List() { return Do(&Stub::ListCases, support::ListCases("missions/IST")); }
};

TEST_F(Damage, OfACaseThatLostItsKeysIsToldToWhoeverTouchesIt) {
  const v1::Case lost = Open();
  const v1::Case whole = Open();
  Sql(absl::StrCat("DELETE FROM data_key WHERE case_uid = ", Uid(lost)));
  ::testing::internal::CaptureStderr();
  const grpc::Status got = Try(&Stub::GetCase, support::Get(lost.name()));
  const std::string log = ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(Line(got), kDamaged);
  const support::Refusal refusal = support::Read(got);
  EXPECT_EQ(refusal.metadata.at("row"), "case/" + lost.uid());
  EXPECT_THAT(log, HasSubstr(absl::StrCat("\"call\":\"", refusal.metadata.at("incident"), "\"")));
  EXPECT_THAT(log,
              HasSubstr(absl::StrCat("case/", lost.uid(),
                                     " has no data key, and was not erased; damage or tampering is likely")));
  EXPECT_EQ(Line(Try(&Stub::UpdateCase, support::UpdateSummary(lost.name()))), kDamaged);
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, support::Transition(lost.name(), "register"))), kDamaged);
  EXPECT_EQ(Line(Try(&Stub::AssignCase, support::Assign(lost.name(), "staff/a.omarova"))), kDamaged);
  EXPECT_EQ(Line(Try(&Stub::AddEntry, support::AddNote(lost.name()))), kDamaged);
  EXPECT_EQ(Line(Try(&Stub::AddEntry, support::AddCall(lost.name()))), kDamaged);
  EXPECT_EQ(Line(Try(&Stub::AddParty, support::AddLawyer(lost.name()))), kDamaged);
  EXPECT_EQ(Line(Try(&Stub::ListEntries, support::ListEntries(lost.name()))), kDamaged);
  EXPECT_EQ(database().Value(absl::StrCat("SELECT count(*) FROM data_key WHERE case_uid = ", Uid(lost))),
            "0");
  const v1::ListCasesResponse list = List();
  EXPECT_THAT(list.damaged(), ElementsAre(lost.name()));
  ASSERT_THAT(list.cases(), SizeIs(1));
  EXPECT_EQ(list.cases(0).name(), whole.name());
  Do(&Stub::AddEntry, support::AddNote(whole.name()));
}

TEST_F(Damage, OfOneCasesContentLeavesOthersInTheList) {
  const v1::Case first = Open();
  const v1::Case damaged = Open();
  const v1::Case last = Open();
  Flip("case_file", absl::StrCat("uid = ", Uid(damaged)));
  ::testing::internal::CaptureStderr();
  const v1::ListCasesResponse list = List();
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), HasSubstr("row_damaged"));
  EXPECT_THAT(list.cases(), SizeIs(2));
  EXPECT_THAT(list.damaged(), ElementsAre(damaged.name()));
  // Page by page, too.
  v1::ListCasesRequest page = support::ListCases("missions/IST");
  page.set_page_size(1);
  std::vector<std::string> seen;
  do {
    const auto response = Do(&Stub::ListCases, page);
    for (const v1::Case& found : response.cases()) seen.push_back(found.name());
    page.set_page_token(response.next_page_token());
  } while (!page.page_token().empty());
  EXPECT_THAT(seen, ElementsAre(last.name(), first.name()));
  EXPECT_EQ(Line(Try(&Stub::GetCase, support::Get(damaged.name()))), kDamaged);
  EXPECT_EQ(Line(Try(&Stub::ListEntries, support::ListEntries(damaged.name()))), "OK")
      << "its timeline is whole";
}

TEST_F(Damage, OfOnePartyOrEntryLeavesTheRestOfTheCase) {
  const v1::Case opened = Open();
  Do(&Stub::AddEntry, support::AddNote(opened.name(), "whole"));
  const v1::Entry note = Do(&Stub::AddEntry, support::AddNote(opened.name(), "damaged"));
  Flip("party", absl::StrCat("case_uid = ", Uid(opened), " AND role = 2"));
  Flip("entry", absl::StrCat("uid = '", note.name().substr(note.name().rfind('/') + 1), "'"));
  ::testing::internal::CaptureStderr();
  const v1::Case shown = Do(&Stub::GetCase, support::Get(opened.name()));
  const v1::ListEntriesResponse timeline = Do(&Stub::ListEntries, support::ListEntries(opened.name()));
  const std::string log = ::testing::internal::GetCapturedStderr();
  EXPECT_EQ(shown.summary(), opened.summary());
  EXPECT_EQ(shown.subject(), kUnreadable);
  EXPECT_THAT(shown.parties(), SizeIs(opened.parties_size()));
  std::vector<std::string> texts;
  for (const v1::Entry& entry : timeline.entries()) texts.push_back(entry.text());
  EXPECT_THAT(texts, ::testing::IsSupersetOf({std::string("whole"), std::string(kUnreadable)}));
  EXPECT_THAT(log, HasSubstr("what is sealed at party/"));
  EXPECT_THAT(log, HasSubstr("what is sealed at entry/"));
  EXPECT_EQ(List().cases(0).subject(), kUnreadable);
  EXPECT_EQ(Line(Try(&Stub::UpdateCase, support::UpdateSummary(opened.name()))), "OK");
}

TEST_F(Damage, IsNotSealedOverByWhoSendsItBack) {
  const v1::Case opened = Open();
  Flip("party", absl::StrCat("case_uid = ", Uid(opened), " AND role = 2"));
  v1::Party shown = Do(&Stub::GetCase, support::Get(opened.name())).parties(0);
  ASSERT_EQ(shown.display_name(), kUnreadable);
  v1::UpdatePartyRequest update = support::UpdateParty(shown, {"display_name"});
  EXPECT_EQ(Line(Try(&Stub::UpdateParty, update)), "INVALID_ARGUMENT/INVALID_FIELD(party.display_name)");
  shown.set_phone("+77000000009");
  EXPECT_EQ(Line(Try(&Stub::UpdateParty, support::UpdateParty(shown, {"phone"}))),
            "INVALID_ARGUMENT/INVALID_FIELD(party.display_name)");
  shown.clear_display_name();
  EXPECT_EQ(Line(Try(&Stub::UpdateParty, support::UpdateParty(shown, {"phone"}))), kDamaged);
  v1::AddPartyRequest again = support::AddLawyer(opened.name());
  again.mutable_party()->set_display_name(kUnreadable);
  EXPECT_EQ(Line(Try(&Stub::AddParty, again)), "INVALID_ARGUMENT/INVALID_FIELD(party.display_name)");
  v1::CreateCaseRequest another = support::OpenDetention();
  (*another.mutable_case_()->mutable_details()->mutable_fields())["place_of_detention"].set_string_value(
      absl::StrCat("Sili", kUnreadable, "ri"));
  EXPECT_EQ(Line(Try(&Stub::CreateCase, another)),
            "INVALID_ARGUMENT/INVALID_FIELD(case.details.place_of_detention)");
}

TEST_F(Damage, IsNotWhatErasureLeft) {
  const v1::Case erased = Open();
  Close(erased.name());
  Sql(absl::StrCat("UPDATE case_file SET erase_time = now() WHERE uid = ", Uid(erased),
                   "; DELETE FROM data_key WHERE case_uid = ", Uid(erased)));
  const v1::Case shown = Do(&Stub::GetCase, support::Get(erased.name()));
  EXPECT_TRUE(shown.has_erase_time());
  EXPECT_EQ(shown.summary(), "");
  EXPECT_EQ(Line(Try(&Stub::AddEntry, support::AddNote(erased.name()))), "FAILED_PRECONDITION/CASE_ERASED");
  EXPECT_THAT(List().damaged(), IsEmpty());
}

TEST_F(Damage, OfNumbersIsMendedAndLeavesALeaf) {
  const std::string last = [&] {
    Open();
    Open();
    return Open().name();
  }();
  for (const char* sql : {"UPDATE case_counter SET last = 1", "DELETE FROM case_counter",
                          "SELECT setval('audit_leaf_leaf_id_seq', 1)"}) {
    Sql(sql);
    EXPECT_GT(Open().name(), last) << sql;
  }
  EXPECT_EQ(
      database().Value("SELECT string_agg(right(name, 6), ' ') FROM (SELECT to_char(serial, 'FM000000') AS "
                       "name FROM case_file ORDER BY serial) AS c"),
      "000001 000002 000003 000004 000005 000006");
  EXPECT_EQ(database().Value("SELECT count(*) FROM audit_leaf WHERE action = 'MendNumbers'"), "3");
}

TEST_F(Damage, OfThePeopleAndRulesLeavesTheOthers) {
  const v1::Case opened = Open();
  Flip("principal", "name = 'staff/a.omarova'");
  Sql("UPDATE mission SET weekend = '{9}' WHERE code = 'WAW';"
      "UPDATE mission SET time_zone = 'Europe/Nowhere' WHERE code = 'ASB';"
      "ALTER TABLE case_type DISABLE TRIGGER USER;"
      "UPDATE case_type SET definition = 'no type' WHERE id <> 'rights.detention'");
  for (int i = 0; i < 100; ++i) {
    if (Do(&v1::Admin::Stub::WhoAmI, v1::WhoAmIRequest()).display_name() == kUnreadable) break;
    absl::SleepFor(absl::Milliseconds(50));
  }
  Do(&Stub::AddEntry, support::AddNote(opened.name()));
  Open();
  EXPECT_EQ(Line(Try(&Stub::CreateCase, support::OpenDetention("WAW"), "officer-waw")),
            "NOT_FOUND/NOT_FOUND");
}

TEST_F(Damage, OfACaseTypeLosesNoDeadline) {
  const v1::Case opened = Open();
  Sql("ALTER TABLE case_type DISABLE TRIGGER USER;"
      "UPDATE case_type SET definition = 'no type' WHERE id = 'rights.detention';"
      "UPDATE directory_version SET version = version + 1");
  const auto open = [&] { return Line(Try(&Stub::CreateCase, support::OpenDetention("IST"))); };
  for (int i = 0; i < 100 && open() != "NOT_FOUND/CASE_TYPE_UNKNOWN"; ++i) {
    absl::SleepFor(absl::Milliseconds(50));
  }
  v1::AddEntryRequest request = support::AddNote(opened.name(), "asks for access");
  request.mutable_entry()->set_kind(v1::ENTRY_KIND_NOTE_VERBALE);
  request.mutable_entry()->set_direction(v1::DIRECTION_SENT);
  EXPECT_EQ(Line(Try(&Stub::AddEntry, request)), kDamaged) << "it would start the answer's";
}

}  // namespace
}  // namespace arasha
