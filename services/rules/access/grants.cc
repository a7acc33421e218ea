#include "services/rules/access/grants.h"

#include "proto/timestamps.h"

namespace arasha::rules {

bool Holds(const v1::AccessGrant& grant, absl::Time now) {
  return !grant.has_revoke_time() && now < ToTime(grant.expire_time());
}

v1::AccessGrant Shown(v1::AccessGrant grant, absl::Time now) {
  if (!grant.break_glass()) return grant;
  const absl::Time due = ToTime(grant.grant_time()) + kReviewWithin;
  *grant.mutable_review_due_time() = ToTimestamp(due);
  grant.set_review_overdue(!grant.has_review_time() && due < now);
  return grant;
}

}  // namespace arasha::rules
