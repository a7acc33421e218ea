#ifndef ARASHA_CLIENTS_TEXT_EMBEDDED_MESSAGES_H_
#define ARASHA_CLIENTS_TEXT_EMBEDDED_MESSAGES_H_

#include "absl/strings/string_view.h"

namespace arasha::clients {

// The files of clients/text/messages, as they are: one JSON object of strings each.
extern const absl::string_view kEnMessages;
extern const absl::string_view kRuMessages;
extern const absl::string_view kKkMessages;
extern const absl::string_view kRuHelp;
extern const absl::string_view kKkHelp;

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_TEXT_EMBEDDED_MESSAGES_H_
