// What could go wrong: a leaf is lost between the database and the file, or written in half; files of others
// are written over, or can be read by others; a full disk is taken for a written one; the newest head is
// lost.
#include "services/sequencing/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/support/scratch_folder.h"

namespace arasha::server {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

std::string LineOf(int id) { return absl::StrCat(id, ":", std::string(64, static_cast<char>('a' + id % 6))); }

class JournalTest : public ::testing::Test {
 protected:
  std::unique_ptr<Journal> Open(const std::string& instance = "cafe") {
    auto journal = Journal::Open(folder_.path(), instance);
    EXPECT_TRUE(journal.ok()) << journal.status();
    return journal.ok() ? *std::move(journal) : nullptr;
  }
  std::vector<int64_t> Ids() {
    std::vector<int64_t> ids;
    const auto files = JournalFiles(folder_.path());
    EXPECT_TRUE(files.ok()) << files.status();
    for (const std::string& file : *files) {
      EXPECT_TRUE(ReadJournalFile(file, [&](const JournalledLeaf& leaf) {
                    EXPECT_THAT(leaf.hash, SizeIs(32));
                    EXPECT_LT(absl::Now() - leaf.time, absl::Minutes(5));
                    ids.push_back(leaf.leaf_id);
                    return absl::OkStatus();
                  }).ok());
    }
    return ids;
  }
  const std::string& folder() const { return folder_.path(); }

 private:
  support::ScratchFolder folder_;
};

TEST_F(JournalTest, KeepsEveryLeafOfManyHands) {
  auto journal = Open();
  std::vector<std::thread> hands;
  for (int hand = 0; hand < 8; ++hand) {
    hands.emplace_back([&, hand] {
      for (int i = 0; i < 500; ++i) journal->Append(LineOf(1000 * hand + i));
    });
  }
  for (std::thread& hand : hands) hand.join();
  // In the kernel's hands, whatever becomes of the process now.
  const std::vector<int64_t> ids = Ids();
  EXPECT_THAT(ids, SizeIs(4000));
  EXPECT_THAT(std::set<int64_t>(ids.begin(), ids.end()), SizeIs(4000));
  EXPECT_THAT(journal->TakeRecent(), SizeIs(4000));
  EXPECT_THAT(journal->TakeRecent(), IsEmpty());
  EXPECT_TRUE(journal->healthy());
}

TEST_F(JournalTest, EveryProcessHasFilesOfItsOwnThatNobodyElseReads) {
  auto one = Open("0001");
  auto other = Open("0002");
  one->Append(LineOf(1));
  other->Append(LineOf(2));
  one.reset();
  one = Open("0001");
  one->Append(LineOf(3));
  EXPECT_THAT(Ids(), UnorderedElementsAre(1, 2, 3));
  const auto files = JournalFiles(folder());
  EXPECT_THAT(*files, SizeIs(3));
  for (const std::string& file : *files) {
    struct stat status = {};
    ASSERT_EQ(stat(file.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u);
  }
}

TEST_F(JournalTest, BeginsAnotherFileWhenOneIsLarge) {
  auto journal = Journal::Open(folder(), "cafe", 500);
  ASSERT_TRUE(journal.ok()) << journal.status();
  for (int i = 0; i < 9; ++i) {
    (*journal)->Append(LineOf(i));
    absl::SleepFor(absl::Milliseconds(2));  // Names tell milliseconds.
  }
  EXPECT_THAT(*JournalFiles(folder()), SizeIs(2));
  EXPECT_THAT(Ids(), SizeIs(9));
}

TEST_F(JournalTest, PassesOverALineThatIsCutOff) {
  Open()->Append(LineOf(1));
  std::ofstream(JournalFiles(folder())->front(), std::ios::app) << "2026-11-24T09:00:00.123456Z 2:abc";
  EXPECT_THAT(Ids(), UnorderedElementsAre(1));
}

TEST_F(JournalTest, KeepsInMemoryWhatTheDiskRefuses) {
  auto journal = Open();
  journal->Append(LineOf(1));
  // A limit on the size of files refuses as a full disk does: in the middle of a line.
  signal(SIGXFSZ, SIG_IGN);
  rlimit before = {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const rlimit tight = {120, before.rlim_max};
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
  journal->Append(LineOf(2));
  journal->Append(LineOf(3));
  const bool healthy = journal->healthy();
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  EXPECT_FALSE(healthy);
  EXPECT_THAT(Ids(), UnorderedElementsAre(1));
  for (int i = 0; i < 100 && !journal->healthy(); ++i) absl::SleepFor(absl::Milliseconds(20));
  EXPECT_TRUE(journal->healthy());
  EXPECT_THAT(Ids(), UnorderedElementsAre(1, 2, 3));
}

TEST_F(JournalTest, KeepsTheNewestHead) {
  auto journal = Open();
  EXPECT_THAT(journal->Heads(), IsEmpty());
  journal->KeepHead("first");
  journal->KeepHead("second");
  journal.reset();
  journal = Open();
  ASSERT_THAT(journal->Heads(), SizeIs(1));
  EXPECT_EQ(journal->Heads()[0].note, "second");
  EXPECT_EQ(journal->Heads()[0].where, folder() + "/head");
}

TEST_F(JournalTest, IsRefusedWhereItCannotWrite) {
  EXPECT_TRUE(absl::IsFailedPrecondition(Journal::Open(folder() + "/missing", "cafe").status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(JournalFiles(folder() + "/missing").status()));
}

}  // namespace
}  // namespace arasha::server
