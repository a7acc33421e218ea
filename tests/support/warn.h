#ifndef ARASHA_TESTS_SUPPORT_WARN_H_
#define ARASHA_TESTS_SUPPORT_WARN_H_

#include <string>

#include "arasha/v1/case.pb.h"
#include "storage/postgres/connection.h"
#include "tests/support/test_keys.h"

namespace arasha::support {

// Warns somebody of a deadline of the case that runs, as the job does, whether its time has come or not; of
// another one at each call, as long as there are any. The warning's name.
std::string Warn(storage::Connection& connection, TestKeys& keys, const v1::Case& matter,
                 const std::string& recipient = "assignee");

}  // namespace arasha::support

#endif  // ARASHA_TESTS_SUPPORT_WARN_H_
