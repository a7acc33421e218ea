#include "services/rules/deadlines/recurrence.h"

#include <algorithm>
#include <optional>
#include <string>

#include "proto/conditions.h"

namespace arasha::rules {
namespace {

// What happens at the very instant belongs to the run before.
constexpr absl::Duration kTick = absl::Microseconds(1);

const DeadlineCourse* FindRun(absl::Span<const DeadlineCourse> courses, absl::string_view rule, int run) {
  const auto found = std::find_if(courses.begin(), courses.end(), [&](const DeadlineCourse& course) {
    return course.started.rule == rule && course.run == run && course.started.due != absl::InfiniteFuture();
  });
  return found == courses.end() ? nullptr : &*found;
}

// When the run was met; one that was waived gives way to the next as if it had been met then.
std::optional<absl::Time> EndOfRun(const v1::DeadlineRule& rule, int number, const StartedDeadline& run,
                                   absl::Span<const Happening> happenings,
                                   absl::Span<const DeadlineCourse> courses) {
  const auto met = MetAt(run.met_by, run.start, happenings);
  const DeadlineCourse* stored = FindRun(courses, rule.id(), number);
  if (stored == nullptr || !stored->leeway.waived) return met;
  return std::min(met.value_or(absl::InfiniteFuture()), *stored->leeway.waived);
}

// The due times of a duty that repeats.
class Series {
 public:
  Series(const DeadlineFacts& facts, const v1::DeadlineRule& rule, const StartedDeadline& first)
      : facts_(facts), repeats_(rule.repeats()), start_(first.start) {
    Anchor(first.due);
    // The first run counts among the months, where it was counted in such.
    const int months = MonthsOf(rule.period());
    if (months > 0 && DueTime(start_, Months(months), facts_.calendar) == due_) {
      anchor_ = start_;
      months_ = months;
    }
  }

  // When the run after one that was due and met at these times is due, counted from `count.from` for
  // `count.period`; nullopt if there is none.
  std::optional<RunCount> Next(absl::Time due, absl::Time met) {
    if (repeats_.from_met()) {
      const v1::RecurrencePhase* phase = PhaseAt(met);
      if (phase == nullptr) return std::nullopt;
      return RunCount{phase, met, phase->every()};
    }
    if (due != due_) Anchor(due);
    for (int passed_over = 0;; ++passed_over) {
      const v1::RecurrencePhase* phase = PhaseAt(due_);
      if (phase == nullptr) return std::nullopt;
      const RunCount count = Advance(*phase, passed_over);
      if (due_ > met) return count;
    }
  }

 private:
  static int MonthsOf(const v1::Period& period) { return period.months() + 12 * period.years(); }
  static v1::Period Months(int months) {
    v1::Period period;
    period.set_months(months);
    return period;
  }

  void Anchor(absl::Time due) {
    anchor_ = due_ = due;
    months_ = 0;
  }

  RunCount Advance(const v1::RecurrencePhase& phase, int passed_over) {
    RunCount count{&phase, due_, phase.every(), passed_over};
    if (const int months = MonthsOf(phase.every()); months > 0) {
      months_ += months;
      count.from = anchor_;
      count.period = Months(months_);
      due_ = DueTime(anchor_, count.period, facts_.calendar);
    } else {
      Anchor(DueTime(due_, phase.every(), facts_.calendar));
    }
    return count;
  }

  const v1::RecurrencePhase* PhaseAt(absl::Time at) const {
    const auto phase =
        std::find_if(repeats_.phases().begin(), repeats_.phases().end(), [&](const v1::RecurrencePhase& one) {
          const bool over = one.has_until() && at >= DueTime(start_, one.until(), facts_.calendar);
          return !over && Hold(one.when(), facts_.details);
        });
    return phase == repeats_.phases().end() ? nullptr : &*phase;
  }

  const DeadlineFacts& facts_;
  const v1::Recurrence& repeats_;
  absl::Time start_;  // of the first run
  // Months are counted from where they began, so that the last day of a month stays one.
  absl::Time anchor_;
  int months_ = 0;
  absl::Time due_;
};

}  // namespace

absl::Time EndOfAll(const DeadlineFacts& facts, const v1::Recurrence& repeats,
                    absl::Span<const Happening> happenings) {
  absl::Time end = absl::InfiniteFuture();
  const std::vector<std::string> until = TriggerKeys(repeats.until());
  for (const Happening& happening : happenings) {
    if (Overlap(happening.keys, until)) end = std::min(end, happening.at);
  }
  if (const auto date = TimeOf(repeats.until_date(), facts)) end = std::min(end, *date);
  return end;
}

bool IsOwed(const DeadlineFacts& facts, const v1::DeadlineRule& rule, const StartedDeadline& run,
            absl::Span<const Happening> happenings) {
  if (!rule.has_repeats()) return true;
  const absl::Time end = EndOfAll(facts, rule.repeats(), happenings);
  if (run.due < end) return true;
  const auto met = MetAt(run.met_by, run.start, happenings);
  return met && *met <= end;
}

LaterRunsCounted CountLaterRuns(const DeadlineFacts& facts, const StartedDeadline& first,
                                absl::Span<const Happening> happenings,
                                absl::Span<const DeadlineCourse> courses) {
  LaterRunsCounted later;
  const v1::DeadlineRule* rule = facts.type.FindDeadline(first.rule);
  if (rule == nullptr || !rule->has_repeats() || first.start == absl::InfiniteFuture()) return later;
  Series series(facts, *rule, first);
  StartedDeadline run = first;
  run.start_field.clear();
  run.corrects = false;  // What happens before a later run is no fault: it met the one before.
  const auto none_after = [&](v1::DeadlineAbsence absence) {
    later.none_after = absence;
    return later;
  };
  const int most = rule->repeats().runs();
  for (int number = 2; most == 0 || number <= most; ++number) {
    const auto met = EndOfRun(*rule, number - 1, run, happenings, courses);
    if (!met) return none_after(v1::DEADLINE_ABSENCE_RUN_BEFORE_UNMET);
    const std::optional<RunCount> count = series.Next(run.due, *met);
    run.start = std::max(rule->repeats().from_met() ? *met : run.due, *met) + kTick;
    const DeadlineCourse* stored = FindRun(courses, rule->id(), number);
    if (stored == nullptr && !facts.open) return none_after(v1::DEADLINE_ABSENCE_CASE_CLOSED);
    const bool ended = stored != nullptr && (stored->met || stored->leeway.waived);
    const bool keeps = ended && stored->started.start == run.start;
    if (!keeps && !count) return none_after(v1::DEADLINE_ABSENCE_NO_PHASE);
    run.due = keeps ? stored->started.due : DueTime(count->from, count->period, facts.calendar);
    run.calendars = keeps ? stored->started.calendars : first.calendars;
    if (!IsOwed(facts, *rule, run, happenings)) return none_after(v1::DEADLINE_ABSENCE_ENDED);
    later.runs.push_back({.started = run, .run = number});
    later.counts.push_back(count.value_or(RunCount()));
  }
  return none_after(v1::DEADLINE_ABSENCE_LAST_RUN);
}

std::vector<DeadlineCourse> LaterRuns(const DeadlineFacts& facts, const StartedDeadline& first,
                                      absl::Span<const Happening> happenings,
                                      absl::Span<const DeadlineCourse> courses) {
  return CountLaterRuns(facts, first, happenings, courses).runs;
}

}  // namespace arasha::rules
