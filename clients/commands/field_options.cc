#include "clients/commands/field_options.h"

#include <google/protobuf/descriptor.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

Option AddTexts(CLI::App& command, const std::string& name, const FieldOption& option,
                const FieldDescriptor* field, Message& message) {
  const bool staff = option.typed == Typed::kStaff;
  const Option added = AddRepeated(
      command, name,
      [&message, field, staff](const std::vector<std::string>& typed) {
        for (const std::string& text : typed) {
          message.GetReflection()->AddString(&message, field, staff ? StaffName(text) : text);
        }
      },
      option.help);
  return staff ? added.TypeName("PERSON") : added;
}

Option AddOne(CLI::App& command, const std::string& name, const FieldOption& option,
              const FieldDescriptor* field, Message& message) {
  if (field->is_repeated()) return AddTexts(command, name, option, field, message);
  if (field->enum_type() != nullptr) {
    const auto store = [&message, field](int value) {
      message.GetReflection()->SetEnumValue(&message, field, value);
    };
    return AddEnum(command, name, *field->enum_type(), store, option.help);
  }
  const auto store = [&message, field](const std::string& text) {
    message.GetReflection()->SetString(&message, field, text);
  };
  const Option added = AddOption(command, name, store, option.help);
  return option.typed == Typed::kCountry ? added.Country() : added;
}

}  // namespace

void AddFieldOptions(CLI::App& command, absl::Span<const FieldOption> options, const std::string& prefix,
                     const std::string& group, Message& message, const std::string& path) {
  for (const FieldOption& option : options) {
    const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(option.field);
    const Option added =
        AddOne(command, absl::StrCat(prefix, option.flag), option, field, message).Group(group);
    if (!path.empty()) added.Sets(absl::StrCat(path, ".", option.field));
  }
}

FieldFlags FlagsOf(absl::Span<const FieldOption> options, const std::string& prefix,
                   const std::string& path) {
  FieldFlags flags;
  for (const FieldOption& option : options) {
    flags[absl::StrCat(path, ".", option.field)] = absl::StrCat(prefix, option.flag);
  }
  return flags;
}

}  // namespace arasha::clients
