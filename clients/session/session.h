#ifndef ARASHA_CLIENTS_SESSION_SESSION_H_
#define ARASHA_CLIENTS_SESSION_SESSION_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/connection/api.h"
#include "clients/connection/environment.h"
#include "clients/connection/mission_zones.h"
#include "clients/connection/settings.h"
#include "clients/errors/error_text.h"
#include "clients/errors/failure.h"
#include "clients/input/details.h"
#include "clients/input/time_input.h"
#include "clients/print/print_table.h"
#include "clients/print/unreadable.h"
#include "services/rules/texts/texts.h"

namespace arasha::clients {

enum class Output { kTable, kJson, kCsv, kSheet };

// What one command works with: the server, the printers, and what the global options say.
class Session {
 public:
  // The flags are those of a finished parse. Fails if one of them cannot be understood; a failure to
  // find settings is kept for the command that needs them.
  static absl::StatusOr<std::unique_ptr<Session>> Create(const GlobalFlags& flags,
                                                         const Environment& environment);

  Api& api() { return api_; }
  const Environment& environment() const { return environment_; }
  const GlobalFlags& flags() const { return flags_; }
  const Texts& messages() const { return messages_; }
  const absl::StatusOr<Settings>& settings() const { return settings_; }
  Output output() const { return output_; }
  // Whether the answer is in the reader's words and by his clock: a table, or a list as a spreadsheet.
  bool ForPeople() const { return output_ == Output::kTable || output_ == Output::kSheet; }
  // With times in the zone that was asked for, else that of the mission which Mission() or Case() gave.
  TableStyle style() const;
  // Likewise, with the labels of these types, for tables that name states, events and fields of cases.
  TableStyle LabelledStyle(const std::set<std::string>& case_types);

  // Name of the mission that `--mission`, the environment or the context gives; else the only one at which
  // the caller holds a role, which the server is asked for. A usage error if there is no such.
  absl::StatusOr<std::string> Mission();
  // The same for lists, which are of all missions (`missions/-`) where the caller has none or several.
  absl::StatusOr<std::string> MissionOrAll();

  // Full name of a case, typed as names.h has it; without a mission it is of Mission().
  absl::StatusOr<std::string> Case(const std::string& typed);

  // The id of this command's one write: of `--request-id`, else made at the first call.
  const std::string& RequestId();
  // The same of one of several writes, which `place` tells from the others: made of the command's own, so
  // that the command repeated with that does nothing twice.
  std::string RequestId(uint32_t place);

  // Full name of a staff member typed as `me` (asks the server), `a.omarova` or `staff/a.omarova`.
  absl::StatusOr<std::string> Staff(const std::string& typed);

  // Text typed as an option's value, or read from standard input where the value is `-`, so that what is
  // personal stays out of process lists and histories.
  std::string TextOf(const std::string& typed) const;

  // The instant that a person typed, as time_input.h takes it, in the zone of the mission concerned.
  absl::StatusOr<google::protobuf::Timestamp> TimeOf(const std::string& typed,
                                                     TimeUse use = TimeUse::kHappened);
  // Likewise the day, `2026-11-24`.
  absl::StatusOr<std::string> DayOf(const std::string& typed, DayUse use = DayUse::kAny);
  // Both as functions, which must not outlive the session.
  TimeReaders Times();

  // Whether a person is there to be asked.
  bool Interactive() const;

  // Prints an answer in the output format asked for; the table is made only if it is to be shown.
  void Print(const google::protobuf::Message& answer, const std::function<std::string()>& table) const;
  template <typename Answer>
  void Print(const Answer& answer) {
    Learn(answer);
    const Answer shown = InWords(answer);
    Print(answer, [&] { return TableText(shown, StyleOf(shown)); });
  }
  // Prints a case with the labels of its type, which is fetched for a table only.
  void PrintCase(const v1::Case& matter);
  // Likewise an explanation of a deadline; see print_deadline.h.
  void PrintExplanation(const v1::DeadlineExplanation& explanation, bool each_day);
  // A case (full name) with all that belongs to it, which timelines then know, and its zone; see KnowCase.
  absl::StatusOr<v1::Case> FetchCase(const std::string& name);
  // The type that a case follows, in its version.
  absl::StatusOr<v1::CaseType> TypeOf(const v1::Case& matter);
  // That times of the mission concerned are by this clock, as an answer says.
  void LearnZone(const std::string& time_zone) { zones_.Learn(mission_, time_zone); }
  // Lets timelines that are printed from now on call the parties of this case by name, and tell which
  // correction of an entry waits; and lists of its reminders, whether they rest.
  void KnowCase(const v1::Case& matter);
  // Lets lists that are printed from now on show these fields of their rows; see TableStyle.
  void ShowFields(std::vector<std::string> fields) { fields_ = std::move(fields); }
  const std::vector<std::string>& fields() const { return fields_; }
  // Writes lines, or the beginning of one, to standard error, as wide as its terminal is.
  void Tell(absl::string_view text) const;
  // Says on standard error what is not part of the answer.
  void Note(absl::string_view text) const;
  // Says so, and what to do, if the server could not read a text of what it told. Last, below the answer.
  void NoteUnreadable() const;

  // The error as it is to be told: where the server found nothing because the mission, the case type or the
  // person does not exist, that one, with those that may have been meant.
  absl::Status Explained(const absl::Status& error);

  // Adds flags of the command's own to those that errors name; see failure.h.
  void AddFieldFlag(const std::string& field, const std::string& flag) { field_flags_[field] = flag; }

  void AddFieldFlags(const FieldFlags& flags) {
    for (const auto& [field, flag] : flags) AddFieldFlag(field, flag);
  }

  // Prints a failed command's status on standard error.
  void PrintError(const absl::Status& status) const;
  // Prints what is wrong with answers that are asked for again, of those fields alone that `shown` takes.
  void PrintRefusedAnswers(const absl::Status& status,
                           const std::function<bool(const std::string& field)>& shown) const;

 private:
  Session(const GlobalFlags& flags, const Environment& environment, absl::Duration timeout);

  CallFacts Facts() const;
  // Fetches the type by which what was refused is named.
  void LearnRefused();
  // The answer as tables show it, with words for texts that the server could not read; see NoteUnreadable.
  template <typename Answer>
  Answer InWords(Answer answer) {
    unreadable_ |= NameUnreadable(messages_.Text("unreadable"), answer);
    return answer;
  }
  ZoneSource zone();
  // How the user's locale reads dates with slashes.
  SlashOrder slashes() const;
  TableStyle StyleOf(const google::protobuf::Message& /*answer*/) { return style(); }
  TableStyle StyleOf(const v1::ListCasesResponse& cases);
  TableStyle StyleOf(const v1::ListEntriesResponse& entries) { return LabelledStyle({entries.case_type()}); }
  TableStyle StyleOf(const v1::ListApprovalsResponse& approvals);
  TableStyle StyleOf(const v1::ListAuditEntriesResponse& entries);
  TableStyle StyleOf(const v1::ListCheckpointsResponse& /*heads*/) { return ByClockOf({}, style()); }
  TableStyle StyleOf(const v1::ListRemindersResponse& reminders);
  TableStyle StyleOf(const v1::Warning& warning);
  TableStyle StyleOf(const v1::ListWarningsResponse& warnings);
  TableStyle StyleOf(const v1::WhoAmIResponse& who) { return StyleOfRoles(who.grants()); }
  TableStyle StyleOf(const v1::Principal& principal) { return StyleOfRoles(principal.grants()); }
  TableStyle StyleOf(const v1::ListPrincipalsResponse& principals);
  TableStyle StyleOf(const v1::AccessGrant& grant);
  TableStyle StyleOf(const v1::ListAccessGrantsResponse& grants);
  TableStyle StyleOf(const v1::ErasureList& list);
  TableStyle StyleOf(const v1::Report& report);
  TableStyle StyleOf(const v1::ListReportsResponse& reports);
  TableStyle StyleOf(const v1::ReportSchedule& schedule);
  TableStyle StyleOf(const v1::ListReportSchedulesResponse& schedules);
  // With times by the clock of the missions that the rows are of (empty: of none); in UTC if it is not one
  // clock.
  TableStyle ByClockOf(std::set<std::string> missions, TableStyle shown);
  // Roles end by the clock of the mission where they hold.
  TableStyle StyleOfRoles(const google::protobuf::RepeatedPtrField<v1::RoleGrant>& grants);
  // What answers tell of the zone of their times.
  void Learn(const google::protobuf::Message& /*answer*/) {}
  void Learn(const v1::Case& matter) {
    zones_.Learn(mission_, matter.time_zone());
    KnowCase(matter);
  }
  void Learn(const v1::ListEntriesResponse& answer) { zones_.Learn(mission_, answer.time_zone()); }
  void Learn(const v1::ListCasesResponse& answer);

  GlobalFlags flags_;
  Environment environment_;
  Texts messages_;
  Output output_;
  absl::StatusOr<Settings> settings_;
  Api api_;
  // What it learns is no state of the session, only spared calls.
  mutable MissionZones zones_{api_};
  // The mission concerned, `missions/IST`, as soon as it is known.
  std::string mission_;
  // The type of the case that the refused call was about; empty if no name of it is needed.
  v1::CaseType type_of_refused_;
  std::string request_id_;
  std::map<std::string, std::string> parties_;  // see KnowCase
  v1::Correction proposed_;                     // likewise
  bool case_closed_ = false;                    // likewise
  std::vector<std::string> fields_;             // see ShowFields
  FieldFlags field_flags_;
  bool unreadable_ = false;  // see InWords
};

// The language that `--lang` asks for, else the locale, in the order of POSIX; English if there are no texts
// in it.
Language LanguageFor(const GlobalFlags& flags, const Environment& environment);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_SESSION_SESSION_H_
