#include "clients/verify/export_file.h"

#include <fcntl.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/message.h>
#include <google/protobuf/unknown_field_set.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cerrno>
#include <istream>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

namespace arasha::clients {
namespace {

constexpr int kLevel = 3;
// 16 MiB: what a hostile file may make us hold to decompress it. Ours needs an eighth of it.
constexpr int kMaxWindowLog = 24;
constexpr size_t kInputBytes = size_t{128} << 10;
constexpr size_t kMaxLengthBytes = 5;
// A skippable frame of zstd: its magic number and its length, little-endian.
constexpr absl::string_view kClosingMagic("\x50\x2a\x4d\x18\x20\x00\x00\x00", 8);
constexpr size_t kClosingBytes = kClosingMagic.size() + rules::log::kHashBytes;

absl::Status SystemError() {
  const int error = errno;
  const std::string text = std::generic_category().message(error);
  return error == EEXIST ? absl::AlreadyExistsError(text) : absl::UnknownError(text);
}

// `what` has its words in other languages under `cause.` in services/rules/texts.
absl::Status Damaged(absl::string_view what) { return absl::DataLossError(what); }

bool HasUnknownFields(const google::protobuf::Message& message) {
  return !message.GetReflection()->GetUnknownFields(message).empty();
}

// Whether it is a record, and all of it was understood.
bool IsKnown(const v1::ExportRecord& record) {
  if (HasUnknownFields(record)) return false;
  switch (record.record_case()) {
    case v1::ExportRecord::kHeader:
      return !HasUnknownFields(record.header());
    case v1::ExportRecord::kLeaf:
    case v1::ExportRecord::kTreeHash:
    case v1::ExportRecord::kCheckpoint:
      return true;
    case v1::ExportRecord::kRow:
      return !HasUnknownFields(record.row());
    case v1::ExportRecord::kMislisted:
      return !HasUnknownFields(record.mislisted());
    case v1::ExportRecord::kEnd:
      return !HasUnknownFields(record.end());
    case v1::ExportRecord::RECORD_NOT_SET:
      return false;
  }
  return false;
}

}  // namespace

std::string ClosingFrame(rules::log::Digest& digest) {
  return absl::StrCat(kClosingMagic, rules::log::ToBytes(digest.Finish()));
}

void ExportWriter::FreeContext::operator()(ZSTD_CCtx_s* context) const { ZSTD_freeCCtx(context); }
void ExportReader::FreeContext::operator()(ZSTD_DCtx_s* context) const { ZSTD_freeDCtx(context); }

absl::StatusOr<ExportWriter> ExportWriter::Open(const std::string& path, int flags, int64_t bytes) {
  const int fd = open(path.c_str(), O_RDWR | O_CLOEXEC | flags, S_IRUSR | S_IWUSR);
  if (fd < 0) return SystemError();
  ExportWriter writer;
  writer.file_.reset(fdopen(fd, "r+"));
  if (flock(fd, LOCK_EX | LOCK_NB) != 0 || ftruncate(fd, bytes) != 0) return SystemError();
  std::string kept(kInputBytes, '\0');
  for (size_t count = kept.size(); count == kept.size();) {
    count = std::fread(kept.data(), 1, kept.size(), writer.file_.get());
    writer.digest_.Add(absl::string_view(kept).substr(0, count));
  }
  if (std::ferror(writer.file_.get()) != 0 || std::fseek(writer.file_.get(), 0, SEEK_END) != 0) {
    return SystemError();
  }
  writer.context_.reset(ZSTD_createCCtx());
  ZSTD_CCtx_setParameter(writer.context_.get(), ZSTD_c_compressionLevel, kLevel);
  ZSTD_CCtx_setParameter(writer.context_.get(), ZSTD_c_checksumFlag, 1);
  return writer;
}

absl::StatusOr<ExportWriter> ExportWriter::Create(const std::string& path) {
  return Open(path, O_CREAT | O_EXCL, 0);
}

absl::StatusOr<ExportWriter> ExportWriter::Append(const std::string& path, int64_t bytes) {
  return Open(path, 0, bytes);
}

void ExportWriter::Add(const v1::ExportRecord& record) {
  const std::string bytes = record.SerializeAsString();
  uint8_t length[kMaxLengthBytes];
  const uint8_t* end = google::protobuf::io::CodedOutputStream::WriteVarint32ToArray(
      static_cast<uint32_t>(bytes.size()), length);
  frame_.append(reinterpret_cast<const char*>(length), static_cast<size_t>(end - length));
  frame_.append(bytes);
}

absl::Status ExportWriter::EndFrame() {
  if (frame_.empty()) return absl::OkStatus();
  compressed_.resize(ZSTD_compressBound(frame_.size()));
  const size_t size =
      ZSTD_compress2(context_.get(), compressed_.data(), compressed_.size(), frame_.data(), frame_.size());
  if (ZSTD_isError(size) != 0) return absl::InternalError(ZSTD_getErrorName(size));
  frame_.clear();
  const absl::string_view bytes = absl::string_view(compressed_).substr(0, size);
  digest_.Add(bytes);
  return Write(bytes);
}

absl::Status ExportWriter::Write(absl::string_view bytes) {
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) == bytes.size() &&
                       std::fflush(file_.get()) == 0;
  return written ? absl::OkStatus() : SystemError();
}

absl::Status ExportWriter::Close() {
  if (const absl::Status written = EndFrame(); !written.ok()) return written;
  if (const absl::Status written = Write(ClosingFrame(digest_)); !written.ok()) return written;
  if (fsync(fileno(file_.get())) != 0) return SystemError();
  return std::fclose(file_.release()) == 0 ? absl::OkStatus() : SystemError();
}

ExportReader::ExportReader(std::istream& in) : in_(in), context_(ZSTD_createDCtx()) {
  ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, kMaxWindowLog);
}

absl::Status ExportReader::Fill(size_t bytes) {
  if (damage_.ok() && buffer_.size() - begin_ < bytes) damage_ = Decompress(bytes);
  return damage_;
}

absl::Status ExportReader::Decompress(size_t bytes) {
  buffer_.erase(0, std::exchange(begin_, 0));
  while (buffer_.size() < bytes) {
    // What is decompressed may have to be fetched without more of the file.
    if (input_begin_ == input_.size() && !pending_) {
      if (const absl::Status read = ReadInput(); !read.ok()) return read;
      if (input_.empty()) return absl::OkStatus();
    }
    ZSTD_inBuffer input{input_.data(), input_.size(), input_begin_};
    const size_t before = buffer_.size();
    buffer_.resize(before + ZSTD_DStreamOutSize());
    ZSTD_outBuffer output{buffer_.data(), buffer_.size(), before};
    const size_t hint = ZSTD_decompressStream(context_.get(), &output, &input);
    pending_ = hint != 0 && output.pos == output.size;
    buffer_.resize(output.pos);
    input_begin_ = input.pos;
    const int64_t compressed = bytes_read_ - static_cast<int64_t>(input_.size() - input_begin_);
    if (ZSTD_isError(hint) != 0) {
      const bool is_other =
          ZSTD_getErrorCode(hint) == ZSTD_error_prefix_unknown && whole_frames_ == 0 && frame_ends_.empty();
      return Damaged(is_other ? "it does not begin as an export does, and may be another file"
                              : "its compression is damaged");
    }
    in_frame_ = hint != 0;
    if (in_frame_) continue;
    if (buffer_.empty()) {
      whole_frames_ = compressed;
    } else {
      frame_ends_.push_back({taken_ + static_cast<int64_t>(buffer_.size()), compressed});
    }
  }
  return absl::OkStatus();
}

absl::Status ExportReader::ReadInput() {
  input_.resize(kInputBytes);
  in_.read(input_.data(), static_cast<std::streamsize>(input_.size()));
  input_.resize(static_cast<size_t>(in_.gcount()));
  input_begin_ = 0;
  bytes_read_ += static_cast<int64_t>(input_.size());
  if (in_.bad()) return absl::DataLossError("the file cannot be read");
  closing_.append(input_);
  if (closing_.size() > kClosingBytes) {
    const size_t sure = closing_.size() - kClosingBytes;
    digest_.Add(absl::string_view(closing_).substr(0, sure));
    closing_.erase(0, sure);
  }
  if (!input_.empty() || closed_) return absl::OkStatus();
  if (in_frame_) return Damaged("the file is cut off");
  closed_ = closing_ == ClosingFrame(digest_);
  return closed_ ? absl::OkStatus() : Damaged("the file is not closed, or its checksum is wrong");
}

void ExportReader::Take(size_t bytes) {
  begin_ += bytes;
  taken_ += static_cast<int64_t>(bytes);
  for (; !frame_ends_.empty() && frame_ends_.front().decompressed <= taken_; frame_ends_.pop_front()) {
    if (frame_ends_.front().decompressed == taken_) whole_frames_ = frame_ends_.front().compressed;
  }
}

absl::StatusOr<size_t> ExportReader::TakeLength() {
  size_t length = 0;
  for (size_t i = 0; i < kMaxLengthBytes; ++i) {
    const absl::Status filled = Fill(i + 1);
    if (!filled.ok()) return filled;
    if (rest().size() <= i) return Damaged("the file is cut off");
    const auto byte = static_cast<unsigned char>(rest()[i]);
    length |= static_cast<size_t>(byte & 0x7f) << (7 * i);
    if ((byte & 0x80) != 0) continue;
    // The shortest form only.
    if ((byte == 0 && i > 0) || length == 0 || length > kMaxRecordBytes) break;
    Take(i + 1);
    return length;
  }
  return Damaged("a record has no length that a record can have");
}

absl::StatusOr<const v1::ExportRecord*> ExportReader::Next() {
  if (const absl::Status more = Fill(1); !more.ok()) return more;
  if (rest().empty()) return nullptr;
  const absl::StatusOr<size_t> length = TakeLength();
  if (!length.ok()) return length.status();
  const absl::Status filled = Fill(*length);
  if (!filled.ok()) return filled;
  if (rest().size() < *length) return Damaged("the file is cut off");
  const absl::string_view bytes = rest().substr(0, *length);
  // Written anew, it has the same bytes, unless it was written in another way than ours.
  if (!record_.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || !IsKnown(record_) ||
      !record_.SerializeToString(&again_) || again_ != bytes) {
    return Damaged("a record is malformed");
  }
  Take(*length);
  // So that the end of a frame is known with its last record. A fault there is the next record's.
  Fill(1).IgnoreError();
  return &record_;
}

absl::Status ExportReader::ReadToEnd() {
  do {
    Take(rest().size());
  } while (Fill(1).ok() && !rest().empty());
  return damage_;
}

}  // namespace arasha::clients
