#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/calls/page.h"
#include "services/calls/write_request.h"
#include "services/erasures/lists.h"
#include "services/erasures/operations.h"
#include "services/process/operator_log.h"
#include "services/rules/casework/chronology.h"
#include "services/rules/casework/retention.h"
#include "storage/postgres/encoding.h"

namespace arasha::erasures {
namespace {

constexpr server::PageSizes kCases = {.usual = 500, .most = 500};

// Whose closed cases may be due at `now`: by years after closing those that closed so long ago, by anything
// else all.
std::vector<storage::MayBeDue> TypesOf(const rules::Catalogue& catalogue, absl::Time now,
                                       absl::TimeZone zone) {
  std::vector<storage::MayBeDue> types;
  for (const rules::CaseType* newest : catalogue.AllNewest()) {
    for (int version = 1; version <= newest->version(); ++version) {
      const rules::CaseType* type = catalogue.Find(newest->id(), version);
      if (type == nullptr) continue;
      const v1::Retention rule = rules::RetentionOf(type->proto());
      if (rules::KeepsForEver(rule)) continue;
      absl::Time before = now;
      if (rule.from_case() == v1::Retention::FROM_NOT_SET) {
        const absl::CivilSecond civil = absl::ToCivilSecond(now, zone);
        // A day more: what is due is decided of each case.
        before = absl::FromCivil(absl::CivilDay(civil.year() - rule.years(), civil.month(), civil.day()) + 1,
                                 zone);
      }
      types.push_back(
          {.type = type->id(), .version = version, .closed_before = before, .transition = rule.transition()});
    }
  }
  return types;
}

// Cases that stand on a list which is approved, or that one keeps until later.
std::set<std::string> HeldBack(const std::vector<v1::ErasureList>& lists, absl::Time now) {
  std::set<std::string> held;
  for (const v1::ErasureList& list : lists) {
    for (const v1::ErasureItem& item : list.items()) {
      const bool kept = item.has_keep_until();
      if (kept ? now < ToTime(item.keep_until()) : list.state() == v1::ERASURE_LIST_STATE_APPROVED) {
        held.insert(item.case_());
      }
    }
  }
  return held;
}

// A case that is due, and its uid, for the leaf.
struct DueItem {
  v1::ErasureItem item;
  std::string uid;
};

std::optional<DueItem> ItemOf(const server::Call& call, const storage::ClosedCase& closed) {
  const v1::Case& message = closed.row.message;
  const rules::CaseType* type = call.directory->catalogue().Find(message.type(), message.type_version());
  if (type == nullptr || rules::IsHeld(message, call.now)) return std::nullopt;
  // Whoever opened a case sees it uncleared, and could not read the list.
  if (!IsClearedFor(call, message.compartment())) return std::nullopt;
  const v1::Retention rule = rules::RetentionOf(type->proto());
  const absl::Time due = rules::KeptUntil(rule, {.closed = ToTime(message.close_time()),
                                                 .transition = closed.transition,
                                                 .details = message.details(),
                                                 .births = rules::BirthsOf(message.parties()),
                                                 .zone = call.mission->calendar.zone});
  if (due > call.now) return std::nullopt;
  DueItem found{.item = {}, .uid = message.uid()};
  found.item.set_case_(message.name());
  found.item.set_case_type(type->id());
  found.item.set_type_version(type->version());
  found.item.set_case_version(closed.row.version);
  *found.item.mutable_close_time() = message.close_time();
  *found.item.mutable_due_time() = ToTimestamp(due);
  *found.item.mutable_rule() = rule;
  found.item.set_compartment(message.compartment());
  return found;
}

absl::StatusOr<std::vector<DueItem>> FindDue(server::Call& call, size_t most) {
  const storage::AuditContext& context = call.context.audit;
  const std::string& mission = call.about.mission;
  auto lists = storage::ListsThatHoldBack(*call.connection, context, mission);
  if (!lists.ok()) return lists.status();
  const std::set<std::string> held = HeldBack(*lists, call.now);
  const auto types = TypesOf(call.directory->catalogue(), call.now, call.mission->calendar.zone);
  std::vector<DueItem> due;
  std::optional<storage::PagePosition> after;
  while (true) {
    auto closed = storage::ReadClosedCases(*call.connection, context, mission, types, after);
    if (!closed.ok()) return closed.status();
    server::LogDamage(call.method, closed->damaged);
    for (const storage::ClosedCase& one : closed->cases) {
      if (held.contains(one.row.message.name())) continue;
      if (auto item = ItemOf(call, one)) due.push_back(*std::move(item));
    }
    if (!closed->goes_on) break;
    after = closed->last;
  }
  std::stable_sort(due.begin(), due.end(), [](const DueItem& one, const DueItem& other) {
    return ToTime(one.item.due_time()) < ToTime(other.item.due_time());
  });
  if (due.size() > most) due.resize(most);
  return due;
}

}  // namespace

absl::StatusOr<v1::ErasureList> DrawErasureList(server::Call& call,
                                                const v1::DrawErasureListRequest& request) {
  const auto most = server::SizeOf(request.max_cases(), kCases, "max_cases");
  if (!most.ok()) return most.status();
  auto repeat = server::FindRepeat<v1::ErasureList>(call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return **std::move(repeat);
  auto due = FindDue(call, static_cast<size_t>(*most));
  if (!due.ok()) return due.status();
  v1::ErasureList list;
  list.set_name(absl::StrCat("erasureLists/", storage::NewUid(call.now)));
  list.set_mission(request.parent());
  list.set_state(v1::ERASURE_LIST_STATE_DRAWN);
  list.set_drawn_by(call.actor->name);
  *list.mutable_draw_time() = ToTimestamp(call.now);
  list.set_case_count(static_cast<int>(due->size()));
  std::vector<std::string> seen;
  for (DueItem& one : *due) {
    *list.add_items() = std::move(one.item);
    seen.push_back(std::move(one.uid));
  }
  const v1::ErasureList shown = Shown(call, list);
  auto added = storage::AddErasureList(*call.connection, call.context, list, seen, shown.SerializeAsString());
  if (!added.ok()) return added.status();
  if (*added == storage::WriteOutcome::kDone) return shown;
  return server::Repeat<v1::ErasureList>(call);
}

}  // namespace arasha::erasures
