#include "storage/keys/kept_fields.h"

#include <google/protobuf/descriptor.h>

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "arasha/v1/field.pb.h"
#include "nlohmann/json.hpp"
#include "proto/timestamps.h"
#include "storage/postgres/case_number.h"
#include "storage/postgres/encoding.h"

namespace arasha::storage {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Timestamp;
using nlohmann::json;

struct KeptField {
  const FieldDescriptor* field;
  v1::FieldStorage stored;
  std::string column;
};

struct KeptFields {
  std::vector<KeptField> clear;
  std::vector<const FieldDescriptor*> personal;
};

KeptFields FieldsOf(const Descriptor& descriptor) {
  KeptFields fields;
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor* field = descriptor.field(i);
    const v1::FieldStorage& stored = field->options().GetExtension(v1::stored);
    if (stored.kept() == v1::KEPT_SEALED) {
      fields.personal.push_back(field);
    } else if (stored.kept() != v1::KEPT_UNSPECIFIED) {
      fields.clear.push_back({field, stored, stored.column().empty() ? field->name() : stored.column()});
    }
  }
  return fields;
}

// Looked up once for each kind of message: the options of a field are found slowly.
const KeptFields& KeptFieldsOf(const Message& message) {
  static absl::Mutex mutex;
  static auto* known = new std::map<const Descriptor*, std::unique_ptr<const KeptFields>>;
  const Descriptor* descriptor = message.GetDescriptor();
  {
    absl::ReaderMutexLock lock(&mutex);
    if (const auto found = known->find(descriptor); found != known->end()) return *found->second;
  }
  absl::MutexLock lock(&mutex);
  auto& fields = (*known)[descriptor];
  if (fields == nullptr) fields = std::make_unique<const KeptFields>(FieldsOf(*descriptor));
  return *fields;
}

// What the names of its values begin with.
absl::string_view Prefix(const EnumDescriptor& type) {
  return absl::StripSuffix(type.FindValueByNumber(0)->name(), "UNSPECIFIED");
}

// 0, UNSPECIFIED, of a word that only a later version knows.
int ValueOf(const EnumDescriptor& type, absl::string_view word) {
  const EnumValueDescriptor* value =
      type.FindValueByName(absl::StrCat(Prefix(type), absl::AsciiStrToUpper(word)));
  return value == nullptr ? 0 : value->number();
}

[[noreturn]] void CannotKeep(const FieldDescriptor& field) {
  throw std::logic_error(absl::StrCat("a field of this type cannot be kept: ", field.full_name()));
}

json ClearValue(const Message& message, const KeptField& kept) {
  const FieldDescriptor* field = kept.field;
  const auto& reflection = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string text = reflection.GetString(message, field);
      if (kept.stored.kept() == v1::KEPT_UID) text = std::string(UidOf(text));
      return text.empty() && !kept.stored.always() ? json() : json(text);
    }
    case FieldDescriptor::CPPTYPE_ENUM: {
      const int number = reflection.GetEnumValue(message, field);
      if (number == 0 && !kept.stored.always()) return nullptr;
      return kept.stored.kept() == v1::KEPT_WORD ? json(KeptWord(*field->enum_type(), number)) : json(number);
    }
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.GetInt32(message, field);
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.GetInt64(message, field);
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, field);
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (field->message_type() != Timestamp::descriptor()) CannotKeep(*field);
      if (!reflection.HasField(message, field)) return nullptr;
      return TimeText(ToTime(static_cast<const Timestamp&>(reflection.GetMessage(message, field))));
    default:
      CannotKeep(*field);
  }
}

void ReadClearValue(const json& value, absl::string_view parent, const KeptField& kept, Message& message) {
  if (value.is_null()) return;
  const FieldDescriptor* field = kept.field;
  const auto& reflection = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string& text = value.get_ref<const std::string&>();
      reflection.SetString(
          &message, field,
          kept.stored.kept() == v1::KEPT_UID
              ? absl::StrCat(parent, parent.empty() ? "" : "/", kept.stored.collection(), "/", text)
              : text);
      return;
    }
    case FieldDescriptor::CPPTYPE_ENUM:
      return reflection.SetEnumValue(&message, field,
                                     kept.stored.kept() == v1::KEPT_WORD
                                         ? ValueOf(*field->enum_type(), value.get_ref<const std::string&>())
                                         : value.get<int>());
    case FieldDescriptor::CPPTYPE_INT32:
      return reflection.SetInt32(&message, field, value.get<int>());
    case FieldDescriptor::CPPTYPE_INT64:
      return reflection.SetInt64(&message, field, value.get<int64_t>());
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.SetBool(&message, field, value.get<bool>());
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (field->message_type() != Timestamp::descriptor()) CannotKeep(*field);
      static_cast<Timestamp&>(*reflection.MutableMessage(&message, field)) =
          ToTimestamp(ParseTimeText(value.get_ref<const std::string&>()));
      return;
    default:
      CannotKeep(*field);
  }
}

// The message with its personal fields alone.
std::unique_ptr<Message> PersonalOf(const Message& message) {
  const auto& reflection = *message.GetReflection();
  std::unique_ptr<Message> personal(message.New());
  for (const FieldDescriptor* field : KeptFieldsOf(message).personal) {
    if (field->is_repeated()) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
          reflection.AddMessage(personal.get(), field)
              ->CopyFrom(reflection.GetRepeatedMessage(message, field, i));
        }
        continue;
      }
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_STRING) CannotKeep(*field);
      for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
        reflection.AddString(personal.get(), field, reflection.GetRepeatedString(message, field, i));
      }
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!reflection.HasField(message, field)) continue;
      reflection.MutableMessage(personal.get(), field)->CopyFrom(reflection.GetMessage(message, field));
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      reflection.SetString(personal.get(), field, reflection.GetString(message, field));
    } else {
      CannotKeep(*field);
    }
  }
  return personal;
}

}  // namespace

std::string KeptWord(const EnumDescriptor& type, int value) {
  const EnumValueDescriptor* known = type.FindValueByNumber(value);
  return known == nullptr ? "" : absl::AsciiStrToLower(absl::StripPrefix(known->name(), Prefix(type)));
}

json ClearColumns(const Message& message) {
  json row = json::object();
  for (const KeptField& kept : KeptFieldsOf(message).clear) row[kept.column] = ClearValue(message, kept);
  return row;
}

void ReadClearColumns(const json& row, absl::string_view parent, Message& message) {
  for (const KeptField& kept : KeptFieldsOf(message).clear) {
    ReadClearValue(row.at(kept.column), parent, kept, message);
  }
}

json SealPersonal(const DataKey& key, absl::string_view place, const Message& message) {
  const std::string bytes = PersonalOf(message)->SerializeAsString();
  return bytes.empty() ? json() : json(BytesText(Vault::Seal(key, place, bytes)));
}

void UnsealPersonal(absl::Span<const DataKey> keys, absl::string_view place, const json& sealed,
                    Message& message) {
  if (sealed.is_null() || keys.empty()) return;
  auto opened = Vault::Unseal(keys, place, ParseBytesText(sealed.get_ref<const std::string&>()));
  if (!opened.ok()) throw DamagedRow(opened.status());
  if (!message.MergeFromString(*opened)) {
    throw DamagedRow(Damaged(place, absl::StrCat("what is sealed at ", place, " is of another form")));
  }
}

bool UnsealPersonalOrNote(absl::Span<const DataKey> keys, absl::string_view place, const json& sealed,
                          Message& message, DamagedRows& damaged) {
  try {
    UnsealPersonal(keys, place, sealed, message);
    return true;
  } catch (const DamagedRow& e) {
    damaged.push_back(e.status());
    return false;
  }
}

}  // namespace arasha::storage
