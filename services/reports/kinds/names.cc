#include "services/reports/kinds/names.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace arasha::reports {
namespace {

template <typename Rules>
std::string LabelOf(const Rules& rules, const std::string& id, const Texts& texts) {
  for (const auto& rule : rules) {
    if (rule.id() == id) return texts.Text(rule.label(), id);
  }
  return id;
}

}  // namespace

Names::Names(const Texts& texts, std::map<std::string, v1::LocalisedText> missions,
             std::vector<v1::CaseType> types, DisplayName display_name)
    : texts_(texts), missions_(std::move(missions)), display_name_(std::move(display_name)) {
  for (v1::CaseType& type : types) {
    std::string id = type.id();
    types_.emplace(std::move(id), std::move(type));
  }
}

std::string Names::Mission(const std::string& code) const {
  const auto found = missions_.find(code);
  return found == missions_.end() ? code : absl::StrCat(code, " · ", texts_.Text(found->second, code));
}

std::string Names::Type(const std::string& type) const {
  const auto found = types_.find(type);
  return found == types_.end() ? type : texts_.Text(found->second.label(), type);
}

std::string Names::Rule(const std::string& type, const std::string& rule) const {
  const auto found = types_.find(type);
  return found == types_.end() ? rule : LabelOf(found->second.deadlines(), rule, texts_);
}

std::string Names::Event(const std::string& type, const std::string& event) const {
  const auto found = types_.find(type);
  return found == types_.end() ? event : LabelOf(found->second.transitions(), event, texts_);
}

std::string Names::TextOr(absl::string_view prefix, const std::string& id) const {
  const std::string key = absl::StrCat(prefix, id);
  return texts_.Has(key) ? texts_.Text(key) : id;
}

std::string Names::Action(const std::string& action) const { return TextOr("action.", action); }
std::string Names::Role(const std::string& role) const { return TextOr("role.", role); }
std::string Names::Category(const std::string& category) const { return TextOr("category.", category); }

Named Names::Person(const std::string& principal) const {
  const std::string id(absl::StripPrefix(principal, "staff/"));
  std::string name = principal.empty() || !display_name_ ? "" : display_name_(principal);
  if (const std::string key = absl::StrCat("actor.", principal); name.empty() && texts_.Has(key)) {
    name = texts_.Text(key);
  }
  return {id, name.empty() ? id : absl::StrCat(name, " (", id, ")")};
}

Named Names::Country(const std::string& code) const {
  // As these states call themselves; ICU has the names of common speech, or older ones.
  const Language language = texts_.language();
  if (code == "TR" && language == Language::kEn) return {code, "Türkiye"};
  if (code == "KR" && language == Language::kEn) return {code, "Republic of Korea"};
  if (code == "KR" && language == Language::kKk) return {code, "Корея Республикасы"};
  icu::UnicodeString name;
  icu::Locale("", code.c_str())
      .getDisplayCountry(icu::Locale(std::string(CodeOf(texts_.language())).c_str()), name);
  std::string text;
  return {code, name.toUTF8String(text)};
}

}  // namespace arasha::reports
