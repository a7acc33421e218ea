#ifndef ARASHA_CLIENTS_CONNECTION_MISSION_ZONES_H_
#define ARASHA_CLIENTS_CONNECTION_MISSION_ZONES_H_

#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "clients/connection/api.h"

namespace arasha::clients {

// The zone that somebody names: an IANA name, `UTC`, or `local` for the machine's, which TZ may name. A usage
// error with the nearest names if there is none such: a mistyped zone must not become UTC in silence.
absl::StatusOr<absl::TimeZone> ZoneNamed(const std::string& name, const std::string& tz);

// In which zone times are typed and shown: the one that was asked for, else that of the mission concerned,
// whatever the machine's is; UTC for what concerns no mission, or several with different clocks.
class MissionZones {
 public:
  explicit MissionZones(Api& api) : api_(api) {}

  // From now on everything is in this zone.
  void Ask(const absl::TimeZone& zone) { asked_ = zone; }

  // An answer said so. What the system does not know of is left out.
  void Learn(const std::string& mission, const std::string& zone);

  // For times that are typed. The server is asked where no answer said it yet, once a mission. `mission` may
  // be empty, or `missions/-`.
  absl::StatusOr<absl::TimeZone> At(const std::string& mission);

  // The same for times that are shown; UTC if it cannot be had, for an answer in UTC is better than none.
  absl::TimeZone ToShow(const std::string& mission);

 private:
  Api& api_;
  std::optional<absl::TimeZone> asked_;
  std::map<std::string, absl::TimeZone> known_;
};

// An error that names the nearest missions, if there is none of this name; OK if there is, or if the server
// does not say.
absl::Status MissionUnknown(Api& api, const std::string& mission);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_CONNECTION_MISSION_ZONES_H_
