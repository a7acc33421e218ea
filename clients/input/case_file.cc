#include "clients/input/case_file.h"

#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
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

// What the message of protobuf is about: it says `(path) key: …`, `(path): … for type key` or `path.key: …`.
std::string FieldOf(const std::string& message) {
  constexpr absl::string_view kForType = "on a scalar field for type ";
  const size_t scalar = message.find(kForType.data());
  if (scalar != std::string::npos) return message.substr(scalar + kForType.size());
  std::string path = message.substr(0, message.find(": "));
  path.erase(std::remove(path.begin(), path.end(), ')'), path.end());
  const std::string key = path.substr(path.find_last_of(" .(:") + 1);
  return key.substr(0, key.find('['));
}

// Line on which the key of a field stands, if that is on one line only. It is named as in the proto file, and
// may be written either way.
std::optional<int> LineOfField(const std::string& json, const std::string& field) {
  for (const std::string& spelling : {field, LowerCamelCase(field)}) {
    const std::string quoted = absl::StrCat("\"", spelling, "\"");
    const size_t found = json.find(quoted);
    if (found == std::string::npos) continue;
    if (json.find(quoted, found + 1) != std::string::npos) return std::nullopt;
    return LineAt(json, found);
  }
  return std::nullopt;
}

absl::Status BadFile(absl::string_view key, const std::string& path, std::optional<int> line,
                     Texts::Parameters parameters = {}) {
  parameters["where"] = line ? absl::StrCat(path, ":", *line) : path;
  return UsageError(key, parameters);
}

// The line with the place where JSON does not go on, up to there.
std::string ReadSoFar(absl::string_view json, size_t offset) {
  const absl::string_view read = json.substr(0, offset);
  return std::string(absl::StripAsciiWhitespace(read.substr(read.find_last_of('\n') + 1)));
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
  if (absl::StripAsciiWhitespace(json).empty()) return BadFile("usage.case_file_empty", path, std::nullopt);
  // protobuf tells no line numbers, so the syntax is looked at first with a parser that does.
  try {
    if (!nlohmann::json::parse(json).is_object()) return BadFile("usage.case_file_object", path, 1);
  } catch (const nlohmann::json::parse_error& error) {
    const int line = LineAt(json, error.byte == 0 ? 0 : error.byte - 1);
    if (error.byte > json.size()) return BadFile("usage.case_file_end", path, line);
    return BadFile("usage.case_file_syntax", path, line, {{"text", ReadSoFar(json, error.byte)}});
  } catch (const nlohmann::json::out_of_range& error) {
    // A number beyond any double. Its text is told, but no place.
    const absl::string_view text = error.what();
    const size_t quote = text.find('\'');
    const std::string number(text.substr(quote + 1, text.rfind('\'') - quote - 1));
    return BadFile("usage.case_file_number", path, std::nullopt, {{"text", number}});
  }
  v1::Case parsed;
  const auto status = google::protobuf::util::JsonStringToMessage(json, &parsed);
  if (status.ok()) {
    LeaveOutBlanks(parsed);
    return parsed;
  }
  const absl::string_view message(status.message().data(), status.message().size());
  const std::string field = FieldOf(std::string(message));
  const bool unknown = absl::EndsWith(message, "Cannot find field.");
  return BadFile(unknown ? "usage.case_file_field" : "usage.case_file_value", path, LineOfField(json, field),
                 {{"field", field}});
}

}  // namespace arasha::clients
