#include "clients/print/tables/print_staff.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "clients/print/grid.h"
#include "clients/print/list_columns.h"
#include "clients/text/names.h"
#include "clients/text/times.h"
#include "clients/text/width.h"
#include "proto/timestamps.h"

namespace arasha::clients {
namespace {

std::string RoleName(const std::string& role, const Texts& messages) {
  const std::string key = absl::StrCat("role.", role);
  return messages.Has(key) ? messages.Text(key) : role;
}

}  // namespace

std::string RoleText(const v1::RoleGrant& grant, const TableStyle& style) {
  const Texts& messages = style.messages;
  std::string text = absl::StrCat(RoleName(grant.role(), messages), " · ",
                                  grant.mission() == kAllMissions ? messages.Text("label.all_missions")
                                                                  : std::string(ShortName(grant.mission())));
  if (grant.has_expire_time()) {
    const auto known = style.mission_zones.find(grant.mission());
    const absl::TimeZone zone = known == style.mission_zones.end() ? style.zone : known->second;
    absl::StrAppend(
        &text, " · ",
        messages.Text("label.until_time", {{"time", LocalText(ToTime(grant.expire_time()), zone)}}));
  }
  return text;
}

std::string TableText(const v1::WhoAmIResponse& who, const TableStyle& style) {
  const Texts& messages = style.messages;
  Grid grid{{{""}, {"", true}}, {}};
  grid.rows.push_back({{messages.Text("label.name")}, {who.name()}});
  grid.rows.push_back({{messages.Text("label.display_name")}, {who.display_name()}});
  for (const v1::RoleGrant& grant : who.grants()) {
    grid.rows.push_back({{messages.Text("label.role")}, {RoleText(grant, style)}});
  }
  if (who.clearances_size() > 0) {
    grid.rows.push_back({{messages.Text("label.clearances")}, {absl::StrJoin(who.clearances(), " ")}});
  }
  if (who.reviews_due() > 0) {
    grid.rows.push_back({{messages.Text("label.reviews")},
                         {WithWholeCommands(messages.Text(
                              "label.reviews_due", {{"count", absl::StrCat(who.reviews_due())},
                                                    {"overdue", absl::StrCat(who.reviews_overdue())}})),
                          who.reviews_overdue() > 0 ? Tone::kBad : Tone::kWarning}});
  }
  if (who.proposals_waiting() > 0) {
    grid.rows.push_back({{messages.Text("label.to_decide")},
                         {WithWholeCommands(messages.Text(
                              "label.proposals_waiting", {{"count", absl::StrCat(who.proposals_waiting())}})),
                          Tone::kWarning}});
  }
  if (who.proposals_returned() > 0) {
    grid.rows.push_back(
        {{messages.Text("label.returned")},
         {WithWholeCommands(
              messages.Text("label.proposals_returned", {{"count", absl::StrCat(who.proposals_returned())}})),
          Tone::kWarning}});
  }
  if (who.reminders_due() > 0) {
    grid.rows.push_back({{messages.Text("label.reminders")},
                         {WithWholeCommands(messages.Text("label.reminders_due",
                                                          {{"count", absl::StrCat(who.reminders_due())}})),
                          Tone::kWarning}});
  }
  if (who.warnings_waiting() > 0) {
    grid.rows.push_back({{messages.Text("label.warnings")},
                         {WithWholeCommands(messages.Text("label.warnings_waiting",
                                                          {{"count", absl::StrCat(who.warnings_waiting())}})),
                          Tone::kWarning}});
  }
  grid.rows.push_back({{messages.Text("label.certificate")}, {who.spiffe_id()}});
  grid.rows.push_back({{messages.Text("label.server_version")}, {who.server_version()}});
  return GridText(grid, style.columns, style.colour);
}

std::string TableText(const v1::Principal& principal, const TableStyle& style) {
  const Texts& messages = style.messages;
  Grid grid{{{""}, {"", true}}, {}};
  grid.rows.push_back({{messages.Text("label.name")}, {principal.name()}});
  grid.rows.push_back({{messages.Text("label.display_name")}, {principal.display_name()}});
  grid.rows.push_back({{messages.Text("label.active")},
                       {messages.Text(principal.active() ? "label.yes" : "label.no"),
                        principal.active() ? Tone::kPlain : Tone::kBad}});
  for (const v1::HeldCases& held : principal.held_cases()) {
    grid.rows.push_back({{messages.Text("label.held_cases")},
                         {absl::StrCat(ShortName(held.mission()), " · ", held.open_cases()), Tone::kBad}});
  }
  for (const v1::RoleGrant& grant : principal.grants()) {
    grid.rows.push_back({{messages.Text("label.role")}, {RoleText(grant, style)}});
  }
  if (principal.clearances_size() > 0) {
    grid.rows.push_back({{messages.Text("label.clearances")}, {absl::StrJoin(principal.clearances(), " ")}});
  }
  return GridText(grid, style.columns, style.colour);
}

template <>
absl::Span<const ListColumn<v1::Colleague>> ColumnsOf<v1::Colleague>() {
  static constexpr ListColumn<v1::Colleague> kColumns[] = {
      {"name", "column.id", kShortName},
      {"displayName", "column.display_name", kFlexible},
      {"roles", "column.roles", kFlexible,
       [](const v1::Colleague& colleague, const TableStyle& style) -> Cell {
         return {absl::StrJoin(colleague.roles(), ", ", [&](std::string* out, const std::string& role) {
           absl::StrAppend(out, RoleName(role, style.messages));
         })};
       }}};
  return kColumns;
}

std::string TableText(const v1::ListColleaguesResponse& colleagues, const TableStyle& style) {
  return ListText(colleagues.colleagues(), style);
}

template <>
absl::Span<const ListColumn<v1::Principal>> ColumnsOf<v1::Principal>() {
  static constexpr ListColumn<v1::Principal> kColumns[] = {
      {"name", "column.id", 0,
       [](const v1::Principal& principal, const TableStyle& /*style*/) -> Cell {
         return {std::string(absl::StripPrefix(principal.name(), "staff/"))};
       }},
      {"displayName", "column.display_name", kFlexible},
      {"active", "column.active"},
      {"grants", "column.roles", kFlexible,
       [](const v1::Principal& principal, const TableStyle& style) -> Cell {
         return {absl::StrJoin(principal.grants(), ", ", [&](std::string* out, const v1::RoleGrant& grant) {
           absl::StrAppend(out, RoleText(grant, style));
         })};
       }},
      {"clearances", "column.clearances", kFlexible,
       [](const v1::Principal& principal, const TableStyle& /*style*/) -> Cell {
         return {absl::StrJoin(principal.clearances(), " ")};
       }}};
  return kColumns;
}

std::string TableText(const v1::ListPrincipalsResponse& principals, const TableStyle& style) {
  return ListText(principals.principals(), style);
}

std::string TableText(const v1::RevokeCertificateResponse& /*answer*/, const TableStyle& /*style*/) {
  return "";
}

}  // namespace arasha::clients
