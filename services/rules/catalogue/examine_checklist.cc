#include "services/rules/catalogue/examination.h"

namespace arasha::rules {

void Examination::Checklist() {
  Ids(type_.checklist(), "checklist");
  Ids(type_.papers(), "papers");
  Ids(type_.partners(), "partners");
  for (const auto& item : type_.checklist()) CheckItem(item, absl::StrCat("checklist ", item.id()));
  for (const auto& paper : type_.papers()) {
    const std::string where = absl::StrCat("papers ", paper.id());
    Label(paper.label(), absl::StrCat(where, " label"));
    Label(paper.from_whom(), absl::StrCat(where, " from_whom"));
    Conditions(paper.when(), absl::StrCat(where, " when"));
  }
  for (const auto& partner : type_.partners()) {
    const std::string where = absl::StrCat("partners ", partner.id());
    Label(partner.label(), absl::StrCat(where, " label"));
    Label(partner.purpose(), absl::StrCat(where, " purpose"));
  }
  for (int i = 0; i < type_.can_size(); ++i) Label(type_.can(i), absl::StrCat("can ", i + 1));
  for (int i = 0; i < type_.cannot_size(); ++i) Label(type_.cannot(i), absl::StrCat("cannot ", i + 1));
}

void Examination::CheckItem(const v1::CheckItem& item, const std::string& where) {
  Label(item.label(), absl::StrCat(where, " label"));
  if (item.has_hint()) Label(item.hint(), absl::StrCat(where, " hint"));
  Conditions(item.when(), absl::StrCat(where, " when"));
  for (const std::string& id : item.in_states()) {
    const v1::StateRule* state = Find(type_.states(), id);
    Expect(state != nullptr, absl::StrCat(where, " in_states"), absl::StrCat("there is no state ", id));
    Expect(state == nullptr || !state->final(), absl::StrCat(where, " in_states"),
           absl::StrCat(id, " is final, and nothing is owed there"));
  }
  for (const std::string& event : item.required_for()) {
    const v1::TransitionRule* transition = Find(type_.transitions(), event);
    Expect(transition != nullptr, absl::StrCat(where, " required_for"),
           absl::StrCat("there is no transition ", event));
    if (transition == nullptr) continue;
    // Nothing can be ticked in a final state.
    for (const std::string& from : transition->from()) {
      const v1::StateRule* state = Find(type_.states(), from);
      Expect(state == nullptr || !state->final(), absl::StrCat(where, " required_for"),
             absl::StrCat(event, " leaves the final state ", from, ", in which nothing can be ticked"));
    }
  }
}

}  // namespace arasha::rules
