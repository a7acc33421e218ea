#include "services/rules/catalogue/source/oversights.h"

#include <google/protobuf/message.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "proto/party_roles.h"
#include "services/rules/catalogue/examination.h"

namespace arasha::rules {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Triggers = google::protobuf::RepeatedPtrField<v1::Trigger>;

bool Has(const google::protobuf::RepeatedPtrField<std::string>& among, absl::string_view value) {
  return std::find(among.begin(), among.end(), value) != among.end();
}

std::vector<const FieldDescriptor*> SetFields(const Message& message) {
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  return set;
}

// Every message within another, itself included, by the way there: `hint`, `choices red label`.
template <typename Visit>
void Walk(const Message& message, const std::string& way, const Visit& visit) {
  visit(message, way);
  for (const FieldDescriptor* field : SetFields(message)) {
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const auto* reflection = message.GetReflection();
    if (!field->is_repeated()) {
      Walk(reflection->GetMessage(message, field), absl::StrCat(way, " ", field->name()), visit);
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      const Message& one = reflection->GetRepeatedMessage(message, field, i);
      const FieldDescriptor* id =
          one.GetDescriptor()->FindFieldByName(field->name() == "entry_fields" ? "kind" : "id");
      const std::string name = id == nullptr ? absl::StrCat(i + 1) : one.GetReflection()->GetString(one, id);
      Walk(one, absl::StrCat(way, " ", field->name(), " ", name), visit);
    }
  }
}

// What a message is called; nullptr if it has no name.
const v1::LocalisedText* LabelOf(const Message& message) {
  const FieldDescriptor* label = message.GetDescriptor()->FindFieldByName("label");
  if (label == nullptr || label->message_type() != v1::LocalisedText::descriptor()) return nullptr;
  return &static_cast<const v1::LocalisedText&>(message.GetReflection()->GetMessage(message, label));
}

// The states that a case may come to from one of these without being reopened.
std::set<std::string> Ahead(const v1::CaseType& type, std::set<std::string> states) {
  for (size_t before = 0; before != states.size();) {
    before = states.size();
    for (const v1::TransitionRule& transition : type.transitions()) {
      const bool leaves =
          std::any_of(transition.from().begin(), transition.from().end(), [&](const std::string& from) {
            return states.count(from) > 0 && !Find(type.states(), from)->final();
          });
      if (leaves) states.insert(transition.to());
    }
  }
  return states;
}

// Gathers what was overlooked in all types.
class Search {
 public:
  std::vector<std::string> Run(const std::vector<CompiledCaseType>& types) {
    for (const CompiledCaseType& compiled : types) {
      for (const std::string& idle : compiled.idle) found_.insert(idle);
      for (const CaseTypeElement& element : compiled.elements) {
        const auto& of_entries = element.alone.entry_fields();
        const std::string& name = of_entries.empty() ? element.id : of_entries[0].kind();
        origins_[{element.of->number(), name}] = element.origin;
        Texts(element);
        Names(element);
        Repetitions(element);
      }
      OneNameForTwo(compiled.type);
      States(compiled.type);
      for (const v1::DeadlineRule& rule : compiled.type.deadlines()) Deadline(compiled.type, rule);
      for (const v1::FieldRule& field : compiled.type.fields()) {
        Conditions(v1::CaseType::kFieldsFieldNumber, field.id(), compiled.type.fields(),
                   field.required_when());
      }
      for (const v1::RowGroup& group : compiled.type.row_groups()) {
        for (const v1::FieldRule& field : group.fields()) {
          Conditions(v1::CaseType::kRowGroupsFieldNumber, group.id(), group.fields(), field.required_when());
        }
      }
      for (const v1::EntryFields& of : compiled.type.entry_fields()) {
        for (const v1::FieldRule& field : of.fields()) {
          Conditions(v1::CaseType::kEntryFieldsFieldNumber, of.kind(), of.fields(), field.required_when());
        }
      }
      Groups(compiled.type);
      FactKinds(compiled.type);
      for (const v1::FollowOn& follow_on : compiled.type.follow_ons())
        FollowOn(types, compiled.type, follow_on);
      origins_.clear();
    }
    return {found_.begin(), found_.end()};
  }

 private:
  void Note(absl::string_view origin, absl::string_view what) {
    found_.insert(absl::StrCat(origin, ": ", what));
  }
  void Note(int list, const std::string& id, absl::string_view what) {
    const std::string& name = v1::CaseType::descriptor()->FindFieldByNumber(list)->name();
    Note(origins_[{list, id}], absl::StrCat(name, " ", id, ": ", what));
  }

  // What is taken over to what the other type lacks would be lost.
  void FollowOn(const std::vector<CompiledCaseType>& types, const v1::CaseType& type,
                const v1::FollowOn& follow_on) {
    constexpr int kList = v1::CaseType::kFollowOnsFieldNumber;
    const auto found = std::find_if(types.begin(), types.end(), [&](const CompiledCaseType& other) {
      return other.type.id() == follow_on.type();
    });
    if (found == types.end()) return Note(kList, "", absl::StrCat("there is no type ", follow_on.type()));
    for (const v1::CarriedField& field : follow_on.fields()) {
      const std::string& to = field.to().empty() ? field.from() : field.to();
      const v1::FieldRule* there = Find(found->type.fields(), to);
      const v1::FieldRule* here = Find(type.fields(), field.from());
      if (there == nullptr) {
        Note(kList, "", absl::StrCat(follow_on.type(), " has no field ", to));
      } else if (here != nullptr && there->kind() != here->kind() &&
                 (here->kind() != v1::FIELD_KIND_TIME || there->kind() != v1::FIELD_KIND_DATE)) {
        Note(kList, "",
             absl::StrCat(to, " of ", follow_on.type(), " is of another kind than ", field.from()));
      }
    }
    for (const v1::CarriedParty& party : follow_on.parties()) {
      if (IsRoleOfType(party.to()) && Find(found->type.party_roles(), party.to()) == nullptr) {
        Note(kList, "", absl::StrCat(follow_on.type(), " has no role of a party ", party.to()));
      }
    }
  }

  // A text that has one language has all, and so has what tells a source; of that, `source` is the English.
  void Texts(const CaseTypeElement& element) {
    Walk(element.alone, "", [&](const Message& message, const std::string& way) {
      const auto lacks = [&](const v1::LocalisedText& text, absl::string_view of, bool english) {
        std::vector<std::string> missing;
        if (text.kk().empty()) missing.emplace_back("kk");
        if (text.ru().empty()) missing.emplace_back("ru");
        if (text.en().empty() && english) missing.emplace_back("en");
        if (missing.empty()) return;
        Note(element.origin, absl::StrCat(absl::StripPrefix(way, " "), of, ": is not given in ",
                                          absl::StrJoin(missing, " and ")));
      };
      const auto* descriptor = message.GetDescriptor();
      const FieldDescriptor* label = descriptor->FindFieldByName("source_label");
      if (label != nullptr && label->message_type() == v1::LocalisedText::descriptor()) {
        lacks(static_cast<const v1::LocalisedText&>(message.GetReflection()->GetMessage(message, label)),
              " source_label", false);
      }
      const bool source = way.size() >= 12 && way.compare(way.size() - 12, 12, "source_label") == 0;
      if (descriptor == v1::LocalisedText::descriptor() && !source) {
        lacks(static_cast<const v1::LocalisedText&>(message), "", true);
      }
    });
  }

  // In a list of ids, a second time says nothing.
  void Repetitions(const CaseTypeElement& element) {
    Walk(element.alone, "", [&](const Message& message, const std::string& way) {
      for (const FieldDescriptor* list : SetFields(message)) {
        if (!list->is_repeated() || list->cpp_type() != FieldDescriptor::CPPTYPE_STRING) continue;
        std::set<std::string> seen;
        for (int i = 0; i < message.GetReflection()->FieldSize(message, list); ++i) {
          const std::string value = message.GetReflection()->GetRepeatedString(message, list, i);
          if (seen.insert(value).second) continue;
          Note(element.origin, absl::StrCat(absl::StripPrefix(absl::StrCat(way, " ", list->name()), " "),
                                            ": ", value, " is given twice"));
        }
      }
    });
  }

  // A type may call its own visit otherwise than others do. What has one name in one language and two in
  // another is the same thing translated twice.
  void Names(const CaseTypeElement& element) {
    if (element.id.empty()) return;
    Walk(element.alone, "", [&](const Message& message, const std::string& way) {
      if (&message == &element.alone || LabelOf(message) == nullptr) return;
      const v1::LocalisedText& text = *LabelOf(message);
      const auto spoken = {&v1::LocalisedText::kk, &v1::LocalisedText::ru, &v1::LocalisedText::en};
      auto& before = names_[way];
      const bool known = std::any_of(before.begin(), before.end(), [&](const auto& other) {
        return other.first.SerializeAsString() == text.SerializeAsString();
      });
      if (known) return;
      for (const auto& [other, origin] : before) {
        for (const auto same : spoken) {
          for (const auto differs : spoken) {
            if ((text.*same)() != (other.*same)() || (text.*differs)() == (other.*differs)()) continue;
            return Note(element.origin,
                        absl::StrCat(absl::StripPrefix(way, " "), ": \"", (text.*same)(), "\" is \"",
                                     (text.*differs)(), "\" here and \"", (other.*differs)(), "\" at ",
                                     origin, ": one thing has one name"));
          }
        }
      }
      before.emplace_back(text, element.origin);
    });
  }

  // Within a list nobody can tell them apart.
  void OneNameForTwo(const v1::CaseType& type) {
    Walk(type, "", [&](const Message& message, const std::string& way) {
      for (const FieldDescriptor* list : SetFields(message)) {
        if (!list->is_repeated() || list->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
        const FieldDescriptor* id = list->message_type()->FindFieldByName("id");
        if (id == nullptr) continue;
        std::map<std::string, std::string> ids;
        for (int i = 0; i < message.GetReflection()->FieldSize(message, list); ++i) {
          const Message& one = message.GetReflection()->GetRepeatedMessage(message, list, i);
          const v1::LocalisedText* text = LabelOf(one);
          if (text == nullptr) continue;
          const std::string name = one.GetReflection()->GetString(one, id);
          for (const std::string& said : {text->kk(), text->ru(), text->en()}) {
            const auto [first, added] = ids.emplace(said, name);
            if (added || first->second == name) continue;
            // The element of the type's own lists that it is, or is in.
            const std::vector<std::string> place =
                absl::StrSplit(absl::StrCat(way, " ", list->name(), " ", name), ' ', absl::SkipEmpty());
            Note(origins_[{v1::CaseType::descriptor()->FindFieldByName(place[0])->number(), place[1]}],
                 absl::StrCat(absl::StrJoin(place, " "), ": is called \"", said, "\" as ", first->second,
                              " is: nobody can tell them apart"));
          }
        }
      }
    });
  }

  void States(const v1::CaseType& type) {
    for (const v1::StateRule& state : type.states()) {
      const std::set<std::string> ahead = Ahead(type, {state.id()});
      const bool ends = std::any_of(ahead.begin(), ahead.end(),
                                    [&](const std::string& id) { return Find(type.states(), id)->final(); });
      if (!ends) {
        Note(v1::CaseType::kStatesFieldNumber, state.id(),
             "a case has no way from here to a final state: add a transition");
      }
    }
  }

  void Deadline(const v1::CaseType& type, const v1::DeadlineRule& rule) {
    Runs(type, rule, rule.starts_on(), rule.met_by(), "");
    Conditions(v1::CaseType::kDeadlinesFieldNumber, rule.id(), type.fields(), rule.when());
    for (int i = 0; i < rule.host_states_size(); ++i) {
      const v1::HostStateRule& there = rule.host_states(i);
      const std::string place = there.group().empty() ? there.host_state() : there.group();
      Runs(type, rule, there.starts_on().empty() ? rule.starts_on() : there.starts_on(),
           there.met_by().empty() ? rule.met_by() : there.met_by(), absl::StrCat("in ", place, " "));
      for (int before = 0; before < i; ++before) {
        if (!Covers(type, rule.host_states(before), there)) continue;
        Note(v1::CaseType::kDeadlinesFieldNumber, rule.id(),
             absl::StrCat("the rule for ", place, " never holds: one before it holds whenever it would"));
      }
    }
  }

  // Whether a deadline that these start ever runs, and can be met then.
  void Runs(const v1::CaseType& type, const v1::DeadlineRule& rule, const Triggers& starts,
            const Triggers& meets, const std::string& where) {
    std::set<std::string> started;
    for (const v1::Trigger& trigger : starts) {
      // The opening comes first; entries and fields come at any time.
      const std::string& state = trigger.has_transition()
                                     ? Find(type.transitions(), trigger.transition())->to()
                                     : type.states(0).id();
      if (!Find(type.states(), state)->final()) started.insert(state);
    }
    if (started.empty()) {
      return Note(v1::CaseType::kDeadlinesFieldNumber, rule.id(),
                  absl::StrCat(where, "starts only when the case ends, and nothing runs then"));
    }
    const std::set<std::string> ahead = Ahead(type, started);
    const bool met = std::any_of(meets.begin(), meets.end(), [&](const v1::Trigger& trigger) {
      if (!trigger.has_transition()) return !trigger.has_opened();
      const auto& from = Find(type.transitions(), trigger.transition())->from();
      return std::any_of(from.begin(), from.end(), [&](const std::string& state) {
        return ahead.count(state) > 0 && !Find(type.states(), state)->final();
      });
    });
    if (!met) {
      Note(v1::CaseType::kDeadlinesFieldNumber, rule.id(),
           absl::StrCat(where, "nothing meets it: what would cannot happen any more once it runs"));
    }
  }

  // Whether the one rule holds wherever and whenever the other does.
  static bool Covers(const v1::CaseType& type, const v1::HostStateRule& one, const v1::HostStateRule& other) {
    const auto states = [&](const v1::HostStateRule& rule) -> std::set<std::string> {
      if (rule.group().empty()) return {rule.host_state()};
      const v1::StateGroup& group = *Find(type.state_groups(), rule.group());
      return {group.states().begin(), group.states().end()};
    };
    const std::set<std::string> wide = states(one);
    const std::set<std::string> narrow = states(other);
    const bool begins = one.valid_from().empty() || one.valid_from() <= other.valid_from();
    const bool ends = one.valid_until().empty() ||
                      (!other.valid_until().empty() && one.valid_until() >= other.valid_until());
    return begins && ends && std::includes(wide.begin(), wide.end(), narrow.begin(), narrow.end());
  }

  // A field has one value at a time, unless it is of CHOICES.
  void Conditions(int list, const std::string& id,
                  const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields,
                  const google::protobuf::RepeatedPtrField<v1::Condition>& conditions) {
    for (const v1::Condition& one : conditions) {
      for (const v1::Condition& other : conditions) {
        if (one.field() != other.field() || one.values().empty() || other.values().empty()) continue;
        const v1::FieldRule* field = Find(fields, one.field());
        if (field != nullptr && field->kind() == v1::FIELD_KIND_CHOICES) continue;
        const bool both = std::any_of(one.values().begin(), one.values().end(),
                                      [&](const std::string& value) { return Has(other.values(), value); });
        if (!both) Note(list, id, absl::StrCat("its conditions never hold: ", one.field(), " has one value"));
      }
    }
  }

  void Groups(const v1::CaseType& type) {
    std::set<std::string> named;
    Walk(type, "", [&](const Message& message, const std::string&) {
      const FieldDescriptor* group = message.GetDescriptor()->FindFieldByName("group");
      if (group != nullptr) named.insert(message.GetReflection()->GetString(message, group));
    });
    for (const v1::StateGroup& group : type.state_groups()) {
      if (named.count(group.id()) > 0) continue;
      Note(v1::CaseType::kStateGroupsFieldNumber, group.id(), "no rule names it: take it out");
    }
  }

  // Lists are restricted by a fact whatever the type: it can be compared in one way alone.
  void FactKinds(const v1::CaseType& type) {
    for (const v1::FactRule& rule : type.derived_facts()) {
      const std::string& origin = origins_[{v1::CaseType::kDerivedFactsFieldNumber, rule.id()}];
      const auto [first, added] = facts_.emplace(rule.id(), std::pair(rule.is_case(), origin));
      if (added || first->second.first == rule.is_case()) continue;
      Note(v1::CaseType::kDerivedFactsFieldNumber, rule.id(),
           absl::StrCat("is of another kind at ", first->second.second, ": name one of them otherwise"));
    }
  }

  std::set<std::string> found_;
  // Of what kind each fact is, and where that was written first.
  std::map<std::string, std::pair<v1::FactRule::IsCase, std::string>> facts_;
  std::map<std::pair<int, std::string>, std::string> origins_;  // of the type at hand, by list and id
  // What each thing is called, and where that was written first, by the way to it.
  std::map<std::string, std::vector<std::pair<v1::LocalisedText, std::string>>> names_;
};

}  // namespace

std::vector<std::string> FindOversights(const std::vector<CompiledCaseType>& types) {
  return Search().Run(types);
}

}  // namespace arasha::rules
