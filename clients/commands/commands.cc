#include "clients/commands/commands.h"

#include <initializer_list>
#include <string>

#include "absl/strings/str_cat.h"
#include "clients/commands/options.h"
#include "clients/commands/root.h"
#include "clients/errors/exit_codes.h"

namespace arasha::clients {
namespace {

constexpr const char* kFirstSteps =
    "First steps:\n"
    "  arasha context set istanbul --endpoint HOST:PORT --ca ca.pem --cert me.pem --key me.key --mission "
    "IST\n"
    "  arasha whoami\n"
    "  arasha case list --assignee me\n"
    "  arasha help case open\n"
    "\n"
    "Environment (flags go over it, it goes over the context):\n"
    "  ARASHA_ENDPOINT, ARASHA_CA, ARASHA_CERT, ARASHA_KEY, ARASHA_MISSION,\n"
    "  ARASHA_CONTEXT, ARASHA_TIME_ZONE\n"
    "  ARASHA_LOG_KEY              the audit log's public key, for the audit commands\n"
    "  ARASHA_ASKPASS              program that prints the passphrase of the key, or the PIN of its token\n"
    "  ARASHA_PASSPHRASE_FD        number of an open file whose first line is the same\n"
    "  LC_ALL, LC_MESSAGES, LANG   language, unless --lang is given\n"
    "  NO_COLOR, TERM=dumb         no colours\n"
    "  VISUAL, EDITOR              editor for texts that are left out; vi by itself\n"
    "  COLUMNS                     width of tables, also in a pipe; that of the terminal by itself\n"
    "  XDG_CONFIG_HOME             where the contexts are kept: arasha/config.toml; ~/.config by itself\n"
    "\n"
    "Exit codes:\n";

void AddGlobalOptions(CLI::App& root, GlobalFlags& flags) {
  AddOption(root, "-o,--output", flags.output,
            "Format of the answer; sheet: lists as CSV for Excel and LibreOffice, in your language")
      .Choice({"table", "json", "csv", "sheet"})
      .ShowDefault();
  AddOption(root, "--lang", flags.language, "Language of labels and messages; that of the locale if left out")
      .Choice({"kk", "ru", "en"});
  AddOption(root, "--mission", flags.mission, "Mission, IST; - for all that you may see")
      .TypeName("MISSION")
      .Sets("parent")
      .Sets("mission")
      .Sets("order.mission");
  AddOption(root, "--time-zone", flags.time_zone,
            "Zone of times typed and shown, Asia/Almaty, UTC or local; the mission's if left out")
      .TypeName("ZONE");
  AddOption(root, "--timeout", flags.timeout, "Longest time for a call, its retries included")
      .TypeName("DURATION")
      .ShowDefault();
  AddOption(root, "--request-id", flags.request_id,
            "UUID of a write that is to be repeated safely; made if left out")
      .TypeName("UUID")
      .Sets("request_id");
  AddFlag(root, "--no-color", flags.no_color, "No colours, also on a terminal");
  AddFlag(root, "--no-input", flags.no_input, "Ask nothing, also on a terminal");
  const auto add_connection = [&root](const std::string& name, std::string& target, const std::string& type,
                                      const std::string& description) {
    AddOption(root, name, target, description).TypeName(type).Group("Connection options");
  };
  add_connection("--context", flags.context, "CONTEXT", "Use this context, not the current one");
  add_connection("--endpoint", flags.endpoint, "HOST:PORT", "Server");
  add_connection("--ca", flags.ca, "FILE", "Certificates, PEM, of who may vouch for the server");
  add_connection("--cert", flags.certificate, "FILE", "Your certificate, PEM");
  add_connection("--key", flags.key, "FILE",
                 "Your private key: PEM, a passphrase is asked for; or pkcs11:… for one in a token");
}

// In the order of the help.
void AddNouns(CLI::App& root, Run& selected) {
  using Add = void(CLI::App&, Run&);
  const auto add = [&selected](CLI::App& above, const std::string& name, const std::string& description,
                               const std::string& group, std::initializer_list<Add*> commands) -> CLI::App& {
    CLI::App& noun = AddNoun(above, name, description, group);
    for (Add* command : commands) command(noun, selected);
    return noun;
  };
  CLI::App& cases =
      add(root, "case", "Open, read and work cases", "Cases",
          {AddCaseOpen, AddCaseShow, AddCaseList, AddCaseUpdate, AddCaseAssign, AddCaseClose, AddCaseReopen,
           AddCaseDo, AddCaseEntries, AddCaseCheck, AddCaseChecklist, AddCaseTimeline, AddCaseCorrect,
           AddCaseMigrateType, AddCaseFollow, AddCaseHold, AddCaseRelease});
  add(cases, "party", "Add, update or remove parties", "Subcommands",
      {AddCasePartyAdd, AddCasePartyUpdate, AddCasePartyRemove});
  add(cases, "row", "Add, update or remove hearings, heirs and what else a case has several of",
      "Subcommands", {AddCaseRowAdd, AddCaseRowUpdate, AddCaseRowRemove});
  add(root, "deadline", "Explain, extend and waive deadlines", "Cases",
      {AddDeadlineExplain, AddDeadlineExtend, AddDeadlineWaive});
  add(root, "type", "Read the catalogue of case types", "Cases",
      {AddTypeList, AddTypeShow, AddTypeDraw, AddTypePrint});
  add(root, "approval", "Decide on changes that take a second person", "Cases",
      {AddApprovalList, AddApprovalApprove, AddApprovalRefuse});
  AddReminderCommands(root, selected);
  AddErasureCommands(root, selected);
  AddWarningCommands(root, selected);
  add(root, "access", "Give, take and explain access to single cases", "Access",
      {AddAccessExplain, AddAccessGrant, AddAccessRevoke, AddAccessBreakGlass, AddAccessReview,
       AddAccessList});
  add(root, "staff", "Administer staff, partners and their roles", "Access",
      {AddStaffColleagues, AddStaffAdd, AddStaffUpdate, AddStaffList, AddStaffShow, AddStaffGrant,
       AddStaffRevoke, AddStaffRevokeCertificate});
  CLI::App& reports = add(
      root, "report", "Have reports made, fetch and check them", "Audit",
      {AddReportCreate, AddReportList, AddReportShow, AddReportCancel, AddReportDownload, AddReportVerify});
  add(reports, "schedule", "Schedule recurring reports", "Subcommands",
      {AddReportScheduleCreate, AddReportScheduleList, AddReportScheduleEnd});
  add(root, "audit", "Read the audit log, export it, check it", "Audit",
      {AddAuditList, AddAuditCheckpoint, AddAuditCheckpoints, AddAuditProve, AddAuditExport, AddAuditVerify,
       AddAuditWitness});
  add(root, "context", "Keep servers and certificates under names", "Connection",
      {AddContextList, AddContextUse, AddContextSet, AddContextRename, AddContextDelete, AddContextShow});
}

}  // namespace

std::unique_ptr<CLI::App> BuildCli(GlobalFlags& flags, Run& selected) {
  auto root = std::make_unique<Root>("Arasha: cases of consular assistance.", "arasha");
  root->require_subcommand(1);
  // Global options may stand behind the command as well.
  root->fallthrough();
  AddGlobalOptions(*root, flags);

  AddNouns(*root, selected);
  AddWhoAmI(*root, selected);
  AddVersion(*root, selected);
  AddCompletion(*root, selected);
  AddHelp(*root, selected);
  root->get_subcommand("whoami")->group("Connection");
  for (const char* name : {"version", "completion", "help"}) {
    root->get_subcommand(name)->group("This program");
  }
  // As people look for it in any program.
  root->set_version_flag("--version", ARASHA_VERSION, root->get_subcommand("version")->get_description());
  root->footer(absl::StrCat(kFirstSteps, ExitCodesText()));
  return root;
}

}  // namespace arasha::clients
