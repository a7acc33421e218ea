#ifndef ARASHA_SERVICES_ACCESS_OPERATIONS_H_
#define ARASHA_SERVICES_ACCESS_OPERATIONS_H_

#include "absl/status/statusor.h"
#include "arasha/v1/access.pb.h"
#include "services/calls/call.h"

// The operations behind the RPCs of access.proto, one file each; contracts are there.
namespace arasha::access {

absl::StatusOr<v1::ExplainAccessResponse> ExplainAccess(server::Call& call,
                                                        const v1::ExplainAccessRequest& request);
absl::StatusOr<v1::AccessGrant> GrantAccess(server::Call& call, const v1::GrantAccessRequest& request);
absl::StatusOr<v1::AccessGrant> RevokeAccess(server::Call& call, const v1::RevokeAccessRequest& request);
absl::StatusOr<v1::AccessGrant> BreakGlass(server::Call& call, const v1::BreakGlassRequest& request);
absl::StatusOr<v1::AccessGrant> ReviewBreakGlass(server::Call& call,
                                                 const v1::ReviewBreakGlassRequest& request);
absl::StatusOr<v1::ListAccessGrantsResponse> ListAccessGrants(server::Call& call,
                                                              const v1::ListAccessGrantsRequest& request);

}  // namespace arasha::access

#endif  // ARASHA_SERVICES_ACCESS_OPERATIONS_H_
