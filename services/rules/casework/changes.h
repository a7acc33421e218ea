#ifndef ARASHA_SERVICES_RULES_CASEWORK_CHANGES_H_
#define ARASHA_SERVICES_RULES_CASEWORK_CHANGES_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/party.pb.h"
#include "services/rules/catalogue/case_type.h"

// What the timeline says of a change, so that nothing is lost to who reads it later. A text has a line for
// each field that differs, `details.place_of_detention: Silivri → Maltepe`: the field's path, what it was,
// and what it is; — stands for nothing. Values are as the API has them, in one line. Clients put words for
// fields and values in their place.
namespace arasha::rules {

// Fields of a case that its callers set, and the version of its type, whose fields come in the type's order;
// empty if none differs.
std::string ChangesText(const CaseType& type, const v1::Case& before, const v1::Case& after);

// The same of details that have these fields.
std::string DetailsText(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields,
                        const google::protobuf::Struct& before, const google::protobuf::Struct& after);

// The line of a run of a deadline, `deadlines.first_contact: 2026-11-24T20:59:59Z → —`, from the second run
// on `deadlines.monthly_visit/2: …`: when it was due and is, nullopt while it is not owed.
std::string DeadlineText(absl::string_view rule, int run, std::optional<absl::Time> before,
                         std::optional<absl::Time> after);

// Why it was changed, in one line, `reason: a new law`.
std::string ReasonText(const std::string& reason);

// Both texts, each line of its own; one alone where the other is empty.
std::string JoinedLines(std::string first, const std::string& second);

// The same of a party, after a line that says who it is: its role and its name, as they were.
std::string ChangesText(const v1::Party& before, const v1::Party& after);

// Who a party is, `LAWYER: Mehmet Yılmaz`, or `heir: …` in a role of its case's type.
std::string PartyText(const v1::Party& party);

// Whether UpdateParty can change the field, a path of its mask.
bool IsChangeablePartyField(absl::string_view path);
// All of them, separated by commas.
std::string ChangeablePartyFields();

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_CHANGES_H_
