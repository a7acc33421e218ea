#include "clients/commands/completion_values.h"

#include <functional>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "clients/connection/contexts.h"
#include "clients/text/names.h"
#include "proto/list_fields.h"

namespace arasha::clients {
namespace {

// Enough to choose from, and one page.
constexpr int kMostCases = 200;

using Values = std::vector<Offer> (*)(Session&, const std::string& case_type);

std::vector<Offer> Cases(Session& session, const std::string& case_type) {
  v1::ListCasesRequest request;
  request.set_parent(session.Mission().value_or(kAllMissions));
  request.set_page_size(kMostCases);
  if (!case_type.empty()) request.set_filter(absl::StrCat("type = \"", case_type, "\""));
  std::vector<Offer> offers;
  const auto page = session.api().Call(request);
  if (!page.ok()) return offers;
  for (const v1::Case& matter : page->cases()) {
    offers.push_back({std::string(ShortName(matter.name())), matter.subject()});
  }
  return offers;
}

// Ids with their labels out of the case types, each once.
std::vector<Offer> OfTypes(
    Session& session, const std::string& case_type,
    const std::function<void(const v1::CaseType&, std::map<std::string, std::string>&)>& add) {
  std::map<std::string, std::string> found;
  const auto types = session.api().Call(v1::ListCaseTypesRequest());
  if (types.ok()) {
    for (const v1::CaseType& type : types->case_types()) {
      if (case_type.empty() || type.id() == case_type) add(type, found);
    }
  }
  std::vector<Offer> offers;
  for (const auto& [id, label] : found) offers.push_back({id, label});
  return offers;
}

std::vector<Offer> Types(Session& session, const std::string& /*case_type*/) {
  return OfTypes(session, "", [&](const v1::CaseType& type, auto& found) {
    found.emplace(type.id(), session.messages().Text(type.label(), ""));
  });
}

std::vector<Offer> States(Session& session, const std::string& case_type) {
  return OfTypes(session, case_type, [&](const v1::CaseType& type, auto& found) {
    for (const auto& rule : type.states())
      found.emplace(rule.id(), session.messages().Text(rule.label(), ""));
  });
}

std::vector<Offer> Events(Session& session, const std::string& case_type) {
  return OfTypes(session, case_type, [&](const v1::CaseType& type, auto& found) {
    for (const auto& rule : type.transitions()) {
      found.emplace(rule.id(), session.messages().Text(rule.label(), ""));
    }
  });
}

std::vector<Offer> Fields(Session& session, const std::string& case_type) {
  return OfTypes(session, case_type, [&](const v1::CaseType& type, auto& found) {
    for (const auto& rule : type.fields())
      found.emplace(rule.id(), session.messages().Text(rule.label(), ""));
  });
}

// `field=`, of which one of the choices may follow.
std::vector<Offer> FieldValues(Session& session, const std::string& case_type) {
  return OfTypes(session, case_type, [&](const v1::CaseType& type, auto& found) {
    for (const auto& rule : type.fields()) {
      found.emplace(absl::StrCat(rule.id(), "="), session.messages().Text(rule.label(), ""));
      for (const auto& choice : rule.choices()) {
        found.emplace(absl::StrCat(rule.id(), "=", choice.id()), session.messages().Text(choice.label(), ""));
      }
    }
  });
}

std::vector<Offer> People(Session& session, const std::string& /*case_type*/) {
  std::vector<Offer> offers = {{"me", ""}};
  const absl::StatusOr<std::string> mission = session.Mission();
  if (!mission.ok()) return offers;
  v1::ListColleaguesRequest request;
  request.set_parent(*mission);
  const auto answer = session.api().Call(request);
  if (!answer.ok()) return offers;
  for (const v1::Colleague& colleague : answer->colleagues()) {
    offers.push_back({std::string(ShortName(colleague.name())), colleague.display_name()});
  }
  return offers;
}

std::vector<Offer> Officers(Session& session, const std::string& case_type) {
  std::vector<Offer> offers = People(session, case_type);
  offers.push_back({"nobody", ""});
  return offers;
}

std::vector<Offer> Missions(Session& session, const std::string& /*case_type*/) {
  std::vector<Offer> offers;
  const auto who = session.api().Call(v1::WhoAmIRequest());
  if (!who.ok()) return offers;
  for (const v1::RoleGrant& grant : who->grants())
    offers.push_back({std::string(ShortName(grant.mission())), ""});
  return offers;
}

std::vector<Offer> ContextNames(Session& session, const std::string& /*case_type*/) {
  std::vector<Offer> offers;
  const absl::StatusOr<Contexts> contexts = LoadContexts(ContextsPath(session.environment()));
  if (!contexts.ok()) return offers;
  for (const auto& [name, context] : contexts->named) offers.push_back({name, context.endpoint});
  return offers;
}

// With what a filter may begin.
std::vector<Offer> FilterFields(Session& /*session*/, const std::string& /*case_type*/) {
  std::vector<Offer> offers;
  for (const ListField& field : kCaseFields) {
    offers.push_back({std::string(field.name), absl::StrJoin(SignsOf(field.kind), " ")});
  }
  return offers;
}

const std::map<std::string, Values, std::less<>> kValues = {
    {"CASE", Cases},       {"APPROVAL", Cases},   {"TYPE", Types},           {"STATE", States},
    {"EVENT", Events},     {"FIELD", Fields},     {"PERSON", People},        {"FIELD=VALUE", FieldValues},
    {"OFFICER", Officers}, {"MISSION", Missions}, {"CONTEXT", ContextNames}, {"FILTER", FilterFields}};

}  // namespace

std::vector<Offer> ValuesOf(Session& session, const std::string& type, const std::string& case_type) {
  const auto found = kValues.find(type);
  if (found == kValues.end()) return {};
  return found->second(session, case_type);
}

}  // namespace arasha::clients
