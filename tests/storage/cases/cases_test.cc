// What could go wrong: a change is lost to another made at the same moment, or made twice by a repeat; a
// field does not come back as it was stored; a repeat of a write gets another answer than the first.
#include "storage/cases/cases.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "storage/postgres/encoding.h"
#include "tests/storage/cases.h"

namespace arasha::storage {
namespace {

using google::protobuf::util::MessageDifferencer;

class StoredCases : public CasesTest {
 protected:
  FullCase Get(const CaseNumber& number) {
    auto full = GetCase(database().server(), Reading("GetCase"), number);
    EXPECT_TRUE(full.ok() && *full) << full.status();
    return full.ok() && *full ? **std::move(full) : FullCase{};
  }
};

TEST_F(StoredCases, ComeBackAsTheyWereOpened) {
  NewCase opening = Opening();
  v1::Case& message = opening.row.message;
  v1::Party& kin = *message.add_parties();
  kin = message.parties(0);
  kin.set_name(NewUid(Start() + absl::Seconds(1)));
  kin.set_role(v1::PARTY_ROLE_NEXT_OF_KIN);
  kin.set_display_name("Мәриям \"Ана\" O'Neil \\ {x}");
  kin.set_iin("910214309989");
  kin.set_passport_number("N99990001");
  kin.set_birth_date("1991-02-14");
  kin.set_nationality("KZ");
  kin.set_phone("+77000000001");
  kin.set_email("a@example.org");
  kin.set_note("two\nlines");
  message.set_summary("Қамауда: \"tırnak\" 'апостроф' \\ 😀");
  (*message.mutable_details()->mutable_fields())["consular_rights_informed"].set_bool_value(true);
  (*message.mutable_details()->mutable_fields())["amount"].set_number_value(12.5);
  opening.deadlines = {DeadlineMetBy("visit", Start(), {"entry:VISIT"})};
  const CaseNumber number = Open(database().server(), opening);

  const FullCase full = Get(number);
  v1::Case expected = message;
  expected.set_name(CaseName(number));
  expected.set_etag("1");
  expected.set_subject("Ержан Сағындықов");
  for (v1::Party& party : *expected.mutable_parties()) {
    party.set_name(CaseName(number) + "/parties/" + party.name());
    party.set_etag("1");
  }
  std::string difference;
  MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  EXPECT_TRUE(differencer.Compare(expected, full.row.message)) << difference;
  ASSERT_EQ(full.deadlines.size(), 1u);
  EXPECT_EQ(full.deadlines[0].rule, "visit");
  EXPECT_EQ(full.deadlines[0].start, Start());
  EXPECT_EQ(full.deadlines[0].due, Start() + absl::Hours(24));
  EXPECT_TRUE(full.row.open);
}

TEST_F(StoredCases, TellWhenTheirStateChanged) {
  const CaseNumber number = Open(database().server(), Opening());
  const auto changes = [&] {
    const auto loaded = LoadCase(database().server(), Writing("TransitionCase"), number);
    EXPECT_TRUE(loaded.ok() && *loaded) << loaded.status();
    return std::pair((*loaded)->first_change, (*loaded)->last_change);
  };
  EXPECT_EQ(changes(), std::pair(std::optional<absl::Time>(), std::optional<absl::Time>()))
      << "but for the opening";
  for (const int hours : {2, 5, 3}) {
    EntryRow entry = EntryAt(Start() + absl::Hours(hours));
    entry.message.set_kind(v1::ENTRY_KIND_TRANSITION);
    entry.message.set_from_state("received");
    Save(database().server(), ChangeOf(database().server(), number, entry));
  }
  Save(database().server(), ChangeOf(database().server(), number, EntryAt(Start() + absl::Hours(9))));
  EXPECT_EQ(changes(),
            std::pair(std::optional(Start() + absl::Hours(2)), std::optional(Start() + absl::Hours(5))));
}

TEST_F(StoredCases, TellWhenPeopleFirstToldOfAParty) {
  const NewCase opening = Opening();
  const CaseNumber number = Open(database().server(), opening);
  const std::string party = opening.row.message.parties(0).name();
  const auto first = [&](const std::string& uid) {
    const auto loaded = LoadCase(database().server(), Writing("UpdateParty"), number, uid);
    EXPECT_TRUE(loaded.ok() && *loaded) << loaded.status();
    return (*loaded)->first_told;
  };
  const auto tell = [&](int hours, v1::EntryKind kind, const std::string& of,
                        const std::string& corrects = "") {
    EntryRow entry = EntryAt(Start() + absl::Hours(hours));
    entry.message.set_kind(kind);
    entry.message.set_party(of);
    entry.message.set_corrects(corrects);
    Save(database().server(), ChangeOf(database().server(), number, entry));
    return entry.message.name();
  };
  tell(1, v1::ENTRY_KIND_VISIT, "");
  tell(2, v1::ENTRY_KIND_PARTY_UPDATED, party);
  EXPECT_EQ(first(party), std::nullopt) << "of nobody, and by the server";
  const std::string visit = tell(3, v1::ENTRY_KIND_VISIT, party);
  tell(6, v1::ENTRY_KIND_DECISION, party);
  EXPECT_EQ(first(party), Start() + absl::Hours(3));
  EXPECT_EQ(first(NewUid(Start())), std::nullopt);
  EXPECT_EQ(first(""), std::nullopt) << "not asked for";
  tell(5, v1::ENTRY_KIND_VISIT, party, visit);
  EXPECT_EQ(first(party), Start() + absl::Hours(5)) << "the first was corrected";
}

TEST_F(StoredCases, ThatDoNotExistLeaveNoLeaf) {
  const auto full = GetCase(database().server(), Reading("GetCase"), {"IST", 2026, 1});
  ASSERT_TRUE(full.ok()) << full.status();
  EXPECT_FALSE(full->has_value());
  EXPECT_EQ(database().Value("SELECT count(*) FROM audit_leaf"), "0");
}

TEST_F(StoredCases, TakeAChangeAndItsEntryTogether) {
  const CaseNumber number = Open(database().server(), Opening());
  CaseChange change = ChangeOf(database().server(), number, EntryAt(Start()));
  change.row.message.set_summary("corrected");
  change.row.message.set_priority(v1::PRIORITY_URGENT);
  change.row.message.set_assignee("staff/a.omarova");
  change.row.message.set_state("registered");
  Save(database().server(), change);
  const FullCase full = Get(number);
  EXPECT_EQ(full.row.message.summary(), "corrected");
  EXPECT_EQ(full.row.message.priority(), v1::PRIORITY_URGENT);
  EXPECT_EQ(full.row.message.assignee(), "staff/a.omarova");
  EXPECT_EQ(full.row.message.state(), "registered");
  EXPECT_EQ(full.row.message.etag(), "2");
  EXPECT_EQ(database().Value("SELECT count(*) FROM entry"), "2");
}

TEST_F(StoredCases, RefuseAChangeDecidedOnAnOlderVersion) {
  const CaseNumber number = Open(database().server(), Opening());
  const CaseChange mine = ChangeOf(database().server(), number, EntryAt(Start()));
  Save(database().server(), ChangeOf(database().server(), number, EntryAt(Start())));
  const auto outcome = SaveCase(database().server(), Writing("UpdateCase"), mine);
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(*outcome, WriteOutcome::kStale);
  EXPECT_EQ(database().Value("SELECT count(*) FROM entry"), "2");
  EXPECT_EQ(database().Value("SELECT count(*) FROM request"), "2")
      << "a stale change must not use up its request_id";
}

TEST_F(StoredCases, ComeWithTheirTimelineWhereTheTypeNeedsIt) {
  const CaseNumber number = Open(database().server(), Opening());
  for (const EntryRow& entry : {EntryAt(Start()), EntryAt(Start(), {"entry:VISIT", "entry:VISIT/SUBJECT"})}) {
    const auto told = AppendToTimeline(database().server(), Writing("AddEntry"), AppendOf(number, entry));
    ASSERT_TRUE(told.ok()) << told.status();
  }
  const std::string type = Get(number).row.message.type();
  const auto timeline = [&](const std::set<std::string>& types) {
    const auto loaded = LoadCase(database().server(), Writing("UpdateCase"), number, "", types);
    EXPECT_TRUE(loaded.ok() && *loaded) << loaded.status();
    return loaded.ok() && *loaded ? (*loaded)->timeline : std::vector<Meeting>();
  };
  EXPECT_TRUE(timeline({}).empty());
  EXPECT_TRUE(timeline({"another.type"}).empty());
  const auto all = timeline({"another.type", type});
  ASSERT_EQ(all.size(), 1U) << "what starts and meets nothing is left out";
  EXPECT_EQ(all[0].keys, (std::vector<std::string>{"entry:VISIT", "entry:VISIT/SUBJECT"}));
  EXPECT_EQ(all[0].at, Start());
}

TEST_F(StoredCases, TakeARepeatedChangeOnce) {
  const CaseNumber number = Open(database().server(), Opening());
  const WriteContext context = Writing("UpdateCase");
  const CaseChange change = ChangeOf(database().server(), number, EntryAt(Start()));
  ASSERT_EQ(SaveCase(database().server(), context, change).value(), WriteOutcome::kDone);
  CaseChange repeat = change;
  repeat.row.version = 3;
  ASSERT_EQ(SaveCase(database().server(), context, repeat).value(), WriteOutcome::kAnswered);
  EXPECT_EQ(Get(number).row.message.etag(), "2");
  EXPECT_EQ(database().Value("SELECT count(*) FROM entry"), "2");

  const auto loaded = LoadCase(database().server(), context, number);
  ASSERT_TRUE(loaded.ok() && *loaded && (*loaded)->answer) << loaded.status();
  EXPECT_EQ((*loaded)->answer->response, "the answer");
  EXPECT_EQ((*loaded)->answer->method, "UpdateCase");
  EXPECT_EQ((*loaded)->answer->content_hash, context.content_hash);
  // The same id of another caller is another request.
  WriteContext other = context;
  other.audit.actor = "staff/d.kim";
  other.audit.access = keys().Access({"staff/d.kim", "IST"});
  EXPECT_FALSE((*LoadCase(database().server(), other, number))->answer);
}

TEST_F(StoredCases, LetExactlyOneOfManySimultaneousChangesThrough) {
  const CaseNumber number = Open(database().server(), Opening());
  const CaseChange change = ChangeOf(database().server(), number, EntryAt(Start()));
  std::atomic<int> saved = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      Connection connection(database().server_conninfo());
      CaseChange mine = change;
      mine.entries = {EntryAt(Start())};
      const auto outcome = SaveCase(connection, Writing("UpdateCase"), mine);
      ASSERT_TRUE(outcome.ok()) << outcome.status();
      if (*outcome == WriteOutcome::kDone) ++saved;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(saved, 1);
  EXPECT_EQ(Get(number).row.message.etag(), "2");
  EXPECT_EQ(database().Value("SELECT count(*) FROM entry"), "2");
}

TEST_F(StoredCases, SubjectIsTheFirstStillThere) {
  v1::Case message;
  const auto add = [&](v1::PartyRole role, const char* name, bool removed) {
    v1::Party& party = *message.add_parties();
    party.set_role(role);
    party.set_display_name(name);
    if (removed) party.mutable_remove_time()->set_seconds(1);
  };
  add(v1::PARTY_ROLE_APPLICANT, "applicant", false);
  SetSubject(message);
  EXPECT_EQ(message.subject(), "") << "who asks for help is not whom the case is about";
  add(v1::PARTY_ROLE_SUBJECT, "removed", true);
  add(v1::PARTY_ROLE_SUBJECT, "subject", false);
  SetSubject(message);
  EXPECT_EQ(message.subject(), "subject");
}

TEST_F(StoredCases, AnswersAreForgottenByAgeAndNotBefore) {
  const WriteContext old_request = Writing("CreateCase", Start() - absl::Hours(72));
  const WriteContext new_request = Writing("CreateCase", Start());
  ASSERT_TRUE(OpenCase(database().server(), old_request, Opening()).ok());
  ASSERT_TRUE(OpenCase(database().server(), new_request, Opening()).ok());
  EXPECT_EQ(
      ForgetAnswersBefore(database().server(), keys().Access({"housekeeper"}), Start() - absl::Hours(48))
          .value(),
      1);
  EXPECT_FALSE(FindAnswer(database().server(), old_request, AnswerSeal::kCase)->has_value());
  EXPECT_TRUE(FindAnswer(database().server(), new_request, AnswerSeal::kCase)->has_value());
}

}  // namespace
}  // namespace arasha::storage
