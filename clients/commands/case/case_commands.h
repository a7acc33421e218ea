#ifndef ARASHA_CLIENTS_COMMANDS_CASE_CASE_COMMANDS_H_
#define ARASHA_CLIENTS_COMMANDS_CASE_CASE_COMMANDS_H_

#include "clients/commands/commands.h"

namespace arasha::clients {

// Each adds one command, of the file of its name, to the command above it; the command sets `selected`.
void AddCaseOpen(CLI::App& cases, Run& selected);
void AddCaseShow(CLI::App& cases, Run& selected);
void AddCaseList(CLI::App& cases, Run& selected);
void AddCaseUpdate(CLI::App& cases, Run& selected);
void AddCaseAssign(CLI::App& cases, Run& selected);
void AddCaseClose(CLI::App& cases, Run& selected);
void AddCaseReopen(CLI::App& cases, Run& selected);
void AddCaseDo(CLI::App& cases, Run& selected);
// `note`, `contact`, `visit`, `note-verbale` and `decision`.
void AddCaseEntries(CLI::App& cases, Run& selected);
void AddCaseTimeline(CLI::App& cases, Run& selected);
void AddCaseCorrect(CLI::App& cases, Run& selected);
void AddCasePartyAdd(CLI::App& parties, Run& selected);
void AddCasePartyUpdate(CLI::App& parties, Run& selected);
void AddCasePartyRemove(CLI::App& parties, Run& selected);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_CASE_CASE_COMMANDS_H_
