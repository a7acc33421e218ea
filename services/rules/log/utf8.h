#ifndef ARASHA_SERVICES_RULES_LOG_UTF8_H_
#define ARASHA_SERVICES_RULES_LOG_UTF8_H_

#include <cstddef>

#include "absl/strings/string_view.h"

namespace arasha::rules::log {

// Bytes of the character that begins the text, which is not empty; 0 if none well-formed does.
size_t CharacterLength(absl::string_view text);
// Well-formed UTF-8 (no surrogates, nothing overlong).
bool IsUtf8(absl::string_view bytes);
// UTF-8 without control characters of ASCII other than newlines, as notes ask.
bool IsText(absl::string_view bytes);
// Whether a character of Unicode's White_Space property stands in UTF-8 text.
bool HasSpace(absl::string_view text);

}  // namespace arasha::rules::log

#endif  // ARASHA_SERVICES_RULES_LOG_UTF8_H_
