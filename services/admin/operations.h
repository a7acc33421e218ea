#ifndef ARASHA_SERVICES_ADMIN_OPERATIONS_H_
#define ARASHA_SERVICES_ADMIN_OPERATIONS_H_

#include "absl/status/statusor.h"
#include "arasha/v1/admin.pb.h"
#include "services/calls/call.h"

// The operations behind the RPCs of admin.proto; contracts are there.
namespace arasha::admin {

absl::StatusOr<v1::WhoAmIResponse> WhoAmI(server::Call& call, const v1::WhoAmIRequest& request);
absl::StatusOr<v1::ListMissionsResponse> ListMissions(server::Call& call,
                                                      const v1::ListMissionsRequest& request);
absl::StatusOr<v1::ListColleaguesResponse> ListColleagues(server::Call& call,
                                                          const v1::ListColleaguesRequest& request);
absl::StatusOr<v1::CaseType> GetCaseType(server::Call& call, const v1::GetCaseTypeRequest& request);
absl::StatusOr<v1::ListCaseTypesResponse> ListCaseTypes(server::Call& call,
                                                        const v1::ListCaseTypesRequest& request);
absl::StatusOr<v1::Principal> RegisterPrincipal(server::Call& call,
                                                const v1::RegisterPrincipalRequest& request);
absl::StatusOr<v1::Principal> UpdatePrincipal(server::Call& call, const v1::UpdatePrincipalRequest& request);
absl::StatusOr<v1::ListPrincipalsResponse> ListPrincipals(server::Call& call,
                                                          const v1::ListPrincipalsRequest& request);
absl::StatusOr<v1::Principal> GrantRole(server::Call& call, const v1::GrantRoleRequest& request);
absl::StatusOr<v1::Principal> RevokeRole(server::Call& call, const v1::RevokeRoleRequest& request);
absl::StatusOr<v1::RevokeCertificateResponse> RevokeCertificate(server::Call& call,
                                                                const v1::RevokeCertificateRequest& request);

}  // namespace arasha::admin

#endif  // ARASHA_SERVICES_ADMIN_OPERATIONS_H_
