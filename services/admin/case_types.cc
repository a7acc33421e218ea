#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "services/admin/asked_names.h"
#include "services/admin/operations.h"
#include "services/calls/errors.h"
#include "storage/postgres/status.h"

namespace arasha::admin {
namespace {

template <typename Rules>
void CopyLabels(const Rules& rules, Rules& labels) {
  for (const auto& rule : rules) {
    auto& copy = *labels.Add();
    copy.set_id(rule.id());
    *copy.mutable_label() = rule.label();
  }
}

// By what they are named, typed and shown.
void CopyFields(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields,
                google::protobuf::RepeatedPtrField<v1::FieldRule>& copies) {
  CopyLabels(fields, copies);
  for (int i = 0; i < fields.size(); ++i) {
    copies[i].set_kind(fields[i].kind());
    CopyLabels(fields[i].choices(), *copies[i].mutable_choices());
  }
}

// What a fact is called and of what kind it is, without what it is made of.
void CopyKind(const v1::FactRule& rule, v1::FactRule& brief) {
  brief = rule;
  const auto* reflection = brief.GetReflection();
  const auto* is = reflection->GetOneofFieldDescriptor(brief, v1::FactRule::descriptor()->oneof_decl(0));
  if (is != nullptr && is->message_type() != nullptr) reflection->MutableMessage(&brief, is)->Clear();
}

// Three dozen kilobytes a type, of which lists need a few.
void CopyInBrief(const v1::CaseType& type, bool labels, v1::CaseType& brief) {
  brief.set_id(type.id());
  brief.set_version(type.version());
  *brief.mutable_label() = type.label();
  *brief.mutable_description() = type.description();
  if (!labels) return;
  CopyFields(type.fields(), *brief.mutable_fields());
  CopyLabels(type.states(), *brief.mutable_states());
  CopyLabels(type.transitions(), *brief.mutable_transitions());
  CopyLabels(type.deadlines(), *brief.mutable_deadlines());
  CopyLabels(type.raises(), *brief.mutable_raises());
  CopyLabels(type.checklist(), *brief.mutable_checklist());
  for (const v1::FactRule& rule : type.derived_facts()) CopyKind(rule, *brief.add_derived_facts());
  CopyLabels(type.party_roles(), *brief.mutable_party_roles());
  for (const v1::RowGroup& group : type.row_groups()) {
    v1::RowGroup& copy = *brief.add_row_groups();
    copy.set_id(group.id());
    *copy.mutable_label() = group.label();
    *copy.mutable_label_many() = group.label_many();
    CopyFields(group.fields(), *copy.mutable_fields());
  }
  for (const v1::EntryFields& of : type.entry_fields()) {
    v1::EntryFields& copy = *brief.add_entry_fields();
    copy.set_kind(of.kind());
    CopyFields(of.fields(), *copy.mutable_fields());
  }
}

// NOT_FOUND; of a type that there is with its versions.
absl::Status NoSuchVersion(const rules::Catalogue& catalogue, absl::string_view asked,
                           const std::string& name) {
  const std::string id(asked.substr(0, asked.find('@')));
  const rules::CaseType* newest = catalogue.Newest(id);
  if (newest == nullptr) return server::NotFound(name);
  std::vector<std::string> versions;
  for (int version = 1; version <= newest->version(); ++version) {
    if (catalogue.Find(id, version) != nullptr) versions.push_back(absl::StrCat(version));
  }
  return WithMetadata(server::NotFound(name), "versions", absl::StrJoin(versions, ", "));
}

}  // namespace

absl::StatusOr<v1::CaseType> GetCaseType(server::Call& call, const v1::GetCaseTypeRequest& request) {
  absl::string_view id = request.name();
  if (!absl::ConsumePrefix(&id, "caseTypes/")) {
    return server::InvalidFields(
        {{"name", rules::Problem::kMalformedName, {{"form", "caseTypes/family.type@1"}}}});
  }
  const rules::Catalogue& catalogue = call.directory->catalogue();
  const rules::CaseType* type = nullptr;
  if (const size_t at = id.find('@'); at == absl::string_view::npos) {
    type = catalogue.Newest(id);
  } else {
    int version = 0;
    if (absl::SimpleAtoi(id.substr(at + 1), &version)) type = catalogue.Find(id.substr(0, at), version);
  }
  if (type == nullptr) return NoSuchVersion(catalogue, id, request.name());
  return type->proto();
}

absl::StatusOr<v1::ListCaseTypesResponse> ListCaseTypes(server::Call& call,
                                                        const v1::ListCaseTypesRequest& request) {
  const auto asked = AskedNames::Of(request.names());
  if (!asked.ok()) return asked.status();
  v1::ListCaseTypesResponse response;
  for (const rules::CaseType* type : call.directory->catalogue().AllNewest()) {
    if (!asked->Include(absl::StrCat("caseTypes/", type->id()))) continue;
    CopyInBrief(type->proto(), request.labels(), *response.add_case_types());
  }
  return response;
}

}  // namespace arasha::admin
