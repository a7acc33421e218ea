// What could go wrong: a key that others can read is used all the same; a name out of the database leads to
// another file; a wrapped key opens under the wrong key or for another row.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "storage/keys/key_provider.h"
#include "storage/postgres/status.h"
#include "tests/support/scratch_folder.h"

namespace arasha::storage {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class KeyFiles : public ::testing::Test {
 protected:
  std::string PathOf(const std::string& name) { return absl::StrCat(directory_, "/", name, ".key"); }
  void Write(const std::string& name, const std::string& bytes, mode_t mode = 0400) {
    std::ofstream(PathOf(name), std::ios::binary) << bytes;
    ASSERT_EQ(chmod(PathOf(name).c_str(), mode), 0);
  }
  void ExpectRefused(const std::string& name, const std::string& why) {
    const auto provider = OpenKeyFiles(directory_, name);
    EXPECT_TRUE(absl::IsFailedPrecondition(provider.status())) << provider.status();
    EXPECT_THAT(std::string(provider.status().message()), AllOf(HasSubstr(name), HasSubstr(why)));
  }
  std::unique_ptr<KeyProvider> Open(const std::string& name) {
    auto provider = OpenKeyFiles(directory_, name);
    EXPECT_TRUE(provider.ok()) << provider.status();
    return provider.ok() ? *std::move(provider) : nullptr;
  }

  const support::ScratchFolder folder_;
  const std::string directory_ = folder_.path();
  const SecretKey key_ = SecretKey::Generate();
};

TEST_F(KeyFiles, WrapAndUnwrap) {
  ASSERT_TRUE(MakeKeyFile(directory_, "2026").ok());
  const auto provider = Open("2026");
  const auto wrapped = provider->Wrap(key_, "data_key/1");
  ASSERT_TRUE(wrapped.ok()) << wrapped.status();
  EXPECT_EQ(wrapped->kek, "2026");
  const auto unwrapped = Open("2026")->Unwrap("2026", wrapped->bytes, "data_key/1");
  ASSERT_TRUE(unwrapped.ok()) << unwrapped.status();
  EXPECT_EQ(unwrapped->bytes(), key_.bytes());
}

TEST_F(KeyFiles, RefuseAnotherContextAnotherKeyAndEveryChangedBit) {
  ASSERT_TRUE(MakeKeyFile(directory_, "a").ok());
  ASSERT_TRUE(MakeKeyFile(directory_, "b").ok());
  const auto provider = Open("a");
  const std::string wrapped = provider->Wrap(key_, "data_key/1")->bytes;
  EXPECT_TRUE(absl::IsDataLoss(provider->Unwrap("a", wrapped, "data_key/2").status()));
  EXPECT_TRUE(absl::IsDataLoss(provider->Unwrap("b", wrapped, "data_key/1").status()));
  for (size_t bit = 0; bit < wrapped.size() * 8; ++bit) {
    std::string changed = wrapped;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_TRUE(absl::IsDataLoss(provider->Unwrap("a", changed, "data_key/1").status())) << "bit " << bit;
  }
}

TEST_F(KeyFiles, UnwrapUnderAKeyThatCameAfterTheStart) {
  ASSERT_TRUE(MakeKeyFile(directory_, "old").ok());
  const auto running = Open("old");
  ASSERT_TRUE(MakeKeyFile(directory_, "new").ok());
  const std::string wrapped = Open("new")->Wrap(key_, "x")->bytes;
  EXPECT_TRUE(running->Unwrap("new", wrapped, "x").ok());
  EXPECT_EQ(running->current(), "old");
}

TEST_F(KeyFiles, SayThatAKeyCannotBeReached) {
  ASSERT_TRUE(MakeKeyFile(directory_, "a").ok());
  for (const char* name : {"lost", "../a", "", ".", "a/../a", "a\n"}) {
    const auto key = Open("a")->Unwrap(name, std::string(60, 'x'), "x");
    EXPECT_TRUE(absl::IsUnavailable(key.status())) << name;
    EXPECT_EQ(ReasonOf(key.status()), v1::ERROR_REASON_KEYS_UNAVAILABLE);
    EXPECT_THAT(std::string(key.status().message()), Not(HasSubstr(directory_))) << "callers see this";
  }
}

TEST_F(KeyFiles, MustExist) { ExpectRefused("absent", "No such file"); }

TEST_F(KeyFiles, MustHoldAKeyOfTheRightLength) {
  Write("short", std::string(31, 'k'));
  ExpectRefused("short", "holds 31 bytes");
  Write("long", std::string(33, 'k'));
  ExpectRefused("long", "holds 33 bytes");
  Write("empty", "");
  ExpectRefused("empty", "holds 0 bytes");
}

TEST_F(KeyFiles, MustBeClosedToOthers) {
  const std::string bytes(32, 'k');
  for (const mode_t mode : {0440U, 0404U, 0644U, 0420U, 0602U, 0410U}) {
    const std::string name = absl::StrCat("mode", mode);
    Write(name, bytes, mode);
    ExpectRefused(name, "closed to all but its owner");
  }
  for (const mode_t mode : {0400U, 0600U}) {
    const std::string name = absl::StrCat("mode", mode);
    Write(name, bytes, mode);
    EXPECT_TRUE(OpenKeyFiles(directory_, name).ok());
  }
}

TEST_F(KeyFiles, MustBeOursOrRoots) {
  if (geteuid() != 0) GTEST_SKIP() << "only root gives files away";
  Write("theirs", std::string(32, 'k'));
  ASSERT_EQ(chown(PathOf("theirs").c_str(), 65534, 0), 0);
  ExpectRefused("theirs", "belongs to user 65534");
}

// As systemd's credentials are on a file system that knows ACLs.
TEST_F(KeyFiles, MayBeRootsAndOursToRead) {
  if (geteuid() != 0) GTEST_SKIP() << "only root becomes another user";
  Write("handed", std::string(32, 'k'), 0440);
  Write("open", std::string(32, 'k'), 0444);
  ASSERT_EQ(chmod(directory_.c_str(), 0755), 0);
  const pid_t child = fork();
  if (child == 0) {
    const gid_t root_group = 0;
    if (setgroups(1, &root_group) != 0 || seteuid(65534) != 0) _exit(2);
    _exit(OpenKeyFiles(directory_, "handed").ok() && !OpenKeyFiles(directory_, "open").ok() ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  ExpectRefused("handed", "has mode 0440");
}

TEST_F(KeyFiles, MustBeFiles) {
  std::filesystem::create_directory(PathOf("folder"));
  ExpectRefused("folder", "regular file");
  ASSERT_EQ(mkfifo(PathOf("pipe").c_str(), 0400), 0);
  ExpectRefused("pipe", "regular file");
}

TEST_F(KeyFiles, AreMadeOnceAndForTheirOwnerAlone) {
  ASSERT_TRUE(MakeKeyFile(directory_, "2026").ok());
  struct stat state = {};
  ASSERT_EQ(stat(PathOf("2026").c_str(), &state), 0);
  EXPECT_EQ(state.st_mode & 07777, 0400U);
  EXPECT_EQ(state.st_size, 32);
  EXPECT_TRUE(absl::IsFailedPrecondition(MakeKeyFile(directory_, "2026"))) << "a key is never overwritten";
  EXPECT_TRUE(absl::IsFailedPrecondition(MakeKeyFile(directory_, "../2026")));
  EXPECT_TRUE(absl::IsFailedPrecondition(MakeKeyFile(directory_ + "/absent", "2026")));
  EXPECT_TRUE(OpenKeyFiles(directory_, "2026").ok());
}

}  // namespace
}  // namespace arasha::storage
