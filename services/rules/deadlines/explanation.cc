#include "services/rules/deadlines/explanation.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "proto/conditions.h"
#include "proto/timestamps.h"
#include "services/rules/catalogue/details.h"
#include "services/rules/deadlines/day_count.h"
#include "services/rules/deadlines/extensions.h"
#include "services/rules/deadlines/misses.h"
#include "services/rules/deadlines/recurrence.h"

namespace arasha::rules {
namespace {

// The reckoning of one run, and what it leads to.
class Reckoning {
 public:
  Reckoning(const DeadlineFacts& facts, const v1::DeadlineRule& rule, int run,
            absl::Span<const ToldHappening> told, absl::Span<const DeadlineCourse> courses)
      : facts_(facts), rule_(rule), run_(run), told_(told), courses_(courses), terms_(TermsOf(rule, facts)) {
    for (const ToldHappening& one : told) {
      if (one.stands) standing_.push_back(one.happening);
    }
    stored_ = Stored(run);
    // It was counted by the calendars that it keeps.
    if (stored_ != nullptr && !stored_->started.calendars.empty()) {
      facts_.calendar = facts.calendar.By(stored_->started.calendars);
    }
  }

  v1::DeadlineExplanation Explain() && {
    explanation_.set_run(run_);
    explanation_.set_host_state(std::string(facts_.host_state));
    explanation_.set_absence(Reckon());
    std::optional<absl::Time> due;
    if (started_) {
      due = AddLeeway();
      *explanation_.mutable_due_time() = ToTimestamp(*due);
      DeadlineCourse course = stored_ == nullptr ? DeadlineCourse() : *stored_;
      course.started = *started_;
      course.run = run_;
      // What is stored is met by all that happened up to the last change.
      if (stored_ == nullptr) course.met = MetAt(started_->met_by, started_->start, standing_);
      for (v1::DeadlineStep& step : MeetingSteps(*terms_, course, told_)) Step() = std::move(step);
    }
    if (stored_ != nullptr && stored_->leeway.waived) {
      *Step().mutable_waive_time() = ToTimestamp(*stored_->leeway.waived);
    } else if (stored_ != nullptr && stored_->stopped) {
      *Step().mutable_stop_time() = ToTimestamp(*stored_->stopped);
    }
    explanation_.set_differs(due != (stored_ == nullptr ? std::nullopt : std::optional(DueOf(*stored_))));
    return std::move(explanation_);
  }

 private:
  v1::DeadlineStep& Step() { return *explanation_.add_steps(); }

  // The run as it is stored; nullptr if it is not.
  const DeadlineCourse* Stored(int run) const {
    const auto stored = std::find_if(courses_.begin(), courses_.end(), [&](const DeadlineCourse& course) {
      return course.started.rule == rule_.id() && course.run == run &&
             course.started.start != absl::InfiniteFuture();
    });
    return stored == courses_.end() ? nullptr : &*stored;
  }

  // Why it leads to no deadline; `started_`, if it leads to one.
  v1::DeadlineAbsence Reckon() {
    if (!terms_) return v1::DEADLINE_ABSENCE_HOST_STATE;
    if (terms_->there != nullptr) *Step().mutable_host_state() = *terms_->there;
    explanation_.set_source(terms_->source);
    if (const Happening* reopening = Reopening()) return StartFrom(*reopening);
    for (const v1::Condition& condition : rule_.when()) AddCondition(condition);
    if (!Hold(rule_.when(), facts_.details)) return v1::DEADLINE_ABSENCE_CONDITION;
    return run_ == 1 || rule_.has_repeats() ? Follow() : v1::DEADLINE_ABSENCE_NO_SUCH_RUN;
  }

  void AddCondition(const v1::Condition& condition) {
    v1::ConditionStep& step = *Step().mutable_condition();
    *step.mutable_condition() = condition;
    step.set_value(ValueOf(condition.field()));
    google::protobuf::RepeatedPtrField<v1::Condition> alone;
    *alone.Add() = condition;
    step.set_holds(Hold(alone, facts_.details));
  }

  // What a field says, as details have it.
  std::string ValueOf(const std::string& field) const {
    const auto value = facts_.details.fields().find(field);
    if (value == facts_.details.fields().end()) return "";
    if (value->second.kind_case() != google::protobuf::Value::kBoolValue) return value->second.string_value();
    return value->second.bool_value() ? "true" : "false";
  }

  // The reopening of the case that starts this run anew; nullptr of the first, and of those of a duty that
  // follow on the run before.
  const Happening* Reopening() const {
    if (run_ == 1) return nullptr;
    std::vector<const Happening*> reopenings;
    for (const Happening& happening : standing_) {
      if (IsReopening(facts_.type, happening) && Overlap(happening.keys, TriggerKeys(terms_->starts_on))) {
        if (stored_ != nullptr && happening.at == stored_->started.start) return &happening;
        reopenings.push_back(&happening);
      }
    }
    const auto number = static_cast<size_t>(run_ - 1);
    if (rule_.has_repeats() || reopenings.size() < number) return nullptr;
    std::sort(reopenings.begin(), reopenings.end(),
              [](const Happening* one, const Happening* other) { return one->at < other->at; });
    return reopenings[number - 1];
  }

  // What started the first run: what stands once it happened, unless the opening or a field did, which are
  // corrected.
  const Happening* Start() const {
    const Happening* first = FirstStart(*terms_, facts_, standing_);
    const DeadlineCourse* stored = Stored(1);
    if (stored == nullptr || stored->started.corrects) return first;
    const auto stood = std::find_if(standing_.begin(), standing_.end(), [&](const Happening& happening) {
      return happening.at == stored->started.start && Overlap(happening.keys, TriggerKeys(terms_->starts_on));
    });
    return stood == standing_.end() ? first : &*stood;
  }

  // The first run from what starts it, and the later ones from those before.
  v1::DeadlineAbsence Follow() {
    const Happening* start = Start();
    if (run_ == 1 || start == nullptr) {
      if (start == nullptr) {
        *Step().mutable_start()->mutable_starts_on() = terms_->starts_on;
        return v1::DEADLINE_ABSENCE_NOT_STARTED;
      }
      return StartFrom(*start);
    }
    const std::optional<StartedDeadline> first = StartBy(rule_, *terms_, *start, facts_);
    if (!first) return v1::DEADLINE_ABSENCE_NO_DATE;
    const LaterRunsCounted later = CountLaterRuns(facts_, *first, standing_, courses_);
    if (later.runs.size() < static_cast<size_t>(run_ - 1)) {
      AddEnd();
      return later.none_after;
    }
    AddLaterRun(later.runs.at(static_cast<size_t>(run_ - 2)), later.counts.at(static_cast<size_t>(run_ - 2)));
    return v1::DEADLINE_ABSENCE_UNSPECIFIED;
  }

  v1::DeadlineAbsence StartFrom(const Happening& start) {
    v1::StartStep& step = *Step().mutable_start();
    *step.mutable_starts_on() = terms_->starts_on;
    const auto trigger =
        std::find_if(terms_->starts_on.begin(), terms_->starts_on.end(),
                     [&](const v1::Trigger& one) { return Overlap(start.keys, {TriggerKey(one)}); });
    if (trigger != terms_->starts_on.end()) *step.mutable_trigger() = *trigger;
    *step.mutable_time() = ToTimestamp(start.at);
    step.set_entry(EntryOf(start));
    step.set_value(ValueOf(FieldOf(start)));
    step.set_reopened(IsReopening(facts_.type, start));
    if (terms_->period != nullptr) {
      *Step().mutable_count() = CountFrom(start.at, *terms_->period, facts_.calendar);
    } else {
      AddDate(rule_.due_on());
    }
    std::optional<StartedDeadline> started = StartBy(rule_, *terms_, start, facts_);
    if (!started) return v1::DEADLINE_ABSENCE_NO_DATE;
    if (rule_.has_repeats()) AddEnd();
    if (run_ == 1 && !IsOwed(facts_, rule_, *started, standing_)) return v1::DEADLINE_ABSENCE_ENDED;
    started_ = std::move(started);
    return v1::DEADLINE_ABSENCE_UNSPECIFIED;
  }

  // A date that a field says, and what is counted from there.
  void AddDate(const v1::FieldDate& date) {
    v1::DateStep& step = *Step().mutable_date();
    *step.mutable_date() = date;
    step.set_value(ValueOf(date.field()));
    const v1::FieldRule* field = facts_.type.FindField(date.field());
    const auto value = facts_.details.fields().find(date.field());
    if (field == nullptr || value == facts_.details.fields().end()) return;
    const auto at = FieldTime(*field, value->second, facts_.calendar.zone);
    if (!at) return;
    *step.mutable_time() = ToTimestamp(*at);
    if (date.has_before()) {
      *Step().mutable_count() = CountBack(*at, date.before(), facts_.calendar);
    } else if (date.has_after()) {
      *Step().mutable_count() = CountFrom(*at, date.after(), facts_.calendar);
    } else if (const auto end = TimeOf(date, facts_)) {
      *step.mutable_time() = ToTimestamp(*end);
    }
  }

  void AddLaterRun(const DeadlineCourse& later, const RunCount& count) {
    v1::StartStep& start = *Step().mutable_start();
    start.set_after_run(run_ - 1);
    *start.mutable_time() = ToTimestamp(later.started.start);
    v1::RecurrenceStep& step = *Step().mutable_recurrence();
    const v1::Recurrence& repeats = rule_.repeats();
    step.set_from_met(repeats.from_met());
    step.set_passed_over(count.passed_over);
    const bool as_counted =
        count.phase != nullptr && DueTime(count.from, count.period, facts_.calendar) == later.started.due;
    step.set_kept(!as_counted);
    if (as_counted) {
      *step.mutable_phase() = *count.phase;
      const auto number = std::find_if(repeats.phases().begin(), repeats.phases().end(),
                                       [&](const v1::RecurrencePhase& one) { return &one == count.phase; });
      step.set_phase_number(1 + static_cast<int>(std::distance(repeats.phases().begin(), number)));
      *Step().mutable_count() = CountFrom(count.from, count.period, facts_.calendar);
    }
    AddEnd();
    started_ = later.started;
  }

  void AddEnd() {
    v1::EndStep& step = *Step().mutable_end();
    const v1::Recurrence& repeats = rule_.repeats();
    *step.mutable_until() = repeats.until();
    if (repeats.has_until_date()) *step.mutable_until_date() = repeats.until_date();
    step.set_runs(repeats.runs());
    const absl::Time end = EndOfAll(facts_, repeats, standing_);
    if (end == absl::InfiniteFuture()) return;
    *step.mutable_time() = ToTimestamp(end);
    const std::vector<std::string> until = TriggerKeys(repeats.until());
    for (const ToldHappening& one : told_) {
      if (one.stands && one.happening.at == end && Overlap(one.happening.keys, until)) {
        step.set_entry(one.entry);
      }
    }
  }

  // Rests and extensions; when it is due with them.
  absl::Time AddLeeway() {
    DeadlineCourse course = stored_ == nullptr ? DeadlineCourse{.run = run_} : *stored_;
    course.started = *started_;
    const Settled settled = Settle(facts_, rule_, course, standing_);
    for (const Rest& rest : settled.rests) {
      v1::RestStep& step = *Step().mutable_rest();
      *step.mutable_from_time() = ToTimestamp(rest.from);
      if (rest.to == absl::InfiniteFuture()) continue;
      *step.mutable_to_time() = ToTimestamp(rest.to);
      *step.mutable_due_time() = ToTimestamp(rest.due);
    }
    if (!settled.extended) return settled.due;
    v1::ExtensionStep& step = *Step().mutable_extension();
    step.set_extensions(course.leeway.extensions);
    *step.mutable_due_time() = ToTimestamp(*settled.extended);
    if (course.leeway.extend_time) {
      *step.mutable_time() = ToTimestamp(*course.leeway.extend_time);
      step.set_entry(EntryOf(OfExtension(rule_.id(), *course.leeway.extend_time)));
    }
    return std::max(settled.due, *settled.extended);
  }

  // The entry that tells of a happening; empty if none does.
  std::string EntryOf(const Happening& happening) const {
    const auto told = std::find_if(told_.begin(), told_.end(), [&](const ToldHappening& one) {
      return one.stands && one.happening.at == happening.at && one.happening.keys == happening.keys;
    });
    return told == told_.end() ? "" : told->entry;
  }

  DeadlineFacts facts_;
  const v1::DeadlineRule& rule_;
  int run_;
  absl::Span<const ToldHappening> told_;
  absl::Span<const DeadlineCourse> courses_;
  std::optional<Terms> terms_;
  std::vector<Happening> standing_;
  const DeadlineCourse* stored_ = nullptr;
  std::optional<StartedDeadline> started_;
  v1::DeadlineExplanation explanation_;
};

}  // namespace

v1::DeadlineExplanation ExplainDeadline(const DeadlineFacts& facts, const v1::DeadlineRule& rule, int run,
                                        absl::Span<const ToldHappening> told,
                                        absl::Span<const DeadlineCourse> courses) {
  return Reckoning(facts, rule, run, told, courses).Explain();
}

}  // namespace arasha::rules
