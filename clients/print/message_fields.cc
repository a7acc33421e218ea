#include "clients/print/message_fields.h"

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "arasha/v1/field.pb.h"

namespace arasha::clients {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

const FieldDescriptor* FieldOf(const Descriptor* message, absl::string_view json_name) {
  if (message == nullptr) return nullptr;
  for (int i = 0; i < message->field_count(); ++i) {
    if (message->field(i)->json_name() == json_name) return message->field(i);
  }
  return nullptr;
}

}  // namespace

FieldPath FieldPathOf(const Descriptor& message, absl::string_view json_name) {
  FieldPath path;
  const Descriptor* within = &message;
  for (const absl::string_view step : absl::StrSplit(json_name, '.')) {
    const FieldDescriptor* field = FieldOf(within, step);
    if (field == nullptr) return {};
    path.push_back(field);
    within = field->is_repeated() ? nullptr : field->message_type();
  }
  return path;
}

std::string ProtoNameOf(const FieldPath& path) {
  return absl::StrJoin(path, ".",
                       [](std::string* out, const FieldDescriptor* field) { out->append(field->name()); });
}

const Message& HolderOf(const Message& message, const FieldPath& path) {
  const Message* holder = &message;
  for (size_t i = 0; i + 1 < path.size(); ++i) {
    holder = &holder->GetReflection()->GetMessage(*holder, path[i]);
  }
  return *holder;
}

std::vector<const FieldDescriptor*> ListedFields(const Descriptor& row) {
  std::vector<const FieldDescriptor*> fields;
  for (int i = 0; i < row.field_count(); ++i) {
    if (!row.field(i)->options().GetExtension(v1::not_listed)) fields.push_back(row.field(i));
  }
  return fields;
}

const FieldDescriptor* RowsOf(const Descriptor& answer) {
  if (!absl::StartsWith(answer.name(), "List")) return nullptr;
  for (int i = 0; i < answer.field_count(); ++i) {
    if (answer.field(i)->is_repeated()) return answer.field(i);
  }
  return nullptr;
}

int RowCount(const Message& answer) {
  return answer.GetReflection()->FieldSize(answer, RowsOf(*answer.GetDescriptor()));
}

}  // namespace arasha::clients
