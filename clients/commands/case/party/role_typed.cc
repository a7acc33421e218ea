#include "clients/commands/case/party/role_typed.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "clients/print/party_line.h"
#include "clients/session/labels.h"
#include "clients/text/local_error.h"
#include "proto/party_roles.h"

namespace arasha::clients {
namespace {

std::vector<v1::PartyRole> GeneralRoles() {
  std::vector<v1::PartyRole> roles;
  for (int role = v1::PARTY_ROLE_UNSPECIFIED + 1; role <= v1::PartyRole_MAX; ++role) {
    if (v1::PartyRole_IsValid(role)) roles.push_back(static_cast<v1::PartyRole>(role));
  }
  return roles;
}

}  // namespace

Option AddRole(CLI::App& command, std::string& target) {
  return AddOption(command, "--role", target, "What the party is in the case")
      .TypeName("PARTY_ROLE")
      .Sets("party.role")
      .Sets("party.case_role");
}

absl::Status SetRole(const Session& session, const std::string& typed, const CaseTypeSource& type,
                     v1::Party& party) {
  std::vector<std::string> known;
  for (const v1::PartyRole role : GeneralRoles()) {
    known.push_back(RoleId(role));
    if (typed == known.back() || typed == session.messages().Text(v1::PartyRole_Name(role))) {
      party.set_role(role);
      return absl::OkStatus();
    }
  }
  const absl::StatusOr<v1::CaseType> fetched = type();
  if (!fetched.ok()) return fetched.status();
  const std::string id = absl::StrReplaceAll(typed, {{"-", "_"}});
  const std::vector<std::function<bool(const v1::PartyRoleRule&)>> ways = {
      [&](const v1::PartyRoleRule& rule) { return rule.id() == id; },
      [&](const v1::PartyRoleRule& rule) { return IsLabel(typed, rule.label()); }};
  for (const auto& fits : ways) {
    const auto& rules = fetched->party_roles();
    const auto found = std::find_if(rules.begin(), rules.end(), fits);
    if (found == rules.end()) continue;
    party.set_role(GeneralRole(*found));
    party.set_case_role(found->id());
    return absl::OkStatus();
  }
  for (const v1::PartyRoleRule& rule : fetched->party_roles()) known.push_back(rule.id());
  return UsageError("usage.party_role", {{"text", typed}, {"values", absl::StrJoin(known, ", ")}});
}

absl::Status AddTypedParty(Session& session, const std::string& assignment, const CaseTypeSource& type,
                           v1::Case& matter) {
  const size_t sign = assignment.find('=');
  if (sign == std::string::npos) return UsageError("usage.party_assignment", {{"text", assignment}});
  v1::Party party;
  if (absl::Status s = SetRole(session, assignment.substr(0, sign), type, party); !s.ok()) return s;
  party.set_display_name(assignment.substr(sign + 1));
  const std::string path = absl::StrCat("case.parties[", matter.parties_size(), "]");
  for (const char* field : {"display_name", "role", "case_role", "kind"}) {
    session.AddFieldFlag(absl::StrCat(path, ".", field), absl::StrCat("--party ", assignment));
  }
  *matter.add_parties() = std::move(party);
  return absl::OkStatus();
}

CaseTypeSource TypeOfCase(Session& session, const std::string& case_name) {
  return [&session, case_name]() -> absl::StatusOr<v1::CaseType> {
    const absl::StatusOr<v1::Case> matter = session.FetchCase(case_name);
    if (!matter.ok()) return matter.status();
    return session.TypeOf(*matter);
  };
}

}  // namespace arasha::clients
