// What could go wrong: an officer reads that something is done which was struck out, or owed which does not
// concern the case; a page for citizens leaves out what the consul cannot do.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/clients/commands/expect_request.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

template <typename Message>
Message Parsed(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

v1::CaseType TypeWithChecklist() {
  return Parsed<v1::CaseType>(R"pb(
    id: "rights.thing"
    version: 3
    label { kk: "Ұстау" ru: "Задержание" en: "Arrest" }
    description { kk: "Ұсталған адам" ru: "Человек задержан" en: "Somebody is held." }
    fields {
      id: "minor"
      label { kk: "Кәмелетке толмаған" ru: "Несовершеннолетний" en: "Minor" }
      kind: FIELD_KIND_BOOL
    }
    states { id: "open" }
    states { id: "done" final: true }
    checklist {
      id: "consent"
      label { kk: "Келісім" ru: "Согласие записано" en: "Consent recorded" }
      required_for: "close"
    }
    checklist {
      id: "lawyer_list"
      label { kk: "Тізім" ru: "Список" en: "List handed over" }
      hint { kk: "Хатпен" ru: "Письмом" en: "by letter" }
    }
    checklist {
      id: "family"
      label { kk: "Отбасы" ru: "Семья" en: "Family told" }
      in_states: "ended"
    }
    checklist {
      id: "guardian"
      label { kk: "Қамқоршы" ru: "Опекун" en: "Guardian asked" }
      when { field: "minor" values: "true" }
    }
    papers {
      id: "order"
      label { kk: "Қаулы" ru: "Постановление" en: "Remand order" }
      from_whom { kk: "сот" ru: "суд" en: "the court" }
      when { field: "minor" values: "true" }
    }
    partners {
      id: "prison"
      label { kk: "Түрме" ru: "Тюрьма" en: "Prison" }
      purpose { kk: "кездесу" ru: "свидания" en: "visits" }
    }
    can { kk: "Сізге барады" ru: "Посетить вас" en: "Visit you" }
    cannot { kk: "Босата алмайды" ru: "Добиться освобождения" en: "Get you out" })pb");
}

class ChecklistTest : public testing::Test {
 protected:
  ChecklistTest() : arasha_(server_) {
    server_.Answer("GetCaseType", TypeWithChecklist());
    server_.Answer("GetCase", Parsed<v1::Case>(R"pb(name: "missions/IST/cases/IST-2026-000123"
                                                    type: "rights.thing"
                                                    type_version: 3
                                                    state: "open"
                                                    time_zone: "Europe/Istanbul")pb"));
    server_.Answer("ListEntries", Parsed<v1::ListEntriesResponse>(R"pb(
                     entries {
                       name: "missions/IST/cases/IST-2026-000123/entries/0192f1c0-0000-7000-8000-00004f21c07a"
                       kind: ENTRY_KIND_CHECK
                       check_item: "consent"
                       author: "staff/a.omarova"
                       happened_time { seconds: 1795514700 }
                       text: "family only"
                     }
                     entries {
                       kind: ENTRY_KIND_CHECK
                       check_item: "lawyer_list"
                       author: "staff/a.omarova"
                       happened_time { seconds: 1795514700 }
                       corrected_by: "missions/IST/cases/IST-2026-000123/entries/x"
                     })pb"));
  }

  FakeServer server_;
  Arasha arasha_;
};

TEST_F(ChecklistTest, TellsWhatIsDoneOwedAndNotYet) {
  EXPECT_EQ(arasha_.Run({"case", "checklist", "IST-2026-000123"}).out,
            "STATE     ITEM         WHAT IS TO BE DONE            NEEDED BEFORE  DONE (UTC+03:00)  DONE BY   "
            " REMARK\n"
            "done      consent      Consent recorded              close          2026-11-24 13:05  a.omarova "
            " family only\n"
            "owed now  lawyer_list  List handed over (by letter)\n"
            "not yet   family       Family told\n");
  EXPECT_THAT(arasha_.Run({"case", "checklist", "IST-2026-000123", "--lang", "ru"}).out,
              AllOf(HasSubstr("Согласие записано"), HasSubstr("надо сейчас"), Not(HasSubstr("Опекун"))));
}

TEST_F(ChecklistTest, IsForProgramsToo) {
  EXPECT_THAT(
      arasha_.Run({"case", "checklist", "IST-2026-000123", "--output", "json"}).out,
      AllOf(HasSubstr("\"state\": \"CHECK_STATE_DONE\""), HasSubstr("\"author\": \"staff/a.omarova\"")));
  EXPECT_THAT(
      arasha_.Run({"case", "checklist", "IST-2026-000123", "--output", "csv", "--columns", "id,state"}).out,
      HasSubstr("consent,DONE\r\nlawyer_list,OWED\r\nfamily,NOT_YET\r\n"));
}

TEST_F(ChecklistTest, ATickIsAnEntry) {
  ExpectRequest<v1::AddEntryRequest>(
      "AddEntry", {"case", "check", "IST-2026-000123", "lawyer_list", "--text", "in prison"},
      R"(parent: "missions/IST/cases/IST-2026-000123" request_id: "7b1c5cb4-6f5e-4a0d-9a53-0d9b6c1f6f10"
         entry { kind: ENTRY_KIND_CHECK check_item: "lawyer_list" text: "in prison" })");
  ExpectRequest<v1::AddEntryRequest>(
      "AddEntry", {"case", "check", "IST-2026-000123", "lawyer_list"},
      R"(parent: "missions/IST/cases/IST-2026-000123" request_id: "7b1c5cb4-6f5e-4a0d-9a53-0d9b6c1f6f10"
         entry { kind: ENTRY_KIND_CHECK check_item: "lawyer_list" })");
}

TEST_F(ChecklistTest, ItemsAreTypedByTheirNamesToo) {
  for (const char* typed : {"Список", "тізім", "LIST HANDED OVER", "lawyer_list"}) {
    EXPECT_EQ(arasha_.Run({"case", "check", "IST-2026-000123", typed}).exit_code, 0) << typed;
    EXPECT_EQ(server_.Last<v1::AddEntryRequest>("AddEntry").entry().check_item(), "lawyer_list") << typed;
  }
}

TEST_F(ChecklistTest, AnItemThatIsOwedLaterIsAskedAbout) {
  arasha_.terminal = true;
  arasha_.in = "no\n";
  const Ran no = arasha_.Run({"case", "check", "IST-2026-000123", "family"});
  EXPECT_EQ(no.exit_code, 2);
  EXPECT_THAT(no.err, HasSubstr("Family told"));
  EXPECT_THAT(no.err, HasSubstr("Tick it now?"));
  EXPECT_EQ(arasha_.Run({"case", "check", "IST-2026-000123", "Отбасы"}).exit_code, 2) << "by its name, too";
}

TEST_F(ChecklistTest, ACorrectedTickIsOfTheSameItem) {
  const Ran ran = arasha_.Run({"case", "correct", "IST-2026-000123", "4f21c07a", "--reason", "incomplete",
                               "--text", "family and lawyer"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  const auto request = server_.Last<v1::CorrectEntryRequest>("CorrectEntry");
  EXPECT_EQ(request.replacement().kind(), v1::ENTRY_KIND_CHECK);
  EXPECT_EQ(request.replacement().check_item(), "consent");
  arasha_.Run(
      {"case", "correct", "IST-2026-000123", "4f21c07a", "--reason", "a note only", "--kind", "note"});
  EXPECT_EQ(server_.Last<v1::CorrectEntryRequest>("CorrectEntry").replacement().check_item(), "");
}

TEST_F(ChecklistTest, TheTimelineNamesTheItem) {
  v1::ListEntriesResponse timeline;
  *timeline.mutable_case_type() = "rights.thing";
  v1::Entry& tick = *timeline.add_entries();
  tick.set_kind(v1::ENTRY_KIND_CHECK);
  tick.set_check_item("consent");
  server_.Answer("ListEntries", timeline);
  v1::ListCaseTypesResponse types;
  *types.add_case_types() = TypeWithChecklist();
  server_.Answer("ListCaseTypes", types);
  EXPECT_THAT(arasha_.Run({"case", "timeline", "IST-2026-000123", "--lang", "ru"}).out,
              HasSubstr("контрольный лист · Согласие записано"));
}

TEST_F(ChecklistTest, ItemsAreCompleted) {
  EXPECT_EQ(arasha_.Run({"complete", "case", "check", "IST-2026-000123", "con"}).out,
            "consent\tConsent recorded\n");
}

TEST_F(ChecklistTest, WhatIsMissingIsToldWithTheCommand) {
  server_.Refuse("TransitionCase", RichStatus(9, "no", "CHECKLIST_OPEN",
                                              {{"event", "close"},
                                               {"items", "consent"},
                                               {"items.en", "consent (Consent recorded)"},
                                               {"items.ru", "consent (Согласие записано)"}}));
  const Ran ran = arasha_.Run({"case", "close", "IST-2026-000123"});
  EXPECT_EQ(ran.exit_code, 7);
  EXPECT_THAT(ran.err,
              AllOf(HasSubstr("consent (Consent recorded)"), HasSubstr("arasha case check CASE ITEM")));
}

TEST_F(ChecklistTest, RefusalsNameWhatTheyList) {
  server_.Refuse("AddEntry", BadFields({{"entry.check_item", "unknown"}},
                                       {{"entry.check_item",
                                         "unknown_check_item",
                                         {{"given", "consnt"}, {"values", "consent, lawyer_list"}}}}));
  const Ran item = arasha_.Run({"case", "check", "IST-2026-000123", "consnt", "--lang", "ru"});
  EXPECT_EQ(item.exit_code, 3);
  EXPECT_THAT(item.err, AllOf(HasSubstr("consent (Согласие записано), lawyer_list (Список)"),
                              HasSubstr("имелось в виду: consent.")));
  server_.Refuse("TransitionCase", BadFields({{"case.details.minor", "is needed"}},
                                             {{"case.details.minor", "needed_by_event"}}));
  const Ran event = arasha_.Run({"case", "do", "close", "IST-2026-000123", "--lang", "ru"});
  EXPECT_EQ(event.exit_code, 3);
  EXPECT_THAT(event.err, HasSubstr("--set minor=…: нужно заполнить до этого действия (Несовершеннолетний)"));
}

TEST_F(ChecklistTest, HintsNameTheTypeThatIsShown) {
  v1::CaseType type = TypeWithChecklist();
  type.mutable_checklist(1)->mutable_hint()->set_en("arasha type print TYPE");
  server_.Answer("GetCaseType", type);
  EXPECT_THAT(arasha_.Run({"type", "show", "rights.thing"}).out,
              HasSubstr("List handed over (arasha type print rights.thing)"));
}

TEST_F(ChecklistTest, TypesShowThem) {
  const std::string shown = arasha_.Run({"type", "show", "rights.thing"}).out;
  EXPECT_THAT(shown,
              AllOf(HasSubstr("List handed over (by letter)"), HasSubstr("Guardian asked (Minor: yes)"),
                    HasSubstr("Remand order (Minor: yes)"), HasSubstr("the court"), HasSubstr("visits"),
                    HasSubstr("What the consul cannot do\n  Get you out\n")));
}

TEST_F(ChecklistTest, ThePageForCitizensIsInTheirLanguage) {
  EXPECT_EQ(arasha_.Run({"type", "print", "rights.thing", "--lang", "en"}).out,
            "Arrest\n"
            "rights.thing · Version 3\n"
            "\n"
            "Somebody is held.\n"
            "\n"
            "What the consul can do\n"
            "  • Visit you\n"
            "\n"
            "What the consul cannot do\n"
            "  • Get you out\n"
            "\n"
            "Papers in such a case, and who gives them\n"
            "  • Remand order – the court (Minor: yes)\n");
  EXPECT_THAT(arasha_.Run({"type", "print", "rights.thing", "--lang", "kk"}).out,
              AllOf(HasSubstr("Консул не істей алмайды\n  • Босата алмайды\n"), HasSubstr("3-нұсқа")));
}

}  // namespace
}  // namespace arasha::clients
