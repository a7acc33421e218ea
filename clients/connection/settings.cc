#include "clients/connection/settings.h"

#include "clients/text/local_error.h"

namespace arasha::clients {
namespace {

std::string FirstOf(const std::string& flag, const std::string& variable, const std::string& context) {
  return !flag.empty() ? flag : !variable.empty() ? variable : context;
}

}  // namespace

absl::StatusOr<Settings> ResolveSettings(const GlobalFlags& flags, const Environment& environment) {
  const absl::StatusOr<Contexts> contexts = LoadContexts(ContextsPath(environment));
  if (!contexts.ok()) return contexts.status();

  Settings settings;
  settings.context = FirstOf(flags.context, environment.variable("ARASHA_CONTEXT"), contexts->current);
  Context context;
  if (!settings.context.empty()) {
    const auto found = contexts->named.find(settings.context);
    if (found == contexts->named.end()) {
      return UsageError("usage.context_unknown", {{"name", settings.context}});
    }
    context = found->second;
  }
  settings.endpoint = FirstOf(flags.endpoint, environment.variable("ARASHA_ENDPOINT"), context.endpoint);
  settings.ca = FirstOf(flags.ca, environment.variable("ARASHA_CA"), context.ca);
  settings.certificate = FirstOf(flags.certificate, environment.variable("ARASHA_CERT"), context.certificate);
  settings.key = FirstOf(flags.key, environment.variable("ARASHA_KEY"), context.key);
  settings.mission = FirstOf(flags.mission, environment.variable("ARASHA_MISSION"), context.mission);
  settings.time_zone = FirstOf(flags.time_zone, environment.variable("ARASHA_TIME_ZONE"), context.time_zone);
  return settings;
}

}  // namespace arasha::clients
