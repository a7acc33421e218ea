#ifndef ARASHA_SERVICES_OPERATOR_OPERATOR_COMMANDS_H_
#define ARASHA_SERVICES_OPERATOR_OPERATOR_COMMANDS_H_

#include <string>

// What operators do beside serving, on the server's own machine with the owner's database connection.
// Each prints what it did on standard output, or what is wrong on standard error, and returns the
// process's exit code: 0 done, 1 refused or failed, 2 unusable configuration.
namespace arasha::admin {

int MigrateDatabase(const std::string& config_path);

// Checks the case types that the .textproto files below a directory come to; writes nothing.
int CheckCatalogue(const std::string& directory);

// Prints one of them as it would be applied, and before each of its elements where it was written.
int ShowCaseType(const std::string& id, const std::string& directory);

// Checks, then adds the versions that the database lacks.
int ApplyCatalogue(const std::string& directory, const std::string& config_path);

// Registers missions, staff and partners from a TOML file. Whoever it names holds exactly the grants it
// gives; whoever it does not name is left alone.
int ApplyDirectory(const std::string& file, const std::string& config_path);

// Refuses a certificate from now on; servers follow within seconds.
int RevokeCertificate(const std::string& certificate_path, const std::string& reason,
                      const std::string& config_path);

}  // namespace arasha::admin

#endif  // ARASHA_SERVICES_OPERATOR_OPERATOR_COMMANDS_H_
