#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/cases/also_in.h"
#include "services/cases/follow.h"
#include "services/cases/operations.h"
#include "services/cases/references.h"
#include "services/cases/rows/deadline_rows.h"
#include "services/cases/rows/fact_rows.h"
#include "services/cases/rows/findables.h"
#include "services/cases/rows/new_rows.h"
#include "services/rules/access/sensitivity.h"
#include "services/rules/casework/case_fields.h"
#include "services/rules/casework/changes.h"
#include "services/rules/casework/chronology.h"
#include "services/rules/casework/parties.h"
#include "services/rules/casework/party_roles.h"
#include "services/rules/casework/raises.h"
#include "services/rules/casework/rows.h"
#include "services/rules/catalogue/details.h"
#include "services/rules/catalogue/field_values.h"
#include "storage/cases/cases.h"
#include "storage/cases/timeline.h"
#include "storage/postgres/encoding.h"
#include "storage/postgres/status.h"

namespace arasha::cases {
namespace {

// `given`: how many of the parties come first and were given; the others were taken over.
rules::Violations CheckCase(const server::Call& call, const v1::Case& message, int given,
                            const rules::CaseType& type, absl::TimeZone zone) {
  const absl::Time now = call.now;
  rules::Violations violations = rules::CheckCaseFields(message, now, "case");
  // A time of no form was told of above.
  const bool received = message.has_received_time() && violations.empty();
  const rules::CaseTimes times = {.received = received ? ToTime(message.received_time()) : now,
                                  .births = rules::BirthsOf(message.parties()),
                                  .first_change = {},
                                  .last_change = {},
                                  .zone = zone};
  for (rules::FieldViolation& v : rules::CheckReceipt(times, "case.received_time")) {
    violations.push_back(std::move(v));
  }
  for (rules::FieldViolation& v : rules::CheckDetails(type, message.details(), "case.details")) {
    violations.push_back(std::move(v));
  }
  for (rules::FieldViolation& v :
       rules::CheckFieldTimes(type, message.details(), times, now, "case.details")) {
    violations.push_back(std::move(v));
  }
  for (rules::FieldViolation& v : rules::CheckRows(type, message.rows(), now, "case.rows")) {
    violations.push_back(std::move(v));
  }
  for (int i = 0; i < message.parties_size(); ++i) {
    const v1::Party before = i < given ? v1::Party() : message.parties(i);
    for (rules::FieldViolation& v :
         CheckParty(call, message.parties(i), before, absl::StrCat("case.parties[", i, "]"))) {
      violations.push_back(std::move(v));
    }
    for (rules::FieldViolation& v : rules::CheckRole(type, message.parties(i), message.parties(),
                                                     absl::StrCat("case.parties[", i, "]"))) {
      violations.push_back(std::move(v));
    }
  }
  for (rules::FieldViolation& v : rules::RolesToOpen(type, message.parties(), "case.parties")) {
    violations.push_back(std::move(v));
  }
  if (type.proto().subject_required() && !rules::HasSubject(message.parties())) {
    violations.push_back({"case.parties", rules::Problem::kRequired});  // Whom the case is about.
  }
  if (message.parties_size() > storage::kMaxParties) {
    violations.push_back(
        {"case.parties", rules::Problem::kTooMany, {{"most", absl::StrCat(storage::kMaxParties)}}});
  }
  return violations;
}

// What is asked for, with numbers and values of fields in the form in which they are kept, and general roles
// by those of the type.
v1::Case AsKept(v1::Case asked, const server::Mission& mission, const rules::CaseType& type) {
  if (asked.has_details()) rules::KeepDetails(type.proto().fields(), *asked.mutable_details());
  for (v1::Row& row : *asked.mutable_rows()) {
    if (const v1::RowGroup* group = type.FindRowGroup(row.group())) {
      rules::KeepDetails(group->fields(), *row.mutable_details());
    }
  }
  for (v1::Party& party : *asked.mutable_parties()) {
    WriteNumbers(party, mission);
    rules::CompleteRole(type, party);
  }
  return asked;
}

// The case as it will stand but for its number: what the caller may set, and what the server sets.
v1::Case NewMessage(const v1::Case& asked, const rules::CaseType& type, const server::Mission& mission,
                    absl::Time now) {
  v1::Case message;
  message.set_uid(storage::NewUid(now));
  message.set_etag("1");
  message.set_type(type.id());
  message.set_type_version(type.version());
  message.set_state(type.initial_state());
  message.set_priority(asked.priority() == v1::PRIORITY_UNSPECIFIED ? v1::PRIORITY_NORMAL : asked.priority());
  message.set_host_state(asked.host_state().empty() ? mission.host_state : asked.host_state());
  message.set_summary(asked.summary());
  message.set_sensitivity(asked.sensitivity() == v1::SENSITIVITY_UNSPECIFIED ? type.default_sensitivity()
                                                                             : asked.sensitivity());
  message.set_compartment(message.sensitivity() == v1::SENSITIVITY_COMPARTMENTED &&
                                  asked.compartment().empty()
                              ? type.proto().default_compartment()
                              : asked.compartment());
  *message.mutable_details() = asked.details();
  *message.mutable_received_time() = asked.has_received_time() ? asked.received_time() : ToTimestamp(now);
  *message.mutable_create_time() = ToTimestamp(now);
  *message.mutable_update_time() = ToTimestamp(now);
  message.set_time_zone(mission.calendar.zone.name());
  for (const v1::Party& party : asked.parties()) *message.add_parties() = NewParty(party, now);
  for (const v1::Row& row : asked.rows()) *message.add_rows() = NewRow(row, now);
  storage::SetSubject(message);
  return message;
}

v1::Entry OpeningEntry(const v1::Case& message, const server::Call& call) {
  v1::Entry entry = ServerEntry(call, v1::ENTRY_KIND_TRANSITION);
  entry.set_event("open");
  entry.set_to_state(message.state());
  return entry;
}

// Raises the case by the rules of its type; the entry that tells of it, of no kind if no rule holds.
v1::Entry RaiseAtOpening(const rules::CaseType& type, absl::TimeZone zone, const server::Call& call,
                         v1::Case& message) {
  const v1::Case before = message;
  const auto raises = rules::RaisesThatHold(type, message, absl::ToCivilDay(call.now, zone));
  if (raises.empty()) return {};
  rules::Raise(raises, message);
  v1::Entry entry = ServerEntry(call, v1::ENTRY_KIND_UPDATE);
  entry.set_text(rules::JoinedLines(rules::ChangesText(type, before, message), rules::RaisesText(raises)));
  return entry;
}

// The case as it was opened by this very request; `refusal` if it opened none.
absl::StatusOr<v1::Case> OpenedBefore(
    const server::Call& call,
    absl::Status refusal = absl::InternalError("a case was neither opened nor answered with before")) {
  auto first = server::Repeat<v1::Case>(call, std::move(refusal));
  if (!first.ok()) return first.status();
  const auto number = storage::ParseCaseName(first->name());
  if (!number) return absl::InternalError("a stored answer names no case");
  if (absl::Status s = FindAlsoIn(call, *number, *first); !s.ok()) return s;
  if (absl::Status s = TellFollowed(call, *first); !s.ok()) return s;
  return first;
}

absl::StatusOr<v1::Case> Open(const server::Call& call, const v1::CreateCaseRequest& request) {
  if (request.case_().type().empty()) {
    return server::InvalidFields({{"case.type", rules::Problem::kRequired}});
  }
  const rules::CaseType* type = call.directory->catalogue().Newest(request.case_().type());
  if (type == nullptr) {
    return WithMetadata(
        Refuse(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_CASE_TYPE_UNKNOWN,
               "case.type: the catalogue has no such case type; `arasha type list` shows what it has"),
        "type", request.case_().type());
  }
  v1::Case asked = AsKept(request.case_(), *call.mission, *type);
  v1::Case followed;
  if (!request.follows().empty()) {
    auto read = Follow(call, request.follows(), *type, asked);
    if (!read.ok()) return read.status();
    followed = *std::move(read);
    asked = AsKept(std::move(asked), *call.mission, *type);
  }
  rules::Violations wrong =
      CheckCase(call, asked, request.case_().parties_size(), *type, call.mission->calendar.zone);
  for (rules::FieldViolation& v :
       TakeReferences(type->proto().fields(), {}, {}, "case.details", *asked.mutable_details())) {
    wrong.push_back(std::move(v));
  }
  for (int i = 0; i < asked.rows_size(); ++i) {
    for (rules::FieldViolation& v :
         TakeRow(*type, {}, {}, absl::StrCat("case.rows[", i, "]"), *asked.mutable_rows(i))) {
      wrong.push_back(std::move(v));
    }
  }
  if (!wrong.empty()) return server::InvalidFields(wrong);

  const rules::WorkCalendar& calendar = call.mission->calendar;
  storage::NewCase opening;
  v1::Case& message = opening.row.message;
  message = NewMessage(asked, *type, *call.mission, call.now);
  message.set_follows(request.follows());
  if (auto violations = rules::CheckSensitivity(message, "case"); !violations.empty()) {
    return server::InvalidFields(violations);
  }
  if (message.compartment() != type->proto().default_compartment()) {
    if (auto violations = CheckCompartment(call, message); !violations.empty())
      return server::InvalidFields(violations);
  }
  const auto lowers = [&](v1::Sensitivity from, const std::string& compartment) {
    return rules::Lowers(from, compartment, message.sensitivity(), message.compartment());
  };
  if ((lowers(type->default_sensitivity(), type->proto().default_compartment()) ||
       lowers(followed.sensitivity(), followed.compartment())) &&
      !rules::May(*call.actor, rules::Action::kLowerSensitivity, call.about.mission, call.now)) {
    return server::PermissionDenied(rules::Problem::kHeadLowersSensitivity);
  }
  if (v1::Entry raised = RaiseAtOpening(*type, calendar.zone, call, message);
      raised.kind() != v1::ENTRY_KIND_UNSPECIFIED) {
    opening.raised = {std::move(raised), {}};
  }
  const rules::DeadlineFacts facts = FactsOf(message, *type, calendar);
  opening.deadlines = StartedRows(facts, HappeningsOf(message, *type, calendar));
  SetFirstWarnings(facts, call.now, opening.deadlines);
  opening.row.number = {.mission = call.about.mission,
                        .year = static_cast<int>(absl::ToCivilYear(call.now, calendar.zone).year())};
  opening.row.version = 1;
  opening.row.created_by = call.actor->name;
  opening.row.labels = LabelsOf(opening.row);
  opening.row.field_times = FieldTimesOf(message, *type, calendar.zone);
  opening.findables.push_back(SummaryFindable(message));
  for (const v1::Party& party : message.parties()) {
    opening.findables.push_back(PartyFindable(party, type, MayCross(call, call.about.mission)));
  }
  opening.opening = {OpeningEntry(message, call), {}};
  if (!request.follows().empty()) opening.followed = {FollowsEntry(call, request.follows()), {}};
  v1::Case response = message;
  ShowDeadlines(opening.deadlines, call.now, response);
  ShowFacts(*call.directory, {call.about.mission, message.details(), {}, opening.deadlines}, call.now,
            response);
  if (request.validate_only()) {
    if (absl::Status s = FindAlsoIn(call, call.about, response); !s.ok()) return s;
    return response;
  }

  opening.response = response.SerializeAsString();
  auto opened = storage::OpenCase(*call.connection, call.context, opening);
  if (!opened.ok()) return opened.status();
  if (!*opened) return OpenedBefore(call);
  opening.row.number.serial = (*opened)->serial;
  ShowAlsoIn((*opened)->also_in, response);
  server::NameAfter(opening.row.number, response);
  if (absl::Status s = TellFollowed(call, response); !s.ok()) return s;
  return response;
}

}  // namespace

absl::StatusOr<v1::Case> CreateCase(server::Call& call, const v1::CreateCaseRequest& request) {
  auto opened = Open(call, request);
  if (opened.ok() || request.follows().empty() || request.validate_only()) return opened;
  // The case that is followed may have changed since a first request: a repeat is told by its first answer.
  return OpenedBefore(call, opened.status());
}

}  // namespace arasha::cases
