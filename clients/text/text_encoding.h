#ifndef ARASHA_CLIENTS_TEXT_TEXT_ENCODING_H_
#define ARASHA_CLIENTS_TEXT_TEXT_ENCODING_H_

#include <optional>
#include <string>

namespace arasha::clients {

// A text from a file, a pipe or a command line in UTF-8, without a byte order mark. Also read are UTF-16 of
// either order, with a mark or without (Notepad, PowerShell), and Russian in windows-1251. Nothing for any
// other bytes: one-byte texts cannot be told apart for certain, and one that was guessed wrong would stand in
// a case as nonsense.
std::optional<std::string> ToUtf8(std::string bytes);

// The same, but what cannot be read stays as it is: Api refuses it by the name of its field.
std::string Utf8OrAsIs(std::string bytes);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_TEXT_TEXT_ENCODING_H_
