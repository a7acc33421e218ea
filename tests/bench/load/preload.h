#ifndef ARASHA_TESTS_BENCH_LOAD_PRELOAD_H_
#define ARASHA_TESTS_BENCH_LOAD_PRELOAD_H_

#include <string>

#include "tests/bench/system/server_view.h"

namespace arasha::bench {

// Adds `count` cases of CaseMaker's by COPY, opened evenly since the year began, with numbers that go on
// where the mission's were. They have no audit leaves and no stored answers: what is measured reads neither.
// The missions must be registered and the type rights.detention applied.
//
// One transaction, all or nothing; throws on failure. It drops and makes again the indexes of these tables,
// so the server can neither read nor open cases meanwhile.
void Preload(const std::string& owner_database, ServerView& server, const std::string& assignee, int count);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_LOAD_PRELOAD_H_
