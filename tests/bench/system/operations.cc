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

bool Writes(Operation operation) {
  return operation == Operation::kAddEntry || operation == Operation::kCreate;
}

Targets TargetsOf(Operation operation) {
  switch (operation) {
    case Operation::kGet:
      return {.raw = 0.4, .bare = 0.33};
    case Operation::kList:
      return {.raw = 0.5, .bare = 0.4};
    case Operation::kSearch:
      return {.raw = std::nullopt, .bare = 0.5};
    case Operation::kCreate:
      return {.raw = 0.6, .bare = 0.6};
    case Operation::kAddEntry:
      return {};
  }
  return {};
}

}  // namespace arasha::bench
