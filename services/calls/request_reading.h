#ifndef ARASHA_SERVICES_CALLS_REQUEST_READING_H_
#define ARASHA_SERVICES_CALLS_REQUEST_READING_H_

#include <google/protobuf/message.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// What comes in, before any operation sees it: one place for all methods and fields.
namespace arasha::server {

// No text that is kept is longer (10,000 characters of at most 4 bytes), no list that is kept has more
// members (100 parties). What a request may cost in memory, in the log, which keeps requests, and in the
// answer that tells what is wrong, hangs on these.
inline constexpr size_t kMaxTextBytes = 65536;
inline constexpr int kMaxItems = 200;

// Reads the request and puts its texts into the form in which they are kept (rules::CleanText); fields that
// this server does not know are left out, for they would be stored unseen. INVALID_ARGUMENT:
// MESSAGE_UNREADABLE if the bytes are no message of this type, be it for a text that is not UTF-8 or because
// they were cut, naming the field where it is known; INVALID_FIELD if a text has characters that none may
// have, or anything is longer than the limits above.
absl::Status ReadRequest(absl::string_view bytes, google::protobuf::Message& request);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_CALLS_REQUEST_READING_H_
