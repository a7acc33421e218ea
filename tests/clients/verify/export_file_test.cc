// An export is evidence: what was cut off or damaged must not pass for whole, and a hostile file must neither
// crash the reader nor make it take the machine's memory.

#include "clients/verify/export_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zstd.h>

#include <sstream>
#include <string>
#include <vector>

#include "clients/text/file.h"
#include "tests/clients/verify/fake_log.h"

namespace arasha::clients {
namespace {

using testing::ElementsAre;

std::vector<v1::ExportRecord> Leaves(const std::vector<std::string>& leaves) {
  std::vector<v1::ExportRecord> records;
  for (const std::string& leaf : leaves) records.emplace_back().set_leaf(leaf);
  return records;
}

struct Contents {
  std::vector<std::string> leaves;
  absl::Status status = absl::OkStatus();
};

Contents ReadAll(const std::string& bytes) {
  std::istringstream in(bytes);
  ExportReader reader(in);
  Contents contents;
  for (;;) {
    const auto record = reader.Next();
    contents.status = record.status();
    if (!record.ok() || *record == nullptr) return contents;
    contents.leaves.push_back((*record)->leaf());
  }
}

std::string Compressed(const std::string& records) {
  std::string bytes(ZSTD_compressBound(records.size()), '\0');
  bytes.resize(ZSTD_compress(bytes.data(), bytes.size(), records.data(), records.size(), 3));
  return Closed(bytes);
}

TEST(ExportFileTest, ReadsWhatWasWritten) {
  const std::string path = TestPath();
  auto writer = ExportWriter::Create(path);
  ASSERT_TRUE(writer.ok()) << writer.status();
  const std::vector<v1::ExportRecord> records = Leaves({"a", "b", "c"});
  for (const v1::ExportRecord& record : records) {
    writer->Add(record);
    ASSERT_TRUE(writer->EndFrame().ok());
  }
  ASSERT_TRUE(writer->EndFrame().ok());
  ASSERT_TRUE(writer->Close().ok());
  EXPECT_EQ(*ReadFile(path), FileOf(records, 1));
  EXPECT_THAT(ReadAll(*ReadFile(path)).leaves, ElementsAre("a", "b", "c"));
}

TEST(ExportFileTest, ReadsRecordsOfAnySizeInAnyFrames) {
  std::vector<std::string> leaves = {"", "a", std::string(3'000'000, 'x'), "b"};
  for (int i = 0; i < 1000; ++i) leaves.push_back(std::string(static_cast<size_t>(i), static_cast<char>(i)));
  for (const size_t frame : {size_t{1}, size_t{7}, size_t{10'000}}) {
    const Contents contents = ReadAll(FileOf(Leaves(leaves), frame));
    EXPECT_TRUE(contents.status.ok()) << contents.status;
    EXPECT_EQ(contents.leaves, leaves);
  }
}

TEST(ExportFileTest, AnEmptyFileIsNotClosed) {
  EXPECT_EQ(ReadAll("").status.code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(ReadAll(Closed("")).status.ok());
}

TEST(ExportFileTest, KnowsWhereWholeFramesEnd) {
  const std::string first = FramesOf(BytesOf(Leaves({"a", "b"})));
  const std::string second = FramesOf(BytesOf(Leaves({"c"})));
  std::istringstream in(first + second);
  ExportReader reader(in);
  const auto after_next = [&] {
    EXPECT_TRUE(reader.Next().ok());
    return reader.whole_frames();
  };
  EXPECT_EQ(after_next(), 0);
  EXPECT_EQ(after_next(), static_cast<int64_t>(first.size()));
  EXPECT_EQ(after_next(), static_cast<int64_t>(first.size() + second.size()));
  EXPECT_FALSE(reader.Next().ok());
}

TEST(ExportFileTest, WhatIsCutOffIsNoticedAfterWhatIsGood) {
  const std::string bytes = FileOf(Leaves({"a", "b", "c"}), 2);
  for (size_t length = 0; length < bytes.size(); ++length) {
    const Contents contents = ReadAll(bytes.substr(0, length));
    EXPECT_EQ(contents.status.code(), absl::StatusCode::kDataLoss) << length;
    EXPECT_LE(contents.leaves.size(), 3U);
  }
  EXPECT_THAT(ReadAll(bytes.substr(0, bytes.size() - 1)).leaves, ElementsAre("a", "b", "c"));
}

TEST(ExportFileTest, NoFlippedBitPasses) {
  const std::string bytes = FileOf(Leaves({"a", "b", "a longer leaf, a longer leaf"}), 2);
  for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(ReadAll(flipped).status.ok()) << bit;
  }
}

TEST(ExportFileTest, AFaultStays) {
  std::istringstream in(FramesOf(BytesOf(Leaves({"a"}))) + "garbage");
  ExportReader reader(in);
  EXPECT_TRUE(reader.Next().ok());
  EXPECT_EQ(reader.Next().status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(reader.Next().status().code(), absl::StatusCode::kDataLoss);
}

TEST(ExportFileTest, TellsAFaultOfARecordFromOneOfTheFile) {
  const std::string frames = FramesOf({"\x12\x01"
                                       "a",
                                       "no record",
                                       "\x12\x01"
                                       "b"},
                                      1);
  const std::string whole = Closed(frames);
  for (const std::string& bytes : {whole, frames, whole.substr(0, whole.size() - 1), whole + "x"}) {
    std::istringstream in(bytes);
    ExportReader reader(in);
    EXPECT_TRUE(reader.Next().ok());
    EXPECT_FALSE(reader.Next().ok());
    EXPECT_EQ(reader.ReadToEnd().ok(), bytes == whole);
    EXPECT_EQ(reader.ReadToEnd().ok(), bytes == whole);
  }
}

TEST(ExportFileTest, ARecordHasOneForm) {
  const std::string leaf("\x04\x12\x02hi", 5);
  ASSERT_THAT(ReadAll(Compressed(leaf)).leaves, ElementsAre("hi"));
  const std::string bad[] = {
      std::string("\x84\x00\x12\x02hi", 6),                       // a length of more bytes than needed
      std::string("\x00", 1),                                     // no record at all
      std::string("\x05\x12\x02hi", 5),                           // longer than the file
      std::string("\x05\x12\x82\x00hi", 6),                       // the same within
      std::string("\x08\x12\x02hi\x12\x02ho", 9),                 // twice
      std::string("\x07\x12\x02hi\x28\x01\x00", 8),               // a field that is not known
      std::string("\x02\x28\x01", 3),                             // only such a field
      std::string("\x04\x12\x03hi", 5),                           // malformed
      std::string("\xff\xff\xff\xff\x0f", 5) + "x",               // 4 GiB
      std::string("\xff\xff\xff\xff\xff\xff\xff\xff\x01", 9),     // more
      std::string("\x0a\x0a\x08\x08\x01\x10\x00\x22\x02hi", 11),  // a default that is written out
  };
  for (const std::string& records : bad) EXPECT_FALSE(ReadAll(Compressed(records)).status.ok());
}

TEST(ExportFileTest, RefusesAWindowThatWouldTakeTheMemory) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, 27);
  ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
  const std::string records("\x04\x12\x02hi", 5);
  std::string bytes(1000, '\0');
  ZSTD_inBuffer input{records.data(), records.size(), 0};
  ZSTD_outBuffer output{bytes.data(), bytes.size(), 0};
  ASSERT_EQ(ZSTD_compressStream2(context, &output, &input, ZSTD_e_flush), 0U);
  ASSERT_EQ(ZSTD_compressStream2(context, &output, &input, ZSTD_e_end), 0U);
  ZSTD_freeCCtx(context);
  bytes.resize(output.pos);
  EXPECT_FALSE(ReadAll(Closed(bytes)).status.ok());
}

TEST(ExportFileTest, IsWrittenOnceAndByOne) {
  const std::string path = TestPath();
  auto writer = ExportWriter::Create(path);
  ASSERT_TRUE(writer.ok()) << writer.status();
  EXPECT_EQ(ExportWriter::Create(path).status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_FALSE(ExportWriter::Append(path, 0).ok());
  writer->Add(Leaves({"a"})[0]);
  ASSERT_TRUE(writer->EndFrame().ok());
  const auto size = static_cast<int64_t>(ReadFile(path)->size());
  writer->Add(Leaves({"b"})[0]);
  ASSERT_TRUE(writer->Close().ok());
  writer = absl::UnknownError("closed");

  auto again = ExportWriter::Append(path, size);
  ASSERT_TRUE(again.ok()) << again.status();
  again->Add(Leaves({"c"})[0]);
  ASSERT_TRUE(again->Close().ok());
  EXPECT_THAT(ReadAll(*ReadFile(path)).leaves, ElementsAre("a", "c"));
}

}  // namespace
}  // namespace arasha::clients
