#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/connection/certificate.h"
#include "clients/print/tables/print_staff.h"

namespace arasha::clients {
namespace {

struct RevokeOptions {
  std::string certificate;
  std::string reason;
};

absl::Status Revoke(Session& session, const RevokeOptions& options) {
  const absl::StatusOr<std::string> fingerprint = ReadFingerprint(options.certificate);
  if (!fingerprint.ok()) return fingerprint.status();
  v1::RevokeCertificateRequest request;
  request.set_fingerprint(*fingerprint);
  request.set_reason(options.reason);
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::RevokeCertificateResponse> answer = session.api().Call(request);
  if (!answer.ok()) return answer.status();
  session.Print(*answer);
  session.Note(session.messages().Text("note.certificate_revoked"));
  return absl::OkStatus();
}

}  // namespace

void AddStaffRevokeCertificate(CLI::App& staff, Run& selected) {
  CLI::App& command =
      AddCommand(staff, "revoke-certificate", "Refuse a certificate from now on, also on open connections",
                 {"arasha staff revoke-certificate a.omarova.pem --reason 'The laptop was stolen'"});
  auto options = std::make_shared<RevokeOptions>();
  AddOption(command, "CERTIFICATE", options->certificate, "The certificate, PEM")
      .Required()
      .ExistingFile()
      .TypeName("FILE")
      .Sets("fingerprint");
  AddOption(command, "--reason", options->reason,
            "Why; names nobody; asked for at a terminal, required elsewhere")
      .AskedFor(options->reason, "label.reason")
      .Sets("reason");
  OnSelect(command, selected, [options](Session& session) { return Revoke(session, *options); });
}

}  // namespace arasha::clients
