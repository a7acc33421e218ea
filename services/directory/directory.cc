#include "services/directory/directory.h"

#include <algorithm>
#include <set>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/rules/catalogue/case_type.h"
#include "storage/postgres/encoding.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::server {
namespace {

constexpr size_t kMostAlike = 20;

}  // namespace

absl::Status Directory::AddType(const std::string& definition, const Directory* before) {
  const std::string digest = storage::Sha256(definition);
  std::shared_ptr<const rules::CaseType>& type = types_[digest];
  if (before != nullptr) {
    if (const auto found = before->types_.find(digest); found != before->types_.end()) type = found->second;
  }
  if (type == nullptr) {
    auto proto = rules::ParseCaseType(definition);
    if (!proto.ok()) return proto.status();
    auto read = rules::CaseType::Create(*std::move(proto));
    if (!read.ok()) return read.status();
    type = std::make_shared<const rules::CaseType>(*std::move(read));
  }
  return catalogue_.Add(type);
}

absl::Status Directory::AddCalendar(const std::string& definition, const Directory* before) {
  const std::string digest = storage::Sha256(definition);
  std::shared_ptr<const rules::StateCalendar>& calendar = read_calendars_[digest];
  if (before != nullptr) {
    const auto found = before->read_calendars_.find(digest);
    if (found != before->read_calendars_.end()) calendar = found->second;
  }
  if (calendar == nullptr) {
    auto read = rules::StateCalendar::Parse(definition);
    if (!read.ok()) return read.status();
    calendar = std::make_shared<const rules::StateCalendar>(*std::move(read));
  }
  return calendars_->Add(calendar);
}

Directory Directory::Create(storage::DirectoryRows rows,
                            std::shared_ptr<const storage::ServerKeys> server_keys, const Directory* before) {
  Directory directory;
  for (const std::string& definition : rows.case_type_definitions) {
    if (absl::Status fits = directory.AddType(definition, before); !fits.ok()) {
      rows.damaged.push_back(storage::Damaged("case_type", fits.message()));
    }
  }
  for (const std::string& definition : rows.calendar_definitions) {
    if (absl::Status fits = directory.AddCalendar(definition, before); !fits.ok()) {
      rows.damaged.push_back(storage::Damaged("calendar", fits.message()));
    }
  }
  directory.version_ = rows.version;
  directory.damaged_ = std::move(rows.damaged);
  directory.page_token_key_ = std::string(server_keys->page_token.key->bytes());
  directory.server_keys_ = std::move(server_keys);
  for (storage::MissionRow& row : rows.missions) {
    Mission mission;
    mission.code = row.code;
    mission.display_name = std::move(row.name);
    mission.host_state = std::move(row.host_state);
    mission.calendar.weekend = {};
    mission.calendar.seat = mission.host_state;
    mission.calendar.states = directory.calendars_;
    const bool days_known =
        std::all_of(row.weekend.begin(), row.weekend.end(), [](int day) { return day >= 1 && day <= 7; });
    // Where every day is one of rest, the next working day is looked for without end.
    const bool works = std::set<int>(row.weekend.begin(), row.weekend.end()).size() < 7;
    if (!days_known || !works || !absl::LoadTimeZone(row.time_zone, &mission.calendar.zone)) {
      // Rather no cases there than deadlines that are wrong.
      directory.damaged_.push_back(
          storage::Damaged(absl::StrCat("mission/", row.code),
                           absl::StrCat("mission ", row.code, " has a time zone or weekend that is none")));
      continue;
    }
    for (const int day : row.weekend) {  // ISO and absl both begin the week on Monday, from 1 and from 0.
      mission.calendar.weekend.at(static_cast<size_t>(day - 1)) = true;
    }
    directory.missions_.emplace(row.code, std::move(mission));
  }
  for (storage::PrincipalRow& row : rows.principals) {
    directory.registered_.emplace(row.name, row.display_name);
    if (!row.active) continue;
    directory.actors_[row.name] = {.name = row.name,
                                   .display_name = std::move(row.display_name),
                                   .clearances = std::move(row.clearances)};
  }
  for (storage::GrantRow& row : rows.grants) {
    const auto actor = directory.actors_.find(row.principal);
    if (actor != directory.actors_.end()) {
      actor->second.grants.push_back(
          {.role = std::move(row.role), .mission = std::move(row.mission), .expires = row.expires});
    }
  }
  for (storage::CaseGrantRow& row : rows.case_grants) {
    const auto actor = directory.actors_.find(row.principal);
    if (actor != directory.actors_.end()) {
      actor->second.case_grants.push_back({.uid = std::move(row.uid),
                                           .mission = std::move(row.mission),
                                           .case_uid = std::move(row.case_uid),
                                           .break_glass = row.break_glass,
                                           .expires = row.expires});
    }
  }
  for (std::string& fingerprint : rows.revoked_fingerprints)
    directory.revoked_.insert(std::move(fingerprint));
  return directory;
}

const rules::Actor* Directory::FindActor(absl::string_view name) const {
  const auto found = actors_.find(name);
  return found == actors_.end() ? nullptr : &found->second;
}

std::vector<std::string> Directory::Alike(absl::string_view name, const rules::Actor& caller,
                                          absl::Time now) const {
  const bool lists_all = rules::May(caller, rules::Action::kReadLog, "-", now) ||
                         rules::May(caller, rules::Action::kManageStaff, "-", now);
  const auto listed = [&](const std::string& other) {
    if (lists_all) return true;
    const rules::Actor* actor = absl::StartsWith(other, "staff/") ? FindActor(other) : nullptr;
    return actor != nullptr && rules::AreColleagues(caller, *actor, now);
  };
  std::vector<std::string> alike;
  for (; alike.empty() && !name.empty() && !absl::EndsWith(name, "/"); name.remove_suffix(1)) {
    for (auto at = registered_.lower_bound(name);
         at != registered_.end() && absl::StartsWith(at->first, name) && alike.size() < kMostAlike; ++at) {
      if (listed(at->first)) alike.push_back(at->first);
    }
  }
  return alike;
}

std::set<std::string> Directory::Compartments() const {
  std::set<std::string> known;
  for (const auto& [name, actor] : actors_) known.insert(actor.clearances.begin(), actor.clearances.end());
  return known;
}

const Mission* Directory::FindMission(absl::string_view code) const {
  const auto found = missions_.find(code);
  return found == missions_.end() ? nullptr : &found->second;
}

std::vector<std::string> Directory::MissionCodes() const {
  std::vector<std::string> codes;
  for (const auto& [code, mission] : missions_) codes.push_back(code);
  return codes;
}

bool Directory::IsRevoked(absl::string_view fingerprint) const {
  return revoked_.find(fingerprint) != revoked_.end();
}

}  // namespace arasha::server
