#include "clients/commands/case/party/parties.h"

#include <functional>
#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "clients/errors/failure.h"
#include "clients/print/party_line.h"
#include "clients/print/tables/print_case.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

constexpr size_t kUuidLength = 36;
// Shorter ends of a uuid are more likely something else.
constexpr size_t kShortestUuid = 4;

bool IsFullUuid(absl::string_view typed) {
  return typed.size() == kUuidLength &&
         typed.find_first_not_of("0123456789abcdef-") == absl::string_view::npos;
}

}  // namespace

absl::StatusOr<v1::Party> FindParty(Session& session, const std::string& case_name,
                                    const std::string& typed) {
  const absl::StatusOr<v1::Case> matter = session.FetchCase(case_name);
  if (!matter.ok()) return matter.status();
  const Texts& messages = session.messages();
  // Fetched only where somebody has a role of it.
  std::optional<v1::CaseType> type;
  const auto type_of = [&]() -> const v1::CaseType& {
    if (!type) type = session.TypeOf(*matter).value_or(v1::CaseType());
    return *type;
  };
  // The first of these that anybody fits decides, so that nobody is hidden by a part of another's name.
  const std::vector<std::function<bool(const v1::Party&)>> ways = {
      [&](const v1::Party& party) { return party.name() == typed || ShortName(party.name()) == typed; },
      [&](const v1::Party& party) { return party.display_name() == typed; },
      [&](const v1::Party& party) {
        return !party.case_role().empty() && (party.case_role() == absl::StrReplaceAll(typed, {{"-", "_"}}) ||
                                              RoleText(messages, party, type_of()) == typed);
      },
      [&](const v1::Party& party) {
        return RoleId(party.role()) == typed || messages.Text(v1::PartyRole_Name(party.role())) == typed;
      },
      [&](const v1::Party& party) { return absl::StrContains(party.display_name(), typed); },
      [&](const v1::Party& party) {
        return typed.size() >= kShortestUuid && absl::EndsWith(party.name(), typed);
      }};
  std::vector<const v1::Party*> found;
  for (const auto& fits : ways) {
    for (const v1::Party& party : matter->parties()) {
      if (!typed.empty() && fits(party)) found.push_back(&party);
    }
    if (found.size() == 1) return *found.front();
    if (!found.empty()) break;
  }
  std::vector<std::string> there;
  for (const v1::Party& party : matter->parties()) {
    there.push_back(absl::StrCat(PartyLine(messages, party), " (", ShortName(party.name()), ")"));
  }
  const Texts::Parameters told = {{"text", typed}, {"parties", absl::StrJoin(there, "; ")}};
  return found.empty() ? NotFoundError("usage.no_party", told) : UsageError("usage.party_name", told);
}

absl::StatusOr<bool> TakeRefusedParties(Session& session, const absl::Status& refusal,
                                        absl::string_view prefix, const std::string& case_name,
                                        google::protobuf::Struct& details) {
  bool any = false;
  if (refusal.ok()) return any;
  for (const Failure::Violation& violation : FailureOf(refusal, {}).violations) {
    absl::string_view field = violation.field;
    if (violation.problem != "not_on_case" || !absl::ConsumePrefix(&field, prefix)) continue;
    const auto value = details.mutable_fields()->find(std::string(field));
    if (value == details.mutable_fields()->end() || IsFullUuid(ShortName(value->second.string_value())))
      continue;
    const absl::StatusOr<v1::Party> party = FindParty(session, case_name, value->second.string_value());
    if (!party.ok()) return party.status();
    value->second.set_string_value(party->name());
    any = true;
  }
  return any;
}

absl::StatusOr<std::string> PartyName(Session& session, const std::string& case_name,
                                      const std::string& typed) {
  if (IsFullUuid(typed) || absl::StartsWith(typed, "missions/")) return PartyName(case_name, typed);
  const absl::StatusOr<v1::Party> party = FindParty(session, case_name, typed);
  if (!party.ok()) return party.status();
  return party->name();
}

void PrintParty(Session& session, const std::string& case_name, const v1::Party& party) {
  if (party.case_role().empty()) return session.Print(party);
  session.Print(party, [&] {
    const absl::StatusOr<v1::Case> matter = session.FetchCase(case_name);
    return TableText(party, matter.ok() ? session.LabelledStyle({matter->type()}) : session.style());
  });
}

void NoteAlsoIn(const Session& session, const v1::Party& party) {
  if (party.also_in_size() == 0) return;
  const Texts& messages = session.messages();
  std::vector<std::string> identity;
  for (const auto& [value, label] :
       {std::pair{&party.iin(), "label.iin"}, std::pair{&party.bin(), "label.bin"},
        std::pair{&party.passport_number(), "label.passport"}}) {
    if (!value->empty()) identity.push_back(messages.Text(label));
  }
  std::vector<std::string> cases;
  for (const std::string& name : party.also_in()) cases.emplace_back(ShortName(name));
  // Which of them it is the server does not tell.
  const std::string between = absl::StrCat(" ", messages.Text("label.or"), " ");
  session.Note(messages.Text("note.also_in", {{"cases", absl::StrJoin(cases, ", ")},
                                              {"count", absl::StrCat(cases.size())},
                                              {"identity", absl::StrJoin(identity, between)},
                                              {"name", party.display_name()}}));
}

void NoteAlsoIn(const Session& session, const v1::Case& matter) {
  for (const v1::Party& party : matter.parties()) NoteAlsoIn(session, party);
}

}  // namespace arasha::clients
