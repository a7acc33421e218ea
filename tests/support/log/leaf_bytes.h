#ifndef ARASHA_TESTS_SUPPORT_LOG_LEAF_BYTES_H_
#define ARASHA_TESTS_SUPPORT_LOG_LEAF_BYTES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace arasha {

// A leaf as audit_append() writes it, for tests without a database. What is unset is null.
struct LeafFields {
  std::string event_uid = std::string(16, '\x11');
  int64_t occurred_micros = 0;  // since 2000-01-01 UTC
  std::string instance = "arashad-1";
  std::string actor = "staff/a.omarova";
  std::optional<std::string> certificate = std::string(32, '\x22');
  std::string action = "GetCase";
  std::string decision = "done";
  std::optional<std::string> mission = "IST";
  std::optional<std::string> object_uid;
  std::optional<std::string> request_id;
  std::optional<std::string> grant_uid;
  std::string commitment = std::string(32, '\x33');
  std::string objects;  // ObjectBytes(), one after the other
  std::string seen;
};

std::string LeafBytes(const LeafFields& fields);

// As audit_object() writes it.
std::string ObjectBytes(absl::string_view kind, absl::string_view key, int32_t version,
                        absl::string_view state_hash);

// The state of a case's row, IST-2026-000123, with this summary as if it were sealed.
std::string CaseStateBytes(absl::string_view uid, absl::string_view sealed);

// 16 bytes that differ for each number.
std::string NumberedUid(uint64_t number);

}  // namespace arasha

#endif  // ARASHA_TESTS_SUPPORT_LOG_LEAF_BYTES_H_
