#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/cases/case_filter.h"
#include "services/cases/findables.h"
#include "services/cases/names.h"
#include "services/cases/operations.h"
#include "services/server/errors.h"
#include "services/server/page_token.h"
#include "storage/case_list.h"

namespace arasha::cases {
namespace {

constexpr int kDefaultPage = 50;
constexpr int kMaxPage = 500;
constexpr size_t kMaxSearch = 200;

// The missions to list: the one named, or all where the caller may list or holds a grant on a case.
absl::StatusOr<std::vector<std::string>> Missions(const server::Call& call, const std::string& parent) {
  auto code = ParseMission(parent, "parent");
  if (!code.ok()) return code.status();
  if (*code != "-") {
    if (rules::HoldsGrantAt(*call.actor, *code, call.now)) return std::vector<std::string>{*code};
    auto mission = Permit(call, rules::Action::kListCases, *code, parent);
    if (!mission.ok()) return mission.status();
    return std::vector<std::string>{*code};
  }
  std::vector<std::string> missions = rules::MissionsWhere(*call.actor, rules::Action::kListCases, call.now);
  if (missions == std::vector<std::string>{"-"}) return call.directory->MissionCodes();
  for (const std::string& mission : call.directory->MissionCodes()) {
    if (rules::HoldsGrantAt(*call.actor, mission, call.now) &&
        std::find(missions.begin(), missions.end(), mission) == missions.end()) {
      missions.push_back(mission);
    }
  }
  if (missions.empty()) return server::PermissionDenied("neither roles nor grants let you list cases");
  return missions;
}

}  // namespace

absl::StatusOr<v1::ListCasesResponse> ListCases(server::Call& call, const v1::ListCasesRequest& request) {
  auto missions = Missions(call, request.parent());
  if (!missions.ok()) return missions.status();
  auto terms = ParseFilter(request.filter());
  if (!terms.ok()) return terms.status();
  auto order = ParseOrder(request.order_by());
  if (!order.ok()) return order.status();
  if (request.page_size() < 0) return server::InvalidFields({{"page_size", "must not be negative"}});

  std::vector<storage::SearchTerm> search = SearchTerms(request.search());
  if (request.search().size() > kMaxSearch || search.size() > kMaxSearchWords) {
    return server::InvalidFields({{"search", absl::StrCat("must have at most ", kMaxSearchWords,
                                                          " words and ", kMaxSearch, " bytes")}});
  }

  storage::CaseQuery query;
  query.missions = *std::move(missions);
  query.terms = *std::move(terms);
  query.search = std::move(search);
  query.order = order->field;
  query.descending = order->descending;
  query.limit = request.page_size() == 0 ? kDefaultPage : std::min(request.page_size(), kMaxPage);
  const std::string& key = call.directory->page_token_key();
  if (!request.page_token().empty()) {
    auto position = server::ReadPageToken(key,
                                          {call.actor->name, call.method, request.parent(), request.filter(),
                                           request.order_by(), request.search()},
                                          request.page_token());
    if (!position.ok()) return position.status();
    query.after = {position->value, position->uid};
  }
  const std::string mission = query.missions.size() == 1 ? query.missions.front() : "";
  auto listed = storage::ListCases(*call.connection, call.Audit(request, mission), query);
  if (!listed.ok()) return listed.status();
  v1::ListCasesResponse response;
  if (static_cast<int>(listed->size()) == query.limit) {
    const storage::CasePosition& last = listed->back().position;
    response.set_next_page_token(
        server::MakePageToken(key,
                              {call.actor->name, call.method, request.parent(), request.filter(),
                               request.order_by(), request.search()},
                              {last.value, last.uid}));
  }
  for (storage::ListedCase& found : *listed) *response.add_cases() = std::move(found.row.message);
  return response;
}

}  // namespace arasha::cases
