#include "clients/errors/meant.h"

#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"
#include "clients/text/nearest.h"

namespace arasha::clients {
namespace {

// The names that are nearest to the id within what was asked for.
absl::Status OneOf(absl::string_view asked, absl::string_view id, const std::vector<std::string>& names) {
  const std::vector<std::string> nearest = Nearest(id, names);
  if (nearest.empty()) return absl::OkStatus();
  return UsageError("usage.unknown_near",
                    {{"name", std::string(asked)}, {"nearest", absl::StrJoin(nearest, ", ")}});
}

absl::Status TypeMeant(Api& api, absl::string_view typed) {
  std::vector<std::string> ids;
  const auto types = api.Call(v1::ListCaseTypesRequest());
  if (!types.ok()) return absl::OkStatus();
  for (const v1::CaseType& type : types->case_types()) ids.push_back(type.id());
  // A version may be what there is not.
  return OneOf(typed, typed.substr(0, typed.find('@')), ids);
}

absl::Status PersonMeant(Api& api, const std::string& mission, absl::string_view typed) {
  if (mission.empty() || mission == "missions/-") return absl::OkStatus();
  v1::ListColleaguesRequest request;
  request.set_parent(mission);
  std::vector<std::string> ids;
  const auto colleagues = api.Call(request);
  if (!colleagues.ok()) return absl::OkStatus();
  for (const v1::Colleague& colleague : colleagues->colleagues())
    ids.emplace_back(ShortName(colleague.name()));
  const absl::string_view id = absl::StripPrefix(typed, "staff/");
  return OneOf(id, id, ids);
}

}  // namespace

absl::Status Meant(Api& api, const Failure& failure, const std::string& mission) {
  if (const auto type = failure.metadata.find("type");
      failure.reason == "CASE_TYPE_UNKNOWN" && type != failure.metadata.end()) {
    return TypeMeant(api, type->second);
  }
  if (const auto name = failure.metadata.find("name");
      failure.reason == "NOT_FOUND" && name != failure.metadata.end()) {
    absl::string_view id = name->second;
    if (absl::ConsumePrefix(&id, "caseTypes/")) return TypeMeant(api, id);
  }
  for (const Failure::Violation& violation : failure.violations) {
    const auto given = violation.parameters.find("given");
    if (violation.problem == "unknown_person" && given != violation.parameters.end()) {
      return PersonMeant(api, mission, given->second);
    }
  }
  return absl::OkStatus();
}

}  // namespace arasha::clients
