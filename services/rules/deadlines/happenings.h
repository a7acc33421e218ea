#ifndef ARASHA_SERVICES_RULES_DEADLINES_HAPPENINGS_H_
#define ARASHA_SERVICES_RULES_DEADLINES_HAPPENINGS_H_

#include <google/protobuf/struct.pb.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/entry.pb.h"
#include "arasha/v1/party.pb.h"
#include "services/rules/catalogue/case_type.h"

// What happens in a case, and what of it the triggers of its type wait for.
namespace arasha::rules {

// Something that happened to a case, as triggers see it. A key is "opened", "field:ID", "transition:ID",
// "extended:ID" or "entry:KIND". That of a field comes also with "?FIELD=CHOICE" for what other fields say,
// that of an entry also with "/in_person", "/SENT" or "/RECEIVED", and "/ROLE" and "/role_of_the_type" of
// whom it is about, where they hold, and with "?FIELD=VALUE" for what its details say: one happening has
// every key that it satisfies.
struct Happening {
  std::vector<std::string> keys;
  absl::Time at;
  // How much later it may have been: told by its date alone, it was at some time of that day. It starts
  // deadlines at `at`, and meets those that began on the same day.
  absl::Duration within = absl::ZeroDuration();
};

// The same, and what tells of it.
struct ToldHappening {
  Happening happening;
  std::string entry = {};  // name of the entry; empty of the opening and of fields
  bool stands = true;      // no other entry corrects it
};

// Whom an entry is about: the general role, which alone will do, and the role of the type if the party has
// one.
struct About {
  // NOLINTNEXTLINE(google-explicit-constructor)
  About(v1::PartyRole general, std::string of_type = "") : role(general), case_role(std::move(of_type)) {}
  v1::PartyRole role;
  std::string case_role;
};

Happening Opened(absl::Time received);
Happening OfTransition(absl::string_view event, absl::Time at);
// The deadline of this rule was extended.
Happening OfExtension(absl::string_view rule, absl::Time at);
// `about`: the roles of the party that the entry names; that of the subject if it names nobody.
Happening OfEntry(const v1::Entry& entry, const About& about = v1::PARTY_ROLE_SUBJECT);
// The same in a case of this type, by its details, too. Keys stand in clear: they say what rules of the type
// ask for and no more.
Happening OfEntry(const CaseType& type, const v1::Entry& entry, const About& about = v1::PARTY_ROLE_SUBJECT);
// One for each DATE or TIME field that has a value; a date happens at its first instant in the zone.
std::vector<Happening> OfFields(const CaseType& type, const google::protobuf::Struct& details,
                                absl::TimeZone zone);
// The same of details that have these fields.
std::vector<Happening> OfFields(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields,
                                const google::protobuf::Struct& details, absl::TimeZone zone);

// What of `before` is in `after` no more: happenings at other times, or that satisfy less.
std::vector<Happening> Undone(absl::Span<const Happening> before, absl::Span<const Happening> after);

// The one key that a trigger waits for.
std::string TriggerKey(const v1::Trigger& trigger);
// The keys of several.
std::vector<std::string> TriggerKeys(const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers);

bool Overlap(absl::Span<const std::string> some, absl::Span<const std::string> others);

// The field that says so; empty if none does.
std::string FieldOf(const Happening& happening);

// The opening of the case, or a field, rather than something that the mission did.
bool ComesFromOutside(const Happening& happening);

// The transition that it is; nullptr if it is something else.
const v1::TransitionRule* TransitionOf(const CaseType& type, const Happening& happening);

// A transition out of a final state.
bool IsReopening(const CaseType& type, const Happening& happening);

// When the first of the happenings at or after `from` meets a deadline with these keys.
std::optional<absl::Time> MetAt(absl::Span<const std::string> met_by, absl::Time from,
                                absl::Span<const Happening> happenings);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_DEADLINES_HAPPENINGS_H_
