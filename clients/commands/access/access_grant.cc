#include <memory>
#include <string>

#include "absl/strings/strip.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/print/tables/print_access.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

struct GrantOptions {
  std::string case_name;
  std::string principal;
  std::string until;
  std::string reason;
};

// That the grant adds nothing, where something else opens the case to the same person.
void NoteSeesAnyhow(Session& session, const v1::AccessGrant& grant) {
  if (session.output() != Output::kTable) return;
  v1::ExplainAccessRequest request;
  request.set_case_(grant.case_());
  request.set_principal(grant.principal());
  const absl::StatusOr<v1::ExplainAccessResponse> explained = session.api().Call(request);
  if (!explained.ok()) return;
  for (const v1::AccessStep& step : explained->steps()) {
    if (step.verdict() != v1::ACCESS_VERDICT_OPENS || !step.access_grant().empty()) continue;
    session.Note(session.messages().Text(
        "note.sees_anyhow", {{"case", std::string(ShortName(grant.case_()))},
                             {"person", std::string(absl::StripPrefix(grant.principal(), "staff/"))},
                             {"source", session.messages().Text(v1::AccessSource_Name(step.source()))}}));
    return;
  }
}

absl::Status Grant(Session& session, const GrantOptions& options) {
  const absl::StatusOr<std::string> name = session.Case(options.case_name);
  if (!name.ok()) return name.status();
  const auto until = session.TimeOf(options.until, TimeUse::kExpiry);
  if (!until.ok()) return until.status();
  v1::GrantAccessRequest request;
  request.set_case_(*name);
  request.set_principal(StaffName(options.principal));
  *request.mutable_expire_time() = *until;
  request.set_reason(session.TextOf(options.reason));
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::AccessGrant> grant = session.api().Call(request);
  if (!grant.ok()) return grant.status();
  session.Print(*grant);
  NoteSeesAnyhow(session, *grant);
  return absl::OkStatus();
}

}  // namespace

void AddAccessGrant(CLI::App& access, Run& selected) {
  CLI::App& command = AddCommand(
      access, "grant", "Give a colleague or a partner access to one case until a time",
      {"arasha access grant IST-2026-000123 d.kim --until 2026-12-31T18:00:00+03:00 --reason 'Takes over in "
       "Warsaw'",
       "arasha access grant IST-2026-000123 partners/iom/registry --until +14d --reason - < reason.txt"});
  auto options = std::make_shared<GrantOptions>();
  AddOption(command, "CASE", options->case_name, "The case: IST-2026-000123, or its full name")
      .Required()
      .Sets("case");
  AddOption(command, "PERSON", options->principal,
            "Who is to have access: a.omarova, or a partner's full name")
      .Required()
      .Sets("principal");
  AddOption(command, "--until", options->until,
            "Until when, 31.12.2026, '31.12.2026 18:00', 14d (arasha help times)")
      .Required()
      .Sets("expire_time");
  AddOption(command, "--reason", options->reason,
            "Why; asked for at a terminal, required elsewhere; - reads it from standard input")
      .AskedFor(options->reason, "label.reason")
      .Sets("reason");
  OnSelect(command, selected, [options](Session& session) { return Grant(session, *options); });
}

}  // namespace arasha::clients
