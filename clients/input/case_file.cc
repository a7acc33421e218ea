#include "clients/input/case_file.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "clients/text/local_error.h"
#include "clients/text/text_encoding.h"

namespace arasha::clients {
namespace {

int LineAt(const std::string& text, size_t offset) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
  return 1 + static_cast<int>(std::count(text.begin(), end, '\n'));
}

// `received_time` as `receivedTime`.
std::string LowerCamelCase(const std::string& field) {
  std::string camel;
  for (size_t i = 0; i < field.size(); ++i) {
    const bool after_underscore = i > 0 && field[i - 1] == '_';
    if (field[i] != '_')
      camel += after_underscore ? absl::ascii_toupper(static_cast<unsigned char>(field[i])) : field[i];
  }
  return camel;
}

// Line on which the key that the message of protobuf names stands, if that is on one line only. The
// message says `(path) key: …` or `path.key: …`, but never where.
std::optional<int> LineOfField(const std::string& json, const std::string& message) {
  const size_t colon = message.find(": ");
  if (colon == std::string::npos) return std::nullopt;
  std::string path = message.substr(0, colon);
  path.erase(std::remove(path.begin(), path.end(), ')'), path.end());
  const std::string key = path.substr(path.find_last_of(" .(:") + 1);
  const std::string field = key.substr(0, key.find('['));
  // It is named as in the proto file, and may be written either way.
  for (const std::string& spelling : {field, LowerCamelCase(field)}) {
    const std::string quoted = absl::StrCat("\"", spelling, "\"");
    const size_t found = json.find(quoted);
    if (found == std::string::npos) continue;
    if (json.find(quoted, found + 1) != std::string::npos) return std::nullopt;
    return LineAt(json, found);
  }
  return std::nullopt;
}

absl::Status BadFile(const std::string& path, std::optional<int> line, const std::string& error) {
  return UsageError("usage.case_file",
                    {{"where", line ? absl::StrCat(path, ":", *line) : path}, {"error", error}});
}

// Of a template, what nobody filled in: details that are empty texts, and parties of whom nothing but the
// role is said.
void LeaveOutBlanks(v1::Case& matter) {
  auto& details = *matter.mutable_details()->mutable_fields();
  for (auto field = details.begin(); field != details.end();) {
    const google::protobuf::Value& value = field->second;
    const bool blank =
        value.kind_case() == google::protobuf::Value::kStringValue && value.string_value().empty();
    field = blank ? details.erase(field) : std::next(field);
  }
  if (details.empty()) matter.clear_details();
  auto& parties = *matter.mutable_parties();
  parties.erase(std::remove_if(parties.begin(), parties.end(),
                               [](v1::Party party) {
                                 party.clear_role();
                                 return party.ByteSizeLong() == 0;
                               }),
                parties.end());
}

}  // namespace

absl::StatusOr<v1::Case> ParseCaseFile(const std::string& content, const std::string& path) {
  const std::optional<std::string> read = ToUtf8(content);
  if (!read) return UsageError("usage.text_not_utf8", {{"field", path}});
  const std::string& json = *read;
  // protobuf tells no line numbers, so the syntax is looked at first with a parser that does.
  try {
    if (!nlohmann::json::parse(json).is_object()) return BadFile(path, 1, "want an object");
  } catch (const nlohmann::json::parse_error& error) {
    const std::string text = error.what();
    const size_t detail = text.find(": ");
    return BadFile(path, LineAt(json, error.byte == 0 ? 0 : error.byte - 1),
                   detail == std::string::npos ? text : text.substr(detail + 2));
  } catch (const nlohmann::json::out_of_range& error) {
    // A number beyond any double. Its text is told, but no place.
    const std::string text = error.what();
    return BadFile(path, std::nullopt, text.substr(text.find("] ") + 2));
  }
  v1::Case parsed;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &parsed);
  if (status.ok()) {
    LeaveOutBlanks(parsed);
    return parsed;
  }
  const std::string message(status.message().data(), status.message().size());
  return BadFile(path, LineOfField(json, message), message);
}

}  // namespace arasha::clients
