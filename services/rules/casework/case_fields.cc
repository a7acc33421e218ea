#include "services/rules/casework/case_fields.h"

#include <cstddef>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/rules/casework/entries.h"
#include "services/rules/text.h"

namespace arasha::rules {
namespace {

constexpr size_t kMaxSummary = 4000;

}  // namespace

Violations CheckCaseFields(const v1::Case& message, absl::Time now, absl::string_view prefix) {
  Violations violations;
  const auto expect = [&](bool holds, absl::string_view field, Problem problem,
                          std::map<std::string, std::string> parameters = {}) {
    if (!holds) violations.push_back({absl::StrCat(prefix, ".", field), problem, std::move(parameters)});
  };
  CheckLength(absl::StrCat(prefix, ".summary"), message.summary(), 1, kMaxSummary, violations);
  expect(v1::Priority_IsValid(message.priority()), "priority", Problem::kNotOneOf,
         {{"values", "LOW, NORMAL, HIGH, URGENT"}});
  expect(message.host_state().empty() || IsCountryCode(message.host_state()), "host_state",
         Problem::kNotACountry);
  expect(!message.has_received_time() || MayHaveHappened(message.received_time(), now), "received_time",
         WhyNotHappened(message.received_time(), now));
  return violations;
}

}  // namespace arasha::rules
