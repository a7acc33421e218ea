#ifndef ARASHA_SERVICES_REPORTS_KINDS_NAMES_H_
#define ARASHA_SERVICES_REPORTS_KINDS_NAMES_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "arasha/v1/case_type.pb.h"
#include "services/reports/document/document.h"
#include "services/rules/texts/texts.h"

namespace arasha::reports {

// The things that figures are about, as people call them in the report's language. Whatever has no name is
// called by its id.
class Names {
 public:
  // Name shown to people of a principal, `staff/a.omarova`; empty if it is not known.
  using DisplayName = std::function<std::string(const std::string& principal)>;

  // `missions`: names by code; `types`: the newest version of each case type.
  Names(const Texts& texts, std::map<std::string, v1::LocalisedText> missions,
        std::vector<v1::CaseType> types, DisplayName display_name);

  // "IST · Istanbul"; "-" is all of them.
  Named Mission(const std::string& code) const;
  Named Type(const std::string& type) const;
  Named Rule(const std::string& type, const std::string& rule) const;
  Named Event(const std::string& type, const std::string& event) const;
  Named Action(const std::string& action) const;
  Named Role(const std::string& role) const;
  Named Category(const std::string& category) const;
  // "Айгүл Омарова (a.omarova)", whose id is "a.omarova", of "staff/a.omarova"; partners keep their whole
  // name. Whoever runs the server is in no directory, and called "operator of the server (operator)".
  Named Person(const std::string& principal) const;
  // "Türkiye" of "TR".
  Named Country(const std::string& code) const;

  const std::map<std::string, v1::CaseType>& types() const { return types_; }

 private:
  Named Worded(absl::string_view prefix, const std::string& id) const;

  const Texts& texts_;
  std::map<std::string, v1::LocalisedText> missions_;
  std::map<std::string, v1::CaseType> types_;
  DisplayName display_name_;
};

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_KINDS_NAMES_H_
