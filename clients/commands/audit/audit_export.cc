#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/verify/log_export.h"

namespace arasha::clients {

void AddAuditExport(CLI::App& audit, Run& selected) {
  CLI::App& command = AddCommand(
      audit, "export", "Write the log into a file that arasha audit verify checks without the server",
      {"arasha audit export log.zst", "arasha audit export log.zst --rows",
       "arasha audit export november.zst --since october.note",
       "arasha audit export log.zst --resume   # goes on after an interruption"});
  auto options = std::make_shared<ExportOptions>();
  AddOption(command, "FILE", options->file, "File to write; FILE.part until it is complete").Required();
  const Option since =
      AddOption(command, "--since", options->since, "Only what came after this checkpoint, kept from before")
          .TypeName("FILE");
  AddFlag(command, "--rows", options->rows,
          "The rows of the register as well, sealed as they are, to be compared with the leaves that wrote "
          "them; takes the whole log")
      .Excludes(since);
  AddFlag(command, "--resume", options->resume, "Go on with FILE.part, if there is one");
  OnSelect(command, selected, [options](Session& session) { return ExportLog(session, *options); });
}

}  // namespace arasha::clients
