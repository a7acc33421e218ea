// Case types and details: the catalogue's text form, and the JSON that a caller sends against a type. Up to
// the first zero byte the input is a case type, after it details; checking either never fails, and details
// that pass give times that fit.
#include "services/rules/catalogue/details.h"

#include <google/protobuf/util/json_util.h>

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/deadlines/deadlines.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace arasha;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const size_t zero = text.find('\0');
  auto proto = rules::ParseCaseType(text.substr(0, zero));
  if (!proto.ok()) return 0;
  const auto type = rules::CaseType::Create(*std::move(proto));
  // A type with one field of each kind stands in for one that is refused, so that details are reached.
  static const rules::CaseType& every_kind = []() -> const rules::CaseType& {
    v1::CaseType every;
    every.set_id("fuzz.every");
    every.set_version(1);
    const auto label = [](v1::LocalisedText* into) {
      into->set_kk("x");
      into->set_ru("x");
      into->set_en("x");
    };
    label(every.mutable_label());
    label(every.mutable_description());
    for (int kind = v1::FIELD_KIND_TEXT; kind <= v1::FIELD_KIND_LONG_TEXT; ++kind) {
      v1::FieldRule& field = *every.add_fields();
      field.set_id(std::string(1, static_cast<char>('a' + kind)));
      field.set_kind(static_cast<v1::FieldKind>(kind));
      label(field.mutable_label());
      label(field.mutable_hint());
      if (kind == v1::FIELD_KIND_IDENTIFIER) field.set_identifier(v1::IDENTIFIER_KIND_NUMBER_PLATE);
      if (kind == v1::FIELD_KIND_CHOICE || kind == v1::FIELD_KIND_CHOICES) {
        field.add_choices()->set_id("one");
        label(field.mutable_choices(0)->mutable_label());
      }
    }
    for (const char* id : {"begun", "done"}) {
      v1::StateRule& state = *every.add_states();
      state.set_id(id);
      label(state.mutable_label());
      state.set_final(id[0] == 'd');
    }
    for (const bool back : {false, true}) {
      v1::TransitionRule& transition = *every.add_transitions();
      transition.set_id(back ? "reopen" : "end");
      label(transition.mutable_label());
      transition.add_from(back ? "done" : "begun");
      transition.set_to(back ? "begun" : "done");
      transition.add_roles("officer");
    }
    auto created = rules::CaseType::Create(every);
    if (!created.ok()) __builtin_trap();
    return *new rules::CaseType(*std::move(created));
  }();
  const rules::CaseType& used = type.ok() ? *type : every_kind;
  google::protobuf::Struct details;
  if (zero == std::string::npos ||
      !google::protobuf::util::JsonStringToMessage(text.substr(zero + 1), &details).ok()) {
    return 0;
  }
  const bool fits = rules::CheckDetails(used, details, "details").empty();
  const auto happenings = rules::OfFields(used, details, absl::UTCTimeZone());
  if (!fits) return 0;
  for (const rules::Happening& happening : happenings) {
    if (happening.at == absl::InfiniteFuture() || happening.at == absl::InfinitePast()) __builtin_trap();
  }
  return 0;
}
