#ifndef ARASHA_CLIENTS_COMMANDS_COMPLETION_CANDIDATES_H_
#define ARASHA_CLIENTS_COMMANDS_COMPLETION_CANDIDATES_H_

#include <string>
#include <vector>

#include "clients/commands/commands.h"

namespace arasha::clients {

// What `arasha complete WORD…` answers to the scripts of the shells, which are thin: all of completion is
// here. `complete` is for them alone, and no command that is listed.
inline constexpr char kComplete[] = "complete";

// Something that may stand where the last word is being typed.
struct Offer {
  std::string text;
  std::string description;
};

// What may stand there: offers, or names of files.
struct Offers {
  std::vector<Offer> words;
  bool files = false;
};

// What completes the last of the words that follow `arasha`, which may be empty. What an option or an
// argument takes is read off its type: `table|json|csv|sheet`, FILE; for CASE, ENTRY, EVENT and their like
// (completion_values.h) files and the server are asked, with the connection that the words themselves give,
// for a second at most. Whatever fails offers nothing.
Offers Complete(const CLI::App& root, const std::vector<std::string>& words, const Environment& environment);

// The offers as lines, `text TAB description`; `:files` alone where the shell is to offer files.
std::string OffersText(const Offers& offers);

// The script for `bash`, `zsh` or `fish`.
std::string CompletionScript(const std::string& shell);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_COMPLETION_CANDIDATES_H_
