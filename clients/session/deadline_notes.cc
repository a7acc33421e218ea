#include "clients/session/deadline_notes.h"

#include <algorithm>
#include <optional>
#include <ostream>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/print/tables/print_timeline.h"
#include "clients/text/width.h"
#include "proto/timestamps.h"

namespace arasha::clients {
namespace {

// The case as it now stands; nothing if the answer is for programs, or the case cannot be read.
std::optional<v1::Case> CaseNow(Session& session, const std::string& case_name) {
  if (session.output() != Output::kTable) return std::nullopt;
  absl::StatusOr<v1::Case> matter = session.FetchCase(case_name);
  if (!matter.ok()) return std::nullopt;
  return *std::move(matter);
}

// Tells of the deadlines of a case as it now stands.
class DeadlineNotes {
 public:
  static std::optional<DeadlineNotes> Of(Session& session, std::optional<v1::Case> matter) {
    if (!matter) return std::nullopt;
    v1::CaseType type = session.TypeOf(*matter).value_or(v1::CaseType());
    return DeadlineNotes(session, *std::move(matter), std::move(type));
  }

  const v1::Case& matter() const { return matter_; }

  void Say(absl::string_view key, const v1::Deadline& deadline) const {
    Say(key, deadline.rule(), style_.FullTimeText(deadline.due_time()));
  }

  void SayState() const {
    const auto rule = std::find_if(type_.states().begin(), type_.states().end(),
                                   [&](const v1::StateRule& state) { return state.id() == matter_.state(); });
    const std::string state =
        rule == type_.states().end() ? matter_.state() : style_.messages.Text(rule->label(), matter_.state());
    *out_ << OneLine(style_.messages.Text("note.state_now", {{"state", state}})) << "\n";
  }

  void SayMet(const v1::Deadline& deadline) const {
    Say(deadline.state() == v1::DEADLINE_STATE_MET_LATE ? "note.met_late" : "note.met", deadline);
  }

  // Whether an entry of this kind can meet the deadlines of a rule.
  bool MeetsBy(v1::EntryKind kind, const std::string& rule_id) const {
    const auto is = [&](const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers) {
      return std::any_of(triggers.begin(), triggers.end(), [&](const v1::Trigger& trigger) {
        return absl::StrCat("ENTRY_KIND_", trigger.entry().kind()) == v1::EntryKind_Name(kind);
      });
    };
    return std::any_of(type_.deadlines().begin(), type_.deadlines().end(), [&](const v1::DeadlineRule& rule) {
      return rule.id() == rule_id &&
             (is(rule.met_by()) ||
              std::any_of(rule.host_states().begin(), rule.host_states().end(),
                          [&](const v1::HostStateRule& there) { return is(there.met_by()); }));
    });
  }

  void SayNext() const {
    if (!matter_.has_next_due_time()) return Say("note.no_deadline", "", "");
    const bool overdue = ToTime(matter_.next_due_time()) < style_.now;
    Say(overdue ? "note.overdue" : "note.next_due", matter_.next_due_rule(),
        style_.FullTimeText(matter_.next_due_time()));
  }

 private:
  DeadlineNotes(Session& session, v1::Case matter, v1::CaseType type)
      : out_(session.environment().out),
        style_(session.style()),
        matter_(std::move(matter)),
        type_(std::move(type)) {}

  void Say(absl::string_view key, const std::string& rule, const std::string& time) const {
    *out_ << OneLine(style_.messages.Text(key, {{"deadline", Label(rule)}, {"time", time}})) << "\n";
  }

  std::string Label(const std::string& id) const {
    for (const v1::DeadlineRule& rule : type_.deadlines()) {
      if (rule.id() == id) return style_.messages.Text(rule.label(), id);
    }
    return id;
  }

  std::ostream* out_;
  TableStyle style_;
  v1::Case matter_;
  v1::CaseType type_;
};

// The same deadline in another state of the case.
const v1::Deadline* Find(const v1::Case& matter, const v1::Deadline& deadline) {
  const auto found =
      std::find_if(matter.deadlines().begin(), matter.deadlines().end(), [&](const v1::Deadline& other) {
        return other.rule() == deadline.rule() && other.run() == deadline.run();
      });
  return found == matter.deadlines().end() ? nullptr : &*found;
}

// `kind`: of the entry that was added, if one was: another may have met a deadline at the same minute.
void SayDeadlinesAfter(Session& session, std::optional<v1::Case> matter,
                       const google::protobuf::Timestamp& happened_time, std::optional<v1::EntryKind> kind) {
  const std::optional<DeadlineNotes> notes = DeadlineNotes::Of(session, std::move(matter));
  if (!notes || notes->matter().deadlines().empty()) return;
  for (const v1::Deadline& deadline : notes->matter().deadlines()) {
    if (!deadline.has_met_time() || ToTime(deadline.met_time()) != ToTime(happened_time)) continue;
    if (kind && !notes->MeetsBy(*kind, deadline.rule())) continue;
    notes->SayMet(deadline);
  }
  notes->SayNext();
}

}  // namespace

void PrintDeadlinesAfter(Session& session, const std::string& case_name,
                         const google::protobuf::Timestamp& happened_time) {
  SayDeadlinesAfter(session, CaseNow(session, case_name), happened_time, std::nullopt);
}

void PrintEntry(Session& session, const std::string& type, const v1::Entry& entry) {
  const bool has_labels =
      !entry.details().fields().empty() || entry.has_deadline_change() || !entry.check_item().empty();
  if (!has_labels) return session.Print(entry);
  session.Print(entry, [&] { return TableText(entry, session.LabelledStyle({type})); });
}

void PrintEntryAndDeadlines(Session& session, const std::string& case_name, const v1::Entry& entry) {
  std::optional<v1::Case> matter = CaseNow(session, case_name);
  PrintEntry(session, matter ? matter->type() : "", entry);
  SayDeadlinesAfter(session, std::move(matter), entry.happened_time(), entry.kind());
}

void PrintChanges(Session& session, const v1::Case& before) {
  const std::optional<DeadlineNotes> notes = DeadlineNotes::Of(session, CaseNow(session, before.name()));
  if (!notes) return;
  if (notes->matter().state() != before.state()) notes->SayState();
  if (notes->matter().deadlines().empty() && before.deadlines().empty()) return;
  for (const v1::Deadline& was : before.deadlines()) {
    if (Find(notes->matter(), was) == nullptr) notes->Say("note.fell_away", was);
  }
  for (const v1::Deadline& is : notes->matter().deadlines()) {
    const v1::Deadline* was = Find(before, is);
    if (was == nullptr) {
      notes->Say("note.began", is);
    } else if (ToTime(was->due_time()) != ToTime(is.due_time())) {
      notes->Say("note.moved", is);
    }
    const bool was_met = was != nullptr && was->has_met_time();
    if (is.has_met_time() && (!was_met || was->state() != is.state())) notes->SayMet(is);
    if (!is.has_met_time() && was_met) notes->Say("note.no_longer_met", is);
  }
  notes->SayNext();
}

}  // namespace arasha::clients
