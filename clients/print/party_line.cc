#include "clients/print/party_line.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/text/rule_label.h"

namespace arasha::clients {

std::string RoleId(v1::PartyRole role) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::string_view(v1::PartyRole_Name(role)).substr(11)),
                             {{"_", "-"}});
}

std::string RoleText(const Texts& messages, const v1::Party& party, const v1::CaseType& type) {
  if (!party.case_role().empty()) return LabelOf(type.party_roles(), party.case_role(), messages);
  return messages.Text(v1::PartyRole_Name(party.role()));
}

std::string PartyLine(const Texts& messages, const v1::Party& party) {
  return absl::StrCat(messages.Text(v1::PartyRole_Name(party.role())), " ", party.display_name());
}

}  // namespace arasha::clients
