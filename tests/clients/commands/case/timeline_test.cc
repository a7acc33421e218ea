// What could go wrong: a timeline keeps back what an entry says, or does not show what was corrected and what
// waits to be.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/clients/commands/shown_case.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::AllOf;
using testing::HasSubstr;

TEST(TimelineTest, ShowsTheTimelineWithWholeTexts) {
  FakeServer server;
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             kind: ENTRY_KIND_CONTACT
             channel: CONTACT_CHANNEL_PHONE
             author: "staff/a.omarova"
             happened_time { seconds: 1795514700 }
             text: "First line\nsecond \x1b[2J"
           })pb",
      &entries));
  server.Answer("ListEntries", entries);
  EXPECT_EQ(Arasha(server).Run({"case", "timeline", "IST-2026-000123"}).out,
            "Timeline (UTC+03:00)\n"
            "2026-11-24 13:05  contact · telephone · a.omarova\n"
            "    First line\n"
            "    second \uFFFD[2J\n");
}

TEST(TimelineTest, IsCutAndTakenToSpreadsheets) {
  FakeServer server;
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             kind: ENTRY_KIND_NOTE
             text: "First"
             happened_time { seconds: 1795514700 }
           }
           entries {
             kind: ENTRY_KIND_NOTE
             text: "Second"
             happened_time { seconds: 1795514760 }
           }
           entries {
             name: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a"
             kind: ENTRY_KIND_CONTACT
             channel: CONTACT_CHANNEL_PHONE
             author: "staff/a.omarova"
             text: "Third; and last"
             happened_time { seconds: 1795514820 }
           })pb",
      &entries));
  server.Answer("ListEntries", entries);
  const Ran last = Arasha(server).Run({"case", "timeline", "IST-2026-000123", "--last", "2"});
  EXPECT_THAT(last.out, AllOf(HasSubstr("Second"), HasSubstr("Third"), testing::Not(HasSubstr("First"))));
  EXPECT_THAT(last.err, HasSubstr("1 earlier entry is not shown."));
  EXPECT_THAT(Arasha(server).Run({"case", "timeline", "IST-2026-000123", "--last", "9"}).out,
              HasSubstr("First"));
  EXPECT_THAT(Arasha(server).Run({"case", "timeline", "IST-2026-000123", "--output", "sheet"}).out,
              HasSubstr("2026-11-24 13:07;contact · telephone;\"Third; and last\";a.omarova;;4f21c07a\r\n"));
  EXPECT_THAT(
      Arasha(server).Run({"case", "timeline", "IST-2026-000123", "--columns", "happenedTime,text"}).out,
      HasSubstr("2026-11-24 13:06  Second\n"));
}

TEST(TimelineTest, PartsHeadsOfEntriesAtTheWidthOfTheTerminal) {
  FakeServer server;
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             name: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a"
             kind: ENTRY_KIND_CONTACT
             channel: CONTACT_CHANNEL_PHONE
             reference: "15/2026 of the Office of the Public Prosecutor"
             author: "staff/a.omarova"
             happened_time { seconds: 1795514700 }
             corrected_by: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-0000bbbbbbbb"
             correct_time { seconds: 1795514760 }
           })pb",
      &entries));
  server.Answer("ListEntries", entries);
  Arasha arasha(server);
  arasha.columns = 80;
  EXPECT_THAT(arasha.Run({"case", "timeline", "IST-2026-000123"}).out,
              HasSubstr("2026-11-24 13:05  contact · telephone · № 15/2026 of the Office of the Public\n"
                        "                  Prosecutor · a.omarova · STRUCK OUT  [4f21c07a]\n"));
  arasha.columns = 60;
  EXPECT_THAT(arasha.Run({"case", "timeline", "IST-2026-000123"}).out,
              HasSubstr("2026-11-24 13:05  contact · telephone · № 15/2026 of the\n"
                        "                  Office of the Public Prosecutor ·\n"
                        "                  a.omarova · STRUCK OUT  [4f21c07a]\n"));
}

TEST(TimelineTest, TellsWithWhomContactWas) {
  FakeServer server;
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             kind: ENTRY_KIND_CONTACT
             channel: CONTACT_CHANNEL_PHONE
             author: "staff/a.omarova"
             party: "missions/IST/cases/IST-2026-000123/parties/p-1"
             happened_time { seconds: 1795514700 }
           }
           entries {
             kind: ENTRY_KIND_PARTY_ADDED
             author: "staff/a.omarova"
             party: "missions/IST/cases/IST-2026-000123/parties/p-1"
             happened_time { seconds: 1795514700 }
           })pb",
      &entries));
  server.Answer("ListEntries", entries);
  server.Answer("GetCase", ShownCase());
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"case", "timeline", "IST-2026-000123"},
        {"case", "show", "IST-2026-000123", "--timeline"}}) {
    const std::string out = Arasha(server).Run(command).out;
    EXPECT_THAT(out, HasSubstr("contact · telephone · Нұрлан Жұмабаев · a.omarova\n"));
    EXPECT_THAT(out, HasSubstr("party added · a.omarova\n"));
  }
  const size_t calls = server.calls().size();
  Arasha(server).Run({"case", "timeline", "IST-2026-000123", "--output", "json"});
  EXPECT_EQ(server.calls().size(), calls + 1) << "programs have the party's name";
}

// As approval list does.
TEST(TimelineTest, NamesWhatIsProposedToBeCorrected) {
  FakeServer server;
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             kind: ENTRY_KIND_PROPOSAL
             author: "staff/a.omarova"
             happened_time { seconds: 1795514700 }
             text: "wrong day"
           }
           entries {
             kind: ENTRY_KIND_REFUSAL
             author: "staff/b.head"
             happened_time { seconds: 1795514760 }
             would_correct: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07b"
           }
           entries {
             kind: ENTRY_KIND_PROPOSAL
             author: "staff/a.omarova"
             happened_time { seconds: 1795514820 }
             text: "the day before"
           })pb",
      &entries));
  server.Answer("ListEntries", entries);
  v1::Case matter = ShownCase();
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(correction {
             entry: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a"
             corrected {
               kind: ENTRY_KIND_VISIT
               text: "Seen"
               happened_time { seconds: 1795514700 }
             }
             replacement {
               kind: ENTRY_KIND_VISIT
               text: "Seen"
               happened_time { seconds: 1795428300 }
             }
           })pb",
      matter.mutable_pending_approval()));
  server.Answer("GetCase", matter);
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"case", "timeline", "IST-2026-000123"},
        {"case", "show", "IST-2026-000123", "--timeline"}}) {
    EXPECT_THAT(Arasha(server).Run(command).out,
                HasSubstr("2026-11-24 13:05  proposal · correction of an entry · a.omarova\n"
                          "    wrong day\n"
                          "2026-11-24 13:06  proposal refused · correction of the entry 4f21c07b · b.head\n"
                          "2026-11-24 13:07  proposal · correction of an entry · a.omarova\n"
                          "    the day before\n"
                          "    Entry: visit · 2026-11-24 13:05 · Seen  [4f21c07a]\n"
                          "    To become: visit · 2026-11-23 13:05 · Seen\n"));
  }
}

TEST(TimelineTest, TellsOfADecidedProposalWhatItWasAbout) {
  FakeServer server;
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             name: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07b"
             kind: ENTRY_KIND_VISIT
             author: "staff/a.omarova"
             happened_time { seconds: 1795514700 }
             text: "Seen"
           }
           entries {
             kind: ENTRY_KIND_PROPOSAL
             author: "staff/a.omarova"
             happened_time { seconds: 1795514760 }
             text: "wrong day"
             would_correct: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07b"
           }
           entries {
             kind: ENTRY_KIND_REFUSAL
             author: "staff/b.head"
             happened_time { seconds: 1795514820 }
             would_correct: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07b"
           }
           entries {
             kind: ENTRY_KIND_TAKEN_BACK
             author: "staff/a.omarova"
             happened_time { seconds: 1795514880 }
             would_correct: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07b"
           })pb",
      &entries));
  server.Answer("ListEntries", entries);
  server.Answer("GetCase", ShownCase());
  EXPECT_THAT(
      Arasha(server).Run({"case", "timeline", "IST-2026-000123"}).out,
      HasSubstr("2026-11-24 13:06  proposal · correction of the entry 4f21c07b · a.omarova\n"
                "    wrong day\n"
                "    Entry: visit · 2026-11-24 13:05 · Seen  [4f21c07b]\n"
                "2026-11-24 13:07  proposal refused · correction of the entry 4f21c07b · b.head\n"
                "2026-11-24 13:08  proposal taken back · correction of the entry 4f21c07b · a.omarova\n"));
}

TEST(TimelineTest, StrikesThroughWhatWasCorrected) {
  FakeServer server;
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             name: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a"
             kind: ENTRY_KIND_VISIT
             author: "staff/a.omarova"
             happened_time { seconds: 1795514700 }
             text: "not this case"
             corrected_by: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-0000bbbbbbbb"
             correct_time { seconds: 1795514760 }
           }
           entries {
             name: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-0000bbbbbbbb"
             kind: ENTRY_KIND_CORRECTION
             author: "staff/b.head"
             happened_time { seconds: 1795514760 }
             text: "a slip"
             corrects: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a"
             correction_reason: "a slip"
           })pb",
      &entries));
  server.Answer("ListEntries", entries);
  Arasha arasha(server);
  const std::string plain = arasha.Run({"case", "timeline", "IST-2026-000123"}).out;
  EXPECT_THAT(plain, HasSubstr("visit · a.omarova · STRUCK OUT  [4f21c07a]\n    not this case\n"));
  EXPECT_THAT(plain, HasSubstr("corrected on 2026-11-24 13:06 by the entry bbbbbbbb"));
  EXPECT_THAT(plain, HasSubstr("    a slip\n    strikes out 4f21c07a\n"));
  arasha.terminal = true;
  const std::string struck = arasha.Run({"case", "timeline", "IST-2026-000123"}).out;
  EXPECT_THAT(struck, HasSubstr("\x1b[9mvisit · a.omarova\x1b[0m"));
  EXPECT_THAT(struck, HasSubstr("\x1b[9mnot this case\x1b[0m"));
}

TEST(TimelineTest, NamesBothWhoCorrectedAndWhoApproved) {
  FakeServer server;
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             kind: ENTRY_KIND_NOTE
             author: "staff/b.head"
             proposed_by: "staff/a.omarova"
             happened_time { seconds: 1795514700 }
             text: "it was a note"
             corrects: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a"
             correction_reason: "a slip"
           }
           entries {
             kind: ENTRY_KIND_CORRECTION
             author: "staff/b.head"
             proposed_by: "staff/a.omarova"
             happened_time { seconds: 1795514760 }
             text: "a slip"
             corrects: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07b"
             correction_reason: "a slip"
           })pb",
      &entries));
  server.Answer("ListEntries", entries);
  EXPECT_THAT(Arasha(server).Run({"case", "timeline", "IST-2026-000123"}).out,
              HasSubstr("2026-11-24 13:05  note · corrected by a.omarova, approved by b.head\n"
                        "    it was a note\n"
                        "    in place of 4f21c07a: a slip\n"
                        "2026-11-24 13:06  correction · corrected by a.omarova, approved by b.head\n"
                        "    a slip\n"
                        "    strikes out 4f21c07b\n"));
  EXPECT_THAT(Arasha(server).Run({"case", "timeline", "IST-2026-000123", "--lang", "kk"}).out,
              HasSubstr("түзету · түзеткен: a.omarova, мақұлдаған: b.head\n"));
  EXPECT_THAT(Arasha(server).Run({"case", "timeline", "IST-2026-000123", "--lang", "ru"}).out,
              HasSubstr("исправление · исправлено: a.omarova, одобрено: b.head\n"));
  EXPECT_THAT(Arasha(server).Run({"case", "timeline", "IST-2026-000123", "--output", "csv"}).out,
              AllOf(HasSubstr("proposed_by"), HasSubstr("staff/a.omarova")));
}

TEST(TimelineTest, LeavesOutWhatIsGoneOfAnErasedCase) {
  FakeServer server;
  v1::ListEntriesResponse entries;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             kind: ENTRY_KIND_CONTACT
             channel: CONTACT_CHANNEL_PHONE
             author: "staff/a.omarova"
             party: "missions/IST/cases/IST-2026-000123/parties/p-1"
             happened_time { seconds: 1795514700 }
           }
           entries {
             kind: ENTRY_KIND_ASSIGNMENT
             author: "staff/b.head"
             happened_time { seconds: 1795514760 }
           }
           entries {
             kind: ENTRY_KIND_PARTY_ADDED
             author: "staff/a.omarova"
             party: "missions/IST/cases/IST-2026-000123/parties/p-1"
             happened_time { seconds: 1795514820 }
           }
           entries {
             kind: ENTRY_KIND_NOTE
             author: "staff/a.omarova"
             happened_time { seconds: 1795514880 }
             corrects: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a"
           })pb",
      &entries));
  entries.set_erased(true);
  server.Answer("ListEntries", entries);
  v1::Case matter = ShownCase();
  matter.mutable_parties(0)->clear_display_name();
  matter.mutable_erase_time()->set_seconds(1795514940);
  server.Answer("GetCase", matter);
  const std::vector<std::string> command = {"case", "timeline", "IST-2026-000123"};
  EXPECT_EQ(Arasha(server).Run(command).out,
            "Timeline (UTC+03:00)\n"
            "2026-11-24 13:05  contact · telephone · a.omarova\n"
            "2026-11-24 13:06  assignment · b.head\n"
            "2026-11-24 13:07  party added · a.omarova\n"
            "2026-11-24 13:08  note · a.omarova\n"
            "    in place of 4f21c07a\n"
            "Erased: 2026-11-24 13:09; what was personal in it is gone\n");

  matter.clear_erase_time();
  server.Answer("GetCase", matter);
  entries.set_erased(false);
  entries.mutable_entries(0)->set_text("spoke to him");
  server.Answer("ListEntries", entries);
  EXPECT_THAT(
      Arasha(server).Run(command).out,
      AllOf(HasSubstr("assignment · b.head\n    nobody works it now\n"), testing::Not(HasSubstr("Erased"))));
}

}  // namespace
}  // namespace arasha::clients
