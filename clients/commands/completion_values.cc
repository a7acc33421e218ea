#include "clients/commands/completion_values.h"

#include <algorithm>
#include <functional>
#include <map>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "clients/commands/fetch_timeline.h"
#include "clients/connection/contexts.h"
#include "clients/print/change_text.h"
#include "clients/print/party_line.h"
#include "clients/print/tables/print_rows.h"
#include "clients/text/names.h"
#include "proto/conditions.h"
#include "proto/entry_fields.h"
#include "proto/entry_kinds.h"
#include "proto/fact_fields.h"
#include "proto/list_fields.h"
#include "proto/row_groups.h"

namespace arasha::clients {
namespace {

// Enough to choose from, and one page.
constexpr int kMostOffers = 200;

using Values = std::vector<Offer> (*)(Session&, const About& about);

std::vector<Offer> Cases(Session& session, const About& about) {
  v1::ListCasesRequest request;
  request.set_parent(session.Mission().value_or(kAllMissions));
  request.set_page_size(kMostOffers);
  if (!about.case_type.empty()) {
    request.set_filter(absl::StrCat("type = \"", about.case_type, "\""));
  }
  std::vector<Offer> offers;
  const auto page = session.api().Call(request);
  if (!page.ok()) return offers;
  for (const v1::Case& matter : page->cases()) {
    offers.push_back({std::string(ShortName(matter.name())), matter.subject()});
  }
  return offers;
}

// Those that can be corrected, by the ids that the timeline shows.
std::vector<Offer> Entries(Session& session, const About& about) {
  std::vector<Offer> offers;
  const absl::StatusOr<std::string> name = session.Case(about.case_name);
  if (!name.ok()) return offers;
  const auto timeline = FetchTimeline(session, *name);
  if (!timeline.ok()) return offers;
  const TableStyle style = session.LabelledStyle({timeline->case_type()});
  for (const v1::Entry& entry : timeline->entries()) {
    const bool is_corrected = PeopleWrite(entry.kind()) || IsTakenBack(entry) || IsDeadlineDecision(entry);
    if (!is_corrected || !entry.corrected_by().empty()) continue;
    std::vector<std::string> parts = EntryParts(entry, style);
    parts.pop_back();  // Its text may be long.
    std::erase(parts, "");
    offers.push_back({ShortId(entry.name()), absl::StrJoin(parts, " · ")});
  }
  return offers;
}

// The case that the command names, whole.
absl::StatusOr<v1::Case> CaseConcerned(Session& session, const About& about) {
  const absl::StatusOr<std::string> name = session.Case(about.case_name);
  if (!name.ok()) return name.status();
  return session.FetchCase(*name);
}

// By the role, where one party alone has it, else by what entries and tables know it by.
std::vector<Offer> Parties(Session& session, const About& about) {
  std::vector<Offer> offers;
  const absl::StatusOr<v1::Case> matter = CaseConcerned(session, about);
  if (!matter.ok()) return offers;
  for (const v1::Party& party : matter->parties()) {
    const auto alike = std::count_if(matter->parties().begin(), matter->parties().end(),
                                     [&](const v1::Party& other) { return other.role() == party.role(); });
    offers.push_back(
        {alike == 1 ? RoleId(party.role()) : ShortId(party.name()), PartyLine(session.messages(), party)});
  }
  return offers;
}

// Of the checklist of a case.
std::vector<Offer> Items(Session& session, const About& about) {
  std::vector<Offer> offers;
  const absl::StatusOr<v1::Case> matter = CaseConcerned(session, about);
  if (!matter.ok()) return offers;
  const absl::StatusOr<v1::CaseType> type = session.TypeOf(*matter);
  if (!type.ok()) return offers;
  for (const v1::CheckItem& item : type->checklist()) {
    if (Hold(item.when(), matter->details())) {
      offers.push_back({item.id(), session.messages().Text(item.label(), "")});
    }
  }
  return offers;
}

// The cases on which something waits for a second person.
std::vector<Offer> Approvals(Session& session, const About& /*about*/) {
  std::vector<Offer> offers;
  v1::ListApprovalsRequest request;
  request.set_parent(session.MissionOrAll().value_or(kAllMissions));
  request.set_page_size(kMostOffers);
  const auto page = session.api().Call(request);
  if (!page.ok()) return offers;
  for (const v1::Approval& approval : page->approvals()) {
    offers.push_back({std::string(ShortName(CaseOf(approval.name()))), approval.subject()});
  }
  return offers;
}

// Those that wait for a review where one is to be recorded, else those that can still be ended. The server
// looks for them: what waits longest for its review may have many newer grants before it.
std::vector<Offer> Grants(Session& session, const About& about) {
  std::vector<Offer> offers;
  v1::ListAccessGrantsRequest request;
  const bool review = about.command == "review";
  request.set_unreviewed_only(review);
  request.set_active_only(!review);
  request.set_page_size(kMostOffers);
  const auto page = session.api().Call(request);
  if (!page.ok()) return offers;
  for (const v1::AccessGrant& grant : page->access_grants()) {
    offers.push_back(
        {ShortId(grant.name()), absl::StrCat(ShortName(grant.case_()), " · ", ShortName(grant.principal()))});
  }
  return offers;
}

// The type that was typed, or that of the case; empty if neither is known.
std::string TypeConcerned(Session& session, const About& about) {
  if (!about.case_type.empty() || about.case_name.empty()) return about.case_type;
  const absl::StatusOr<std::string> name = session.Case(about.case_name);
  if (!name.ok()) return "";
  const absl::StatusOr<v1::Case> matter = FetchBasicCase(session.api(), *name);
  return matter.ok() ? matter->type() : "";
}

// Ids with their labels out of the case types, each once.
std::vector<Offer> OfTypes(
    Session& session, const std::string& case_type, bool labels,
    const std::function<void(const v1::CaseType&, std::map<std::string, std::string>&)>& add) {
  std::map<std::string, std::string> found;
  v1::ListCaseTypesRequest request;
  request.set_labels(labels);
  if (!case_type.empty()) request.add_names(CaseTypeName(case_type));
  const auto types = session.api().Call(request);
  if (types.ok()) {
    for (const v1::CaseType& type : types->case_types()) add(type, found);
  }
  std::vector<Offer> offers;
  for (const auto& [id, label] : found) offers.push_back({id, label});
  return offers;
}

// Those of the type of the case, and the general ones.
std::vector<Offer> PartyRoles(Session& session, const About& about) {
  std::vector<Offer> offers = OfTypes(session, TypeConcerned(session, about), /*labels=*/true,
                                      [&](const v1::CaseType& type, auto& found) {
                                        for (const auto& rule : type.party_roles())
                                          found.emplace(rule.id(), session.messages().Text(rule.label(), ""));
                                      });
  for (int role = v1::PARTY_ROLE_UNSPECIFIED + 1; role <= v1::PartyRole_MAX; ++role) {
    if (!v1::PartyRole_IsValid(role)) continue;
    const auto general = static_cast<v1::PartyRole>(role);
    offers.push_back({RoleId(general), session.messages().Text(v1::PartyRole_Name(general))});
  }
  return offers;
}

// Groups of rows that the type has.
std::vector<Offer> RowGroups(Session& session, const About& about) {
  return OfTypes(session, TypeConcerned(session, about), /*labels=*/true,
                 [&](const v1::CaseType& type, auto& found) {
                   for (const v1::RowGroup& group : type.row_groups()) {
                     found.emplace(group.id(), session.messages().Text(group.label_many(), ""));
                   }
                 });
}

// Those of a case, by the ids that its tables show.
std::vector<Offer> Rows(Session& session, const About& about) {
  std::vector<Offer> offers;
  const absl::StatusOr<v1::Case> matter = CaseConcerned(session, about);
  if (!matter.ok()) return offers;
  const v1::CaseType type = session.TypeOf(*matter).value_or(v1::CaseType());
  for (const v1::Row& row : matter->rows()) {
    offers.push_back({ShortId(row.name()), RowLine(row, type, session.style())});
  }
  return offers;
}

std::vector<Offer> Types(Session& session, const About& /*about*/) {
  return OfTypes(session, "", /*labels=*/false, [&](const v1::CaseType& type, auto& found) {
    found.emplace(type.id(), session.messages().Text(type.label(), ""));
  });
}

std::vector<Offer> States(Session& session, const About& about) {
  return OfTypes(session, about.case_type, /*labels=*/true, [&](const v1::CaseType& type, auto& found) {
    for (const auto& rule : type.states())
      found.emplace(rule.id(), session.messages().Text(rule.label(), ""));
  });
}

std::vector<Offer> Events(Session& session, const About& about) {
  return OfTypes(session, about.case_type, /*labels=*/true, [&](const v1::CaseType& type, auto& found) {
    for (const auto& rule : type.transitions()) {
      found.emplace(rule.id(), session.messages().Text(rule.label(), ""));
    }
  });
}

// Those of the case that run, by the ids of their rules; all of its type where one is to be explained.
std::vector<Offer> DeadlineRules(Session& session, const About& about) {
  std::vector<Offer> offers;
  const absl::StatusOr<v1::Case> matter = CaseConcerned(session, about);
  if (!matter.ok()) return offers;
  const v1::CaseType type = session.TypeOf(*matter).value_or(v1::CaseType());
  if (about.command == "explain") {
    for (const v1::DeadlineRule& rule : type.deadlines()) {
      offers.push_back({rule.id(), session.messages().Text(rule.label(), "")});
    }
    return offers;
  }
  for (const v1::Deadline& deadline : matter->deadlines()) {
    if (deadline.state() != v1::DEADLINE_STATE_RUNNING && deadline.state() != v1::DEADLINE_STATE_PAUSED)
      continue;
    // That of a row is named with it.
    const std::string of_row = deadline.row().empty() ? "" : absl::StrCat("/", ShortName(deadline.row()));
    Offer& offer = offers.emplace_back(Offer{absl::StrCat(deadline.rule(), of_row), ""});
    for (const v1::DeadlineRule& rule : type.deadlines()) {
      if (rule.id() == deadline.rule()) offer.description = session.messages().Text(rule.label(), "");
    }
  }
  return offers;
}

// What may be set: fields of the case, of rows, or of the entries that the command writes; `correct` puts one
// of any kind in the place of another.
FieldRules FieldsOf(const v1::CaseType& type, const About& about) {
  const std::string& command = about.command;
  FieldRules fields;
  if (!about.row_group.empty()) return TypeOfRows(type, about.row_group).fields();
  if (!about.row.empty()) {
    for (const v1::RowGroup& group : type.row_groups()) fields.MergeFrom(group.fields());
    return fields;
  }
  const bool corrects = command == "correct";
  bool of_entry = corrects;
  for (const v1::EntryKind kind : kKindsPeopleWrite) {
    const std::string name =
        absl::AsciiStrToLower(absl::StripPrefix(v1::EntryKind_Name(kind), "ENTRY_KIND_"));
    const bool written = absl::StrReplaceAll(name, {{"_", "-"}}) == command;
    of_entry = of_entry || written;
    if (corrects || written) fields.MergeFrom(EntryFieldsOf(type, kind));
  }
  return of_entry ? fields : type.fields();
}

std::vector<Offer> Fields(Session& session, const About& about) {
  return OfTypes(session, TypeConcerned(session, about), /*labels=*/true,
                 [&](const v1::CaseType& type, auto& found) {
                   for (const auto& rule : FieldsOf(type, about))
                     found.emplace(rule.id(), session.messages().Text(rule.label(), ""));
                 });
}

// `field=`, of which one of the choices may follow.
std::vector<Offer> FieldValues(Session& session, const About& about) {
  return OfTypes(session, TypeConcerned(session, about), /*labels=*/true,
                 [&](const v1::CaseType& type, auto& found) {
                   for (const auto& rule : FieldsOf(type, about)) {
                     found.emplace(absl::StrCat(rule.id(), "="), session.messages().Text(rule.label(), ""));
                     for (const auto& choice : rule.choices()) {
                       found.emplace(absl::StrCat(rule.id(), "=", choice.id()),
                                     session.messages().Text(choice.label(), ""));
                     }
                   }
                 });
}

// Everybody at the mission of whom `offered` says so.
std::vector<Offer> ColleaguesWho(Session& session, const std::function<bool(const v1::Colleague&)>& offered) {
  std::vector<Offer> offers = {{"me", ""}};
  const absl::StatusOr<std::string> mission = session.Mission();
  if (!mission.ok()) return offers;
  v1::ListColleaguesRequest request;
  request.set_parent(*mission);
  const auto answer = session.api().Call(request);
  if (!answer.ok()) return offers;
  for (const v1::Colleague& colleague : answer->colleagues()) {
    if (!offered(colleague)) continue;
    offers.push_back({std::string(ShortName(colleague.name())), colleague.display_name()});
  }
  return offers;
}

std::vector<Offer> Colleagues(Session& session, const About& /*about*/) {
  return ColleaguesWho(session, [](const v1::Colleague&) { return true; });
}

// Who works cases. Of whom no role is told the server judges.
std::vector<Offer> Officers(Session& session, const About& /*about*/) {
  std::vector<Offer> offers = ColleaguesWho(session, [](const v1::Colleague& colleague) {
    return colleague.roles().empty() ||
           std::any_of(colleague.roles().begin(), colleague.roles().end(),
                       [](const std::string& role) { return role == "officer" || role == "head"; });
  });
  offers.push_back({"nobody", ""});
  return offers;
}

// To administrators everybody who is registered: whom they give a role holds none yet. Others are not let
// ask, and a refusal would stand in the log.
std::vector<Offer> People(Session& session, const About& about) {
  const auto who = session.api().Call(v1::WhoAmIRequest());
  const bool admin =
      who.ok() && std::any_of(who->grants().begin(), who->grants().end(),
                              [](const v1::RoleGrant& grant) { return grant.role() == "admin"; });
  if (!admin) return Colleagues(session, about);
  std::vector<Offer> offers = {{"me", ""}};
  const auto page = session.api().Call(v1::ListPrincipalsRequest());
  if (!page.ok()) return offers;
  for (const v1::Principal& principal : page->principals()) {
    offers.push_back({std::string(absl::StripPrefix(principal.name(), "staff/")), principal.display_name()});
  }
  return offers;
}

std::vector<Offer> Missions(Session& session, const About& /*about*/) {
  std::vector<Offer> offers;
  const auto who = session.api().Call(v1::WhoAmIRequest());
  if (!who.ok()) return offers;
  for (const v1::RoleGrant& grant : who->grants())
    offers.push_back({std::string(ShortName(grant.mission())), ""});
  return offers;
}

std::vector<Offer> ContextNames(Session& session, const About& /*about*/) {
  std::vector<Offer> offers;
  const absl::StatusOr<Contexts> contexts = LoadContexts(ContextsPath(session.environment()));
  if (!contexts.ok()) return offers;
  for (const auto& [name, context] : contexts->named) offers.push_back({name, context.endpoint});
  return offers;
}

// With what a filter may begin.
std::vector<Offer> FilterFields(Session& session, const About& /*about*/) {
  std::vector<Offer> offers;
  for (const ListField& field : kCaseFields) {
    offers.push_back({std::string(field.name), absl::StrJoin(SignsOf(field.kind), " ")});
  }
  v1::ListCaseTypesRequest request;
  request.set_labels(true);
  const absl::StatusOr<v1::ListCaseTypesResponse> types = session.api().Call(request);
  if (!types.ok()) return offers;
  std::map<std::string, std::string> facts;  // labels by names
  for (const v1::CaseType& type : types->case_types()) {
    for (const v1::FactRule& rule : type.derived_facts()) {
      facts.emplace(absl::StrCat(kFactPrefix, rule.id()), session.messages().Text(rule.label(), rule.id()));
    }
  }
  for (auto& [name, label] : facts) offers.push_back({name, std::move(label)});
  return offers;
}

const std::map<std::string, Values, std::less<>> kValues = {
    {"CASE", Cases},           {"ENTRY", Entries},
    {"ITEM", Items},           {"APPROVAL", Approvals},
    {"PARTY", Parties},        {"PARTY_ROLE", PartyRoles},
    {"GROUP", RowGroups},      {"ROW", Rows},
    {"GRANT", Grants},         {"TYPE", Types},
    {"STATE", States},         {"EVENT", Events},
    {"RULE", DeadlineRules},   {"FIELD", Fields},
    {"PERSON", People},        {"FIELD=VALUE", FieldValues},
    {"OFFICER", Officers},     {"MISSION", Missions},
    {"CONTEXT", ContextNames}, {"FILTER", FilterFields}};

}  // namespace

std::vector<Offer> ValuesOf(Session& session, const std::string& type, const About& about) {
  const auto found = kValues.find(type);
  if (found == kValues.end()) return {};
  return found->second(session, about);
}

}  // namespace arasha::clients
