#ifndef ARASHA_SERVICES_RULES_CATALOGUE_CASE_TYPE_H_
#define ARASHA_SERVICES_RULES_CATALOGUE_CASE_TYPE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/entry.pb.h"

namespace arasha::rules {

// Reads a text proto. INVALID_ARGUMENT with line and column if it is not one.
absl::StatusOr<v1::CaseType> ParseCaseType(absl::string_view text);

// Whether the deadline comes, goes or moves with more than what starts it: with the host state or fields of
// the case, or by repeating.
bool HangsOnMore(const v1::DeadlineRule& rule);

// Whom a warning names that is for whoever is responsible for the case; it names roles otherwise.
inline constexpr absl::string_view kToAssignee = "assignee";

// Whether the details say so: of a CHOICE its id, of a BOOL `true` or `false`.
bool Says(const google::protobuf::Struct& details, const v1::FieldValue& value);

// How many rows of a group a case has at the most, whatever its type says: one answer shows them all.
inline constexpr int kMostRows = 500;

// How many rows a case may have of the group at a time.
int MaxRows(const v1::RowGroup& group);

// A case type that keeps its promises: every id it names exists, every state can be reached and left,
// every deadline has a source, a start, an end and a length, every text stands in all three languages.
class CaseType {
 public:
  // INVALID_ARGUMENT that says, for every fault, where it is and what was expected.
  static absl::StatusOr<CaseType> Create(v1::CaseType proto);

  const v1::CaseType& proto() const { return proto_; }
  const std::string& id() const { return proto_.id(); }
  int version() const { return proto_.version(); }
  std::string ref() const { return absl::StrCat(id(), "@", version()); }

  // nullptr if there is none of this id.
  const v1::FieldRule* FindField(absl::string_view id) const;
  const v1::StateRule* FindState(absl::string_view id) const;
  const v1::TransitionRule* FindTransition(absl::string_view id) const;
  // Also of a row's, `hearing_preparation/0192…`; see services/rules/deadlines/row_deadlines.h.
  const v1::DeadlineRule* FindDeadline(absl::string_view id) const;
  const v1::StateGroup* FindStateGroup(absl::string_view id) const;
  const v1::PartyRoleRule* FindPartyRole(absl::string_view id) const;
  const v1::RowGroup* FindRowGroup(absl::string_view id) const;

  // ORDINARY where the definition says nothing.
  v1::Sensitivity default_sensitivity() const;
  const std::string& initial_state() const { return proto_.states(0).id(); }
  // `state` must be one of this type's.
  bool IsFinal(absl::string_view state) const;
  // Whether its deadlines hang on all that has happened in a case, and not alone on what the case says and
  // what happens now: some repeat, or are started by entries and transitions, and moved or ended by fields.
  bool NeedsTimeline() const;
  // Whether a guard of its transitions asks what has happened in a case.
  bool GuardsAskTimeline() const;
  // Whether an entry of this kind, with such details, could start a deadline, the next run of one that
  // repeats included, or end one, or could raise the case.
  bool EntryStartsDeadline(const v1::Entry& entry) const;
  // Fields that entries of this kind have; none of most.
  const google::protobuf::RepeatedPtrField<v1::FieldRule>& EntryFields(v1::EntryKind kind) const;
  // Whether one of them is required.
  bool EntryNeedsFields(v1::EntryKind kind) const;
  // What triggers, guards and statistics ask of the details of entries, each once.
  const std::vector<v1::EntryTrigger>& asked_of_entries() const { return asked_of_entries_; }
  // Ids of the transitions that may start from `state`.
  std::vector<std::string> EventsFrom(absl::string_view state) const;

 private:
  explicit CaseType(v1::CaseType proto);

  v1::CaseType proto_;
  std::vector<v1::EntryTrigger> asked_of_entries_;
};

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CATALOGUE_CASE_TYPE_H_
