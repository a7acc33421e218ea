// What could go wrong: a text missing in one language shows its key to an officer in trouble; a parameter
// lost in translation loses what the text is about; a malformed pattern shows its braces; «1 записей».

#include "services/rules/texts/texts.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/generated_enum_reflection.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <system_error>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "arasha/v1/access.pb.h"
#include "arasha/v1/admin.pb.h"
#include "arasha/v1/approval.pb.h"
#include "arasha/v1/audit.pb.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/cases.pb.h"
#include "arasha/v1/deadline.pb.h"
#include "arasha/v1/entry.pb.h"
#include "arasha/v1/erasures.pb.h"
#include "arasha/v1/errors.pb.h"
#include "arasha/v1/field.pb.h"
#include "arasha/v1/party.pb.h"
#include "arasha/v1/reminders.pb.h"
#include "arasha/v1/reports.pb.h"
#include "arasha/v1/warnings.pb.h"
#include "services/rules/violations.h"

namespace arasha {
namespace {

using ::google::protobuf::Descriptor;
using ::google::protobuf::EnumDescriptor;
using ::google::protobuf::FileDescriptor;
using ::google::protobuf::GetEnumDescriptor;
using ::testing::IsEmpty;

std::string Join(const Texts& texts, const char* key, const std::vector<const char*>& counts) {
  return absl::StrJoin(counts, "; ", [&](std::string* out, const char* count) {
    absl::StrAppend(out, texts.Text(key, {{"count", count}}));
  });
}

std::set<std::string> NamesIn(const std::string& text, Language language) {
  const absl::StatusOr<TextPattern> pattern = TextPattern::Parse(text, language);
  EXPECT_TRUE(pattern.ok()) << text << ": " << pattern.status();
  return pattern.ok() ? pattern->Names() : std::set<std::string>();
}

std::vector<const FileDescriptor*> ApiFiles() {
  // Named, so that the linker keeps the files that no other imports.
  const Descriptor* const used[] = {v1::AccessGrant::descriptor(), v1::Principal::descriptor(),
                                    v1::Checkpoint::descriptor(),  v1::GetCaseRequest::descriptor(),
                                    v1::Reminder::descriptor(),    v1::Report::descriptor(),
                                    v1::ErasureList::descriptor(), v1::Warning::descriptor()};
  std::vector<const FileDescriptor*> files;
  for (const auto& entry : std::filesystem::directory_iterator(ARASHA_SOURCE_DIR "/proto/arasha/v1")) {
    const std::string name = absl::StrCat("arasha/v1/", entry.path().filename().string());
    const FileDescriptor* file = used[0]->file()->pool()->FindFileByName(name);
    EXPECT_NE(file, nullptr) << name << " is not linked into this test";
    if (file != nullptr) files.push_back(file);
  }
  return files;
}

// All but those whose values people do not read. What they read of errors has keys of its own.
std::vector<const EnumDescriptor*> ShownEnums() {
  const std::set<const EnumDescriptor*> unread = {
      GetEnumDescriptor<v1::CaseView>(), GetEnumDescriptor<v1::ErrorReason>(), GetEnumDescriptor<v1::Kept>(),
      GetEnumDescriptor<v1::ReportFormat>()};
  std::vector<const EnumDescriptor*> shown;
  for (const FileDescriptor* file : ApiFiles()) {
    for (int i = 0; i < file->enum_type_count(); ++i) {
      if (!unread.contains(file->enum_type(i))) shown.push_back(file->enum_type(i));
    }
  }
  return shown;
}

// Of what is always given, the server sets no other.
bool IsAlwaysSet(const EnumDescriptor* type) {
  return type == GetEnumDescriptor<v1::PartyKind>() || type == GetEnumDescriptor<v1::ReportInterval>() ||
         type == GetEnumDescriptor<v1::ReportKind>() || type == GetEnumDescriptor<v1::ReportState>();
}

std::vector<std::string> Rpcs() {
  std::vector<std::string> names;
  for (const FileDescriptor* file : ApiFiles()) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m)
        names.push_back(file->service(s)->method(m)->name());
    }
  }
  return names;
}

TEST(Texts, LanguagesHaveTheSameKeysAndParameters) {
  const Texts english(Language::kEn);
  for (const Language language : {Language::kRu, Language::kKk}) {
    const Texts other(language);
    for (const auto& [key, text] : english.all()) {
      ASSERT_TRUE(other.Has(key)) << CodeOf(language) << " lacks " << key;
      const std::string& said = other.all().at(key);
      EXPECT_FALSE(said.empty()) << key;
      EXPECT_EQ(NamesIn(said, language), NamesIn(text, Language::kEn)) << CodeOf(language) << " " << key;
    }
    for (const auto& [key, text] : other.all()) {
      EXPECT_TRUE(english.Has(key)) << "English lacks " << key;
    }
  }
}

TEST(Texts, EveryProblemThatTheServerNamesIsWorded) {
  const Texts english(Language::kEn);  // which has the keys that the others have
  for (const rules::ProblemId& problem : rules::Problems()) {
    EXPECT_TRUE(english.Has(absl::StrCat("problem.", problem.id))) << problem.id;
  }
}

TEST(Texts, EveryErrorReasonIsSaidAndHasARemedy) {
  const EnumDescriptor* reasons = GetEnumDescriptor<v1::ErrorReason>();
  const Texts texts(Language::kEn);
  for (int i = 1; i < reasons->value_count(); ++i) {
    const std::string key =
        absl::StrCat("reason.", absl::StripPrefix(reasons->value(i)->name(), "ERROR_REASON_"));
    EXPECT_TRUE(texts.Has(key)) << key;
    EXPECT_TRUE(texts.Has(key + ".remedy")) << key;
  }
}

TEST(Texts, EveryEnumValueHasALabel) {
  EXPECT_GT(ShownEnums().size(), 15U);
  for (const Language language : kLanguages) {
    const Texts texts(language);
    for (const EnumDescriptor* type : ShownEnums()) {
      for (int i = IsAlwaysSet(type) ? 1 : 0; i < type->value_count(); ++i)
        EXPECT_TRUE(texts.Has(type->value(i)->name())) << CodeOf(language) << " " << type->value(i)->name();
    }
  }
}

TEST(Texts, EveryOperationHasAName) {
  const std::vector<std::string> rpcs = Rpcs();
  EXPECT_GT(rpcs.size(), 40U);
  const Texts texts(Language::kEn);
  for (const std::string& rpc : rpcs) EXPECT_TRUE(texts.Has(absl::StrCat("action.", rpc))) << rpc;
}

// Keys that code puts together, by their beginning; the rest is a literal in some other place.
constexpr absl::string_view kBuiltOfLiterals[] = {"actor.",   "checkpoint.",
                                                  "field.",   "finding.",
                                                  "heading.", "label.continues_not.",
                                                  "method.",  "quality.section.",
                                                  "quality.", "question.",
                                                  "risk.",    "record.",
                                                  "review.",  "role.",
                                                  "row.",     "setting.",
                                                  "sheet.",   "typed.",
                                                  "verdict."};
// What the log calls deeds that are no calls.
constexpr absl::string_view kDeedsOfOperators[] = {
    "ApplyCalendar", "ApplyCaseType", "ApplyDirectory", "EraseCase",   "FinishErasureList", "ForkLog",
    "RenewDataKeys", "RotateKeys",    "InitKeys",       "MendNumbers", "RecountDeadlines",  "GiveWarnings"};

// All that is written between quotes in the sources of a folder: in C++ double, in SQL single ones. By hand,
// for regular expressions take a minute for it.
void AddLiterals(const char* folder, std::set<std::string>& literals) {
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(absl::StrCat(ARASHA_SOURCE_DIR "/", folder))) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".cc" && extension != ".h" && extension != ".sql") continue;
    const char quote = extension == ".sql" ? '\'' : '"';
    std::ifstream stream(entry.path());
    for (std::string line; std::getline(stream, line);) {
      size_t open = line.find(quote);
      while (open != std::string::npos) {
        size_t close = line.find(quote, open + 1);
        while (close != std::string::npos && line[close - 1] == '\\') close = line.find(quote, close + 1);
        if (close == std::string::npos) break;
        literals.insert(line.substr(open + 1, close - open - 1));
        open = line.find(quote, close + 1);
      }
    }
  }
}

// What lists show, under headings that are named after its fields.
std::vector<const Descriptor*> ListedRows() {
  return {v1::AccessGrant::descriptor(), v1::Approval::descriptor(),  v1::AuditEntry::descriptor(),
          v1::Case::descriptor(),        v1::CaseType::descriptor(),  v1::CheckedItem::descriptor(),
          v1::Checkpoint::descriptor(),  v1::Colleague::descriptor(), v1::Principal::descriptor(),
          v1::Reminder::descriptor(),    v1::Report::descriptor(),    v1::ReportSchedule::descriptor(),
          v1::Warning::descriptor()};
}

// Keys that code builds from what is counted elsewhere.
std::set<std::string> BuiltKeys() {
  std::set<std::string> keys;
  for (const EnumDescriptor* type : ShownEnums()) {
    for (int i = 0; i < type->value_count(); ++i) keys.insert(type->value(i)->name());
  }
  const EnumDescriptor* reasons = GetEnumDescriptor<v1::ErrorReason>();
  for (int i = 1; i < reasons->value_count(); ++i)
    keys.insert(absl::StrCat("reason.", absl::StripPrefix(reasons->value(i)->name(), "ERROR_REASON_")));
  for (const rules::ProblemId& problem : rules::Problems()) keys.insert(absl::StrCat("problem.", problem.id));
  for (const Descriptor* row : ListedRows()) {
    for (int i = 0; i < row->field_count(); ++i) keys.insert(absl::StrCat("column.", row->field(i)->name()));
  }
  for (const std::string& rpc : Rpcs()) keys.insert(absl::StrCat("action.", rpc));
  for (const absl::string_view deed : kDeedsOfOperators) keys.insert(absl::StrCat("action.", deed));
  for (int code = 1; code <= 16; ++code) {
    keys.insert(absl::StrCat("code.", absl::StatusCodeToString(static_cast<absl::StatusCode>(code))));
  }
  constexpr int kSystemErrors = 133;
  for (int error = 1; error <= kSystemErrors; ++error)
    keys.insert(absl::StrCat("cause.", std::generic_category().message(error)));
  for (int month = 1; month <= 12; ++month) {
    keys.insert(absl::StrCat("month.", month));
    keys.insert(absl::StrCat("of_month.", month));
  }
  return keys;
}

class Uses {
 public:
  Uses() {
    for (const char* folder : {"clients", "services", "storage/migrations"}) AddLiterals(folder, literals_);
  }

  bool Use(absl::string_view key) const {
    if (IsUsed(key)) return true;
    // What to do about an error, names that may have been meant, and what a method of reports means.
    for (const absl::string_view suffix : {".remedy", "_like", ".text"}) {
      absl::string_view stem = key;
      if (absl::ConsumeSuffix(&stem, suffix) && Use(stem)) return true;
    }
    return false;
  }

 private:
  bool Holds(absl::string_view literal) const { return literals_.contains(std::string(literal)); }

  bool IsUsed(absl::string_view key) const {
    if (Holds(key) || built_.contains(std::string(key))) return true;
    // Categories are those of the ministry's statistics; a case type may count in any.
    if (absl::StartsWith(key, "category.")) return true;
    // What readers of files say is wrong is a literal, too.
    absl::string_view cause = key;
    if (absl::ConsumePrefix(&cause, "cause.")) return Holds(cause);
    for (const absl::string_view prefix : kBuiltOfLiterals) {
      absl::string_view rest = key;
      if (absl::ConsumePrefix(&rest, prefix)) return Holds(rest);
    }
    return false;
  }

  std::set<std::string> literals_;
  const std::set<std::string> built_ = BuiltKeys();
};

TEST(Texts, EveryKeyIsUsed) {
  const Uses uses;
  std::vector<std::string> unused;
  const Texts english(Language::kEn);
  for (const auto& [key, text] : english.all()) {
    if (!uses.Use(key)) unused.push_back(key);
  }
  EXPECT_THAT(unused, IsEmpty());
  EXPECT_FALSE(uses.Use("usage.nobody_says_this")) << "and the search would find some";
  EXPECT_FALSE(uses.Use("heading.nobody_says_this"));
}

TEST(Texts, CodeAsksForNoneThatIsMissing) {
  const Texts english(Language::kEn);
  static const std::regex asked("(?:\\bText\\(|HeadlineOf\\(texts, |Error\\()\"([a-z_]+\\.[a-z_.]+)\"");
  int count = 0;
  for (const char* folder : {"clients", "services/reports"}) {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(absl::StrCat(ARASHA_SOURCE_DIR "/", folder))) {
      if (entry.path().extension() != ".cc") continue;
      std::ifstream stream(entry.path());
      for (std::string line; std::getline(stream, line);) {
        if (!absl::StrContains(line, "(\"") && !absl::StrContains(line, ", \"")) continue;
        for (std::sregex_iterator at(line.begin(), line.end(), asked), end; at != end; ++at, ++count)
          EXPECT_TRUE(english.Has((*at)[1].str())) << entry.path() << " asks for " << (*at)[1];
      }
    }
  }
  EXPECT_GT(count, 200);
}

TEST(Texts, NounsFollowTheirNumber) {
  const std::vector<const char*> counts = {"0", "1", "2", "5", "11", "21", "100", "101"};
  EXPECT_EQ(Join(Texts(Language::kEn), "period.years", counts),
            "0 years; 1 year; 2 years; 5 years; 11 years; 21 years; 100 years; 101 years");
  EXPECT_EQ(Join(Texts(Language::kRu), "period.years", counts),
            "0 лет; 1 год; 2 года; 5 лет; 11 лет; 21 год; 100 лет; 101 год");
  EXPECT_EQ(Join(Texts(Language::kKk), "period.years", counts),
            "0 жыл; 1 жыл; 2 жыл; 5 жыл; 11 жыл; 21 жыл; 100 жыл; 101 жыл");
  EXPECT_EQ(Texts(Language::kRu).Text("audit.log_shorter", {{"size", "12345"}, {"since_size", "12346"}}),
            "В журнале сейчас 12345 записей, а было 12346: записи удалены.");
  const auto also_in = [](Language language, const char* count) {
    return Texts(language).Text(
        "note.also_in",
        {{"cases", "A, B"}, {"count", count}, {"identity", "IIN or passport"}, {"name", "X"}});
  };
  EXPECT_EQ(also_in(Language::kEn, "2"),
            "A party with the same number (IIN or passport) as X is in the open cases A, B.");
  EXPECT_EQ(also_in(Language::kRu, "2"),
            "X: участник с тем же номером (IIN or passport) есть в открытых делах A, B.");
  // As reports write them.
  EXPECT_EQ(Texts(Language::kRu).Text("footer.checkpoint", {{"size", "1\u00a0000\u00a0001"}}),
            "журнал аудита: 1\u00a0000\u00a0001 запись");
}

// That each language has the forms that ICU chooses from, so that no pattern lacks one.
TEST(Texts, FormsAreThoseOfTheLanguage) {
  for (const Language language : kLanguages) {
    std::set<std::string> chosen;
    for (int count = 0; count <= 101; ++count) chosen.insert(PluralFormOf(absl::StrCat(count), language));
    for (const std::string& form : chosen) {
      const auto forms = PluralForms(language);
      EXPECT_TRUE(std::find(forms.begin(), forms.end(), form) != forms.end()) << form;
    }
  }
  EXPECT_EQ(PluralFormOf("101", Language::kKk), "other");
  EXPECT_EQ(PluralFormOf("1", Language::kKk), "one");
  EXPECT_EQ(PluralFormOf("1,001", Language::kEn), "other");
  EXPECT_EQ(PluralFormOf("4294967297", Language::kRu), "many");
  EXPECT_EQ(PluralFormOf("", Language::kEn), "other");
  EXPECT_EQ(PluralFormOf("several", Language::kEn), "other");
}

std::string Formatted(absl::string_view text, const TextPattern::Parameters& parameters) {
  const absl::StatusOr<TextPattern> pattern = TextPattern::Parse(text, Language::kEn);
  return pattern.ok() ? pattern->Format(parameters) : std::string(pattern.status().message());
}

TEST(TextPattern, PutsParametersIn) {
  EXPECT_EQ(Formatted("", {}), "");
  EXPECT_EQ(Formatted("'{name}' isn't #1", {{"name", "{x}"}}), "'{x}' isn't #1");
  EXPECT_EQ(Formatted("{a}{b}", {{"b", "2"}}), "{a}2");
  const std::string found = "{n, plural, one {# case of {who}} other{# cases of {who}}}, {n}";
  EXPECT_EQ(Formatted(found, {{"n", "1"}, {"who", "IST"}}), "1 case of IST, 1");
  EXPECT_EQ(Formatted(found, {{"n", "2"}, {"who", "#"}}), "2 cases of #, 2");
  EXPECT_EQ(Formatted(found, {}), "{n}, {n}");
}

TEST(TextPattern, RefusesWhatIsMalformed) {
  for (const char* bad :
       {"{", "}", "{}", "{name", "{Name}", "{a b}", "a } b", "{n, select, a{b}}", "{n, plural, other{#}}",
        "{n, plural, one{#}}", "{n, plural, one{#} few{#} other{#}}", "{n, plural, one{#} other{#} many{#}}",
        "{n, plural, one{#} other{#}", "{n, plural, one # other{#}}", "{n, plural, one{# other{#}}"}) {
    EXPECT_FALSE(TextPattern::Parse(bad, Language::kEn).ok()) << bad;
  }
  EXPECT_FALSE(TextPattern::Parse("{n, plural, one{#} other{#}}", Language::kRu).ok()) << "few, many";
}

TEST(Texts, AnswerMissingKeysThemselves) {
  const Texts texts(Language::kEn);
  EXPECT_EQ(texts.Text("no.such.key"), "no.such.key");
  EXPECT_EQ(texts.Text("footer.page", {{"page", "2"}, {"pages", "8"}}), "page 2 of 8");
  EXPECT_EQ(texts.Text("usage.no_topic"), "There is no help on '{topic}'.");
}

TEST(Texts, WordCausesThatTheSystemNames) {
  EXPECT_EQ(
      Texts(Language::kRu).Text("config.unwritable", {{"path", "x"}, {"error", "Permission denied"}}),
      absl::StrCat("Не удаётся записать x: ", Texts(Language::kRu).Text("cause.Permission denied"), "."));
  EXPECT_EQ(Texts(Language::kEn).Text("config.unwritable", {{"path", "x"}, {"error", "bad luck"}}),
            "Cannot write x: bad luck.");
}

TEST(Texts, OfTheCatalogueFallBackToAnotherLanguage) {
  v1::LocalisedText text;
  EXPECT_EQ(Texts(Language::kKk).Text(text, "id"), "id");
  text.set_ru("Задержание");
  EXPECT_EQ(Texts(Language::kKk).Text(text, "id"), "Задержание");
  text.set_kk("Ұстау");
  EXPECT_EQ(Texts(Language::kKk).Text(text, "id"), "Ұстау");
}

TEST(Languages, HaveCodes) {
  for (const Language language : kLanguages) EXPECT_EQ(LanguageOf(CodeOf(language)), language);
  for (const char* code : {"", "rus", "RU", "ru_RU", "de"})
    EXPECT_FALSE(LanguageOf(code).has_value()) << code;
}

}  // namespace
}  // namespace arasha
