#ifndef ARASHA_CLIENTS_VERIFY_LOG_KEYS_H_
#define ARASHA_CLIENTS_VERIFY_LOG_KEYS_H_

#include <string>
#include <vector>
#include "absl/strings/string_view.h"

#include "absl/status/statusor.h"
#include "services/rules/log/checkpoint.h"
#include "services/rules/log/signed_note.h"

namespace arasha::clients {

// Keys as people give them: `name+id+Base64`, or the path of a file with one on each line that is neither
// empty nor begins with `#`. All of them are of this kind, or it is a usage error.
absl::StatusOr<std::vector<rules::log::NoteVerifier>> ReadLogKeys(const std::vector<std::string>& typed,
                                                                  rules::log::SignatureKind kind);

// A note that was kept in a file. What it says is not looked at.
absl::StatusOr<std::string> ReadNote(const std::string& path);

// A checkpoint that one of these keys signed. TamperedError if the signature is false, CannotTellError if
// there is none by them or if it is no checkpoint; `which` names it there, the key of a message.
absl::StatusOr<rules::log::Checkpoint> OpenNote(const std::string& note, absl::string_view which,
                                                const std::vector<rules::log::NoteVerifier>& keys);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_VERIFY_LOG_KEYS_H_
