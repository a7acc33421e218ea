#include <algorithm>

#include "services/rules/catalogue/case_type.h"
#include "services/rules/catalogue/examination.h"

namespace arasha::rules {
namespace {

using Triggers = google::protobuf::RepeatedPtrField<v1::Trigger>;

bool AreFields(const Triggers& triggers) {
  return std::all_of(triggers.begin(), triggers.end(),
                     [](const v1::Trigger& trigger) { return trigger.has_field(); });
}

}  // namespace

void Examination::RowGroup(const v1::RowGroup& group, const std::string& where) {
  Label(group.label(), absl::StrCat(where, " label"));
  Label(group.label_many(), absl::StrCat(where, " label_many"));
  Expect(group.fields_size() > 0, where, "at least one field is needed");
  Expect(group.max_rows() >= 0 && group.max_rows() <= kMostRows, where,
         absl::StrCat("max_rows is at most ", kMostRows));
  FieldsApart(group.fields(), where);
}

void Examination::RowDeadline(const v1::DeadlineRule& deadline, const std::string& where) {
  const v1::RowGroup* group = Find(type_.row_groups(), deadline.per_row());
  if (group == nullptr) {
    return Expect(false, where, absl::StrCat("per_row: there is no group of rows ", deadline.per_row()));
  }
  bool by_fields = AreFields(deadline.starts_on()) && AreFields(deadline.met_by());
  for (const v1::HostStateRule& there : deadline.host_states()) {
    by_fields = by_fields && AreFields(there.starts_on()) && AreFields(there.met_by());
  }
  Expect(by_fields, where, "what each row has is started and met by fields of the row alone");
  Expect(!deadline.has_repeats(), where, "what each row has does not repeat");
  Expect(deadline.statistic().empty(), where, "a figure is of what happens once, not in each row");
  // It names fields of the group as another deadline names those of the case.
  v1::CaseType of_row = type_;
  *of_row.mutable_fields() = group->fields();
  Examination row(of_row);
  row.Deadline(deadline, where);
  faults_.insert(faults_.end(), row.faults_.begin(), row.faults_.end());
}

}  // namespace arasha::rules
