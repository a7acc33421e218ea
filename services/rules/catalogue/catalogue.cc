#include "services/rules/catalogue/catalogue.h"

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

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
    if (absl::Status s = catalogue.Add(std::make_shared<const CaseType>(*std::move(type))); !s.ok()) {
      faults.emplace_back(s.message());
    }
  }
  if (!faults.empty()) return absl::InvalidArgumentError(absl::StrJoin(faults, "\n"));
  return catalogue;
}

absl::Status Catalogue::Add(std::shared_ptr<const CaseType> type) {
  if (!types_[type->id()].emplace(type->version(), type).second) {
    return absl::AlreadyExistsError(
        absl::StrCat(type->id(), ": version ", type->version(), " is given twice"));
  }
  refs_.insert(type->ref());
  for (int kind = v1::EntryKind_MIN; kind <= v1::EntryKind_MAX; ++kind) {
    if (!v1::EntryKind_IsValid(kind)) continue;
    const auto known = static_cast<v1::EntryKind>(kind);
    v1::Entry without_details;
    without_details.set_kind(known);
    if (type->EntryStartsDeadline(without_details)) starts_in_[known].insert(type->ref());
    if (type->EntryNeedsFields(known)) fields_needed_of_.insert(known);
  }
  for (const v1::FactRule& rule : type->proto().derived_facts()) facts_[rule.id()][type->ref()] = rule;
  has_party_roles_ = has_party_roles_ || type->proto().party_roles_size() > 0;
  if (type->NeedsTimeline() || type->GuardsAskTimeline()) types_that_need_timeline_.insert(type->id());
  return absl::OkStatus();
}

const CaseType* Catalogue::Newest(absl::string_view id) const {
  const auto versions = types_.find(id);
  return versions == types_.end() ? nullptr : versions->second.rbegin()->second.get();
}

const CaseType* Catalogue::Find(absl::string_view id, int version) const {
  const auto versions = types_.find(id);
  if (versions == types_.end()) return nullptr;
  const auto found = versions->second.find(version);
  return found == versions->second.end() ? nullptr : found->second.get();
}

const CaseType* Catalogue::FindRef(absl::string_view ref) const {
  const std::pair<absl::string_view, absl::string_view> parts = absl::StrSplit(ref, absl::MaxSplits('@', 1));
  int version = 0;
  return absl::SimpleAtoi(parts.second, &version) ? Find(parts.first, version) : nullptr;
}

bool Catalogue::EntryMayStartDeadline(v1::EntryKind kind, const std::string& type) const {
  if (!type.empty() && !refs_.contains(type)) return true;
  const auto types = starts_in_.find(kind);
  return types != starts_in_.end() && (type.empty() || types->second.contains(type));
}

std::vector<const CaseType*> Catalogue::AllNewest() const {
  std::vector<const CaseType*> newest;
  for (const auto& [id, versions] : types_) newest.push_back(versions.rbegin()->second.get());
  return newest;
}

}  // namespace arasha::rules
