#include "clients/input/case_template.h"

#include <nlohmann/json.hpp>

namespace arasha::clients {
namespace {

using Json = nlohmann::ordered_json;

Json Party(const char* role) {
  Json party = {{"role", role}};
  for (const char* field : {"displayName", "iin", "bin", "passportNumber", "birthDate", "nationality",
                            "phone", "email", "note"}) {
    party[field] = "";
  }
  return party;
}

}  // namespace

std::string CaseTemplate(const v1::CaseType& type) {
  Json details = Json::object();
  for (const bool required : {true, false}) {
    for (const v1::FieldRule& rule : type.fields()) {
      if (rule.required() == required) details[rule.id()] = "";
    }
  }
  const Json matter = {
      {"type", type.id()},  {"priority", "PRIORITY_NORMAL"},
      {"hostState", ""},    {"summary", ""},
      {"details", details}, {"parties", {Party("PARTY_ROLE_SUBJECT"), Party("PARTY_ROLE_APPLICANT")}}};
  return matter.dump(2).append("\n");
}

}  // namespace arasha::clients
