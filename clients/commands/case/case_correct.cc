#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "clients/commands/case/entry_options.h"
#include "clients/commands/case/overtaking.h"
#include "clients/commands/case/party/parties.h"
#include "clients/commands/commands.h"
#include "clients/commands/fetch_timeline.h"
#include "clients/commands/options.h"
#include "clients/input/details.h"
#include "clients/print/tables/print_timeline.h"
#include "clients/session/deadline_notes.h"
#include "clients/session/labels.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"
#include "clients/text/rule_label.h"
#include "proto/entry_fields.h"
#include "proto/entry_kinds.h"

namespace arasha::clients {
namespace {

struct CorrectOptions {
  std::string case_name;
  std::string entry;
  std::string reason;
  std::string kind;
  std::string text;
  std::string happened_time;
  v1::ContactChannel channel = v1::CONTACT_CHANNEL_UNSPECIFIED;
  std::string party;
  std::string reference;
  std::vector<std::string> set;
  std::vector<std::string> unset;
  bool in_person = false;
  bool sent = false;
  bool received = false;
  bool overtake = false;

  bool Replaces() const {
    return !kind.empty() || !text.empty() || !happened_time.empty() || !party.empty() || !reference.empty() ||
           channel != v1::CONTACT_CHANNEL_UNSPECIFIED || in_person || sent || received || !set.empty() ||
           !unset.empty();
  }
};

// The entry that the timeline shows under an id, or whose uuid or full name was typed.
absl::StatusOr<v1::Entry> FindEntry(Session& session, const std::string& case_name,
                                    const std::string& typed) {
  absl::StatusOr<v1::ListEntriesResponse> timeline = FetchTimeline(session, case_name);
  if (!timeline.ok()) return timeline.status();
  const v1::Entry* found = nullptr;
  for (const v1::Entry& entry : timeline->entries()) {
    if (!absl::EndsWith(entry.name(), typed)) continue;
    if (found != nullptr) return UsageError("usage.entry_ambiguous", {{"entry", typed}});
    found = &entry;
  }
  if (found == nullptr) return NotFoundError("usage.no_entry", {{"entry", typed}});
  return *found;
}

// What of the entry does not belong to its new kind is not taken over.
void SetKind(const std::string& kind, v1::Entry& entry) {
  v1::EntryKind parsed = v1::ENTRY_KIND_UNSPECIFIED;
  v1::EntryKind_Parse(
      absl::StrCat("ENTRY_KIND_", absl::StrReplaceAll(absl::AsciiStrToUpper(kind), {{"-", "_"}})), &parsed);
  if (parsed == entry.kind()) return;
  const bool contact = parsed == v1::ENTRY_KIND_CONTACT || parsed == v1::ENTRY_KIND_CONTACT_ATTEMPT;
  entry.set_kind(parsed);
  entry.clear_in_person();
  entry.clear_direction();
  entry.clear_check_item();
  entry.clear_details();
  if (!contact) entry.clear_channel();
}

// `note-verbale` as --kind takes it.
std::string TypedKind(v1::EntryKind kind) {
  const std::string name = v1::EntryKind_Name(kind);
  return absl::StrReplaceAll(absl::AsciiStrToLower(absl::StripPrefix(name, "ENTRY_KIND_")), {{"_", "-"}});
}

std::vector<std::string> TypedKinds() {
  std::vector<std::string> kinds;
  for (const v1::EntryKind kind : kKindsPeopleWrite) {
    // A tick is of an item: it is struck out, and another made.
    if (kind != v1::ENTRY_KIND_CHECK) kinds.push_back(TypedKind(kind));
  }
  return kinds;
}

// What is not given stays as it was.
absl::StatusOr<v1::Entry> Replacement(Session& session, const CorrectOptions& options,
                                      const std::string& case_name, const v1::Entry& old) {
  v1::Entry entry;
  entry.set_kind(old.kind());
  entry.set_text(old.text());
  *entry.mutable_happened_time() = old.happened_time();
  entry.set_channel(old.channel());
  entry.set_in_person(old.in_person());
  entry.set_party(old.party());
  entry.set_reference(old.reference());
  entry.set_direction(old.direction());
  entry.set_check_item(old.check_item());
  *entry.mutable_details() = old.details();
  if (!options.kind.empty()) SetKind(options.kind, entry);
  if (!options.text.empty()) entry.set_text(session.TextOf(options.text));
  if (!options.happened_time.empty()) {
    const auto time = session.TimeOf(options.happened_time);
    if (!time.ok()) return time.status();
    *entry.mutable_happened_time() = *time;
  }
  if (options.channel != v1::CONTACT_CHANNEL_UNSPECIFIED) {
    entry.set_channel(options.channel);
    if (options.channel != v1::CONTACT_CHANNEL_MEETING && entry.kind() != v1::ENTRY_KIND_VISIT) {
      entry.clear_in_person();
    }
  }
  if (options.in_person) entry.set_in_person(true);
  if (!options.party.empty()) {
    const absl::StatusOr<std::string> party = PartyName(session, case_name, options.party);
    if (!party.ok()) return party.status();
    entry.set_party(*party);
  }
  if (!options.reference.empty()) entry.set_reference(options.reference);
  auto& details = *entry.mutable_details()->mutable_fields();
  for (const std::string& field : options.unset) details.erase(field);
  const absl::StatusOr<google::protobuf::Struct> set = ParseDetails(
      options.set, [&] { return EntryTypeOf(session, case_name, entry.kind()); }, session.Times());
  if (!set.ok()) return set.status();
  for (const auto& [field, value] : set->fields()) details[field] = value;
  if (details.empty()) entry.clear_details();
  if (options.sent) entry.set_direction(v1::DIRECTION_SENT);
  if (options.received) entry.set_direction(v1::DIRECTION_RECEIVED);
  return entry;
}

// Which fields of the entry the one in its place has no longer, although nobody emptied them.
void NoteLostFields(Session& session, const v1::Case& matter, const v1::Entry& old, const v1::Entry& entry,
                    const std::vector<std::string>& unset) {
  std::vector<std::string> lost;
  for (const auto& [id, value] : old.details().fields()) {
    const bool meant = std::find(unset.begin(), unset.end(), id) != unset.end();
    if (!meant && !entry.details().fields().contains(id)) lost.push_back(id);
  }
  if (lost.empty()) return;
  const v1::CaseType type = session.TypeOf(matter).value_or(v1::CaseType());
  const auto fields = EntryFieldsOf(type, old.kind());
  for (std::string& field : lost) field = LabelOf(fields, field, session.messages());
  std::sort(lost.begin(), lost.end());
  session.Note(session.messages().Text("note.lost_fields", {{"fields", absl::StrJoin(lost, ", ")}}));
}

absl::Status Correct(Session& session, const CorrectOptions& options) {
  const absl::StatusOr<std::string> case_name = session.Case(options.case_name);
  if (!case_name.ok()) return case_name.status();
  const absl::StatusOr<v1::Entry> old = FindEntry(session, *case_name, options.entry);
  if (!old.ok()) return old.status();
  // A change of the case itself has nothing put in its place.
  if (options.Replaces() && !PeopleWrite(old->kind())) {
    return UsageError("usage.only_struck_out",
                      {{"kind", session.messages().Text(v1::EntryKind_Name(old->kind()))}});
  }
  // What the correction does to state and deadlines shows only against what they were.
  std::optional<v1::Case> before;
  if (session.output() == Output::kTable) {
    absl::StatusOr<v1::Case> matter = session.FetchCase(*case_name);
    if (matter.ok()) before = *std::move(matter);
  }
  v1::CorrectEntryRequest request;
  request.set_name(old->name());
  request.set_reason(session.TextOf(options.reason));
  if (options.Replaces()) {
    absl::StatusOr<v1::Entry> replacement = Replacement(session, options, *case_name, *old);
    if (!replacement.ok()) return replacement.status();
    *request.mutable_replacement() = *std::move(replacement);
    session.AddFieldFlag("replacement.direction", "--sent / --received");
  }
  request.set_request_id(session.RequestId());
  absl::StatusOr<v1::Entry> entry = CallOvertaking(session, *case_name, request, options.overtake);
  if (TakeRefusedLabels(
          entry.status(), [&] { return EntryTypeOf(session, *case_name, request.replacement().kind()); },
          *request.mutable_replacement()->mutable_details())) {
    entry = CallOvertaking(session, *case_name, request, options.overtake);
  }
  if (!entry.ok()) return entry.status();
  PrintEntry(session, before ? before->type() : "", *entry);
  if (before && request.has_replacement()) {
    NoteLostFields(session, *before, *old, request.replacement(), options.unset);
  }
  if (entry->kind() == v1::ENTRY_KIND_PROPOSAL) {
    session.Note(
        session.messages().Text("note.correction_proposed", {{"case", std::string(ShortName(*case_name))}}));
  } else if (before) {
    PrintChanges(session, *before);
  }
  return absl::OkStatus();
}

}  // namespace

void AddCaseCorrect(CLI::App& cases, Run& selected) {
  CLI::App& command = AddCommand(
      cases, "correct",
      "Strike out an entry of the timeline or the last change of state, or put another entry in its place",
      {"arasha case correct IST-2026-000123 4f21c07a --reason \"Entered on the wrong case\"",
       "arasha case correct IST-2026-000123 4f21c07a --reason \"Wrong day\" --happened-at "
       "\"2026-11-24 14:05\"",
       "arasha case correct IST-2026-000123 4f21c07a --reason \"It was a call\" --kind contact "
       "--channel phone",
       "arasha case correct IST-2026-000123 4f21c07a --reason \"Meant another case\"     # takes back a "
       "change "
       "of state",
       "arasha case timeline IST-2026-000123     # ids of entries"});
  auto options = std::make_shared<CorrectOptions>();
  AddOption(command, "CASE", options->case_name, "The case: IST-2026-000123, or its full name").Required();
  AddOption(command, "ENTRY", options->entry,
            "The entry: the id that the timeline shows, its uuid or full name")
      .Required()
      .Sets("name");
  AddOption(command, "--reason", options->reason,
            "Why; asked for at a terminal, required elsewhere; - reads it from standard input")
      .AskedFor(options->reason, "label.reason")
      .Sets("reason");
  AddOvertakeOption(command, options->overtake);
  const std::string kReplaces = "Put in its place (what is not given stays as it was)";
  AddOption(command, "--kind", options->kind, "What it records")
      .Choice(TypedKinds())
      .Group(kReplaces)
      .Sets("replacement.kind");
  AddOption(command, "--text", options->text, "What is worth knowing; - reads it from standard input")
      .Group(kReplaces)
      .Sets("replacement.text");
  AddOption(command, "--happened-at", options->happened_time,
            "When it happened, '28.11.2026 14:05', 14:05, 'yesterday 9:00', '2h ago' (arasha help times)")
      .Group(kReplaces)
      .Sets("replacement.happened_time");
  AddEnum(command, "--channel", options->channel, "How contact was made or sought")
      .Group(kReplaces)
      .Sets("replacement.channel");
  AddFlag(command, "--in-person", options->in_person, "Officer and party were in the same place")
      .Group(kReplaces)
      .Sets("replacement.in_person");
  AddOption(command, "--party", options->party, "The party concerned: its name, role or uuid")
      .TypeName("PARTY")
      .Group(kReplaces)
      .Sets("replacement.party");
  AddOption(command, "--reference", options->reference, "Number of the note or decision")
      .Group(kReplaces)
      .Sets("replacement.reference");
  AddRepeated(command, "--set", options->set,
              "A field that the type has for such entries, field=value, or field:=JSON; once for each field "
              "(arasha type show TYPE)")
      .TypeName("FIELD=VALUE")
      .Group(kReplaces)
      .Sets("replacement.details");
  AddRepeated(command, "--unset", options->unset, "A field of the entry to empty; once for each field")
      .TypeName("FIELD")
      .Group(kReplaces);
  const Option sent =
      AddFlag(command, "--sent", options->sent, "From the mission to the host state").Group(kReplaces);
  AddFlag(command, "--received", options->received, "From the host state to the mission")
      .Excludes(sent)
      .Group(kReplaces);
  OnSelect(command, selected, [options](Session& session) { return Correct(session, *options); });
}

}  // namespace arasha::clients
