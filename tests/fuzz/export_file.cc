// Exports: whatever the file, it is read to an end, in bounded memory, and is not found true, for the key is
// one that has signed nothing. The input is either a file or, behind a first byte of 0xff, what one is
// decompressed to, so that what lies behind the compression is reached too.
#include <zstd.h>

#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "clients/verify/export_check.h"

namespace tlog = arasha::rules::log;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string bytes(reinterpret_cast<const char*>(data), size);
  if (size > 0 && data[0] == 0xff) {
    const std::string records = bytes.substr(1);
    bytes.resize(ZSTD_compressBound(records.size()));
    bytes.resize(ZSTD_compress(bytes.data(), bytes.size(), records.data(), records.size(), 1));
    tlog::Digest digest;
    digest.Add(bytes);
    bytes += arasha::clients::ClosingFrame(digest);
  }
  static const auto key = tlog::NoteSigner::FromSeed("arasha.example/audit", tlog::SignatureKind::kEd25519,
                                                     "an unguessable seed of 32 bytes.");
  std::istringstream in(bytes);
  arasha::clients::ExportReader reader(in);
  const arasha::clients::ExportReport report =
      arasha::clients::CheckExport(reader, {{key->verifier()}, {}, 0, std::nullopt}, [](int64_t) {});
  if (report.findings.verdict() == arasha::clients::Verdict::kTrue) std::abort();
  if (reader.bytes_read() > static_cast<int64_t>(bytes.size())) std::abort();
  return 0;
}
