#ifndef ARASHA_TESTS_CLIENTS_COMMANDS_LISTS_H_
#define ARASHA_TESTS_CLIENTS_COMMANDS_LISTS_H_

#include <string>
#include <vector>

namespace arasha::clients {

// Every command that lists rows.
inline const std::vector<std::vector<std::string>>& Lists() {
  static const std::vector<std::vector<std::string>> lists = {
      {"case", "list"},     {"type", "list"},
      {"approval", "list"}, {"reminder", "list"},
      {"warning", "list"},  {"access", "list"},
      {"staff", "list"},    {"staff", "colleagues"},
      {"report", "list"},   {"report", "schedule", "list"},
      {"audit", "list"},    {"audit", "checkpoints"},
      {"context", "list"},  {"erasure", "list", "--mission", "IST"}};
  return lists;
}

}  // namespace arasha::clients

#endif  // ARASHA_TESTS_CLIENTS_COMMANDS_LISTS_H_
