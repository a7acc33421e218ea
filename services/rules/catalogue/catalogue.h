#ifndef ARASHA_SERVICES_RULES_CATALOGUE_CATALOGUE_H_
#define ARASHA_SERVICES_RULES_CATALOGUE_CATALOGUE_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/entry.pb.h"
#include "services/rules/catalogue/case_type.h"

namespace arasha::rules {

// All case types in all versions. Pointers into it live as long as it does, also when it is moved.
class Catalogue {
 public:
  // INVALID_ARGUMENT with every fault of every type, and for a version given twice.
  static absl::StatusOr<Catalogue> Create(std::vector<v1::CaseType> types);

  // Takes one in. ALREADY_EXISTS if its version is there.
  absl::Status Add(std::shared_ptr<const CaseType> type);

  // nullptr if there is none.
  const CaseType* Newest(absl::string_view id) const;
  const CaseType* Find(absl::string_view id, int version) const;
  // The same by `type@version`.
  const CaseType* FindRef(absl::string_view ref) const;
  // The newest version of each, by id.
  std::vector<const CaseType*> AllNewest() const;

  // Whether an entry of this kind that has no details may start a deadline in a case of this type,
  // `type@version`; see there. In one of a type that is not here it may; if none is given, as in any that is.
  // If not, it can be added without the case being read.
  bool EntryMayStartDeadline(v1::EntryKind kind, const std::string& type) const;

  // Whether an entry of this kind must have details in some of them.
  bool EntryMayNeedFields(v1::EntryKind kind) const { return fields_needed_of_.contains(kind); }

  // Whether a type has party roles of its own.
  bool HasPartyRoles() const { return has_party_roles_; }

  // Ids of those that need the timeline in one of their versions, for their deadlines or their guards; see
  // CaseType::NeedsTimeline and GuardsAskTimeline.
  const std::set<std::string>& types_that_need_timeline() const { return types_that_need_timeline_; }

  // The derived facts of all types in all versions: rules by the fact's id, then by `type@version`.
  using FactRules = std::map<std::string, std::map<std::string, v1::FactRule>, std::less<>>;
  const FactRules& facts() const { return facts_; }

 private:
  std::map<std::string, std::map<int, std::shared_ptr<const CaseType>>, std::less<>> types_;
  std::set<std::string> refs_;
  std::map<v1::EntryKind, std::set<std::string>> starts_in_;
  std::set<v1::EntryKind> fields_needed_of_;
  bool has_party_roles_ = false;
  std::set<std::string> types_that_need_timeline_;
  FactRules facts_;
};

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CATALOGUE_CATALOGUE_H_
