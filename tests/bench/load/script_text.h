#ifndef ARASHA_TESTS_BENCH_LOAD_SCRIPT_TEXT_H_
#define ARASHA_TESTS_BENCH_LOAD_SCRIPT_TEXT_H_

#include <string>

// What scripts of pgbench have in common, whichever side they are of.
namespace arasha::bench {

// MissionCode() of a random mission: an expression of SQL, and what must come before it.
inline constexpr char kAnyMission[] = "('BEN' || chr(:row) || chr(:column))";
inline constexpr char kChooseMission[] = "\\set row random(65, 72)\n\\set column random(65, 72)\n";

// Makes `serial` a random one of 1 to `serials`.
std::string ChooseSerial(int serials);

// Makes `tail` the last twelve digits of UUIDs that no other transaction of the round writes. The script
// begins with `count` at 0.
inline constexpr char kNextTail[] =
    "\\set count :count + 1\n\\set tail 100000000000 + :count * 1000 + :client_id\n";

// The start of a round's UUIDs: its time, as version 7 has it, so that indexes grow at the same end as
// under the server.
std::string UuidTime();

// A text with, for every UUID in it, another that :tail makes unique.
std::string Renewed(const std::string& text, const std::string& uuid_time);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_LOAD_SCRIPT_TEXT_H_
