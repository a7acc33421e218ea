#include "tests/services/secrecy/plants.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/struct.pb.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/rules/identity/identity_numbers.h"
#include "storage/postgres/encoding.h"

namespace arasha {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Goes through the texts that a message has or could have, and makes one of them a plant.
class Planter {
 public:
  Planter(int planted, Plants& plants) : planted_(planted), plants_(plants) {}

  int texts() const { return texts_; }

  // Whether it planted something here. What it did not is as it was, unset messages included.
  bool Plant(Message& message) {
    const int before = texts_;
    if (auto* details = dynamic_cast<google::protobuf::Struct*>(&message)) {
      auto& fields = *details->mutable_fields();
      if (IsNext()) fields["charge"].set_string_value(plants_.Text());
      if (IsNext()) fields["custody_status"].set_string_value(plants_.Text());
      if (IsNext()) fields[plants_.Word()].set_bool_value(true);
    } else {
      for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
        PlantIn(message, *message.GetDescriptor()->field(i));
      }
    }
    return before <= planted_ && planted_ < texts_;
  }

 private:
  bool IsNext() { return planted_ == texts_++; }

  void PlantIn(Message& message, const FieldDescriptor& field) {
    const auto& reflection = *message.GetReflection();
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && field.is_repeated()) {
      const bool had = reflection.FieldSize(message, &field) > 0;
      Message& first = had ? *reflection.MutableRepeatedMessage(&message, &field, 0)
                           : *reflection.AddMessage(&message, &field);
      if (!Plant(first) && !had) reflection.ClearField(&message, &field);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const bool had = reflection.HasField(message, &field);
      if (!Plant(*reflection.MutableMessage(&message, &field)) && !had)
        reflection.ClearField(&message, &field);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING && IsNext()) {
      if (field.is_repeated()) {
        reflection.AddString(&message, &field, plants_.Text());
      } else {
        reflection.SetString(&message, &field, plants_.Text());
      }
    }
  }

  const int planted_;
  Plants& plants_;
  int texts_ = 0;
};

}  // namespace

Plants::Plants() {
  const std::string random = storage::RandomBytes(8);
  tag_ = "plnt" + absl::BytesToHexString(random.substr(0, 5));
  std::string digits;
  for (const char byte : random) digits += static_cast<char>('0' + static_cast<unsigned char>(byte) % 10);
  phone_ = "+7705" + digits.substr(1);
  // With a check digit that fits.
  for (int i = 0; iin_.empty() && i < 10000; ++i) {
    const std::string candidate = absl::StrCat("9102143", digits.substr(0, 1), absl::Dec(i, absl::kZeroPad4));
    if (std::holds_alternative<rules::Iin>(rules::ParseIin(candidate))) iin_ = candidate;
  }
}

std::string Plants::Text() { return absl::StrCat("Құпия ", tag_, "-", ++count_); }
std::string Plants::Word() { return absl::StrCat(tag_, ++count_); }

std::string Plants::FoundIn(const std::string& text) const {
  const std::string lower = absl::AsciiStrToLower(text);
  for (const std::string& value : {tag_, iin_, phone_.substr(1)}) {
    const size_t at = lower.find(value);
    if (at != std::string::npos) return text.substr(at > 100 ? at - 100 : 0, 300);
  }
  return "";
}

int PlantText(int number, Message& request, Plants& plants) {
  Planter planter(number, plants);
  planter.Plant(request);
  return planter.texts();
}

}  // namespace arasha
