#ifndef ARASHA_SERVICES_JOBS_SERVER_JOBS_H_
#define ARASHA_SERVICES_JOBS_SERVER_JOBS_H_

#include <string>
#include <vector>

#include "services/directory/directory_feed.h"
#include "services/jobs/job.h"
#include "services/process/metrics.h"
#include "storage/log/audit.h"

// What servers do beside answering calls, each job as the role that its row names.
namespace arasha::jobs {

// As arasha_server. `feed`, `sealing` and `metrics` must outlive them; `instance`: this process.
std::vector<Job> ServerJobs(const server::DirectoryFeed& feed, const std::string& instance,
                            storage::Sealing& sealing, server::Metrics& metrics);

// As arasha_reporter.
std::vector<Job> ReporterJobs();

}  // namespace arasha::jobs

#endif  // ARASHA_SERVICES_JOBS_SERVER_JOBS_H_
