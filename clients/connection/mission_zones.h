#ifndef ARASHA_CLIENTS_CONNECTION_MISSION_ZONES_H_
#define ARASHA_CLIENTS_CONNECTION_MISSION_ZONES_H_

#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/connection/api.h"

namespace arasha::clients {

// The zone that somebody names: an IANA name, `UTC`, an offset (`+05:00`, `UTC+5`, `GMT+5`), or `local` for
// the machine's, which TZ may name. A usage error with the nearest names if there is none such: a mistyped
// zone must not become UTC in silence.
absl::StatusOr<absl::TimeZone> ZoneNamed(const std::string& name, const std::string& tz);

// In which zone times are typed and shown: the one that was asked for, else that of the mission concerned,
// whatever the machine's is. For what concerns no mission, or all, that of the caller's only one; UTC if
// there is no such, and for several with different clocks.
class MissionZones {
 public:
  explicit MissionZones(Api& api) : api_(api) {}

  // From now on everything is in this zone.
  void Ask(const absl::TimeZone& zone) { asked_ = zone; }

  // An answer said so. What the system does not know of is left out.
  void Learn(const std::string& mission, const std::string& zone);

  // For times that are typed, and answers of the server. It is asked where no answer said it yet, once a
  // mission. `mission` may be empty, or `missions/-`.
  absl::StatusOr<absl::TimeZone> At(const std::string& mission);

  // For what else is shown, maybe without a server: UTC if no one mission is concerned, and if the zone
  // cannot be had, for an answer in UTC is better than none.
  absl::TimeZone ToShow(const std::string& mission);

  // The only mission at which the caller holds a role, as the server says; all of them if there is no such.
  absl::StatusOr<std::string> OnlyMission();

 private:
  Api& api_;
  std::optional<absl::TimeZone> asked_;
  std::map<std::string, absl::TimeZone> known_;
  std::optional<std::string> only_;
};

// An error that names the nearest missions, if there is none of this name; OK if there is, or if the server
// does not say.
absl::Status MissionUnknown(Api& api, const std::string& mission);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_CONNECTION_MISSION_ZONES_H_
