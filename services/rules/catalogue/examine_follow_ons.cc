#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/rules/catalogue/examination.h"

namespace arasha::rules {

// What the other type has, only those who see all types can tell: see oversights.h.
void Examination::FollowOns() {
  std::set<std::string> seen;
  for (const v1::FollowOn& follow_on : type_.follow_ons()) {
    const std::string where = absl::StrCat("follow_ons ", follow_on.type());
    Expect(!follow_on.type().empty(), where, "the id of a type is needed");
    Expect(seen.insert(follow_on.type()).second, where, "is given twice");
    Label(follow_on.label(), absl::StrCat(where, " label"));
    for (const std::string& state : follow_on.in_states()) {
      Expect(Find(type_.states(), state) != nullptr, where, absl::StrCat("there is no state ", state));
    }
    for (const v1::CarriedField& field : follow_on.fields()) {
      const v1::FieldRule* from = Find(type_.fields(), field.from());
      Expect(from != nullptr, where, absl::StrCat("there is no field ", field.from()));
      Expect(from == nullptr || from->kind() != v1::FIELD_KIND_PARTY, where,
             absl::StrCat(field.from(),
                          " is of FIELD_KIND_PARTY, and the parties of a case have no names "
                          "before it is opened; take over the party by its role"));
    }
    for (const v1::CarriedParty& party : follow_on.parties()) {
      Expect(IsPartyRole(party.from()), where, absl::StrCat("there is no role of a party ", party.from()));
      Expect(!party.to().empty(), where, absl::StrCat("what ", party.from(), " is there is needed"));
    }
  }
}

}  // namespace arasha::rules
