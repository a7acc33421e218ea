#include "services/reports/report_files.h"

#include <fstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/reports/document/source_json.h"
#include "services/reports/render/output_file.h"
#include "services/reports/render/render.h"
#include "services/rules/log/digest.h"

namespace arasha::reports {
namespace {

// The size and the hash of a file that was written.
absl::StatusOr<v1::ReportFile> Describe(const std::string& folder, const std::string& name,
                                        v1::ReportFormat format) {
  std::ifstream stream(absl::StrCat(folder, "/", name), std::ios::binary);
  rules::log::Digest digest;
  const int64_t size = digest.Add(stream);
  if (!stream.eof()) return absl::InternalError(absl::StrCat("cannot read ", name, " again"));
  v1::ReportFile file;
  file.set_name(name);
  file.set_format(format);
  file.set_size(size);
  file.set_sha256(rules::log::ToBytes(digest.Finish()));
  return file;
}

absl::Status WriteText(const std::string& path, absl::string_view text) {
  OutputFile file(path);
  file.Write(text);
  return file.Close();
}

std::string ManifestText(const Document& document, const std::vector<v1::ReportFile>& files) {
  nlohmann::json list = nlohmann::json::array();
  for (const v1::ReportFile& file : files) {
    list.push_back(
        {{"name", file.name()}, {"size", file.size()}, {"sha256", absl::BytesToHexString(file.sha256())}});
  }
  const nlohmann::json manifest = {
      {"name", document.name},
      {"kind", document.kind},
      {"create_time", absl::FormatTime(absl::RFC3339_full, document.made_at, absl::UTCTimeZone())},
      {"checkpoint", ToJson(document.checkpoint)},
      {"source", ToJson(document.source)},
      {"files", list}};
  return absl::StrCat(manifest.dump(1), "\n");
}

}  // namespace

std::string SignedText(absl::string_view report, const std::vector<v1::ReportFile>& files) {
  std::string text = absl::StrCat("# Arasha report ", report, "\n");
  for (const v1::ReportFile& file : files) {
    absl::StrAppend(&text, absl::BytesToHexString(file.sha256()), "  ", file.name(), "\n");
  }
  return text;
}

absl::StatusOr<std::vector<v1::ReportFile>> WriteReportFiles(const Document& document,
                                                             const std::string& folder, const SignText& sign,
                                                             const KeepGoing& keep_going) {
  std::vector<v1::ReportFile> files;
  const auto add = [&](const std::string& name, v1::ReportFormat format, auto write) -> absl::Status {
    if (!keep_going()) return absl::CancelledError("the report was cancelled");
    if (absl::Status s = write(absl::StrCat(folder, "/", name)); !s.ok()) return s;
    auto file = Describe(folder, name, format);
    if (file.ok()) files.push_back(*std::move(file));
    return file.status();
  };
  const auto render = [&](absl::Status (*renderer)(const Document&, const std::string&)) {
    return [&document, renderer](const std::string& path) { return renderer(document, path); };
  };
  absl::Status status = add(document.kind + ".pdf", v1::REPORT_FORMAT_PDF, render(&RenderPdf));
  if (status.ok()) status = add(document.kind + ".html", v1::REPORT_FORMAT_HTML, render(&RenderHtml));
  if (status.ok()) status = add(document.kind + ".xlsx", v1::REPORT_FORMAT_XLSX, render(&RenderXlsx));
  if (status.ok()) status = add(document.kind + ".json", v1::REPORT_FORMAT_JSON, render(&RenderJson));
  for (const Table* table : TablesOf(document)) {
    if (!status.ok()) break;
    status = add(table->id + ".csv", v1::REPORT_FORMAT_CSV,
                 [&](const std::string& path) { return RenderCsv(document, *table, path); });
  }
  if (status.ok()) {
    status = add("manifest.json", v1::REPORT_FORMAT_MANIFEST,
                 [&](const std::string& path) { return WriteText(path, ManifestText(document, files)); });
  }
  if (status.ok() && sign) {
    auto note = sign(document.checkpoint.origin, SignedText(document.name, files));
    if (!note.ok()) return note.status();
    status = add("manifest.sig", v1::REPORT_FORMAT_SIGNATURE,
                 [&](const std::string& path) { return WriteText(path, *note); });
  }
  if (!status.ok()) return status;
  return files;
}

}  // namespace arasha::reports
