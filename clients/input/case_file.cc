#include "clients/input/case_file.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "clients/text/local_error.h"
#include "clients/text/nearest.h"
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

// A word that is none of those that its field may have.
struct WrongWord {
  std::string field;
  std::string word;
  const google::protobuf::EnumDescriptor* type = nullptr;
};

// The first of a message of ours; protobuf says that there is one, but not what it is nor what there are.
std::optional<WrongWord> FindWrongWord(const nlohmann::json& json,
                                       const google::protobuf::Descriptor& message) {
  const bool ours = absl::StartsWith(message.full_name(), "arasha.");
  if (!json.is_object() || !ours) return std::nullopt;
  for (int i = 0; i < message.field_count(); ++i) {
    const google::protobuf::FieldDescriptor& field = *message.field(i);
    for (const std::string& key : {field.name(), field.json_name()}) {
      const auto found = json.find(key);
      if (found == json.end()) continue;
      const std::vector<nlohmann::json> values =
          found->is_array() ? found->get<std::vector<nlohmann::json>>() : std::vector{*found};
      for (const nlohmann::json& value : values) {
        if (field.message_type() != nullptr) {
          if (auto within = FindWrongWord(value, *field.message_type())) return within;
        } else if (field.enum_type() != nullptr && value.is_string()) {
          const auto word = value.get<std::string>();
          int number = 0;
          const bool known =
              absl::SimpleAtoi(word, &number) || field.enum_type()->FindValueByName(word) != nullptr;
          if (!known) return WrongWord{field.name(), word, field.enum_type()};
        }
      }
    }
  }
  return std::nullopt;
}

absl::Status BadFile(absl::string_view key, const std::string& path, std::optional<int> line,
                     Texts::Parameters parameters = {}) {
  parameters["where"] = line ? absl::StrCat(path, ":", *line) : path;
  return UsageError(key, parameters);
}

// With the words that there are, and those that were meant, be it as options have them: `next-of-kin`.
absl::Status BadWord(const WrongWord& wrong, const std::string& json, const std::string& path) {
  const std::string zero = wrong.type->value(0)->name();
  const std::string prefix = zero.substr(0, zero.rfind("UNSPECIFIED"));
  std::vector<std::string> values;
  std::vector<std::string> ends;
  for (int i = 1; i < wrong.type->value_count(); ++i) {
    values.push_back(wrong.type->value(i)->name());
    ends.push_back(values.back().substr(prefix.size()));
  }
  const std::string typed = absl::StrReplaceAll(absl::AsciiStrToUpper(wrong.word), {{"-", "_"}, {" ", "_"}});
  // Without what they all begin with, which would make them alike.
  std::vector<std::string> nearest = Nearest(absl::StripPrefix(typed, prefix), ends);
  for (std::string& end : nearest) end.insert(0, prefix);
  if (nearest.empty()) nearest = Nearest(typed, values);
  std::optional<int> line = LineOfField(json, wrong.word);
  if (!line) line = LineOfField(json, wrong.field);
  return BadFile(nearest.empty() ? "usage.case_file_choice" : "usage.case_file_choice_like", path, line,
                 {{"field", wrong.field},
                  {"values", absl::StrJoin(values, ", ")},
                  {"nearest", absl::StrJoin(nearest, ", ")}});
}

// The line with the place where JSON does not go on, up to there.
std::string ReadSoFar(absl::string_view json, size_t offset) {
  const absl::string_view read = json.substr(0, offset);
  return std::string(absl::StripAsciiWhitespace(read.substr(read.find_last_of('\n') + 1)));
}

// Of a template, what nobody filled in: details that are empty texts, and parties of whom nothing but the
// role is said.
CaseFile WithoutBlanks(v1::Case matter) {
  auto& details = *matter.mutable_details()->mutable_fields();
  for (auto field = details.begin(); field != details.end();) {
    const google::protobuf::Value& value = field->second;
    const bool blank =
        value.kind_case() == google::protobuf::Value::kStringValue && value.string_value().empty();
    field = blank ? details.erase(field) : std::next(field);
  }
  if (details.empty()) matter.clear_details();
  CaseFile file;
  google::protobuf::RepeatedPtrField<v1::Party> parties;
  parties.Swap(matter.mutable_parties());
  for (int place = 0; place < parties.size(); ++place) {
    v1::Party said = parties[place];
    said.clear_role();
    if (said.ByteSizeLong() == 0) {
      if (!file.blank) file.blank = place;
      continue;
    }
    *matter.add_parties() = parties[place];
    file.places.push_back(place);
  }
  file.matter = std::move(matter);
  return file;
}

}  // namespace

absl::StatusOr<CaseFile> ParseCaseFile(const std::string& content, const std::string& path) {
  const std::optional<std::string> read = ToUtf8(content);
  if (!read) return UsageError("usage.text_not_utf8", {{"field", path}});
  const std::string& json = *read;
  if (absl::StripAsciiWhitespace(json).empty()) return BadFile("usage.case_file_empty", path, std::nullopt);
  // protobuf tells no line numbers, so the syntax is looked at first with a parser that does.
  nlohmann::json fields;
  try {
    fields = nlohmann::json::parse(json);
    if (!fields.is_object()) return BadFile("usage.case_file_object", path, 1);
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
  if (status.ok()) return WithoutBlanks(std::move(parsed));
  if (const auto wrong = FindWrongWord(fields, *v1::Case::descriptor())) return BadWord(*wrong, json, path);
  const absl::string_view message(status.message().data(), status.message().size());
  const std::string field = FieldOf(std::string(message));
  const bool unknown = absl::EndsWith(message, "Cannot find field.");
  return BadFile(unknown ? "usage.case_file_field" : "usage.case_file_value", path, LineOfField(json, field),
                 {{"field", field}});
}

}  // namespace arasha::clients
