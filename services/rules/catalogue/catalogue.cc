#include "services/rules/catalogue/catalogue.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace arasha::rules {

absl::StatusOr<Catalogue> Catalogue::Create(std::vector<v1::CaseType> types) {
  Catalogue catalogue;
  std::vector<std::string> faults;
  for (v1::CaseType& proto : types) {
    auto type = CaseType::Create(std::move(proto));
    if (!type.ok()) {
      faults.emplace_back(type.status().message());
      continue;
    }
    for (int kind = v1::EntryKind_MIN; kind <= v1::EntryKind_MAX; ++kind) {
      if (!v1::EntryKind_IsValid(kind)) continue;
      const auto known = static_cast<v1::EntryKind>(kind);
      if (type->EntryStartsDeadline(known)) catalogue.starting_kinds_.insert(known);
    }
    const std::string id = type->id();
    if (type->NeedsTimeline()) catalogue.types_that_need_timeline_.insert(id);
    const int version = type->version();
    if (!catalogue.types_[id].emplace(version, *std::move(type)).second) {
      faults.push_back(absl::StrCat(id, ": version ", version, " is given twice"));
    }
  }
  if (!faults.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults, "\n"));
  return catalogue;
}

const CaseType* Catalogue::Newest(absl::string_view id) const {
  const auto versions = types_.find(id);
  return versions == types_.end() ? nullptr : &versions->second.rbegin()->second;
}

const CaseType* Catalogue::Find(absl::string_view id, int version) const {
  const auto versions = types_.find(id);
  if (versions == types_.end()) return nullptr;
  const auto found = versions->second.find(version);
  return found == versions->second.end() ? nullptr : &found->second;
}

std::vector<const CaseType*> Catalogue::AllNewest() const {
  std::vector<const CaseType*> newest;
  for (const auto& [id, versions] : types_) newest.push_back(&versions.rbegin()->second);
  return newest;
}

}  // namespace arasha::rules
