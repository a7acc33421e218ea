#include "tests/bench/system/operations.h"

namespace arasha::bench {

absl::string_view NameOf(Operation operation) {
  switch (operation) {
    case Operation::kGet:
      return "get";
    case Operation::kList:
      return "list";
    case Operation::kSearch:
      return "search";
    case Operation::kAddEntry:
      return "add-entry";
    case Operation::kCreate:
      return "create";
  }
  return {};
}

std::optional<Operation> OperationNamed(absl::string_view name) {
  for (const Operation operation : kOperations) {
    if (NameOf(operation) == name) return operation;
  }
  return std::nullopt;
}

std::optional<double> TargetOf(Operation operation) {
  switch (operation) {
    case Operation::kGet:
      return 0.4;
    case Operation::kList:
      return 0.5;
    case Operation::kCreate:
      return 0.6;
    case Operation::kSearch:
    case Operation::kAddEntry:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace arasha::bench
