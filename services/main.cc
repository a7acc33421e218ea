#include <CLI/CLI.hpp>
#include <iostream>
#include <string>

#include "services/operator/erasure_commands.h"
#include "services/operator/key_commands.h"
#include "services/operator/log_commands.h"
#include "services/operator/operator_commands.h"
#include "services/server/server.h"

int main(int argc, char** argv) {
  CLI::App app("arashad, the server of Arasha");
  app.require_subcommand(1);
  app.footer(
      "Examples:\n  arashad migrate --config /etc/arasha/arashad.toml\n"
      "  arashad catalogue apply deploy/catalogue --config /etc/arasha/arashad.toml\n"
      "  arashad serve --config /etc/arasha/arashad.toml");
  std::string config = "/etc/arasha/arashad.toml";
  std::string path;
  std::string reason;
  int exit_code = 0;
  const auto with_config = [&](CLI::App* command) {
    command->add_option("--config", config, "Configuration file; every key is in deploy/arashad.example.toml")
        ->capture_default_str();
    return command;
  };

  with_config(app.add_subcommand("serve", "Serve until SIGTERM, then finish what is under way"))
      ->callback([&] { exit_code = arasha::server::Serve(config); });
  with_config(app.add_subcommand("migrate", "Bring the database up to this program's schema, as its owner"))
      ->callback([&] { exit_code = arasha::admin::MigrateDatabase(config); });
  auto* catalogue = app.add_subcommand("catalogue", "Case types")->require_subcommand(1);
  auto* check = catalogue->add_subcommand("check", "Say what is wrong with the case types in a directory");
  const char* const directory_help =
      "Directory of .textproto files: family/type, and parts of types below parts";
  check->add_option("directory", path, directory_help)->required();
  check->callback([&] { exit_code = arasha::admin::CheckCatalogue(path); });
  std::string type;
  auto* show = catalogue->add_subcommand(
      "show", "Print a case type put together from its parts, and of each element where it was written");
  show->add_option("type", type, "Its id, as rights.detention")->required();
  show->add_option("directory", path, directory_help)->required();
  show->callback([&] { exit_code = arasha::admin::ShowCaseType(type, path); });
  auto* apply =
      with_config(catalogue->add_subcommand("apply", "Add new versions of case types, as the owner"));
  apply->add_option("directory", path, directory_help)->required();
  apply->callback([&] { exit_code = arasha::admin::ApplyCatalogue(path, config); });
  auto* directory =
      app.add_subcommand("directory", "Missions, staff, partners, roles")->require_subcommand(1);
  auto* register_all =
      with_config(directory->add_subcommand("apply", "Register what a TOML file names, as the owner"));
  register_all->add_option("file", path, "TOML file; deploy/dev-directory.toml is an example")->required();
  register_all->callback([&] { exit_code = arasha::admin::ApplyDirectory(path, config); });
  auto* keys = app.add_subcommand("keys", "Keys that protect what is personal")->require_subcommand(1);
  auto* new_kek = with_config(keys->add_subcommand("new-kek", "Make a key-encryption key in a file"));
  new_kek->add_option("name", path, "Its name, which [keys] current may then give")->required();
  new_kek->callback([&] { exit_code = arasha::admin::NewKeyEncryptionKey(path, config); });
  with_config(keys->add_subcommand("init", "Make the server's keys that are missing, as the owner"))
      ->callback([&] { exit_code = arasha::admin::InitKeys(config); });
  with_config(keys->add_subcommand("status", "Tell what each key-encryption key wraps, as the owner"))
      ->callback([&] { exit_code = arasha::admin::ShowKeys(config); });
  with_config(
      keys->add_subcommand("rotate", "Wrap every key anew by the key-encryption key in use, as the owner"))
      ->callback([&] { exit_code = arasha::admin::RotateKeys(config); });
  int days = 0;
  auto* renew = with_config(keys->add_subcommand(
      "renew", "Give open cases new data keys for what is sealed from now on, as the owner"));
  renew->add_option("--older-than", days, "Those whose newest data key is older than this many days")
      ->required()
      ->check(CLI::NonNegativeNumber);
  renew->callback([&] { exit_code = arasha::admin::RenewDataKeys(days, config); });
  with_config(
      app.add_subcommand("erase",
                         "Destroy the keys of every case whose time of keeping is over or whose erasure "
                         "two persons have ordered, as the owner"))
      ->callback([&] { exit_code = arasha::admin::EraseCases(config); });
  auto* log = app.add_subcommand("log", "The audit log")->require_subcommand(1);
  with_config(log->add_subcommand("check", "Compare tree, heads and journal with the database"))
      ->callback([&] { exit_code = arasha::admin::CheckLog(config); });
  with_config(log->add_subcommand("check-requests",
                                  "Tell of leaves that were written by hand, without our keys, as the owner"))
      ->callback([&] { exit_code = arasha::admin::CheckRequests(config); });
  with_config(log->add_subcommand("key", "Print the key that verifies its heads"))->callback([&] {
    exit_code = arasha::admin::PrintLogKey(config);
  });
  auto* fork =
      with_config(log->add_subcommand("fork", "Go on under another name after a loss, as the owner"));
  fork->add_option("--reason", reason, "Why; stands in the first leaf under the new name")->required();
  fork->add_option("--old-note", path, "File with the newest head that was published before")->required();
  fork->callback([&] { exit_code = arasha::admin::ForkLog(reason, path, config); });
  auto* revoke = with_config(app.add_subcommand("revoke", "Refuse a certificate from now on, as the owner"));
  revoke->add_option("certificate", path, "PEM file of the certificate")->required();
  revoke->add_option("--reason", reason, "Why; kept beside it")->required();
  revoke->callback([&] { exit_code = arasha::admin::RevokeCertificate(path, reason, config); });
  app.add_subcommand("version", "Print the version")->callback([] { std::cout << ARASHA_VERSION << '\n'; });

  CLI11_PARSE(app, argc, argv);
  return exit_code;
}
