#include <filesystem>
#include <memory>
#include <system_error>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/connection/channel.h"
#include "clients/connection/contexts.h"
#include "clients/connection/mission_zones.h"
#include "clients/connection/private_key.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

// Paths are kept absolute, for a context is used from any directory.
std::string Absolute(const std::string& path) {
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::absolute(path, error);
  return error ? path : absolute.lexically_normal().string();
}

// A file may come later, or lie on a drive that is not there today; but most likely it is a slip.
void WarnOfMissingFiles(const Session& session, const GlobalFlags& flags) {
  for (const std::string& path : {flags.ca, flags.certificate, IsInToken(flags.key) ? "" : flags.key}) {
    std::error_code error;
    if (path.empty() || std::filesystem::is_regular_file(path, error)) continue;
    session.Note(session.messages().Text("warning.no_file", {{"path", Absolute(path)}}));
  }
}

absl::Status Set(Session& session, const std::string& name) {
  if (absl::Status named = CheckContextName(name); !named.ok()) return named;
  const std::string path = ContextsPath(session.environment());
  absl::StatusOr<Contexts> contexts = LoadContexts(path);
  if (!contexts.ok()) return contexts.status();
  const GlobalFlags& flags = session.flags();
  Context& context = contexts->named[name];
  if (!flags.endpoint.empty()) {
    if (absl::Status s = CheckEndpoint(flags.endpoint); !s.ok()) return s;
    context.endpoint = flags.endpoint;
  }
  if (!flags.ca.empty()) context.ca = Absolute(flags.ca);
  if (!flags.certificate.empty()) context.certificate = Absolute(flags.certificate);
  if (!flags.key.empty()) context.key = IsInToken(flags.key) ? flags.key : Absolute(flags.key);
  if (!flags.mission.empty()) {
    const absl::StatusOr<std::string> mission = MissionName(flags.mission);
    if (!mission.ok()) return mission.status();
    context.mission = std::string(ShortName(*mission));
  }
  if (!flags.time_zone.empty()) {
    const absl::StatusOr<absl::TimeZone> zone =
        ZoneNamed(flags.time_zone, session.environment().variable("TZ"));
    if (!zone.ok()) return zone.status();
    context.time_zone = flags.time_zone;
  }
  if (contexts->current.empty()) contexts->current = name;
  if (absl::Status saved = SaveContexts(path, *contexts); !saved.ok()) return saved;
  WarnOfMissingFiles(session, flags);
  const bool current = contexts->current == name;
  session.Note(
      session.messages().Text(current ? "note.context_set_current" : "note.context_set", {{"name", name}}));
  return absl::OkStatus();
}

}  // namespace

void AddContextSet(CLI::App& contexts, Run& selected) {
  CLI::App& command =
      AddCommand(contexts, "set", "Make a context or change it; the first one made is the current one",
                 {"arasha context set istanbul --endpoint arasha.mfa.example:8443 --ca ca.pem \\",
                  "    --cert me.pem --key me.key --mission IST",
                  "arasha context set istanbul --mission IST --time-zone Asia/Almaty"});
  auto name = std::make_shared<std::string>();
  AddOption(command, "CONTEXT", *name, "Name of the context").Required();
  OnSelect(command, selected, [name](Session& session) { return Set(session, *name); });
}

}  // namespace arasha::clients
