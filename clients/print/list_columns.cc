#include "clients/print/list_columns.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/timestamp.pb.h>

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/print/message_fields.h"
#include "clients/print/print_csv.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool IsTime(const FieldDescriptor& field) {
  return field.message_type() == google::protobuf::Timestamp::descriptor();
}

std::string TimeCell(const Message& holder, const FieldDescriptor& field, int traits,
                     const TableStyle& style) {
  if (!holder.GetReflection()->HasField(holder, &field)) return "";
  google::protobuf::Timestamp time;
  time.CopyFrom(holder.GetReflection()->GetMessage(holder, &field));
  return (traits & kFullTime) != 0 ? style.FullTimeText(time) : style.TimeText(time);
}

std::string Joined(const Message& holder, const FieldDescriptor& field) {
  const Reflection& reflection = *holder.GetReflection();
  std::vector<std::string> texts;
  for (int i = 0; i < reflection.FieldSize(holder, &field); ++i) {
    texts.push_back(reflection.GetRepeatedString(holder, &field, i));
  }
  return absl::StrJoin(texts, ", ");
}

}  // namespace

Cell FieldCell(const Message& row, absl::string_view field, int traits, const TableStyle& style) {
  const FieldPath path = FieldPathOf(*row.GetDescriptor(), field);
  const FieldDescriptor& last = *path.back();
  const Message& holder = HolderOf(row, path);
  const Reflection& reflection = *holder.GetReflection();
  if (IsTime(last)) return {TimeCell(holder, last, traits, style)};
  if (last.is_repeated()) return {Joined(holder, last)};
  switch (last.cpp_type()) {
    case FieldDescriptor::CPPTYPE_ENUM:
      return {style.messages.Text(reflection.GetEnum(holder, &last)->name())};
    case FieldDescriptor::CPPTYPE_BOOL:
      return {style.messages.Text(reflection.GetBool(holder, &last) ? "label.yes" : "label.no")};
    case FieldDescriptor::CPPTYPE_STRING: {
      const std::string text = CsvValue(holder, last);
      return {(traits & kShortName) != 0 ? std::string(ShortName(text)) : text};
    }
    default:
      return {CsvValue(holder, last)};
  }
}

Cell WarningCell(v1::WarningKind kind, const TableStyle& style) {
  if (kind == v1::WARNING_KIND_UNSPECIFIED) return {};
  return {style.messages.Text(v1::WarningKind_Name(kind)),
          kind == v1::WARNING_KIND_NEAR ? Tone::kWarning : Tone::kBad};
}

Cell ReminderCell(std::string when, bool due, const TableStyle& style) {
  if (!due) return {std::move(when)};
  return {std::move(when), Tone::kWarning, style.messages.Text("label.reminder_due")};
}

std::string TitleOf(const Descriptor& row, absl::string_view field) {
  return absl::StrCat("column.", ProtoNameOf(FieldPathOf(row, field)));
}

Column HeadOf(absl::string_view title, int traits, const TableStyle& style) {
  const std::string said = style.messages.Text(title);
  return {(traits & kZoned) != 0 ? style.ZonedTitle(title) : said,
          (traits & kFlexible) != 0,
          (traits & kDispensable) != 0,
          (traits & kLastResort) != 0,
          (traits & kMarked) != 0 ? absl::StrCat(said, ": ", style.messages.Text("column.mark")) : "",
          (traits & kSpared) != 0};
}

int TraitsOf(const Descriptor& row, absl::string_view field) {
  return IsTime(*FieldPathOf(row, field).back()) ? kFlexible | kZoned : kFlexible;
}

std::vector<std::string> WithOtherFields(std::vector<std::string> names, const Descriptor& row) {
  for (const FieldDescriptor* field : ListedFields(row)) {
    const bool is_message = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    const bool fits = field->is_repeated() ? field->cpp_type() == FieldDescriptor::CPPTYPE_STRING
                                           : !is_message || IsTime(*field);
    if (fits && !absl::c_linear_search(names, field->json_name())) names.push_back(field->json_name());
  }
  return names;
}

}  // namespace arasha::clients
