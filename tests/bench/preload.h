#ifndef ARASHA_TESTS_BENCH_PRELOAD_H_
#define ARASHA_TESTS_BENCH_PRELOAD_H_

#include <string>

namespace arasha::bench {

// Adds `count` cases by COPY, dealt out to the missions in turn and opened evenly since the year began:
// a tenth of them open, each with two parties, three entries and three deadlines, and with numbers that
// go on where the mission's were. They have no audit leaves and no stored answers: what is measured reads
// neither. `assignee` works on all but the newest state. The missions must be registered and the type
// rights.detention applied.
//
// One transaction, all or nothing; throws on failure. It drops and makes again the indexes of these tables,
// so the server can neither read nor open cases meanwhile.
void Preload(const std::string& owner_database, const std::string& assignee, int count);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_PRELOAD_H_
