#include "clients/commands/case/row/rows.h"

#include <functional>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/print/tables/print_rows.h"
#include "clients/session/deadline_notes.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

// Shorter ends of a uuid are more likely something else.
constexpr size_t kShortestEnd = 4;

}  // namespace

absl::StatusOr<FoundRow> FindRow(Session& session, const std::string& case_name, const std::string& typed) {
  const absl::StatusOr<v1::Case> matter = session.FetchCase(case_name);
  if (!matter.ok()) return matter.status();
  const absl::StatusOr<v1::CaseType> type = session.TypeOf(*matter);
  if (!type.ok()) return type.status();
  // The first of these that any row fits decides.
  const std::vector<std::function<bool(const v1::Row&)>> ways = {
      [&](const v1::Row& row) { return row.name() == typed || ShortName(row.name()) == typed; },
      [&](const v1::Row& row) { return typed.size() >= kShortestEnd && absl::EndsWith(row.name(), typed); },
      [&](const v1::Row& row) {
        return absl::c_any_of(row.details().fields(),
                              [&](const auto& field) { return field.second.string_value() == typed; });
      }};
  std::vector<const v1::Row*> found;
  for (const auto& fits : ways) {
    for (const v1::Row& row : matter->rows()) {
      if (!typed.empty() && fits(row)) found.push_back(&row);
    }
    if (found.size() == 1) return FoundRow{*found.front(), *type};
    if (!found.empty()) break;
  }
  if (found.empty() && absl::StartsWith(typed, absl::StrCat(case_name, "/rows/"))) {
    FoundRow named{{}, *type};
    named.row.set_name(typed);
    return named;
  }
  std::vector<std::string> there;
  for (const v1::Row& row : matter->rows()) {
    there.push_back(absl::StrCat(ShortId(row.name()), " (", RowLine(row, *type, session.style()), ")"));
  }
  const Texts::Parameters told = {{"text", typed}, {"rows", absl::StrJoin(there, "; ")}};
  return found.empty() ? NotFoundError("usage.no_row", told) : UsageError("usage.row_name", told);
}

absl::StatusOr<v1::CaseType> CaseTypeOf(Session& session, const std::string& case_name) {
  const absl::StatusOr<v1::Case> matter = FetchBasicCase(session.api(), case_name);
  if (!matter.ok()) return matter.status();
  return session.TypeOf(*matter);
}

void PrintRow(Session& session, const v1::Row& row, const v1::CaseType& type) {
  session.Print(row, [&] { return TableText(row, type, session.style()); });
  PrintDeadlinesAfter(session, CaseOf(row.name()), {});
}

}  // namespace arasha::clients
