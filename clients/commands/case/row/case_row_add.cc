#include <memory>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/commands/case/row/row_file.h"
#include "clients/commands/case/row/rows.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/input/called_so.h"
#include "clients/input/details.h"
#include "clients/session/prompt.h"
#include "clients/text/local_error.h"
#include "proto/conditions.h"
#include "proto/row_groups.h"

namespace arasha::clients {
namespace {

struct RowAddOptions {
  std::string case_name;
  std::string group;
  std::vector<std::string> set;
  std::string from_file;
};

// The group of this id, or that one or several of its rows are called so in any language; as it was typed
// where the type has none: the server says so.
std::string GroupTyped(const v1::CaseType& type, const std::string& typed) {
  if (RowGroupOf(type, typed) != nullptr) return typed;
  for (const v1::RowGroup& group : type.row_groups()) {
    if (IsLabel(typed, group.label()) || IsLabel(typed, group.label_many())) return group.id();
  }
  return typed;
}

absl::StatusOr<std::string> AskGroup(Session& session, const v1::CaseType& type) {
  std::vector<PromptOption> groups;
  for (const v1::RowGroup& group : type.row_groups()) {
    groups.push_back({group.id(), session.messages().Text(group.label_many(), group.id())});
  }
  return AskChoice(session, session.messages().Text("prompt.row_group"), groups);
}

// The fields of one row, out of the answers of whoever is at the terminal.
absl::StatusOr<google::protobuf::Struct> AskRow(Session& session, const v1::CaseType& of_rows) {
  google::protobuf::Struct details;
  bool no_more = false;
  for (const v1::FieldRule& rule : of_rows.fields()) {
    const bool needed = rule.required() && Hold(rule.required_when(), details);
    if (no_more && !needed) continue;
    absl::StatusOr<FieldAnswer> answer = AskField(session, rule, needed);
    if (!answer.ok()) return answer.status();
    no_more = no_more || answer->no_more;
    if (answer->value) (*details.mutable_fields())[rule.id()] = *std::move(answer->value);
  }
  return details;
}

// Adds all rows of a file; of one that is refused it is told which it is, and how to go on behind those
// before.
absl::Status AddAll(Session& session, const std::string& parent, const std::string& group,
                    const std::vector<google::protobuf::Struct>& rows) {
  for (size_t place = 0; place < rows.size(); ++place) {
    v1::AddRowRequest request;
    request.set_parent(parent);
    request.mutable_row()->set_group(group);
    *request.mutable_row()->mutable_details() = rows[place];
    request.set_request_id(session.RequestId(static_cast<uint32_t>(place)));
    const absl::StatusOr<v1::Row> row = session.api().Call(request);
    if (!row.ok()) {
      session.Note(session.messages().Text("note.rows_stopped", {{"place", absl::StrCat(place + 1)},
                                                                 {"count", absl::StrCat(place)},
                                                                 {"request_id", session.RequestId()}}));
      return row.status();
    }
  }
  const absl::StatusOr<v1::Case> matter = session.FetchCase(parent);
  if (!matter.ok()) return matter.status();
  session.PrintCase(*matter);
  return absl::OkStatus();
}

// More than the group has room for is refused before any is added.
absl::Status CheckRoom(Session& session, const std::string& parent, const v1::RowGroup& group, size_t rows) {
  constexpr int kMostUnlessSaid = 200;  // See RowGroup.max_rows.
  const absl::StatusOr<v1::Case> matter = session.FetchCase(parent);
  if (!matter.ok()) return matter.status();
  const int most = group.max_rows() > 0 ? group.max_rows() : kMostUnlessSaid;
  int there = 0;
  for (const v1::Row& row : matter->rows()) there += row.group() == group.id() ? 1 : 0;
  if (rows + static_cast<size_t>(there) <= static_cast<size_t>(most)) return absl::OkStatus();
  return UsageError("usage.rows_too_many", {{"group", group.id()},
                                            {"count", absl::StrCat(rows)},
                                            {"there", absl::StrCat(there)},
                                            {"most", absl::StrCat(most)}});
}

absl::Status AddRow(Session& session, const RowAddOptions& options) {
  const absl::StatusOr<std::string> parent = session.Case(options.case_name);
  if (!parent.ok()) return parent.status();
  const absl::StatusOr<v1::CaseType> type = CaseTypeOf(session, *parent);
  if (!type.ok()) return type.status();
  std::string group = GroupTyped(*type, options.group);
  if (group.empty()) {
    if (!session.Interactive() || type->row_groups().empty()) {
      return UsageError("usage.required", {{"option", "GROUP"}, {"command", "arasha case row add"}});
    }
    const absl::StatusOr<std::string> answer = AskGroup(session, *type);
    if (!answer.ok()) return answer.status();
    group = *answer;
  }
  if (!options.from_file.empty()) {
    const auto rows = ReadRows(session, options.from_file);
    if (!rows.ok()) return rows.status();
    // Of a repeat the case may have these rows already; then the server counts.
    const v1::RowGroup* of = RowGroupOf(*type, group);
    if (of != nullptr && session.flags().request_id.empty()) {
      if (absl::Status s = CheckRoom(session, *parent, *of, rows->size()); !s.ok()) return s;
    }
    return AddAll(session, *parent, group, *rows);
  }
  const v1::CaseType of_rows = TypeOfRows(*type, group);
  const bool asks = options.set.empty() && session.Interactive() && !of_rows.fields().empty();
  absl::StatusOr<google::protobuf::Struct> details =
      asks ? AskRow(session, of_rows)
           : ParseDetails(
                 options.set, [&]() -> absl::StatusOr<v1::CaseType> { return of_rows; }, session.Times());
  if (!details.ok()) return details.status();
  v1::AddRowRequest request;
  request.set_parent(*parent);
  request.mutable_row()->set_group(group);
  *request.mutable_row()->mutable_details() = *std::move(details);
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::Row> row = session.api().Call(request);
  if (!row.ok()) return row.status();
  PrintRow(session, *row, *type);
  return absl::OkStatus();
}

}  // namespace

void AddCaseRowAdd(CLI::App& rows, Run& selected) {
  CLI::App& command =
      AddCommand(rows, "add", "Put a row on a case: a hearing, an heir, a member of the crew",
                 {"arasha case row add IST-2026-000123 hearings --set held_on=2026-12-01 --set "
                  "court=\"Istanbul 12th Criminal Court\"",
                  "arasha case row add IST-2026-000123 hearings      # asks for its fields",
                  "arasha case row add IST-2026-000123 crew --from-file crew.json"});
  auto options = std::make_shared<RowAddOptions>();
  AddOption(command, "CASE", options->case_name, "The case: IST-2026-000123, or its full name")
      .Required()
      .Sets("parent");
  AddOption(command, "GROUP", options->group,
            "The group of the type, hearings, or its name in any language (arasha type show TYPE)")
      .Sets("row.group");
  AddRepeated(command, "--set", options->set,
              "A field of the group, field=value, or field:=JSON; once for each field")
      .TypeName("FIELD=VALUE")
      .Sets("row.details");
  AddOption(command, "--from-file", options->from_file,
            "A JSON list of rows, each an object with the fields of the group; - for standard input")
      .TypeName("FILE");
  OnSelect(command, selected, [options](Session& session) { return AddRow(session, *options); });
}

}  // namespace arasha::clients
