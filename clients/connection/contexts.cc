#include "clients/connection/contexts.h"

#include <toml++/toml.h>

#include <sstream>

#include "absl/strings/str_cat.h"
#include "clients/text/file.h"
#include "clients/text/local_error.h"

namespace arasha::clients {
namespace {

struct Key {
  const char* name;
  std::string Context::*member;
};

constexpr Key kKeys[] = {{"endpoint", &Context::endpoint}, {"ca", &Context::ca},
                         {"cert", &Context::certificate},  {"key", &Context::key},
                         {"mission", &Context::mission},   {"time_zone", &Context::time_zone}};

absl::Status Malformed(const std::string& path, absl::string_view error) {
  return ConfigurationError("config.contexts_malformed", {{"path", path}, {"error", std::string(error)}});
}

}  // namespace

std::string ContextsPath(const Environment& environment) {
  std::string home = environment.variable("XDG_CONFIG_HOME");
  if (home.empty() || home.front() != '/') home = absl::StrCat(environment.variable("HOME"), "/.config");
  return absl::StrCat(home, "/arasha/config.toml");
}

absl::Status CheckContextName(const std::string& name) {
  if (!name.empty() &&
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
          std::string::npos) {
    return absl::OkStatus();
  }
  return UsageError("usage.context_name", {{"name", name}});
}

absl::StatusOr<Contexts> LoadContexts(const std::string& path) {
  const absl::StatusOr<std::string> content = ReadFile(path);
  if (absl::IsNotFound(content.status())) return Contexts{};
  if (!content.ok()) return Malformed(path, content.status().message());

  Contexts contexts;
  try {
    const toml::table file = toml::parse(*content);
    contexts.current = file["current"].value_or(std::string());
    if (const toml::table* named = file["contexts"].as_table()) {
      for (const auto& [name, value] : *named) {
        const toml::table* table = value.as_table();
        if (table == nullptr) return Malformed(path, absl::StrCat("contexts.", std::string(name.str())));
        Context& context = contexts.named[std::string(name.str())];
        for (const Key& key : kKeys) context.*key.member = (*table)[key.name].value_or(std::string());
      }
    }
  } catch (const toml::parse_error& error) {
    return Malformed(path, absl::StrCat(error.source().begin.line, ":", error.source().begin.column, ": ",
                                        std::string(error.description())));
  }
  return contexts;
}

absl::Status SaveContexts(const std::string& path, const Contexts& contexts) {
  toml::table named;
  for (const auto& [name, context] : contexts.named) {
    toml::table table;
    for (const Key& key : kKeys) {
      if (!(context.*key.member).empty()) table.insert(key.name, context.*key.member);
    }
    named.insert(name, std::move(table));
  }
  toml::table file;
  if (!contexts.current.empty()) file.insert("current", contexts.current);
  file.insert("contexts", std::move(named));
  std::ostringstream text;
  text << file << "\n";
  absl::Status saved = ReplaceFile(path, text.str());
  if (saved.ok()) return saved;
  return ConfigurationError("config.unwritable", {{"path", path}, {"error", std::string(saved.message())}});
}

}  // namespace arasha::clients
