#ifndef ARASHA_SERVICES_JOBS_SERVER_JOBS_H_
#define ARASHA_SERVICES_JOBS_SERVER_JOBS_H_

#include <vector>

#include "services/directory/directory_feed.h"
#include "services/jobs/job.h"

// What servers do beside answering calls, each job as the role that its row names.
namespace arasha::jobs {

// As arasha_server. `feed` must outlive them.
std::vector<Job> ServerJobs(const server::DirectoryFeed& feed);

// As arasha_reporter.
std::vector<Job> ReporterJobs();

}  // namespace arasha::jobs

#endif  // ARASHA_SERVICES_JOBS_SERVER_JOBS_H_
