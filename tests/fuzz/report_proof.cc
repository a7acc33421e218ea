// Reports and their manifests, as `arasha report verify` is given them: whatever the file, it is refused or
// read, and what is read counts some leaf or none without harm.
#include "clients/verify/report/report_proof.h"

#include <cstdint>
#include <nlohmann/json.hpp>

#include "services/rules/log/leaf.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const nlohmann::json json = nlohmann::json::parse(data, data + size, nullptr, false);
  const auto proof = arasha::clients::ReadReportProof(json);
  if (!proof.ok()) return 0;
  arasha::rules::log::Leaf leaf;
  leaf.seen = absl::string_view("0123456789abcdef0123456789abcde", 31);  // not a whole number of cases
  proof->filter.Matches(leaf);
  (void)arasha::clients::ReadReportScope(json);
  return 0;
}
