#include "arasha/v1/entry.pb.h"
#include "proto/entry_kinds.h"
#include "services/rules/catalogue/examination.h"

namespace arasha::rules {
namespace {

bool HasFields(v1::EntryKind kind) { return PeopleWrite(kind) && kind != v1::ENTRY_KIND_CHECK; }

}  // namespace

void Examination::EntryFields() {
  std::set<std::string> seen;
  for (const v1::EntryFields& of : type_.entry_fields()) {
    const std::string where = absl::StrCat("entry_fields ", of.kind());
    v1::EntryKind kind = v1::ENTRY_KIND_UNSPECIFIED;
    v1::EntryKind_Parse(absl::StrCat("ENTRY_KIND_", of.kind()), &kind);
    Expect(HasFields(kind), where,
           "kind is one that people write: NOTE, CONTACT_ATTEMPT, CONTACT, VISIT, NOTE_VERBALE or DECISION");
    Expect(seen.insert(of.kind()).second, where, "is given twice");
    Expect(of.fields_size() > 0, where, "at least one field is needed");
    FieldsApart(of.fields(), where);
  }
}

void Examination::FieldsApart(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields,
                              const std::string& where) {
  // Conditions ask fields of the same entry or row, as those of a case ask fields of the case.
  v1::CaseType alone;
  alone.set_id(type_.id());
  *alone.mutable_fields() = fields;
  Examination apart(alone);
  apart.Ids(fields, where);
  for (const v1::FieldRule& field : fields) {
    const std::string place = absl::StrCat(where, " ", field.id());
    apart.Field(field, place);
    apart.Expect(
        field.required_for().empty() && field.not_before().empty() && !field.has_reaches_back() &&
            !field.known_at_receipt() && !field.subjects_birth(),
        place,
        "required_for, not_before, reaches_back, known_at_receipt and subjects_birth are for fields of "
        "cases");
  }
  faults_.insert(faults_.end(), apart.faults_.begin(), apart.faults_.end());
}

void Examination::OfEntry(const std::string& kind, const v1::FieldValue& value, const std::string& where) {
  const v1::FieldRule* field = nullptr;
  for (const v1::EntryFields& of : type_.entry_fields()) {
    if (of.kind() == kind && field == nullptr) field = Find(of.fields(), value.field());
  }
  const bool asks = field != nullptr && IsAskedById(*field);
  Expect(
      asks, where,
      absl::StrCat("entries of the kind ", kind, " have no CHOICE, CHOICES or BOOL field ", value.field()));
  if (!asks) return;
  const bool is_bool = field->kind() == v1::FIELD_KIND_BOOL;
  const bool known = is_bool ? value.choice() == "true" || value.choice() == "false"
                             : Find(field->choices(), value.choice()) != nullptr;
  Expect(known, where,
         is_bool ? absl::StrCat(value.field(), " is true or false")
                 : absl::StrCat(value.field(), " has no choice ", value.choice()));
}

}  // namespace arasha::rules
