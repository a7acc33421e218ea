#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/commands/case/row/rows.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/input/details.h"
#include "clients/text/local_error.h"
#include "proto/row_groups.h"

namespace arasha::clients {
namespace {

struct RowUpdateOptions {
  std::string case_name;
  std::string row;
  std::vector<std::string> set;
  std::vector<std::string> unset;
  std::string etag;
};

absl::Status UpdateRow(Session& session, const RowUpdateOptions& options) {
  const absl::StatusOr<std::string> case_name = session.Case(options.case_name);
  if (!case_name.ok()) return case_name.status();
  if (options.set.empty() && options.unset.empty()) return UsageError("usage.nothing_to_change_of_row");
  const absl::StatusOr<FoundRow> found = FindRow(session, *case_name, options.row);
  if (!found.ok()) return found.status();
  const auto details = ParseDetails(
      options.set,
      [&]() -> absl::StatusOr<v1::CaseType> { return TypeOfRows(found->type, found->row.group()); },
      session.Times());
  if (!details.ok()) return details.status();
  v1::UpdateRowRequest request;
  request.mutable_row()->set_name(found->row.name());
  request.mutable_row()->set_etag(options.etag);
  *request.mutable_row()->mutable_details() = *details;
  for (const auto& [field, value] : details->fields()) {
    request.mutable_update_mask()->add_paths(absl::StrCat("details.", field));
  }
  for (const std::string& field : options.unset) {
    request.mutable_update_mask()->add_paths(absl::StrCat("details.", field));
  }
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::Row> row = session.api().Call(request);
  if (!row.ok()) return row.status();
  PrintRow(session, *row, found->type);
  return absl::OkStatus();
}

}  // namespace

void AddCaseRowUpdate(CLI::App& rows, Run& selected) {
  CLI::App& command =
      AddCommand(rows, "update", "Change what a row of a case says",
                 {"arasha case row update IST-2026-000123 4f21c07a --set held_on=2026-12-15",
                  "arasha case row update IST-2026-000123 \"Istanbul 12th Criminal Court\" --unset outcome"});
  auto options = std::make_shared<RowUpdateOptions>();
  AddOption(command, "CASE", options->case_name, "The case: IST-2026-000123, or its full name").Required();
  AddOption(command, "ROW", options->row, "The row: its id, or a text that it alone says")
      .Required()
      .Sets("row.name");
  AddRepeated(command, "--set", options->set,
              "A field of the group, field=value, or field:=JSON; once for each field")
      .TypeName("FIELD=VALUE")
      .Sets("row.details");
  AddRepeated(command, "--unset", options->unset, "A field of the group to empty; once for each field")
      .TypeName("FIELD");
  AddOption(command, "--etag", options->etag, "Refuse if the row is no longer the one of this etag")
      .Sets("row.etag");
  OnSelect(command, selected, [options](Session& session) { return UpdateRow(session, *options); });
}

}  // namespace arasha::clients
