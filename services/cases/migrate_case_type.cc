#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/calls/errors.h"
#include "services/cases/change_case.h"
#include "services/cases/operations.h"
#include "services/cases/rows/deadline_rows.h"
#include "services/cases/rows/new_rows.h"
#include "services/process/operator_log.h"
#include "services/rules/casework/changes.h"
#include "services/rules/casework/migration.h"
#include "services/rules/casework/raises.h"
#include "services/rules/catalogue/field_values.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::cases {
namespace {

// A case as it goes by one version of its type, read to be moved to another.
struct Standing {
  const v1::Case& message;
  const rules::CaseType& type;
  const server::Mission& mission;
  std::vector<rules::DeadlineCourse> courses;
  std::vector<rules::Happening> timeline;
};

// The move, decided.
struct Move {
  const rules::CaseType* to;
  v1::Case message;                                 // as it is to stand
  std::vector<rules::DeadlineCourse> courses = {};  // that the version changes
  std::string text = {};                            // of the line on the timeline
  v1::MigrateCaseTypeResponse told = {};
};

absl::StatusOr<const rules::CaseType*> FindVersion(const rules::Catalogue& catalogue,
                                                   const rules::CaseType& from, int version) {
  const rules::CaseType* newest = catalogue.Newest(from.id());
  const rules::CaseType* to = version == 0 ? newest : catalogue.Find(from.id(), version);
  if (to == nullptr) {
    std::vector<std::string> known;
    for (int one = 1; newest != nullptr && one <= newest->version(); ++one) {
      if (catalogue.Find(from.id(), one) != nullptr) known.push_back(absl::StrCat(one));
    }
    return server::InvalidFields(
        {{"version", rules::Problem::kUnknownVersion, {{"values", absl::StrJoin(known, ", ")}}}});
  }
  if (to->version() == from.version()) {
    return server::InvalidFields(
        {{"version", rules::Problem::kSameVersion, {{"version", absl::StrCat(from.version())}}}});
  }
  return to;
}

void Add(std::vector<v1::MigrationLine> lines, v1::MigrateCaseTypeResponse& told) {
  for (v1::MigrationLine& line : lines) *told.add_lines() = std::move(line);
}

// Raises the case by the version's rules; those of them that the version before did not raise it by.
std::vector<const v1::RaiseRule*> Raise(const Standing& before, const rules::CaseType& to, absl::Time now,
                                        v1::Case& message) {
  const absl::CivilDay today = absl::ToCivilDay(now, before.mission.calendar.zone);
  auto raises = rules::RaisesThatHold(to, message, today);
  if (rules::Raise(raises, message)) return raises;
  for (const v1::RaiseRule* held : rules::RaisesThatHold(before.type, before.message, today)) {
    std::erase_if(raises, [&](const v1::RaiseRule* rule) { return rule->id() == held->id(); });
  }
  return raises;
}

// What the case said that the version does not know.
std::string DroppedText(const Standing& before, const rules::CaseType& to) {
  google::protobuf::Struct dropped;
  for (const auto& [field, value] : before.message.details().fields()) {
    if (to.FindField(field) == nullptr) (*dropped.mutable_fields())[field] = value;
  }
  return rules::DetailsText(before.type.proto().fields(), dropped, {});
}

absl::StatusOr<Move> DecideMove(const server::Call& call, const v1::MigrateCaseTypeRequest& request,
                                const Standing& before) {
  const auto found = FindVersion(call.directory->catalogue(), before.type, request.version());
  if (!found.ok()) return found.status();
  const rules::CaseType& to = **found;
  Move move{.to = &to, .message = before.message};
  if (move.message.has_details()) {
    rules::KeepDetails(to.proto().fields(), *move.message.mutable_details());
  }
  if (!request.drop().empty()) {
    const auto wrong = rules::DropValues(request.drop(), to, *move.message.mutable_details());
    if (!wrong.empty()) return server::InvalidFields(wrong);
  }
  if (auto violations = rules::CheckMigration(move.message, to); !violations.empty()) {
    return server::InvalidFields(violations);
  }
  move.message.set_type_version(to.version());
  const auto raises = Raise(before, to, call.now, move.message);
  const rules::WorkCalendar& calendar = before.mission.calendar;
  std::vector<rules::Happening> happenings = HappeningsOf(move.message, to, calendar);
  happenings.insert(happenings.end(), before.timeline.begin(), before.timeline.end());
  move.courses = rules::Migrated(FactsOf(move.message, to, calendar), happenings, before.courses, call.now);

  const auto deadlines = rules::DeadlineLines(before.type, to, before.courses, move.courses, call.now);
  move.text = rules::JoinedLines(rules::ChangesText(to, before.message, move.message),
                                 rules::ReasonText(request.reason()));
  move.text = rules::JoinedLines(std::move(move.text), DroppedText(before, to));
  move.text = rules::JoinedLines(std::move(move.text), rules::RaisesText(raises));
  move.text = rules::JoinedLines(std::move(move.text), rules::DeadlinesText(deadlines));

  move.told.set_name(before.message.name());
  move.told.set_type(to.id());
  move.told.set_version_before(before.type.version());
  move.told.set_version(to.version());
  move.told.set_time_zone(calendar.zone.name());
  if (request.validate_only()) Add(rules::TypeLines(before.type, to), move.told);
  Add(deadlines, move.told);
  Add(rules::DropLines(request.drop(), before.type), move.told);
  Add(rules::ValueLines(move.message, to), move.told);
  Add(rules::RaiseLines(raises), move.told);
  return move;
}

// What would come of it. That the case was read leaves its leaf.
absl::StatusOr<v1::MigrateCaseTypeResponse> Preview(server::Call& call,
                                                    const v1::MigrateCaseTypeRequest& request,
                                                    const ChangeRequest& change) {
  auto full = storage::GetCaseWithTimeline(*call.connection, call.context.audit, call.about);
  if (!full.ok()) return full.status();
  if (!*full) return server::NotFound(request.name());
  server::LogDamage(call.method, (*full)->damaged);
  const v1::Case& message = (*full)->row.message;
  if (absl::Status s = CheckChangeable((*full)->row, change); !s.ok()) return s;
  const rules::CaseType* type = call.directory->catalogue().Find(message.type(), message.type_version());
  if (type == nullptr) {
    return storage::Damaged(absl::StrCat("case_type/", storage::TypeRef(message)),
                            "a case has a type that the catalogue lacks");
  }
  Standing before{message, *type, *call.mission, CoursesOf((*full)->deadlines), {}};
  for (const storage::ToldEntry& entry : (*full)->timeline) {
    if (entry.stands) before.timeline.push_back({entry.keys, entry.at});
  }
  auto move = DecideMove(call, request, before);
  if (!move.ok()) return move.status();
  move->told.set_etag(message.etag());
  return std::move(move->told);
}

}  // namespace

absl::StatusOr<v1::MigrateCaseTypeResponse> MigrateCaseType(server::Call& call,
                                                            const v1::MigrateCaseTypeRequest& request) {
  rules::Violations violations;
  rules::CheckLength("reason", request.reason(), 1, rules::kMaxReason, violations);
  if (request.version() < 0) violations.push_back({"version", rules::Problem::kNegative});
  if (!violations.empty()) return server::InvalidFields(violations);
  const ChangeRequest change{.etag = request.etag(), .with_timeline = true};
  if (request.validate_only()) return Preview(call, request, change);
  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    auto move = DecideMove(call, request,
                           {loaded.row.message, loaded.type, loaded.mission, CoursesOf(loaded.deadlines),
                            HappeningsOf(loaded.timeline)});
    if (!move.ok()) return move.status();
    Decision decision{.message = std::move(move->message), .open = loaded.row.open};
    decision.entry = ServerEntry(call, v1::ENTRY_KIND_UPDATE);
    decision.entry.set_text(std::move(move->text));
    decision.courses = std::move(move->courses);
    decision.type = move->to;
    decision.migration = std::move(move->told);
    decision.migration.set_etag(absl::StrCat(loaded.row.version + 1));
    return decision;
  };
  return ChangeType(call, change, decide);
}

}  // namespace arasha::cases
