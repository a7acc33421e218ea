#include "services/reports/kinds/names.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace arasha::reports {
namespace {

template <typename Rules>
Named Labelled(const Rules& rules, const std::string& id, const Texts& texts) {
  for (const auto& rule : rules) {
    if (rule.id() == id) return {id, texts.Text(rule.label(), id)};
  }
  return {id, id};
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

Named Names::Mission(const std::string& code) const {
  if (code == "-") return {code, texts_.Text("all_missions")};
  const auto found = missions_.find(code);
  if (found == missions_.end()) return {code, code};
  return {code, absl::StrCat(code, " · ", texts_.Text(found->second, code))};
}

Named Names::Type(const std::string& type) const {
  const auto found = types_.find(type);
  return {type, found == types_.end() ? type : texts_.Text(found->second.label(), type)};
}

Named Names::Rule(const std::string& type, const std::string& rule) const {
  const auto found = types_.find(type);
  return found == types_.end() ? Named{rule, rule} : Labelled(found->second.deadlines(), rule, texts_);
}

Named Names::Event(const std::string& type, const std::string& event) const {
  const auto found = types_.find(type);
  return found == types_.end() ? Named{event, event} : Labelled(found->second.transitions(), event, texts_);
}

Named Names::Worded(absl::string_view prefix, const std::string& id) const {
  const std::string key = absl::StrCat(prefix, id);
  return {id, texts_.Has(key) ? texts_.Text(key) : id};
}

Named Names::Action(const std::string& action) const { return Worded("action.", action); }
Named Names::Role(const std::string& role) const { return Worded("role.", role); }
Named Names::Category(const std::string& category) const { return Worded("category.", category); }

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
