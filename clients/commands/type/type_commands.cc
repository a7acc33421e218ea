#include "clients/commands/type/type_commands.h"

#include "clients/commands/options.h"

namespace arasha::clients {

void AddTypeCommands(CLI::App& root, Run& selected) {
  CLI::App& types = AddNoun(root, "type", "Read the catalogue of case types", "Cases");
  AddTypeList(types, selected);
  AddTypeShow(types, selected);
}

}  // namespace arasha::clients
