#include "services/operator/commands.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <string>

#include "services/operator/owner.h"
#include "storage/postgres/migrations.h"

namespace arasha::operators {
namespace {

int MigrateDatabase(const std::string& config_path) {
  return AsOwner(config_path, [](storage::Connection& owner, const server::Options& /*options*/) {
    auto done = storage::Migrate(owner);
    if (!done.ok()) return Fail(done.status());
    for (const std::string& name : *done) std::cout << "applied " << name << '\n';
    std::cout << "schema is at " << storage::EmbeddedMigrations().back().name << '\n';
    return kDone;
  });
}

}  // namespace

void AddCommands(CLI::App& app, int& exit_code) {
  AddCommand(app, "migrate", "Bring the database up to this program's schema, as its owner",
             "arashad migrate --config /etc/arasha/owner.toml", exit_code, &MigrateDatabase);
  AddCalendarCommands(app, exit_code);
  AddCatalogueCommands(app, exit_code);
  AddDirectoryCommands(app, exit_code);
  AddKeyCommands(app, exit_code);
  AddEraseCommand(app, exit_code);
  AddLogCommands(app, exit_code);
  AddRevokeCommand(app, exit_code);
}

}  // namespace arasha::operators
