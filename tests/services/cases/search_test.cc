// What could go wrong: a search misses a name written in another script, finds a case that the caller may not
// see, or finds by what has been taken off the case.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"
#include "tests/support/update_party.h"

namespace arasha {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using Stub = v1::Cases::Stub;

class Search : public support::SharedServerTest {
 protected:
  // Opens a case at a mission about somebody; its name.
  std::string About(const std::string& person, const std::string& summary, const std::string& mission = "IST",
                    const std::string& iin = "") {
    v1::CreateCaseRequest request = support::OpenDetention(mission);
    request.mutable_case_()->set_summary(summary);
    request.mutable_case_()->clear_parties();
    v1::Party& subject = *request.mutable_case_()->add_parties();
    subject.set_role(v1::PARTY_ROLE_SUBJECT);
    subject.set_display_name(person);
    subject.set_iin(iin);
    const std::string name =
        Do(&Stub::CreateCase, request, mission == "WAW" ? "officer-waw" : "officer").name();
    opened_.insert(name);
    return name;
  }
  // Of the cases that this test opened.
  std::vector<std::string> Found(const std::string& words, const std::string& parent = "missions/IST",
                                 const std::string& role = "officer") {
    v1::ListCasesRequest request = support::ListCases(parent);
    request.set_search(words);
    std::vector<std::string> names;
    const v1::ListCasesResponse response = Do(&Stub::ListCases, request, role);
    EXPECT_TRUE(response.next_page_token().empty()) << "more was found than a page holds";
    for (const v1::Case& found : response.cases()) {
      if (opened_.contains(found.name())) names.push_back(found.name());
    }
    return names;
  }

 private:
  std::set<std::string> opened_;
};

TEST_F(Search, FindsNamesInAnyScriptAndWordsOfTheSummary) {
  const std::string zhumabayev = About("Жұмабаев Әсет", "Ұсталды: Стамбул әуежайы");
  const std::string other = About("Оспанов Ерлан", "Задержан в аэропорту");
  for (const char* words :
       {"Жұмабаев", "жумабаев", "ЖҰМАБ", "Әсет", "Stambul", "Жұмабаев әуежайы", "Стамбул Асет"}) {
    EXPECT_THAT(Found(words), ElementsAre(zhumabayev)) << words;
  }
  EXPECT_THAT(Found("аэропорт"), ElementsAre(other));
  EXPECT_THAT(Found("Жұмабаев аэропорт"), IsEmpty()) << "all words must be in one case";
  EXPECT_THAT(Found("умабаев"), IsEmpty()) << "a word is found from its beginning on";
}

TEST_F(Search, LeavesOutALetterByItself) {
  const std::string company = About("ООО «Вагон № 7»", "a");
  const std::string pak = About("Пак Е Ён", "b");
  for (const char* words : {"Вагон № 7", "ооо вагон 7", "7 вагон"}) {
    EXPECT_THAT(Found(words), ElementsAre(company)) << words;
  }
  for (const char* words : {"Пак Е Ён", "Pak E", "Пак Е."})
    EXPECT_THAT(Found(words), ElementsAre(pak)) << words;
  EXPECT_THAT(Found("7"), IsEmpty());
}

TEST_F(Search, FindsByIdentifiers) {
  const std::string known = About("Жұмабаев Әсет", "a", "IST", "910214309989");
  About("Оспанов Ерлан", "b");
  EXPECT_THAT(Found("910214309989"), ElementsAre(known));
  EXPECT_THAT(Found("9102143099"), IsEmpty()) << "an identifier is found whole or not at all";
}

TEST_F(Search, FindsAPassportWrittenInParts) {
  const auto with_passport = [&](const std::string& number) {
    const std::string name = About("Оспанов Ерлан", "a");
    v1::AddPartyRequest lawyer = support::AddLawyer(name);
    lawyer.mutable_party()->set_passport_number(number);
    Do(&Stub::AddParty, lawyer);
    return name;
  };
  const std::string kazakh = with_passport("N 1234567");
  for (const char* words : {"N1234567", "N 1234567", "n-1234567", "N 12 345 67", "N1234 567",
                            "Оспанов N 1234567", "Оспанов N1234 567"}) {
    EXPECT_THAT(Found(words), ElementsAre(kazakh)) << words;
  }
  EXPECT_THAT(Found("AB 765432"), IsEmpty());
  const std::string other = with_passport("AB765432");
  EXPECT_THAT(Found("AB 765432"), ElementsAre(other));
  EXPECT_THAT(Found("1234567"), IsEmpty()) << "an identifier is found whole or not at all";
}

TEST_F(Search, FindsTheTurkishSpellingOfAName) {
  const std::string turkish = About("Cumabayev Aset", "a");
  const std::string kazakh = About("Жұмабаев Әсет", "b");
  for (const char* words : {"Жұмабаев", "Cumabayev", "Zhumabayev Aset", "Жұмабай"}) {
    EXPECT_THAT(Found(words), UnorderedElementsAre(turkish, kazakh)) << words;
  }
}

TEST_F(Search, FindsATelephoneHoweverItIsWritten) {
  const auto with_phone = [&](const std::string& typed, const std::string& kept) {
    const std::string name = About("Оспанов Ерлан", "a");
    v1::AddPartyRequest kin = support::AddLawyer(name);
    kin.mutable_party()->set_phone(typed);
    EXPECT_EQ(Do(&Stub::AddParty, kin).phone(), kept) << typed;
    return name;
  };
  const std::string turkish = with_phone("0555 123 45 67", "+905551234567");
  for (const char* words :
       {"+905551234567", "905551234567", "0555 123 45 67", "0 (555) 123-45-67", "05551234567",
        "+90 555 123 45 67", "Оспанов 0555 123 45 67", "0555 123 45 67 Mehmet"}) {
    EXPECT_THAT(Found(words), ElementsAre(turkish)) << words;
    EXPECT_THAT(Found(words, "missions/-"), ElementsAre(turkish)) << words;
  }
  const std::string kazakh = with_phone("8 (701) 123-45-67", "+77011234567");
  for (const char* words :
       {"8 701 123 45 67", "87011234567", "+7 701 123 45 67", "77011234567", "7011234567"}) {
    EXPECT_THAT(Found(words), ElementsAre(kazakh)) << words;
  }
  EXPECT_THAT(Found("0555 123 45 68"), IsEmpty());
  v1::AddPartyRequest none = support::AddLawyer(kazakh);
  none.mutable_party()->set_phone("8 701");
  EXPECT_EQ(support::Line(Try(&Stub::AddParty, none)), "INVALID_ARGUMENT/INVALID_FIELD(party.phone)");
  v1::Party changed = Do(&Stub::GetCase, support::Get(kazakh)).parties(1);
  changed.set_phone("0212 555 12 34");
  EXPECT_EQ(Do(&Stub::UpdateParty, support::UpdateParty(changed, {"phone"})).phone(), "+902125551234");
  EXPECT_THAT(Found("0212 555 12 34"), ElementsAre(kazakh));
  EXPECT_THAT(Found("87011234567"), IsEmpty());
  v1::CreateCaseRequest opening = support::OpenDetention();
  opening.mutable_case_()->mutable_parties(1)->set_phone("8 700 000 00 01");
  EXPECT_EQ(Do(&Stub::CreateCase, opening).parties(1).phone(), "+77000000001");
}

TEST_F(Search, StaysWithinWhatTheCallerSees) {
  const std::string here = About("Жұмабаев Әсет", "a");
  const std::string there = About("Жұмабаев Әсет", "b", "WAW");
  EXPECT_THAT(Found("Жұмабаев", "missions/-"), ElementsAre(here));
  EXPECT_THAT(Found("Жұмабаев", "missions/-", "supervisor"), UnorderedElementsAre(here, there));
}

TEST_F(Search, ForgetsAPartyThatWasTakenOff) {
  const std::string name = About("Жұмабаев Әсет", "a");
  const v1::Party lawyer = Do(&Stub::AddParty, support::AddLawyer(name));
  EXPECT_THAT(Found("Yılmaz"), ElementsAre(name));
  Do(&Stub::RemoveParty, support::RemoveParty(lawyer.name()));
  EXPECT_THAT(Found("Yılmaz"), IsEmpty());
}

TEST_F(Search, FollowsAPartyThatChanged) {
  const std::string name = About("Жұмабаев Әсет", "a", "IST", "910214309989");
  v1::Party subject = Do(&Stub::GetCase, support::Get(name)).parties(0);
  subject.set_display_name("Оспанов Ерлан");
  subject.clear_iin();
  subject.set_phone("+77000000009");
  Do(&Stub::UpdateParty, support::UpdateParty(subject, {"display_name", "iin", "phone"}));
  EXPECT_THAT(Found("Оспанов"), ElementsAre(name));
  EXPECT_THAT(Found("+77000000009"), ElementsAre(name));
  EXPECT_THAT(Found("Жұмабаев"), IsEmpty());
  EXPECT_THAT(Found("910214309989"), IsEmpty());
}

TEST_F(Search, FollowsACorrectedSummary) {
  const std::string name = About("Жұмабаев Әсет", "Ұсталды");
  v1::UpdateCaseRequest request = support::UpdateSummary(name);
  request.mutable_case_()->set_summary("Босатылды");
  Do(&Stub::UpdateCase, request);
  EXPECT_THAT(Found("босатылды"), ElementsAre(name));
  EXPECT_THAT(Found("ұсталды"), IsEmpty());
}

TEST_F(Search, RefusesTooManyWords) {
  v1::ListCasesRequest request = support::ListCases("missions/IST");
  request.set_search("a b c d e f g h i");
  EXPECT_EQ(Try(&Stub::ListCases, request).error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace arasha
