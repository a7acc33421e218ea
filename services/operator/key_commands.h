#ifndef ARASHA_SERVICES_OPERATOR_KEY_COMMANDS_H_
#define ARASHA_SERVICES_OPERATOR_KEY_COMMANDS_H_

#include <string>

// What operators do with keys, beside operator_commands.h and with the same exit codes.
namespace arasha::admin {

// Writes a new key-encryption key, `<keys.directory>/<name>.key`, readable by this user alone. Never
// overwrites.
int NewKeyEncryptionKey(const std::string& name, const std::string& config_path);

// Makes the server keys that the database lacks, wrapped by the key-encryption key in use.
int InitKeys(const std::string& config_path);

// Tells how many keys each key-encryption key wraps, and which is in use.
int ShowKeys(const std::string& config_path);

// Wraps every key anew that is not under the key-encryption key in use, while servers serve. To be started
// again if it was stopped. Leaves a leaf, RotateKeys. Fails, saying what to do, if keys are left under
// another.
int RotateKeys(const std::string& config_path);

// Gives every open case whose newest data key is older than that many days another one, while servers serve.
// To be started again if it was stopped. Leaves a leaf, RenewDataKeys.
int RenewDataKeys(int older_than_days, const std::string& config_path);

}  // namespace arasha::admin

#endif  // ARASHA_SERVICES_OPERATOR_KEY_COMMANDS_H_
