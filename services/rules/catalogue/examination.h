#ifndef ARASHA_SERVICES_RULES_CATALOGUE_EXAMINATION_H_
#define ARASHA_SERVICES_RULES_CATALOGUE_EXAMINATION_H_

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/case_type.pb.h"
#include "services/rules/text.h"

namespace arasha::rules {

// The element of a list that has this id; nullptr if none has.
template <typename Range>
auto* Find(const Range& range, absl::string_view id) {
  const auto found =
      std::find_if(range.begin(), range.end(), [&](const auto& item) { return item.id() == id; });
  return found == range.end() ? nullptr : &*found;
}

inline bool IsMoment(const v1::FieldRule& field) {
  return field.kind() == v1::FIELD_KIND_DATE || field.kind() == v1::FIELD_KIND_TIME;
}

// Whether rules ask for values of the field by id.
inline bool IsAskedById(const v1::FieldRule& field) {
  return field.kind() == v1::FIELD_KIND_CHOICE || field.kind() == v1::FIELD_KIND_CHOICES ||
         field.kind() == v1::FIELD_KIND_BOOL;
}

// Gathers every fault of one case type, so that its author mends them in one go.
class Examination {
 public:
  explicit Examination(const v1::CaseType& type) : type_(type) {}

  // What is wrong, each with where it is and what was expected.
  std::vector<std::string> Run();

 private:
  void Expect(bool holds, absl::string_view where, absl::string_view expected);
  void Label(const v1::LocalisedText& text, absl::string_view where);
  template <typename Range>
  void Ids(const Range& range, absl::string_view where) {
    std::set<std::string> seen;
    for (const auto& item : range) {
      Expect(IsId(item.id()), absl::StrCat(where, " ", item.id()),
             "an id is lower case, digits and underscores");
      Expect(seen.insert(item.id()).second, absl::StrCat(where, " ", item.id()), "is given twice");
    }
  }

  void Field(const v1::FieldRule& field, const std::string& where);
  void Transition(const v1::TransitionRule& transition, const std::string& where);
  void Statistics(const v1::StatisticsRule& rule, const std::string& where);
  void StateGroup(const v1::StateGroup& group, const std::string& where);
  void Sensitivity();
  void Retention(const v1::Retention& rule);
  // Only worth asking of a type whose ids are in order.
  void Reachability();

  // In examine_fields.cc: what goes with a field of its kind alone.
  void ByKind(const v1::FieldRule& field, const std::string& where);
  void Cap(const v1::FieldRule& field, const v1::MoneyCap& cap, const std::string& where);

  // In examine_checklist.cc: checklist, papers, partners, and what a consul can and cannot do.
  void Checklist();
  void CheckItem(const v1::CheckItem& item, const std::string& where);

  // In examine_entries.cc.
  void EntryFields();
  // What a trigger asks of an entry of this kind.
  void OfEntry(const std::string& kind, const v1::FieldValue& value, const std::string& where);

  // In examine_facts.cc.
  void Facts();
  void Fact(const v1::FactRule& rule, const std::string& where);
  void AnyOf(const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers, const std::string& where);
  // Fields of entries or rows of `where`, whose conditions ask each other.
  void FieldsApart(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields, const std::string& where);

  // In examine_rows.cc.
  void RowGroup(const v1::RowGroup& group, const std::string& where);
  void RowDeadline(const v1::DeadlineRule& deadline, const std::string& where);

  // In examine_deadlines.cc.
  void Deadline(const v1::DeadlineRule& deadline, const std::string& where);
  void HostState(const v1::DeadlineRule& deadline, int index, const std::string& where);
  void Repeats(const v1::DeadlineRule& deadline, const std::string& where);
  void Trigger(const v1::Trigger& trigger, const std::string& where);
  void FieldDate(const v1::FieldDate& date, const std::string& where);
  void Conditions(const google::protobuf::RepeatedPtrField<v1::Condition>& conditions,
                  const std::string& where);
  // An amount that a field is over; `field` may be none.
  void Over(const v1::Condition& condition, const v1::FieldRule* field, const std::string& where);
  void Extension(const v1::Extension& extension, const std::string& where);
  void PausedIn(const google::protobuf::RepeatedPtrField<std::string>& states, const std::string& where);
  void Period(const v1::Period& period, const std::string& where);
  // A later run, which a reopening starts, would not follow what the deadline hangs on.
  void NotByReopening(const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers,
                      const std::string& where);

  // In examine_party_roles.cc.
  void PartyRoles();
  void PartyRole(const v1::PartyRoleRule& rule, const std::string& where);
  // Whether it is the name of a PartyRole without its prefix, or also the id of one of the type's.
  static bool IsGeneralRole(const std::string& role);
  bool IsPartyRole(const std::string& role) const;
  // In examine_warnings.cc. `deadline`: whose own they are; nullptr for those of all.
  void Warnings(const google::protobuf::RepeatedPtrField<v1::WarningRule>& warnings,
                const v1::DeadlineRule* deadline, const std::string& where);

  // In examine_follow_ons.cc.
  void FollowOns();

  // In examine_guards.cc.
  void Guard(const v1::TransitionRule& transition, const v1::Guard& guard, const std::string& where);
  void TwoPersons(const v1::TransitionRule& transition, const std::string& where);
  void Raise(const v1::RaiseRule& rule, const std::string& where);
  // Transitions that guards keep from ever being made.
  void Makeable();

  const v1::CaseType& type_;
  std::vector<std::string> faults_;
};

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CATALOGUE_EXAMINATION_H_
