#include "services/admin/admin_service.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "services/server/errors.h"

namespace arasha::admin {
namespace {

absl::StatusOr<v1::WhoAmIResponse> WhoAmI(server::Call& call, const v1::WhoAmIRequest& /*request*/) {
  v1::WhoAmIResponse response;
  response.set_name(call.actor->name);
  response.set_display_name(call.actor->display_name);
  response.set_spiffe_id(call.identity->spiffe_id);
  response.set_server_version(ARASHA_VERSION);
  for (const rules::Grant& grant : call.actor->grants) {
    auto* shown = response.add_grants();
    shown->set_role(grant.role);
    shown->set_mission(absl::StrCat("missions/", grant.mission));
  }
  return response;
}

absl::StatusOr<v1::CaseType> GetCaseType(server::Call& call, const v1::GetCaseTypeRequest& request) {
  absl::string_view id = request.name();
  if (!absl::ConsumePrefix(&id, "caseTypes/")) {
    return server::InvalidFields(
        {{"name", "must be caseTypes/ID, as caseTypes/family.type, or caseTypes/ID@VERSION"}});
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

}  // namespace

grpc::ServerUnaryReactor* AdminService::WhoAmI(grpc::CallbackServerContext* context,
                                               const v1::WhoAmIRequest* request,
                                               v1::WhoAmIResponse* response) {
  return dispatcher_.Serve(context, "WhoAmI", request, response, &admin::WhoAmI);
}

grpc::ServerUnaryReactor* AdminService::GetCaseType(grpc::CallbackServerContext* context,
                                                    const v1::GetCaseTypeRequest* request,
                                                    v1::CaseType* response) {
  return dispatcher_.Serve(context, "GetCaseType", request, response, &admin::GetCaseType);
}

grpc::ServerUnaryReactor* AdminService::ListCaseTypes(grpc::CallbackServerContext* context,
                                                      const v1::ListCaseTypesRequest* request,
                                                      v1::ListCaseTypesResponse* response) {
  return dispatcher_.Serve(context, "ListCaseTypes", request, response, &admin::ListCaseTypes);
}

}  // namespace arasha::admin
