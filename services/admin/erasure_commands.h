#ifndef ARASHA_SERVICES_ADMIN_ERASURE_COMMANDS_H_
#define ARASHA_SERVICES_ADMIN_ERASURE_COMMANDS_H_

#include <string>

// Lawful erasure, as the schema's owner and with the key-encryption keys at hand; exit codes as in
// operator_commands.h. Servers that read a case's keys before forget them within minutes.
namespace arasha::admin {

// Destroys the keys of one case, `missions/IST/cases/IST-2026-000123` or its number, by this order (its
// number and date), which the log keeps sealed.
int EraseCase(const std::string& case_name, const std::string& order, const std::string& config_path);

// Erases every case whose type says for how long its content is kept, when that time since closing is over.
int ApplyRetention(const std::string& config_path);

}  // namespace arasha::admin

#endif  // ARASHA_SERVICES_ADMIN_ERASURE_COMMANDS_H_
