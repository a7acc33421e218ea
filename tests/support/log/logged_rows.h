#ifndef ARASHA_TESTS_SUPPORT_LOG_LOGGED_ROWS_H_
#define ARASHA_TESTS_SUPPORT_LOG_LOGGED_ROWS_H_

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "storage/postgres/connection.h"

// Rows beside what the audit log says of them. Read as the schema's owner, past the server's own code.
namespace arasha::support {

// What the leaves of a log tell was done.
struct ToldLog {
  // A row as leaves call it: its case, empty where it is of none, its kind and its key.
  using Row = std::tuple<std::string, std::string, std::string>;
  // Of each row, by version, the SHA-256 in hex of its state: one for every leaf that tells of that version.
  std::map<Row, std::map<int, std::vector<std::string>>> rows;
  std::map<std::string, int> requests;  // leaves by request_id
  // What was done by whom, where; at no mission if that is empty.
  struct Deed {
    std::string actor;
    std::string action;
    std::string mission;
    bool by_grant = false;
  };
  std::vector<Deed> deeds;
};
ToldLog ReadToldLog(storage::Connection& owner);

// Failures of the test unless every row that was written since the database was made is what the last leaf
// that tells of it says, every version has one leaf, and no leaf tells of a row that is not there. What a
// clone found in its template is not asked about, for its log may have been emptied. Nor may anybody stand
// accused who did what a role or a grant allows: whoever verifies the log takes what its leaf says for done
// with or without one.
void ExpectLogged(storage::Connection& owner, const ToldLog& told);

}  // namespace arasha::support

#endif  // ARASHA_TESTS_SUPPORT_LOG_LOGGED_ROWS_H_
