#include <memory>

#include "absl/strings/escaping.h"
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
using rules::log::NoteVerifier;

struct CheckpointOptions {
  int64_t size = 0;
  std::vector<std::string> keys;
  std::string since;
  std::string save;
  std::string proof;
};

// The server's proof that the log continues the older checkpoint, if it is one.
absl::StatusOr<std::vector<Hash>> ProveContinues(Session& session, const Checkpoint& older,
                                                 const Checkpoint& newer) {
  const Texts::Parameters parameters = {{"size", absl::StrCat(newer.size)},
                                        {"since_size", absl::StrCat(older.size)},
                                        {"origin", newer.origin},
                                        {"since_origin", older.origin}};
  if (older.origin != newer.origin) return CannotTellError("audit.other_log", parameters);
  if (older.size > newer.size) return TamperedError("audit.log_shorter", parameters);
  v1::GetConsistencyProofRequest request;
  request.set_old_size(older.size);
  request.set_new_size(newer.size);
  const absl::StatusOr<v1::ConsistencyProof> proof = session.api().Call(request);
  if (!proof.ok()) return proof.status();
  std::vector<Hash> hashes;
  for (const std::string& bytes : proof->hashes()) {
    hashes.push_back(rules::log::ToHash(bytes).value_or(Hash{}));
  }
  if (!rules::log::VerifyConsistency(older.size, older.root, newer.size, newer.root, hashes)) {
    return TamperedError("audit.history_rewritten", parameters);
  }
  return hashes;
}

absl::Status SaveProof(const std::string& path, const std::vector<Hash>& proof) {
  std::string lines;
  for (const Hash& hash : proof) {
    absl::StrAppend(&lines, absl::Base64Escape(rules::log::ToBytes(hash)), "\n");
  }
  return SaveNote(path, lines);
}

// Whether the log signed the note, and it continues the one kept from before.
absl::Status Check(Session& session, const CheckpointOptions& options, const std::string& note,
                   const std::vector<NoteVerifier>& keys) {
  const absl::StatusOr<Checkpoint> newer = OpenNote(note, "checkpoint.answer", keys);
  if (!newer.ok() || options.since.empty()) return newer.status();
  const absl::StatusOr<std::string> kept = ReadNote(options.since);
  if (!kept.ok()) return kept.status();
  const absl::StatusOr<Checkpoint> older = OpenNote(*kept, "checkpoint.since", keys);
  if (!older.ok()) return older.status();
  const absl::StatusOr<std::vector<Hash>> proof = ProveContinues(session, *older, *newer);
  if (!proof.ok() || options.proof.empty()) return proof.status();
  return SaveProof(options.proof, *proof);
}

absl::Status Show(Session& session, const CheckpointOptions& options) {
  const auto keys = LogKeys(session, options.keys);
  // Without a key the log is only shown, and that is said.
  const bool checked = keys.ok() || !options.keys.empty() || !options.since.empty();
  if (checked && !keys.ok()) return keys.status();
  v1::GetCheckpointRequest request;
  request.set_size(options.size);
  const absl::StatusOr<v1::Checkpoint> answer = session.api().Call(request);
  if (!answer.ok()) return answer.status();
  if (checked) {
    const absl::Status status = Check(session, options, answer->note(), *keys);
    if (!status.ok()) return status;
  } else {
    session.Note(session.messages().Text("note.unchecked"));
  }
  if (!options.save.empty()) {
    if (const absl::Status saved = SaveNote(options.save, answer->note()); !saved.ok()) return saved;
  }
  session.Print(*answer);
  return absl::OkStatus();
}

}  // namespace

void AddAuditCheckpoint(CLI::App& audit, Run& selected) {
  CLI::App& command = AddCommand(
      audit, "checkpoint", "Fetch a signed head of the log, and check that it continues an earlier one",
      {"arasha audit checkpoint --key log.vkey --save first.note",
       "arasha audit checkpoint --key log.vkey --since last.note --save last.note   # every day"});
  auto options = std::make_shared<CheckpointOptions>();
  AddOption(command, "--size", options->size, "The checkpoint of so many leaves; the newest if left out")
      .Range(int64_t{1}, INT64_MAX)
      .TypeName("N")
      .Sets("size");
  AddLogKey(command, options->keys);
  const Option since = AddOption(command, "--since", options->since,
                                 "A checkpoint kept from before, which this one must continue")
                           .TypeName("FILE");
  AddOption(command, "--proof", options->proof, "Keep the proof of it in this file, for a witness")
      .TypeName("FILE")
      .Needs(since);
  AddOption(command, "--save", options->save, "Keep the note in this file").TypeName("FILE");
  OnSelect(command, selected, [options](Session& session) { return Show(session, *options); });
}

}  // namespace arasha::clients
