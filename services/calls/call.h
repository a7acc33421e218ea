#ifndef ARASHA_SERVICES_CALLS_CALL_H_
#define ARASHA_SERVICES_CALLS_CALL_H_

#include <google/protobuf/message.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/directory/directory.h"
#include "services/directory/directory_feed.h"
#include "services/directory/identity.h"
#include "services/process/metrics.h"
#include "storage/log/audit.h"
#include "storage/postgres/case_number.h"
#include "storage/postgres/status.h"

namespace arasha::server {

// One RPC being served, as an operation sees it: who, when, against what knowledge, over which
// connection. Lives as long as the operation's function.
struct Call {
  std::string method;    // "CreateCase"
  std::string instance;  // this server process
  absl::Time now;        // when it arrived; every time the operation sets is this one
  absl::Time deadline;
  std::shared_ptr<const Directory> directory;
  const rules::Actor* actor = nullptr;  // within *directory
  std::shared_ptr<const Identity> identity;
  storage::Sealing* sealing = nullptr;
  storage::LeafGroup* leaves = nullptr;
  storage::Connection* connection = nullptr;
  DirectoryFeed* feed = nullptr;
  Metrics* metrics = nullptr;
  // What the request names, as the method's rule says (method_rule.h); empty if it names nothing. The mission
  // or case of it stands in the leaf of a refusal, too: operations that read it themselves set it. A serial
  // of 0 is no case.
  std::string name;
  storage::CaseNumber about;
  std::string uid;                   // of what is within the case, or of what is in none
  const Mission* mission = nullptr;  // where permission was asked for
  // For statements: who does what. Of a write with request_id and content_hash.
  storage::WriteContext context;

  // For whom statements run, the actor's labels now, those for one mission if it is named; and what the audit
  // leaf says of this call.
  storage::AuditContext Audit(const google::protobuf::Message& request, absl::string_view of_mission) const;
};

// An operation: validates, decides, asks storage, answers. May be any free function.
template <typename Request, typename Response>
using Operation = absl::StatusOr<Response> (*)(Call&, const Request&);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_CALLS_CALL_H_
