#ifndef ARASHA_CLIENTS_TEXT_MESSAGES_H_
#define ARASHA_CLIENTS_TEXT_MESSAGES_H_

#include "services/rules/texts/texts.h"

namespace arasha::clients {

using Messages = Texts;

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_TEXT_MESSAGES_H_
