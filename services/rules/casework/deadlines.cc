#include "services/rules/casework/deadlines.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "proto/timestamps.h"
#include "services/rules/catalogue/details.h"

namespace arasha::rules {
namespace {

constexpr absl::string_view kEntryKindPrefix = "ENTRY_KIND_";
constexpr absl::string_view kPartyRolePrefix = "PARTY_ROLE_";
constexpr absl::string_view kTransitionPrefix = "transition:";
constexpr absl::string_view kFieldPrefix = "field:";

std::string EntryKey(absl::string_view kind, bool in_person, absl::string_view direction,
                     absl::string_view role) {
  return absl::StrCat("entry:", kind, in_person ? "/in_person" : "", direction.empty() ? "" : "/", direction,
                      role.empty() ? "" : "/", role);
}

std::string FieldKey(absl::string_view id, absl::string_view other = "", absl::string_view choice = "") {
  return absl::StrCat(kFieldPrefix, id, other.empty() ? "" : absl::StrCat("?", other, "=", choice));
}

bool Overlap(absl::Span<const std::string> some, absl::Span<const std::string> others) {
  return std::find_first_of(some.begin(), some.end(), others.begin(), others.end()) != some.end();
}

bool Satisfies(const Happening& happening, absl::Span<const std::string> keys) {
  return Overlap(happening.keys, keys);
}

// The field that says so, if one does.
std::string FieldOf(const Happening& happening) {
  absl::string_view key = happening.keys.front();
  return absl::ConsumePrefix(&key, kFieldPrefix) ? std::string(key) : "";
}

// The opening of the case, or a field, rather than something that the mission did.
bool ComesFromOutside(const Happening& happening) {
  return happening.keys.front() == "opened" || !FieldOf(happening).empty();
}

bool IsReopening(const CaseType& type, const Happening& happening) {
  absl::string_view event = happening.keys.front();
  if (!absl::ConsumePrefix(&event, kTransitionPrefix)) return false;
  const v1::TransitionRule* transition = type.FindTransition(event);
  return transition != nullptr && !type.IsFinal(transition->to()) &&
         std::any_of(transition->from().begin(), transition->from().end(),
                     [&](const std::string& state) { return type.IsFinal(state); });
}

std::vector<std::string> StartKeys(const v1::DeadlineRule& rule) {
  std::vector<std::string> keys;
  for (const auto& trigger : rule.starts_on()) keys.push_back(TriggerKey(trigger));
  return keys;
}

StartedDeadline StartBy(const v1::DeadlineRule& rule, const Happening& start, absl::string_view host_state,
                        const WorkCalendar& calendar) {
  StartedDeadline deadline{.rule = rule.id(),
                           .source = rule.source(),
                           .start = start.at,
                           .start_field = FieldOf(start),
                           .due = {},
                           .met_by = {}};
  const v1::Period* period = &rule.period();
  for (const auto& bilateral : rule.host_states()) {
    if (bilateral.host_state() != host_state) continue;
    period = &bilateral.period();
    deadline.source = bilateral.source();
  }
  deadline.due = DueTime(start.at, *period, calendar);
  for (const auto& trigger : rule.met_by()) deadline.met_by.push_back(TriggerKey(trigger));
  return deadline;
}

StartedDeadline NeverStarted(const v1::DeadlineRule& rule) {
  StartedDeadline deadline{.rule = rule.id(),
                           .source = rule.source(),
                           .start = absl::InfiniteFuture(),
                           .due = absl::InfiniteFuture(),
                           .met_by = {},
                           .corrects = true};
  for (const auto& trigger : rule.met_by()) deadline.met_by.push_back(TriggerKey(trigger));
  return deadline;
}

// When it was met by what happened before it stopped.
std::optional<absl::Time> MetInCourse(const DeadlineCourse& course, absl::Span<const Happening> happenings) {
  const std::optional<absl::Time> met = MetAt(course.started.met_by, course.started.start, happenings);
  return met && course.stopped && *met > *course.stopped ? std::nullopt : met;
}

}  // namespace

Happening Opened(absl::Time received) { return {.keys = {"opened"}, .at = received}; }

Happening OfTransition(absl::string_view event, absl::Time at) {
  return {.keys = {absl::StrCat(kTransitionPrefix, event)}, .at = at};
}

Happening OfEntry(const v1::Entry& entry, v1::PartyRole about) {
  const std::string kind = v1::EntryKind_Name(entry.kind()).substr(kEntryKindPrefix.size());
  std::vector<std::string> directions = {""};
  if (entry.direction() == v1::DIRECTION_SENT) directions.emplace_back("SENT");
  if (entry.direction() == v1::DIRECTION_RECEIVED) directions.emplace_back("RECEIVED");
  const std::string role = v1::PartyRole_Name(about).substr(kPartyRolePrefix.size());
  Happening happening;
  happening.at = ToTime(entry.happened_time());
  for (const std::string& direction : directions) {
    for (const std::string& of : {std::string(), role}) {
      happening.keys.push_back(EntryKey(kind, false, direction, of));
      if (entry.in_person()) happening.keys.push_back(EntryKey(kind, true, direction, of));
    }
  }
  return happening;
}

std::vector<Happening> OfFields(const CaseType& type, const google::protobuf::Struct& details,
                                absl::TimeZone zone) {
  std::vector<Happening> happenings;
  for (const auto& field : type.proto().fields()) {
    const auto value = details.fields().find(field.id());
    if (value == details.fields().end()) continue;
    const auto time = FieldTime(field, value->second, zone);
    if (!time) continue;
    Happening happening{.keys = {FieldKey(field.id())}, .at = *time};
    if (field.kind() == v1::FIELD_KIND_DATE)
      happening.within = EndOf(absl::ToCivilDay(*time, zone), zone) - *time;
    for (const auto& other : type.proto().fields()) {
      const auto said = details.fields().find(other.id());
      if (other.kind() != v1::FIELD_KIND_CHOICE || said == details.fields().end()) continue;
      happening.keys.push_back(FieldKey(field.id(), other.id(), said->second.string_value()));
    }
    happenings.push_back(std::move(happening));
  }
  return happenings;
}

std::vector<Happening> Undone(absl::Span<const Happening> before, absl::Span<const Happening> after) {
  std::vector<Happening> undone;
  for (Happening happening : before) {
    std::erase_if(happening.keys, [&](const std::string& key) {
      return std::any_of(after.begin(), after.end(), [&](const Happening& other) {
        return other.at == happening.at && Satisfies(other, {key});
      });
    });
    if (!happening.keys.empty()) undone.push_back(std::move(happening));
  }
  return undone;
}

std::vector<StartedDeadline> Unstarted(const CaseType& type, absl::Span<const Happening> undone,
                                       absl::Span<const Happening> happenings) {
  const auto starts = [](absl::Span<const Happening> among, const std::vector<std::string>& keys) {
    return std::any_of(among.begin(), among.end(),
                       [&](const Happening& happening) { return Satisfies(happening, keys); });
  };
  std::vector<StartedDeadline> unstarted;
  for (const v1::DeadlineRule& rule : type.proto().deadlines()) {
    const auto& starts_on = rule.starts_on();
    const std::vector<std::string> keys = StartKeys(rule);
    if (std::all_of(starts_on.begin(), starts_on.end(),
                    [](const auto& trigger) { return trigger.has_field(); }) &&
        starts(undone, keys) && !starts(happenings, keys)) {
      unstarted.push_back(NeverStarted(rule));
    }
  }
  return unstarted;
}

std::string TriggerKey(const v1::Trigger& trigger) {
  switch (trigger.on_case()) {
    case v1::Trigger::kOpened:
      return "opened";
    case v1::Trigger::kField:
      return FieldKey(trigger.field(), trigger.only_if().field(), trigger.only_if().choice());
    case v1::Trigger::kTransition:
      return absl::StrCat(kTransitionPrefix, trigger.transition());
    case v1::Trigger::kEntry:
      return EntryKey(trigger.entry().kind(), trigger.entry().in_person(), trigger.entry().direction(),
                      trigger.entry().party_role());
    case v1::Trigger::ON_NOT_SET:
      break;  // CaseType::Create lets none through.
  }
  return "";
}

std::vector<StartedDeadline> StartDeadlines(const CaseType& type, absl::string_view host_state,
                                            const WorkCalendar& calendar,
                                            absl::Span<const Happening> happenings) {
  std::vector<StartedDeadline> started;
  for (const v1::DeadlineRule& rule : type.proto().deadlines()) {
    const std::vector<std::string> starts_on = StartKeys(rule);
    const Happening* first = nullptr;
    for (const Happening& happening : happenings) {
      if (Satisfies(happening, starts_on) && !IsReopening(type, happening) &&
          (first == nullptr || happening.at < first->at))
        first = &happening;
    }
    if (first == nullptr) continue;
    StartedDeadline deadline = StartBy(rule, *first, host_state, calendar);
    deadline.corrects = ComesFromOutside(*first);
    started.push_back(std::move(deadline));
  }
  return started;
}

std::vector<StartedDeadline> RestartDeadlines(const CaseType& type, absl::string_view host_state,
                                              const WorkCalendar& calendar,
                                              absl::Span<const Happening> happenings) {
  std::vector<StartedDeadline> restarted;
  for (const Happening& happening : happenings) {
    if (!IsReopening(type, happening)) continue;
    for (const v1::DeadlineRule& rule : type.proto().deadlines()) {
      if (!Satisfies(happening, StartKeys(rule))) continue;
      restarted.push_back(StartBy(rule, happening, host_state, calendar));
    }
  }
  return restarted;
}

std::vector<DeadlineCourse> Redecide(const CaseType& type, absl::string_view host_state,
                                     const WorkCalendar& calendar, std::vector<DeadlineCourse> courses,
                                     absl::Span<const Happening> happenings,
                                     absl::Span<const std::string> touched,
                                     std::optional<absl::Time> closed) {
  std::vector<StartedDeadline> started = StartDeadlines(type, host_state, calendar, happenings);
  for (const v1::DeadlineRule& rule : type.proto().deadlines()) {
    if (!Overlap(StartKeys(rule), touched)) continue;
    const auto first = std::find_if(courses.begin(), courses.end(), [&](const DeadlineCourse& course) {
      return course.started.rule == rule.id() && course.run == 1;
    });
    const auto now = std::find_if(started.begin(), started.end(), [&](const StartedDeadline& deadline) {
      return deadline.rule == rule.id();
    });
    if (now == started.end() && first == courses.end()) continue;
    DeadlineCourse& course =
        first != courses.end() ? *first : courses.emplace_back(DeadlineCourse{.stopped = closed});
    if (now != started.end()) {
      course.started = std::move(*now);
    } else {
      course.started.start = course.started.due = absl::InfiniteFuture();
    }
    course.met = MetInCourse(course, happenings);
  }
  for (DeadlineCourse& course : courses) {
    if (Overlap(course.started.met_by, touched)) course.met = MetInCourse(course, happenings);
  }
  return courses;
}

bool Meets(const Happening& happening, const StartedDeadline& deadline) {
  return Satisfies(happening, deadline.met_by);
}

std::optional<absl::Time> MetAt(absl::Span<const std::string> met_by, absl::Time from,
                                absl::Span<const Happening> happenings) {
  std::optional<absl::Time> met;
  for (const Happening& happening : happenings) {
    if (happening.at + happening.within < from || !Satisfies(happening, met_by)) continue;
    const absl::Time at = std::max(happening.at, from);
    if (!met || at < *met) met = at;
  }
  return met;
}

v1::DeadlineState StateOf(absl::Time due, std::optional<absl::Time> met, std::optional<absl::Time> stopped,
                          absl::Time now) {
  if (met) return *met <= due ? v1::DEADLINE_STATE_MET : v1::DEADLINE_STATE_MET_LATE;
  if (std::min(stopped.value_or(now), now) > due) return v1::DEADLINE_STATE_MISSED;
  return stopped ? v1::DEADLINE_STATE_LAPSED : v1::DEADLINE_STATE_RUNNING;
}

}  // namespace arasha::rules
