#include "tests/services/plants.h"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/rules/identity_numbers.h"
#include "storage/encoding.h"
#include "tests/support/samples.h"

namespace arasha {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// What gets a request past its first checks, where a field's name tells; for most others nothing is good.
std::string Good(const FieldDescriptor& field, const MethodDescriptor& method, const KnownNames& names) {
  const std::string& name = field.name();
  const std::string& of = method.name();
  if (name == "request_id") return support::RequestId();
  if (name == "parent") {
    const bool of_mission =
        of == "CreateCase" || of == "ListCases" || of == "ListApprovals" || of == "ListColleagues";
    return of_mission ? "missions/IST" : names.case_name;
  }
  if (name == "name") {
    if (of == "RemoveParty" || field.containing_type()->name() == "Party") return names.party;
    if (absl::StrContains(of, "Principal")) return "staff/d.kim";
    const bool of_case =
        field.containing_type() == method.input_type() || field.containing_type()->name() == "Case";
    return of_case ? names.case_name : "";
  }
  if (name == "case") return names.case_name;
  if (name == "principal" || name == "assignee" || name == "actor") return "staff/d.kim";
  if (name == "role") return "consular_officer";
  if (name == "mission") return "missions/IST";
  if (name == "paths") return of == "UpdateParty" ? "note" : "summary";
  if (name == "type") return "rights.detention";
  if (name == "start_date") return "2026-10-01";
  if (name == "end_date") return "2026-11-01";
  if (name == "display_name" || name == "summary" || name == "text" || name == "finding") return "plain";
  if (name == "reason") return "for a reason that is long enough";
  return "";
}

class Filler {
 public:
  Filler(const MethodDescriptor& method, const KnownNames& names, int planted, Plants& plants)
      : method_(method), names_(names), planted_(planted), plants_(plants) {}

  int texts() const { return texts_; }

  void Fill(Message& message) {
    if (auto* details = dynamic_cast<google::protobuf::Struct*>(&message)) {
      *details = support::OpenDetention().case_().details();
      if (PlantNext()) (*details->mutable_fields())["charge"].set_string_value(plants_.Text());
      if (PlantNext()) (*details->mutable_fields())["custody_status"].set_string_value(plants_.Text());
      if (PlantNext()) (*details->mutable_fields())[plants_.Word()].set_bool_value(true);
    } else if (auto* time = dynamic_cast<google::protobuf::Timestamp*>(&message)) {
      *time = support::Stamp(absl::Now());
    } else {
      for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
        FillField(message, *message.GetDescriptor()->field(i));
      }
    }
  }

 private:
  bool PlantNext() { return planted_ == texts_++; }

  void FillField(Message& message, const FieldDescriptor& field) {
    const auto& reflection = *message.GetReflection();
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Fill(field.is_repeated() ? *reflection.AddMessage(&message, &field)
                               : *reflection.MutableMessage(&message, &field));
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM && !field.is_repeated()) {
      reflection.SetEnumValue(&message, &field, 1);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      const std::string text = PlantNext() ? plants_.Text() : Good(field, method_, names_);
      if (field.is_repeated()) {
        reflection.AddString(&message, &field, text);
      } else {
        reflection.SetString(&message, &field, text);
      }
    }
  }

  const MethodDescriptor& method_;
  const KnownNames& names_;
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

std::unique_ptr<Message> RequestWithPlant(const MethodDescriptor& method, const KnownNames& names,
                                          int planted, Plants& plants, int& texts) {
  std::unique_ptr<Message> request(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(method.input_type())->New());
  Filler filler(method, names, planted, plants);
  filler.Fill(*request);
  texts = filler.texts();
  return request;
}

}  // namespace arasha
