#include "services/rules/casework/migration.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "proto/timestamps.h"
#include "services/rules/casework/changes.h"
#include "services/rules/casework/parties.h"
#include "services/rules/casework/party_roles.h"
#include "services/rules/catalogue/details.h"
#include "services/rules/catalogue/difference.h"
#include "services/rules/deadlines/extensions.h"
#include "services/rules/deadlines/recurrence.h"
#include "services/rules/deadlines/row_deadlines.h"
#include "services/rules/deadlines/work_calendar.h"

namespace arasha::rules {
namespace {

// The course of a run that has begun; nullptr if there is none.
const DeadlineCourse* Begun(absl::Span<const DeadlineCourse> courses, const std::string& rule, int run) {
  const auto* found = std::find_if(courses.begin(), courses.end(), [&](const DeadlineCourse& course) {
    return course.started.rule == rule && course.run == run && course.started.start < absl::InfiniteFuture();
  });
  return found == courses.end() ? nullptr : &*found;
}

bool IsOpen(const DeadlineCourse& course, absl::Time now) {
  const v1::DeadlineState state = StateOf(course, now);
  return state == v1::DEADLINE_STATE_RUNNING || state == v1::DEADLINE_STATE_PAUSED;
}

// Where a reopening set the run going, it goes on from there by the version's terms.
std::optional<StartedDeadline> Restarted(const DeadlineFacts& facts, absl::Span<const Happening> happenings,
                                         const StartedDeadline& stored) {
  for (StartedDeadline& deadline : RestartDeadlines(facts, happenings)) {
    if (deadline.rule == stored.rule && deadline.start == stored.start) return std::move(deadline);
  }
  return std::nullopt;
}

v1::MigrationLine LineOf(v1::MigrationLineKind kind) {
  v1::MigrationLine line;
  line.set_kind(kind);
  return line;
}

bool SameDeadline(const DeadlineCourse& before, const DeadlineCourse& after) {
  return DueOf(before) == DueOf(after) && before.met == after.met &&
         before.leeway.paused == after.leeway.paused;
}

constexpr absl::string_view kDetails = "case.details";

// Id of the field of the details that is violated.
std::string FieldIn(const FieldViolation& violation) {
  absl::string_view field = violation.field;
  absl::ConsumePrefix(&field, kDetails);
  absl::ConsumePrefix(&field, ".");
  return std::string(field.substr(0, field.find('[')));
}

// Until when a course has time whose period by the version was over before the move: as long as it had by the
// version before, or, of one that only the move begins, for its period from the move on.
absl::Time KindDue(const DeadlineFacts& facts, const DeadlineCourse* before, const DeadlineCourse& course,
                   absl::Time now) {
  if (before != nullptr) {
    const absl::Time due = DueOf(*before);
    return before->leeway.paused ? now + (due - *before->leeway.paused) : due;
  }
  const v1::DeadlineRule* rule = facts.type.FindDeadline(course.started.rule);
  const std::optional<Terms> terms = rule != nullptr ? TermsOf(*rule, facts) : std::nullopt;
  return terms && terms->period != nullptr ? DueTime(now, *terms->period, facts.calendar) : now;
}

// By the move alone nothing is missed: nobody could have kept what was not asked for then.
void MissNothing(const DeadlineFacts& facts, absl::Span<const Happening> happenings,
                 absl::Span<const DeadlineCourse> courses, absl::Time now,
                 std::vector<DeadlineCourse>& migrated) {
  for (DeadlineCourse& course : migrated) {
    const v1::DeadlineState state = StateOf(course, now);
    if (state != v1::DEADLINE_STATE_MISSED && state != v1::DEADLINE_STATE_MET_LATE) continue;
    course.leeway.extended = KindDue(facts, Begun(courses, course.started.rule, course.run), course, now);
    course.leeway.extend_time = now;
  }
  SettleLeeway(facts, happenings, migrated);
}

std::optional<absl::Time> TimeOrNone(bool has, const google::protobuf::Timestamp& time) {
  return has ? std::optional(ToTime(time)) : std::nullopt;
}

// Which event was proposed, with its label by the version, and by whom; no event of a correction.
std::map<std::string, std::string> OfProposal(const v1::Case& message, const CaseType& type) {
  const v1::Approval& approval = message.pending_approval();
  std::map<std::string, std::string> said = {
      {"event", approval.event()},
      {"proposed_by", std::string(absl::StripPrefix(approval.proposed_by(), "staff/"))}};
  if (const v1::TransitionRule* rule = type.FindTransition(approval.event())) {
    said["event"] = rule->label().en();
    said["event.kk"] = rule->label().kk();
    said["event.ru"] = rule->label().ru();
  }
  return said;
}

}  // namespace

Violations CheckMigration(const v1::Case& message, const CaseType& to) {
  Violations violations;
  if (to.FindState(message.state()) == nullptr || to.IsFinal(message.state())) {
    violations.push_back({"case.state", Problem::kStateNotInVersion, {{"state", message.state()}}});
  }
  for (FieldViolation& violation : CheckDetails(to, message.details(), kDetails)) {
    if (violation.problem == Problem::kRequired) continue;
    if (violation.problem == Problem::kUnknownField) {
      violation.problem = Problem::kFieldNotInVersion;
      violation.parameters["field"] = FieldIn(violation);
    }
    violations.push_back(std::move(violation));
  }
  for (int i = 0; i < message.parties_size(); ++i) {
    // How many may have a role is asked of who comes, not of who was there before.
    for (FieldViolation& violation :
         CheckRole(to, message.parties(i), {}, absl::StrCat("case.parties[", i, "]"))) {
      violations.push_back(std::move(violation));
    }
  }
  for (int i = 0; i < message.rows_size(); ++i) {
    const v1::Row& row = message.rows(i);
    const std::string path = absl::StrCat("case.rows[", i, "]");
    const v1::RowGroup* group = to.FindRowGroup(row.group());
    if (group == nullptr) {
      violations.push_back(
          {absl::StrCat(path, ".group"), Problem::kGroupNotInVersion, {{"group", row.group()}}});
      continue;
    }
    for (FieldViolation& violation :
         CheckDetails(group->fields(), row.details(), absl::StrCat(path, ".details"))) {
      if (violation.problem != Problem::kRequired) violations.push_back(std::move(violation));
    }
  }
  if (message.has_pending_approval()) {
    violations.push_back({"case.pending_approval", Problem::kProposalInTheWay, OfProposal(message, to)});
  }
  return violations;
}

Violations DropValues(const google::protobuf::RepeatedPtrField<std::string>& drop, const CaseType& to,
                      google::protobuf::Struct& details) {
  std::set<std::string> in_the_way;
  for (const FieldViolation& violation : CheckDetails(to, details, kDetails)) {
    if (violation.problem != Problem::kRequired) in_the_way.insert(FieldIn(violation));
  }
  Violations violations;
  for (int i = 0; i < drop.size(); ++i) {
    if (in_the_way.contains(drop[i])) {
      details.mutable_fields()->erase(drop[i]);
      continue;
    }
    violations.push_back(
        {absl::StrCat("drop[", i, "]"),
         Problem::kNothingToDrop,
         {{"given", drop[i]}, {"values", in_the_way.empty() ? "—" : absl::StrJoin(in_the_way, ", ")}}});
  }
  return violations;
}

std::vector<DeadlineCourse> Migrated(const DeadlineFacts& facts, absl::Span<const Happening> happenings,
                                     absl::Span<const DeadlineCourse> courses, absl::Time now) {
  std::vector<DeadlineCourse> migrated;
  const auto decide = [&](StartedDeadline started, int run) {
    const DeadlineCourse* before = Begun(courses, started.rule, run);
    if (before != nullptr && !IsOpen(*before, now)) return;
    DeadlineCourse& course = migrated.emplace_back(before != nullptr ? *before : DeadlineCourse{.run = run});
    // What an earlier move alone gave is asked anew.
    if (course.leeway.extensions == 0) course.leeway.extended = course.leeway.extend_time = std::nullopt;
    course.started = std::move(started);
    course.met = MetAt(course.started.met_by, course.started.start, happenings);
  };
  for (StartedDeadline& first : StartDeadlines(facts, happenings)) {
    const DeadlineCourse* before = Begun(courses, first.rule, 1);
    // What was met or missed is what the later runs go on from.
    const StartedDeadline from = before != nullptr && !IsOpen(*before, now) ? before->started : first;
    decide(std::move(first), 1);
    for (DeadlineCourse& later : LaterRuns(facts, from, happenings, courses)) {
      decide(std::move(later.started), later.run);
    }
  }
  for (const DeadlineCourse& course : courses) {
    if (course.started.start == absl::InfiniteFuture() || !IsOpen(course, now)) continue;
    if (Begun(migrated, course.started.rule, course.run) != nullptr) continue;
    if (IsOfUnreadableRow(course.started.rule, facts)) continue;
    if (auto restarted = Restarted(facts, happenings, course.started); restarted && course.run > 1) {
      decide(*std::move(restarted), course.run);
      continue;
    }
    DeadlineCourse& none = migrated.emplace_back(course);
    none.started.start = none.started.due = absl::InfiniteFuture();
    none.started.corrects = true;
    none.leeway = {};
  }
  SettleLeeway(facts, happenings, migrated);
  MissNothing(facts, happenings, courses, now, migrated);
  return migrated;
}

std::vector<v1::MigrationLine> TypeLines(const CaseType& from, const CaseType& to) {
  std::vector<v1::MigrationLine> lines;
  for (std::string& text : Difference(from.proto(), to.proto())) {
    if (absl::StartsWith(text, "~ version: ")) continue;
    lines.push_back(LineOf(v1::MIGRATION_LINE_KIND_TYPE));
    lines.back().set_text(std::move(text));
  }
  return lines;
}

std::vector<v1::MigrationLine> DeadlineLines(const CaseType& from, const CaseType& to,
                                             absl::Span<const DeadlineCourse> courses,
                                             absl::Span<const DeadlineCourse> migrated, absl::Time now) {
  std::vector<v1::MigrationLine> lines;
  for (const DeadlineCourse& after : migrated) {
    const DeadlineCourse* before = Begun(courses, after.started.rule, after.run);
    const bool ends = after.started.start == absl::InfiniteFuture();
    if (before != nullptr && !ends && SameDeadline(*before, after)) continue;
    v1::MigrationLine& line =
        lines.emplace_back(LineOf(ends                ? v1::MIGRATION_LINE_KIND_DEADLINE_ENDS
                                  : before == nullptr ? v1::MIGRATION_LINE_KIND_DEADLINE_STARTS
                                                      : v1::MIGRATION_LINE_KIND_DEADLINE_MOVES));
    line.set_rule(after.started.rule);
    if (after.run > 1) line.set_run(after.run);
    const v1::DeadlineRule* rule = to.FindDeadline(line.rule());
    if (rule == nullptr) rule = from.FindDeadline(line.rule());
    if (rule != nullptr) *line.mutable_label() = rule->label();
    if (before != nullptr) *line.mutable_due_time_before() = ToTimestamp(DueOf(*before));
    if (ends) continue;
    *line.mutable_due_time() = ToTimestamp(DueOf(after));
    line.set_state(StateOf(after, now));
  }
  return lines;
}

std::vector<v1::MigrationLine> ValueLines(const v1::Case& message, const CaseType& to) {
  std::vector<v1::MigrationLine> lines;
  const auto lacks = [&](const std::string& path) -> v1::MigrationLine& {
    lines.push_back(LineOf(v1::MIGRATION_LINE_KIND_VALUE_LACKS));
    lines.back().set_text(path);
    return lines.back();
  };
  for (const FieldViolation& violation : CheckDetails(to, message.details(), "details")) {
    if (violation.problem != Problem::kRequired) continue;
    v1::MigrationLine& line = lacks(violation.field);
    const v1::FieldRule* field = to.FindField(absl::StripPrefix(violation.field, "details."));
    if (field != nullptr) *line.mutable_label() = field->label();
  }
  if (to.proto().subject_required() && !HasSubject(message.parties())) lacks("parties");
  return lines;
}

std::vector<v1::MigrationLine> DropLines(const google::protobuf::RepeatedPtrField<std::string>& drop,
                                         const CaseType& from) {
  std::vector<v1::MigrationLine> lines;
  for (const std::string& id : drop) {
    lines.push_back(LineOf(v1::MIGRATION_LINE_KIND_VALUE_DROPPED));
    lines.back().set_text(absl::StrCat("details.", id));
    const v1::FieldRule* field = from.FindField(id);
    if (field != nullptr) *lines.back().mutable_label() = field->label();
  }
  return lines;
}

std::vector<v1::MigrationLine> RaiseLines(absl::Span<const v1::RaiseRule* const> raises) {
  std::vector<v1::MigrationLine> lines;
  for (const v1::RaiseRule* rule : raises) {
    lines.push_back(LineOf(v1::MIGRATION_LINE_KIND_RAISED));
    lines.back().set_text(rule->id());
    *lines.back().mutable_label() = rule->label();
  }
  return lines;
}

std::string DeadlinesText(absl::Span<const v1::MigrationLine> lines) {
  std::string text;
  for (const v1::MigrationLine& line : lines) {
    if (line.rule().empty()) continue;
    text = JoinedLines(
        std::move(text),
        DeadlineText(line.rule(), line.run(), TimeOrNone(line.has_due_time_before(), line.due_time_before()),
                     TimeOrNone(line.has_due_time(), line.due_time())));
  }
  return text;
}

}  // namespace arasha::rules
