#include "clients/names.h"

#include <openssl/rand.h>

#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/local_error.h"

namespace arasha::clients {
namespace {

bool IsId(absl::string_view text) {
  return !text.empty() && text.find_first_of("/ \t\n\"") == absl::string_view::npos;
}

}  // namespace

absl::StatusOr<std::string> MissionName(absl::string_view typed) {
  const absl::string_view id = absl::StartsWith(typed, "missions/") ? typed.substr(9) : typed;
  if (!IsId(id)) return UsageError("usage.mission_name", {{"text", std::string(typed)}});
  return absl::StrCat("missions/", id);
}

absl::StatusOr<std::string> CaseName(absl::string_view typed) {
  const std::vector<absl::string_view> segments = absl::StrSplit(typed, '/');
  if (segments.size() == 4 && segments[0] == "missions" && IsId(segments[1]) && segments[2] == "cases" &&
      IsId(segments[3])) {
    return std::string(typed);
  }
  // The mission is what stands before the year and the number.
  const std::vector<absl::string_view> parts = absl::StrSplit(typed, '-');
  if (segments.size() == 1 && parts.size() == 3 && IsId(typed) && !parts[0].empty() && !parts[1].empty() &&
      !parts[2].empty()) {
    return absl::StrCat("missions/", parts[0], "/cases/", typed);
  }
  return UsageError("usage.case_name", {{"text", std::string(typed)}});
}

absl::StatusOr<std::string> PartyName(absl::string_view case_name, absl::string_view typed) {
  if (absl::StartsWith(typed, "missions/")) return std::string(typed);
  if (!IsId(typed)) return UsageError("usage.party_name", {{"text", std::string(typed)}});
  return absl::StrCat(case_name, "/parties/", typed);
}

std::string AccessGrantName(absl::string_view typed) {
  return absl::StartsWith(typed, "accessGrants/") ? std::string(typed) : absl::StrCat("accessGrants/", typed);
}

std::string StaffName(absl::string_view typed) {
  return typed.find('/') == absl::string_view::npos ? absl::StrCat("staff/", typed) : std::string(typed);
}

std::string CaseTypeName(absl::string_view typed) {
  return absl::StartsWith(typed, "caseTypes/") ? std::string(typed) : absl::StrCat("caseTypes/", typed);
}

absl::string_view ShortName(absl::string_view name) {
  const size_t slash = name.rfind('/');
  return slash == absl::string_view::npos ? name : name.substr(slash + 1);
}

std::string NewUuid() {
  std::string bytes(16, '\0');
  // Fails only where the system has no randomness at all; the server then refuses the nil UUID's reuse.
  RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  const std::string hex = absl::BytesToHexString(bytes);
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-", hex.substr(16, 4),
                      "-", hex.substr(20));
}

}  // namespace arasha::clients
