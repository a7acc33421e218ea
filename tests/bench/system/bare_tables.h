#ifndef ARASHA_TESTS_BENCH_SYSTEM_BARE_TABLES_H_
#define ARASHA_TESTS_BENCH_SYSTEM_BARE_TABLES_H_

#include <string>
#include <vector>

#include "tests/bench/system/database.h"

namespace arasha::bench {

// Who the bare side's rows say they are written by, and no others.
inline constexpr char kBareAuthor[] = "staff/bench";

// The rows of one case as its opening left them, and of one note.
struct BareSample {
  NamedRow case_row;
  std::vector<NamedRow> parties;
  std::vector<NamedRow> deadlines;
  NamedRow opening_entry;
  NamedRow note;
};

// The register as somebody would keep it who promises nothing: the cases of the missions that are measured,
// copied to tables of the owner's in the schema bench, with their indexes and without policies and triggers.
// In the place of what is sealed stands a text of as many bytes. A ContextSchema must live, with whose schema
// they go. Throws on failure.
class BareTables {
 public:
  explicit BareTables(const std::string& owner_database);

  // Of the case `uid` in `mission`, to which nothing but one note was added since it was opened.
  BareSample ReadSample(const std::string& mission, const std::string& uid);

  // Takes away what kBareAuthor wrote, in two transactions. Nobody may write meanwhile. Returns how many
  // entries that were: one for each case opened and each note.
  int RemoveWritten();

 private:
  Database database_;
};

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_SYSTEM_BARE_TABLES_H_
