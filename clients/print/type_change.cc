#include "clients/print/type_change.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "clients/print/rule_text.h"

namespace arasha::clients {
namespace {

using google::protobuf::util::MessageDifferencer;

constexpr absl::string_view kArrow = " → ";

// Both where they differ.
std::string Became(const std::string& was, const std::string& is) {
  return was == is ? is : absl::StrCat(was.empty() ? "—" : was, kArrow, is.empty() ? "—" : is);
}

// What a rule is about in a few words, by its version of the type.
template <typename Rule>
using Brief = std::function<std::string(const Rule& rule, const v1::CaseType& type)>;

class ChangeRows {
 public:
  ChangeRows(const v1::CaseType& before, const v1::CaseType& after, const Texts& messages)
      : before_(before), after_(after), messages_(messages) {}

  // The rules under one heading, which are known by their ids.
  template <typename Rules>
  void Compare(const std::string& heading, const Rules& before, const Rules& after,
               const Brief<typename Rules::value_type>& brief = {}) {
    const auto of = [](const Rules& rules, const std::string& id) {
      return std::find_if(rules.begin(), rules.end(), [&](const auto& rule) { return rule.id() == id; });
    };
    const auto told = [&](const auto& rule, const v1::CaseType& type) {
      return brief ? brief(rule, type) : std::string();
    };
    for (const auto& rule : before) {
      if (of(after, rule.id()) == after.end()) Add(heading, "label.gone", LabelOf(rule), told(rule, before_));
    }
    for (const auto& rule : after) {
      const auto old = of(before, rule.id());
      if (old == before.end()) {
        Add(heading, "label.new", LabelOf(rule), told(rule, after_));
      } else if (!MessageDifferencer::Equals(*old, rule)) {
        const std::string was = told(*old, before_);
        const std::string is = told(rule, after_);
        Add(heading, "label.changed", Became(LabelOf(*old), LabelOf(rule)), was == is ? "" : Became(was, is));
      }
    }
  }

  void Add(const std::string& heading, absl::string_view change, const std::string& name,
           const std::string& told) {
    grid_.rows.push_back({{heading}, {messages_.Text(change)}, {name}, {told}});
  }

  Grid grid() && { return std::move(grid_); }

 private:
  template <typename Rule>
  std::string LabelOf(const Rule& rule) const {
    return messages_.Text(rule.label(), rule.id());
  }

  const v1::CaseType& before_;
  const v1::CaseType& after_;
  const Texts& messages_;
  Grid grid_{{{""}, {""}, {"", true}, {"", true}}, {}};
};

Brief<v1::FieldRule> FieldBrief(const Texts& messages) {
  return [&messages](const v1::FieldRule& rule, const v1::CaseType& /*type*/) {
    std::vector<std::string> parts = {messages.Text(v1::FieldKind_Name(rule.kind()))};
    if (rule.required()) parts.push_back(messages.Text("label.required"));
    for (const v1::Choice& choice : rule.choices()) {
      parts.push_back(messages.Text(choice.label(), choice.id()));
    }
    return absl::StrJoin(parts, ", ");
  };
}

std::string DueBrief(const v1::DeadlineRule& rule, const v1::CaseType& type, const Texts& messages) {
  return rule.has_due_on() ? FieldDateText(rule.due_on(), type, messages)
                           : PeriodText(rule.period(), messages);
}

std::string MadeBy(const v1::TransitionRule& rule, const Texts& messages) {
  return absl::StrJoin(rule.roles(), ", ", [&](std::string* out, const std::string& role) {
    *out += messages.Text(absl::StrCat("role.", role));
  });
}

// The fields of the entries of one kind; none if the type has none.
google::protobuf::RepeatedPtrField<v1::FieldRule> FieldsOfEntries(const v1::CaseType& type,
                                                                  const std::string& kind) {
  for (const v1::EntryFields& of : type.entry_fields()) {
    if (of.kind() == kind) return of.fields();
  }
  return {};
}

std::vector<std::string> KindsWithFields(const v1::CaseType& before, const v1::CaseType& after) {
  std::vector<std::string> kinds;
  for (const v1::CaseType* type : {&before, &after}) {
    for (const v1::EntryFields& of : type->entry_fields()) {
      if (std::find(kinds.begin(), kinds.end(), of.kind()) == kinds.end()) kinds.push_back(of.kind());
    }
  }
  return kinds;
}

// What has no rows of its own.
v1::CaseType Rest(v1::CaseType type) {
  type.clear_version();
  type.clear_fields();
  type.clear_entry_fields();
  type.clear_states();
  type.clear_transitions();
  type.clear_deadlines();
  type.clear_checklist();
  type.clear_raises();
  type.clear_party_roles();
  return type;
}

}  // namespace

Grid TypeChangeGrid(const v1::CaseType& before, const v1::CaseType& after, const Texts& messages) {
  ChangeRows rows(before, after, messages);
  const Brief<v1::FieldRule> field = FieldBrief(messages);
  rows.Compare(messages.Text("label.details"), before.fields(), after.fields(), field);
  for (const std::string& kind : KindsWithFields(before, after)) {
    const std::string of = messages.Text(absl::StrCat("ENTRY_KIND_", kind));
    rows.Compare(messages.Text("label.entry_fields", {{"kind", of}}), FieldsOfEntries(before, kind),
                 FieldsOfEntries(after, kind), field);
  }
  rows.Compare(messages.Text("label.states"), before.states(), after.states());
  rows.Compare(messages.Text("label.transitions"), before.transitions(), after.transitions(),
               Brief<v1::TransitionRule>([&](const v1::TransitionRule& rule, const v1::CaseType& /*type*/) {
                 return MadeBy(rule, messages);
               }));
  rows.Compare(messages.Text("label.deadlines"), before.deadlines(), after.deadlines(),
               Brief<v1::DeadlineRule>([&](const v1::DeadlineRule& rule, const v1::CaseType& type) {
                 return DueBrief(rule, type, messages);
               }));
  rows.Compare(messages.Text("label.checklist"), before.checklist(), after.checklist());
  rows.Compare(messages.Text("label.raises"), before.raises(), after.raises());
  rows.Compare(messages.Text("label.party_roles"), before.party_roles(), after.party_roles());
  if (!MessageDifferencer::Equals(Rest(before), Rest(after))) {
    rows.Add(messages.Text("label.rest_of_type"), "label.changed", "", "");
  }
  return std::move(rows).grid();
}

}  // namespace arasha::clients
