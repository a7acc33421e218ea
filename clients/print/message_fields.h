#ifndef ARASHA_CLIENTS_PRINT_MESSAGE_FIELDS_H_
#define ARASHA_CLIENTS_PRINT_MESSAGE_FIELDS_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace arasha::clients {

// A field of a message or of one that it holds, each step one further in.
using FieldPath = std::vector<const google::protobuf::FieldDescriptor*>;

// The field that JSON calls by this name: `nextDueTime`; `order.kind` lies in another message. Empty if there
// is no such.
FieldPath FieldPathOf(const google::protobuf::Descriptor& message, absl::string_view json_name);

// `next_due_time` or `order.kind`, as the proto files name it.
std::string ProtoNameOf(const FieldPath& path);

// The message that holds the last field of the path: this one, or one within.
const google::protobuf::Message& HolderOf(const google::protobuf::Message& message, const FieldPath& path);

// The fields that rows of a list may have: all of a resource but those that are `not_listed`.
std::vector<const google::protobuf::FieldDescriptor*> ListedFields(const google::protobuf::Descriptor& row);

// The field that holds the rows of an answer that lists resources; nullptr in a resource.
const google::protobuf::FieldDescriptor* RowsOf(const google::protobuf::Descriptor& answer);

// Of such an answer.
int RowCount(const google::protobuf::Message& answer);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_MESSAGE_FIELDS_H_
