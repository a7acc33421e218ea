#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>
#include <set>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "clients/commands/commands.h"
#include "clients/commands/log_options.h"
#include "clients/commands/options.h"
#include "clients/session/progress.h"
#include "clients/text/local_error.h"
#include "clients/verify/export_check.h"
#include "clients/verify/log_keys.h"
#include "clients/verify/print_findings.h"

namespace arasha::clients {
namespace {

struct VerifyOptions {
  std::string file;
  std::vector<std::string> keys;
  std::string since;
  std::vector<std::string> witnesses;
  int quorum = 0;
  std::string save;
};

absl::StatusOr<Trust> TrustOf(const Session& session, const VerifyOptions& options) {
  Trust trust;
  trust.schema = &rules::log::ShippedSchema();
  auto keys = LogKeys(session, options.keys);
  if (!keys.ok()) return keys.status();
  trust.log_keys = *std::move(keys);
  auto witnesses = ReadLogKeys(options.witnesses, rules::log::SignatureKind::kCosignatureV1);
  if (!witnesses.ok()) return witnesses.status();
  trust.witnesses = *std::move(witnesses);
  std::set<std::string> names;
  for (const rules::log::NoteVerifier& witness : trust.witnesses) names.insert(witness.name());
  const auto count = static_cast<int>(names.size());
  if (options.quorum > count) {
    return UsageError("usage.quorum",
                      {{"quorum", absl::StrCat(options.quorum)}, {"count", absl::StrCat(count)}});
  }
  trust.quorum = options.quorum == 0 ? count : options.quorum;
  if (!options.since.empty()) {
    absl::StatusOr<std::string> note = ReadNote(options.since);
    if (!note.ok()) return note.status();
    trust.since = *std::move(note);
  }
  return trust;
}

ExportReport Check(Session& session, const VerifyOptions& options, std::istream& in, const Trust& trust) {
  ExportReader reader(in);
  std::error_code error;
  const std::uintmax_t bytes = std::filesystem::file_size(options.file, error);
  Progress progress(session.environment());
  const std::string label = session.messages().Text("progress.verify");
  return CheckExport(reader, trust, [&](int64_t) {
    progress.Show(label, reader.bytes_read(), error ? 0 : static_cast<int64_t>(bytes));
  });
}

void Print(const Session& session, const ExportReport& report) {
  std::ostream& out = *session.environment().out;
  switch (session.output()) {
    case Output::kTable:
    case Output::kSheet:  // refused, for it is no list
      out << TableText(report, session.style());
      break;
    case Output::kJson:
      out << JsonText(report, session.messages());
      break;
    case Output::kCsv:
      out << CsvText(report, session.messages());
      break;
  }
}

absl::Status Verify(Session& session, const VerifyOptions& options) {
  const absl::StatusOr<Trust> trust = TrustOf(session, options);
  if (!trust.ok()) return trust.status();
  std::ifstream file;
  if (options.file != "-") {
    file.open(options.file, std::ios::binary);
    if (!file.is_open()) {
      return ConfigurationError("config.unreadable", {{"what", "file.export"},
                                                      {"path", options.file},
                                                      {"error", std::generic_category().message(errno)}});
    }
  }
  const ExportReport report =
      Check(session, options, options.file == "-" ? *session.environment().in : file, *trust);
  Print(session, report);
  const Texts::Parameters parameters = {{"count", absl::StrCat(report.findings.count())}};
  switch (report.findings.verdict()) {
    case Verdict::kTampered:
      return TamperedError("audit.tampered", parameters);
    case Verdict::kCannotTell:
      return CannotTellError("audit.cannot_tell", parameters);
    case Verdict::kTrue:
      break;
  }
  return options.save.empty() ? absl::OkStatus() : SaveNote(options.save, report.note);
}

}  // namespace

void AddAuditVerify(CLI::App& audit, Run& selected) {
  CLI::App& command = AddCommand(
      audit, "verify",
      "Check an export offline: signatures, every leaf, the tree, what it continues, and its rows",
      {"arasha audit verify log.zst --key log.vkey",
       "arasha audit verify log.zst --key log.vkey --since last.note --save last.note",
       "arasha audit verify log.zst --key log.vkey --witness witnesses.vkeys --quorum 2 --output json", "",
       "Exit code 0: true. 10: tampered with. 11: cannot tell, and why.",
       "Rows take 100 to 220 bytes of memory each while they are checked; leaves take none."});
  auto options = std::make_shared<VerifyOptions>();
  AddOption(command, "FILE", options->file, "What arasha audit export wrote; - for standard input")
      .Required();
  AddLogKey(command, options->keys);
  AddOption(command, "--since", options->since,
            "A checkpoint kept from before; without one, a log rewritten from its beginning is not noticed")
      .TypeName("FILE");
  const Option witness =
      AddRepeated(command, "--witness", options->witnesses,
                  "Public key of a witness that must have cosigned, or a file of such keys")
          .TypeName("KEY");
  AddOption(command, "--quorum", options->quorum, "So many witnesses suffice; all of them if left out")
      .Range(1, 100)
      .TypeName("N")
      .Needs(witness);
  AddOption(command, "--save", options->save, "If all is true, keep the checkpoint in this file, for --since")
      .TypeName("FILE");
  OnSelect(command, selected, [options](Session& session) { return Verify(session, *options); });
}

}  // namespace arasha::clients
