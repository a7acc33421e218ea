#include "clients/commands/case/labels.h"

#include <set>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "clients/errors/failure.h"
#include "clients/input/time_words.h"
#include "clients/text/local_error.h"

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

absl::StatusOr<std::string> TheOneOf(const std::set<std::string>& ids, const std::string& typed) {
  if (ids.empty()) return typed;
  if (ids.size() == 1) return *ids.begin();
  return UsageError("usage.label_of_several", {{"text", typed}, {"values", absl::StrJoin(ids, ", ")}});
}

}  // namespace

bool IsLabel(absl::string_view typed, const v1::LocalisedText& label) {
  const std::string word = Normalised(typed);
  // A blank is no label of what has none.
  if (word.empty()) return false;
  return word == Normalised(label.kk()) || word == Normalised(label.ru()) || word == Normalised(label.en());
}

bool TakeLabels(const v1::CaseType& type, google::protobuf::Struct& details) {
  bool any = false;
  for (const v1::FieldRule& rule : type.fields()) {
    const auto value = details.mutable_fields()->find(rule.id());
    if (value == details.mutable_fields()->end()) continue;
    const std::string typed = value->second.string_value();
    std::set<std::string> ids;
    bool is_id = false;
    for (const v1::Choice& choice : rule.choices()) {
      is_id = is_id || choice.id() == typed;
      AddIfCalledSo(typed, choice, ids);
    }
    if (is_id || ids.size() != 1) continue;
    value->second.set_string_value(*ids.begin());
    any = true;
  }
  return any;
}

bool TakeRefusedLabels(const absl::Status& refusal, const CaseTypeSource& type,
                       google::protobuf::Struct& details) {
  if (refusal.ok()) return false;
  const std::vector<Failure::Violation> violations = FailureOf(refusal, {}).violations;
  if (absl::c_none_of(violations, [](const Failure::Violation& violation) {
        return violation.problem == "not_one_of" && absl::StartsWith(violation.field, "case.details.");
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
