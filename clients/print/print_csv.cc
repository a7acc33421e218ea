#include "clients/print/print_csv.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "clients/print/message_fields.h"
#include "clients/print/print_json.h"
#include "clients/text/times.h"
#include "clients/text/width.h"
#include "proto/timestamps.h"

namespace arasha::clients {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr absl::string_view kEndOfRow = "\r\n";

// `PRIORITY_URGENT` of `Priority` is `URGENT`.
std::string WithoutPrefix(const EnumValueDescriptor& value) {
  std::string prefix;
  for (const char c : value.type()->name()) {
    if (absl::ascii_isupper(static_cast<unsigned char>(c)) && !prefix.empty()) prefix += '_';
    prefix += absl::ascii_toupper(static_cast<unsigned char>(c));
  }
  prefix += '_';
  const std::string& name = value.name();
  return name.starts_with(prefix) ? name.substr(prefix.size()) : name;
}

std::string MessageValue(const Message& message) {
  if (message.GetDescriptor()->full_name() == "google.protobuf.Timestamp") {
    google::protobuf::Timestamp timestamp;
    timestamp.CopyFrom(message);
    return UtcText(ToTime(timestamp));
  }
  return CompactJson(message);
}

// Bytes as protobuf JSON has them.
std::string StringValue(const std::string& value, const FieldDescriptor& field) {
  return field.type() == FieldDescriptor::TYPE_BYTES ? absl::Base64Escape(value) : value;
}

std::string RepeatedValue(const Message& row, const FieldDescriptor& field) {
  const Reflection& reflection = *row.GetReflection();
  std::vector<std::string> values;
  for (int i = 0; i < reflection.FieldSize(row, &field); ++i) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      values.push_back(CompactJson(reflection.GetRepeatedMessage(row, &field, i)));
    } else {
      google::protobuf::Value text;
      text.set_string_value(StringValue(reflection.GetRepeatedString(row, &field, i), field));
      values.push_back(CompactJson(text));
    }
  }
  return values.empty() ? "" : absl::StrCat("[", absl::StrJoin(values, ","), "]");
}

std::vector<FieldPath> AllFields(const Descriptor& message) {
  std::vector<FieldPath> paths;
  for (int i = 0; i < message.field_count(); ++i) paths.push_back({message.field(i)});
  return paths;
}

std::string Row(const Message& row, const std::vector<FieldPath>& paths) {
  std::vector<std::string> values;
  values.reserve(paths.size());
  for (const FieldPath& path : paths) values.push_back(CsvValue(HolderOf(row, path), *path.back()));
  return CsvRow(values);
}

std::string Header(const std::vector<FieldPath>& paths) {
  std::vector<std::string> names;
  names.reserve(paths.size());
  for (const FieldPath& path : paths) names.push_back(ProtoNameOf(path));
  return CsvRow(names);
}

}  // namespace

std::string CsvValue(const Message& row, const FieldDescriptor& field) {
  const Reflection& reflection = *row.GetReflection();
  if (field.is_repeated()) return RepeatedValue(row, field);
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return reflection.HasField(row, &field) ? MessageValue(reflection.GetMessage(row, &field)) : "";
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.GetEnumValue(row, &field) == 0 ? "" : WithoutPrefix(*reflection.GetEnum(row, &field));
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(row, &field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection.GetInt32(row, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(reflection.GetInt64(row, &field));
    case FieldDescriptor::CPPTYPE_STRING:
      return StringValue(reflection.GetString(row, &field), field);
    default:
      // No message of the API has fields of other types; the test of every message would notice one.
      return "";
  }
}

std::string CsvField(absl::string_view value, absl::string_view separators) {
  std::string text = Harmless(value);
  if (!text.empty() && absl::string_view("=+-@\t\r").find(text.front()) != absl::string_view::npos) {
    text.insert(text.begin(), '\'');
  }
  if (text.find_first_of(absl::StrCat(separators, "\"\r\n")) == std::string::npos) return text;
  return absl::StrCat("\"", absl::StrReplaceAll(text, {{"\"", "\"\""}}), "\"");
}

std::string CsvRow(const std::vector<std::string>& values, absl::string_view separators) {
  return absl::StrCat(absl::StrJoin(values, separators.substr(0, 1),
                                    [&](std::string* out, const std::string& value) {
                                      out->append(CsvField(value, separators));
                                    }),
                      kEndOfRow);
}

std::string CsvText(const Message& message, const std::vector<std::string>& fields) {
  const FieldDescriptor* rows = RowsOf(*message.GetDescriptor());
  if (rows == nullptr) {
    const std::vector<FieldPath> all = AllFields(*message.GetDescriptor());
    return absl::StrCat(Header(all), Row(message, all));
  }
  std::vector<FieldPath> paths;
  for (const std::string& name : fields) paths.push_back(FieldPathOf(*rows->message_type(), name));
  if (fields.empty()) {
    for (const FieldDescriptor* field : ListedFields(*rows->message_type())) paths.push_back({field});
  }
  std::string text = Header(paths);
  const Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < reflection.FieldSize(message, rows); ++i) {
    absl::StrAppend(&text, Row(reflection.GetRepeatedMessage(message, rows, i), paths));
  }
  return text;
}

}  // namespace arasha::clients
