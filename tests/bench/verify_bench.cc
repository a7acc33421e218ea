// `arasha-verify-bench`: how fast an export of the audit log is checked, and in how much memory. It makes an
// export of leaves as the server writes them, with everything in them random that is so in a real log, and
// then does what `arasha audit verify` does.

#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "clients/verify/export_check.h"
#include "clients/verify/export_file.h"
#include "services/rules/log/checkpoint.h"
#include "services/rules/log/leaf.h"
#include "services/rules/log/merkle.h"
#include "services/rules/log/signed_note.h"
#include "tests/support/log/leaf_bytes.h"

namespace arasha {
namespace {

using clients::ExportWriter;
using rules::log::NoteSigner;
using rules::log::SignatureKind;

constexpr char kOrigin[] = "arasha.example/audit";
constexpr int64_t kLeavesPerFrame = 5000;
constexpr size_t kStateBytes = 200;

// The same bytes for the same number, in whatever order they are asked for.
std::string Random(uint64_t number, uint64_t salt, size_t length) {
  std::mt19937_64 random(number * 1000 + salt);
  std::string bytes;
  while (bytes.size() < length) {
    const uint64_t word = random();
    bytes.append(reinterpret_cast<const char*>(&word), sizeof word);
  }
  bytes.resize(length);
  return bytes;
}

// Every leaf writes a row of its own, as one that adds an entry to a timeline does.
struct Row {
  std::string case_uid;
  std::string key;
  std::string state;
};

Row RowAt(int64_t index) {
  const auto number = static_cast<uint64_t>(index);
  return {Random(number / 10, 1, 16), rules::log::FormatUid(Random(number, 2, 16)),
          Random(number, 3, kStateBytes)};
}

std::string LeafAt(int64_t index) {
  const auto number = static_cast<uint64_t>(index);
  const Row row = RowAt(index);
  LeafFields fields;
  fields.event_uid = Random(number, 4, 16);
  fields.occurred_micros = 848'833'500'000'000 + index * 1000;
  fields.certificate = Random(number % 200, 5, 32);
  fields.actor = absl::StrCat("staff/officer.", number % 200);
  fields.action = "AddEntry";
  fields.object_uid = row.case_uid;
  fields.request_id = Random(number, 6, 16);
  fields.commitment = Random(number, 7, 32);
  fields.objects = ObjectBytes("entry", row.key, 1, rules::log::ToBytes(rules::log::Sha256(row.state)));
  return LeafBytes(fields);
}

void Check(const absl::Status& status) {
  if (status.ok()) return;
  std::cerr << "arasha-verify-bench: " << status << "\n";
  std::exit(1);
}

double Seconds(std::chrono::steady_clock::time_point since) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - since).count();
}

double ProcessorSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

int64_t PeakKilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

void Write(const std::string& path, int64_t leaves, bool with_rows, const NoteSigner& signer) {
  rules::log::CompactRange tree;
  for (int64_t i = 0; i < leaves; ++i) tree.Append(rules::log::HashLeaf(LeafAt(i)));
  const std::string text = rules::log::FormatCheckpoint({kOrigin, leaves, tree.Root()});
  absl::StatusOr<ExportWriter> writer = ExportWriter::Create(path);
  Check(writer.status());
  v1::ExportRecord record;
  record.mutable_header()->set_version(1);
  record.mutable_header()->set_checkpoint(
      rules::log::FormatNote(text, {*signer.Sign(text, absl::UnixEpoch())}));
  record.mutable_header()->set_with_rows(with_rows);
  writer->Add(record);
  for (int64_t i = 0; i < leaves; ++i) {
    record.set_leaf(LeafAt(i));
    writer->Add(record);
    if (i % kLeavesPerFrame == 0) Check(writer->EndFrame());
  }
  for (int64_t i = 0; with_rows && i < leaves; ++i) {
    const Row row = RowAt(i);
    v1::RowState& state = *record.mutable_row();
    state.set_kind("entry");
    state.set_case_uid(rules::log::FormatUid(row.case_uid));
    state.set_key(row.key);
    state.set_version(1);
    state.set_state(row.state);
    writer->Add(record);
    if (i % kLeavesPerFrame == 0) Check(writer->EndFrame());
  }
  record.mutable_end()->set_leaves(leaves);
  record.mutable_end()->set_rows(with_rows ? leaves : 0);
  writer->Add(record);
  Check(writer->Close());
}

int Run(int64_t leaves, bool with_rows, const std::string& path) {
  const NoteSigner signer = *NoteSigner::FromSeed(kOrigin, SignatureKind::kEd25519, std::string(32, 'l'));
  Write(path, leaves, with_rows, signer);
  std::printf("%lld leaves of %zu bytes%s, file of %.1f MB\n", static_cast<long long>(leaves),
              LeafAt(0).size(), with_rows ? " and as many rows" : "",
              static_cast<double>(std::filesystem::file_size(path)) / 1e6);
  std::printf("peak memory before  %7.1f MiB\n", static_cast<double>(PeakKilobytes()) / 1024);

  std::ifstream file(path, std::ios::binary);
  clients::ExportReader reader(file);
  const auto start = std::chrono::steady_clock::now();
  const double processor = ProcessorSeconds();
  const clients::ExportReport report =
      clients::CheckExport(reader, {{signer.verifier()}, {}, 0, std::nullopt}, [](int64_t) {});
  const double elapsed = Seconds(start);
  const double used = ProcessorSeconds() - processor;
  std::filesystem::remove(path);
  std::printf("peak memory after   %7.1f MiB\n", static_cast<double>(PeakKilobytes()) / 1024);
  std::printf("checked in %.2f s, %.2f s of processor time: %.0f leaves per second of it\n", elapsed, used,
              static_cast<double>(leaves) / used);
  return report.findings.verdict() == clients::Verdict::kTrue && report.leaves == leaves ? 0 : 1;
}

}  // namespace
}  // namespace arasha

int main(int argc, char** argv) {
  CLI::App app("How fast an export of the audit log is checked, on one core.", "arasha-verify-bench");
  int64_t leaves = 1'000'000;
  bool with_rows = false;
  std::string path =
      (std::filesystem::temp_directory_path() / absl::StrCat("arasha-verify-bench.", getpid())).string();
  app.add_option("--leaves", leaves, "So many leaves")->check(CLI::PositiveNumber)->capture_default_str();
  app.add_flag("--rows", with_rows, "A row for each as well");
  app.add_option("--file", path, "Where to write the export, which is removed afterwards")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return arasha::Run(leaves, with_rows, path);
}
