#include <CLI/CLI.hpp>
#include <iostream>

#include "services/operator/commands.h"
#include "services/server/server.h"

int main(int argc, char** argv) {
  CLI::App app("arashad, the server of Arasha");
  app.require_subcommand(1);
  int exit_code = 0;
  arasha::operators::AddCommand(app, "serve", "Serve until SIGTERM, then finish what is under way",
                                "arashad serve --config /etc/arasha/arashad.toml", exit_code,
                                &arasha::server::Serve);
  arasha::operators::AddCommands(app, exit_code);
  app.add_subcommand("version", "Print the version")->callback([] { std::cout << ARASHA_VERSION << '\n'; });
  // Last, for CLI11 has every command that is added below show it, too.
  app.footer(
      "Examples:\n  arashad migrate --config /etc/arasha/owner.toml\n"
      "  arashad catalogue apply deploy/catalogue --config /etc/arasha/owner.toml\n"
      "  arashad serve --config /etc/arasha/arashad.toml");
  app.set_version_flag("--version", ARASHA_VERSION, "Print the version");

  CLI11_PARSE(app, argc, argv);
  return exit_code;
}
