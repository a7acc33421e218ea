#ifndef ARASHA_TESTS_BENCH_SYSTEM_OPERATIONS_H_
#define ARASHA_TESTS_BENCH_SYSTEM_OPERATIONS_H_

#include <array>
#include <optional>

#include "absl/strings/string_view.h"

// What is measured.
namespace arasha::bench {

enum class Operation { kGet, kList, kSearch, kAddEntry, kCreate };

// In the order in which they run: what adds most to the register comes last.
inline constexpr std::array<Operation, 5> kOperations = {
    Operation::kGet, Operation::kList, Operation::kSearch, Operation::kAddEntry, Operation::kCreate};

// A page of the lists that are measured.
inline constexpr int kPageSize = 50;

// Calls in flight at which the targets hold.
inline constexpr int kTargetInFlight = 16;

// "get", "list", "search", "add-entry", "create".
absl::string_view NameOf(Operation operation);
std::optional<Operation> OperationNamed(absl::string_view name);

// Whether it changes the register, beyond the log.
bool Writes(Operation operation);

// The least ratios of the server's speed at kTargetInFlight; nullopt where none is set.
struct Targets {
  std::optional<double> raw;   // to PostgreSQL's with the same statements
  std::optional<double> bare;  // to PostgreSQL's without the server's promises
};
Targets TargetsOf(Operation operation);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_SYSTEM_OPERATIONS_H_
