#include "tests/bench/system/settings.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "absl/strings/str_cat.h"

namespace arasha::bench {
namespace {

namespace fs = std::filesystem;

constexpr char kAbout[] =
    R"help(Measures arashad over mTLS beside pgbench, which runs the same statements on the same
database in the same run ("raw"), and beside bare PostgreSQL: pgbench as the database's owner, with one prepared
statement on the same cases in plaintext, without policies, seals, audit leaves or stored answers. Prints all three
and the ratios, what a call takes of the processors in arashad and in PostgreSQL, and how long fdatasync takes.

For throwaway systems only: it adds 64 missions (BENAA to BENHH), makes the caller an officer of each,
and fills them with cases. It refuses to run unless ARASHA_DIR is a folder of deploy/dev.

  deploy/dev up --dir /tmp/bench
  eval "$(deploy/dev env --dir /tmp/bench --as officer)"
  arasha-bench --preload 100000 --cli build/release/bin/arasha
  arasha-bench soak --seconds 3600

Reads ARASHA_ENDPOINT, ARASHA_CA, ARASHA_CERT, ARASHA_KEY, ARASHA_PG (database owner), ARASHA_PG_SERVER
(role of the server; pgbench runs as it for the same statements) and ARASHA_DIR.
)help";

constexpr char kExits[] =
    R"(Exit status: 0 measured; 1 a target was missed (--check), or calls of the soak failed; 2 could not be measured.)";

std::string Required(const char* name) {
  const char* value = std::getenv(name);
  if (value == nullptr || *value == '\0') {
    throw std::runtime_error(
        absl::StrCat(name, " is not set; eval \"$(deploy/dev env --dir DIR --as officer)\""));
  }
  return value;
}

fs::path DevFolder() {
  const char* value = std::getenv("ARASHA_DIR");
  return value == nullptr ? fs::path() : fs::path(value);
}

bool IsDevSystem(const fs::path& folder) {
  return !folder.empty() && fs::exists(folder / "state" / "pg_ready");
}

// The newest server version's pgbench: Debian keeps them out of PATH.
std::string FindPgbench() {
  std::string found = "pgbench";
  int newest = 0;
  std::error_code none;
  for (const fs::directory_entry& version : fs::directory_iterator("/usr/lib/postgresql", none)) {
    const fs::path candidate = version.path() / "bin" / "pgbench";
    const int number = std::atoi(version.path().filename().c_str());
    if (number > newest && fs::exists(candidate)) {
      newest = number;
      found = candidate;
    }
  }
  return found;
}

const CLI::App* AddSoak(CLI::App& app, Soak& soak) {
  CLI::App* command = app.add_subcommand(
      "soak",
      "Keeps a mixed load under way instead: cases are read, listed, searched, opened, noted in and moved "
      "on, reports "
      "made, the log exported, roles given and taken, all at once, over connections that are opened anew "
      "every few "
      "seconds. Exit status 1 if a call failed otherwise than documented, each told with its status, its "
      "connection and what the server's log says.");
  command->add_option("--seconds", soak.seconds, "For how long")
      ->check(CLI::Range(1, 7 * 24 * 3600))
      ->capture_default_str();
  command->add_option("--in-flight", soak.in_flight, "Calls in flight")
      ->check(CLI::Range(kSoakCallersBesideOfficers + 1, 128))
      ->capture_default_str();
  command->add_option("--connections", soak.connections, "Connections that share them")
      ->check(CLI::Range(3, 128))
      ->capture_default_str();
  command->add_option(
      "--auditor", soak.auditor,
      "Folder with cert.pem and key.pem of an auditor; g.tulegenova's of ARASHA_DIR when left out");
  command->add_option("--admin", soak.admin, "The same of an administrator; n.ibraev's when left out");
  command->add_option(
      "--meanwhile", soak.meanwhile,
      "Command of the shell that is run every five seconds meanwhile and must succeed, such as one "
      "that renews certificates");
  return command;
}

}  // namespace

Settings ReadSettings(int argc, char** argv) {
  Settings settings;
  CLI::App app(kAbout, "arasha-bench");
  app.footer(kExits);
  std::vector<std::string> operations;
  std::string output = "table";
  bool throwaway = false;
  app.add_option("--seconds", settings.seconds, "Length of one round of one side, in seconds")
      ->check(CLI::Range(1, 3600))
      ->capture_default_str();
  app.add_option("--rounds", settings.rounds, "Rounds of each side, taking turns; medians are shown")
      ->check(CLI::Range(1, 99))
      ->capture_default_str();
  app.add_option("--in-flight", settings.in_flight, "Calls in flight, and clients of pgbench")
      ->delimiter(',')
      ->check(CLI::Range(1, 128))
      ->capture_default_str();
  app.add_option("--operations", operations, "Of get, list, search, add-entry, create; all when left out")
      ->delimiter(',')
      ->check(CLI::IsMember({"get", "list", "search", "add-entry", "create"}));
  app.add_option("--connections", settings.connections, "Connections that share the calls in flight")
      ->check(CLI::Range(1, 128))
      ->capture_default_str();
  app.add_option("--preload", settings.preload, "First add this many cases by COPY (without audit leaves)")
      ->check(CLI::Range(0, 20'000'000));
  app.add_option("--cli", settings.cli, "`arasha`, to time from its start to its end")
      ->check(CLI::ExistingFile);
  app.add_option("--server-pid", settings.server_pid,
                 "arashad, to read its memory and processor time; that of ARASHA_DIR when left out");
  app.add_option("--idle-connections", settings.idle_connections, "Connections to open for their memory")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  app.add_option("--keys", settings.keys,
                 "Folder of the system's key-encryption keys; that of ARASHA_DIR when left out")
      ->check(CLI::ExistingDirectory);
  app.add_option(
      "--server-log", settings.server_log,
      "arashad's log, to tell what it says of a call that failed; that of ARASHA_DIR when left out");
  app.add_option(
         "--disk", settings.disk,
         "Folder on PostgreSQL's disk, to time fdatasync in; beside the data of ARASHA_DIR when left out")
      ->check(CLI::ExistingDirectory);
  app.add_option("--pgbench", settings.pgbench, "pgbench; PostgreSQL's newest when left out");
  app.add_option("--output", output, "table or json")->check(CLI::IsMember({"table", "json"}));
  app.add_flag("--check", settings.check,
               "Exit 1 if a target is missed, of the ratio to the same statements or of the log's lag");
  app.add_flag("--check-bare", settings.check_bare,
               "As --check, and exit 1 too if one of the ratio to bare PostgreSQL is missed");
  app.add_flag("--i-know-this-is-a-throwaway", throwaway, "Run on a system that deploy/dev did not make");
  Soak soak;
  const CLI::App* soaking = AddSoak(app, soak);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    std::exit(app.exit(e) == 0 ? 0 : 2);
  }

  settings.json = output == "json";
  if (!operations.empty()) settings.operations.clear();
  for (const std::string& name : operations) settings.operations.push_back(OperationNamed(name).value());
  if (settings.pgbench.empty()) settings.pgbench = FindPgbench();

  const fs::path folder = DevFolder();
  if (!throwaway && !IsDevSystem(folder)) {
    throw std::runtime_error(
        "this fills the register with made-up cases, and ARASHA_DIR is no folder of deploy/dev; "
        "--i-know-this-is-a-throwaway if it may be");
  }
  if (settings.keys.empty()) settings.keys = folder / "keys";
  if (settings.server_pid == 0 && IsDevSystem(folder)) {
    std::ifstream(folder / "state" / "server_pid") >> settings.server_pid;
  }
  if (settings.server_log.empty() && IsDevSystem(folder)) settings.server_log = folder / "arashad.log";
  if (settings.disk.empty()) settings.disk = IsDevSystem(folder) ? folder / "pg" : fs::temp_directory_path();
  if (soaking->parsed()) {
    if (soak.auditor.empty()) soak.auditor = folder / "certs" / "staff-g.tulegenova";
    if (soak.admin.empty()) soak.admin = folder / "certs" / "staff-n.ibraev";
    settings.soak = soak;
  }
  settings.endpoint = Required("ARASHA_ENDPOINT");
  settings.ca = Required("ARASHA_CA");
  settings.certificate = Required("ARASHA_CERT");
  settings.key = Required("ARASHA_KEY");
  settings.owner_database = Required("ARASHA_PG");
  settings.server_database = Required("ARASHA_PG_SERVER");
  return settings;
}

}  // namespace arasha::bench
