#include "clients/connection/mission_zones.h"

#include <unicode/strenum.h>
#include <unicode/timezone.h>

#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/input/time_words.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"
#include "clients/text/nearest.h"
#include "services/rules/texts/texts.h"

namespace arasha::clients {
namespace {

std::vector<std::string> ZoneNames() {
  std::vector<std::string> names;
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> all(
      icu::TimeZone::createTimeZoneIDEnumeration(UCAL_ZONE_TYPE_ANY, nullptr, nullptr, error));
  if (!all) return names;
  while (const char* name = all->next(nullptr, error)) names.emplace_back(name);
  return names;
}

// `+05:00`, `UTC+5`, `GMT-3:30`: hours east of Greenwich, as headings have them.
std::optional<absl::TimeZone> FixedZone(absl::string_view name) {
  if (!absl::ConsumePrefix(&name, "UTC")) absl::ConsumePrefix(&name, "GMT");
  const bool west = absl::ConsumePrefix(&name, "-");
  if (!west && !absl::ConsumePrefix(&name, "+")) return std::nullopt;
  const std::vector<absl::string_view> parts = absl::StrSplit(name, ':');
  int hours = 0, minutes = 0;
  const auto is_number = [](absl::string_view part) {
    return !part.empty() && part.size() <= 2 && absl::c_all_of(part, absl::ascii_isdigit);
  };
  if (parts.size() > 2 || !is_number(parts[0]) || !absl::SimpleAtoi(parts[0], &hours)) return std::nullopt;
  if (parts.size() == 2 &&
      (parts[1].size() != 2 || !is_number(parts[1]) || !absl::SimpleAtoi(parts[1], &minutes))) {
    return std::nullopt;
  }
  // No clock on earth is further from Greenwich.
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return std::nullopt;
  return absl::FixedTimeZone((west ? -60 : 60) * (hours * 60 + minutes));
}

bool IsOne(const std::string& mission) { return !mission.empty() && mission != kAllMissions; }

}  // namespace

absl::StatusOr<absl::TimeZone> ZoneNamed(const std::string& name, const std::string& tz) {
  const bool local = name == "local";
  const std::string named(local ? absl::StripPrefix(tz, ":") : name);
  if (local && named.empty()) return absl::LocalTimeZone();
  absl::TimeZone zone;
  if (absl::LoadTimeZone(named, &zone)) return zone;
  // TZ counts the other way: its UTC+5 lies west.
  if (const std::optional<absl::TimeZone> fixed = local ? std::nullopt : FixedZone(name)) return *fixed;
  const std::vector<std::string> nearest = Nearest(named, ZoneNames());
  if (nearest.empty()) return UsageError("usage.time_zone", {{"text", named}});
  return UsageError("usage.time_zone_near", {{"text", named}, {"nearest", absl::StrJoin(nearest, ", ")}});
}

void MissionZones::Learn(const std::string& mission, const std::string& zone) {
  absl::TimeZone loaded;
  if (!zone.empty() && absl::LoadTimeZone(zone, &loaded)) known_[mission] = loaded;
}

absl::StatusOr<absl::TimeZone> MissionZones::At(const std::string& mission) {
  if (asked_) return *asked_;
  if (const auto known = known_.find(mission); known != known_.end()) return known->second;
  if (!IsOne(mission)) {
    const absl::StatusOr<std::string> only = OnlyMission();
    if (!only.ok()) return only.status();
    if (!IsOne(*only)) return absl::UTCTimeZone();
    return At(*only);
  }
  v1::ListMissionsRequest request;
  request.add_names(mission);
  const absl::StatusOr<v1::ListMissionsResponse> answer = api_.Call(request);
  if (!answer.ok()) return answer.status();
  for (const v1::Mission& found : answer->missions()) Learn(found.name(), found.time_zone());
  if (const auto known = known_.find(mission); known != known_.end()) return known->second;
  if (const absl::Status unknown = MissionUnknown(api_, mission); !unknown.ok()) return unknown;
  return UsageError("usage.mission_zone", {{"mission", std::string(ShortName(mission))}});
}

absl::TimeZone MissionZones::ToShow(const std::string& mission) {
  if (!asked_ && !IsOne(mission)) return absl::UTCTimeZone();
  return At(mission).value_or(absl::UTCTimeZone());
}

absl::StatusOr<std::string> MissionZones::OnlyMission() {
  if (!only_) {
    const absl::StatusOr<v1::WhoAmIResponse> who = api_.Call(v1::WhoAmIRequest());
    if (!who.ok()) return who.status();
    std::set<std::string> missions;
    for (const v1::RoleGrant& grant : who->grants()) missions.insert(grant.mission());
    only_ = missions.size() == 1 ? *missions.begin() : kAllMissions;
  }
  return *only_;
}

absl::Status MissionUnknown(Api& api, const std::string& mission) {
  const absl::StatusOr<v1::ListMissionsResponse> all = api.Call(v1::ListMissionsRequest());
  if (!all.ok() || all->missions().empty()) return absl::OkStatus();
  const std::string typed(ShortName(mission));
  std::vector<std::string> codes, named;
  for (const v1::Mission& known : all->missions()) {
    if (known.name() == mission) return absl::OkStatus();
    codes.emplace_back(ShortName(known.name()));
    const v1::LocalisedText& names = known.display_name();
    // Somebody may have typed the name of the place.
    if (absl::StrContains(Normalised(absl::StrCat(names.kk(), " ", names.ru(), " ", names.en())),
                          Normalised(typed))) {
      named.push_back(codes.back());
    }
  }
  const std::vector<std::string> nearest = named.empty() ? Nearest(typed, codes) : named;
  if (nearest.empty()) {
    return NotFoundError("usage.mission_unknown",
                         {{"mission", typed}, {"missions", absl::StrJoin(codes, ", ")}});
  }
  return NotFoundError("usage.mission_unknown_near",
                       {{"mission", typed}, {"nearest", absl::StrJoin(nearest, ", ")}});
}

}  // namespace arasha::clients
