#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/commands/case/case_options.h"
#include "clients/commands/case/overtaking.h"
#include "clients/commands/case/party/parties.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/input/details.h"
#include "clients/session/deadline_notes.h"
#include "clients/session/labels.h"
#include "clients/text/local_error.h"

namespace arasha::clients {
namespace {

struct UpdateOptions {
  std::string case_name;
  std::vector<std::string> set;
  std::vector<std::string> unset;
  CaseOptions own;
  std::string etag;
  bool overtake = false;
};

// The type that the case follows, which only the case itself tells.
absl::StatusOr<v1::CaseType> TypeOf(Session& session, const std::string& case_name) {
  const absl::StatusOr<v1::Case> matter = FetchBasicCase(session.api(), case_name);
  if (!matter.ok()) return matter.status();
  return session.TypeOf(*matter);
}

absl::StatusOr<v1::UpdateCaseRequest> RequestOf(Session& session, const UpdateOptions& options) {
  const absl::StatusOr<std::string> name = session.Case(options.case_name);
  if (!name.ok()) return name.status();
  v1::UpdateCaseRequest request;
  v1::Case& matter = *request.mutable_case_();
  google::protobuf::FieldMask& mask = *request.mutable_update_mask();
  matter.set_name(*name);
  matter.set_etag(options.etag);
  const absl::StatusOr<std::vector<std::string>> given = Fill(session, options.own, matter);
  if (!given.ok()) return given.status();
  for (const std::string& field : *given) mask.add_paths(field);
  const absl::StatusOr<google::protobuf::Struct> details = ParseDetails(
      options.set, [&] { return TypeOf(session, *name); }, session.Times());
  if (!details.ok()) return details.status();
  for (const auto& [field, value] : details->fields()) {
    if (value.has_string_value() && value.string_value().empty()) {
      return UsageError("usage.set_to_nothing", {{"field", field}});
    }
    (*matter.mutable_details()->mutable_fields())[field] = value;
    mask.add_paths(absl::StrCat("details.", field));
  }
  for (const std::string& field : options.unset) mask.add_paths(absl::StrCat("details.", field));
  if (mask.paths().empty()) return UsageError("usage.nothing_to_change");
  request.set_request_id(session.RequestId());
  return request;
}

}  // namespace

void AddCaseUpdate(CLI::App& cases, Run& selected) {
  CLI::App& command =
      AddCommand(cases, "update", "Change a case's own fields",
                 {"arasha case update IST-2026-000123 --priority urgent",
                  "arasha case update IST-2026-000123 --set place_of_detention=Maltepe --unset hearing_date",
                  "arasha case update IST-2026-000123 --sensitivity compartmented --compartment trafficking",
                  "arasha case update IST-2026-000123 --summary - < summary.txt"});
  auto options = std::make_shared<UpdateOptions>();
  AddOption(command, "CASE", options->case_name, "The case: IST-2026-000123, or its full name")
      .Required()
      .Sets("case.name");
  AddRepeated(command, "--set", options->set,
              "A field of the type, field=value, or field:=JSON; once for each field")
      .TypeName("FIELD=VALUE")
      .Sets("case.details");
  AddRepeated(command, "--unset", options->unset, "A field of the type to empty; once for each field")
      .TypeName("FIELD");
  AddSummary(command, options->own);
  AddCaseOptions(command, options->own,
                 {.priority = "How soon a person must look at it",
                  .sensitivity = "Who may see the case; only heads lower it",
                  .host_state = "Country: TR, Türkiye, Түркия, Турция",
                  .received_time = "When the mission learned of it"});
  AddOption(command, "--etag", options->etag, "Refuse if the case is no longer the one of this etag")
      .Sets("case.etag");
  AddOvertakeOption(command, options->overtake);
  OnSelect(command, selected, [options](Session& session) -> absl::Status {
    absl::StatusOr<v1::UpdateCaseRequest> request = RequestOf(session, *options);
    if (!request.ok()) return request.status();
    const std::string& name = request->case_().name();
    absl::StatusOr<v1::Case> matter = CallOvertaking(session, name, *request, options->overtake);
    if (TakeRefusedLabels(
            matter.status(), [&] { return TypeOf(session, name); },
            *request->mutable_case_()->mutable_details())) {
      matter = CallOvertaking(session, name, *request, options->overtake);
    }
    const absl::StatusOr<bool> taken = TakeRefusedParties(session, matter.status(), "case.details.", name,
                                                          *request->mutable_case_()->mutable_details());
    if (!taken.ok()) return taken.status();
    if (*taken) matter = CallOvertaking(session, name, *request, options->overtake);
    if (!matter.ok()) return matter.status();
    session.PrintCase(*matter);
    PrintDeadlinesAfter(session, matter->name(), matter->update_time());
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients
