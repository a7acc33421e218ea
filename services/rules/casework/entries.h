#ifndef ARASHA_SERVICES_RULES_CASEWORK_ENTRIES_H_
#define ARASHA_SERVICES_RULES_CASEWORK_ENTRIES_H_

#include <cstddef>

#include <google/protobuf/timestamp.pb.h>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/entry.pb.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/violations.h"

namespace arasha::rules {

// How far a caller's clock may run ahead of ours.
inline constexpr absl::Duration kClockSlack = absl::Minutes(5);

// Whether what a caller says happened may have: a well-formed timestamp (see timestamp.proto), not before
// 1900, when nobody who can be helped was born, and not after `now` by more than kClockSlack.
bool MayHaveHappened(const google::protobuf::Timestamp& timestamp, absl::Time now);

// What is wrong with one that may not: kNotYet if it lies ahead, else kNotPast.
Problem WhyNotHappened(const google::protobuf::Timestamp& timestamp, absl::Time now);

// Longest text of an entry or of a transition, in characters.
inline constexpr size_t kMaxEntryText = 10000;

// Whether entries of this kind tell what the mission itself did; others tell of what others did, or are
// ticks of the checklist.
bool IsDeed(v1::EntryKind kind);

// Checks what a caller says of an entry (see entry.proto); what the server sets is not looked at.
// `prefix`: path of the entry in the request.
Violations CheckEntry(const v1::Entry& entry, absl::Time now, absl::string_view prefix);

// Checks details that have these fields (see CheckDetails), and that what tells of the past does not lie
// ahead. `path`: that of the details in the request.
Violations CheckTypedDetails(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields,
                             const google::protobuf::Struct& details, absl::Time now, absl::string_view path);

// Checks the entry's details against the fields that the case's type has for its kind (see CheckDetails), and
// that what tells of the past does not lie ahead. `prefix`: path of the entry in the request.
Violations CheckEntryDetails(const CaseType& type, const v1::Entry& entry, absl::Time now,
                             absl::string_view prefix);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_ENTRIES_H_
