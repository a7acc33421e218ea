#include "services/admin/operations.h"
#include "services/admin/principals.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"

namespace arasha::admin {
namespace {

constexpr size_t kFingerprintBytes = 32;
constexpr size_t kMaxReason = 200;

}  // namespace

absl::StatusOr<v1::RevokeCertificateResponse> RevokeCertificate(server::Call& call,
                                                                const v1::RevokeCertificateRequest& request) {
  rules::Violations violations;
  if (request.fingerprint().size() != kFingerprintBytes) {
    violations.push_back({"fingerprint", rules::Problem::kNotAFingerprint});
  }
  rules::CheckLength("reason", request.reason(), 1, kMaxReason, violations);
  if (!violations.empty()) return server::InvalidFields(violations);
  const v1::RevokeCertificateResponse response;
  auto outcome = storage::RefuseCertificate(*call.connection, call.context, request.fingerprint(),
                                            request.reason(), response.SerializeAsString());
  if (!outcome.ok()) return outcome.status();
  if (*outcome == storage::WriteOutcome::kDone) {
    Follow(call);
    return response;
  }
  return server::Repeat<v1::RevokeCertificateResponse>(call);
}

}  // namespace arasha::admin
