#ifndef ARASHA_SERVICES_OPERATOR_ERASURE_COMMANDS_H_
#define ARASHA_SERVICES_OPERATOR_ERASURE_COMMANDS_H_

#include <string>

// Lawful erasure, as the schema's owner and with the key-encryption keys at hand; exit codes as in
// operator_commands.h. Servers that read a case's keys before forget them within minutes.
namespace arasha::admin {

// Destroys the keys of every case whose type says for how long its content is kept, when that time since
// closing is over, and of every case that two persons have ordered to be erased, by a transition that
// `erases`. No one person has a way to erase a case: whoever runs this chooses nothing.
int EraseCases(const std::string& config_path);

}  // namespace arasha::admin

#endif  // ARASHA_SERVICES_OPERATOR_ERASURE_COMMANDS_H_
