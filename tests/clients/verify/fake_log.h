#ifndef ARASHA_TESTS_CLIENTS_VERIFY_FAKE_LOG_H_
#define ARASHA_TESTS_CLIENTS_VERIFY_FAKE_LOG_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "arasha/v1/audit.pb.h"
#include "services/rules/log/checkpoint.h"
#include "services/rules/log/merkle.h"
#include "services/rules/log/signed_note.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {

// A log and a register, honest unless a test reaches in.
class FakeLog {
 public:
  FakeLog();

  // A leaf of a read.
  void Read(uint64_t case_number);
  // A leaf that writes one row of a case, or with 0 of none, whose next version it is.
  void Write(uint64_t case_number, const std::string& kind, const std::string& key, const std::string& state);

  int64_t size() const { return static_cast<int64_t>(leaves.size()); }
  rules::log::Checkpoint At(int64_t size) const;
  // Signed by the log and these.
  std::string Note(int64_t size, const std::vector<rules::log::NoteSigner>& witnesses = {}) const;

  // Records of an export of the leaves [start, end), with the rows as they now are, then the leaves that were
  // appended since.
  std::vector<v1::ExportRecord> Records(int64_t start, int64_t end, bool with_rows) const;

  // Answers the Audit service out of the log, which must outlive the server.
  void Serve(FakeServer& server) const;

  std::vector<std::string> leaves;
  // What the table of leaves holds, where that is not what was signed; empty for what was deleted.
  std::map<int64_t, std::string> found;
  // Columns that lists search by and that do not tell what the leaf tells, by its place.
  std::map<int64_t, std::string> mislisted;
  std::vector<v1::RowState> rows;
  rules::log::NoteSigner signer;

 private:
  absl::StatusOr<rules::log::Hash> Node(int level, int64_t index) const;
  std::string Found(int64_t place) const;
  v1::Checkpoint Answer(int64_t size) const;
};

rules::log::NoteSigner Witness(const std::string& name);

// The bytes of a file of these records, as ExportWriter writes it; each `frame` of them is a frame.
std::string FileOf(const std::vector<v1::ExportRecord>& records, size_t frame = 1000);
// The same in steps, for files that no ExportWriter writes: records to bytes, bytes to frames, and the frame
// that closes a file.
std::vector<std::string> BytesOf(const std::vector<v1::ExportRecord>& records);
std::string FramesOf(const std::vector<std::string>& records, size_t frame = 1000);
std::string Closed(const std::string& frames);

// A file in the tests' temporary directory, which no other test uses; it holds these bytes.
std::string TestFile(const std::string& bytes);
// A path there at which nothing is.
std::string TestPath();

}  // namespace arasha::clients

#endif  // ARASHA_TESTS_CLIENTS_VERIFY_FAKE_LOG_H_
