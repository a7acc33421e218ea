#ifndef ARASHA_SERVICES_REPORTS_MAKE_REPORT_H_
#define ARASHA_SERVICES_REPORTS_MAKE_REPORT_H_

#include <functional>
#include <memory>

#include "absl/status/statusor.h"
#include "services/reports/document/document.h"
#include "services/reports/kinds/leaf_figures.h"
#include "services/reports/kinds/names.h"
#include "services/reports/kinds/order.h"
#include "storage/log/server_keys.h"
#include "storage/postgres/connection.h"

namespace arasha::reports {

// A document and what it refers to. Tables that are streamed read from the connection that made it.
struct MadeReport {
  explicit MadeReport(const Order& made_order) : order(made_order), texts(made_order.language) {}
  MadeReport(const MadeReport&) = delete;
  MadeReport& operator=(const MadeReport&) = delete;

  const Order order;
  const Texts texts;
  std::unique_ptr<const Names> names;
  LeafFigures leaves;
  Document document;
};

// Told how far it is, in percent; answers whether to go on.
using Progress = std::function<bool(int percent)>;

// Counts the source set up to the newest checkpoint, reads the kind's figures, and writes the document.
// Memory does not grow with the log. FAILED_PRECONDITION while the log has no checkpoint; CANCELLED if
// `progress` said so; otherwise the database's errors. `reporter` is a connection of the reporter's role,
// which cannot read anybody's name, so that these come by `display_name`; it must outlive the result. `keys`
// open what somebody wrote about access to a case.
absl::StatusOr<std::unique_ptr<MadeReport>> MakeReport(storage::Connection& reporter,
                                                       const storage::ServerKeys& keys, const Order& order,
                                                       const Names::DisplayName& display_name,
                                                       const Progress& progress);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_MAKE_REPORT_H_
