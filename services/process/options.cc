#include "services/process/options.h"

#include <toml++/toml.h>

#include <functional>
#include <map>

#include "absl/strings/str_cat.h"

namespace arasha::server {
namespace {

// Takes one key's value, or says what was expected of it.
using Take = std::function<std::string(const toml::node&)>;

Take Text(std::string& into) {
  return [&into](const toml::node& node) -> std::string {
    const auto value = node.value_exact<std::string>();
    if (!value) return "a string";
    into = *value;
    return "";
  };
}

Take Texts(std::vector<std::string>& into) {
  return [&into](const toml::node& node) -> std::string {
    const toml::array* items = node.as_array();
    if (items == nullptr) return "a list of strings";
    for (const toml::node& item : *items) {
      const auto value = item.value_exact<std::string>();
      if (!value) return "a list of strings";
      into.push_back(*value);
    }
    return "";
  };
}

Take Number(int& into, int least, int most) {
  return [&into, least, most](const toml::node& node) -> std::string {
    const auto value = node.value_exact<int64_t>();
    if (!value || *value < least || *value > most) {
      return absl::StrCat("a whole number from ", least, " to ", most);
    }
    into = static_cast<int>(*value);
    return "";
  };
}

Take Seconds(absl::Duration& into, int least, int most) {
  return [&into, least, most](const toml::node& node) -> std::string {
    int seconds = 0;
    const std::string wanted = Number(seconds, least, most)(node);
    if (wanted.empty()) into = absl::Seconds(seconds);
    return wanted;
  };
}

Take Flag(bool& into) {
  return [&into](const toml::node& node) -> std::string {
    const auto value = node.value_exact<bool>();
    if (!value) return "true or false";
    into = *value;
    return "";
  };
}

std::string Where(const std::string& path, const toml::source_region& source) {
  return absl::StrCat(path, ":", source.begin.line, ": ");
}

}  // namespace

absl::StatusOr<Options> LoadOptions(const std::string& path) {
  Options options;
  const std::map<std::string, std::map<std::string, Take>> tables = {
      {"server",
       {{"listen", Text(options.listen)},
        {"trust_domain", Text(options.trust_domain)},
        {"workers", Number(options.workers, 1, 256)},
        {"max_queue", Number(options.max_queue, 1, 100000)},
        {"calls_per_minute", Number(options.calls_per_minute, 0, 1000000)},
        {"streams_per_caller", Number(options.streams_per_caller, 1, 1000)},
        {"max_message_bytes", Number(options.max_message_bytes, 65536, 64 * 1024 * 1024)},
        {"drain_seconds", Seconds(options.drain, 1, 600)},
        {"reflection", Flag(options.reflection)}}},
      {"tls",
       {{"certificate", Text(options.certificate)},
        {"key", Text(options.key)},
        {"client_ca", Text(options.client_ca)},
        {"reload_seconds", Seconds(options.certificate_reload, 1, 3600)}}},
      {"database",
       {{"server", Text(options.server_database)},
        {"owner", Text(options.owner_database)},
        {"sequencer", Text(options.sequencer_database)},
        {"reporter", Text(options.reporter_database)}}},
      {"keys",
       {{"provider", Text(options.key_provider)},
        {"current", Text(options.key_current)},
        {"directory", Text(options.key_directory)},
        {"module", Text(options.key_module)},
        {"token", Text(options.key_token)},
        {"pin_file", Text(options.key_pin_file)}}},
      {"metrics", {{"listen", Text(options.metrics_listen)}}},
      {"log",
       {{"level", Text(options.log_level)},
        {"origin", Text(options.log_origin)},
        {"key", Text(options.log_key)},
        {"old_keys", Texts(options.log_old_keys)},
        {"journal", Text(options.log_journal)},
        {"witnesses", Texts(options.log_witnesses)},
        {"witness_seconds", Seconds(options.log_witness_period, 1, 86400)}}},
  };
  toml::table file;
  try {
    file = toml::parse_file(path);
  } catch (const toml::parse_error& e) {
    return absl::InvalidArgumentError(absl::StrCat(Where(path, e.source()), std::string(e.description())));
  }
  for (const auto& [table_name, node] : file) {
    const auto known = tables.find(std::string(table_name.str()));
    if (known == tables.end() || !node.is_table()) {
      return absl::InvalidArgumentError(absl::StrCat(Where(path, node.source()), "unknown table [",
                                                     std::string(table_name.str()),
                                                     "]; see deploy/arashad.example.toml"));
    }
    for (const auto& [key, value] : *node.as_table()) {
      const auto take = known->second.find(std::string(key.str()));
      if (take == known->second.end()) {
        return absl::InvalidArgumentError(absl::StrCat(Where(path, value.source()), "unknown key ",
                                                       known->first, ".", std::string(key.str()),
                                                       "; see deploy/arashad.example.toml"));
      }
      if (const std::string wanted = take->second(value); !wanted.empty()) {
        return absl::InvalidArgumentError(
            absl::StrCat(Where(path, value.source()), known->first, ".", take->first, " must be ", wanted));
      }
    }
  }
  std::map<std::string, const std::string*> required = {
      {"server.listen", &options.listen},        {"server.trust_domain", &options.trust_domain},
      {"tls.certificate", &options.certificate}, {"tls.key", &options.key},
      {"tls.client_ca", &options.client_ca},     {"database.server", &options.server_database}};
  if (!options.sequencer_database.empty()) {
    required["log.origin"] = &options.log_origin;
    required["log.key"] = &options.log_key;
  }
  for (const auto& [name, value] : required) {
    if (value->empty()) return absl::InvalidArgumentError(absl::StrCat(path, ": ", name, " is missing"));
  }
  return options;
}

}  // namespace arasha::server
