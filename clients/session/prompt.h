#ifndef ARASHA_CLIENTS_SESSION_PROMPT_H_
#define ARASHA_CLIENTS_SESSION_PROMPT_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "arasha/v1/case_type.pb.h"
#include "clients/session/session.h"
#include "google/protobuf/struct.pb.h"

namespace arasha::clients {

// Questions to the person at the terminal, on standard error so that standard output is the answer's
// alone. The end of input is a usage error.

// An answer that is not empty; the question is asked until there is one, and an empty line told so.
absl::StatusOr<std::string> Ask(Session& session, const std::string& question);

// The same, or nothing: an empty line is an answer.
absl::StatusOr<std::string> AskOptional(Session& session, const std::string& question);

// Asked until it is answered with yes or no, in any of the languages; an empty line is no answer, unless
// there is one `by_default`.
absl::StatusOr<bool> AskYesNo(Session& session, const std::string& question,
                              std::optional<bool> by_default = std::nullopt);

// The same, where the end of input is a no.
bool Confirmed(Session& session, const std::string& question);

struct PromptOption {
  std::string id;
  std::string label;
  // Whether the id is one that people know, and is told beside the label.
  bool shows_id = true;
};

// The id of one of the options, answered by its number, id, label, or a part of its label alone. Where there
// is one `by_default`, an empty line answers it: an option's id, or none, beside which a full stop is an
// answer of its own, see FieldAnswer.
absl::StatusOr<std::string> AskChoice(Session& session, const std::string& question,
                                      const std::vector<PromptOption>& options,
                                      const std::optional<std::string>& by_default = std::nullopt);

struct FieldAnswer {
  std::optional<google::protobuf::Value> value = std::nullopt;  // none for an empty line
  bool no_more = false;  // a full stop: no other field that may stay empty is to be asked for either
};

// The value of a field of a case's type; none only where the field is not needed.
absl::StatusOr<FieldAnswer> AskField(Session& session, const v1::FieldRule& rule, bool needed);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_SESSION_PROMPT_H_
