#include "storage/postgres/status.h"

#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "proto/stable_bytes.h"

namespace arasha {
namespace {

constexpr char kErrorInfoUrl[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kRetryInfoUrl[] = "type.googleapis.com/google.rpc.RetryInfo";
constexpr absl::string_view kReasonPrefix = "ERROR_REASON_";

google::rpc::ErrorInfo InfoOf(const absl::Status& status) {
  google::rpc::ErrorInfo info;
  if (const auto payload = status.GetPayload(kErrorInfoUrl)) info.ParseFromString(std::string(*payload));
  return info;
}

// The same refusal is the same bytes, for whoever must not tell two of them apart: a map has no order of its
// own.
absl::Status WithInfo(absl::Status status, const google::rpc::ErrorInfo& info) {
  status.SetPayload(kErrorInfoUrl, absl::Cord(StableBytes(info)));
  return status;
}

}  // namespace

absl::Status Refuse(absl::StatusCode code, v1::ErrorReason reason, absl::string_view message) {
  google::rpc::ErrorInfo info;
  info.set_domain("arasha.kz");
  info.set_reason(v1::ErrorReason_Name(reason).substr(kReasonPrefix.size()));
  return WithInfo(absl::Status(code, Shortened(message, kMaxStatusText)), info);
}

absl::Status RetryAfter(absl::Status status, absl::Duration delay) {
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(delay));
  retry.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(absl::ToInt64Nanoseconds(delay - absl::Seconds(absl::ToInt64Seconds(delay)))));
  status.SetPayload(kRetryInfoUrl, absl::Cord(retry.SerializeAsString()));
  return status;
}

v1::ErrorReason ReasonOf(const absl::Status& status) {
  v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
  v1::ErrorReason_Parse(absl::StrCat(kReasonPrefix, InfoOf(status).reason()), &reason);
  return reason;
}

absl::Status WithMetadata(absl::Status status, absl::string_view key, absl::string_view value, size_t most) {
  google::rpc::ErrorInfo info = InfoOf(status);
  (*info.mutable_metadata())[std::string(key)] = Shortened(value, most);
  return WithInfo(std::move(status), info);
}

std::string Shortened(absl::string_view text, size_t most) {
  constexpr absl::string_view kEllipsis = "…";
  if (text.size() <= most) return std::string(text);
  size_t end = most - kEllipsis.size();
  // Not within a character: the bytes that go on with one are 10xxxxxx.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return absl::StrCat(text.substr(0, end), kEllipsis);
}

}  // namespace arasha
