#ifndef ARASHA_SERVICES_PROCESS_HTTP_POST_H_
#define ARASHA_SERVICES_PROCESS_HTTP_POST_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace arasha::server {

struct HttpAnswer {
  long code = 0;
  std::string body;
};

// Posts a body to an http:// or https:// address. Follows no redirections, takes answers of up to 64 KiB.
// UNAVAILABLE if there is no whole answer within `limit`.
absl::StatusOr<HttpAnswer> HttpPost(const std::string& url, const std::string& body, absl::Duration limit);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_PROCESS_HTTP_POST_H_
