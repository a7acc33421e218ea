// Tables of staff and partners, apart from the other tables of print_table.h for their length.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "clients/grid.h"
#include "clients/names.h"
#include "clients/print_table.h"
#include "clients/times.h"

namespace arasha::clients {

namespace {

std::string RoleName(const std::string& role, const Messages& messages) {
  const std::string key = absl::StrCat("role.", role);
  return messages.Has(key) ? messages.Text(key) : role;
}

}  // namespace

std::string RoleText(const v1::RoleGrant& grant, const TableStyle& style) {
  const Messages& messages = style.messages;
  std::string text =
      absl::StrCat(RoleName(grant.role(), messages), " · ",
                   grant.mission() == "missions/-" ? messages.Text("label.all_missions") : grant.mission());
  if (grant.has_expire_time()) {
    const auto known = style.mission_zones.find(grant.mission());
    const absl::TimeZone zone = known == style.mission_zones.end() ? style.zone : known->second;
    absl::StrAppend(
        &text, " · ",
        messages.Text("label.until_time", {{"time", LocalText(FromProto(grant.expire_time()), zone)}}));
  }
  return text;
}

std::string TableText(const v1::Principal& principal, const TableStyle& style) {
  const Messages& messages = style.messages;
  Grid grid{{{""}, {"", true}}, {}};
  grid.rows.push_back({{messages.Text("label.name")}, {principal.name()}});
  grid.rows.push_back({{messages.Text("label.display_name")}, {principal.display_name()}});
  grid.rows.push_back({{messages.Text("label.active")},
                       {messages.Text(principal.active() ? "label.yes" : "label.no"),
                        principal.active() ? Tone::kPlain : Tone::kBad}});
  for (const v1::HeldCases& held : principal.held_cases()) {
    grid.rows.push_back({{messages.Text("label.held_cases")},
                         {absl::StrCat(held.mission(), " · ", held.open_cases()), Tone::kBad}});
  }
  for (const v1::RoleGrant& grant : principal.grants()) {
    grid.rows.push_back({{messages.Text("label.role")}, {RoleText(grant, style)}});
  }
  if (principal.clearances_size() > 0) {
    grid.rows.push_back({{messages.Text("label.clearances")}, {absl::StrJoin(principal.clearances(), " ")}});
  }
  return GridText(grid, style.columns, style.colour);
}

std::string TableText(const v1::ListColleaguesResponse& colleagues, const TableStyle& style) {
  const Messages& messages = style.messages;
  Grid grid{{{messages.Text("column.id")},
             {messages.Text("column.display_name"), true},
             {messages.Text("column.roles"), true}},
            {}};
  for (const v1::Colleague& colleague : colleagues.colleagues()) {
    std::vector<std::string> roles;
    for (const std::string& role : colleague.roles()) roles.push_back(RoleName(role, messages));
    grid.rows.push_back({{std::string(ShortName(colleague.name()))},
                         {colleague.display_name()},
                         {absl::StrJoin(roles, ", ")}});
  }
  return GridText(grid, style.columns, style.colour);
}

std::string TableText(const v1::ListPrincipalsResponse& principals, const TableStyle& style) {
  const Messages& messages = style.messages;
  Grid grid{{{messages.Text("column.id")},
             {messages.Text("column.display_name"), true},
             {messages.Text("column.active")},
             {messages.Text("column.roles"), true},
             {messages.Text("column.clearances"), true}},
            {}};
  for (const v1::Principal& principal : principals.principals()) {
    std::vector<std::string> roles;
    for (const v1::RoleGrant& grant : principal.grants()) roles.push_back(RoleText(grant, style));
    grid.rows.push_back({{std::string(absl::StripPrefix(principal.name(), "staff/"))},
                         {principal.display_name()},
                         {messages.Text(principal.active() ? "label.yes" : "label.no")},
                         {absl::StrJoin(roles, ", ")},
                         {absl::StrJoin(principal.clearances(), " ")}});
  }
  return GridText(grid, style.columns, style.colour);
}

std::string TableText(const v1::RevokeCertificateResponse& /*answer*/, const TableStyle& /*style*/) {
  return "";
}

}  // namespace arasha::clients
