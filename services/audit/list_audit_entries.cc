#include <google/protobuf/util/time_util.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "absl/strings/str_cat.h"
#include "proto/timestamps.h"
#include "services/audit/operations.h"
#include "services/calls/errors.h"
#include "services/calls/page.h"
#include "services/calls/resource_names.h"
#include "services/process/operator_log.h"
#include "services/rules/access/access.h"
#include "services/rules/log/leaf.h"
#include "services/rules/log/record.h"
#include "storage/log/log_reading.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::audit {
namespace {

using google::protobuf::util::TimeUtil;

constexpr server::PageSizes kAuditPages = {.usual = 100, .most = 1000};

// OK if the caller may list what was done at the mission, or at some if it is empty; row-level security then
// shows a head what concerns their missions and the cases that they see.
absl::Status PermitToList(const server::Call& call, absl::string_view mission) {
  if (rules::May(*call.actor, rules::Action::kReadLog, "-", call.now)) return absl::OkStatus();
  if (mission.empty() ? !rules::MissionsWhere(*call.actor, rules::Action::kReadMissionLog, call.now).empty()
                      : rules::May(*call.actor, rules::Action::kReadMissionLog, mission, call.now)) {
    return absl::OkStatus();
  }
  return server::PermissionDenied(rules::Problem::kMayNotReadLog);
}

// INVALID_ARGUMENT on `field` if it is no time.
absl::StatusOr<std::optional<absl::Time>> TimeOf(absl::string_view field, bool given,
                                                 const google::protobuf::Timestamp& time) {
  if (!given) return std::nullopt;
  if (time.seconds() < TimeUtil::kTimestampMinSeconds || time.seconds() > TimeUtil::kTimestampMaxSeconds ||
      time.nanos() < 0 || time.nanos() > 999999999) {
    return server::InvalidFields({{std::string(field), rules::Problem::kNotATime}});
  }
  return ToTime(time);
}

absl::StatusOr<storage::LeafFilter> FilterOf(const v1::ListAuditEntriesRequest& request) {
  storage::LeafFilter filter;
  filter.actor = request.actor();
  filter.action = request.action();
  filter.denied_only = request.denied_only();
  if (!request.mission().empty()) {
    auto mission = server::ParseMission(request.mission(), "mission");
    if (!mission.ok()) return mission.status();
    if (*mission != "-") filter.mission = *std::move(mission);
  }
  if (!request.case_().empty()) {
    auto number = server::ParseCase(request.case_(), "case");
    if (!number.ok()) return number.status();
    filter.number = *std::move(number);
  }
  auto start = TimeOf("start_time", request.has_start_time(), request.start_time());
  auto end = TimeOf("end_time", request.has_end_time(), request.end_time());
  if (!start.ok()) return start.status();
  if (!end.ok()) return end.status();
  filter.start = *start;
  filter.end = *end;
  return filter;
}

// Rows of the directory and of the catalogue, which tell of nobody's case.
constexpr std::array<absl::string_view, 6> kTold = {"mission",     "principal", "role",
                                                    "certificate", "case_type", "calendar"};

v1::AuditEntry ToMessage(absl::string_view method, const storage::ListedLeaf& listed) {
  v1::AuditEntry entry;
  entry.set_leaf_index(listed.tree_index.value_or(-1));
  const auto leaf = rules::log::DecodeLeaf(listed.leaf);
  if (!leaf.ok()) {
    server::LogDamage(method,
                      {storage::Damaged(absl::StrCat("leaf/", listed.leaf_id), leaf.status().message())});
    entry.set_action(storage::kUnreadableText);
    return entry;
  }
  *entry.mutable_occurred_time() = ToTimestamp(leaf->occurred_time);
  entry.set_actor(std::string(leaf->actor));
  entry.set_action(std::string(leaf->action));
  entry.set_decision(leaf->denied ? v1::AUDIT_DECISION_DENIED : v1::AUDIT_DECISION_DONE);
  if (!leaf->mission.empty()) entry.set_mission(absl::StrCat("missions/", leaf->mission));
  entry.set_case_uid(rules::log::FormatUid(leaf->object_uid));
  if (listed.number) entry.set_case_(storage::CaseName(*listed.number));
  entry.set_access_grant(rules::log::FormatUid(leaf->grant_uid));
  entry.set_certificate(std::string(leaf->certificate));
  entry.set_request_id(rules::log::FormatUid(leaf->request_uid));
  entry.set_cases_seen(static_cast<int32_t>(leaf->seen.size() / rules::log::kUidBytes));
  entry.set_rows_written(static_cast<int32_t>(leaf->objects.size()));
  for (const rules::log::LeafObject& object : leaf->objects) {
    if (std::find(kTold.begin(), kTold.end(), object.kind) != kTold.end()) {
      entry.add_wrote(absl::StrCat(object.kind, " ", object.key));
    }
  }
  return entry;
}

}  // namespace

absl::StatusOr<v1::ListAuditEntriesResponse> ListAuditEntries(server::Call& call,
                                                              const v1::ListAuditEntriesRequest& request) {
  // What is asked is judged before what is wrong with it, for those who may not ask at all.
  if (absl::Status s = PermitToList(call, ""); !s.ok()) return s;
  auto filter = FilterOf(request);
  if (!filter.ok()) return filter.status();
  for (const std::string& mission : {filter->mission, filter->number ? filter->number->mission : ""}) {
    if (absl::Status s = PermitToList(call, mission); !s.ok()) return s;
  }

  // All of the question but where it goes on.
  v1::ListAuditEntriesRequest asked = request;
  asked.clear_page_size();
  asked.clear_page_token();
  const auto page = server::Page::Of(call, request, kAuditPages, {asked.SerializeAsString()});
  if (!page.ok()) return page.status();
  const auto below = page->Below();
  if (!below.ok()) return below.status();
  auto leaves = storage::ListLeaves(*call.connection, call.context.audit, *filter, *below, page->size());
  if (!leaves.ok()) return leaves.status();
  // The log tells of people who left, and of operators, so that only an empty list tells a slip of the pen.
  if (leaves->empty() && !page->after() && !request.actor().empty() &&
      call.directory->FindActor(request.actor()) == nullptr) {
    return server::InvalidFields(
        {server::NobodyFits(call, "actor", rules::Problem::kUnknownPerson, request.actor())});
  }
  v1::ListAuditEntriesResponse response;
  for (const storage::ListedLeaf& listed : *leaves) *response.add_entries() = ToMessage(call.method, listed);
  if (!leaves->empty() && leaves->back().goes_on) {
    response.set_next_page_token(page->TokenAfter({absl::StrCat(leaves->back().leaf_id), ""}));
  }
  return response;
}

}  // namespace arasha::audit
