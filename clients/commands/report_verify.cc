#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "clients/commands/audit_options.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/export_check.h"
#include "clients/file.h"
#include "clients/local_error.h"
#include "clients/log_keys.h"
#include "clients/print_report.h"
#include "clients/progress.h"
#include "clients/report_proof.h"

namespace arasha::clients {
namespace {

struct VerifyOptions {
  std::string report;
  std::string export_file;
  std::vector<std::string> keys;
};

// Opens the export, with a bar of how much of it was read.
class OpenedExport {
 public:
  OpenedExport(Session& session, const std::string& path)
      : stream_(path, std::ios::binary),
        reader_(stream_),
        progress_(session.environment()),
        label_(session.messages().Text("progress.verify")) {
    std::error_code error;
    const std::uintmax_t bytes = std::filesystem::file_size(path, error);
    bytes_ = error ? 0 : static_cast<int64_t>(bytes);
  }

  bool is_open() const { return stream_.is_open(); }
  ExportReader& reader() { return reader_; }
  void Show() { progress_.Show(label_, reader_.bytes_read(), bytes_); }

 private:
  std::ifstream stream_;
  ExportReader reader_;
  Progress progress_;
  const std::string label_;
  int64_t bytes_ = 0;
};

// Whether the export is true and goes on from the report's checkpoint.
absl::Status CheckLog(Session& session, const VerifyOptions& options, const ReportProof& proof,
                      const std::vector<rules::log::NoteVerifier>& keys) {
  OpenedExport opened(session, options.export_file);
  if (!opened.is_open()) {
    return ConfigurationError("config.unreadable", {{"what", "file.export"},
                                                    {"path", options.export_file},
                                                    {"error", std::generic_category().message(errno)}});
  }
  const Trust trust = {.log_keys = keys, .witnesses = {}, .quorum = 0, .since = proof.checkpoint_note};
  const ExportReport checked = CheckExport(opened.reader(), trust, [&](int64_t) { opened.Show(); });
  if (checked.findings.verdict() == Verdict::kTrue) return absl::OkStatus();
  *session.environment().err << TableText(checked, session.style());
  const Messages::Parameters parameters = {{"count", absl::StrCat(checked.findings.count())}};
  return checked.findings.verdict() == Verdict::kTampered ? TamperedError("audit.tampered", parameters)
                                                          : CannotTellError("audit.cannot_tell", parameters);
}

absl::Status Verify(Session& session, const VerifyOptions& options) {
  const absl::StatusOr<std::string> text = ReadFile(options.report);
  if (!text.ok()) {
    return ConfigurationError(
        "config.unreadable",
        {{"what", "file.report"}, {"path", options.report}, {"error", std::string(text.status().message())}});
  }
  const absl::StatusOr<ReportProof> proof = ReadReportProof(*text);
  if (!proof.ok()) return proof.status();
  const auto keys = ReadLogKeys(options.keys, rules::log::SignatureKind::kEd25519);
  if (!keys.ok()) return keys.status();
  const absl::StatusOr<rules::log::Checkpoint> checkpoint =
      OpenNote(proof->checkpoint_note, "checkpoint.report", *keys);
  if (!checkpoint.ok()) return checkpoint.status();
  if (checkpoint->size != proof->checkpoint_size ||
      rules::log::ToBytes(checkpoint->root) != proof->checkpoint_root) {
    return TamperedError("report.checkpoint_differs");
  }
  const std::filesystem::path folder = std::filesystem::path(options.report).parent_path();
  const absl::StatusOr<int> files =
      CheckReportFiles(folder.empty() ? "." : folder.string(), proof->name, *keys);
  if (!files.ok()) return files.status();
  if (absl::Status s = CheckLog(session, options, *proof, *keys); !s.ok()) return s;

  OpenedExport opened(session, options.export_file);
  const absl::StatusOr<SourceClaim> counted =
      CountSources(opened.reader(), proof->filter, proof->checkpoint_size, [&] { opened.Show(); });
  if (!counted.ok()) return counted.status();
  if (*counted != proof->claim) {
    return TamperedError("report.source_differs", {{"claimed", absl::StrCat(proof->claim.leaves)},
                                                   {"counted", absl::StrCat(counted->leaves)}});
  }
  *session.environment().out << session.messages().Text("report.true",
                                                        {{"name", proof->name},
                                                         {"leaves", absl::StrCat(counted->leaves)},
                                                         {"size", absl::StrCat(checkpoint->size)},
                                                         {"files", absl::StrCat(*files)}})
                             << "\n";
  return absl::OkStatus();
}

}  // namespace

void AddReportVerify(CLI::App& reports, Run& selected) {
  CLI::App& command =
      AddCommand(reports, "verify",
                 "Check a report offline: its signature, its checkpoint, and that its figures stand on the "
                 "leaves it says",
                 {"arasha report create deadlines --format all --out report/", "arasha audit export log.zst",
                  "arasha report verify report/deadlines.json --export log.zst --key log.vkey", "",
                  "Exit code 0: true. 10: false. 11: cannot tell, and why."});
  auto options = std::make_shared<VerifyOptions>();
  AddOption(command, "REPORT", options->report,
            "The report's JSON, or its manifest.json; files beside it are checked against manifest.sig")
      .TypeName("FILE")
      .Required();
  AddOption(command, "--export", options->export_file,
            "What arasha audit export wrote, from the first leaf on")
      .TypeName("FILE")
      .Required();
  AddLogKey(command, options->keys).Required();
  OnSelect(command, selected, [options](Session& session) { return Verify(session, *options); });
}

}  // namespace arasha::clients
