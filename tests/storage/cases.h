#ifndef ARASHA_TESTS_STORAGE_CASES_H_
#define ARASHA_TESTS_STORAGE_CASES_H_

#include <string>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "storage/cases/cases.h"
#include "storage/cases/timeline.h"
#include "tests/support/test_database.h"

// Cases as the tests of storage open and change them, straight against its functions.
namespace arasha::storage {

// A fixed moment that all tests count from, 24 November 2026, 10:00 in Istanbul.
absl::Time Start();

// Fixtures of this folder: an officer of IST who also works at WAW and ASB, so that no test is about access
// unless it says so.
class CasesTest : public support::DatabaseTest {
 protected:
  void SetUp() override;
  // Returns when so many connections wait for a row that another holds, or after half a minute.
  void AwaitWaiting(int connections);
  // An operator who erases.
  AuditContext Erasing();
  // Erases a case as it was opened, by a connection of its own.
  std::thread Erase(const CaseNumber& number, bool& erased);
};

// Who acts, and a fresh request_id.
AuditContext Reading(const std::string& action);
WriteContext Writing(const std::string& action, absl::Time now = Start());

// A detention at a mission with one subject, ready to be opened; no deadlines.
NewCase Opening(const std::string& mission = "IST", absl::Time now = Start());

// A deadline met by these keys, due a day after it starts.
DeadlineRow DeadlineMetBy(const std::string& rule, absl::Time start, std::vector<std::string> met_by);

// An entry that happened at `at` and is this to deadlines. Its name is a fresh uid.
EntryRow EntryAt(absl::Time at, std::vector<std::string> triggers = {});

// Appends it to an open case, with no change of parties.
Append AppendOf(const CaseNumber& number, const EntryRow& entry);

// Opens a case; its number. Fails the test, and gives serial 0, if it cannot.
CaseNumber Open(Connection& connection, const NewCase& opening);

// The change that only tells `entry`, of the case as it is now.
CaseChange ChangeOf(Connection& connection, const CaseNumber& number, const EntryRow& entry);

// Saves and expects it to be saved.
void Save(Connection& connection, const CaseChange& change, absl::Time now = Start());

// The deadline of a case by its rule, as it stands.
DeadlineRow Find(Connection& connection, const CaseNumber& number, const std::string& rule);

}  // namespace arasha::storage

#endif  // ARASHA_TESTS_STORAGE_CASES_H_
