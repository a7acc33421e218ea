#ifndef ARASHA_CLIENTS_VERIFY_REPORT_RECOUNT_LEAVES_H_
#define ARASHA_CLIENTS_VERIFY_REPORT_RECOUNT_LEAVES_H_

#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "clients/verify/report/report_figures.h"
#include "clients/verify/report/report_recount.h"
#include "services/rules/log/leaf.h"

namespace arasha::clients {

// The table that lists the leaves themselves.
inline constexpr char kLeafList[] = "leaves";

// What a report says of the leaves of its source set, counted by this program. It keeps sums; the report's
// list of the leaves themselves is compared line by line as they come.
class LeafRecount {
 public:
  // `report`: its JSON, which must outlive this.
  LeafRecount(const nlohmann::json& report, const ReportScope& scope);

  // In the order of the log.
  void Take(int64_t index, const rules::log::Leaf& leaf);
  FigureTables Finish();
  // The first line of the list that is not as the leaf is; none if the report has no list.
  const std::optional<FigureCheck::Difference>& list_difference() const { return list_difference_; }

 private:
  void TakeMission(const rules::log::Leaf& leaf);
  void TakeRoles(int64_t index, const rules::log::Leaf& leaf);
  void CompareLine(int64_t index, const rules::log::Leaf& leaf);
  void Differs(int64_t index, const char* column, std::string claimed, std::string counted);

  const ReportScope scope_;
  const nlohmann::json* list_ = nullptr;
  // Reports from before have neither a row of what belongs to no mission nor a total.
  bool missions_add_up_ = false;
  size_t line_ = 0;
  std::optional<FigureCheck::Difference> list_difference_;
  Counts people_;
  Counts actions_;
  Counts missions_;
  FigureTable role_changes_;
  std::set<std::string> cases_;
};

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_VERIFY_REPORT_RECOUNT_LEAVES_H_
