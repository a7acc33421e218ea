#ifndef ARASHA_SERVICES_JOBS_GIVE_WARNINGS_H_
#define ARASHA_SERVICES_JOBS_GIVE_WARNINGS_H_

#include <string>

#include "absl/status/status.h"
#include "services/directory/directory_feed.h"
#include "services/jobs/job.h"
#include "services/process/metrics.h"
#include "storage/log/audit.h"

namespace arasha::jobs {

// Gives the warnings whose time has come, and withdraws those of deadlines that run no more, each case in one
// statement with its leaf. It looks at deadlines that are new or were changed, and at others when their next
// warning is due: how many there are beside makes no difference. `instance`: this process.
absl::Status GiveWarnings(const server::DirectoryFeed& feed, const std::string& instance,
                          storage::Sealing& sealing, server::Metrics& metrics, Run& run);

}  // namespace arasha::jobs

#endif  // ARASHA_SERVICES_JOBS_GIVE_WARNINGS_H_
