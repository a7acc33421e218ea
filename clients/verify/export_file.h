#ifndef ARASHA_CLIENTS_VERIFY_EXPORT_FILE_H_
#define ARASHA_CLIENTS_VERIFY_EXPORT_FILE_H_

#include <google/protobuf/stubs/logging.h>

#include <cstdint>
#include <cstdio>
#include <deque>
#include <iosfwd>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/audit.pb.h"
#include "services/rules/log/digest.h"

struct ZSTD_CCtx_s;
struct ZSTD_DCtx_s;

// Files of the audit log's leaves and rows; see ExportRecord in proto/arasha/v1/audit.proto.
namespace arasha::clients {

// What ExportHeader.version is; files of others are not read.
inline constexpr int32_t kExportVersion = 1;
// Longer records are taken for damage: no row of the register comes near.
inline constexpr size_t kMaxRecordBytes = size_t{16} << 20;

// The frame that closes a file whose bytes the digest was given; it begins anew.
std::string ClosingFrame(rules::log::Digest& digest);

// Writes records, a frame at a time. What a frame holds survives whatever happens to the next one.
class ExportWriter {
 public:
  // A new file, for its owner only. ALREADY_EXISTS if there is one; otherwise errors are the system's.
  static absl::StatusOr<ExportWriter> Create(const std::string& path);
  // Goes on behind the first `bytes` of a file, and drops the rest of it. Fails while somebody else writes
  // it.
  static absl::StatusOr<ExportWriter> Append(const std::string& path, int64_t bytes);

  // Keeps the record for the frame.
  void Add(const v1::ExportRecord& record);
  // Writes the frame; nothing, if it is empty.
  absl::Status EndFrame();
  // Closes the file. Only then is it complete, and safe from a loss of power.
  absl::Status Close();

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  struct FreeContext {
    void operator()(ZSTD_CCtx_s* context) const;
  };

  static absl::StatusOr<ExportWriter> Open(const std::string& path, int flags, int64_t bytes);
  absl::Status Write(absl::string_view bytes);
  ExportWriter() = default;

  std::unique_ptr<std::FILE, CloseFile> file_;
  std::unique_ptr<ZSTD_CCtx_s, FreeContext> context_;
  rules::log::Digest digest_;
  std::string frame_;
  std::string compressed_;
};

// Reads records. Its memory does not grow with the file, whoever wrote it.
class ExportReader {
 public:
  // `in` must outlive the reader.
  explicit ExportReader(std::istream& in);

  // The next record; nullptr behind the last. It is valid until the next call. DATA_LOSS if the file is
  // damaged, not closed, or not written in the one way in which a record can be.
  absl::StatusOr<const v1::ExportRecord*> Next();
  // Passes over the rest of the file, whatever its records are, and over a fault in one of them. DATA_LOSS if
  // the file is cut off, or its compression or its checksum fails: then no record that was returned need be
  // one that was written.
  absl::Status ReadToEnd();

  // Bytes of the file that were read.
  int64_t bytes_read() const { return bytes_read_; }
  // Bytes of the file up to the end of the last frame whose records were all returned.
  int64_t whole_frames() const { return whole_frames_; }

 private:
  struct FreeContext {
    void operator()(ZSTD_DCtx_s* context) const;
  };
  // Where a frame ends, in what it was decompressed to and in the file.
  struct FrameEnd {
    int64_t decompressed;
    int64_t compressed;
  };

  // Decompresses until so many bytes are there, or the file ends. A fault stays.
  absl::Status Fill(size_t bytes);
  absl::Status Decompress(size_t bytes);
  absl::Status ReadInput();
  absl::StatusOr<size_t> TakeLength();
  absl::string_view rest() const { return absl::string_view(buffer_).substr(begin_); }
  void Take(size_t bytes);

  std::istream& in_;
  std::unique_ptr<ZSTD_DCtx_s, FreeContext> context_;
  std::string input_;
  size_t input_begin_ = 0;
  // Of the file without its last bytes, which may be the frame that closes it.
  rules::log::Digest digest_;
  std::string closing_;
  bool closed_ = false;
  bool in_frame_ = false;
  bool pending_ = false;
  std::string buffer_;
  size_t begin_ = 0;
  int64_t taken_ = 0;
  int64_t bytes_read_ = 0;
  int64_t whole_frames_ = 0;
  std::deque<FrameEnd> frame_ends_;
  // Of the bytes, not of the records that they are.
  absl::Status damage_ = absl::OkStatus();
  // The library tells of malformed messages on standard error.
  google::protobuf::LogSilencer silencer_;
  v1::ExportRecord record_;
  std::string again_;
};

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_VERIFY_EXPORT_FILE_H_
