#ifndef ARASHA_TESTS_BENCH_SOAK_SOAK_H_
#define ARASHA_TESTS_BENCH_SOAK_SOAK_H_

#include <ostream>

#include "tests/bench/system/settings.h"
#include "tests/bench/system/system.h"

namespace arasha::bench {

// Keeps settings.soak's load under way, everything that is done in a working week at once, and prints what
// came of it. Which failures an API documents as "try again" is known; every other is printed on standard
// error when it happens. Returns the exit status: 0, or 1 after such a failure. Throws if there can be no
// soak.
int RunSoak(const Settings& settings, const Population& population, std::ostream& out);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_SOAK_SOAK_H_
