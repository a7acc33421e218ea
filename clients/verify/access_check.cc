#include "clients/verify/access_check.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "clients/verify/exported_rows.h"
#include "clients/verify/role_check.h"

namespace arasha::clients {
namespace {

bool EndsGrant(absl::string_view action) { return action == "RevokeAccess" || action == "ReviewBreakGlass"; }

}  // namespace

bool AccessCheck::Written::Is(const v1::RowState& row) const {
  return row.version() == version && rules::log::ToBytes(rules::log::Sha256(row.state())) == state;
}

void AccessCheck::TakeLeaf(int64_t index, const rules::log::Leaf& leaf) {
  for (const rules::log::LeafObject& object : leaf.objects) TakeObject(index, leaf, object);
  if (leaf.denied) return;
  const Deed deed{index, leaf.occurred_time, Name(leaf.actor), Name(leaf.action)};
  CheckGrant(leaf, deed);
  CheckCertificate(leaf, deed);
  CheckPerson(leaf, deed);
}

void AccessCheck::TakeObject(int64_t index, const rules::log::Leaf& leaf,
                             const rules::log::LeafObject& object) {
  Written written{index, leaf.occurred_time, object.version, std::string(object.state)};
  std::string key(object.key);
  if (object.kind == "grant") {
    Grant& grant = grants_[std::move(key)];
    grant.written = std::move(written);
    grant.case_uid = std::string(leaf.object_uid);
    if (EndsGrant(leaf.action)) grant.ended = std::min(grant.ended, leaf.occurred_time);
  } else if (object.kind == "certificate") {
    refused_.try_emplace(std::move(key), std::move(written));
  } else if (object.kind == "principal") {
    persons_.insert_or_assign(std::move(key), Person{.written = std::move(written), .deeds = {}});
  }
}

void AccessCheck::CheckGrant(const rules::log::Leaf& leaf, const Deed& deed) {
  if (leaf.grant_uid.empty()) return;
  const std::string uid = rules::log::FormatUid(leaf.grant_uid);
  const auto found = grants_.find(uid);
  // The database names a grant only if it stands when the leaf is made, so that its end is felt at once where
  // it is the row's, and all but at once where it came while the call went on.
  if (found == grants_.end() || found->second.case_uid != leaf.object_uid ||
      deed.at > found->second.ended + kTakenIsFelt ||
      (found->second.principal && *found->second.principal != leaf.actor) ||
      deed.at >= found->second.expires) {
    Tell("DONE_WITHOUT_GRANT", deed, {{"grant", uid}});
  } else if (!found->second.principal) {
    Keep(deed, found->second.deeds);
  }
}

void AccessCheck::CheckCertificate(const rules::log::Leaf& leaf, const Deed& deed) {
  const auto found = refused_.find(absl::BytesToHexString(leaf.certificate));
  if (found == refused_.end() || deed.at <= found->second.at + kTakenIsFelt) return;
  Tell("DONE_WITH_REFUSED_CERTIFICATE", deed, {{"refused", absl::StrCat(found->second.leaf)}});
}

void AccessCheck::CheckPerson(const rules::log::Leaf& leaf, const Deed& deed) {
  const auto found = persons_.find(leaf.actor);
  if (found == persons_.end() || deed.at <= found->second.written.at + kTakenIsFelt) return;
  if (found->second.inactive) {
    Tell("DONE_WHILE_INACTIVE", deed, {{"deactivated", absl::StrCat(found->second.written.leaf)}});
  } else {
    Keep(deed, found->second.deeds);
  }
}

void AccessCheck::TakeRow(const v1::RowState& row) {
  if (row.kind() == "grant") {
    const auto found = grants_.find(row.key());
    if (found == grants_.end() || !found->second.written.Is(row)) return;
    Grant& grant = found->second;
    const auto read = ReadGrant(row.state());
    if (!read.ok()) return;
    grant.principal = read->principal;
    grant.expires = read->expires;
    for (const Deed& deed : std::exchange(grant.deeds, {})) {
      if (*deed.actor == read->principal && deed.at < read->expires) continue;
      Tell("DONE_WITHOUT_GRANT", deed, {{"grant", row.key()}});
    }
  } else if (row.kind() == "principal") {
    const auto found = persons_.find(row.key());
    if (found == persons_.end() || !found->second.written.Is(row)) return;
    Person& person = found->second;
    const auto active = ReadActive(row.state());
    if (!active.ok()) return;
    person.inactive = !*active;
    const std::vector<Deed> deeds = std::exchange(person.deeds, {});
    if (*active) return;
    for (const Deed& deed : deeds) {
      Tell("DONE_WHILE_INACTIVE", deed, {{"deactivated", absl::StrCat(person.written.leaf)}});
    }
  }
}

void AccessCheck::Keep(const Deed& deed, std::vector<Deed>& deeds) const {
  if (with_rows_ && deeds.size() < Findings::kMostKept) deeds.push_back(deed);
}

void AccessCheck::Tell(absl::string_view code, const Deed& deed, Texts::Parameters parameters) {
  parameters.insert({{"leaf", absl::StrCat(deed.leaf)}, {"actor", *deed.actor}, {"action", *deed.action}});
  findings_.Tampered(code, std::move(parameters));
}

}  // namespace arasha::clients
