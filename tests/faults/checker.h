#ifndef ARASHA_TESTS_FAULTS_CHECKER_H_
#define ARASHA_TESTS_FAULTS_CHECKER_H_

#include <string>
#include <vector>

#include "tests/faults/load.h"

namespace arasha::faults {

// Failures of the test unless every acknowledged write is in the database exactly once, and every other at
// most once. Reads as the database's owner (a libpq string), past all of the server's code but what unseals;
// `keys` is the folder of the key-encryption key.
void ExpectWritten(const std::string& owner, const std::string& keys, const std::vector<Write>& writes);

// Failures of the test unless the database is whole: case numbers without gaps; one audit leaf for every
// version of every row, committing to the row as it is; leaf hashes that are the leaves'; one leaf for
// every answered request.
void ExpectWhole(const std::string& owner);

}  // namespace arasha::faults

#endif  // ARASHA_TESTS_FAULTS_CHECKER_H_
