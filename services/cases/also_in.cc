#include "services/cases/also_in.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "arasha/v1/cases.pb.h"
#include "services/cases/rows/findables.h"
#include "services/rules/access/access.h"

namespace arasha::cases {
namespace {

// `type`: that of the case, or nullptr if it is not known.
absl::Status Find(const server::Call& call, const storage::CaseNumber& number, const rules::CaseType* type,
                  absl::Span<v1::Party* const> parties) {
  v1::ListCasesRequest list;
  list.set_parent(absl::StrCat("missions/", number.mission));
  std::vector<storage::Findable> findables;
  for (const v1::Party* party : parties) {
    if (party->has_remove_time()) continue;
    findables.push_back(PartyFindable(*party, type, MayCross(call, number.mission)));
    for (const std::string& identifier : {party->iin(), party->bin(), party->passport_number()}) {
      if (!identifier.empty())
        absl::StrAppend(list.mutable_search(), list.search().empty() ? "" : " ", identifier);
    }
  }
  if (list.search().empty()) return absl::OkStatus();
  storage::AuditContext audit = call.Audit(list, number.mission);
  audit.action = "ListCases";
  auto also_in = storage::FindAlsoIn(*call.connection, audit, number, findables);
  if (!also_in.ok()) return also_in.status();
  for (v1::Party* party : parties) ShowAlsoIn(*also_in, *party);
  return absl::OkStatus();
}

}  // namespace

bool MayCross(const server::Call& call, absl::string_view mission) {
  return rules::May(*call.actor, rules::Action::kGrantAccess, mission, call.now);
}

void ShowAlsoIn(const storage::AlsoIn& also_in, v1::Case& message) {
  for (v1::Party& party : *message.mutable_parties()) ShowAlsoIn(also_in, party);
}

void ShowAlsoIn(const storage::AlsoIn& also_in, v1::Party& message) {
  const auto found = also_in.find(std::string(storage::UidOf(message.name())));
  if (found == also_in.end()) return;
  for (const std::string& name : found->second) message.add_also_in(name);
}

absl::Status FindAlsoIn(const server::Call& call, const storage::CaseNumber& number, v1::Case& message) {
  std::vector<v1::Party*> parties;
  for (v1::Party& party : *message.mutable_parties()) parties.push_back(&party);
  const rules::CaseType* type = call.directory->catalogue().Find(message.type(), message.type_version());
  return Find(call, number, type, parties);
}

absl::Status FindAlsoIn(const server::Call& call, const storage::CaseNumber& number, v1::Party& message) {
  const rules::CaseType* type =
      call.directory->catalogue().FindRef(storage::RememberedType(call.context.audit, number));
  return Find(call, number, type, {&message});
}

}  // namespace arasha::cases
