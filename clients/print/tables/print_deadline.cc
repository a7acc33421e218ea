#include "clients/print/tables/print_deadline.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/input/countries.h"
#include "clients/print/grid.h"
#include "clients/print/rule_text.h"
#include "clients/text/names.h"
#include "clients/text/rule_label.h"
#include "clients/text/source_text.h"
#include "clients/text/width.h"
#include "proto/timestamps.h"

namespace arasha::clients {
namespace {

constexpr int kStepIndent = 2;

// The rows of an explanation's steps.
class StepRows {
 public:
  StepRows(const v1::DeadlineExplanation& explanation, const v1::CaseType& type, bool each_day,
           const TableStyle& style)
      : explanation_(explanation),
        type_(type),
        each_day_(each_day),
        style_(style),
        messages_(style.messages) {
    for (const v1::DeadlineStep& step : explanation.steps()) Add(step);
  }

  const Grid& grid() const { return grid_; }

 private:
  void Add(const v1::DeadlineStep& step) {
    switch (step.step_case()) {
      case v1::DeadlineStep::kCondition:
        return AddCondition(step.condition());
      case v1::DeadlineStep::kHostState:
        return AddHostState(step.host_state());
      case v1::DeadlineStep::kStart:
        return AddStart(step.start());
      case v1::DeadlineStep::kRecurrence:
        return AddRecurrence(step.recurrence());
      case v1::DeadlineStep::kDate:
        return AddRow("explain.date", {FieldDateText(step.date().date(), type_, messages_),
                                       ValueOrNone(step.date().date().field(), step.date().value())});
      case v1::DeadlineStep::kCount:
        return AddCount(step.count());
      case v1::DeadlineStep::kEnd:
        return AddEnd(step.end());
      case v1::DeadlineStep::kMet:
        return AddMet(step.met());
      case v1::DeadlineStep::kMiss:
        return AddRow("explain.miss",
                      {style_.TimeText(step.miss().time()), Teller(step.miss().entry(), step.miss().field()),
                       messages_.Text(v1::DeadlineMiss_Name(step.miss().reason()))});
      case v1::DeadlineStep::kStopTime:
        return AddRow("label.closed", {style_.TimeText(step.stop_time())});
      case v1::DeadlineStep::kRest:
        return AddRest(step.rest());
      case v1::DeadlineStep::kExtension:
        return AddExtension(step.extension());
      case v1::DeadlineStep::kWaiveTime:
        return AddRow("explain.waived", {style_.TimeText(step.waive_time())});
      case v1::DeadlineStep::STEP_NOT_SET:
        return;  // of a later version
    }
  }

  // A line under a label, of those parts that are not empty.
  void AddRow(absl::string_view label, const std::vector<std::string>& parts, Tone tone = Tone::kPlain) {
    std::vector<std::string> said;
    std::copy_if(parts.begin(), parts.end(), std::back_inserter(said),
                 [](const std::string& part) { return !part.empty(); });
    grid_.rows.push_back({{label.empty() ? "" : messages_.Text(label)}, {absl::StrJoin(said, " · "), tone}});
  }

  void AddCondition(const v1::ConditionStep& step) {
    const std::string& field = step.condition().field();
    AddRow(
        "explain.condition",
        {ConditionText(step.condition(), type_, messages_),
         step.holds() ? messages_.Text("explain.holds")
                      : messages_.Text("explain.holds_not", {{"value", ValueOrNone(field, step.value())}})},
        step.holds() ? Tone::kPlain : Tone::kWarning);
  }

  void AddHostState(const v1::HostStateRule& rule) {
    std::vector<std::string> replaced;
    const auto add = [&](bool is_given, absl::string_view key) {
      if (is_given) replaced.push_back(messages_.Text(key));
    };
    add(!rule.starts_on().empty(), "explain.replaces.start");
    add(!rule.met_by().empty(), "explain.replaces.met_by");
    add(rule.has_period(), "explain.replaces.period");
    add(true, "explain.replaces.source");
    const bool dated = !rule.valid_from().empty() || !rule.valid_until().empty();
    AddRow("label.host_state",
           {CountryName(explanation_.host_state(), messages_.language()),
            rule.group().empty() ? "" : LabelOf(type_.state_groups(), rule.group(), messages_),
            dated ? std::string(absl::StripAsciiWhitespace(
                        absl::StrCat(rule.valid_from(), " – ", rule.valid_until())))
                  : "",
            messages_.Text("explain.replaces", {{"what", absl::StrJoin(replaced, ", ")}})});
  }

  void AddStart(const v1::StartStep& step) {
    if (step.after_run() > 0) {
      return AddRow("explain.start",
                    {style_.TimeText(step.time()),
                     messages_.Text("explain.after_run", {{"run", Number(step.after_run())}})});
    }
    const std::string triggers = TriggersText(step.starts_on(), type_, messages_);
    if (!step.has_time()) {
      return AddRow("explain.start", {messages_.Text("explain.waits_for", {{"what", triggers}})},
                    Tone::kWarning);
    }
    AddRow("explain.start",
           {step.value().empty() ? style_.TimeText(step.time()) : Value(step.trigger().field(), step.value()),
            TriggerText(step.trigger(), type_, messages_), IdText(step.entry()),
            step.reopened() ? messages_.Text("explain.reopened") : ""});
  }

  void AddRecurrence(const v1::RecurrenceStep& step) {
    if (step.kept()) return AddRow("explain.recurrence", {messages_.Text("explain.kept")});
    const v1::RecurrencePhase& phase = step.phase();
    std::vector<std::string> parts = {
        messages_.Text(step.from_met() ? "explain.every_from_met" : "explain.every_from_due",
                       {{"period", PeriodText(phase.every(), messages_)}})};
    if (phase.has_until()) {
      parts.push_back(
          messages_.Text("explain.phase_until", {{"period", PeriodText(phase.until(), messages_)}}));
    }
    for (const v1::Condition& condition : phase.when()) {
      parts.push_back(ConditionText(condition, type_, messages_));
    }
    if (step.passed_over() > 0) {
      parts.push_back(messages_.Text("explain.passed_over", {{"count", Number(step.passed_over())}}));
    }
    AddRow("explain.recurrence", parts);
  }

  void AddCount(const v1::CountStep& step) {
    const v1::Period& period = step.period();
    std::vector<std::string> parts = {PeriodText(period, messages_)};
    if (period.has_hours()) {
      parts.push_back(messages_.Text(step.back() ? "explain.hours_back" : "explain.hours"));
    } else if (step.back()) {
      parts.push_back(messages_.Text("explain.back"));
    } else if (period.less_than()) {
      parts.push_back(messages_.Text("explain.less_than"));
    } else if (period.has_months() || period.has_years()) {
      parts.push_back(messages_.Text(step.shortened() ? "explain.months_shortened" : "explain.months"));
    } else {
      parts.push_back(messages_.Text("explain.days"));
    }
    if (step.calendars_size() > 0) {
      parts.push_back(
          messages_.Text("explain.calendars", {{"calendars", absl::StrJoin(step.calendars(), ", ")}}));
    } else if (period.has_working_days()) {
      parts.push_back(messages_.Text("explain.no_calendars"));
    }
    AddRow("explain.period", parts);
    if (each_day_) {
      for (const v1::CountedDay& day : step.days()) AddRow("", {DayText(day)}, ToneOf(day));
    } else {
      AddDays(step);
    }
    AddRow("explain.to", {style_.TimeText(step.to_time())});
  }

  // How many days were counted and left out, with a line for each holiday.
  void AddDays(const v1::CountStep& step) {
    if (step.days().empty()) return;
    const auto& days = step.days();
    const auto counted =
        std::count_if(days.begin(), days.end(), [](const v1::CountedDay& day) { return day.number() > 0; });
    const auto weekend = std::count_if(days.begin(), days.end(), IsWeekend);
    // Counted back, the last day comes first.
    const auto [first, last] = std::minmax(days.begin()->date(), days.rbegin()->date());
    AddRow("", {first == last ? first : absl::StrCat(first, " – ", last),
                messages_.Text("explain.counted", {{"count", Number(counted)}}),
                weekend == 0 ? "" : messages_.Text("explain.weekends", {{"count", Number(weekend)}})});
    for (const v1::CountedDay& day : days) {
      if (day.has_holiday()) AddRow("", {DayText(day)}, ToneOf(day));
    }
  }

  static bool IsWeekend(const v1::CountedDay& day) { return day.number() == 0 && !day.has_holiday(); }

  static Tone ToneOf(const v1::CountedDay& day) { return day.number() > 0 ? Tone::kPlain : Tone::kWarning; }

  std::string DayText(const v1::CountedDay& day) const {
    if (day.number() > 0) {
      return absl::StrCat(day.date(), ": ",
                          messages_.Text("explain.day", {{"number", Number(day.number())}}));
    }
    if (IsWeekend(day)) return absl::StrCat(day.date(), ": ", messages_.Text("explain.weekend"));
    return absl::StrCat(
        day.date(), ": ",
        messages_.Text(day.provisional() ? "explain.expected_holiday" : "explain.holiday",
                       {{"holiday", messages_.Text(day.holiday(), "")}, {"calendar", day.calendar()}}));
  }

  void AddRest(const v1::RestStep& step) {
    if (!step.has_to_time()) {
      return AddRow("explain.rest",
                    {messages_.Text("explain.rests", {{"time", style_.TimeText(step.from_time())}})},
                    Tone::kWarning);
    }
    AddRow("explain.rest",
           {absl::StrCat(style_.TimeText(step.from_time()), " – ", style_.TimeText(step.to_time())),
            messages_.Text("explain.until", {{"time", style_.TimeText(step.due_time())}})});
  }

  void AddEnd(const v1::EndStep& step) {
    AddRow("explain.end",
           {TriggersText(step.until(), type_, messages_),
            step.has_until_date() ? FieldDateText(step.until_date(), type_, messages_) : "",
            step.runs() > 0 ? messages_.Text("explain.runs", {{"count", Number(step.runs())}}) : "",
            step.has_time() ? messages_.Text("explain.ends", {{"time", style_.TimeText(step.time())}}) : "",
            IdText(step.entry())});
  }

  void AddMet(const v1::MetStep& step) {
    const std::string met_by = TriggersText(step.met_by(), type_, messages_);
    if (!step.has_time()) {
      return AddRow("explain.met", {messages_.Text("explain.unmet", {{"what", met_by}})});
    }
    AddRow("explain.met", {style_.TimeText(step.time()), Teller(step.entry(), step.field()),
                           messages_.Text("explain.meets", {{"what", met_by}})});
  }

  // Without any decision a move to another version of the type left it its time.
  void AddExtension(const v1::ExtensionStep& step) {
    const bool decided = step.extensions() > 0;
    AddRow(decided ? "explain.extension" : "explain.time_kept",
           {messages_.Text("explain.until", {{"time", style_.TimeText(step.due_time())}}),
            messages_.Text(decided ? "explain.decided" : "explain.moved_type",
                           {{"count", Number(step.extensions())}, {"time", style_.TimeText(step.time())}}),
            IdText(step.entry())});
  }

  // Where it is told: the id of the entry, as the timeline shows it, or the field.
  std::string Teller(const std::string& entry, const std::string& field) const {
    return field.empty() ? IdText(entry) : LabelOf(type_.fields(), field, messages_);
  }

  static std::string IdText(const std::string& entry) {
    return entry.empty() ? "" : absl::StrCat("[", ShortId(entry), "]");
  }

  // What a field says, in the reader's words.
  std::string Value(const std::string& field, const std::string& value) const {
    absl::Time time;
    for (const v1::FieldRule& rule : type_.fields()) {
      if (rule.id() == field && rule.kind() == v1::FIELD_KIND_TIME &&
          absl::ParseTime(absl::RFC3339_full, value, &time, nullptr)) {
        return style_.TimeText(ToTimestamp(time));
      }
    }
    return ChoiceText(field, value, type_, messages_);
  }

  std::string ValueOrNone(const std::string& field, const std::string& value) const {
    return value.empty() ? messages_.Text("explain.no_value") : Value(field, value);
  }

  static std::string Number(int64_t number) { return absl::StrCat(number); }

  const v1::DeadlineExplanation& explanation_;
  const v1::CaseType& type_;
  const bool each_day_;
  const TableStyle& style_;
  const Texts& messages_;
  Grid grid_{{{""}, {"", true}}, {}};
};

// When it is due and how it stands, or that there is none.
Grid VerdictGrid(const v1::DeadlineExplanation& explanation, const v1::CaseType& type,
                 const TableStyle& style) {
  const Texts& messages = style.messages;
  Grid grid{{{""}, {"", true}}, {}};
  const v1::Deadline& stored = explanation.deadline();
  if (explanation.has_deadline()) {
    grid.rows.push_back({{messages.Text("explain.due")},
                         {absl::StrCat(style.TimeText(stored.due_time()), " · ",
                                       messages.Text(v1::DeadlineState_Name(stored.state())))}});
  } else if (explanation.absence() != v1::DEADLINE_ABSENCE_UNSPECIFIED) {
    grid.rows.push_back(
        {{messages.Text("explain.due")},
         {messages.Text("explain.none",
                        {{"reason", messages.Text(v1::DeadlineAbsence_Name(explanation.absence()))}}),
          Tone::kWarning}});
  }
  if (!explanation.source().empty()) {
    grid.rows.push_back(
        {{messages.Text("explain.source")}, {SourceText(explanation.source(), type, messages)}});
  }
  if (!stored.calendars().empty()) {
    grid.rows.push_back({{messages.Text("explain.counted_by")}, {absl::StrJoin(stored.calendars(), ", ")}});
  }
  return grid;
}

// That what is stored is another than the steps lead to.
std::string DifferenceText(const v1::DeadlineExplanation& explanation, const TableStyle& style) {
  const Texts& messages = style.messages;
  if (!explanation.has_due_time()) {
    return messages.Text("explain.differs_none",
                         {{"reason", messages.Text(v1::DeadlineAbsence_Name(explanation.absence()))}});
  }
  return messages.Text("explain.differs", {{"time", style.TimeText(explanation.due_time())}});
}

}  // namespace

std::string DeadlineIdsText(const v1::Case& matter, const v1::CaseType& type, const TableStyle& style) {
  const Texts& messages = style.messages;
  Grid grid{{{messages.Text("column.id")},
             {messages.Text("column.deadline"), true},
             {style.ZonedTitle("column.due")},
             {messages.Text("column.state"), true}},
            {}};
  for (const v1::Deadline& deadline : matter.deadlines()) {
    std::string id = deadline.rule();
    if (!deadline.row().empty()) absl::StrAppend(&id, "/", ShortId(deadline.row()));
    std::string label = LabelOf(type.deadlines(), deadline.rule(), messages);
    if (deadline.run() > 1) absl::StrAppend(&label, " (", deadline.run(), ")");
    grid.rows.push_back({{std::move(id)},
                         {std::move(label)},
                         {style.TimeText(deadline.due_time())},
                         {messages.Text(v1::DeadlineState_Name(deadline.state()))}});
  }
  return GridText(std::move(grid), style.columns, style.colour);
}

std::string TableText(const v1::DeadlineExplanation& explanation, const v1::CaseType& type, bool each_day,
                      const TableStyle& style) {
  const Texts& messages = style.messages;
  std::string title = LabelOf(type.deadlines(), explanation.rule(), messages);
  if (explanation.run() > 1) absl::StrAppend(&title, " (", explanation.run(), ")");
  // By its id it is extended or waived.
  absl::StrAppend(&title, " · ", explanation.rule(), " · ", ShortName(explanation.case_()));
  std::string text =
      absl::StrCat(Coloured(OneLine(title), Tone::kBold, style.colour), "\n",
                   GridText(VerdictGrid(explanation, type, style), style.columns, style.colour, kStepIndent));
  if (explanation.erased())
    absl::StrAppend(&text, style.Paragraph(messages.Text("explain.erased"), kStepIndent));
  const StepRows steps(explanation, type, each_day, style);
  if (!steps.grid().rows.empty()) {
    absl::StrAppend(&text, "\n", Coloured(style.ZonedTitle("explain.steps"), Tone::kBold, style.colour), "\n",
                    GridText(steps.grid(), style.columns, style.colour, kStepIndent));
  }
  if (explanation.differs()) {
    absl::StrAppend(&text, "\n", style.Paragraph(DifferenceText(explanation, style), 0));
  }
  return text;
}

}  // namespace arasha::clients
