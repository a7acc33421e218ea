#include "services/rules/catalogue/difference.h"

#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>

#include <algorithm>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace arasha::rules {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::TextFormat;

TextFormat::Printer OneLine() {
  TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseUtf8StringEscaping(true);
  return printer;
}

// One value of a field, index -1 where it has only one; a text as it is, without quotation marks.
std::string ValueText(const Message& message, const FieldDescriptor* field, int index) {
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    return index < 0 ? message.GetReflection()->GetString(message, field)
                     : message.GetReflection()->GetRepeatedString(message, field, index);
  }
  std::string text;
  OneLine().PrintFieldValueToString(message, field, index, &text);
  return std::string(absl::StripAsciiWhitespace(text));
}

std::vector<std::string> ValueTexts(const Message& message, const FieldDescriptor* list) {
  std::vector<std::string> values;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, list); ++i) {
    values.push_back(ValueText(message, list, i));
  }
  return values;
}

// In the order of the first.
std::vector<std::string> NotIn(const std::vector<std::string>& other,
                               const std::vector<std::string>& values) {
  std::vector<std::string> rest = other;
  std::vector<std::string> missing;
  for (const std::string& value : values) {
    const auto found = std::find(rest.begin(), rest.end(), value);
    if (found == rest.end()) {
      missing.push_back(value);
    } else {
      rest.erase(found);
    }
  }
  return missing;
}

// What tells the elements of a list apart: their id, or of the fields of entries the kind; nullptr if nothing
// does.
const FieldDescriptor* NameOf(const google::protobuf::Descriptor& element) {
  if (&element == v1::EntryFields::descriptor()) return element.FindFieldByName("kind");
  return element.FindFieldByName("id");
}

// Gathers what differs between two messages of one kind and all that is within them.
class Comparison {
 public:
  void Compare(const Message& before, const Message& after, const std::string& way) {
    const auto* descriptor = before.GetDescriptor();
    for (int i = 0; i < descriptor->field_count(); ++i) {
      const FieldDescriptor* field = descriptor->field(i);
      const std::string place = way.empty() ? field->name() : absl::StrCat(way, " ", field->name());
      if (!field->is_repeated()) {
        Single(before, after, field, place);
      } else if (field->message_type() == nullptr) {
        const std::string was = absl::StrJoin(ValueTexts(before, field), ", ");
        Changed(place, was, absl::StrJoin(ValueTexts(after, field), ", "));
      } else if (const FieldDescriptor* id = NameOf(*field->message_type()); id != nullptr) {
        ById(before, after, field, id, place);
      } else {
        const std::vector<std::string> was = ValueTexts(before, field);
        const std::vector<std::string> is = ValueTexts(after, field);
        Listed(was, is, place);
      }
    }
  }

  std::vector<std::string> lines() && { return std::move(lines_); }

 private:
  void Changed(const std::string& place, const std::string& was, const std::string& is) {
    if (was == is) return;
    if (was.empty()) return lines_.push_back(absl::StrCat("+ ", place, ": ", is));
    if (is.empty()) return lines_.push_back(absl::StrCat("- ", place, ": ", was));
    lines_.push_back(absl::StrCat("~ ", place, ": ", was, " → ", is));
  }

  void Single(const Message& before, const Message& after, const FieldDescriptor* field,
              const std::string& place) {
    const bool had = before.GetReflection()->HasField(before, field);
    const bool has = after.GetReflection()->HasField(after, field);
    if (had && has && field->message_type() != nullptr) {
      Compare(before.GetReflection()->GetMessage(before, field),
              after.GetReflection()->GetMessage(after, field), place);
    } else if (had || has) {
      Changed(place, had ? ValueText(before, field, -1) : "", has ? ValueText(after, field, -1) : "");
    }
  }

  void Listed(const std::vector<std::string>& was, const std::vector<std::string>& is,
              const std::string& place) {
    const std::vector<std::string> gone = NotIn(is, was);
    const std::vector<std::string> come = NotIn(was, is);
    for (const std::string& one : gone) lines_.push_back(absl::StrCat("- ", place, ": ", one));
    for (const std::string& one : come) lines_.push_back(absl::StrCat("+ ", place, ": ", one));
    if (gone.empty() && come.empty()) {
      Changed(absl::StrCat(place, " order"), absl::StrJoin(was, ", "), absl::StrJoin(is, ", "));
    }
  }

  void ById(const Message& before, const Message& after, const FieldDescriptor* list,
            const FieldDescriptor* id, const std::string& place) {
    const auto read = [&](const Message& message, std::vector<std::string>& order) {
      std::map<std::string, std::pair<const Message*, std::string>> elements;
      for (int i = 0; i < message.GetReflection()->FieldSize(message, list); ++i) {
        const Message& one = message.GetReflection()->GetRepeatedMessage(message, list, i);
        order.push_back(one.GetReflection()->GetString(one, id));
        elements[order.back()] = {&one, ValueText(message, list, i)};
      }
      return elements;
    };
    std::vector<std::string> was;
    std::vector<std::string> is;
    const auto old = read(before, was);
    const auto now = read(after, is);
    for (const std::string& name : NotIn(is, was)) {
      lines_.push_back(absl::StrCat("- ", place, " ", name, ": ", old.at(name).second));
    }
    std::vector<std::string> kept;
    for (const std::string& name : is) {
      const auto found = old.find(name);
      if (found == old.end()) {
        lines_.push_back(absl::StrCat("+ ", place, " ", name, ": ", now.at(name).second));
        continue;
      }
      kept.push_back(name);
      Compare(*found->second.first, *now.at(name).first, absl::StrCat(place, " ", name));
    }
    was = NotIn(NotIn(is, was), was);
    Changed(absl::StrCat(place, " order"), absl::StrJoin(was, ", "), absl::StrJoin(kept, ", "));
  }

  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> Difference(const v1::CaseType& before, const v1::CaseType& after) {
  Comparison comparison;
  comparison.Compare(before, after, "");
  return std::move(comparison).lines();
}

}  // namespace arasha::rules
