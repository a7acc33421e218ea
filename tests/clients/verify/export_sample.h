#ifndef ARASHA_TESTS_CLIENTS_VERIFY_EXPORT_SAMPLE_H_
#define ARASHA_TESTS_CLIENTS_VERIFY_EXPORT_SAMPLE_H_

#include <string>
#include <vector>

#include "clients/verify/export_check.h"
#include "tests/clients/verify/fake_log.h"

// Logs whose exports the tests alter, and how they are checked.
namespace arasha::clients {

// A party of case 1 in Sample().
inline constexpr char kPartyUid[] = "01890a5d-ac96-774b-bcce-b302099a8058";

// Two cases with a party and a deadline, each written and read.
FakeLog Sample();
// Small, for what is tried with every bit.
FakeLog Small();

// The log's own key, and nothing kept from before.
Trust TrustIn(const FakeLog& log);

ExportReport CheckBytes(const std::string& bytes, const Trust& trust);
ExportReport Check(const std::vector<v1::ExportRecord>& records, const Trust& trust);

// Of what was found, in its order; each must have a message.
std::vector<std::string> Codes(const ExportReport& report);

}  // namespace arasha::clients

#endif  // ARASHA_TESTS_CLIENTS_VERIFY_EXPORT_SAMPLE_H_
