// A message missing in one language shows its key to an officer in trouble; a placeholder lost in
// translation loses what the message is about.

#include "clients/text/messages.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/generated_enum_reflection.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "arasha/v1/access.pb.h"
#include "arasha/v1/admin.pb.h"
#include "arasha/v1/audit.pb.h"
#include "arasha/v1/cases.pb.h"
#include "arasha/v1/errors.pb.h"
#include "services/rules/violations.h"

namespace arasha::clients {
namespace {

constexpr Language kLanguages[] = {Language::kEn, Language::kRu, Language::kKk};

std::set<std::string> Placeholders(const std::string& text) {
  std::set<std::string> names;
  for (size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1)) {
    const std::string name = text.substr(open + 1, text.find_first_of(",}", open) - open - 1);
    // `one{…}`: a form of a plural, which holds words.
    const bool word = open > 0 && absl::ascii_isalpha(static_cast<unsigned char>(text[open - 1]));
    if (!word) names.insert(name);
  }
  return names;
}

// But for problems of fields, which the server words in English itself, unless this client takes more than
// the server does, as it does of times.
TEST(MessagesTest, LanguagesHaveTheSameKeysAndPlaceholders) {
  const Messages english(Language::kEn);
  const auto problems = rules::Problems();
  const auto the_servers =
      static_cast<size_t>(std::count_if(problems.begin(), problems.end(), [&](const rules::ProblemText& p) {
        return !english.Has("problem." + std::string(p.id));
      }));
  for (const Language language : {Language::kRu, Language::kKk}) {
    const Messages other(language);
    EXPECT_EQ(english.texts().size() + the_servers, other.texts().size());
    for (const auto& [key, text] : english.texts()) {
      ASSERT_TRUE(other.Has(key)) << key;
      EXPECT_FALSE(other.Text(key).empty()) << key;
      EXPECT_EQ(Placeholders(other.texts().find(key)->second), Placeholders(text)) << key;
    }
  }
}

TEST(MessagesTest, EveryProblemThatTheServerNamesIsWorded) {
  for (const Language language : {Language::kRu, Language::kKk}) {
    const Messages messages(language);
    for (const rules::ProblemText& problem : rules::Problems()) {
      const std::string key = "problem." + std::string(problem.id);
      ASSERT_TRUE(messages.Has(key)) << key;
      EXPECT_EQ(Placeholders(messages.texts().find(key)->second), Placeholders(std::string(problem.text)))
          << key;
    }
  }
}

TEST(MessagesTest, EveryErrorReasonIsSaidAndHasARemedy) {
  const auto* reasons = google::protobuf::GetEnumDescriptor<v1::ErrorReason>();
  const std::string prefix = "ERROR_REASON_";
  for (const Language language : kLanguages) {
    const Messages messages(language);
    for (int i = 1; i < reasons->value_count(); ++i) {
      const std::string key = "reason." + reasons->value(i)->name().substr(prefix.size());
      EXPECT_TRUE(messages.Has(key)) << key;
      EXPECT_TRUE(messages.Has(key + ".remedy")) << key;
    }
  }
}

TEST(MessagesTest, EveryEnumValueHasALabel) {
  const google::protobuf::EnumDescriptor* enums[] = {
      google::protobuf::GetEnumDescriptor<v1::Priority>(),
      google::protobuf::GetEnumDescriptor<v1::Sensitivity>(),
      google::protobuf::GetEnumDescriptor<v1::AccessSource>(),
      google::protobuf::GetEnumDescriptor<v1::AccessVerdict>(),
      google::protobuf::GetEnumDescriptor<v1::CaseAction>(),
      google::protobuf::GetEnumDescriptor<v1::DeadlineState>(),
      google::protobuf::GetEnumDescriptor<v1::EntryKind>(),
      google::protobuf::GetEnumDescriptor<v1::ContactChannel>(),
      google::protobuf::GetEnumDescriptor<v1::Direction>(),
      google::protobuf::GetEnumDescriptor<v1::PartyRole>(),
      google::protobuf::GetEnumDescriptor<v1::FieldKind>(),
      google::protobuf::GetEnumDescriptor<v1::ApprovalState>(),
      google::protobuf::GetEnumDescriptor<v1::AuditDecision>()};
  const Messages messages(Language::kKk);
  for (const auto* type : enums) {
    for (int i = 0; i < type->value_count(); ++i) {
      EXPECT_TRUE(messages.Has(type->value(i)->name())) << type->value(i)->name();
    }
  }
}

TEST(MessagesTest, NounsFollowTheirNumber) {
  const auto years = [](Language language, const std::string& count) {
    return Messages(language).Text("period.years", {{"count", count}});
  };
  EXPECT_EQ(years(Language::kEn, "1"), "1 year");
  EXPECT_EQ(years(Language::kEn, "16"), "16 years");
  EXPECT_EQ(years(Language::kRu, "1"), "1 год");
  EXPECT_EQ(years(Language::kRu, "3"), "3 года");
  EXPECT_EQ(years(Language::kRu, "16"), "16 лет");
  EXPECT_EQ(years(Language::kRu, "21"), "21 год");
  EXPECT_EQ(years(Language::kKk, "16"), "16 жыл");
  EXPECT_EQ(Messages(Language::kRu).Text("audit.log_shorter", {{"size", "12345"}, {"since_size", "12346"}}),
            "В журнале сейчас 12345 записей, а было 12346: записи удалены.");
}

TEST(MessagesTest, ReplacesPlaceholders) {
  const Messages messages(Language::kEn);
  EXPECT_EQ(messages.Text("usage.no_topic", {{"topic", "{x}"}}), "There is no help on '{x}'.");
  EXPECT_EQ(messages.Text("usage.no_topic"), "There is no help on '{topic}'.");
  EXPECT_EQ(messages.Text("no.such.key"), "no.such.key");
}

TEST(MessagesTest, LocalisedTextFallsBackToAnotherLanguage) {
  v1::LocalisedText text;
  EXPECT_EQ(Messages(Language::kKk).Text(text, "id"), "id");
  text.set_ru("Задержание");
  EXPECT_EQ(Messages(Language::kKk).Text(text, "id"), "Задержание");
  text.set_kk("Ұстау");
  EXPECT_EQ(Messages(Language::kKk).Text(text, "id"), "Ұстау");
}

TEST(LanguageOfTest, ReadsLocales) {
  EXPECT_EQ(LanguageOf("kk_KZ.UTF-8"), Language::kKk);
  EXPECT_EQ(LanguageOf("ru"), Language::kRu);
  EXPECT_EQ(LanguageOf("ru_RU@x"), Language::kRu);
  for (const char* name : {"C", "C.UTF-8", "POSIX", "en_GB.UTF-8", "tr_TR", "", "rus"}) {
    EXPECT_EQ(LanguageOf(name), Language::kEn) << name;
  }
}

}  // namespace
}  // namespace arasha::clients
