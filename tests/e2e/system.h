#ifndef ARASHA_TESTS_E2E_SYSTEM_H_
#define ARASHA_TESTS_E2E_SYSTEM_H_

#include <initializer_list>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/e2e/process.h"

namespace arasha::e2e {

// A whole system of its own, as `deploy/dev up` makes it: PostgreSQL, arashad, certificates, the seeded
// missions and staff. Taken down, with all its files, when this goes.
class System {
 public:
  // Aborts, telling what deploy/dev said, if the system does not come up.
  System();
  ~System();
  System(const System&) = delete;
  System& operator=(const System&) = delete;

  // Folder of the system; a test may keep files in scratch().
  const std::string& dir() const { return dir_; }
  const std::string& scratch() const { return scratch_; }
  // Folder of the programs under test.
  static std::string Program(const std::string& name);

  // Variables under which `arasha` acts as the role; see deploy/dev --help.
  Variables As(const std::string& role) const;
  // What `deploy/dev env` exports, ARASHA_PG and the like.
  std::string Variable(const std::string& name) const;
  // Runs SQL as the database's superuser; aborts, telling why, if it fails. What it printed, fields between
  // |.
  std::string AsSuperuser(const std::string& database, const std::string& sql) const;
  // Runs `deploy/dev COMMAND` under these variables too; expects nothing of how it ends.
  Finished Dev(const std::string& command, std::initializer_list<std::string> options = {},
               const Variables& variables = {}) const;

 private:
  std::string scratch_;
  std::string dir_;
};

}  // namespace arasha::e2e

#endif  // ARASHA_TESTS_E2E_SYSTEM_H_
