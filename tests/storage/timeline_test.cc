// What could go wrong: an entry is lost, doubled or shown twice across pages; it is written on a closed
// case, or names a party of another case; removing a party removes its record.
#include "storage/timeline.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "storage/encoding.h"
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
  AppendOutcome Write(const Append& append, const WriteContext& context = Writing("AddEntry")) {
    const auto outcome = AppendToTimeline(database().server(), context, append);
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    return outcome.value_or(AppendOutcome{});
  }
  TimelinePage Page(int limit, const std::optional<TimelinePosition>& after = {}) {
    auto page = ListEntries(database().server(), Reading("ListEntries"), number_, limit, after);
    EXPECT_TRUE(page.ok() && *page) << page.status();
    return page.ok() && *page ? **std::move(page) : TimelinePage{};
  }
  Append Removal(const std::string& uid) const {
    Append append = AppendOf(number_, EntryAt(Start()));
    append.removed_party = uid;
    return append;
  }
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
  ASSERT_TRUE(Write(AppendOf(number_, entry)).appended);
  const TimelinePage page = Page(10);
  ASSERT_EQ(page.entries.size(), 2u);
  v1::Entry expected = message;
  expected.set_name(absl::StrCat(CaseName(number_), "/entries/", message.name()));
  EXPECT_TRUE(MessageDifferencer::Equals(page.entries[1], expected)) << page.entries[1].DebugString();
}

TEST_F(Timeline, ShowsEveryEntryOnceInOrderAcrossPages) {
  for (int i = 0; i < 23; ++i) {  // Many at the same instant, some before the opening.
    ASSERT_TRUE(Write(AppendOf(number_, EntryAt(Start() + absl::Hours(i % 3 - 1)))).appended);
  }
  for (const int limit : {1, 5, 7, 24}) {
    std::vector<std::string> seen;
    std::pair<int64_t, std::string> before;
    std::optional<TimelinePosition> after;
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
  EXPECT_FALSE(Write(AppendOf({"IST", 2026, 999}, EntryAt(Start()))).found);
}

TEST_F(Timeline, TakesARepeatOnce) {
  const WriteContext context = Writing("AddEntry");
  Append first = AppendOf(number_, EntryAt(Start()));
  first.response = "first";
  EXPECT_TRUE(Write(first, context).appended);
  Append second = AppendOf(number_, EntryAt(Start()));
  second.response = "second";
  EXPECT_FALSE(Write(second, context).appended);
  EXPECT_EQ(Page(10).entries.size(), 2u);
  EXPECT_EQ((*FindAnswer(database().server(), context))->response, "first");
}

TEST_F(Timeline, OfAClosedCaseTakesOnlyWhatMayBeAddedAlthoughClosed) {
  Close();
  const AppendOutcome refused = Write(AppendOf(number_, EntryAt(Start())));
  EXPECT_FALSE(refused.appended);
  EXPECT_TRUE(refused.found);
  EXPECT_FALSE(refused.open);
  Append note = AppendOf(number_, EntryAt(Start()));
  note.although_closed = true;
  EXPECT_TRUE(Write(note).appended);
}

TEST_F(Timeline, RefusesAPartyThatIsNotOnTheCase) {
  const NewCase other = Opening();
  Open(database().server(), other);
  for (const std::string& uid : {other.row.message.parties(0).name(), NewUid(Start())}) {
    EntryRow entry = EntryAt(Start());
    entry.message.set_party(absl::StrCat(CaseName(number_), "/parties/", uid));
    const AppendOutcome outcome = Write(AppendOf(number_, entry));
    EXPECT_FALSE(outcome.appended);
    EXPECT_TRUE(outcome.open);
    EXPECT_FALSE(outcome.party_stands);
    EXPECT_FALSE(Write(Removal(uid)).party_stands);
  }
  EXPECT_EQ(Page(10).entries.size(), 1u);
}

TEST_F(Timeline, AddsAndRemovesPartiesAndKeepsTheirRecord) {
  v1::Party party = opening_.row.message.parties(0);
  party.set_name(NewUid(Start() + absl::Seconds(1)));
  party.set_display_name("Lawyer");
  Append joining = AppendOf(number_, EntryAt(Start()));
  joining.new_party = party;
  ASSERT_TRUE(Write(joining).appended);
  EXPECT_EQ(GetCase(database().server(), Reading("GetCase"), number_).value()->row.message.parties_size(), 2);

  ASSERT_TRUE(Write(Removal(party.name())).appended);
  EXPECT_EQ(GetCase(database().server(), Reading("GetCase"), number_).value()->row.message.parties_size(), 1);
  EXPECT_EQ(database().Value("SELECT count(*) FROM party WHERE removed_at IS NOT NULL"), "1");
  EXPECT_FALSE(Write(Removal(party.name())).party_stands) << "a party leaves once";
}

TEST_F(Timeline, TakesEntriesFromManyHandsAtOnce) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      Connection connection(database().server_conninfo());
      for (int i = 0; i < 10; ++i) {
        const auto outcome =
            AppendToTimeline(connection, Writing("AddEntry"), AppendOf(number_, EntryAt(Start())));
        ASSERT_TRUE(outcome.ok() && outcome->appended) << outcome.status();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(Page(1000).entries.size(), 81u);
}

}  // namespace
}  // namespace arasha::storage
