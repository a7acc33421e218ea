// A file that was damaged on its way must neither pass for true nor accuse anybody: what it was decompressed
// to is nobody's doing. And whoever tampers must not get away with a record that cannot be read.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "clients/verify/export_check.h"
#include "services/rules/log/leaf.h"
#include "tests/clients/verify/export_sample.h"
#include "tests/clients/verify/fake_log.h"

namespace arasha::clients {
namespace {

using rules::log::NoteSigner;
using testing::Contains;
using testing::ElementsAre;
using testing::Pair;

// What is told of a damaged file.
void ExpectOnlyDamage(const std::string& bytes, const Trust& trust, size_t at) {
  const ExportReport report = CheckBytes(bytes, trust);
  EXPECT_EQ(report.findings.verdict(), Verdict::kCannotTell) << at;
  EXPECT_THAT(Codes(report), ElementsAre("FILE_DAMAGED")) << at;
  // Its signature may have been found false, of which nothing is told.
  EXPECT_FALSE(report.checkpoint) << at;
}

// Steps through a file: primes, so that every bit of a byte has its turn; a check takes milliseconds.
constexpr size_t kBits = 61;
constexpr size_t kBytes = 19;

std::string Flipped(std::string bytes, size_t bit) {
  bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << (bit % 8)));
  return bytes;
}

// A log whose rows are decompressed in several steps, the first of which hold nearly all of them.
FakeLog Large() {
  FakeLog log = Sample();
  log.Write(2, "entry", kPartyUid, std::string(size_t{1} << 18, 'x'));
  return log;
}

TEST(ExportDamageTest, AFlippedBitIsDamage) {
  const FakeLog log = Small();
  Trust trust = TrustIn(log);
  const NoteSigner witness = Witness("w.example");
  trust.witnesses = {witness.verifier()};
  trust.quorum = 1;
  std::vector<v1::ExportRecord> records = log.Records(0, log.size(), true);
  records[0].mutable_header()->set_checkpoint(log.Note(log.size(), {witness}));
  const std::string bytes = FileOf(records);
  ASSERT_EQ(CheckBytes(bytes, trust).findings.verdict(), Verdict::kTrue);
  for (size_t bit = 0; bit < 8 * bytes.size(); bit += kBits)
    ExpectOnlyDamage(Flipped(bytes, bit), trust, bit);
}

// The checksum of a frame is behind its last block; the blocks before it have been compared by then.
TEST(ExportDamageTest, AFlippedBitAccusesNobodyBeforeItsChecksumIsKnown) {
  const FakeLog log = Large();
  const std::string bytes = FileOf(log.Records(0, log.size(), true));
  ASSERT_EQ(CheckBytes(bytes, TrustIn(log)).findings.verdict(), Verdict::kTrue);
  for (size_t byte = 0; byte < bytes.size(); byte += kBytes) {
    ExpectOnlyDamage(Flipped(bytes, 8 * byte + byte % 8), TrustIn(log), byte);
  }
}

// Not even of whole frames: that one between them is lost is known only at the end.
TEST(ExportDamageTest, ALostFrameAccusesNobody) {
  const FakeLog log = Sample();
  const std::vector<v1::ExportRecord> records = log.Records(0, log.size(), true);
  const std::string whole = FileOf(records, 1);
  const std::string closing = whole.substr(FramesOf(BytesOf(records), 1).size());
  for (size_t i = 0; i < records.size(); ++i) {
    std::vector<v1::ExportRecord> left = records;
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(i));
    ExpectOnlyDamage(FramesOf(BytesOf(left), 1) + closing, TrustIn(log), i);
  }
}

TEST(ExportDamageTest, APartOfAFileIsDamage) {
  FakeLog log = Sample();
  for (const bool edited : {false, true}) {
    if (edited) log.rows[0].set_state("edited");
    const std::string bytes = FileOf(log.Records(0, log.size(), true), 1);
    for (size_t length = 0; length < bytes.size(); length += kBytes) {
      ExpectOnlyDamage(bytes.substr(0, length), TrustIn(log), length);
    }
    ExpectOnlyDamage(bytes + bytes, TrustIn(log), 2 * bytes.size());
    ExpectOnlyDamage(bytes + "x", TrustIn(log), bytes.size());
  }
}

TEST(ExportDamageTest, AnotherFileIsSaidToBeOne) {
  const FakeLog log = Sample();
  const ExportReport report = CheckBytes("A text, and no export of anything.\n", TrustIn(log));
  EXPECT_EQ(report.findings.verdict(), Verdict::kCannotTell);
  EXPECT_THAT(report.findings.kept()[0].parameters,
              Contains(Pair("error", "it does not begin as an export does, and may be another file")));
}

// What a whole file holds was written, so a record that is malformed takes nothing back.
TEST(ExportDamageTest, AMalformedRecordHidesNothing) {
  FakeLog log = Large();
  log.rows[0].set_state("edited");
  std::vector<std::string> bytes = BytesOf(log.Records(0, log.size(), true));
  // Of no kind that is known.
  bytes[bytes.size() - 2] = "\x78\x01";
  const std::string frames = FramesOf(bytes);
  const ExportReport report = CheckBytes(Closed(frames), TrustIn(log));
  EXPECT_EQ(report.findings.verdict(), Verdict::kTampered);
  EXPECT_THAT(Codes(report), ElementsAre("ROW_DIFFERS", "FILE_DAMAGED"));
  EXPECT_THAT(report.findings.kept()[1].parameters, Contains(Pair("error", "a record is malformed")));
  EXPECT_EQ(report.checkpoint, log.At(log.size()));
  ExpectOnlyDamage(frames, TrustIn(log), frames.size());
}

}  // namespace
}  // namespace arasha::clients
