#ifndef ARASHA_SERVICES_REPORTS_KINDS_KINDS_H_
#define ARASHA_SERVICES_REPORTS_KINDS_KINDS_H_

#include "services/reports/kinds/kind.h"
#include "storage/log/server_keys.h"
#include "storage/postgres/connection.h"

// All kinds, by their properties.
namespace arasha::reports {

// Who may read a report of a kind.
enum class Audience {
  kPublic,   // whoever may have it made, and then anyone
  kMission,  // the head of the mission it is about, and whom kAudit says
  kAudit,    // auditors and supervisors
};

Audience AudienceOf(v1::ReportKind kind);

// Which leaves the report's figures stand on.
storage::LeafSelection SourceFilter(const Order& order);
// The same in the words of the JSON report and the manifest.
nlohmann::json FilterJson(const storage::LeafSelection& filter);

// Reads the figures of the order's kind and writes them into the document.
absl::Status AddKind(storage::Connection& reporter, const storage::ServerKeys& keys,
                     const KindContext& context, const storage::LeafSelection& filter,
                     const storage::LeafPlaces& places, Document& document);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_KINDS_KINDS_H_
