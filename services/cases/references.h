#ifndef ARASHA_SERVICES_CASES_REFERENCES_H_
#define ARASHA_SERVICES_CASES_REFERENCES_H_

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/entry.pb.h"
#include "arasha/v1/party.pb.h"
#include "services/calls/call.h"
#include "services/rules/deadlines/happenings.h"
#include "services/rules/violations.h"

// What a case, its parties and its entries name: whether it is there.
namespace arasha::cases {

// A compartment for which nobody is cleared, most likely a slip, would hide the case from everybody. Which
// others there are is told to those who administer them, and to the others as far as they are cleared.
rules::Violations CheckCompartment(const server::Call& call, const v1::Case& message);

// rules::CheckParty, and that those whom the party names as related to it are people who may act. Whom it
// named `before` may have left since.
rules::Violations CheckParty(const server::Call& call, const v1::Party& party, const v1::Party& before,
                             absl::string_view prefix);

// INVALID_ARGUMENT if the party that an entry names is not one of this case. `prefix`: the entry's path in
// the request.
absl::Status CheckEntryParty(const v1::Entry& asked, absl::string_view case_name, absl::string_view prefix);

// Whether one of these fields, in these details, names a party of the case or another case.
bool NameOthers(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields,
                const google::protobuf::Struct& details);

// Writes values of PARTY and CASE fields as resource names, and says what is wrong with them (see FieldKind):
// a party that is not on the case or in another role, a case that is none by its form, or the case itself.
// What stood so `before` is not asked again: a party may have left. `prefix`: the details' path in the
// request.
rules::Violations TakeReferences(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields,
                                 const v1::Case& message, const google::protobuf::Struct& before,
                                 absl::string_view prefix, google::protobuf::Struct& details);

// The same of what a row says, all in the form in which it is kept. Of a group that the type lacks nothing.
rules::Violations TakeRow(const rules::CaseType& type, const v1::Case& message, const v1::Row& before,
                          absl::string_view prefix, v1::Row& row);

// The roles of the party that the entry names, that of the subject if it names none; nothing if it is not on
// the case.
std::optional<rules::About> RoleOf(const v1::Entry& entry, const v1::Case& message);

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_REFERENCES_H_
