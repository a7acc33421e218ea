#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/cases/case_filter.h"
#include "services/cases/findables.h"
#include "services/cases/names.h"
#include "services/cases/operations.h"
#include "services/server/errors.h"
#include "services/server/log.h"
#include "services/server/page_token.h"
#include "storage/case_list.h"

namespace arasha::cases {
namespace {

constexpr int kDefaultPage = 50;
constexpr int kMaxPage = 500;
constexpr size_t kMaxSearch = 200;

// Where to look: the mission named, or all, whose cases the caller may list, and the cases elsewhere that the
// caller holds grants on.
absl::StatusOr<storage::CaseQuery> Places(const server::Call& call, const std::string& parent) {
  auto code = ParseMission(parent, "parent");
  if (!code.ok()) return code.status();
  const bool all = *code == "-";
  storage::CaseQuery query;
  query.missions = rules::MissionsWhere(*call.actor, rules::Action::kListCases, call.now);
  if (query.missions == std::vector<std::string>{"-"}) query.missions = call.directory->MissionCodes();
  if (!all) std::erase_if(query.missions, [&](const std::string& mission) { return mission != *code; });
  const auto listed = [&](const std::string& mission) {
    return std::find(query.missions.begin(), query.missions.end(), mission) != query.missions.end();
  };
  for (const rules::CaseGrant* grant : rules::GrantsHeld(*call.actor, call.now)) {
    if ((all || grant->mission == *code) && !listed(grant->mission)) {
      query.granted.emplace(grant->case_uid, grant->mission);
    }
  }
  if (!query.missions.empty() || !query.granted.empty()) return query;
  if (all) return server::PermissionDenied(rules::Problem::kNoCasesToList);
  return server::NotFound(parent);
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

}  // namespace

absl::StatusOr<v1::ListCasesResponse> ListCases(server::Call& call, const v1::ListCasesRequest& request) {
  auto query = Places(call, request.parent());
  if (!query.ok()) return query.status();
  auto terms = ParseFilter(request.filter());
  if (!terms.ok()) return terms.status();
  NameAssignees(*terms, call.actor->name);
  auto order = ParseOrder(request.order_by());
  if (!order.ok()) return order.status();
  if (request.page_size() < 0) return server::InvalidFields({{"page_size", rules::Problem::kNegative}});

  std::vector<storage::SearchTerm> search = SearchTerms(request.search());
  if (request.search().size() > kMaxSearch) {
    return server::InvalidFields(
        {{"search", rules::Problem::kTooManyBytes, {{"most", absl::StrCat(kMaxSearch)}}}});
  }
  if (search.size() > kMaxSearchWords) {
    return server::InvalidFields(
        {{"search", rules::Problem::kTooManyWords, {{"most", absl::StrCat(kMaxSearchWords)}}}});
  }

  query->terms = *std::move(terms);
  query->search = std::move(search);
  query->order = order->field;
  query->descending = order->descending;
  query->limit = request.page_size() == 0 ? kDefaultPage : std::min(request.page_size(), kMaxPage);
  const std::string& key = call.directory->page_token_key();
  if (!request.page_token().empty()) {
    auto position = server::ReadPageToken(key,
                                          {call.actor->name, call.method, request.parent(), request.filter(),
                                           request.order_by(), request.search()},
                                          request.page_token());
    if (!position.ok()) return position.status();
    query->after = {position->value, position->uid};
  }
  const std::string mission =
      query->granted.empty() && query->missions.size() == 1 ? query->missions.front() : "";
  auto listed = storage::ListCases(*call.connection, call.Audit(request, mission), *query);
  if (!listed.ok()) return listed.status();
  if (listed->empty() && request.page_token().empty()) {
    if (absl::Status s = CheckTerms(call, query->terms); !s.ok()) return s;
  }
  v1::ListCasesResponse response;
  if (!listed->empty() && listed->back().goes_on) {
    const storage::CasePosition& last = listed->back().position;
    response.set_next_page_token(
        server::MakePageToken(key,
                              {call.actor->name, call.method, request.parent(), request.filter(),
                               request.order_by(), request.search()},
                              {last.value, last.uid}));
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
  }
  return response;
}

}  // namespace arasha::cases
