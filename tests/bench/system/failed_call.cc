#include "tests/bench/system/failed_call.h"

#include <filesystem>
#include <fstream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace arasha::bench {
namespace {

constexpr size_t kMostLines = 20;

// The server writes its line after the answer.
constexpr absl::Duration kLogDelay = absl::Milliseconds(200);

google::rpc::ErrorInfo InfoOf(const google::rpc::Status& details) {
  google::rpc::ErrorInfo info;
  for (const auto& detail : details.details()) {
    if (detail.UnpackTo(&info)) break;
  }
  return info;
}

google::rpc::Status DetailsOf(const grpc::Status& status) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) details.Clear();
  return details;
}

}  // namespace

int64_t ServerLog::Size() const {
  std::error_code none;
  const auto size = std::filesystem::file_size(path_, none);
  return none ? 0 : static_cast<int64_t>(size);
}

std::vector<std::string> ServerLog::LinesSince(int64_t from, absl::string_view incident) const {
  std::vector<std::string> all;
  std::vector<std::string> of_incident;
  std::ifstream file(path_, std::ios::binary);
  file.seekg(from);
  for (std::string line; std::getline(file, line);) {
    if (!incident.empty() && line.find(absl::StrCat("\"", incident, "\"")) != std::string::npos) {
      of_incident.push_back(line);
    }
    all.push_back(std::move(line));
    if (all.size() > kMostLines) all.erase(all.begin());
  }
  return of_incident.empty() ? all : of_incident;
}

std::string ReasonOf(const grpc::Status& status) { return InfoOf(DetailsOf(status)).reason(); }

std::string Describe(const CallFacts& call, const grpc::Status& status, const ServerLog& log) {
  absl::SleepFor(kLogDelay);
  const google::rpc::Status details = DetailsOf(status);
  const google::rpc::ErrorInfo info = InfoOf(details);
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  std::string text = absl::StrCat(
      call.operation, ": ", absl::StatusCodeToString(code), " ", info.reason(), ": ", status.error_message(),
      "\n  begun ", absl::FormatTime(absl::RFC3339_full, call.begun, absl::UTCTimeZone()),
      ", answered after ", absl::FormatDuration(call.took), "\n  ", call.connection);
  for (const auto& detail : details.details()) {
    absl::StrAppend(&text, "\n  detail: ", detail.ShortDebugString());
  }
  if (details.details().empty() && !status.error_details().empty()) {
    absl::StrAppend(&text, "\n  details that are none of ours, ", status.error_details().size(), " bytes");
  }
  const auto incident = info.metadata().find("incident");
  const std::vector<std::string> lines = log.LinesSince(
      call.log_size, incident == info.metadata().end() ? absl::string_view() : incident->second);
  if (lines.empty()) return absl::StrCat(text, "\n  the server's log says nothing since");
  return absl::StrCat(text, "\n  the server's log since:\n    ", absl::StrJoin(lines, "\n    "));
}

}  // namespace arasha::bench
