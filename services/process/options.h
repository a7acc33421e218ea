#ifndef ARASHA_SERVICES_PROCESS_OPTIONS_H_
#define ARASHA_SERVICES_PROCESS_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace arasha::server {

// What the configuration file says. deploy/arashad.example.toml documents every key; a test loads it.
struct Options {
  std::string listen;                        // [server] listen, host:port
  std::string trust_domain;                  // [server] trust_domain, of the SPIFFE ids that are accepted
  int workers = 16;                          // [server] workers, each with a database connection of its own
  int max_queue = 256;                       // [server] max_queue, calls that may wait for a worker
  int calls_per_minute = 6000;               // [server] calls_per_minute, of one caller; 0: no limit
  int streams_per_caller = 16;               // [server] streams_per_caller, open at a time
  int max_message_bytes = 4 * 1024 * 1024;   // [server] max_message_bytes, of a request
  absl::Duration drain = absl::Seconds(15);  // [server] drain_seconds
  bool reflection = false;                   // [server] reflection, and channelz with it
  std::string certificate;                   // [tls] certificate, PEM chain, leaf first
  std::string key;                           // [tls] key, PEM
  std::string client_ca;                     // [tls] client_ca, PEM bundle
  absl::Duration certificate_reload = absl::Seconds(10);  // [tls] reload_seconds
  std::string server_database;                            // [database] server, libpq string of arasha_server
  std::string owner_database;                             // [database] owner, libpq string of arasha_owner
  std::string sequencer_database;                         // [database] sequencer, of arasha_sequencer
  std::string reporter_database;                          // [database] reporter, of arasha_reporter
  std::string key_provider = "file";                      // [keys] provider: file or pkcs11
  std::string key_current;                 // [keys] current, name of the key-encryption key in use
  std::string key_directory;               // [keys] directory, of the provider file
  std::string key_module;                  // [keys] module, of the provider pkcs11
  std::string key_token;                   // [keys] token, its label
  std::string key_pin_file;                // [keys] pin_file
  std::string metrics_listen;              // [metrics] listen, host:port; empty: none
  std::string log_level = "info";          // [log] level
  std::string log_origin;                  // [log] origin, name of the audit log
  std::string log_key;                     // [log] key, PEM file of the key that signs its heads
  std::vector<std::string> log_old_keys;   // [log] old_keys, verifier keys of those before
  std::string log_journal;                 // [log] journal, folder; empty: none
  std::vector<std::string> log_witnesses;  // [log] witnesses, as MakeWitness() takes them
  absl::Duration log_witness_period = absl::Seconds(60);  // [log] witness_seconds
};

// Reads a configuration file. Refuses unknown keys, wrong types and values out of range, with the
// file, line and what was expected.
absl::StatusOr<Options> LoadOptions(const std::string& path);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_PROCESS_OPTIONS_H_
