#ifndef ARASHA_TESTS_TAMPER_ATTACKS_H_
#define ARASHA_TESTS_TAMPER_ATTACKS_H_

#include <map>
#include <string>
#include <vector>

namespace arasha::tamper {

// One thing that `arasha audit verify` must say: a finding, and parameters that it must have.
struct Told {
  std::string code;
  std::map<std::string, std::string> parameters;
};

// What an administrator of the database does behind the log's back, and how it must be named. In SQL and in
// parameters {A} and {B} stand for places of leaves, {N} for the number of leaves; A < B < N - 1.
struct Attack {
  std::string name;
  std::string sql;
  std::vector<Told> told;
  // A server that does not write the log meanwhile, as there may be several; one that does would put the tree
  // right again with the part that it remembers.
  bool reader_only = false;
};

const std::vector<Attack>& Attacks();

// Tables of the schema that no attack here changes, and what does, or why nothing rests on them.
const std::map<std::string, std::string>& TablesTriedElsewhere();

}  // namespace arasha::tamper

#endif  // ARASHA_TESTS_TAMPER_ATTACKS_H_
