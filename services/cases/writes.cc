#include "services/cases/writes.h"

#include <google/protobuf/struct.pb.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/cases/names.h"
#include "services/server/errors.h"
#include "storage/encoding.h"
#include "storage/rows.h"
#include "storage/status.h"

namespace arasha::cases {
namespace {

// The path of the first text within a message that holds U+0000, which PostgreSQL cannot keep; empty if there
// is none. Fields of bytes are no text. Within details, whose keys are the caller's, the path ends.
std::string ZeroCharacterAt(const google::protobuf::Message& message, absl::string_view prefix) {
  const auto* reflection = message.GetReflection();
  std::vector<const google::protobuf::FieldDescriptor*> set;
  reflection->ListFields(message, &set);
  for (const auto* field : set) {
    const std::string path = absl::StrCat(prefix, prefix.empty() ? "" : ".", field->name());
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      std::string at = field->is_repeated() ? absl::StrCat(path, "[", i, "]") : path;
      if (field->type() == google::protobuf::FieldDescriptor::TYPE_STRING) {
        const std::string text = field->is_repeated() ? reflection->GetRepeatedString(message, field, i)
                                                      : reflection->GetString(message, field);
        if (absl::StrContains(text, '\0')) return at;
      } else if (field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) {
        const auto& child = field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                                 : reflection->GetMessage(message, field);
        const std::string found = ZeroCharacterAt(child, at);
        const bool struct_ends = field->message_type() == google::protobuf::Struct::descriptor();
        if (!found.empty()) return struct_ends ? at : found;
      }
    }
  }
  return "";
}

}  // namespace

absl::StatusOr<storage::WriteContext> BeginWrite(const server::Call& call,
                                                 const google::protobuf::Message& request,
                                                 const std::string& request_id, absl::string_view mission) {
  if (!IsUuid(request_id)) {
    return server::InvalidFields({{"request_id", rules::Problem::kNotARequestId}});
  }
  if (std::string at = ZeroCharacterAt(request, ""); !at.empty()) {
    return server::InvalidFields({{std::move(at), rules::Problem::kNullCharacter}});
  }
  storage::WriteContext context{
      .audit = call.Audit(request, mission), .request_id = request_id, .content_hash = {}};
  context.content_hash = storage::Sha256(context.audit.payload);
  return context;
}

absl::Status CheckRepeat(const storage::WriteContext& context, const storage::StoredAnswer& answer) {
  if (answer.method == context.audit.action && answer.content_hash == context.content_hash)
    return absl::OkStatus();
  return Refuse(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_REQUEST_ID_REUSED,
                absl::StrCat("request_id was used before for another ", answer.method,
                             "; make a new one for every new write"));
}

void NameAfter(const storage::CaseNumber& number, v1::Case& message) {
  message.set_name(storage::CaseName(number));
  for (v1::Party& party : *message.mutable_parties()) NameAfter(number, party);
}

void NameAfter(const storage::CaseNumber& number, v1::Entry& message) {
  message.set_name(absl::StrCat(storage::CaseName(number), "/entries/", storage::UidOf(message.name())));
}

void NameAfter(const storage::CaseNumber& number, v1::Party& message) {
  message.set_name(absl::StrCat(storage::CaseName(number), "/parties/", storage::UidOf(message.name())));
}

void ShowAlsoIn(const storage::AlsoIn& also_in, v1::Case& message) {
  for (v1::Party& party : *message.mutable_parties()) ShowAlsoIn(also_in, party);
}

void ShowAlsoIn(const storage::AlsoIn& also_in, v1::Party& message) {
  const auto found = also_in.find(std::string(storage::UidOf(message.name())));
  if (found == also_in.end()) return;
  for (const std::string& name : found->second) message.add_also_in(name);
}

}  // namespace arasha::cases
