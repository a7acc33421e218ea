#include "services/cases/also_in.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "arasha/v1/cases.pb.h"
#include "services/cases/rows/findables.h"

namespace arasha::cases {
namespace {

absl::Status Find(const server::Call& call, const storage::CaseNumber& number,
                  absl::Span<v1::Party* const> parties) {
  v1::ListCasesRequest list;
  list.set_parent(absl::StrCat("missions/", number.mission));
  std::vector<storage::Findable> findables;
  for (const v1::Party* party : parties) {
    if (party->has_remove_time()) continue;
    findables.push_back(PartyFindable(*party));
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
  return Find(call, number, parties);
}

absl::Status FindAlsoIn(const server::Call& call, const storage::CaseNumber& number, v1::Party& message) {
  return Find(call, number, {&message});
}

}  // namespace arasha::cases
