#include <memory>
#include <string>

#include "clients/commands/case/overtaking.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/print/tables/print_timeline.h"

namespace arasha::clients {
namespace {

struct HoldOptions {
  std::string case_name;
  std::string reason;
  std::string until;
  std::string etag;
  bool overtake = false;
};

// Sends it, with what both commands have.
template <typename Request>
absl::Status SendHold(Session& session, const HoldOptions& options, Request request) {
  const absl::StatusOr<std::string> name = session.Case(options.case_name);
  if (!name.ok()) return name.status();
  request.set_name(*name);
  request.set_reason(session.TextOf(options.reason));
  request.set_etag(options.etag);
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::Entry> entry = CallOvertaking(session, *name, request, options.overtake);
  if (!entry.ok()) return entry.status();
  session.Print(*entry);
  return absl::OkStatus();
}

absl::Status PutOnHold(Session& session, const HoldOptions& options) {
  v1::HoldCaseRequest request;
  if (!options.until.empty()) {
    // By the clock of the case's mission.
    if (const auto name = session.Case(options.case_name); !name.ok()) return name.status();
    const auto until = session.TimeOf(options.until, TimeUse::kExpiry);
    if (!until.ok()) return until.status();
    *request.mutable_until() = *until;
  }
  return SendHold(session, options, request);
}

void AddHoldOptions(CLI::App& command, HoldOptions& options) {
  AddOption(command, "CASE", options.case_name, "The case: IST-2026-000123, or its full name")
      .Required()
      .Sets("name");
  AddOption(command, "--reason", options.reason,
            "Why; asked for at a terminal, required elsewhere; - reads it from standard input")
      .AskedFor(options.reason, "label.reason")
      .Sets("reason");
  AddOption(command, "--etag", options.etag, "Refuse if the case is no longer the one of this etag")
      .Sets("etag");
  AddOvertakeOption(command, options.overtake);
}

}  // namespace

void AddCaseHold(CLI::App& cases, Run& selected) {
  CLI::App& command =
      AddCommand(cases, "hold", "Put a case on legal hold: it is not erased meanwhile; heads may",
                 {"arasha case hold IST-2026-000123 --reason \"The court asked for the file\"",
                  "arasha case hold IST-2026-000123 --until 31.12.2031 --reason \"A claim is pending\""});
  auto options = std::make_shared<HoldOptions>();
  AddHoldOptions(command, *options);
  AddOption(
      command, "--until", options->until,
      "Until when, 31.12.2026, '31.12.2026 18:00', 14d (arasha help times); until released, if left out")
      .Sets("until");
  OnSelect(command, selected, [options](Session& session) { return PutOnHold(session, *options); });
}

void AddCaseRelease(CLI::App& cases, Run& selected) {
  CLI::App& command = AddCommand(cases, "release", "Release a case from legal hold; heads may",
                                 {"arasha case release IST-2026-000123 --reason \"The claim was settled\""});
  auto options = std::make_shared<HoldOptions>();
  AddHoldOptions(command, *options);
  OnSelect(command, selected,
           [options](Session& session) { return SendHold(session, *options, v1::ReleaseHoldRequest()); });
}

}  // namespace arasha::clients
