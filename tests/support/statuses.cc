#include "tests/support/statuses.h"

#include <google/protobuf/util/time_util.h>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace arasha::support {

Refusal Read(const grpc::Status& status) {
  Refusal refusal;
  refusal.code = status.error_code();
  refusal.message = status.error_message();
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return refusal;
  for (const auto& detail : details.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad;
    google::rpc::RetryInfo retry;
    if (detail.UnpackTo(&info) && info.domain() == "arasha.kz") {
      refusal.reason = info.reason();
      refusal.metadata = {info.metadata().begin(), info.metadata().end()};
    } else if (detail.UnpackTo(&bad)) {
      for (const auto& violation : bad.field_violations()) refusal.fields.push_back(violation.field());
    } else if (detail.UnpackTo(&retry)) {
      using google::protobuf::util::TimeUtil;
      refusal.retry_after = absl::Microseconds(TimeUtil::DurationToMicroseconds(retry.retry_delay()));
    }
  }
  return refusal;
}

std::string Line(const grpc::Status& status) {
  if (status.ok()) return "OK";
  const Refusal refusal = Read(status);
  // absl's codes and gRPC's are the same numbers, and absl's have names.
  std::string line =
      absl::StrCat(absl::StatusCodeToString(static_cast<absl::StatusCode>(static_cast<int>(refusal.code))),
                   "/", refusal.reason);
  if (!refusal.fields.empty()) absl::StrAppend(&line, "(", absl::StrJoin(refusal.fields, ","), ")");
  return line;
}

}  // namespace arasha::support
