#include "clients/commands/case/row/row_file.h"

#include <google/protobuf/util/json_util.h>

#include <istream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "clients/text/file.h"
#include "clients/text/local_error.h"

namespace arasha::clients {

absl::StatusOr<std::vector<google::protobuf::Struct>> ReadRows(Session& session, const std::string& path) {
  absl::StatusOr<std::string> content;
  if (path == "-") {
    content = std::string(std::istreambuf_iterator<char>(*session.environment().in), {});
  } else {
    content = ReadFile(path);
  }
  if (!content.ok()) {
    return UsageError("usage.case_file_unread",
                      {{"where", path}, {"error", std::string(content.status().message())}});
  }
  const nlohmann::json list = nlohmann::json::parse(*content, nullptr, /*allow_exceptions=*/false);
  if (!list.is_array() || list.empty()) return UsageError("usage.row_file", {{"where", path}});
  std::vector<google::protobuf::Struct> rows;
  for (const nlohmann::json& row : list) {
    google::protobuf::Struct details;
    if (!row.is_object() || !google::protobuf::util::JsonStringToMessage(row.dump(), &details).ok()) {
      return UsageError("usage.row_file", {{"where", path}});
    }
    rows.push_back(std::move(details));
  }
  return rows;
}

}  // namespace arasha::clients
