#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/commands/commands.h"
#include "clients/commands/log_options.h"
#include "clients/commands/options.h"
#include "clients/errors/exit_codes.h"
#include "clients/session/progress.h"
#include "clients/text/file.h"
#include "clients/text/local_error.h"
#include "clients/text/width.h"
#include "clients/verify/export_check.h"
#include "clients/verify/log_keys.h"
#include "clients/verify/print_findings.h"
#include "clients/verify/report/recount_leaves.h"
#include "clients/verify/report/report_proof.h"
#include "clients/verify/report/reports_in.h"

namespace arasha::clients {
namespace {

using nlohmann::json;

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

absl::Status Unreadable(const char* what, const std::string& path, absl::string_view error) {
  return ConfigurationError("config.unreadable",
                            {{"what", what}, {"path", path}, {"error", std::string(error)}});
}

// The file that was given, and the JSON that holds the report's figures: the same, or the one beside a
// manifest.
struct GivenReport {
  std::string folder;
  std::string content;
  json report;
  ReportProof proof;
  ReportScope scope;
};

absl::StatusOr<json> ReadJson(const std::string& path, std::string& content) {
  absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return Unreadable("file.report", path, text.status().message());
  content = *std::move(text);
  json read = json::parse(content, nullptr, /*allow_exceptions=*/false);
  if (!read.is_object()) return CannotTellError("report.unreadable");
  return read;
}

absl::StatusOr<GivenReport> ReadGiven(const std::string& path) {
  GivenReport given;
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  given.folder = folder.empty() ? "." : folder.string();
  absl::StatusOr<json> read = ReadJson(path, given.content);
  if (!read.ok()) return read.status();
  absl::StatusOr<ReportProof> proof = ReadReportProof(*read);
  if (!proof.ok()) return proof.status();
  given.proof = *std::move(proof);
  if (!read->contains("tables")) {
    std::string ignored;
    read = ReadJson(absl::StrCat(given.folder, "/", given.proof.kind, ".json"), ignored);
    if (!read.ok()) return read.status();
  }
  absl::StatusOr<ReportScope> scope = ReadReportScope(*read);
  if (!scope.ok()) return scope.status();
  given.scope = *std::move(scope);
  given.report = *std::move(read);
  return given;
}

// Whether the export is true and goes on from the report's checkpoint; and then, whether it holds rows.
absl::StatusOr<bool> CheckLog(Session& session, const VerifyOptions& options, const ReportProof& proof,
                              const std::vector<rules::log::NoteVerifier>& keys) {
  OpenedExport opened(session, options.export_file);
  if (!opened.is_open()) {
    return Unreadable("file.export", options.export_file, std::generic_category().message(errno));
  }
  const Trust trust = {.log_keys = keys,
                       .witnesses = {},
                       .quorum = 0,
                       .since = proof.checkpoint_note,
                       .since_kept = "report",
                       .schema = &rules::log::ShippedSchema()};
  const ExportReport checked = CheckExport(opened.reader(), trust, [&](int64_t) { opened.Show(); });
  if (checked.findings.verdict() == Verdict::kTrue) return checked.with_rows;
  // Most likely exported before the report was made, which is nobody's forgery.
  if (checked.checkpoint && checked.checkpoint->size < proof.checkpoint_size) {
    return CannotTellError("report.export_older", {{"leaves", absl::StrCat(checked.checkpoint->size)},
                                                   {"report_leaves", absl::StrCat(proof.checkpoint_size)}});
  }
  *session.environment().err << TableText(checked, session.style());
  const Texts::Parameters parameters = {{"count", absl::StrCat(checked.findings.count())}};
  return checked.findings.verdict() == Verdict::kTampered ? TamperedError("audit.tampered", parameters)
                                                          : CannotTellError("audit.cannot_tell", parameters);
}

// What the figures must be: of what stands on rows, from the rows of the export, of all else from its leaves.
absl::StatusOr<FigureTables> Recount(Session& session, const VerifyOptions& options, const GivenReport& given,
                                     CountedSources& sources, bool with_rows) {
  const RecountRows recount = RecountOf(given.scope.kind);
  if (recount == nullptr) return std::move(sources.figures);
  if (!with_rows) return CannotTellError("report.rows_missing", {{"name", given.proof.name}});
  OpenedExport opened(session, options.export_file);
  const absl::StatusOr<Register> rows =
      ReadRegister(opened.reader(), given.scope.missions, sources.changed, [&] { opened.Show(); });
  if (!rows.ok()) return rows.status();
  FigureTables figures = recount(*rows, given.scope);
  figures[kHeadlines].computed.merge(sources.figures[kHeadlines].computed);
  figures.merge(sources.figures);
  return figures;
}

absl::StatusOr<FigureCheck> CheckFigures(Session& session, const VerifyOptions& options,
                                         const GivenReport& given, bool with_rows) {
  OpenedExport opened(session, options.export_file);
  try {
    absl::StatusOr<CountedSources> sources =
        CountSources(opened.reader(), given.proof, given.report, given.scope, [&] { opened.Show(); });
    if (!sources.ok()) return sources.status();
    if (sources->claim != given.proof.claim) {
      return TamperedError("report.source_differs", {{"claimed", absl::StrCat(given.proof.claim.leaves)},
                                                     {"counted", absl::StrCat(sources->claim.leaves)}});
    }
    const absl::StatusOr<FigureTables> figures = Recount(session, options, given, *sources, with_rows);
    if (!figures.ok()) return figures.status();
    FigureCheck check = CompareFigures(given.report, *figures);
    check.not_recomputed.erase(kLeafList);
    if (!check.difference) check.difference = sources->list_difference;
    return check;
  } catch (const json::exception&) {
    return CannotTellError("report.unreadable");
  }
}

absl::Status VerifyOne(Session& session, const VerifyOptions& options, const std::string& path) {
  const absl::StatusOr<GivenReport> given = ReadGiven(path);
  if (!given.ok()) return given.status();
  const ReportProof& proof = given->proof;
  const auto keys = LogKeys(session, options.keys);
  if (!keys.ok()) return keys.status();
  const absl::StatusOr<rules::log::Checkpoint> checkpoint =
      OpenNote(proof.checkpoint_note, "checkpoint.report", *keys);
  if (!checkpoint.ok()) return checkpoint.status();
  if (checkpoint->size != proof.checkpoint_size ||
      rules::log::ToBytes(checkpoint->root) != proof.checkpoint_root) {
    return TamperedError("report.checkpoint_differs");
  }
  const absl::StatusOr<int> files = CheckReportFiles(given->folder, proof.name, given->content, *keys);
  if (!files.ok()) return files.status();
  const absl::StatusOr<bool> with_rows = CheckLog(session, options, proof, *keys);
  if (!with_rows.ok()) return with_rows.status();
  const absl::StatusOr<FigureCheck> check = CheckFigures(session, options, *given, *with_rows);
  if (!check.ok()) return check.status();
  if (check->difference) {
    return TamperedError("report.figure_differs", {{"table", check->difference->table},
                                                   {"row", check->difference->row},
                                                   {"column", check->difference->column},
                                                   {"claimed", check->difference->claimed},
                                                   {"counted", check->difference->counted}});
  }
  const auto say = [&](const char* key, const Texts::Parameters& parameters) {
    *session.environment().out << OneLine(session.messages().Text(key, parameters)) << "\n";
  };
  say("report.true", {{"name", proof.name},
                      {"leaves", absl::StrCat(proof.claim.leaves)},
                      {"size", absl::StrCat(checkpoint->size)},
                      {"files", absl::StrCat(*files)},
                      {"figures", absl::StrCat(check->compared)}});
  if (check->inexact > 0) say("report.inexact", {{"figures", absl::StrCat(check->inexact)}});
  if (!check->not_recomputed.empty()) {
    say("report.not_recomputed", {{"tables", absl::StrJoin(check->not_recomputed, ", ")}});
  }
  return absl::OkStatus();
}

// Every report of a folder; a false one weighs more than one of which nothing can be told.
absl::Status Verify(Session& session, const VerifyOptions& options) {
  const std::vector<std::string> reports = ReportsIn(options.report);
  if (reports.empty()) return CannotTellError("report.none_in_folder", {{"path", options.report}});
  if (reports.size() == 1) return VerifyOne(session, options, reports.front());
  size_t failed = 0;
  bool tampered = false;
  for (const std::string& report : reports) {
    *session.environment().out << OneLine(report) << "\n" << std::flush;
    const absl::Status one = VerifyOne(session, options, report);
    if (one.ok()) continue;
    const ExitCode code = ExitCodeOf(one);
    // A key that is not given says nothing of any report.
    if (code != ExitCode::kTampered && code != ExitCode::kCannotTell) return one;
    ++failed;
    tampered = tampered || code == ExitCode::kTampered;
    session.PrintError(one);
  }
  if (failed == 0) return absl::OkStatus();
  const Texts::Parameters parameters = {{"count", absl::StrCat(failed)},
                                        {"all", absl::StrCat(reports.size())}};
  return tampered ? TamperedError("report.some_fail", parameters)
                  : CannotTellError("report.some_fail", parameters);
}

}  // namespace

void AddReportVerify(CLI::App& reports, Run& selected) {
  CLI::App& command = AddCommand(
      reports, "verify",
      "Check a report offline: its signature, its checkpoint, the leaves it counts, and its figures",
      {"arasha report create deadlines --format all --out report/", "arasha audit export log.zst --rows",
       "arasha report verify report/ --export log.zst --key log.vkey", "",
       "Exit code 0: true. 10: false. 11: cannot tell, and why.",
       "Figures that stand on rows (configuration, deadlines, exceptions, workload, statistics) are "
       "counted anew from the rows of the export: make it with --rows, soon after the report. A row that "
       "changed in between proves a figure only within a range, and the command says so."});
  auto options = std::make_shared<VerifyOptions>();
  AddOption(command, "REPORT", options->report,
            "The report's folder, its JSON, or its manifest.json; files beside it are checked against "
            "manifest.sig. Of a folder of folders, all reports in it")
      .TypeName("FILE")
      .Existing()
      .Required();
  AddOption(command, "--export", options->export_file,
            "What arasha audit export wrote, from the first leaf on")
      .TypeName("FILE")
      .ExistingFile()
      .Required();
  AddLogKey(command, options->keys);
  OnSelect(command, selected, [options](Session& session) { return Verify(session, *options); });
}

}  // namespace arasha::clients
