// What could go wrong: a witness that is slow or away holds up the log, or is never tried again; it gets a
// head but no proof, or its answer is taken unread; heads of different epochs write over each other; what it
// has cannot be found again after a restore.
#include "services/sequencing/witnesses.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/process/program.h"
#include "tests/support/http_server.h"
#include "tests/support/log/log_key.h"
#include "tests/support/log/log_leaves.h"
#include "tests/support/scratch_folder.h"
#include "tests/support/test_database.h"

namespace arasha::server {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string ReadAll(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

storage::CheckpointRow HeadOf(const support::LogKey& key, int epoch, int64_t size) {
  const rules::log::Hash root = rules::log::Sha256(absl::StrCat(size));
  return {key.keys().Origin(epoch), size, rules::log::ToBytes(root),
          key.keys().Sign(epoch, size, root).value(), absl::UnixEpoch()};
}

std::unique_ptr<Witness> Make(const std::string& line, const support::LogKey& key) {
  auto witness = MakeWitness(line, "-", key.keys());
  EXPECT_TRUE(witness.ok()) << witness.status();
  return witness.ok() ? *std::move(witness) : nullptr;
}

TEST(Witness, IsNamedByALine) {
  support::LogKey key;
  const std::string log_key = key.keys().Verifier(1)->ToString();
  for (const std::string& line :
       {std::string("x"), std::string("git:x"), std::string("http://x"), "http://x " + log_key,
        std::string("http://x x+00000000+AAAA"), std::string("")}) {
    EXPECT_TRUE(absl::IsInvalidArgument(MakeWitness(line, "-", key.keys()).status())) << line;
  }
}

TEST(FolderWitness, KeepsEachHeadByItsSize) {
  support::LogKey key;
  support::ScratchFolder folder;
  auto witness = Make(folder.path(), key);
  EXPECT_THAT(witness->Heads(), IsEmpty());
  for (const int64_t size : {7, 1000, 30}) {
    EXPECT_TRUE(witness->Give(HeadOf(key, 1, size)).ok());
    EXPECT_EQ(ReadAll(absl::StrCat(folder.path(), "/", size, ".note")), HeadOf(key, 1, size).note);
  }
  ASSERT_THAT(witness->Heads(), SizeIs(1));
  EXPECT_EQ(witness->Heads()[0].where, folder.path() + "/1000.note");
  EXPECT_EQ(witness->Heads()[0].note, HeadOf(key, 1, 1000).note);
  // The same again is well; another of this size is not, and does not write over it.
  EXPECT_TRUE(witness->Give(HeadOf(key, 1, 30)).ok());
  std::ofstream(folder.path() + "/31.note") << "another";
  EXPECT_TRUE(absl::IsFailedPrecondition(witness->Give(HeadOf(key, 1, 31))));
  EXPECT_EQ(ReadAll(folder.path() + "/31.note"), "another");
  // After a fork sizes begin below those given before.
  EXPECT_TRUE(witness->Give(HeadOf(key, 2, 30)).ok());
  EXPECT_EQ(witness->Heads()[0].where, folder.path() + "/2/30.note");
  EXPECT_EQ(ReadAll(folder.path() + "/30.note"), HeadOf(key, 1, 30).note);
}

TEST(FolderWitness, TellsWhenItIsAway) {
  support::LogKey key;
  auto witness = Make("/nowhere/at/all", key);
  EXPECT_THAT(std::string(witness->Give(HeadOf(key, 1, 7)).message()), HasSubstr("/nowhere/at/all/7.note"));
  EXPECT_THAT(witness->Heads(), IsEmpty());
}

TEST(GitWitness, CommitsEachHead) {
  support::LogKey key;
  support::ScratchFolder folder;
  const auto git = [&](std::vector<std::string> arguments) {
    std::vector<std::string> all = {"git", "-C", folder.path()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return RunProgram(all, absl::Seconds(20)).value();
  };
  auto witness = Make("git:" + folder.path(), key);
  EXPECT_FALSE(witness->Give(HeadOf(key, 1, 7)).ok());  // No repository yet.
  ASSERT_EQ(git({"init", "--quiet"}), 0);
  EXPECT_TRUE(witness->Give(HeadOf(key, 1, 7)).ok());
  EXPECT_TRUE(witness->Give(HeadOf(key, 1, 8)).ok());
  EXPECT_TRUE(witness->Give(HeadOf(key, 1, 8)).ok());
  EXPECT_EQ(git({"diff", "--quiet", "HEAD"}), 0);
  EXPECT_EQ(git({"rev-parse", "--verify", "--quiet", "HEAD~1"}), 0);
  EXPECT_NE(git({"rev-parse", "--verify", "--quiet", "HEAD~2"}), 0);
  ASSERT_THAT(witness->Heads(), SizeIs(1));
  EXPECT_EQ(witness->Heads()[0].note, HeadOf(key, 1, 8).note);
}

TEST(Programs, AreEndedWhenTheyTakeTooLong) {
  EXPECT_EQ(RunProgram({"sh", "-c", "exit 3"}, absl::Seconds(10)).value(), 3);
  EXPECT_TRUE(absl::IsUnavailable(RunProgram({"/nowhere/at/all"}, absl::Seconds(10)).status()));
  const absl::Time start = absl::Now();
  EXPECT_TRUE(absl::IsDeadlineExceeded(RunProgram({"sleep", "60"}, absl::Milliseconds(100)).status()));
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
}

// A witness by the book: takes only what goes on where its own head ends.
class BookWitness {
 public:
  explicit BookWitness(const LogKeys& keys)
      : keys_(keys),
        signer_(*rules::log::NoteSigner::FromSeed(
            "witness.example", rules::log::SignatureKind::kCosignatureV1, std::string(32, 'w'))) {}

  std::string key() const { return signer_.verifier().ToString(); }
  int64_t size() const { return size_; }
  void Know(int64_t size) { size_ = size; }

  support::HttpServer::Answer Take(const std::string& path, const std::string& body) {
    EXPECT_EQ(path, "/log/add-checkpoint");
    const std::vector<std::string> halves = absl::StrSplit(body, absl::MaxSplits("\n\n", 1));
    std::vector<std::string> lines = absl::StrSplit(halves.at(0), '\n');
    int64_t old = -1;
    EXPECT_TRUE(absl::StartsWith(lines.at(0), "old ") && absl::SimpleAtoi(lines.at(0).substr(4), &old))
        << body;
    if (old != size_) return {409, absl::StrCat(size_, "\n")};
    const auto head = keys_.Open(halves.at(1));
    if (!head.ok()) return {403, ""};
    std::vector<rules::log::Hash> proof;
    for (size_t i = 1; i < lines.size(); ++i) {
      std::string hash;
      EXPECT_TRUE(absl::Base64Unescape(lines[i], &hash));
      proof.push_back(*rules::log::ToHash(hash));
    }
    if (size_ > 0 &&
        !rules::log::VerifyConsistency(size_, root_, head->checkpoint.size, head->checkpoint.root, proof)) {
      return {422, ""};
    }
    size_ = head->checkpoint.size;
    root_ = head->checkpoint.root;
    const std::string text = rules::log::FormatCheckpoint(head->checkpoint);
    return {200, rules::log::FormatSignature(*signer_.Sign(text, absl::Now()))};
  }

 private:
  const LogKeys& keys_;
  const rules::log::NoteSigner signer_;
  int64_t size_ = 0;
  rules::log::Hash root_{};
};

class Cosigning : public support::DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    connection_ = std::make_unique<storage::Connection>(database().sequencer_conninfo());
    tree_ = std::make_unique<LogTree>(*connection_, key_.keys());
    ASSERT_TRUE(tree_->Load({}).ok());
  }
  // A head of so many more leaves.
  storage::CheckpointRow Grow(int count) {
    std::vector<storage::PendingLeaf> leaves;
    for (int i = 0; i < count; ++i) {
      leaves.push_back(
          {tree_->size() + i, rules::log::ToBytes(rules::log::HashLeaf(absl::StrCat(tree_->size() + i)))});
    }
    EXPECT_TRUE(tree_->Append(leaves).value());
    EXPECT_TRUE(tree_->Sign().ok());
    return *tree_->head();
  }
  std::unique_ptr<Witness> Make(const std::string& url, const std::string& key) {
    auto witness = MakeWitness(absl::StrCat(url, "/log ", key), database().sequencer_conninfo(), key_.keys());
    EXPECT_TRUE(witness.ok()) << witness.status();
    return *std::move(witness);
  }
  const LogKeys& keys() const { return key_.keys(); }

 private:
  support::LogKey key_;
  std::unique_ptr<storage::Connection> connection_;
  std::unique_ptr<LogTree> tree_;
};

TEST_F(Cosigning, AWitnessCosignsEveryHead) {
  BookWitness book(keys());
  support::HttpServer server(
      [&](const std::string& path, const std::string& body) { return book.Take(path, body); });
  auto witness = Make(server.url(), book.key());
  for (const int count : {5, 300, 1}) {
    const storage::CheckpointRow head = Grow(count);
    const absl::Status status = witness->Give(head);
    ASSERT_TRUE(status.ok()) << status;
    EXPECT_EQ(book.size(), head.size);
    const std::string line = database().Value(absl::StrCat(
        "SELECT line FROM audit_cosignature WHERE witness = 'witness.example' AND size = ", head.size));
    const auto opened = rules::log::OpenCheckpoint(
        head.note + line, {*keys().Verifier(1), *rules::log::NoteVerifier::FromKey(book.key())});
    ASSERT_TRUE(opened.ok()) << opened.status();
    EXPECT_THAT(opened->witnesses, SizeIs(1));
  }
  // Another process knows nothing of what the witness has, and is told; the same head again is well.
  auto another = Make(server.url(), book.key());
  EXPECT_TRUE(another->Give(Grow(7)).ok());
  EXPECT_EQ(book.size(), 313);
  // A witness that went back to an old state is led on from there.
  book.Know(0);
  EXPECT_TRUE(another->Give(Grow(1)).ok());
}

TEST_F(Cosigning, WhatItAnswersIsChecked) {
  BookWitness book(keys());
  const storage::CheckpointRow head = Grow(5);
  const std::string other_line = rules::log::FormatSignature(
      *rules::log::NoteSigner::FromSeed("witness.example", rules::log::SignatureKind::kCosignatureV1,
                                        std::string(32, 'x'))
           ->Sign("another text\n", absl::Now()));
  for (const auto& [code, body] : std::vector<std::pair<int, std::string>>{{200, ""},
                                                                           {200, "nonsense\n"},
                                                                           {200, other_line},
                                                                           {404, ""},
                                                                           {500, "no"},
                                                                           {409, "many\n"},
                                                                           {409, "-1\n"},
                                                                           {409, "1000\n"},
                                                                           {200, std::string(100000, 'x')}}) {
    support::HttpServer server([&](const std::string&, const std::string&) {
      return support::HttpServer::Answer{code, body};
    });
    EXPECT_FALSE(Make(server.url(), book.key())->Give(head).ok()) << code << " " << body.substr(0, 80);
  }
  EXPECT_FALSE(Make("http://127.0.0.1:1", book.key())->Give(head).ok());
  EXPECT_EQ(database().Value("SELECT count(*) FROM audit_cosignature"), "0");
}

// A witness that does as it is told, after a while.
class SlowWitness : public Witness {
 public:
  struct Seen {
    absl::Mutex mutex;
    std::vector<int64_t> sizes ABSL_GUARDED_BY(mutex);
    int failures ABSL_GUARDED_BY(mutex) = 0;
  };
  explicit SlowWitness(Seen& seen) : seen_(seen) {}
  absl::Status Give(const storage::CheckpointRow& head) override {
    absl::SleepFor(absl::Milliseconds(200));
    absl::MutexLock lock(&seen_.mutex);
    if (seen_.failures-- > 0) return absl::UnavailableError("away");
    seen_.sizes.push_back(head.size);
    return absl::OkStatus();
  }
  std::vector<PublishedHead> Heads() const override { return {{"slow", ""}}; }

 private:
  Seen& seen_;
};

TEST(Publishing, WaitsForNobodyAndGivesTheNewestOnly) {
  Metrics metrics;
  SlowWitness::Seen seen;
  std::vector<Witnesses::Named> named;
  named.push_back({"slow", std::make_unique<SlowWitness>(seen)});
  const absl::Time start = absl::Now();
  Witnesses witnesses(std::move(named), absl::Milliseconds(1), metrics);
  for (int64_t size = 1; size <= 1000; ++size) witnesses.Publish({"o", size, "", "", absl::UnixEpoch()});
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(150));
  EXPECT_THAT(witnesses.Heads(), SizeIs(1));
  absl::SleepFor(absl::Seconds(1));
  absl::MutexLock lock(&seen.mutex);
  EXPECT_THAT(seen.sizes, SizeIs(::testing::Le(2)));
  EXPECT_EQ(seen.sizes.back(), 1000);
}

TEST(Publishing, TriesAgainWhatWasNotTaken) {
  Metrics metrics;
  SlowWitness::Seen seen;
  {
    absl::MutexLock lock(&seen.mutex);
    seen.failures = 1;
  }
  std::vector<Witnesses::Named> named;
  named.push_back({"slow", std::make_unique<SlowWitness>(seen)});
  Witnesses witnesses(std::move(named), absl::Milliseconds(1), metrics);
  witnesses.Publish({"o", 7, "", "", absl::UnixEpoch()});
  for (int i = 0; i < 500; ++i) {
    absl::SleepFor(absl::Milliseconds(20));
    absl::MutexLock lock(&seen.mutex);
    if (!seen.sizes.empty()) break;
  }
  absl::MutexLock lock(&seen.mutex);
  EXPECT_THAT(seen.sizes, ::testing::ElementsAre(7));
}

}  // namespace
}  // namespace arasha::server
