#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/admin/operations.h"
#include "services/calls/errors.h"

namespace arasha::admin {

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
  if (type == nullptr) return server::NotFound(request.name());
  return type->proto();
}

absl::StatusOr<v1::ListCaseTypesResponse> ListCaseTypes(server::Call& call,
                                                        const v1::ListCaseTypesRequest& /*request*/) {
  v1::ListCaseTypesResponse response;
  for (const rules::CaseType* type : call.directory->catalogue().AllNewest()) {
    *response.add_case_types() = type->proto();
  }
  return response;
}

}  // namespace arasha::admin
