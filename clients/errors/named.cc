#include "clients/errors/named.h"

#include <string>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/rules/texts/language.h"

namespace arasha::clients {
namespace {

constexpr absl::string_view kCaseDetails = "case.details.";
constexpr absl::string_view kAnyDetails = ".details.";

bool OfField(const Failure::Violation& violation) {
  return violation.problem == "needed_by_event" && absl::StartsWith(violation.field, kCaseDetails);
}

bool OfValues(const Failure::Violation& violation) {
  return violation.problem == "unknown_deadline" || violation.problem == "unknown_check_item";
}

bool OfChoice(const Failure::Violation& violation) {
  return violation.problem == "not_one_of" && absl::StrContains(violation.field, kAnyDetails);
}

// The field of the case or of an entry; nullptr if there is none.
const v1::FieldRule* FieldOf(const v1::CaseType& type, absl::string_view path) {
  const absl::string_view id = path.substr(path.find(kAnyDetails) + kAnyDetails.size());
  for (const v1::FieldRule& rule : type.fields()) {
    if (rule.id() == id && absl::StartsWith(path, kCaseDetails)) return &rule;
  }
  for (const v1::EntryFields& of : type.entry_fields()) {
    for (const v1::FieldRule& rule : of.fields()) {
      if (rule.id() == id && !absl::StartsWith(path, kCaseDetails)) return &rule;
    }
  }
  return nullptr;
}

template <typename Rule>
std::string Named(const Rule& rule, const Texts& messages) {
  return absl::StrCat(rule.id(), " (", messages.Text(rule.label(), rule.id()), ")");
}

// `reply (Ответ), talk (Беседа)` of `reply, talk`; that of a row keeps its row.
template <typename Rules>
std::string AllNamed(absl::string_view ids, const Rules& rules, const Texts& messages) {
  return absl::StrJoin(absl::StrSplit(ids, ", "), ", ", [&](std::string* out, absl::string_view id) {
    absl::StrAppend(out, id);
    for (const auto& rule : rules) {
      if (rule.id() != id.substr(0, id.find('/'))) continue;
      absl::StrAppend(out, " (", messages.Text(rule.label(), rule.id()), ")");
    }
  });
}

std::string FieldNamed(const v1::FieldRule& rule, const Texts& messages) {
  std::string name = messages.Text(rule.label(), rule.id());
  if (rule.choices().empty()) return name;
  const auto choice = [&](std::string* out, const v1::Choice& one) { *out += Named(one, messages); };
  return absl::StrCat(name, "; ", absl::StrJoin(rule.choices(), ", ", choice));
}

}  // namespace

bool LacksNames(const Failure& failure) {
  return absl::c_any_of(failure.violations, [](const Failure::Violation& violation) {
    return OfField(violation) || OfValues(violation) || OfChoice(violation);
  });
}

void AddNames(const v1::CaseType& type, const Texts& messages, Failure& failure) {
  // As labels that the server sends; the ids stay for what may have been meant.
  const std::string own = absl::StrCat("values.", CodeOf(messages.language()));
  for (Failure::Violation& violation : failure.violations) {
    if (OfField(violation)) {
      const v1::FieldRule* rule = FieldOf(type, violation.field);
      if (rule != nullptr) violation.name = FieldNamed(*rule, messages);
    } else if (OfChoice(violation)) {
      const v1::FieldRule* rule = FieldOf(type, violation.field);
      if (rule == nullptr || !violation.parameters.contains("values")) continue;
      violation.parameters[own] = AllNamed(violation.parameters["values"], rule->choices(), messages);
    } else if (OfValues(violation)) {
      const std::string& ids = violation.parameters["values"];
      violation.parameters[own] = violation.problem == "unknown_deadline"
                                      ? AllNamed(ids, type.deadlines(), messages)
                                      : AllNamed(ids, type.checklist(), messages);
    }
  }
}

}  // namespace arasha::clients
