#ifndef ARASHA_CLIENTS_TEXT_HELP_TEXTS_H_
#define ARASHA_CLIENTS_TEXT_HELP_TEXTS_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "services/rules/texts/language.h"

namespace CLI {
class App;
}  // namespace CLI

namespace arasha::clients {

// What help says, in one language: messages/help.<language>.json. The English texts, which stand in the
// commands, are the keys, so that one that was changed wants to be translated anew. Of texts of several
// lines, examples for instance, each line is one. Whatever has no translation, as most examples, is the same
// in each language; a test finds what should have one.
class HelpTexts {
 public:
  explicit HelpTexts(Language language);

  std::string Text(const std::string& english) const;

  const std::map<std::string, std::string>& texts() const { return texts_; }

 private:
  std::map<std::string, std::string> texts_;
};

// Lines of help as a terminal of 80 columns shows them whole: what goes on stands under its column, and an
// example goes on with its next option behind a backslash.
std::string Folded(const std::string& text);

// Puts the help of a tree of commands into the language: descriptions, headings, examples, and with them
// what completion says. In every language it is folded.
void Translate(CLI::App& root, Language language);

// The files of messages/ as they are; compiled in.
extern const absl::string_view kRuHelp;
extern const absl::string_view kKkHelp;

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_TEXT_HELP_TEXTS_H_
