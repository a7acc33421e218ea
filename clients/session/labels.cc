#include "clients/session/labels.h"

#include <set>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "clients/errors/failure.h"

namespace arasha::clients {
namespace {

bool MayBeIdOfCatalogue(absl::string_view typed) {
  return typed.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.@") == absl::string_view::npos;
}

// Adds the id of what is called so.
template <typename Labelled>
void AddIfCalledSo(const std::string& typed, const Labelled& labelled, std::set<std::string>& ids) {
  if (IsLabel(typed, labelled.label())) ids.insert(labelled.id());
}

// Whether the label of a choice stood there; its id does now.
bool TakeLabel(const v1::FieldRule& rule, google::protobuf::Value& value) {
  const std::string typed = value.string_value();
  std::set<std::string> ids;
  for (const v1::Choice& choice : rule.choices()) {
    if (choice.id() == typed) return false;
    AddIfCalledSo(typed, choice, ids);
  }
  if (ids.size() != 1) return false;
  value.set_string_value(*ids.begin());
  return true;
}

// The same of each in a list, or of what commas part in a text that is none of the labels itself.
bool TakeLabelsOfSeveral(const v1::FieldRule& rule, google::protobuf::Value& value) {
  bool any = value.has_string_value() && TakeLabel(rule, value);
  if (value.has_string_value() && !any) {
    const std::string typed = value.string_value();
    value.mutable_list_value();
    for (const absl::string_view one : absl::StrSplit(typed, ',', absl::SkipWhitespace())) {
      value.mutable_list_value()->add_values()->set_string_value(
          std::string(absl::StripAsciiWhitespace(one)));
    }
    any = value.list_value().values_size() > 1;
  }
  if (!value.has_list_value()) return any;
  for (google::protobuf::Value& one : *value.mutable_list_value()->mutable_values()) {
    any = TakeLabel(rule, one) || any;
  }
  return any;
}

}  // namespace

bool TakeLabels(const v1::CaseType& type, google::protobuf::Struct& details) {
  bool any = false;
  for (const v1::FieldRule& rule : type.fields()) {
    const auto value = details.mutable_fields()->find(rule.id());
    if (value == details.mutable_fields()->end()) continue;
    if (rule.kind() == v1::FIELD_KIND_CHOICES) {
      any = TakeLabelsOfSeveral(rule, value->second) || any;
    } else {
      any = TakeLabel(rule, value->second) || any;
    }
  }
  return any;
}

bool TakeRefusedLabels(const absl::Status& refusal, const CaseTypeSource& type,
                       google::protobuf::Struct& details) {
  if (refusal.ok()) return false;
  const std::vector<Failure::Violation> violations = FailureOf(refusal, {}).violations;
  if (absl::c_none_of(violations, [](const Failure::Violation& violation) {
        return (violation.problem == "not_one_of" || violation.problem == "not_choices") &&
               absl::StrContains(violation.field, "details.");
      })) {
    return false;
  }
  const absl::StatusOr<v1::CaseType> fetched = type();
  return fetched.ok() && TakeLabels(*fetched, details);
}

absl::StatusOr<std::string> StateTyped(Session& session, const std::string& typed) {
  if (MayBeIdOfCatalogue(typed)) return typed;
  v1::ListCaseTypesRequest request;
  request.set_labels(true);
  const auto types = session.api().Call(request);
  if (!types.ok()) return types.status();
  std::set<std::string> ids;
  for (const v1::CaseType& type : types->case_types()) {
    for (const v1::StateRule& state : type.states()) AddIfCalledSo(typed, state, ids);
  }
  return TheOneOf(ids, typed);
}

absl::StatusOr<std::string> TypeTyped(Session& session, const std::string& typed) {
  if (MayBeIdOfCatalogue(typed)) return typed;
  const auto types = session.api().Call(v1::ListCaseTypesRequest());
  if (!types.ok()) return types.status();
  std::set<std::string> ids;
  for (const v1::CaseType& type : types->case_types()) AddIfCalledSo(typed, type, ids);
  return TheOneOf(ids, typed);
}

}  // namespace arasha::clients
