#ifndef ARASHA_SERVICES_OPERATOR_LOG_COMMANDS_H_
#define ARASHA_SERVICES_OPERATOR_LOG_COMMANDS_H_

#include <string>

// The operators' commands on the audit log. Each returns the process's exit code, and tells on standard error
// why it failed.
namespace arasha::admin {

// Compares the stored tree with the signed heads, and the journal with the database. Exit code 1 if something
// is not as it must be; what, on standard output.
int CheckLog(const std::string& config_path);

// Opens the sealed request beside every leaf, as the schema's owner and with the key-encryption keys at hand.
// Whoever has the database alone can write a leaf that a server then signs, but no request that fits it.
// Takes some 50 bytes of memory a leaf. Exit code as CheckLog's.
int CheckRequests(const std::string& config_path);

// Goes on under another origin after leaves were lost that the head in `old_note`, a file, covers. The first
// leaf under it holds that head and the reason.
int ForkLog(const std::string& reason, const std::string& old_note, const std::string& config_path);

// Prints the key that verifies the log's heads.
int PrintLogKey(const std::string& config_path);

}  // namespace arasha::admin

#endif  // ARASHA_SERVICES_OPERATOR_LOG_COMMANDS_H_
