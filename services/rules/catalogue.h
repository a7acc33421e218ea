#ifndef ARASHA_SERVICES_RULES_CATALOGUE_H_
#define ARASHA_SERVICES_RULES_CATALOGUE_H_

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/entry.pb.h"
#include "services/rules/case_type.h"

namespace arasha::rules {

// All case types in all their versions. Immutable and movable; the pointers it gives out live as long as
// the catalogue, also across a move of it.
class Catalogue {
 public:
  // INVALID_ARGUMENT if a type breaks its rules (see CaseType::Create) or a version stands twice.
  static absl::StatusOr<Catalogue> Create(std::vector<v1::CaseType> types);

  Catalogue(Catalogue&&) = default;
  Catalogue& operator=(Catalogue&&) = default;

  // The version that new cases follow; nullptr if there is no such type.
  const CaseType* Newest(std::string_view id) const;
  // The version that a case pinned; nullptr if there is none.
  const CaseType* Find(std::string_view id, int version) const;
  // The newest version of every type, by id.
  std::vector<const CaseType*> AllNewest() const;

  // Whether in any version of any type an entry of this kind could start a deadline; where it cannot, an
  // entry is written without reading its case first.
  bool EntryStartsDeadline(v1::EntryKind kind) const;

 private:
  Catalogue() = default;

  // Nodes of a map stay where they are.
  std::map<std::string, std::map<int, CaseType>, std::less<>> types_;
  std::set<v1::EntryKind> starting_kinds_;
};

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CATALOGUE_H_
