#include "clients/errors/meant.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"
#include "clients/text/nearest.h"
#include "proto/entry_fields.h"

namespace arasha::clients {
namespace {

constexpr absl::string_view kStaff = "staff/";
// The most that the server gives at once, and more than there are.
constexpr int kAllStaff = 1000;

using Names = std::vector<std::string>;

// The names that are nearest to the id within what was asked for; the key says of what kind they are.
absl::Status OneOf(absl::string_view key, absl::string_view asked, absl::string_view id, const Names& names) {
  const Names nearest = Nearest(id, names);
  if (nearest.empty()) return absl::OkStatus();
  return UsageError(key, {{"name", std::string(asked)}, {"nearest", absl::StrJoin(nearest, ", ")}});
}

absl::Status TypeMeant(Api& api, absl::string_view typed) {
  // A version may be what there is not.
  const absl::string_view id = typed.substr(0, typed.find('@'));
  Names ids;
  Names in_part;
  const auto types = api.Call(v1::ListCaseTypesRequest());
  if (!types.ok()) return absl::OkStatus();
  for (const v1::CaseType& type : types->case_types()) {
    ids.push_back(type.id());
    // `detention` for `rights.detention`.
    const Names parts = absl::StrSplit(type.id(), '.');
    if (!Nearest(id, parts).empty()) in_part.push_back(type.id());
  }
  if (absl::Status whole = OneOf("usage.unknown_type_near", typed, id, ids); !whole.ok() || in_part.empty())
    return whole;
  return UsageError("usage.unknown_type_near",
                    {{"name", std::string(typed)}, {"nearest", absl::StrJoin(in_part, ", ")}});
}

Names Colleagues(Api& api, const std::string& mission) {
  v1::ListColleaguesRequest request;
  Names ids;
  if (mission.empty() || mission == kAllMissions) return ids;
  request.set_parent(mission);
  const auto colleagues = api.Call(request);
  if (!colleagues.ok()) return ids;
  for (const v1::Colleague& colleague : colleagues->colleagues())
    ids.emplace_back(ShortName(colleague.name()));
  return ids;
}

// Of everybody, whom administrators see.
Names Staff(Api& api) {
  v1::ListPrincipalsRequest request;
  request.set_page_size(kAllStaff);
  Names ids;
  const auto staff = api.Call(request);
  if (!staff.ok()) return ids;
  for (const v1::Principal& principal : staff->principals()) {
    if (absl::StartsWith(principal.name(), kStaff)) ids.emplace_back(ShortName(principal.name()));
  }
  return ids;
}

// `key`: what is said of whom there is not.
absl::Status PersonMeant(absl::string_view key, const std::string& mission, absl::string_view typed,
                         const Names& ids) {
  const absl::string_view id = absl::StripPrefix(typed, kStaff);
  // Somebody who is there, and was refused for something else.
  if (std::find(ids.begin(), ids.end(), id) != ids.end()) return absl::OkStatus();
  const Names nearest = Nearest(id, ids);
  if (nearest.empty()) return absl::OkStatus();
  return UsageError(key, {{"name", std::string(id)},
                          {"mission", std::string(ShortName(mission))},
                          {"nearest", absl::StrJoin(nearest, ", ")}});
}

// What has a slash, as partners have one, but not what stands before their names.
absl::Status PartnerMeant(const std::string& typed) {
  if (!absl::StrContains(typed, '/') || absl::StartsWith(typed, "partners/")) return absl::OkStatus();
  return UsageError("usage.partner_prefix", {{"name", typed}});
}

// The value of a text of the request that was refused, `assignee` or `reminder.assignee`; empty if there is
// none.
std::string TypedText(const google::protobuf::Message* request, absl::string_view path) {
  if (request == nullptr) return "";
  const size_t dot = path.find('.');
  const auto* field = request->GetDescriptor()->FindFieldByName(std::string(path.substr(0, dot)));
  if (field == nullptr || field->is_repeated()) return "";
  if (dot != absl::string_view::npos) {
    if (field->message_type() == nullptr) return "";
    return TypedText(&request->GetReflection()->GetMessage(*request, field), path.substr(dot + 1));
  }
  if (field->type() != google::protobuf::FieldDescriptor::TYPE_STRING) return "";
  return request->GetReflection()->GetString(*request, field);
}

// The kind of the entry that was to be added, or put in the place of another.
v1::EntryKind KindOf(const google::protobuf::Message* request) {
  if (const auto* added = dynamic_cast<const v1::AddEntryRequest*>(request)) return added->entry().kind();
  const auto* corrected = dynamic_cast<const v1::CorrectEntryRequest*>(request);
  return corrected == nullptr ? v1::ENTRY_KIND_UNSPECIFIED : corrected->replacement().kind();
}

// The type, with its version or without, of the case that was to be opened or changed.
std::string TypeOf(Api& api, const google::protobuf::Message* request) {
  if (const auto* opened = dynamic_cast<const v1::CreateCaseRequest*>(request)) return opened->case_().type();
  std::string name;
  if (const auto* changed = dynamic_cast<const v1::UpdateCaseRequest*>(request))
    name = changed->case_().name();
  if (const auto* added = dynamic_cast<const v1::AddEntryRequest*>(request)) name = added->parent();
  if (const auto* corrected = dynamic_cast<const v1::CorrectEntryRequest*>(request)) {
    name = CaseOf(corrected->name());
  }
  if (const auto* moved = dynamic_cast<const v1::TransitionCaseRequest*>(request)) name = moved->name();
  if (const auto* asked = dynamic_cast<const v1::ExplainDeadlineRequest*>(request)) name = asked->name();
  if (const auto* extended = dynamic_cast<const v1::ExtendDeadlineRequest*>(request)) name = extended->name();
  if (const auto* waived = dynamic_cast<const v1::WaiveDeadlineRequest*>(request)) name = waived->name();
  if (name.empty()) return "";
  const auto matter = FetchBasicCase(api, name);
  return matter.ok() ? absl::StrCat(matter->type(), "@", matter->type_version()) : "";
}

// `kind`: of the entry whose field it is; UNSPECIFIED if it is one of the case.
absl::Status FieldMeant(Api& api, const std::string& type, v1::EntryKind kind, absl::string_view typed) {
  if (type.empty()) return absl::OkStatus();
  v1::GetCaseTypeRequest request;
  request.set_name(CaseTypeName(type));
  const auto found = api.Call(request);
  if (!found.ok()) return absl::OkStatus();
  Names ids;
  const bool of_case = kind == v1::ENTRY_KIND_UNSPECIFIED;
  for (const v1::FieldRule& rule : of_case ? found->fields() : EntryFieldsOf(*found, kind)) {
    ids.push_back(rule.id());
  }
  return OneOf("usage.unknown_field_near", typed, typed, ids);
}

}  // namespace

std::string TypeOfRefused(Api& api) { return TypeOf(api, api.refused()); }

absl::Status Meant(Api& api, const Failure& failure, const std::function<std::string()>& mission) {
  constexpr absl::string_view kNobody = "usage.unknown_person_near";
  if (const auto type = failure.metadata.find("type");
      failure.reason == "CASE_TYPE_UNKNOWN" && type != failure.metadata.end()) {
    return TypeMeant(api, type->second);
  }
  if (const auto name = failure.metadata.find("name");
      failure.reason == "NOT_FOUND" && name != failure.metadata.end()) {
    absl::string_view id = name->second;
    const auto versions = failure.metadata.find("versions");
    const bool of_type = absl::ConsumePrefix(&id, "caseTypes/");
    if (of_type && versions != failure.metadata.end()) {
      return UsageError("usage.no_such_version", {{"type", std::string(id.substr(0, id.find('@')))},
                                                  {"version", std::string(id.substr(id.find('@') + 1))},
                                                  {"values", versions->second}});
    }
    if (of_type) return TypeMeant(api, id);
    if (absl::ConsumePrefix(&id, kStaff) && !absl::StrContains(id, '/')) {
      const bool administers =
          api.refused() != nullptr &&
          api.refused()->GetDescriptor()->file() == v1::ListPrincipalsRequest::descriptor()->file();
      const std::string at = administers ? "" : mission();
      return PersonMeant(kNobody, at, id, administers ? Staff(api) : Colleagues(api, at));
    }
  }
  for (const Failure::Violation& violation : failure.violations) {
    const auto given = violation.parameters.find("given");
    if (violation.problem == "unknown_person" && given != violation.parameters.end()) {
      const std::string at = mission();
      return PersonMeant(kNobody, at, given->second, Colleagues(api, at));
    }
    if (violation.problem == "unknown_type" && given != violation.parameters.end()) {
      return TypeMeant(api, given->second);
    }
    // Of whom the server says what they are not, they may be somewhere else.
    if (violation.problem == "not_an_officer" || violation.problem == "not_a_grantee") {
      const std::string typed = TypedText(api.refused(), violation.field);
      if (!absl::StartsWith(typed, kStaff)) return PartnerMeant(typed);
      const std::string at = mission();
      return PersonMeant("usage.no_colleague_near", at, typed, Colleagues(api, at));
    }
    absl::string_view field = violation.field;
    if (violation.problem == "unknown_field" &&
        (absl::ConsumePrefix(&field, "case.details.") || absl::ConsumePrefix(&field, "entry.details.") ||
         absl::ConsumePrefix(&field, "replacement.details."))) {
      return FieldMeant(api, TypeOf(api, api.refused()), KindOf(api.refused()), field);
    }
  }
  return absl::OkStatus();
}

}  // namespace arasha::clients
