#include "clients/print/unreadable.h"

#include <google/protobuf/descriptor.h>

#include <vector>

namespace arasha::clients {
namespace {

constexpr char kUnreadable[] = "\uFFFD";

}  // namespace

bool NameUnreadable(const std::string& words, google::protobuf::Message& answer) {
  using google::protobuf::FieldDescriptor;
  const google::protobuf::Reflection& fields = *answer.GetReflection();
  std::vector<const FieldDescriptor*> set;
  fields.ListFields(answer, &set);
  bool found = false;
  for (const FieldDescriptor* field : set) {
    const int count = field->is_repeated() ? fields.FieldSize(answer, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        found |=
            NameUnreadable(words, field->is_repeated() ? *fields.MutableRepeatedMessage(&answer, field, i)
                                                       : *fields.MutableMessage(&answer, field));
      } else if (field->type() == FieldDescriptor::TYPE_STRING) {
        const std::string text = field->is_repeated() ? fields.GetRepeatedString(answer, field, i)
                                                      : fields.GetString(answer, field);
        if (text != kUnreadable) continue;
        found = true;
        if (field->is_repeated()) {
          fields.SetRepeatedString(&answer, field, i, words);
        } else {
          fields.SetString(&answer, field, words);
        }
      }
    }
  }
  return found;
}

}  // namespace arasha::clients
