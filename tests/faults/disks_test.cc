// Bad disks under PostgreSQL while officers write. What could go wrong: what the disk did not keep was
// acknowledged, a case is read and no leaf tells it, or somebody has to start arashad again.

#include <gtest/gtest.h>

#include "tests/faults/bad_disk.h"
#include "tests/faults/faults_fixture.h"
#include "tests/faults/server_process.h"

namespace arasha::faults {
namespace {

TEST_F(FaultsTest, DiskFull) {
  const BadDisk disk(*system);
  ServerProcess server(*system, {});
  server.Start();
  const auto stub = v1::Cases::NewStub(OpenChannel(CredentialsOf(*system, "officer"), server.endpoint()));
  const v1::Case matter = OpenCase(*stub);
  // Not seed_: the case above has its first request_id.
  Load load(*system, server.endpoint(), static_cast<unsigned>(random_()));
  ASSERT_TRUE(load.Progress(50, kRecovery)) << server.Log();

  disk.Fill();
  // What pages that are there still hold may be answered, and what a refused write gives back.
  const auto refused = [&] {
    return Comes([&] { return Get(*stub, matter).error_code() == grpc::StatusCode::UNAVAILABLE; });
  };
  ASSERT_TRUE(refused()) << "a case was read, and no leaf of the audit log tells it";
  EXPECT_TRUE(Comes([&] { return !load.Progress(1, absl::Seconds(2)); })) << "more is written than fits";
  EXPECT_GT(load.AnswersWith("14 DATABASE_UNAVAILABLE"), 0);
  EXPECT_TRUE(refused());
  EXPECT_TRUE(server.Runs()) << server.Log();

  disk.Mend();
  EXPECT_TRUE(load.Progress(50, kRecovery)) << "nobody was asked to do more than to make room";
  EXPECT_TRUE(Get(*stub, matter).ok());
  load.Stop();
  Check(load);
}

TEST_F(FaultsTest, DiskThatLosesWhatIsWritten) {
  const BadDisk disk(*system);
  ServerProcess server(*system, {});
  server.Start();
  Load load(*system, server.endpoint(), seed_);
  ASSERT_TRUE(load.Progress(50, kRecovery)) << server.Log();
  disk.Break();
  ASSERT_TRUE(Comes([&] { return load.AnswersWith("14 DATABASE_UNAVAILABLE") > 0; }));
  // What was in order before may still be on its way.
  absl::SleepFor(absl::Seconds(1));
  EXPECT_FALSE(load.Progress(1, absl::Seconds(3))) << "what is not on disk was acknowledged";
  EXPECT_TRUE(server.Runs()) << server.Log();

  disk.Mend();
  // PostgreSQL gives up where it cannot recover.
  const e2e::Finished restarted = system->Dev("restart-database");
  ASSERT_EQ(restarted.exit_code, 0) << restarted.err;
  EXPECT_TRUE(load.Progress(50, kRecovery));
  load.Stop();
  Check(load);
}

}  // namespace
}  // namespace arasha::faults
