#include "clients/commands/case/transition_options.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/commands/case/events.h"
#include "clients/commands/case/overtaking.h"
#include "clients/commands/options.h"
#include "clients/session/deadline_notes.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {

void AddTransitionOptions(CLI::App& command, TransitionOptions& options) {
  AddOption(command, "CASE", options.case_name, "The case: IST-2026-000123, or its full name")
      .Required()
      .Sets("name");
  AddOption(command, "--text", options.text, "Reason or outcome; - reads it from standard input")
      .Sets("text");
  AddOption(
      command, "--happened-at", options.happened_time,
      "When it happened, '28.11.2026 14:05', 14:05, 'yesterday 9:00', '2h ago' (arasha help times); now if "
      "left out")
      .Sets("happened_time");
  AddOption(command, "--etag", options.etag, "Refuse if the case is no longer the one of this etag")
      .Sets("etag");
  AddOvertakeOption(command, options.overtake);
}

namespace {

// That the case is as it was, which its table hardly shows, and whose turn it is.
void NoteProposal(Session& session, const v1::Case& matter) {
  if (session.output() != Output::kTable) return;
  const v1::CaseType type = session.TypeOf(matter).value_or(v1::CaseType());
  for (const v1::TransitionRule& transition : type.transitions()) {
    if (transition.id() != matter.pending_approval().event()) continue;
    const std::string roles =
        absl::StrJoin(transition.roles(), ", ", [&](std::string* out, const std::string& role) {
          absl::StrAppend(out, session.messages().Text(absl::StrCat("role.", role)));
        });
    session.Note(session.messages().Text(
        "note.proposed", {{"roles", roles}, {"case", std::string(ShortName(matter.name()))}}));
  }
}

// That the event does not stand for a note verbale, where the same deadline is met by either.
void NoteNoteVerbale(Session& session, const v1::TransitionCaseRequest& made, const v1::Case& matter) {
  if (session.output() != Output::kTable) return;
  const v1::CaseType type = session.TypeOf(matter).value_or(v1::CaseType());
  const auto has = [](const v1::DeadlineRule& rule, const auto& is) {
    return std::any_of(rule.met_by().begin(), rule.met_by().end(), is);
  };
  const bool either =
      std::any_of(type.deadlines().begin(), type.deadlines().end(), [&](const v1::DeadlineRule& rule) {
        return has(rule, [&](const v1::Trigger& trigger) { return trigger.transition() == made.event(); }) &&
               has(rule, [](const v1::Trigger& trigger) {
                 return trigger.entry().kind() == "NOTE_VERBALE" && trigger.entry().direction() == "SENT";
               });
      });
  if (!either) return;
  session.Note(
      session.messages().Text("note.note_verbale_apart", {{"case", std::string(ShortName(made.name()))}}));
}

}  // namespace

absl::Status RunTransition(Session& session, const TransitionOptions& options) {
  // An event is no number, and a case has one.
  const auto has_digit = [](const std::string& typed) {
    return typed.find_first_of("0123456789") != std::string::npos;
  };
  if (!options.passage && has_digit(options.event) && !has_digit(options.case_name)) {
    return UsageError("usage.event_first", {{"event", options.case_name}, {"case", options.event}});
  }
  const absl::StatusOr<std::string> name = session.Case(options.case_name);
  if (!name.ok()) return name.status();
  const absl::StatusOr<std::string> event = options.passage.has_value()
                                                ? EventOf(session, *name, *options.passage, options.event)
                                                : EventOf(session, *name, options.event);
  if (!event.ok()) return event.status();
  v1::TransitionCaseRequest request;
  request.set_name(*name);
  request.set_event(*event);
  request.set_text(session.TextOf(options.text));
  request.set_etag(options.etag);
  if (!options.happened_time.empty()) {
    const auto time = session.TimeOf(options.happened_time);
    if (!time.ok()) return time.status();
    *request.mutable_happened_time() = *time;
  }
  request.set_request_id(session.RequestId());
  // What the event needs is entered before it.
  session.AddFieldFlag("case.details", absl::StrCat("arasha case update ", ShortName(*name), " --set"));
  const absl::StatusOr<v1::Case> matter = CallOvertaking(session, *name, request, options.overtake);
  if (!matter.ok()) return matter.status();
  session.PrintCase(*matter);
  if (matter->has_pending_approval()) NoteProposal(session, *matter);
  // What is only proposed has not happened.
  PrintDeadlinesAfter(session, matter->name(),
                      request.has_happened_time()      ? request.happened_time()
                      : matter->has_pending_approval() ? google::protobuf::Timestamp()
                                                       : matter->update_time());
  if (!matter->has_pending_approval()) NoteNoteVerbale(session, request, *matter);
  return absl::OkStatus();
}

}  // namespace arasha::clients
