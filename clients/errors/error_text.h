#ifndef ARASHA_CLIENTS_ERRORS_ERROR_TEXT_H_
#define ARASHA_CLIENTS_ERRORS_ERROR_TEXT_H_

#include <string>

#include "clients/errors/failure.h"
#include "services/rules/texts/texts.h"

namespace arasha::clients {

// What the failed command was about, for the remedies.
struct CallFacts {
  // `host:port`.
  std::string endpoint;
  // Of a write, the id with which it may be repeated; empty for a read.
  std::string request_id;
  // Whether what is at fault is asked for once more, so that nothing needs to be repeated.
  bool asked_again = false;
};

// What happened, in a sentence. In English, a problem's words are the server's own.
std::string Headline(const Failure& failure, const CallFacts& facts, const Texts& messages);

// What is told of a write with this id that got no answer: how to repeat it. A line.
std::string RepeatText(const std::string& request_id, const Texts& messages);

// The failure in the user's language: what happened, each bad field with the flag that sets it, what to
// do. Lines, each ended by a line break, the first beginning with `arasha: `.
std::string ErrorText(const Failure& failure, const CallFacts& facts, const Texts& messages);

// The failure for a program, one line:
// {"error":{"code","reason","message","violations":[{"field","flag","description"}],"metadata"}}.
std::string ErrorJson(const Failure& failure, const CallFacts& facts, const Texts& messages);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_ERRORS_ERROR_TEXT_H_
