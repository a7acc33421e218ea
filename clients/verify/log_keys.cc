#include "clients/verify/log_keys.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "clients/text/file.h"
#include "clients/text/local_error.h"

namespace arasha::clients {
namespace {

using rules::log::NoteVerifier;
using rules::log::SignatureKind;

absl::StatusOr<std::string> Read(const std::string& what, const std::string& path) {
  absl::StatusOr<std::string> content = ReadFile(path);
  if (!content.ok()) {
    return ConfigurationError(
        "config.unreadable",
        {{"what", what}, {"path", path}, {"error", std::string(content.status().message())}});
  }
  return content;
}

absl::Status Add(absl::string_view text, const std::string& typed, SignatureKind kind,
                 std::vector<NoteVerifier>& keys) {
  absl::StatusOr<NoteVerifier> key = NoteVerifier::FromKey(text);
  if (!key.ok()) return UsageError("usage.log_key", {{"text", typed}});
  if (key->kind() != kind) {
    return UsageError(kind == SignatureKind::kEd25519 ? "usage.witness_as_log" : "usage.log_as_witness",
                      {{"text", typed}});
  }
  keys.push_back(*std::move(key));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<NoteVerifier>> ReadLogKeys(const std::vector<std::string>& typed,
                                                      SignatureKind kind) {
  std::vector<NoteVerifier> keys;
  for (const std::string& value : typed) {
    if (NoteVerifier::FromKey(value).ok()) {
      if (const absl::Status added = Add(value, value, kind, keys); !added.ok()) return added;
      continue;
    }
    const absl::StatusOr<std::string> content = Read("file.log_key", value);
    if (!content.ok()) return content.status();
    const size_t before = keys.size();
    for (const absl::string_view line : absl::StrSplit(*content, '\n')) {
      const absl::string_view text = absl::StripAsciiWhitespace(line);
      if (text.empty() || absl::StartsWith(text, "#")) continue;
      if (const absl::Status added = Add(text, value, kind, keys); !added.ok()) return added;
    }
    if (keys.size() == before) return UsageError("usage.log_key", {{"text", value}});
  }
  return keys;
}

absl::StatusOr<std::string> ReadNote(const std::string& path) { return Read("file.checkpoint", path); }

absl::StatusOr<rules::log::Checkpoint> OpenNote(const std::string& note, absl::string_view which,
                                                const std::vector<NoteVerifier>& keys) {
  absl::StatusOr<rules::log::SignedCheckpoint> opened = rules::log::OpenCheckpoint(note, keys);
  if (opened.ok()) return std::move(opened->checkpoint);
  const Texts::Parameters parameters = {{"what", std::string(which)}};
  switch (opened.status().code()) {
    case absl::StatusCode::kUnauthenticated:
      return TamperedError("audit.signature_false", parameters);
    case absl::StatusCode::kNotFound:
      return CannotTellError("audit.signer_unknown", parameters);
    default:
      return CannotTellError("audit.checkpoint_malformed", parameters);
  }
}

}  // namespace arasha::clients
