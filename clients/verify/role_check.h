#ifndef ARASHA_CLIENTS_VERIFY_ROLE_CHECK_H_
#define ARASHA_CLIENTS_VERIFY_ROLE_CHECK_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "clients/verify/findings.h"
#include "services/rules/log/leaf.h"

namespace arasha::clients {

// A server may go on for so long by what it knew, and a call that it admitted then goes on for a minute.
inline constexpr absl::Duration kTakenIsFelt = absl::Minutes(2);

// Names every deed that was done under a role which no leaf gave: as when the database's administrator gave a
// role and took it back at once. It follows who holds which role by the leaves that gave and took them, and
// takes whatever those leave open for held: until when a role is given, and what an operator's directory did
// to it.
class RoleCheck {
 public:
  explicit RoleCheck(Findings& findings) : findings_(findings) {}

  // In the order of the tree, from its first leaf on.
  void TakeLeaf(int64_t index, const rules::log::Leaf& leaf);

 private:
  // A role and where it holds, "-" for all missions; and since when it no longer does.
  using Held = std::map<std::pair<std::string, std::string>, absl::Time>;

  bool May(const rules::log::Leaf& leaf) const;

  Findings& findings_;
  std::map<std::string, Held, std::less<>> held_;
};

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_VERIFY_ROLE_CHECK_H_
