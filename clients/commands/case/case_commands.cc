#include "clients/commands/case/case_commands.h"

#include "clients/commands/options.h"

namespace arasha::clients {

void AddCaseCommands(CLI::App& root, Run& selected) {
  CLI::App& cases = AddNoun(root, "case", "Open, read and work cases", "Cases");
  AddCaseOpen(cases, selected);
  AddCaseShow(cases, selected);
  AddCaseList(cases, selected);
  AddCaseUpdate(cases, selected);
  AddCaseAssign(cases, selected);
  AddCaseClose(cases, selected);
  AddCaseReopen(cases, selected);
  AddCaseDo(cases, selected);
  AddCaseEntries(cases, selected);
  AddCaseTimeline(cases, selected);
  AddCaseCorrect(cases, selected);
  CLI::App& parties = AddNoun(cases, "party", "Add or remove parties", "Subcommands");
  AddCasePartyAdd(parties, selected);
  AddCasePartyUpdate(parties, selected);
  AddCasePartyRemove(parties, selected);
}

}  // namespace arasha::clients
