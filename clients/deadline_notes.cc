#include "clients/deadline_notes.h"

#include <ostream>

#include "absl/strings/str_cat.h"
#include "clients/names.h"
#include "clients/times.h"
#include "clients/width.h"

namespace arasha::clients {
namespace {

std::string DeadlineLabel(const v1::CaseType& type, const std::string& id, const Messages& messages) {
  for (const v1::DeadlineRule& rule : type.deadlines()) {
    if (rule.id() == id) return messages.Text(rule.label(), id);
  }
  return id;
}

}  // namespace

void PrintDeadlinesAfter(Session& session, const std::string& case_name,
                         const google::protobuf::Timestamp& happened_time) {
  if (session.output() != Output::kTable) return;
  v1::GetCaseRequest request;
  request.set_name(case_name);
  request.set_view(v1::CASE_VIEW_FULL);
  const absl::StatusOr<v1::Case> matter = session.api().Call(request);
  if (!matter.ok() || matter->deadlines().empty()) return;
  v1::GetCaseTypeRequest get_type;
  get_type.set_name(CaseTypeName(absl::StrCat(matter->type(), "@", matter->type_version())));
  const v1::CaseType type = session.api().Call(get_type).value_or(v1::CaseType());
  const Messages& messages = session.messages();
  const TableStyle style = session.style();
  const auto say = [&](absl::string_view key, const std::string& rule, const std::string& time) {
    *session.environment().out
        << OneLine(messages.Text(key, {{"deadline", DeadlineLabel(type, rule, messages)}, {"time", time}}))
        << "\n";
  };
  for (const v1::Deadline& deadline : matter->deadlines()) {
    if (!deadline.has_met_time() || FromProto(deadline.met_time()) != FromProto(happened_time)) continue;
    say(deadline.state() == v1::DEADLINE_STATE_MET_LATE ? "note.met_late" : "note.met", deadline.rule(), "");
  }
  if (!matter->has_next_due_time()) {
    say("note.no_deadline", "", "");
  } else {
    const bool overdue = FromProto(matter->next_due_time()) < style.now;
    say(overdue ? "note.overdue" : "note.next_due", matter->next_due_rule(),
        style.FullTimeText(matter->next_due_time()));
  }
}

}  // namespace arasha::clients
