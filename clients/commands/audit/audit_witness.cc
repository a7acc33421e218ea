#include <memory>
#include <ostream>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/commands/commands.h"
#include "clients/commands/log_options.h"
#include "clients/commands/options.h"
#include "clients/commands/print_records.h"
#include "clients/connection/certificate.h"
#include "clients/text/file.h"
#include "clients/text/local_error.h"
#include "clients/verify/log_keys.h"

namespace arasha::clients {
namespace {

using rules::log::Checkpoint;
using rules::log::Hash;
using rules::log::NoteSigner;
using rules::log::NoteVerifier;
using rules::log::SignatureKind;

struct WitnessOptions {
  std::string note;
  std::vector<std::string> keys;
  std::string state;
  std::string sign_key;
  std::string name;
  std::string proof;
};

absl::StatusOr<NoteSigner> SignerOf(const WitnessOptions& options) {
  const absl::StatusOr<std::string> pem = ReadPem("file.witness_key", options.sign_key);
  if (!pem.ok()) return pem.status();
  absl::StatusOr<NoteSigner> signer = NoteSigner::FromPem(options.name, SignatureKind::kCosignatureV1, *pem);
  if (!signer.ok())
    return UsageError("usage.witness_key", {{"path", options.sign_key}, {"name", options.name}});
  return signer;
}

// The checkpoint that was cosigned last; that of a log without leaves if none was.
absl::StatusOr<Checkpoint> LastOf(const WitnessOptions& options, const std::vector<NoteVerifier>& keys,
                                  const std::string& origin) {
  const absl::StatusOr<std::string> note = ReadFile(options.state);
  if (absl::IsNotFound(note.status())) return Checkpoint{origin, 0, rules::log::EmptyRoot()};
  if (!note.ok()) return ReadNote(options.state).status();
  return OpenNote(*note, "checkpoint.state", keys);
}

// Hashes in Base64, a line each.
absl::StatusOr<std::vector<Hash>> ReadProof(const std::string& path) {
  std::vector<Hash> proof;
  if (path.empty()) return proof;
  const absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) {
    return ConfigurationError(
        "config.unreadable",
        {{"what", "file.proof"}, {"path", path}, {"error", std::string(text.status().message())}});
  }
  for (const absl::string_view line : absl::StrSplit(*text, '\n', absl::SkipEmpty())) {
    std::string bytes;
    const auto hash = absl::Base64Unescape(line, &bytes) ? rules::log::ToHash(bytes) : std::nullopt;
    if (!hash) return CannotTellError("audit.proof_malformed", {{"path", path}});
    proof.push_back(*hash);
  }
  return proof;
}

// Whether the log, as this witness last saw it, is a beginning of what it is shown now.
absl::Status CheckContinues(const Checkpoint& last, const Checkpoint& shown, const std::vector<Hash>& proof) {
  const Texts::Parameters parameters = {{"size", absl::StrCat(shown.size)},
                                        {"since_size", absl::StrCat(last.size)},
                                        {"origin", shown.origin},
                                        {"since_origin", last.origin}};
  if (last.origin != shown.origin) return CannotTellError("audit.other_log", parameters);
  if (last.size > shown.size) return CannotTellError("audit.witness_older", parameters);
  if (last.size == shown.size) {
    return last.root == shown.root ? absl::OkStatus() : TamperedError("audit.forked", parameters);
  }
  // Any log continues one without leaves.
  if (last.size == 0) return absl::OkStatus();
  if (!rules::log::VerifyConsistency(last.size, last.root, shown.size, shown.root, proof)) {
    return CannotTellError("audit.witness_unproved", parameters);
  }
  return absl::OkStatus();
}

absl::Status Cosign(Session& session, const WitnessOptions& options) {
  const auto keys = LogKeys(session, options.keys);
  if (!keys.ok()) return keys.status();
  const absl::StatusOr<NoteSigner> signer = SignerOf(options);
  if (!signer.ok()) return signer.status();
  const absl::StatusOr<std::string> note = ReadNote(options.note);
  if (!note.ok()) return note.status();
  const absl::StatusOr<Checkpoint> shown = OpenNote(*note, "checkpoint.shown", *keys);
  if (!shown.ok()) return shown.status();
  const absl::StatusOr<std::vector<Hash>> proof = ReadProof(options.proof);
  if (!proof.ok()) return proof.status();

  // Two at once could each cosign a history of its own.
  const absl::StatusOr<FileLock> lock = FileLock::Take(absl::StrCat(options.state, ".lock"));
  if (!lock.ok()) {
    return ConfigurationError("config.unwritable",
                              {{"path", options.state}, {"error", std::string(lock.status().message())}});
  }
  const absl::StatusOr<Checkpoint> last = LastOf(options, *keys, shown->origin);
  if (!last.ok()) return last.status();
  if (const absl::Status continues = CheckContinues(*last, *shown, *proof); !continues.ok()) return continues;
  const auto signature = signer->Sign(rules::log::FormatCheckpoint(*shown), session.environment().now());
  if (!signature.ok()) return signature.status();
  // Kept before it is said: what was cosigned once must never be forgotten.
  if (const absl::Status saved = SaveNote(options.state, *note); !saved.ok()) return saved;

  const std::string line = rules::log::FormatSignature(*signature);
  const std::string vkey = signer->verifier().ToString();
  if (session.output() == Output::kTable) {
    *session.environment().out << line;
    session.Note(
        session.messages().Text("note.cosigned", {{"size", absl::StrCat(shown->size)}, {"key", vkey}}));
  } else {
    PrintRecords(session, {"line", "key"}, {{line.substr(0, line.size() - 1), vkey}});
  }
  return absl::OkStatus();
}

}  // namespace

void AddAuditWitness(CLI::App& audit, Run& selected) {
  CLI::App& command = AddCommand(
      audit, "witness",
      "Cosign a checkpoint as an independent witness, offline, if it continues the last one cosigned",
      {"openssl genpkey -algorithm ed25519 -out witness.pem",
       "arasha audit checkpoint --key log.vkey --since state.note --save new.note --proof new.proof",
       "arasha audit witness new.note --proof new.proof --key log.vkey --state state.note --sign witness.pem "
       "--name inspectorate.example/w1 >> new.note"});
  auto options = std::make_shared<WitnessOptions>();
  AddOption(command, "NOTE", options->note, "The checkpoint").Required().TypeName("FILE");
  AddLogKey(command, options->keys);
  AddOption(command, "--state", options->state,
            "Where this witness keeps the last checkpoint that it cosigned")
      .Required()
      .TypeName("FILE");
  AddOption(command, "--sign", options->sign_key, "The witness's private key, Ed25519, PEM")
      .Required()
      .TypeName("FILE");
  AddOption(command, "--name", options->name, "The witness's name, a domain and a path").Required();
  AddOption(command, "--proof", options->proof,
            "That the checkpoint continues the last one, from audit checkpoint --proof; not needed the "
            "first time")
      .TypeName("FILE");
  OnSelect(command, selected, [options](Session& session) { return Cosign(session, *options); });
}

}  // namespace arasha::clients
