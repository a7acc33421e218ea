#include "services/rules/flow/checklist.h"

#include <algorithm>

#include "absl/strings/str_join.h"
#include "proto/conditions.h"
#include "services/rules/catalogue/examination.h"

namespace arasha::rules {

Violations CheckTick(const CaseType& type, const google::protobuf::Struct& details,
                     const std::set<std::string>& ticked, const std::string& item, absl::string_view field) {
  const v1::CheckItem* found = Find(type.proto().checklist(), item);
  if (found == nullptr) {
    std::vector<std::string> ids;
    for (const v1::CheckItem& known : type.proto().checklist()) {
      if (Hold(known.when(), details)) ids.push_back(known.id());
    }
    return {{std::string(field),
             Problem::kUnknownCheckItem,
             {{"given", item}, {"values", absl::StrJoin(ids, ", ")}}}};
  }
  if (!Hold(found->when(), details)) return {{std::string(field), Problem::kCheckItemOfOtherCases}};
  if (ticked.contains(item)) return {{std::string(field), Problem::kAlreadyTicked}};
  return {};
}

std::vector<const v1::CheckItem*> OpenItems(const CaseType& type, const google::protobuf::Struct& details,
                                            const std::set<std::string>& ticked, absl::string_view event) {
  std::vector<const v1::CheckItem*> open;
  for (const v1::CheckItem& item : type.proto().checklist()) {
    const auto& events = item.required_for();
    const bool wanted = std::find(events.begin(), events.end(), event) != events.end();
    if (wanted && Hold(item.when(), details) && !ticked.contains(item.id())) open.push_back(&item);
  }
  return open;
}

}  // namespace arasha::rules
