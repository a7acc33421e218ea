#ifndef ARASHA_CLIENTS_EXPORT_CHECK_H_
#define ARASHA_CLIENTS_EXPORT_CHECK_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "clients/export_file.h"
#include "clients/findings.h"
#include "services/rules/log/checkpoint.h"
#include "services/rules/log/signed_note.h"

namespace arasha::clients {

// Whom and what an auditor trusts.
struct Trust {
  std::vector<rules::log::NoteVerifier> log_keys;
  std::vector<rules::log::NoteVerifier> witnesses;
  // So many witnesses, told apart by name, must have cosigned.
  int quorum = 0;
  // A checkpoint kept from before: a signed note.
  std::optional<std::string> since;
};

struct ExportReport {
  struct Witness {
    std::string name;
    absl::Time time;
    int64_t size;  // of the checkpoint that it cosigned
  };

  // The newest checkpoint of the file, and its note; unset if none could be read.
  std::optional<rules::log::Checkpoint> checkpoint;
  std::string note;
  // Place of the first leaf, and what was read.
  int64_t start = 0;
  int64_t leaves = 0;
  int64_t rows = 0;
  bool with_rows = false;
  // Size of the checkpoint kept from before, once the file was found to continue it.
  std::optional<int64_t> continues;
  std::vector<Witness> witnesses;
  Findings findings;
};

// Checks an export: its form, the signatures, that its leaves lead to its checkpoints and to the one kept
// from before, and its rows. Verdict kTrue only if all of it was checked and holds. `progress` is told now
// and then how many leaves and rows were read. Without rows, memory does not grow with the file; for what
// rows take, see row_check.h.
ExportReport CheckExport(ExportReader& file, const Trust& trust,
                         const std::function<void(int64_t)>& progress);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_EXPORT_CHECK_H_
