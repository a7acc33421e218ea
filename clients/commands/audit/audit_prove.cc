#include <memory>
#include <optional>

#include "absl/strings/str_cat.h"
#include "clients/commands/commands.h"
#include "clients/commands/log_options.h"
#include "clients/commands/options.h"
#include "clients/print/tables/print_audit.h"
#include "clients/text/local_error.h"
#include "clients/verify/log_keys.h"

namespace arasha::clients {
namespace {

using rules::log::Checkpoint;
using rules::log::Hash;

struct ProveOptions {
  int64_t index = 0;
  std::vector<std::string> keys;
  std::string checkpoint;
};

// Whether the proof is one of this leaf in this tree. Nothing that it says of itself is taken for true.
bool Proves(const v1::InclusionProof& proof, int64_t index, const Checkpoint& checkpoint) {
  std::vector<Hash> hashes;
  for (const std::string& bytes : proof.hashes()) {
    const std::optional<Hash> hash = rules::log::ToHash(bytes);
    if (!hash) return false;
    hashes.push_back(*hash);
  }
  return proof.leaf_index() == index &&
         rules::log::VerifyInclusion(index, checkpoint.size, rules::log::HashLeaf(proof.leaf()), hashes,
                                     checkpoint.root);
}

absl::Status Prove(Session& session, const ProveOptions& options) {
  const auto keys = LogKeys(session, options.keys);
  if (!keys.ok()) return keys.status();
  v1::GetInclusionProofRequest request;
  request.set_leaf_index(options.index);
  std::optional<Checkpoint> kept;
  if (!options.checkpoint.empty()) {
    const absl::StatusOr<std::string> note = ReadNote(options.checkpoint);
    if (!note.ok()) return note.status();
    const absl::StatusOr<Checkpoint> opened = OpenNote(*note, "checkpoint.kept", *keys);
    if (!opened.ok()) return opened.status();
    kept = *opened;
    request.set_size(kept->size);
  }
  const absl::StatusOr<v1::InclusionProof> proof = session.api().Call(request);
  if (!proof.ok()) return proof.status();
  const absl::StatusOr<Checkpoint> checkpoint =
      OpenNote(proof->checkpoint().note(), "checkpoint.answer", *keys);
  if (!checkpoint.ok()) return checkpoint.status();
  const Texts::Parameters parameters = {{"leaf", absl::StrCat(options.index)},
                                        {"size", absl::StrCat(checkpoint->size)}};
  if (kept && *kept != *checkpoint)
    return TamperedError("audit.forked", {{"size", absl::StrCat(kept->size)}});
  if (!Proves(*proof, options.index, *checkpoint)) return TamperedError("audit.not_proved", parameters);
  session.Print(*proof);
  session.Note(session.messages().Text("note.proved", parameters));
  return absl::OkStatus();
}

}  // namespace

void AddAuditProve(CLI::App& audit, Run& selected) {
  CLI::App& command =
      AddCommand(audit, "prove", "Show what one leaf tells, and prove that it stands in the log",
                 {"arasha audit prove 4711 --key log.vkey",
                  "arasha audit prove 4711 --key log.vkey --checkpoint kept.note --output json"});
  auto options = std::make_shared<ProveOptions>();
  AddOption(command, "INDEX", options->index, "Place of the leaf, as audit list shows it")
      .Range(int64_t{0}, INT64_MAX)
      .Required()
      .Sets("leaf_index");
  AddLogKey(command, options->keys);
  AddOption(command, "--checkpoint", options->checkpoint,
            "Prove it in this checkpoint, kept from before; else in the newest one")
      .TypeName("FILE")
      .Sets("size");
  OnSelect(command, selected, [options](Session& session) { return Prove(session, *options); });
}

}  // namespace arasha::clients
