#include <CLI/CLI.hpp>
#include <iostream>

#include "services/operator/commands.h"
#include "services/server/server.h"

int main(int argc, char** argv) {
  CLI::App app("arashad, the server of Arasha");
  app.require_subcommand(1);
  app.footer(
      "Examples:\n  arashad migrate --config /etc/arasha/arashad.toml\n"
      "  arashad catalogue apply deploy/catalogue --config /etc/arasha/arashad.toml\n"
      "  arashad serve --config /etc/arasha/arashad.toml");
  int exit_code = 0;
  arasha::operators::AddCommand(app, "serve", "Serve until SIGTERM, then finish what is under way", exit_code,
                                &arasha::server::Serve);
  arasha::operators::AddCommands(app, exit_code);
  app.add_subcommand("version", "Print the version")->callback([] { std::cout << ARASHA_VERSION << '\n'; });
  app.set_version_flag("--version", ARASHA_VERSION, "Print the version");

  CLI11_PARSE(app, argc, argv);
  return exit_code;
}
