#include "services/calls/request_reading.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/field_mask.pb.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/struct.pb.h>
#include <google/protobuf/wire_format_lite.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "services/calls/errors.h"
#include "services/rules/log/utf8.h"
#include "services/rules/text.h"
#include "storage/postgres/status.h"

namespace arasha::server {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

// Made by machines and compared as they are.
constexpr std::array<absl::string_view, 3> kExact = {"request_id", "page_token", "etag"};
// Texts that people write in more than one line; details are such, too.
constexpr std::array<absl::string_view, 5> kInLines = {"summary", "text", "note", "reason", "finding"};

bool IsAmong(absl::Span<const absl::string_view> names, absl::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string Below(absl::string_view path, absl::string_view field) {
  return absl::StrCat(path, path.empty() ? "" : ".", field);
}

// Finds the field at which bytes stop being a message. Keys of maps are the caller's text and may be
// personal, so the path ends at the map; that of details, which people know by field, at "details".
class Fault {
 public:
  // The path; nullopt if these bytes are in order.
  static std::optional<std::string> In(const Descriptor& type, absl::string_view bytes,
                                       const std::string& path, int depth = 0) {
    CodedInputStream in(reinterpret_cast<const uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
    std::map<int, int> seen;
    while (true) {
      const uint32_t tag = in.ReadTag();
      if (tag == 0) {
        return in.CurrentPosition() == static_cast<int>(bytes.size()) ? std::nullopt : std::optional(path);
      }
      const FieldDescriptor* field = type.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
      std::string at = field == nullptr ? path : Below(path, field->name());
      if (field != nullptr && field->is_repeated() && !field->is_map()) {
        absl::StrAppend(&at, "[", seen[field->number()]++, "]");
      }
      if (WireFormatLite::GetTagWireType(tag) != WireFormatLite::WIRETYPE_LENGTH_DELIMITED) {
        if (!WireFormatLite::SkipField(&in, tag)) return at;
        continue;
      }
      uint32_t length = 0;
      if (!in.ReadVarint32(&length)) return at;
      const size_t begin = static_cast<size_t>(in.CurrentPosition());
      const bool cut = length > bytes.size() - begin;
      const absl::string_view value = bytes.substr(begin, length);
      if (field != nullptr && field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && depth < kMaxDepth) {
        const bool closed =
            field->is_map() || field->message_type() == google::protobuf::Struct::descriptor();
        if (auto found = In(*field->message_type(), value, at, depth + 1)) return closed ? at : found;
      }
      if (cut) return at;
      if (field != nullptr && field->type() == FieldDescriptor::TYPE_STRING && !rules::log::IsUtf8(value))
        return at;
      in.Skip(static_cast<int>(length));
    }
  }

 private:
  // As deep as protobuf itself reads (its default limit).
  static constexpr int kMaxDepth = 100;
};

absl::Status Unreadable(const Descriptor& type, absl::string_view bytes) {
  const std::string field = Fault::In(type, bytes, "").value_or("");
  absl::Status status = Refuse(
      absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_MESSAGE_UNREADABLE,
      field.empty() ? "the request is no message of this call: it was cut short, or is of another kind"
                    : absl::StrCat(field, ": cannot be read: a text must be UTF-8, and nothing cut short"));
  return field.empty() ? status : WithMetadata(std::move(status), "field", field);
}

// Cleans the texts of a message, counts what is in it, and makes sets of its masks.
class Cleaner {
 public:
  rules::Violations violations() && { return std::move(violations_); }

  void Clean(Message& message, const std::string& path) {
    const Reflection& reflection = *message.GetReflection();
    reflection.MutableUnknownFields(&message)->Clear();
    if (message.GetDescriptor() == google::protobuf::Struct::descriptor()) {
      return CleanStruct(static_cast<google::protobuf::Struct&>(message), path);
    }
    std::vector<const FieldDescriptor*> set;
    reflection.ListFields(message, &set);
    for (const FieldDescriptor* field : set) {
      const std::string at = Below(path, field->name());
      if (field->is_repeated()) {
        CleanMembers(message, *field, at);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Clean(*reflection.MutableMessage(&message, field), at);
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        std::string text = reflection.GetString(message, field);
        if (CleanField(*field, at, text)) reflection.SetString(&message, field, std::move(text));
      }
    }
    if (message.GetDescriptor() == google::protobuf::FieldMask::descriptor()) {
      KeepEachOnce(*static_cast<google::protobuf::FieldMask&>(message).mutable_paths());
    }
  }

 private:
  void CleanMembers(Message& message, const FieldDescriptor& field, const std::string& path) {
    const Reflection& reflection = *message.GetReflection();
    const int count = reflection.FieldSize(message, &field);
    if (!IsInBounds(count, path)) return;
    for (int i = 0; i < count; ++i) {
      const std::string at = absl::StrCat(path, "[", i, "]");
      if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        Clean(*reflection.MutableRepeatedMessage(&message, &field, i), at);
      } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
        std::string text = reflection.GetRepeatedString(message, &field, i);
        if (CleanField(field, at, text)) reflection.SetRepeatedString(&message, &field, i, std::move(text));
      }
    }
  }

  // A mask is a set.
  static void KeepEachOnce(google::protobuf::RepeatedPtrField<std::string>& paths) {
    std::set<std::string> seen;
    const auto again = [&](const std::string& path) { return !seen.insert(path).second; };
    paths.erase(std::remove_if(paths.begin(), paths.end(), again), paths.end());
  }

  // Details. Their keys are fields that the case's type knows, or refuses.
  void CleanStruct(google::protobuf::Struct& details, const std::string& path) {
    if (!IsInBounds(details.fields_size(), path)) return;
    for (auto& [key, value] : *details.mutable_fields())
      CleanValue(value, rules::IsId(key) ? Below(path, key) : path);
  }

  void CleanValue(google::protobuf::Value& value, const std::string& path) {
    value.GetReflection()->MutableUnknownFields(&value)->Clear();
    if (value.has_string_value()) {
      CleanText(rules::TextForm::kLines, path, *value.mutable_string_value());
    } else if (value.has_struct_value()) {
      CleanStruct(*value.mutable_struct_value(), path);
    } else if (value.has_list_value()) {
      if (!IsInBounds(value.list_value().values_size(), path)) return;
      for (google::protobuf::Value& member : *value.mutable_list_value()->mutable_values())
        CleanValue(member, path);
    }
  }

  // Whether the text changed.
  bool CleanField(const FieldDescriptor& field, const std::string& path, std::string& text) {
    if (field.type() != FieldDescriptor::TYPE_STRING || IsAmong(kExact, field.name())) {
      IsShort(text, path);
      return false;
    }
    return CleanText(IsAmong(kInLines, field.name()) ? rules::TextForm::kLines : rules::TextForm::kLine, path,
                     text);
  }

  bool CleanText(rules::TextForm form, const std::string& path, std::string& text) {
    if (!IsShort(text, path)) return false;
    rules::CleanedText cleaned = rules::CleanText(text, form);
    if (cleaned.refused == rules::kReplacementCharacter) {
      violations_.push_back({path, rules::Problem::kLostCharacter});
    } else if (cleaned.refused) {
      Refused(path, rules::Problem::kForbiddenCharacter, "character",
              absl::StrFormat("U+%04X", static_cast<uint32_t>(*cleaned.refused)));
    }
    if (cleaned.refused || cleaned.text == text) return false;
    text = std::move(cleaned.text);
    return true;
  }

  bool IsShort(absl::string_view text, const std::string& path) {
    if (text.size() <= kMaxTextBytes) return true;
    Refused(path, rules::Problem::kTooManyBytes, "most", absl::StrCat(kMaxTextBytes));
    return false;
  }
  // What has too many members is not looked into: that, too, would be work for nothing.
  bool IsInBounds(int members, const std::string& path) {
    if (members <= kMaxItems) return true;
    Refused(path, rules::Problem::kTooMany, "most", absl::StrCat(kMaxItems));
    return false;
  }

  void Refused(const std::string& path, rules::Problem problem, const char* parameter, std::string value) {
    violations_.push_back({path, problem, {{parameter, std::move(value)}}});
  }

  rules::Violations violations_;
};

}  // namespace

absl::Status ReadRequest(absl::string_view bytes, Message& request) {
  if (!request.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Unreadable(*request.GetDescriptor(), bytes);
  }
  Cleaner cleaner;
  cleaner.Clean(request, "");
  if (auto violations = std::move(cleaner).violations(); !violations.empty())
    return InvalidFields(violations);
  return absl::OkStatus();
}

}  // namespace arasha::server
