#ifndef ARASHA_SERVICES_JOBS_RECOUNT_DEADLINES_H_
#define ARASHA_SERVICES_JOBS_RECOUNT_DEADLINES_H_

#include <string>

#include "absl/status/status.h"
#include "services/directory/directory_feed.h"
#include "services/jobs/job.h"
#include "storage/log/audit.h"

namespace arasha::jobs {

// Moves running deadlines whose working days an older version of a calendar counted to when they are due by
// the newest, each case in one statement with the line of its timeline that tells it, and a leaf. `instance`:
// this process.
absl::Status RecountDeadlines(const server::DirectoryFeed& feed, const std::string& instance,
                              storage::Sealing& sealing, Run& run);

}  // namespace arasha::jobs

#endif  // ARASHA_SERVICES_JOBS_RECOUNT_DEADLINES_H_
