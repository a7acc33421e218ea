#ifndef ARASHA_SERVICES_DIRECTORY_DIRECTORY_H_
#define ARASHA_SERVICES_DIRECTORY_DIRECTORY_H_

#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/rules/access/access.h"
#include "services/rules/catalogue/catalogue.h"
#include "services/rules/deadlines/work_calendar.h"
#include "storage/directory/directory.h"
#include "storage/log/server_keys.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::server {

struct Mission {
  std::string code;
  v1::LocalisedText display_name;
  std::string host_state;
  rules::WorkCalendar calendar;
};

// All reference data at one moment: who may act, where, on what kinds of case. Immutable; calls hold the
// one they began with. Decisions are made from it without asking the database.
class Directory {
 public:
  // A row that the rules refuse is left out. Case types and calendars are taken from `before`, what was read
  // last, where their texts are the same: reading them all takes longer than all else.
  static Directory Create(storage::DirectoryRows rows, std::shared_ptr<const storage::ServerKeys> server_keys,
                          const Directory* before);

  // nullptr if nobody active is registered under this name, `staff/a.omarova`.
  const rules::Actor* FindActor(absl::string_view name) const;
  // All who are active, by name.
  const std::map<std::string, rules::Actor, std::less<>>& actors() const { return actors_; }
  // All who are registered, active or not: their display names, which are personal data, by their names.
  const std::map<std::string, std::string, std::less<>>& registered() const { return registered_; }
  // The names that begin most like this one: among them is whoever was meant. Of those that the caller could
  // list: of all who are registered, if the caller reads the whole log or administers staff everywhere, else
  // of colleagues.
  std::vector<std::string> Alike(absl::string_view name, const rules::Actor& caller, absl::Time now) const;
  // Those that somebody is cleared for.
  std::set<std::string> Compartments() const;
  // nullptr if there is no such mission.
  const Mission* FindMission(absl::string_view code) const;
  std::vector<std::string> MissionCodes() const;
  // `fingerprint`: SHA-256 of the certificate, 32 bytes.
  bool IsRevoked(absl::string_view fingerprint) const;
  const rules::Catalogue& catalogue() const { return catalogue_; }
  const rules::StateCalendars& calendars() const { return *calendars_; }
  const std::string& page_token_key() const { return page_token_key_; }
  const std::shared_ptr<const storage::ServerKeys>& server_keys() const { return server_keys_; }
  int64_t version() const { return version_; }
  // Missions, case types and calendars that were left out, and principals whose names do not open.
  const storage::DamagedRows& damaged() const { return damaged_; }

 private:
  Directory() = default;

  absl::Status AddType(const std::string& definition, const Directory* before);
  absl::Status AddCalendar(const std::string& definition, const Directory* before);

  int64_t version_ = 0;
  storage::DamagedRows damaged_;
  std::map<std::string, Mission, std::less<>> missions_;
  std::map<std::string, rules::Actor, std::less<>> actors_;
  std::map<std::string, std::string, std::less<>> registered_;
  std::set<std::string, std::less<>> revoked_;
  rules::Catalogue catalogue_;
  std::map<std::string, std::shared_ptr<const rules::CaseType>> types_;  // by the SHA-256 of their texts
  // Likewise, and of each state the newest.
  std::map<std::string, std::shared_ptr<const rules::StateCalendar>> read_calendars_;
  std::shared_ptr<rules::StateCalendars> calendars_ = std::make_shared<rules::StateCalendars>();
  std::string page_token_key_;
  std::shared_ptr<const storage::ServerKeys> server_keys_;
};

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_DIRECTORY_DIRECTORY_H_
