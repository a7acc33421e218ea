#ifndef ARASHA_CLIENTS_PRINT_UNREADABLE_H_
#define ARASHA_CLIENTS_PRINT_UNREADABLE_H_

#include <string>

#include "google/protobuf/message.h"

namespace arasha::clients {

// Puts these words in the place of every text of the answer that the server could not read, for its row is
// damaged: such a text is U+FFFD and nothing else, which nobody can write. Whether there was any.
bool NameUnreadable(const std::string& words, google::protobuf::Message& answer);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_UNREADABLE_H_
