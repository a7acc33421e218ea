#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "services/calls/dispatcher.h"
#include "services/calls/errors.h"
#include "services/calls/page.h"
#include "services/cases/also_in.h"
#include "services/cases/case_filter.h"
#include "services/cases/operations.h"
#include "services/cases/rows/fact_rows.h"
#include "services/cases/rows/findables.h"
#include "services/process/operator_log.h"
#include "storage/cases/case_list.h"
#include "storage/postgres/encoding.h"
#include "storage/postgres/page.h"

namespace arasha::cases {
namespace {

constexpr server::PageSizes kCasePages = {.usual = 50, .most = 500};
constexpr size_t kMaxSearch = 200;

// Where to look: the mission named, or all, whose cases the caller may list, and the cases elsewhere that the
// caller holds grants on.
absl::StatusOr<storage::CaseQuery> Places(const server::Call& call) {
  const std::string& code = call.about.mission;
  const bool all = code.empty();
  storage::CaseQuery query;
  query.missions = rules::MissionsWhere(*call.actor, rules::Action::kListCases, call.now);
  if (query.missions == std::vector<std::string>{"-"}) query.missions = call.directory->MissionCodes();
  if (!all) std::erase_if(query.missions, [&](const std::string& mission) { return mission != code; });
  const auto listed = [&](const std::string& mission) {
    return std::find(query.missions.begin(), query.missions.end(), mission) != query.missions.end();
  };
  for (const rules::CaseGrant* grant : rules::GrantsHeld(*call.actor, call.now)) {
    if ((all || grant->mission == code) && !listed(grant->mission)) {
      query.granted.emplace(grant->case_uid, grant->mission);
    }
  }
  if (!query.missions.empty() || !query.granted.empty()) return query;
  if (all) return server::PermissionDenied(rules::Problem::kNoCasesToList);
  return server::NotFound(call.name);
}

// INVALID_ARGUMENT if nothing was found because a term asks for what there is not: a type, a state, a person
// who may act. Cases may lie in a state of an older version of their type, or with somebody who left, so that
// only an empty list tells a slip of the pen.
absl::Status CheckTerms(const server::Call& call, const std::vector<storage::CaseTerm>& terms) {
  for (const storage::CaseTerm& term : terms) {
    if (term.field == storage::CaseField::kAssignee && term.comparison == storage::Comparison::kEqual &&
        !term.value.empty() && call.directory->FindActor(term.value) == nullptr) {
      return server::InvalidFields({{"filter", rules::Problem::kUnknownPerson, {{"given", term.value}}}});
    }
  }
  return CheckIds(terms, call.directory->catalogue());
}

// Of the missions to look at.
std::set<std::string> HostStates(const server::Call& call, const storage::CaseQuery& query) {
  std::set<std::string> states;
  const auto add = [&](const std::string& mission) {
    if (const server::Mission* found = call.directory->FindMission(mission)) states.insert(found->host_state);
  };
  for (const std::string& mission : query.missions) add(mission);
  for (const auto& [uid, mission] : query.granted) add(mission);
  return states;
}

// Whether a search may find the victim's case by the offender: at all missions that it looks at, for the
// hashes of identifiers are the same at each.
bool MayCrossEverywhere(const server::Call& call, const storage::CaseQuery& query) {
  const auto may = [&](const std::string& mission) { return MayCross(call, mission); };
  return std::all_of(query.missions.begin(), query.missions.end(), may) &&
         std::all_of(query.granted.begin(), query.granted.end(),
                     [&](const auto& granted) { return may(granted.second); });
}

// Where a list stands. What it is ordered by may change while somebody reads it page by page, and take a case
// from the pages to come to those that were. So it ends with the cases that were touched since it began,
// newest first: some come twice, none is missed.
struct Walk {
  absl::Time began;
  bool again = false;                               // at these
  std::optional<storage::PagePosition> after = {};  // nullopt: at their beginning
};

std::string WalkText(const Walk& walk) {
  return absl::StrCat(absl::ToUnixMicros(walk.began), " ", walk.again ? "again" : "first", " ",
                      walk.after ? walk.after->value : "");
}

absl::StatusOr<Walk> ReadWalk(const storage::PagePosition& position) {
  const std::vector<std::string> parts = absl::StrSplit(position.value, absl::MaxSplits(' ', 2));
  int64_t began = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &began)) {
    return absl::InternalError("a page token of ours cannot be read");
  }
  Walk walk{.began = absl::FromUnixMicros(began), .again = parts[1] == "again", .after = {}};
  if (!position.uid.empty()) walk.after = {parts[2], position.uid};
  return walk;
}

// What follows a page, if anything does.
std::optional<Walk> After(const Walk& walk, const std::vector<storage::ListedCase>& page, bool first_page,
                          storage::CaseField order) {
  Walk next = walk;
  if (!page.empty() && page.back().goes_on) {
    next.after = page.back().position;
    return next;
  }
  // A case keeps the time at which it was created, and one page is of one moment.
  if (walk.again || first_page || order == storage::CaseField::kCreated) return std::nullopt;
  next.again = true;
  next.after.reset();
  return next;
}

}  // namespace

absl::StatusOr<v1::ListCasesResponse> ListCases(server::Call& call, const v1::ListCasesRequest& request) {
  auto query = Places(call);
  if (!query.ok()) return query.status();
  auto terms = ParseFilter(request.filter(), call.directory->catalogue());
  if (!terms.ok()) return terms.status();
  NameAssignees(*terms, call.actor->name);
  auto order = ParseOrder(request.order_by());
  if (!order.ok()) return order.status();

  if (request.search().size() > kMaxSearch) {
    return server::InvalidFields(
        {{"search", rules::Problem::kTooManyBytes, {{"most", absl::StrCat(kMaxSearch)}}}});
  }
  std::vector<storage::SearchTerm> search = SearchTerms(request.search(), HostStates(call, *query));
  if (search.size() > kMaxSearchWords) {
    return server::InvalidFields(
        {{"search", rules::Problem::kTooManyWords, {{"most", absl::StrCat(kMaxSearchWords)}}}});
  }

  const bool crosses = MayCrossEverywhere(call, *query);
  for (storage::SearchTerm& term : search) term.across = crosses;
  query->terms = *std::move(terms);
  query->search = std::move(search);
  query->order = order->field;
  query->descending = order->descending;
  const auto page = server::Page::Of(
      call, request, kCasePages, {request.parent(), request.filter(), request.order_by(), request.search()});
  if (!page.ok()) return page.status();
  query->limit = page->size();
  const bool first_page = !page->after();
  // What began before the list did may be written after it began.
  Walk walk{.began = call.now - server::kMaxCallTime};
  if (!first_page) {
    auto read = ReadWalk(*page->after());
    if (!read.ok()) return read.status();
    walk = *std::move(read);
    query->after = walk.after;
  }
  if (walk.again) {
    query->terms.push_back(
        {storage::CaseField::kActivity, storage::Comparison::kGreaterOrEqual, storage::TimeText(walk.began)});
    query->order = storage::CaseField::kCreated;
    query->descending = true;
  }
  FactSourceNames facts = FactSources(call.directory->catalogue());
  query->fact_keys = std::move(facts.keys);
  query->fact_deadlines = std::move(facts.deadlines);
  auto listed = storage::ListCases(*call.connection, call.context.audit, *query);
  if (!listed.ok()) return listed.status();
  if (listed->empty() && first_page) {
    if (absl::Status s = CheckTerms(call, query->terms); !s.ok()) return s;
  }
  v1::ListCasesResponse response;
  // What the ministry warns its own of is not for partners, whatever case they were shown.
  const bool of_partner = absl::StartsWith(call.actor->name, "partners/");
  if (const auto next = After(walk, *listed, first_page, order->field)) {
    response.set_next_page_token(page->TokenAfter({WalkText(*next), next->after ? next->after->uid : ""}));
  }
  for (storage::ListedCase& found : *listed) {
    server::LogDamage(call.method, found.damaged);
    if (!found.readable) {
      response.add_damaged(storage::CaseName(found.row.number));
      continue;
    }
    v1::Case& shown = *response.add_cases() = std::move(found.row.message);
    const server::Mission* of = call.directory->FindMission(found.row.number.mission);
    if (of != nullptr) shown.set_time_zone(of->calendar.zone.name());
    if (of_partner) shown.clear_next_due_warning();
    ShowFacts(*call.directory, {found.row.number.mission, found.details, found.told, found.open}, call.now,
              shown);
  }
  return response;
}

}  // namespace arasha::cases
