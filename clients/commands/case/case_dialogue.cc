#include "clients/commands/case/case_dialogue.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>
#include <ostream>
#include <utility>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "clients/commands/case/party/party_options.h"
#include "clients/errors/failure.h"
#include "clients/print/party_line.h"
#include "clients/session/prompt.h"
#include "proto/conditions.h"
#include "proto/party_roles.h"

namespace arasha::clients {
namespace {

constexpr size_t kNationalNumber = 12;  // digits of an IIN or a BIN
// Digits alone that come near to that are one mistyped, which the server then says; passports have no more
// than nine.
constexpr size_t kLongestPassport = 9;
constexpr size_t kLongestMistake = 14;

// What the one question after a number sets, and its own name.
constexpr absl::string_view kIdentity[] = {"identity", "iin", "bin", "passport_number", "kind"};

// Whether an answer of this kind may be none, though it is one of no list.
bool HasAForm(v1::FieldKind kind) {
  return kind != v1::FIELD_KIND_TEXT && kind != v1::FIELD_KIND_LONG_TEXT && kind != v1::FIELD_KIND_CHOICE &&
         kind != v1::FIELD_KIND_CHOICES && kind != v1::FIELD_KIND_BOOL;
}

std::string PartyPath(int index) { return absl::StrCat("case.parties[", index, "]"); }

// An IIN holds a day of birth in its fifth and sixth digit, so that the fifth is 0 to 3; of a BIN it is 4 or
// more.
void SetIdentity(const std::string& typed, v1::Party& party) {
  const std::string number = absl::StrReplaceAll(absl::AsciiStrToUpper(typed), {{" ", ""}});
  const bool national = number.size() > kLongestPassport && number.size() <= kLongestMistake &&
                        number.find_first_not_of("0123456789") == std::string::npos;
  if (!national) {
    party.set_passport_number(number);
  } else if (number.size() != kNationalNumber || number[4] <= '3') {
    party.set_iin(number);
  } else {
    party.set_bin(number);
    party.set_kind(v1::PARTY_KIND_ORGANISATION);
  }
}

void ClearIdentity(v1::Party& party) {
  party.clear_iin();
  party.clear_bin();
  party.clear_passport_number();
  party.clear_kind();
}

}  // namespace

absl::StatusOr<std::string> AskCaseType(Session& session) {
  const absl::StatusOr<v1::ListCaseTypesResponse> types = session.api().Call(v1::ListCaseTypesRequest());
  if (!types.ok()) return types.status();
  std::vector<PromptOption> options;
  for (const v1::CaseType& type : types->case_types()) {
    options.push_back({type.id(), session.messages().Text(type.label(), type.id())});
  }
  return AskChoice(session, session.messages().Text("label.type"), options);
}

CaseDialogue::CaseDialogue(Session& session, v1::CaseType type, v1::Case matter, Check check)
    : session_(session),
      type_(std::move(type)),
      matter_(std::move(matter)),
      check_(std::move(check)),
      asks_all_(Lacking()) {}

bool CaseDialogue::Lacking() const {
  const bool subject =
      std::any_of(matter_.parties().begin(), matter_.parties().end(),
                  [](const v1::Party& party) { return party.role() == v1::PARTY_ROLE_SUBJECT; });
  if (matter_.summary().empty() || (type_.subject_required() && !subject)) return true;
  if (absl::c_any_of(type_.party_roles(),
                     [&](const v1::PartyRoleRule& rule) { return rule.required() && !HasRole(rule.id()); })) {
    return true;
  }
  return std::any_of(type_.fields().begin(), type_.fields().end(), [&](const v1::FieldRule& rule) {
    return Needs(rule) && !matter_.details().fields().contains(rule.id());
  });
}

bool CaseDialogue::Needs(const v1::FieldRule& rule) const {
  return rule.required() && Hold(rule.required_when(), matter_.details());
}

absl::Status CaseDialogue::Ask() {
  if (!asks_all_) return absl::OkStatus();
  const Texts& messages = session_.messages();
  if (absl::Status s = AskParty(v1::PARTY_ROLE_SUBJECT, type_.subject_required()); !s.ok()) return s;
  if (absl::Status s = AskRequiredParties(); !s.ok()) return s;
  if (matter_.summary().empty()) {
    absl::StatusOr<std::string> summary = clients::Ask(session_, messages.Text("label.summary"));
    if (!summary.ok()) return summary.status();
    matter_.set_summary(*std::move(summary));
    asked_.insert("case.summary");
  }
  if (absl::Status s = AskDetails(true); !s.ok()) return s;
  if (First("optional")) {
    const absl::StatusOr<bool> more = AskYesNo(session_, messages.Text("prompt.optional_fields"), false);
    if (!more.ok()) return more.status();
    asks_optional_ = *more;
    if (asks_optional_) session_.Tell(absl::StrCat(messages.Text("prompt.optional_end"), "\n"));
  }
  if (asks_optional_) {
    if (absl::Status s = AskDetails(false); !s.ok()) return s;
  }
  if (absl::Status s = AskPriority(); !s.ok()) return s;
  return AskParty(v1::PARTY_ROLE_APPLICANT, false);
}

absl::Status CaseDialogue::AskParty(v1::PartyRole role, bool required) {
  for (int i = 0; i < matter_.parties_size(); ++i) {
    if (matter_.parties(i).role() != role) continue;
    // Given on the command line, unless it was asked for here.
    return asked_.count(absl::StrCat("who ", role)) > 0 ? AskAboutParty(i) : absl::OkStatus();
  }
  if (!First(absl::StrCat("who ", role))) return absl::OkStatus();
  const std::string question =
      session_.messages().Text(role == v1::PARTY_ROLE_SUBJECT ? "prompt.subject" : "prompt.applicant");
  const absl::StatusOr<std::string> name =
      required ? clients::Ask(session_, question) : AskOptional(session_, question);
  if (!name.ok()) return name.status();
  if (name->empty()) return absl::OkStatus();
  v1::Party party;
  party.set_role(role);
  party.set_display_name(*name);
  std::vector<const v1::PartyRoleRule*> rules;
  for (const v1::PartyRoleRule& rule : type_.party_roles()) {
    if (GeneralRole(rule) == role) rules.push_back(&rule);
  }
  if (rules.size() == 1) party.set_case_role(rules.front()->id());
  return AddParty(std::move(party));
}

absl::Status CaseDialogue::AskRequiredParties() {
  for (const v1::PartyRoleRule& rule : type_.party_roles()) {
    if (!rule.required() || HasRole(rule.id()) || !First(absl::StrCat("who ", rule.id()))) continue;
    const absl::StatusOr<std::string> name =
        clients::Ask(session_, session_.messages().Text(rule.label(), rule.id()));
    if (!name.ok()) return name.status();
    v1::Party party;
    party.set_role(GeneralRole(rule));
    party.set_case_role(rule.id());
    party.set_display_name(*name);
    if (absl::Status s = AddParty(std::move(party)); !s.ok()) return s;
  }
  return absl::OkStatus();
}

absl::Status CaseDialogue::AddParty(v1::Party party) {
  *matter_.add_parties() = std::move(party);
  asked_.insert(absl::StrCat(PartyPath(matter_.parties_size() - 1), ".display_name"));
  return AskAboutParty(matter_.parties_size() - 1);
}

bool CaseDialogue::HasRole(const std::string& id) const {
  return absl::c_any_of(matter_.parties(), [&](const v1::Party& party) { return party.case_role() == id; });
}

absl::Status CaseDialogue::AskAboutParty(int index) {
  v1::Party& party = *matter_.mutable_parties(index);
  const std::string path = PartyPath(index);
  const Texts& messages = session_.messages();
  for (const char* field :
       {"display_name", "kind", "iin", "bin", "passport_number", "birth_date", "phone", "email"}) {
    session_.AddFieldFlag(absl::StrCat(path, ".", field), messages.Text(absl::StrCat("field.", field)));
  }
  if (party.display_name().empty()) {
    absl::StatusOr<std::string> name = clients::Ask(session_, messages.Text("field.display_name"));
    if (!name.ok()) return name.status();
    party.set_display_name(*std::move(name));
  }
  bool company = LooksLikeCompany(party.display_name());
  while (First(path + ".identity")) {
    const absl::StatusOr<std::string> number = AskOptional(session_, messages.Text("prompt.identity"));
    if (!number.ok()) return number.status();
    if (!number->empty()) {
      SetIdentity(*number, party);
      // Whoever gives up on a number that was refused has still told whose it is.
      company = company || !party.bin().empty();
      const std::string dot = path + ".";
      if (Refused({dot + "iin", dot + "bin", dot + "passport_number", dot + "kind"}))
        Forget(dot + "identity");
    } else if (absl::Status s = AskKind(party, company); !s.ok()) {
      return s;
    }
  }
  for (const char* field : {"birth_date", "phone", "email"}) {
    const bool is_date = absl::string_view(field) == "birth_date";
    const bool has_none = is_date && party.kind() == v1::PARTY_KIND_ORGANISATION;
    const std::string asked = absl::StrCat(path, ".", field);
    while (!has_none && First(asked)) {
      const std::string label = messages.Text(absl::StrCat("field.", field));
      const absl::StatusOr<std::string> answer =
          AskOptional(session_, is_date ? messages.Text("prompt.date", {{"what", label}}) : label);
      if (!answer.ok()) return answer.status();
      party.GetReflection()->SetString(&party, v1::Party::descriptor()->FindFieldByName(field), *answer);
      party = WithKind(party);
      if (!answer->empty() && Refused({asked})) Forget(asked);
    }
  }
  party = WithKind(party);
  return absl::OkStatus();
}

absl::Status CaseDialogue::AskKind(v1::Party& party, bool company) {
  const Texts& messages = session_.messages();
  const std::vector<PromptOption> options = {{"person", messages.Text("PARTY_KIND_PERSON")},
                                             {"organisation", messages.Text("PARTY_KIND_ORGANISATION")}};
  const absl::StatusOr<std::string> id =
      AskChoice(session_, messages.Text("prompt.party_kind"), options, company ? "organisation" : "person");
  if (!id.ok()) return id.status();
  party.set_kind(*id == "person" ? v1::PARTY_KIND_PERSON : v1::PARTY_KIND_ORGANISATION);
  return absl::OkStatus();
}

absl::Status CaseDialogue::AskDetails(bool required) {
  for (const v1::FieldRule& rule : type_.fields()) {
    // An answer may have made a field needed that was not.
    const bool needed = Needs(rule);
    if ((required && !needed) || matter_.details().fields().contains(rule.id())) continue;
    if (rule.kind() == v1::FIELD_KIND_PARTY) continue;  // Nobody is on the case yet.
    const std::string asked = absl::StrCat("case.details.", rule.id());
    session_.AddFieldFlag(asked, session_.messages().Text(rule.label(), rule.id()));
    while (First(asked)) {
      absl::StatusOr<FieldAnswer> answer = AskField(session_, rule, needed);
      if (!answer.ok()) return answer.status();
      if (answer->no_more) {
        // They can still be answered when one answer is to be changed.
        for (const v1::FieldRule& other : type_.fields()) {
          if (!Needs(other)) asked_.insert(absl::StrCat("case.details.", other.id()));
        }
      }
      if (!answer->value) continue;
      (*matter_.mutable_details()->mutable_fields())[rule.id()] = *std::move(answer->value);
      if (HasAForm(rule.kind()) && Refused({asked})) Forget(asked);
    }
  }
  return absl::OkStatus();
}

absl::Status CaseDialogue::AskPriority() {
  if (matter_.priority() != v1::PRIORITY_UNSPECIFIED || !First("case.priority")) return absl::OkStatus();
  const Texts& messages = session_.messages();
  std::vector<PromptOption> options;
  for (const auto& [priority, id] :
       {std::pair{v1::PRIORITY_LOW, "low"}, std::pair{v1::PRIORITY_NORMAL, "normal"},
        std::pair{v1::PRIORITY_HIGH, "high"}, std::pair{v1::PRIORITY_URGENT, "urgent"}}) {
    options.push_back({id, messages.Text(v1::Priority_Name(priority))});
  }
  const absl::StatusOr<std::string> id =
      AskChoice(session_, messages.Text("label.priority"), options, "normal");
  if (!id.ok()) return id.status();
  v1::Priority priority = v1::PRIORITY_NORMAL;
  v1::Priority_Parse(absl::StrCat("PRIORITY_", absl::AsciiStrToUpper(*id)), &priority);
  matter_.set_priority(priority);
  return absl::OkStatus();
}

bool CaseDialogue::Refused(const std::vector<std::string>& fields) {
  if (!check_) return false;
  const absl::Status said = check_(matter_);
  const auto of_answer = [&](const std::string& field) { return absl::c_linear_search(fields, field); };
  const std::vector<Failure::Violation> violations = FailureOf(said, {}).violations;
  if (absl::c_any_of(violations, [&](const auto& violation) { return of_answer(violation.field); })) {
    session_.PrintRefusedAnswers(said, of_answer);
    return true;
  }
  // A link that is down would be waited for after every answer.
  if (!said.ok() && violations.empty()) check_ = nullptr;
  return false;
}

std::vector<CaseDialogue::Answer> CaseDialogue::Answers() const {
  const Texts& messages = session_.messages();
  std::vector<Answer> answers;
  const auto add = [&](const std::string& field, const std::string& label) {
    if (asked_.count(field) > 0) answers.push_back({field, label});
  };
  for (int i = 0; i < matter_.parties_size(); ++i) {
    const std::string role = RoleText(messages, matter_.parties(i), type_);
    for (const char* field : {"display_name", "identity", "birth_date", "phone", "email"}) {
      const bool identity = absl::string_view(field) == "identity";
      const std::string key = identity ? "prompt.identity" : absl::StrCat("field.", field);
      add(absl::StrCat(PartyPath(i), ".", field), absl::StrCat(role, ": ", messages.Text(key)));
    }
  }
  add("case.summary", messages.Text("label.summary"));
  for (const v1::FieldRule& rule : type_.fields()) {
    add(absl::StrCat("case.details.", rule.id()), messages.Text(rule.label(), rule.id()));
  }
  add("case.priority", messages.Text("label.priority"));
  return answers;
}

absl::StatusOr<bool> CaseDialogue::Correct() {
  const Texts& messages = session_.messages();
  std::vector<PromptOption> options;
  for (const Answer& answer : Answers()) {
    options.push_back({std::string(absl::StripPrefix(answer.field, "case.")), answer.label, false});
  }
  options.push_back({"none", messages.Text("prompt.open_nothing"), false});
  options.push_back({"back", messages.Text("prompt.back"), false});
  const absl::StatusOr<std::string> id =
      AskChoice(session_, messages.Text("prompt.correct"), options, "back");
  if (!id.ok()) return id.status();
  if (*id == "back") return true;
  return *id != "none" && Forget(absl::StrCat("case.", *id));
}

bool CaseDialogue::Forget(const absl::Status& refusal) {
  const std::vector<Failure::Violation> violations = FailureOf(refusal, {}).violations;
  return !violations.empty() &&
         absl::c_all_of(violations, [&](const auto& violation) { return Forget(violation.field); });
}

bool CaseDialogue::Forget(const std::string& field) {
  absl::string_view detail = field;
  if (field == "case.summary" && asked_.count(field) > 0) {
    matter_.clear_summary();
    return true;
  }
  if (absl::ConsumePrefix(&detail, "case.details.") && asked_.erase(field) > 0) {
    matter_.mutable_details()->mutable_fields()->erase(std::string(detail));
    return true;
  }
  if (field == "case.priority" && asked_.erase(field) > 0) {
    matter_.clear_priority();
    return true;
  }
  for (int i = 0; i < matter_.parties_size(); ++i) {
    absl::string_view name = field;
    if (!absl::ConsumePrefix(&name, PartyPath(i) + ".")) continue;
    v1::Party& party = *matter_.mutable_parties(i);
    const bool identity = absl::c_linear_search(kIdentity, name);
    if (asked_.erase(absl::StrCat(PartyPath(i), ".", identity ? "identity" : name)) == 0) return false;
    if (identity) {
      ClearIdentity(party);
    } else if (const auto* cleared = v1::Party::descriptor()->FindFieldByName(std::string(name))) {
      party.GetReflection()->ClearField(&party, cleared);
    }
    if (name == "display_name") asked_.insert(field);
    return true;
  }
  return false;
}

}  // namespace arasha::clients
