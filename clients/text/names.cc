#include "clients/text/names.h"

#include <openssl/rand.h>

#include <algorithm>
#include <cstdint>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/text/local_error.h"

namespace arasha::clients {
namespace {

bool IsId(absl::string_view text) {
  return !text.empty() && text.find_first_of("/ \t\n\"") == absl::string_view::npos;
}

bool IsNumber(absl::string_view text, size_t most_digits) {
  return !text.empty() && text.size() <= most_digits && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

}  // namespace

absl::StatusOr<std::string> MissionName(absl::string_view typed) {
  const absl::string_view id = absl::StartsWith(typed, "missions/") ? typed.substr(9) : typed;
  if (!IsId(id)) return UsageError("usage.mission_name", {{"text", std::string(typed)}});
  return absl::StrCat("missions/", absl::AsciiStrToUpper(id));
}

absl::StatusOr<std::string> CaseName(absl::string_view typed, int this_year,
                                     const std::function<absl::StatusOr<std::string>()>& mission) {
  const absl::Status malformed = UsageError("usage.case_name", {{"text", std::string(typed)}});
  const std::vector<absl::string_view> segments = absl::StrSplit(absl::StripAsciiWhitespace(typed), '/');
  const bool full = segments.size() == 4 && segments[0] == "missions" && segments[2] == "cases";
  if (!full && segments.size() != 1) return malformed;
  // Mission, year and number, of which the first may be left out.
  const std::vector<absl::string_view> parts = absl::StrSplit(segments.back(), '-');
  // Other letters that look like these are none of a mission.
  if (parts.size() == 3 &&
      !absl::c_all_of(parts[0], [](unsigned char c) { return absl::ascii_isalnum(c); })) {
    return malformed;
  }
  uint32_t serial = 0;
  uint32_t year = static_cast<uint32_t>(this_year);
  if (parts.size() > 3 || !IsNumber(parts.back(), 9) || !absl::SimpleAtoi(parts.back(), &serial) ||
      serial == 0) {
    return malformed;
  }
  if (parts.size() > 1) {
    const absl::string_view typed_year = parts[parts.size() - 2];
    if (typed_year.size() != 4 || !IsNumber(typed_year, 4) || !absl::SimpleAtoi(typed_year, &year))
      return malformed;
  }
  std::string code;
  if (parts.size() == 3) {
    if (!IsId(parts[0])) return malformed;
    code = absl::AsciiStrToUpper(parts[0]);
    if (full && absl::AsciiStrToUpper(segments[1]) != code) return malformed;
  } else {
    if (full) return malformed;
    const absl::StatusOr<std::string> given = mission();
    if (!given.ok()) return given.status();
    if (*given == kAllMissions)
      return UsageError("usage.case_without_mission", {{"text", std::string(typed)}});
    code = std::string(ShortName(*given));
  }
  return absl::StrFormat("missions/%s/cases/%s-%04d-%06d", code, code, year, serial);
}

std::string MissionOf(absl::string_view name) {
  const std::vector<absl::string_view> segments = absl::StrSplit(name, '/');
  return segments.size() < 2 ? std::string() : absl::StrCat("missions/", segments[1]);
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

std::string ShortId(absl::string_view name) {
  constexpr size_t kShown = 8;
  const absl::string_view uuid = ShortName(name);
  return std::string(uuid.substr(uuid.size() - std::min(kShown, uuid.size())));
}

std::string CaseOf(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  return absl::StrJoin(parts.begin(), parts.begin() + std::min<ptrdiff_t>(4, std::ssize(parts)), "/");
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

std::string UuidBeside(const std::string& uuid, uint32_t number) {
  constexpr size_t kDigits = 8;
  uint32_t last = 0;
  if (uuid.size() < kDigits || !absl::SimpleHexAtoi(uuid.substr(uuid.size() - kDigits), &last)) return uuid;
  return absl::StrFormat("%s%08x", uuid.substr(0, uuid.size() - kDigits), last + number);
}

}  // namespace arasha::clients
