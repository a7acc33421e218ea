#ifndef ARASHA_CLIENTS_VERIFY_ACCESS_CHECK_H_
#define ARASHA_CLIENTS_VERIFY_ACCESS_CHECK_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/audit.pb.h"
#include "clients/verify/findings.h"
#include "services/rules/log/leaf.h"
#include "services/rules/log/merkle.h"

namespace arasha::clients {

// Names every deed done by a grant on a case that no leaf gave or that a leaf had ended, with a certificate
// that a leaf had refused, or by a person whom a leaf had deactivated: as when the database's administrator
// put that right for a while. Who got a grant, until when, and whether a person is active, stands in rows
// alone, so that such deeds are named when there are rows to read. A person who was deactivated and is active
// again by a leaf is not looked into for the time between. What a list shows by grants is not either: its
// leaf says which cases it showed, and not which of them by a grant.
class AccessCheck {
 public:
  // `with_rows`: rows will come, for which deeds are kept.
  AccessCheck(Findings& findings, bool with_rows) : findings_(findings), with_rows_(with_rows) {}

  // In the order of the tree, from its first leaf on.
  void TakeLeaf(int64_t index, const rules::log::Leaf& leaf);
  // One that is not what its last leaf wrote tells nothing here; RowCheck names it.
  void TakeRow(const v1::RowState& row);

 private:
  struct Deed {
    int64_t leaf;
    absl::Time at;
    const std::string* actor;
    const std::string* action;
  };
  // Of a row, as the last leaf that wrote it says.
  struct Written {
    int64_t leaf = 0;
    absl::Time at;
    int32_t version = 0;
    std::string state;  // its SHA-256

    bool Is(const v1::RowState& row) const;
  };
  struct Grant {
    Written written;
    std::string case_uid;  // of 16 bytes
    absl::Time ended = absl::InfiniteFuture();
    // From its row, once that was read.
    std::optional<std::string> principal;
    absl::Time expires = absl::InfiniteFuture();
    std::vector<Deed> deeds;  // until then
  };
  struct Person {
    Written written;
    bool inactive = false;
    std::vector<Deed> deeds;  // later than that leaf is felt
  };

  void TakeObject(int64_t index, const rules::log::Leaf& leaf, const rules::log::LeafObject& object);
  void CheckGrant(const rules::log::Leaf& leaf, const Deed& deed);
  void CheckCertificate(const rules::log::Leaf& leaf, const Deed& deed);
  void CheckPerson(const rules::log::Leaf& leaf, const Deed& deed);
  // For its row, unless more are there than findings are kept.
  void Keep(const Deed& deed, std::vector<Deed>& deeds) const;
  void Tell(absl::string_view code, const Deed& deed, Texts::Parameters parameters);
  const std::string* Name(absl::string_view name) { return &*names_.emplace(name).first; }

  Findings& findings_;
  const bool with_rows_;
  std::map<std::string, Grant, std::less<>> grants_;     // by uid, as text
  std::map<std::string, Written, std::less<>> refused_;  // by the certificate's SHA-256 in hex
  std::map<std::string, Person, std::less<>> persons_;   // by name
  std::set<std::string, std::less<>> names_;
};

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_VERIFY_ACCESS_CHECK_H_
