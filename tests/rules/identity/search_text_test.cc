// What could go wrong: a person is not found because the passport, the officer and the police spell the name
// each in their own script; what was found by the whole name is lost by its beginning; two forms of one
// telephone number count as two.
#include "services/rules/identity/search_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSubsetOf;
using ::testing::Not;
using ::testing::SizeIs;

std::string Words(absl::string_view text) { return absl::StrJoin(SearchWords(text), " "); }

struct Spellings {
  const char* words;
  std::vector<const char*> texts;
};

// Kazakh and Russian Cyrillic, Latin of 2021, passports.
const std::vector<Spellings>& Names() {
  static const std::vector<Spellings> names = {
      {"jumabav aset",
       {"Жұмабаев Әсет", "ЖҰМАБАЕВ ӘСЕТ", "Жумабаев Асет", "Jūmabaev Äset", "Zhumabayev Asset",
        "DZHUMABAYEV ASET", "Жұмабаев Әсет"}},
      {"kasim jomart", {"Қасым-Жомарт", "Qasym-Jomart", "Kassym-Zhomart", "Касым Жомарт"}},
      {"tokav", {"Тоқаев", "Токаев", "Toqaev", "Tokayev", "Tokaev"}},
      {"nursultan", {"Нұрсұлтан", "Нурсултан", "Nūrsūltan", "Nursultan"}},
      {"seitkizi", {"Сейтқызы", "Seitqyzy", "Seitkyzy", "Сейткызы", "Seytkyzy"}},
      {"aigul omarova", {"Айгүл Омарова", "Aigül Omarova", "Aigul Omarova", "AYGUL OMAROVA"}},
      {"erjan", {"Ержан", "Yerzhan", "Erjan", "Erzhan"}},
      {"sagindikov", {"Сағындықов", "Sağyndyqov", "Sagyndykov", "Sagindikov"}},
      {"mariam", {"Мәриям", "Märiam", "Mariyam", "Мариям"}},
      {"onir saule", {"Өңір Сәуле", "Öñir Säule", "Онир Сауле", "Onir Saule"}},
      {"simkent", {"Шымкент", "Şymkent", "Shymkent"}},
      {"gaziz", {"Ғазиз", "Ğaziz", "Gaziz", "Ghaziz"}},
      {"serbakov sc", {"Sherbakov SHCH", "Шербаков Щ"}},
      {"ahmet", {"Ахмет", "Akhmet", "Ahmet"}},
      {"iulia", {"Юлия", "Yuliya", "Yulia", "Iuliia"}},
      {"dmitri", {"Дмитрий", "Dmitriy", "Dmitry", "Dmitrii"}},
      {"sergei sergev", {"Сергей Сергеев", "Sergey Sergeyev", "Sergei Sergeev"}},
      {"vasilev", {"Васильев", "Vasilyev", "Vasil'ev", "Vasilev"}},
      {"aleksandr", {"Александр", "Alexandr", "Aleksandr"}},
      {"kiselev", {"Киселёв", "Киселев", "Киселёв", "Kiselev"}},
      {"cingiz", {"Чингиз", "Chingiz", "Çingiz"}},
      {"haknazar", {"Һакназар", "Хақназар", "Haqnazar", "Khaknazar"}},
      {"ismail", {"Исмаил", "İsmail", "ISMAIL", "İsmaıl"}},
      {"istanbul isik", {"İstanbul Işık", "ISTANBUL ISIK", "Истанбул Ышык"}},
  };
  return names;
}

TEST(SearchWords, AreOneForAllSpellingsOfAName) {
  for (const Spellings& name : Names()) {
    for (const char* text : name.texts) EXPECT_EQ(Words(text), name.words) << text;
  }
}

TEST(SearchWords, AreLettersAndDigits) {
  EXPECT_EQ(Words(""), "");
  EXPECT_EQ(Words(" \t-—!"), "");
  EXPECT_EQ(Words("contract №12/2026, 5500 USD"), "contract no12 2026 5500 usd");
  EXPECT_EQ(Words("Ләззат «Болашақ» ЖШС"), "lazat bolasak js");
  EXPECT_EQ(Words("O'Neil D’Artagnan"), "oneil dartagnan");
  EXPECT_EQ(Words("Straße Łódź Ångström Æsir Þór"), "strase lodz angstrom asir thor");
  EXPECT_EQ(Words("１２３ ＡＢＣ"), "123 abc");
}

TEST(SearchWords, KnowOtherScripts) {
  EXPECT_EQ(Words("Γιώργος"), "giorgos");
  EXPECT_EQ(Words("王小明"), "vang ksiao ming");
  EXPECT_EQ(Words("გიორგი"), "giorgi");
  EXPECT_THAT(SearchWords("محمد"), SizeIs(1));
  EXPECT_THAT(SearchWords("अमित"), SizeIs(1));
}

TEST(SearchWords, ArePartedByWhatIsNotText) {
  EXPECT_THAT(SearchWords("ab\xff\xfe"
                          "cd"),
              ElementsAre("ab", "cd"));
  EXPECT_THAT(SearchWords("\xd0"), IsEmpty());
  EXPECT_THAT(SearchWords(std::string("ab\0cd", 5)), ElementsAre("ab", "cd"));
  EXPECT_THAT(SearchWords("ab😀cd"), ElementsAre("ab", "cd"));
}

// Otherwise one call with a megabyte of Chinese would occupy a worker for minutes.
TEST(SearchWords, TakeBoundedTime) {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += "王";
  text += " Әсет";
  const std::vector<std::string> words = SearchWords(text);
  EXPECT_LE(words.size(), 502u);
  EXPECT_EQ(words.front(), "vang");
  EXPECT_EQ(words.back(), "aset");
}

TEST(SearchWords, AreTheSameInEveryThread) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([] {
      for (int i = 0; i < 50; ++i) EXPECT_EQ(Words("Γιώργος Әсет"), "giorgos aset");
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(IndexNgrams, AreTrigramsWithOneBlankAround) {
  EXPECT_THAT(IndexNgrams("Әсет"), ElementsAre(" as", "ase", "set", "et "));
  EXPECT_THAT(IndexNgrams("Ли Ли"), ElementsAre(" li", "li "));
  EXPECT_THAT(IndexNgrams("И"), ElementsAre(" i "));
  EXPECT_THAT(IndexNgrams(""), IsEmpty());
}

bool Finds(absl::string_view query, absl::string_view stored) {
  const std::vector<std::string> index = IndexNgrams(stored);
  const auto found = [&](const std::vector<std::string>& asked) {
    return !asked.empty() && std::all_of(asked.begin(), asked.end(), [&](const std::string& ngram) {
      return std::find(index.begin(), index.end(), ngram) != index.end();
    });
  };
  const std::vector<std::vector<std::string>> spellings = QuerySpellings(query);
  return std::any_of(spellings.begin(), spellings.end(), found);
}

// Turkish documents write the sound of ж and дж as c, and that of ч as ç.
TEST(Search, FindsTheTurkishSpellingAndByIt) {
  const char* const forms[] = {"Cumabayev", "Жұмабаев", "Zhumabayev", "Jumabayev", "Dzhumabaev"};
  for (const char* stored : forms) {
    for (const char* query : forms) EXPECT_TRUE(Finds(query, stored)) << query << " in " << stored;
  }
  EXPECT_TRUE(Finds("Джемиль", "Cemil"));
  EXPECT_TRUE(Finds("Çingiz", "Чингиз"));
  EXPECT_FALSE(Finds("Chumabayev", "Жұмабаев"));
  EXPECT_FALSE(Finds("Тумабаев", "Cumabayev"));
}

TEST(Search, FindsASurnameByTheNameThatItIsMadeOf) {
  EXPECT_TRUE(Finds("Жұмабай", "Жұмабаев Әсет"));
  EXPECT_TRUE(Finds("Zhumabai", "Zhumabayeva"));
  EXPECT_TRUE(Finds("Сергей", "Сергеев"));
  EXPECT_TRUE(Finds("Жұмабай", "Жұмабай"));
  EXPECT_FALSE(Finds("Али", "Алма"));
}

TEST(Search, FindsLettersThatAreWrittenAsTwo) {
  const std::vector<std::vector<const char*>> names = {
      {"Müller", "MÜLLER", "Mu\u0308ller", "mueller", "Muller"},
      {"Göring", "Goering", "Goring"},
      {"Jäger", "Jaeger", "Jager"},
      {"Sørensen", "Soerensen", "Sorensen"},
      {"Hans-Jürgen", "Hans-Juergen", "hans jurgen"},
  };
  for (const auto& forms : names) {
    for (const char* stored : forms) {
      for (const char* query : forms) {
        EXPECT_TRUE(Finds(query, absl::StrCat("Anna ", stored, " née Weiß"))) << query << " in " << stored;
      }
    }
  }
  EXPECT_FALSE(Finds("Muellner", "Müller"));
  EXPECT_FALSE(Finds("Mueller", "Miller"));
}

TEST(Search, FindsWhateverKeysOneHas) {
  const std::pair<const char*, const char*> found[] = {{"isik", "Işık"},
                                                       {"ISIK", "ışık"},
                                                       {"Киселев", "Киселёв"},
                                                       {"киселёв", "Kiselev"},
                                                       {"Асет", "Әсет"},
                                                       {"жумабай", "Жұмабай"},
                                                       {"О'Нил", "О’Нил"},
                                                       {"oneill", "O'Neill"},
                                                       {"lodz", "Łódź"},
                                                       {"Łukasiewicz", "Lukasiewicz"},
                                                       {"wisniewski", "Wiśniewski"},
                                                       {"zolc", "Żółć"},
                                                       {"aigul", "Ай\u200bгүл"},
                                                       {"Ай\ufeffгүл", "Aigül"},
                                                       {"coop", "co\u00adop"},
                                                       {"омарова", "Ома\u2066рова\u2069"}};
  for (const auto& [query, stored] : found) EXPECT_TRUE(Finds(query, stored)) << query << " in " << stored;
}

TEST(IndexNgrams, AreBounded) {
  std::string text;
  for (int i = 0; i < 20000; ++i) absl::StrAppend(&text, absl::Hex(i * 7919), " ");
  EXPECT_THAT(IndexNgrams(text), SizeIs(kMaxNgrams));
}

TEST(QueryNgrams, LeaveOutTheEnd) {
  EXPECT_THAT(QueryNgrams("Әсет"), ElementsAre(" as", "ase", "set"));
  EXPECT_THAT(QueryNgrams("Ли"), ElementsAre(" li"));
  EXPECT_THAT(QueryNgrams("Ли В"), ElementsAre(" li"));
}

TEST(QueryNgrams, NeedAWordOfTwoLetters) {
  for (const char* query : {"", " ", "И", "И В А", "ь", "'", "aa"})
    EXPECT_THAT(QueryNgrams(query), IsEmpty()) << query;
}

// Neither the script nor the letter at which one stops typing may matter.
TEST(QueryNgrams, AreThoseOfWhateverBeginsLikeThis) {
  for (const Spellings& name : Names()) {
    for (const char* stored : name.texts) {
      const std::vector<std::string> index = IndexNgrams(stored);
      for (const absl::string_view text : name.texts) {
        for (size_t length = 3; length <= text.size(); ++length) {
          if (length < text.size() && (text[length] & 0xc0) == 0x80) continue;
          const absl::string_view beginning = text.substr(0, length);
          EXPECT_THAT(QueryNgrams(beginning), IsSubsetOf(index)) << beginning << " of " << stored;
        }
      }
    }
  }
}

TEST(QueryNgrams, TellNamesApart) {
  const std::vector<std::string> index = IndexNgrams("Жұмабаев Әсет");
  for (const char* other : {"Жұмағали", "Асель", "Сет", "баев"}) {
    EXPECT_THAT(QueryNgrams(other), Not(IsSubsetOf(index))) << other;
  }
}

TEST(NormaliseIdentifier, GivesOneFormOfEach) {
  struct Case {
    const char* kind;
    const char* value;
    const char* normalised;
  };
  for (const auto& [kind, value, normalised] : std::vector<Case>{
           {"iin", "910214309989", "910214309989"},
           {"iin", " 910214-309989 ", "910214309989"},
           {"iin", "９１０２１４309989", "910214309989"},
           {"passport", "n 9999\u00a00001", "N99990001"},
           {"passport", "N\u201399990001", "N99990001"},
           {"passport", "і-ая 123456", "ІАЯ123456"},
           {"phone", "+7 (700) 000-00-01", "+77000000001"},
           {"phone", "+7 700.000.00.01", "+77000000001"},
           {"phone", "8 700 000 00 01", "87000000001"},
           {"email", " Ana-Maria@Example.ORG ", "ana-maria@example.org"},
           {"email", "", ""},
           // A capital that Unicode has in two parts only; parts that a dash kept apart.
           {"passport", "\u03b0-1", "\u03ab\u03011"},
           {"passport", "E-\u0301-1", "\u00c91"},
       }) {
    EXPECT_EQ(NormaliseIdentifier(kind, value), normalised) << kind << " " << value;
    EXPECT_EQ(NormaliseIdentifier(kind, normalised), normalised) << kind << " " << value;
  }
}

}  // namespace
}  // namespace arasha::rules
