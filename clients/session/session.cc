#include "clients/session/session.h"

#include <algorithm>
#include <initializer_list>
#include <istream>
#include <iterator>
#include <optional>
#include <ostream>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/connection/certificate.h"
#include "clients/errors/error_text.h"
#include "clients/print/message_fields.h"
#include "clients/print/print_csv.h"
#include "clients/print/print_json.h"
#include "clients/print/tables/print_case.h"
#include "clients/print/tables/print_deadline.h"
#include "clients/print/tables/print_erasures.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"
#include "clients/text/text_encoding.h"
#include "clients/text/times.h"
#include "clients/text/width.h"
#include "proto/row_groups.h"
#include "proto/timestamps.h"

namespace arasha::clients {
namespace {

Output OutputOf(const std::string& name) {
  if (name == "json") return Output::kJson;
  if (name == "csv") return Output::kCsv;
  return name == "sheet" ? Output::kSheet : Output::kTable;
}

// The first of the variables that says something; empty if none does.
std::string FirstSet(const Environment& environment, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (std::string value = environment.variable(name); !value.empty()) return value;
  }
  return "";
}

// An answer of a List call without a row.
bool IsEmptyList(const google::protobuf::Message& answer) {
  return RowsOf(*answer.GetDescriptor()) != nullptr && RowCount(answer) == 0;
}

// What a report is about: its mission, or that of its case; empty if neither is named.
std::string MissionOfOrder(const v1::ReportOrder& order) {
  return order.case_().empty() ? order.mission() : MissionOf(order.case_());
}

}  // namespace

Language LanguageFor(const GlobalFlags& flags, const Environment& environment) {
  // One that there is not is refused in the language of the locale.
  if (const std::optional<Language> asked = LanguageOf(flags.language)) return *asked;
  const std::string locale = FirstSet(environment, {"LC_ALL", "LC_MESSAGES", "LANG"});  // `kk_KZ.UTF-8`
  return LanguageOf(locale.substr(0, locale.find_first_of("_.@-"))).value_or(Language::kEn);
}

absl::StatusOr<std::unique_ptr<Session>> Session::Create(const GlobalFlags& flags,
                                                         const Environment& environment) {
  const absl::StatusOr<absl::Duration> timeout = ParseTimeout(flags.timeout);
  if (!timeout.ok()) return timeout.status();
  std::unique_ptr<Session> session(new Session(flags, environment, *timeout));
  const std::string& asked = session->settings_.ok() ? session->settings_->time_zone : flags.time_zone;
  if (!asked.empty()) {
    const absl::StatusOr<absl::TimeZone> zone = ZoneNamed(asked, environment.variable("TZ"));
    if (!zone.ok()) return zone.status();
    session->zones_.Ask(*zone);
  }
  return session;
}

Session::Session(const GlobalFlags& flags, const Environment& environment, absl::Duration timeout)
    : flags_(flags),
      environment_(environment),
      messages_(LanguageFor(flags, environment)),
      output_(OutputOf(flags.output)),
      settings_(ResolveSettings(flags, environment)),
      api_(
          [this]() -> absl::StatusOr<std::shared_ptr<grpc::ChannelInterface>> {
            if (!settings_.ok()) return settings_.status();
            if (!settings_->key.empty() && OthersMayRead(settings_->key)) {
              Note(messages_.Text("warning.key_readable", {{"path", settings_->key}}));
            }
            Settings settings = *settings_;
            settings.ask_secret = [this](const std::string& key) {
              return ReadSecret(environment_, messages_, key, !flags_.no_input);
            };
            return environment_.open_channel(settings);
          },
          timeout,
          [this](const absl::Status& error) {
            if (!environment_.err_is_terminal) return;
            const std::string what = Headline(FailureOf(error, {}), Facts(), messages_);
            Note(messages_.Text("note.retrying", {{"error", std::string(absl::StripSuffix(what, "."))}}));
          },
          [this] {
            return absl::StrCat("\narasha: ", messages_.Text("error.interrupted"), "\n",
                                RepeatText(request_id_, messages_));
          }),
      request_id_(flags.request_id) {}

TableStyle Session::style() const {
  const absl::Time now = environment_.now();
  const bool colour = environment_.out_is_terminal && !flags_.no_color &&
                      environment_.variable("NO_COLOR").empty() && environment_.variable("TERM") != "dumb";
  TableStyle made{messages_, zones_.ToShow(mission_), now, environment_.columns, colour};
  made.parties = parties_;
  made.proposed = proposed_;
  made.case_closed = case_closed_;
  made.fields = fields_;
  made.spreadsheet = output_ == Output::kSheet;
  if (made.spreadsheet) made.columns.reset();
  return made;
}

TableStyle Session::LabelledStyle(const std::set<std::string>& case_types) {
  TableStyle labelled = style();
  v1::ListCaseTypesRequest request;
  request.set_labels(true);
  for (const std::string& type : case_types) {
    if (!type.empty()) request.add_names(CaseTypeName(type));
  }
  if (request.names().empty()) return labelled;
  if (auto types = api_.Call(request); types.ok()) {
    labelled.types = std::make_shared<v1::ListCaseTypesResponse>(*std::move(types));
  }
  return labelled;
}

TableStyle Session::StyleOf(const v1::ListPrincipalsResponse& principals) {
  google::protobuf::RepeatedPtrField<v1::RoleGrant> grants;
  for (const v1::Principal& principal : principals.principals()) grants.MergeFrom(principal.grants());
  return StyleOfRoles(grants);
}

TableStyle Session::StyleOfRoles(const google::protobuf::RepeatedPtrField<v1::RoleGrant>& grants) {
  TableStyle zoned = style();
  for (const v1::RoleGrant& grant : grants) {
    if (!grant.has_expire_time() || zoned.mission_zones.contains(grant.mission())) continue;
    zoned.mission_zones.emplace(grant.mission(), zones_.ToShow(grant.mission()));
  }
  return zoned;
}

TableStyle Session::ByClockOf(std::set<std::string> missions, TableStyle shown) {
  // What is of no mission, and a list without a row, goes by that of the one asked about.
  if (missions.erase("") > 0 || missions.empty()) missions.insert(mission_);
  std::optional<absl::TimeZone> clock;
  for (const std::string& mission : missions) {
    const absl::TimeZone zone = zones_.At(mission).value_or(absl::UTCTimeZone());
    if (clock.value_or(zone) != zone) {
      shown.zone = absl::UTCTimeZone();
      return shown;
    }
    clock = zone;
  }
  shown.zone = *clock;
  return shown;
}

TableStyle Session::StyleOf(const v1::ListCasesResponse& cases) {
  std::set<std::string> missions;
  std::set<std::string> types;
  for (const v1::Case& matter : cases.cases()) {
    missions.insert(MissionOf(matter.name()));
    types.insert(matter.type());
  }
  return ByClockOf(std::move(missions), LabelledStyle(types));
}

TableStyle Session::StyleOf(const v1::ListAuditEntriesResponse& entries) {
  std::set<std::string> missions;
  for (const v1::AuditEntry& entry : entries.entries()) missions.insert(entry.mission());
  return ByClockOf(std::move(missions), style());
}

TableStyle Session::StyleOf(const v1::ListApprovalsResponse& approvals) {
  std::set<std::string> missions;
  std::set<std::string> types;
  for (const v1::Approval& approval : approvals.approvals()) {
    missions.insert(MissionOf(approval.name()));
    types.insert(approval.case_type());
  }
  return ByClockOf(std::move(missions), LabelledStyle(types));
}

TableStyle Session::StyleOf(const v1::ListRemindersResponse& reminders) {
  std::set<std::string> missions;
  for (const v1::Reminder& reminder : reminders.reminders()) missions.insert(MissionOf(reminder.name()));
  return ByClockOf(std::move(missions), style());
}

TableStyle Session::StyleOf(const v1::Warning& warning) {
  return ByClockOf({MissionOf(warning.name())}, LabelledStyle({warning.case_type()}));
}

TableStyle Session::StyleOf(const v1::ListWarningsResponse& warnings) {
  std::set<std::string> missions;
  std::set<std::string> types;
  for (const v1::Warning& warning : warnings.warnings()) {
    missions.insert(MissionOf(warning.name()));
    types.insert(warning.case_type());
  }
  return ByClockOf(std::move(missions), LabelledStyle(types));
}

TableStyle Session::StyleOf(const v1::AccessGrant& grant) { return ByClockOf({grant.mission()}, style()); }

TableStyle Session::StyleOf(const v1::ListAccessGrantsResponse& grants) {
  std::set<std::string> missions;
  for (const v1::AccessGrant& grant : grants.access_grants()) missions.insert(grant.mission());
  return ByClockOf(std::move(missions), style());
}

TableStyle Session::StyleOf(const v1::ErasureList& list) {
  return ByClockOf({list.mission()}, LabelledStyle(TypesOf(list)));
}

TableStyle Session::StyleOf(const v1::Report& report) {
  return ByClockOf({MissionOfOrder(report.order())}, style());
}

TableStyle Session::StyleOf(const v1::ListReportsResponse& reports) {
  std::set<std::string> missions;
  for (const v1::Report& report : reports.reports()) missions.insert(MissionOfOrder(report.order()));
  return ByClockOf(std::move(missions), style());
}

TableStyle Session::StyleOf(const v1::ReportSchedule& schedule) {
  return ByClockOf({MissionOfOrder(schedule.order())}, style());
}

TableStyle Session::StyleOf(const v1::ListReportSchedulesResponse& schedules) {
  std::set<std::string> missions;
  for (const v1::ReportSchedule& schedule : schedules.schedules()) {
    missions.insert(MissionOfOrder(schedule.order()));
  }
  return ByClockOf(std::move(missions), style());
}

absl::StatusOr<std::string> Session::MissionOrAll() {
  if (!settings_.ok()) return settings_.status();
  absl::StatusOr<std::string> mission =
      settings_->mission.empty() ? zones_.OnlyMission() : MissionName(settings_->mission);
  if (mission.ok()) mission_ = *mission;
  return mission;
}

absl::StatusOr<std::string> Session::Mission() {
  absl::StatusOr<std::string> mission = MissionOrAll();
  if (mission.ok() && *mission == kAllMissions && settings_->mission.empty()) {
    mission_.clear();
    return UsageError("usage.no_mission");
  }
  return mission;
}

absl::StatusOr<std::string> Session::Case(const std::string& typed) {
  const auto year = absl::ToCivilYear(environment_.now(), absl::UTCTimeZone()).year();
  absl::StatusOr<std::string> name = CaseName(typed, static_cast<int>(year), [this] { return Mission(); });
  if (name.ok()) mission_ = MissionOf(*name);
  return name;
}

const std::string& Session::RequestId() {
  if (request_id_.empty()) request_id_ = NewUuid();
  return request_id_;
}

std::string Session::RequestId(uint32_t place) { return UuidBeside(RequestId(), place); }

absl::StatusOr<std::string> Session::Staff(const std::string& typed) {
  if (typed != "me") return StaffName(typed);
  const absl::StatusOr<v1::WhoAmIResponse> who = api_.Call(v1::WhoAmIRequest());
  if (!who.ok()) return who.status();
  return who->name();
}

std::string Session::TextOf(const std::string& typed) const {
  if (typed != "-") return typed;
  if (environment_.in_is_terminal) Note(messages_.Text("note.end_of_input"));
  std::string text{std::istreambuf_iterator<char>(*environment_.in), std::istreambuf_iterator<char>()};
  text = Utf8OrAsIs(text);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  return text;
}

ZoneSource Session::zone() {
  return [this] { return zones_.At(mission_); };
}

SlashOrder Session::slashes() const {
  return SlashOrderOf(FirstSet(environment_, {"LC_ALL", "LC_TIME", "LANG"}));
}

absl::StatusOr<google::protobuf::Timestamp> Session::TimeOf(const std::string& typed, TimeUse use) {
  const absl::StatusOr<absl::Time> time = ParseTime(typed, use, environment_.now(), zone(), slashes());
  if (!time.ok()) return time.status();
  return ToTimestamp(*time);
}

absl::StatusOr<std::string> Session::DayOf(const std::string& typed, DayUse use) {
  const absl::StatusOr<absl::CivilDay> day = ParseDay(typed, use, environment_.now(), zone(), slashes());
  if (!day.ok()) return day.status();
  return absl::FormatCivilTime(*day);
}

TimeReaders Session::Times() {
  return {[this](const std::string& typed) { return TimeOf(typed); },
          [this](const std::string& typed) { return DayOf(typed); }};
}

bool Session::Interactive() const {
  return environment_.in_is_terminal && environment_.out_is_terminal && !flags_.no_input;
}

void Session::Print(const google::protobuf::Message& answer,
                    const std::function<std::string()>& table) const {
  switch (output_) {
    case Output::kTable:
    case Output::kSheet:
      *environment_.out << table();
      if (IsEmptyList(answer)) Note(messages_.Text("note.nothing_found"));
      break;
    case Output::kJson:
      *environment_.out << JsonText(answer);
      break;
    case Output::kCsv:
      *environment_.out << CsvText(answer, fields_);
      break;
  }
}

void Session::PrintCase(const v1::Case& matter) {
  Learn(matter);
  const v1::Case shown = InWords(matter);
  Print(matter, [&] {
    // Without the type there are ids in place of labels, which is better than no answer.
    return TableText(shown, TypeOf(matter).value_or(v1::CaseType()), style());
  });
}

void Session::PrintExplanation(const v1::DeadlineExplanation& explanation, bool each_day) {
  zones_.Learn(mission_, explanation.time_zone());
  Print(explanation, [&] {
    v1::GetCaseTypeRequest request;
    request.set_name(CaseTypeName(explanation.case_type()));
    v1::CaseType type = api_.Call(request).value_or(v1::CaseType());
    // What a row's deadline hangs on are fields of its group.
    for (const v1::DeadlineRule& rule : type.deadlines()) {
      if (rule.id() != explanation.rule() || rule.per_row().empty()) continue;
      type = TypeOfRows(type, rule.per_row());
      break;
    }
    return TableText(explanation, type, each_day, style());
  });
}

absl::StatusOr<v1::Case> Session::FetchCase(const std::string& name) {
  v1::GetCaseRequest request;
  request.set_name(name);
  request.set_view(v1::CASE_VIEW_FULL);
  absl::StatusOr<v1::Case> matter = api_.Call(request);
  if (matter.ok()) Learn(*matter);
  return matter;
}

absl::StatusOr<v1::CaseType> Session::TypeOf(const v1::Case& matter) {
  v1::GetCaseTypeRequest request;
  request.set_name(CaseTypeName(absl::StrCat(matter.type(), "@", matter.type_version())));
  return api_.Call(request);
}

void Session::KnowCase(const v1::Case& matter) {
  proposed_ = matter.pending_approval().correction();
  case_closed_ = matter.has_close_time();
  for (const v1::Party& party : matter.parties()) parties_[party.name()] = InWords(party).display_name();
}

void Session::Learn(const v1::ListCasesResponse& answer) {
  for (const v1::Case& matter : answer.cases()) zones_.Learn(MissionOf(matter.name()), matter.time_zone());
}

void Session::Tell(absl::string_view text) const {
  *environment_.err << WrappedLines(text, environment_.err_columns) << std::flush;
}

void Session::Note(absl::string_view text) const { Tell(absl::StrCat("arasha: ", OneLine(text), "\n")); }

}  // namespace arasha::clients
