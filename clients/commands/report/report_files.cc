#include "clients/commands/report/report_files.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "clients/commands/options.h"
#include "clients/session/progress.h"
#include "clients/text/local_error.h"
#include "proto/timestamps.h"
#include "services/rules/log/digest.h"

namespace arasha::clients {
namespace {

constexpr int64_t kPartBytes = 1024 * 1024;  // what ReadReport gives at once
constexpr absl::Duration kFirstLook = absl::Milliseconds(100);
constexpr absl::Duration kLastLook = absl::Seconds(1);

v1::ReportFormat FormatOf(const std::string& format) {
  if (format == "pdf") return v1::REPORT_FORMAT_PDF;
  if (format == "html") return v1::REPORT_FORMAT_HTML;
  if (format == "xlsx") return v1::REPORT_FORMAT_XLSX;
  if (format == "csv") return v1::REPORT_FORMAT_CSV;
  return v1::REPORT_FORMAT_JSON;
}

// The first file of the format; of several tables, the one named.
absl::StatusOr<v1::ReportFile> FindFile(const v1::Report& report, const ReportFileOptions& options) {
  for (const v1::ReportFile& file : report.files()) {
    if (file.format() != FormatOf(options.format)) continue;
    if (options.table.empty() || file.name() == absl::StrCat(options.table, ".csv")) return file;
  }
  return NotFoundError(
      "usage.no_report_file",
      {{"report", report.name()},
       {"format", options.format},
       {"table", options.table},
       {"files", absl::StrJoin(report.files(), ", ", [](std::string* out, const v1::ReportFile& file) {
          out->append(file.name());
        })}});
}

std::string Sha256Of(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  rules::log::Digest digest;
  digest.Add(stream);
  return rules::log::ToBytes(digest.Finish());
}

// The whole parts of what an earlier attempt left; the rest of it is fetched again.
int64_t Resume(const std::string& path, int64_t size) {
  std::error_code error;
  const auto there = static_cast<int64_t>(std::filesystem::file_size(path, error));
  if (error || there > size) return 0;
  return there - there % kPartBytes;
}

absl::Status FetchFile(Session& session, const std::string& report, const v1::ReportFile& file,
                       const std::string& path) {
  std::error_code error;
  const bool is_there = std::filesystem::exists(path, error);
  // One of several that were fetched before the way broke off, say.
  if (is_there && Sha256Of(path) != file.sha256()) return UsageError("usage.file_exists", {{"path", path}});
  if (is_there) {
    session.Note(session.messages().Text("note.report_saved", {{"path", path}}));
    return absl::OkStatus();
  }
  const std::string unfinished = absl::StrCat(path, ".part");
  v1::ReadReportRequest request;
  request.set_name(report);
  request.set_file(file.name());
  request.set_offset(Resume(unfinished, file.size()));
  if (request.offset() > 0) {
    std::filesystem::resize_file(unfinished, static_cast<uintmax_t>(request.offset()), error);
  }
  std::ofstream stream(unfinished,
                       std::ios::binary | (request.offset() > 0 ? std::ios::app : std::ios::trunc));
  if (!stream) {
    // Before a part is fetched for nothing.
    return UsageError("usage.cannot_write_why",
                      {{"path", unfinished}, {"error", std::generic_category().message(errno)}});
  }
  while (request.offset() < file.size()) {
    const absl::StatusOr<v1::ReadReportResponse> part = session.api().Call(request);
    if (!part.ok()) return part.status();
    if (part->content().empty()) break;
    stream << part->content();
    request.set_offset(request.offset() + static_cast<int64_t>(part->content().size()));
  }
  stream.close();
  if (!stream) return UsageError("usage.cannot_write", {{"path", unfinished}});
  if (Sha256Of(unfinished) != file.sha256()) {
    std::filesystem::remove(unfinished, error);
    return UsageError("usage.report_file_damaged", {{"path", path}});
  }
  std::filesystem::rename(unfinished, path, error);
  if (error) return UsageError("usage.cannot_write", {{"path", path}});
  session.Note(session.messages().Text("note.report_saved", {{"path", path}}));
  return absl::OkStatus();
}

// A table without rows is a heading alone: says so, and of which days it is.
void NoteIfEmpty(const Session& session, const v1::Report& report, const std::string& path) {
  std::ifstream stream(path);
  std::string heading;
  if (!std::getline(stream, heading) || stream.peek() != std::ifstream::traits_type::eof()) return;
  // Noon of a day is on the same day in UTC, wherever it begins at midnight.
  const auto day = [](absl::Time noon) { return absl::FormatTime("%Y-%m-%d", noon, absl::UTCTimeZone()); };
  session.Note(session.messages().Text("note.report_empty",
                                       {{"path", path},
                                        {"from", day(ToTime(report.start_time()) + absl::Hours(12))},
                                        {"to", day(ToTime(report.end_time()) - absl::Hours(12))}}));
}

}  // namespace

void AddReportFile(CLI::App& command, ReportFileOptions& options) {
  AddOption(command, "--format", options.format, "Form of the file; all for every file, and the signature")
      .Choice({"pdf", "html", "xlsx", "csv", "json", "all"})
      .ShowDefault();
  AddOption(command, "--table", options.table, "csv: which table; the first if left out").TypeName("ID");
  AddOption(command, "--out", options.out, "Where to; in this folder under its own name if left out")
      .TypeName("PATH");
}

absl::Status CheckReportFile(const ReportFileOptions& options, bool fetched) {
  if (!options.table.empty() && options.format != "csv") return UsageError("usage.table_is_csv");
  if (!fetched) return absl::OkStatus();
  if (options.out == "-") return UsageError("usage.no_stdout", {{"option", "--out"}});
  std::error_code error;
  if (options.format != "all" && !options.out.empty() && std::filesystem::exists(options.out, error)) {
    return UsageError("usage.file_exists", {{"path", options.out}});
  }
  return absl::OkStatus();
}

absl::Status FetchReport(Session& session, const v1::Report& report, const ReportFileOptions& options) {
  if (options.format != "all") {
    const absl::StatusOr<v1::ReportFile> file = FindFile(report, options);
    if (!file.ok()) return file.status();
    const std::string& path = options.out.empty() ? file->name() : options.out;
    if (absl::Status s = FetchFile(session, report.name(), *file, path); !s.ok()) return s;
    if (file->format() == v1::REPORT_FORMAT_CSV) NoteIfEmpty(session, report, path);
    return absl::OkStatus();
  }
  const std::string folder = options.out.empty() ? "." : options.out;
  std::error_code error;
  std::filesystem::create_directories(folder, error);
  for (const v1::ReportFile& file : report.files()) {
    const std::filesystem::path path = std::filesystem::path(folder) / file.name();
    if (absl::Status s = FetchFile(session, report.name(), file, path.string()); !s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::StatusOr<v1::Report> AwaitReport(Session& session, v1::Report report) {
  v1::GetReportRequest request;
  request.set_name(report.name());
  absl::Duration wait = kFirstLook;
  Progress progress(session.environment());
  while (report.state() == v1::REPORT_STATE_QUEUED || report.state() == v1::REPORT_STATE_RUNNING) {
    progress.Show(session.messages().Text(v1::ReportKind_Name(report.order().kind())), report.progress(),
                  100);
    absl::SleepFor(wait);
    wait = std::min(wait * 1.5, kLastLook);
    absl::StatusOr<v1::Report> seen = session.api().Call(request);
    if (!seen.ok()) return seen.status();
    report = *std::move(seen);
  }
  if (report.state() == v1::REPORT_STATE_FAILED)
    return UsageError("usage.report_failed", {{"name", report.name()}});
  if (report.state() == v1::REPORT_STATE_CANCELLED) {
    return UsageError("usage.report_cancelled", {{"name", report.name()}});
  }
  return report;
}

}  // namespace arasha::clients
