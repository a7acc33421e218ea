#ifndef ARASHA_CLIENTS_VERIFY_REPORT_REPORT_PROOF_H_
#define ARASHA_CLIENTS_VERIFY_REPORT_REPORT_PROOF_H_

#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/verify/export_file.h"
#include "clients/verify/exported_rows.h"
#include "clients/verify/report/report_figures.h"
#include "clients/verify/report/report_recount.h"
#include "services/rules/log/leaf.h"
#include "services/rules/log/signed_note.h"

// What a report says of its proofs, and whether it is true. Files are those of proto/arasha/v1/reports.proto.
namespace arasha::clients {

// Which leaves a report counts; what is empty does not restrict.
struct SourceFilter {
  std::set<std::string> missions;
  std::string actor;
  std::string case_uid;  // 16 bytes
  std::set<std::string> actions;
  bool changes_only = false;
  absl::Time start = absl::InfinitePast();
  absl::Time end = absl::InfiniteFuture();

  bool Matches(const rules::log::Leaf& leaf) const;
};

// The leaves counted.
struct SourceClaim {
  int64_t leaves = 0;
  int64_t first_index = -1;
  int64_t last_index = -1;
  std::string digest;  // SHA-256 of their leaf hashes in the order of the log

  bool operator==(const SourceClaim&) const = default;
};

struct ReportProof {
  std::string name;  // "reports/{uuid}"
  std::string kind;  // "deadlines"
  std::string checkpoint_note;
  int64_t checkpoint_size = 0;
  std::string checkpoint_root;
  SourceFilter filter;
  SourceClaim claim;
};

// Reads a report's JSON or its manifest. CannotTellError if it is neither.
absl::StatusOr<ReportProof> ReadReportProof(const nlohmann::json& json);
// Reads what the figures of a report's JSON are about; the same errors.
absl::StatusOr<ReportScope> ReadReportScope(const nlohmann::json& report);

// What an export holds of the leaves that a report counts.
struct CountedSources {
  SourceClaim claim;
  FigureTables figures;
  // The first line of the report's list of leaves that is not so.
  std::optional<FigureCheck::Difference> list_difference;
  // Rows written from the checkpoint on.
  ChangedRows changed;
};

// Counts anew, from an export that begins at the log's first leaf and whose truth was checked
// (export_check.h). `report`: its JSON, which must outlive the call. CannotTellError if the export lacks
// leaves below the checkpoint's size, or one cannot be read.
absl::StatusOr<CountedSources> CountSources(ExportReader& file, const ReportProof& proof,
                                            const nlohmann::json& report, const ReportScope& scope,
                                            const std::function<void()>& progress);

// Checks the signature of a report's files: manifest.sig is a note signed by one of `keys` that names the
// report and the SHA-256 of each file; `content` is one of these files, and every other that lies in `folder`
// has that hash. Returns how many lie there. TamperedError if one differs or the signature is false;
// CannotTellError if no known key signed.
absl::StatusOr<int> CheckReportFiles(const std::string& folder, const std::string& report,
                                     const std::string& content,
                                     const std::vector<rules::log::NoteVerifier>& keys);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_VERIFY_REPORT_REPORT_PROOF_H_
