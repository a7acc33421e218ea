#include "services/rules/catalogue/examination.h"

namespace arasha::rules {

void Examination::Facts() {
  Ids(type_.derived_facts(), "derived_facts");
  for (const v1::FactRule& rule : type_.derived_facts())
    Fact(rule, absl::StrCat("derived_facts ", rule.id()));
}

void Examination::Fact(const v1::FactRule& rule, const std::string& where) {
  Label(rule.label(), absl::StrCat(where, " label"));
  switch (rule.is_case()) {
    case v1::FactRule::kLast:
      return AnyOf(rule.last().of(), absl::StrCat(where, " last"));
    case v1::FactRule::kFirst:
      return AnyOf(rule.first().of(), absl::StrCat(where, " first"));
    case v1::FactRule::kCount:
      return AnyOf(rule.count().of(), absl::StrCat(where, " count"));
    case v1::FactRule::kNone:
      return AnyOf(rule.none().of(), absl::StrCat(where, " none"));
    case v1::FactRule::kDaysBetween:
      AnyOf(rule.days_between().from(), absl::StrCat(where, " days_between from"));
      for (const v1::Trigger& trigger : rule.days_between().to()) {
        Trigger(trigger, absl::StrCat(where, " days_between to"));
      }
      return;
    case v1::FactRule::kNextDue:
      return Expect(Find(type_.deadlines(), rule.next_due()) != nullptr, absl::StrCat(where, " next_due"),
                    absl::StrCat("there is no deadline ", rule.next_due()));
    case v1::FactRule::IS_NOT_SET:
      return Expect(false, where, "one of last, first, days_between, count, none, next_due is needed");
  }
}

void Examination::AnyOf(const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers,
                        const std::string& where) {
  Expect(!triggers.empty(), where, "at least one happening is needed");
  for (const v1::Trigger& trigger : triggers) Trigger(trigger, where);
}

}  // namespace arasha::rules
