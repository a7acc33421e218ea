// What could go wrong: an entry is lost, doubled or shown twice across pages; it is written on a closed
// case, or names a party of another case; removing a party removes its record; a change of a party undoes
// another's, leaves a case without the subject it needs, or leaves the party findable by what it no longer
// is.
#include "storage/cases/timeline.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "absl/strings/str_cat.h"
#include "storage/postgres/encoding.h"
#include "tests/storage/cases.h"

namespace arasha::storage {
namespace {

using google::protobuf::util::MessageDifferencer;

class Timeline : public CasesTest {
 protected:
  void SetUp() override {
    CasesTest::SetUp();
    if (HasFatalFailure()) return;
    opening_ = Opening();
    number_ = Open(database().server(), opening_);
  }
  WriteOutcome Write(const Append& append, const WriteContext& context = Writing("AddEntry")) {
    return WriteAndLook(append, context).outcome;
  }
  Appended WriteAndLook(const Append& append, const WriteContext& context = Writing("AddEntry")) {
    const auto appended = AppendToTimeline(database().server(), context, append);
    EXPECT_TRUE(appended.ok()) << appended.status();
    return appended.value_or(Appended{});
  }
  TimelinePage Page(int limit, const std::optional<PagePosition>& after = {}) {
    auto page = ListEntries(database().server(), Reading("ListEntries"), number_, limit, after);
    EXPECT_TRUE(page.ok() && *page) << page.status();
    return page.ok() && *page ? **std::move(page) : TimelinePage{};
  }
  // A change of the party as it was loaded at this version.
  Append Change(const v1::Party& party, int version = 1) const {
    Append append = AppendOf(number_, EntryAt(Start()));
    append.changed_party = party;
    append.changed_party->set_etag(absl::StrCat(version + 1));
    return append;
  }
  Append Removal(const v1::Party& party, int version = 1) const {
    Append append = Change(party, version);
    *append.changed_party->mutable_remove_time() = append.entry.message.record_time();
    return append;
  }
  v1::Party Subject() const { return opening_.row.message.parties(0); }
  v1::Party Add(const std::string& name, v1::PartyRole role, const std::string& passport = "") {
    v1::Party party = Subject();
    party.set_name(NewUid(Start()));
    party.set_display_name(name);
    party.set_role(role);
    Append joining = AppendOf(number_, EntryAt(Start()));
    joining.new_party = party;
    if (!passport.empty()) joining.findables = {WithPassport(party, passport)};
    EXPECT_EQ(Write(joining), WriteOutcome::kDone);
    return party;
  }
  static Findable WithPassport(const v1::Party& party, const std::string& passport) {
    return {
        .source = party.name(), .ngrams = {"xyz"}, .identifiers = {{"passport", passport}, {"phone", "+7"}}};
  }
  v1::Case Loaded() { return GetCase(database().server(), Reading("GetCase"), number_).value()->row.message; }
  void Close() {
    CaseChange change = ChangeOf(database().server(), number_, EntryAt(Start()));
    change.row.open = false;
    Save(database().server(), change);
  }

  NewCase opening_;
  CaseNumber number_;
};

TEST_F(Timeline, GivesEntriesBackAsTheyWereWritten) {
  EntryRow entry = EntryAt(Start() + absl::Microseconds(1));
  v1::Entry& message = entry.message;
  message.set_kind(v1::ENTRY_KIND_CONTACT);
  message.set_text("he said: \"жоқ\" \\ {1,2}");
  message.set_channel(v1::CONTACT_CHANNEL_MEETING);
  message.set_in_person(true);
  message.set_reference("№ 12/34");
  message.set_direction(v1::DIRECTION_SENT);
  message.set_event("event");
  message.set_from_state("a");
  message.set_to_state("b");
  message.set_party(absl::StrCat(CaseName(number_), "/parties/", opening_.row.message.parties(0).name()));
  ASSERT_EQ(Write(AppendOf(number_, entry)), WriteOutcome::kDone);
  const TimelinePage page = Page(10);
  ASSERT_EQ(page.entries.size(), 2u);
  v1::Entry expected = message;
  expected.set_name(absl::StrCat(CaseName(number_), "/entries/", message.name()));
  EXPECT_TRUE(MessageDifferencer::Equals(page.entries[1], expected)) << page.entries[1].DebugString();
}

TEST_F(Timeline, ShowsEveryEntryOnceInOrderAcrossPages) {
  for (int i = 0; i < 23; ++i) {  // Many at the same instant, some before the opening.
    ASSERT_EQ(Write(AppendOf(number_, EntryAt(Start() + absl::Hours(i % 3 - 1)))), WriteOutcome::kDone);
  }
  for (const int limit : {1, 5, 7, 24}) {
    std::vector<std::string> seen;
    std::pair<int64_t, std::string> before;
    std::optional<PagePosition> after;
    while (true) {
      const TimelinePage page = Page(limit, after);
      if (page.entries.empty()) break;
      for (const v1::Entry& entry : page.entries) {
        const std::pair<int64_t, std::string> key = {entry.happened_time().seconds(), entry.name()};
        EXPECT_LT(before, key);
        before = key;
        seen.push_back(entry.name());
      }
      after = page.last;
    }
    EXPECT_EQ(seen.size(), 24u) << "by pages of " << limit;
  }
}

TEST_F(Timeline, OfNoCaseIsNone) {
  const auto page = ListEntries(database().server(), Reading("ListEntries"), {"IST", 2026, 999}, 10, {});
  ASSERT_TRUE(page.ok());
  EXPECT_FALSE(page->has_value());
  EXPECT_EQ(Write(AppendOf({"IST", 2026, 999}, EntryAt(Start()))), WriteOutcome::kNotFound);
}

TEST_F(Timeline, TakesARepeatOnce) {
  const WriteContext context = Writing("AddEntry");
  Append first = AppendOf(number_, EntryAt(Start()));
  first.response = "first";
  EXPECT_EQ(Write(first, context), WriteOutcome::kDone);
  Append second = AppendOf(number_, EntryAt(Start()));
  second.response = "second";
  EXPECT_EQ(Write(second, context), WriteOutcome::kAnswered);
  EXPECT_EQ(Page(10).entries.size(), 2u);
  EXPECT_EQ((*FindAnswer(database().server(), context, AnswerSeal::kCase))->response, "first");
}

TEST_F(Timeline, OfAClosedCaseTakesOnlyWhatMayBeAddedAlthoughClosed) {
  Close();
  EXPECT_EQ(Write(AppendOf(number_, EntryAt(Start()))), WriteOutcome::kClosed);
  Append note = AppendOf(number_, EntryAt(Start()));
  note.although_closed = true;
  EXPECT_EQ(Write(note), WriteOutcome::kDone);
}

TEST_F(Timeline, OfACaseOfAnotherTypeThanThoughtTakesNothing) {
  Append thought = AppendOf(number_, EntryAt(Start()));
  thought.type = "rights.detention@1";
  EXPECT_EQ(Write(thought), WriteOutcome::kAnotherType);
  EXPECT_EQ(Page(10).entries.size(), 1u);
  thought.type = RememberedType(Reading("AddEntry"), number_);
  EXPECT_EQ(thought.type, "rights.detention@2");
  EXPECT_EQ(Write(thought), WriteOutcome::kDone);
  keys().sealing().case_keys.Forget(CaseName(number_));
  EXPECT_EQ(RememberedType(Reading("AddEntry"), number_), "");
  Loaded();
  EXPECT_EQ(RememberedType(Reading("AddEntry"), number_), "rights.detention@2");
}

TEST_F(Timeline, RefusesAPartyThatIsNotOnTheCase) {
  const NewCase other = Opening();
  Open(database().server(), other);
  for (const std::string& uid : {other.row.message.parties(0).name(), NewUid(Start())}) {
    EntryRow entry = EntryAt(Start());
    entry.message.set_party(absl::StrCat(CaseName(number_), "/parties/", uid));
    EXPECT_EQ(Write(AppendOf(number_, entry)), WriteOutcome::kPartyGone);
    v1::Party elsewhere = other.row.message.parties(0);
    elsewhere.set_name(uid);
    EXPECT_EQ(Write(Removal(elsewhere)), WriteOutcome::kPartyGone);
  }
  EXPECT_EQ(Page(10).entries.size(), 1u);
}

TEST_F(Timeline, AddsAndRemovesPartiesAndKeepsTheirRecord) {
  const v1::Party party = Add("Lawyer", v1::PARTY_ROLE_LAWYER);
  EXPECT_EQ(Loaded().parties_size(), 2);
  ASSERT_EQ(Write(Removal(party)), WriteOutcome::kDone);
  EXPECT_EQ(Loaded().parties_size(), 1);
  EXPECT_EQ(database().Value("SELECT count(*) FROM party WHERE remove_time IS NOT NULL"), "1");
  EXPECT_EQ(Write(Removal(party, 2)), WriteOutcome::kPartyGone) << "a party leaves once";
}

TEST_F(Timeline, ChangesAPartyAtTheVersionThatWasLoadedAndNoOther) {
  v1::Party party = Subject();
  party.set_display_name("Ержан Сагындыков");
  ASSERT_EQ(Write(Change(party)), WriteOutcome::kDone);
  EXPECT_EQ(Loaded().parties(0).display_name(), "Ержан Сагындыков");
  EXPECT_EQ(Loaded().parties(0).etag(), "2");
  party.set_display_name("Overwritten");
  EXPECT_EQ(Write(Change(party)), WriteOutcome::kPartyGone) << "it was loaded before the other change";
  EXPECT_EQ(Loaded().parties(0).display_name(), "Ержан Сагындыков");
  EXPECT_EQ(database().Value("SELECT count(*) FROM party"), "1");
}

TEST_F(Timeline, ReplacesWhatAChangedPartyIsFoundBy) {
  const v1::Party party = Add("Lawyer", v1::PARTY_ROLE_LAWYER, "N1111111");
  const std::string index =
      "SELECT md5(tokens::text || identifiers::text) FROM case_index WHERE source = '" + party.name() + "'";
  const std::string before = database().Value(index);
  Append change = Change(party);
  change.findables = {WithPassport(party, "N2222222")};
  ASSERT_EQ(Write(change), WriteOutcome::kDone);
  EXPECT_NE(database().Value(index), before);
  ASSERT_EQ(Write(Removal(party, 2)), WriteOutcome::kDone);
  EXPECT_EQ(database().Value("SELECT count(*) FROM case_index WHERE source = '" + party.name() + "'"), "0");
}

TEST_F(Timeline, KeepsASubjectWhereOneMustStay) {
  Append removal = Removal(Subject());
  removal.subject_must_stay = true;
  EXPECT_EQ(Write(removal), WriteOutcome::kPartyGone);
  Add("Lawyer", v1::PARTY_ROLE_LAWYER);
  EXPECT_EQ(Write(removal), WriteOutcome::kPartyGone) << "a lawyer is no subject";
  Add("Another", v1::PARTY_ROLE_SUBJECT);
  EXPECT_EQ(Write(removal), WriteOutcome::kDone);
}

TEST_F(Timeline, KeepsOneOfTwoSubjectsThatLeaveAtTheSameMoment) {
  const v1::Party second = Add("Another", v1::PARTY_ROLE_SUBJECT);
  std::atomic<int> left = 0;
  std::vector<std::thread> threads;
  for (const v1::Party& party : {Subject(), second}) {
    threads.emplace_back([&, party] {
      Connection connection(database().server_conninfo());
      Append removal = Removal(party);
      removal.subject_must_stay = true;
      const auto outcome = AppendToTimeline(connection, Writing("RemoveParty"), removal);
      ASSERT_TRUE(outcome.ok()) << outcome.status();
      if (outcome->outcome == WriteOutcome::kDone) ++left;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(left, 1);
  EXPECT_EQ(Loaded().parties_size(), 1);
}

TEST_F(Timeline, TellsOpenCasesOfTheMissionWithTheSamePassport) {
  NewCase other = Opening();
  other.findables = {WithPassport(other.row.message.parties(0), "N1234567")};
  const CaseNumber first = Open(database().server(), other);
  NewCase elsewhere = Opening("WAW");
  elsewhere.findables = {WithPassport(elsewhere.row.message.parties(0), "N1234567")};
  Open(database().server(), elsewhere);

  v1::Party party = Subject();
  party.set_name(NewUid(Start()));
  Append joining = AppendOf(number_, EntryAt(Start()));
  joining.new_party = party;
  joining.findables = {WithPassport(party, "N1234567")};
  const AlsoIn found = WriteAndLook(joining).also_in;
  EXPECT_EQ(found, (AlsoIn{{party.name(), {CaseName(first)}}})) << "neither itself nor another mission's";
  EXPECT_EQ(FindAlsoIn(database().server(), Reading("ListCases"), {"IST", 0, 0}, joining.findables)
                ->at(party.name())
                .size(),
            2u);
  EXPECT_EQ(*FindAlsoIn(database().server(), Reading("ListCases"), number_, joining.findables), found);

  joining.entry.message.set_name(NewUid(Start()));
  joining.new_party->set_name(NewUid(Start()));
  joining.findables = {{.source = joining.new_party->name(), .ngrams = {}, .identifiers = {{"phone", "+7"}}}};
  EXPECT_EQ(WriteAndLook(joining).also_in, AlsoIn{}) << "telephones are shared";
}

TEST_F(Timeline, TakesEntriesFromManyHandsAtOnce) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      Connection connection(database().server_conninfo());
      for (int i = 0; i < 10; ++i) {
        const auto outcome =
            AppendToTimeline(connection, Writing("AddEntry"), AppendOf(number_, EntryAt(Start())));
        ASSERT_TRUE(outcome.ok() && outcome->outcome == WriteOutcome::kDone) << outcome.status();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Page(1000).entries.size(), 81u);
}

}  // namespace
}  // namespace arasha::storage
