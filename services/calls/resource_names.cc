#include "services/calls/resource_names.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "services/calls/errors.h"

namespace arasha::server {
namespace {

absl::Status Malformed(absl::string_view field, absl::string_view form) {
  return InvalidFields({{std::string(field), rules::Problem::kMalformedName, {{"form", std::string(form)}}}});
}

}  // namespace

bool IsUuid(absl::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? c != '-' : !(absl::ascii_isdigit(c) || (c >= 'a' && c <= 'f'))) return false;
  }
  return true;
}

absl::StatusOr<std::string> ParseMission(absl::string_view name, absl::string_view field) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() == 2 && parts[0] == "missions" && (parts[1] == "-" || storage::IsMissionCode(parts[1])))
    return parts[1];
  return Malformed(field, "missions/IST");
}

absl::StatusOr<storage::CaseNumber> ParseCase(absl::string_view name, absl::string_view field) {
  if (auto number = storage::ParseCaseName(name)) return *std::move(number);
  return Malformed(field, "missions/IST/cases/IST-2026-000123");
}

absl::StatusOr<ChildName> ParseChild(absl::string_view name, absl::string_view collection,
                                     absl::string_view field) {
  const size_t uid_at = name.rfind('/');
  const size_t collection_at =
      uid_at == 0 || uid_at == absl::string_view::npos ? uid_at : name.rfind('/', uid_at - 1);
  if (uid_at != absl::string_view::npos && collection_at != absl::string_view::npos &&
      collection_at < uid_at && name.substr(collection_at + 1, uid_at - collection_at - 1) == collection &&
      IsUuid(name.substr(uid_at + 1))) {
    const auto number = ParseCase(name.substr(0, collection_at), field);
    if (number.ok()) return ChildName{*number, std::string(name.substr(uid_at + 1))};
  }
  return Malformed(field, absl::StrCat("missions/IST/cases/IST-2026-000123/", collection, "/{uuid}"));
}

absl::StatusOr<std::string> ParseUid(absl::string_view name, absl::string_view collection,
                                     absl::string_view field) {
  absl::string_view uid = name;
  if (absl::ConsumePrefix(&uid, absl::StrCat(collection, "/")) && IsUuid(uid)) return std::string(uid);
  return Malformed(field, absl::StrCat(collection, "/{uuid}"));
}

}  // namespace arasha::server
