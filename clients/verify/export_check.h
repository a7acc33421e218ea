#ifndef ARASHA_CLIENTS_VERIFY_EXPORT_CHECK_H_
#define ARASHA_CLIENTS_VERIFY_EXPORT_CHECK_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "clients/verify/export_file.h"
#include "clients/verify/findings.h"
#include "clients/verify/trusted_notes.h"
#include "services/rules/log/checkpoint.h"

namespace arasha::clients {

struct ExportReport {
  // The newest checkpoint of the file, and its note; unset if none could be read or the file is damaged.
  std::optional<rules::log::Checkpoint> checkpoint;
  std::string note;
  // Place of the first leaf, and what was read.
  int64_t start = 0;
  int64_t leaves = 0;
  int64_t rows = 0;
  bool with_rows = false;
  // Size of the checkpoint kept from before, once the file was found to continue it.
  std::optional<int64_t> continues;
  // Where it was kept, see Trust; empty if there was none.
  std::string since_kept;
  std::vector<Cosignature> witnesses;
  Findings findings;
};

// Checks an export: its form, the signatures, that its leaves lead to its checkpoints and to the one kept
// from before, and its rows. Verdict kTrue only if all of it was checked and holds; kCannotTell, and nothing
// but the damage, if its compression or its checksum fails. `progress` is told now and then how many leaves
// and rows were read. Without rows, memory grows with who may do what and with grants on cases alone; for
// what rows take, see row_check.h.
ExportReport CheckExport(ExportReader& file, const Trust& trust,
                         const std::function<void(int64_t)>& progress);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_VERIFY_EXPORT_CHECK_H_
