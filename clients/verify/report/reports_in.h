#ifndef ARASHA_CLIENTS_VERIFY_REPORT_REPORTS_IN_H_
#define ARASHA_CLIENTS_VERIFY_REPORT_REPORTS_IN_H_

#include <string>
#include <vector>

namespace arasha::clients {

// The reports of a folder and of the folders in it, in the order of their paths: where one has a manifest,
// or its signature, that, else each JSON that is a report's. A path that is no folder stands for itself.
// Empty if there is none, or the folder cannot be read.
std::vector<std::string> ReportsIn(const std::string& path);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_VERIFY_REPORT_REPORTS_IN_H_
