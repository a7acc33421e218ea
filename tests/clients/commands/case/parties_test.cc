// The wrong party taken off a case, or called in place of another: a party must be meant without doubt, and
// who it was must be read in one's own language.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "clients/print/change_text.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kParty[] = "missions/IST/cases/IST-2026-000123/parties/";
constexpr char kSubject[] = "019a1b2c-3d4e-7f50-8a6b-00000000aaaa";
constexpr char kLawyer[] = "019a1b2c-3d4e-7f50-8a6b-00000000bbbb";
constexpr char kMother[] = "019a1b2c-3d4e-7f50-8a6b-00000000cccc";

v1::Case Matter() {
  v1::Case matter;
  const auto add = [&](const char* uid, v1::PartyRole role, const char* name) {
    v1::Party& party = *matter.add_parties();
    party.set_name(std::string(kParty) + uid);
    party.set_role(role);
    party.set_display_name(name);
  };
  add(kSubject, v1::PARTY_ROLE_SUBJECT, "Нұрлан Жұмабаев");
  add(kLawyer, v1::PARTY_ROLE_LAWYER, "Av. Mehmet Yılmaz");
  add(kMother, v1::PARTY_ROLE_NEXT_OF_KIN, "Айгүл Жұмабаева");
  return matter;
}

class PartiesTest : public ::testing::Test {
 protected:
  PartiesTest() { server_.Answer("GetCase", Matter()); }
  Ran Remove(const std::string& party, const std::string& language = "en") {
    return arasha_.Run(
        {"case", "party", "remove", "IST-2026-000123", party, "--lang", language, "--reason", "why"});
  }
  std::string Removed() { return server_.Last<v1::RemovePartyRequest>("RemoveParty").name(); }

  FakeServer server_;
  Arasha arasha_{server_};
};

TEST_F(PartiesTest, AreMeantByNameRoleOrUuid) {
  const struct {
    const char* typed;
    const char* language;
    const char* uid;
    int exit_code = 0;
  } kCases[] = {{"Av. Mehmet Yılmaz", "en", kLawyer},
                {"Yılmaz", "en", kLawyer},
                {"lawyer", "en", kLawyer},
                {"адвокат", "ru", kLawyer},
                {"next-of-kin", "en", kMother},
                {"Жұмабаев", "en", nullptr, 2},
                {"Нұрлан Жұмабаев", "en", kSubject},
                {"bbbb", "en", kLawyer},
                {"bbb", "en", nullptr, 4},
                {kMother, "en", kMother},
                {"employer", "en", nullptr, 4}};
  for (const auto& test : kCases) {
    const Ran ran = Remove(test.typed, test.language);
    EXPECT_EQ(ran.exit_code, test.exit_code) << test.typed << ran.err;
    if (test.uid != nullptr) {
      EXPECT_EQ(Removed(), std::string(kParty) + test.uid) << test.typed;
    } else {
      EXPECT_THAT(ran.err, HasSubstr("Av. Mehmet Yılmaz")) << "whom there is must be told";
    }
  }
}

class RolesOfTypeTest : public PartiesTest {
 protected:
  RolesOfTypeTest() {
    v1::CaseType type;
    type.set_id("family.estate");
    v1::PartyRoleRule& heir = *type.add_party_roles();
    heir.set_id("next_heir");
    heir.set_is("NEXT_OF_KIN");
    heir.mutable_label()->set_kk("Мұрагер");
    heir.mutable_label()->set_ru("Наследник");
    heir.mutable_label()->set_en("Heir");
    server_.Answer("GetCaseType", type);
    v1::Case matter = Matter();
    matter.set_type("family.estate");
    matter.set_type_version(1);
    matter.mutable_parties(2)->set_case_role("next_heir");
    server_.Answer("GetCase", matter);
  }
  Ran Add(const std::string& role) {
    return arasha_.Run({"case", "party", "add", "IST-2026-000123", "Асқар", "--role", role});
  }
};

TEST_F(RolesOfTypeTest, AreTypedAsIdsAndLabels) {
  for (const char* typed : {"next_heir", "next-heir", "Heir", "наследник", "МҰРАГЕР"}) {
    const Ran ran = Add(typed);
    ASSERT_EQ(ran.exit_code, 0) << typed << ran.err;
    const v1::Party sent = server_.Last<v1::AddPartyRequest>("AddParty").party();
    EXPECT_EQ(sent.case_role(), "next_heir") << typed;
    EXPECT_EQ(sent.role(), v1::PARTY_ROLE_NEXT_OF_KIN) << typed;
  }
  ASSERT_EQ(Add("lawyer").exit_code, 0);
  EXPECT_EQ(server_.Last<v1::AddPartyRequest>("AddParty").party().role(), v1::PARTY_ROLE_LAWYER);
  EXPECT_EQ(server_.Last<v1::AddPartyRequest>("AddParty").party().case_role(), "");
}

TEST_F(RolesOfTypeTest, ThatThereAreNotAreRefusedWithThoseThatThereAre) {
  const Ran ran = Add("uncle");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("'uncle' is no role of a party in this case."));
  EXPECT_THAT(ran.err, HasSubstr("next-of-kin"));
  EXPECT_THAT(ran.err, HasSubstr("next_heir"));
  EXPECT_THAT(server_.calls(), Not(testing::Contains("AddParty")));
}

TEST_F(RolesOfTypeTest, NameThePartyThatHasThem) {
  for (const char* typed : {"next-heir", "next_heir", "next-of-kin", "Heir"}) {
    ASSERT_EQ(Remove(typed).exit_code, 0) << typed;
    EXPECT_EQ(Removed(), std::string(kParty) + kMother) << typed;
  }
}

TEST_F(RolesOfTypeTest, AreShownByTheirLabel) {
  EXPECT_THAT(arasha_.Run({"case", "show", "IST-2026-000123", "--lang", "ru"}).out, HasSubstr("Наследник"));
}

TEST_F(RolesOfTypeTest, AreAmongWhatACaseIsOpenedWith) {
  const Ran ran = arasha_.Run({"case", "open", "--mission", "IST", "--type", "family.estate", "--summary",
                               "x", "--party", "Наследник=Асқар", "--party", "lawyer=Мұрат"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const v1::Case sent = server_.Last<v1::CreateCaseRequest>("CreateCase").case_();
  ASSERT_EQ(sent.parties_size(), 2);
  EXPECT_EQ(sent.parties(0).case_role(), "next_heir");
  EXPECT_EQ(sent.parties(0).display_name(), "Асқар");
  EXPECT_EQ(sent.parties(1).role(), v1::PARTY_ROLE_LAWYER);
  EXPECT_THAT(
      arasha_.Run({"case", "open", "--mission", "IST", "--type", "family.estate", "--party", "x"}).err,
      HasSubstr("'x' is not of the form ROLE=NAME."));
}

TEST_F(PartiesTest, OfOneNameAreToldApart) {
  v1::Party added;
  added.set_name(std::string(kParty) + "0192f1c0-0000-7000-8000-0000cccccccc");
  added.set_display_name("Av. Mehmet Yılmaz");
  server_.Answer("AddParty", added);
  const std::vector<std::string> add = {"case",   "party", "add", "IST-2026-000123", "Av. Mehmet Yılmaz",
                                        "--role", "lawyer"};
  EXPECT_THAT(arasha_.Run(add).err, HasSubstr("are now called Av. Mehmet Yılmaz"));
  EXPECT_THAT(arasha_.Run(add).err, HasSubstr("cccccccc)"));
  added.set_display_name("Somebody else");
  server_.Answer("AddParty", added);
  EXPECT_THAT(arasha_.Run(add).err, testing::Not(HasSubstr("are now called")));
}

TEST_F(PartiesTest, LeaveOnlyWhenWhoAskedIsSure) {
  arasha_.terminal = true;
  const std::vector<std::string> command = {"case", "party", "remove", "IST-2026-000123", "lawyer"};
  arasha_.in = "Басқа адвокат\nno\n";
  const Ran refused = arasha_.Run(command);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("lawyer Av. Mehmet Yılmaz"));
  EXPECT_THAT(server_.calls(), Not(testing::Contains("RemoveParty")));
  arasha_.in = "Басқа адвокат\nyes\n";
  EXPECT_EQ(arasha_.Run(command).exit_code, 0);
  EXPECT_EQ(server_.Last<v1::RemovePartyRequest>("RemoveParty").reason(), "Басқа адвокат");
}

TEST_F(PartiesTest, AreSaidNotToBeThere) {
  EXPECT_EQ(Remove("Smith").exit_code, 4);
  EXPECT_THAT(Remove("Smith").err, HasSubstr("The case has no party 'Smith'."));
  EXPECT_THAT(Remove("Жұмабаев").err, HasSubstr("means no single party of the case."));
}

// The answer is the party as it was, which by itself looks as if it had been added.
TEST_F(PartiesTest, AreSaidToHaveLeft) {
  EXPECT_THAT(Remove("lawyer").err, HasSubstr("The party was taken off the case."));
  EXPECT_THAT(Remove("lawyer", "ru").err, HasSubstr("Участник исключён из дела."));
}

TEST_F(PartiesTest, AreTheOnesThatEntriesSpeakOf) {
  ASSERT_EQ(arasha_.Run({"case", "visit", "IST-2026-000123", "--text", "x", "--party", "subject"}).exit_code,
            0);
  EXPECT_EQ(server_.Last<v1::AddEntryRequest>("AddEntry").entry().party(), std::string(kParty) + kSubject);
}

TEST_F(PartiesTest, AWriteTellsTheNextDeadlineAndWhatWasMet) {
  v1::Case matter = Matter();
  ASSERT_TRUE(google::protobuf::TextFormat::MergeFromString(
      R"pb(type: "rights.detention"
           deadlines {
             rule: "visit"
             met_time { seconds: 1795510000 }
             state: DEADLINE_STATE_MET_LATE
           }
           deadlines {
             rule: "reply"
             due_time { seconds: 1795597500 }
             state: DEADLINE_STATE_RUNNING
           }
           next_due_time { seconds: 1795597500 }
           next_due_rule: "reply")pb",
      &matter));
  server_.Answer("GetCase", matter);
  v1::CaseType type;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(deadlines {
             id: "visit"
             label { en: "First visit" ru: "Первое посещение" }
             met_by { entry { kind: "VISIT" } }
           })pb",
      &type));
  server_.Answer("GetCaseType", type);
  v1::Entry entry;
  entry.set_kind(v1::ENTRY_KIND_VISIT);
  entry.mutable_happened_time()->set_seconds(1795510000);
  server_.Answer("AddEntry", entry);
  const std::vector<std::string> visit = {"case", "visit", "IST-2026-000123", "--text", "x", "--lang", "ru"};
  const std::string out = arasha_.Run(visit).out;
  EXPECT_THAT(out, HasSubstr("Исполнено с опозданием: Первое посещение.\n"));
  EXPECT_THAT(out, HasSubstr("Ближайший срок: "));
  EXPECT_THAT(out, HasSubstr(" reply.\n")) << "an id is better than nothing";
}

TEST_F(PartiesTest, ChangesAreToldInTheReadersWords) {
  v1::CaseType type;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(fields {
             id: "status"
             label { ru: "Статус" }
             choices {
               id: "custody"
               label { ru: "под стражей" }
             }
           }
           raises {
             id: "minor"
             label { ru: "Несовершеннолетний" }
           }
           party_roles {
             id: "heir"
             label { ru: "наследник" }
           }
           deadlines {
             id: "reply"
             label { ru: "Ответ" }
           })pb",
      &type));
  const struct {
    v1::EntryKind kind;
    const char* text;
    const char* words;
  } kCases[] = {
      {v1::ENTRY_KIND_UPDATE, "priority: NORMAL → URGENT\ndetails.status: — → custody\ndetails.other: a → b",
       "срочность: обычная → безотлагательная\nСтатус: — → под стражей\nother: a → b"},
      {v1::ENTRY_KIND_PARTY_UPDATED, "LAWYER: Yılmaz\nphone: +7 → —\nrole: LAWYER → APPLICANT",
       "адвокат: Yılmaz\nтелефон: +7 → —\nроль: адвокат → заявитель"},
      {v1::ENTRY_KIND_PARTY_UPDATED, "LAWYER: Yılmaz\nkind: PERSON → ORGANISATION",
       "адвокат: Yılmaz\nвид: физическое лицо → организация"},
      {v1::ENTRY_KIND_PARTY_REMOVED, "LAWYER: Yılmaz\nphone: +7 → —", "адвокат: Yılmaz\nphone: +7 → —"},
      {v1::ENTRY_KIND_PARTY_ADDED, "LAWYER: Yılmaz", "адвокат: Yılmaz"},
      {v1::ENTRY_KIND_PARTY_ADDED, "heir: Асқар", "наследник: Асқар"},
      {v1::ENTRY_KIND_PARTY_UPDATED, "LAWYER: Асқар\ncase_role: — → heir",
       "адвокат: Асқар\nроль в деле: — → наследник"},
      {v1::ENTRY_KIND_UPDATE, "received_time: 2026-11-28T14:00:00Z → 2026-11-28T12:00:00.5Z",
       "поступило: 2026-11-28 17:00 → 2026-11-28 15:00"},
      {v1::ENTRY_KIND_UPDATE, "received_time: 2026-11-28T12:48:00Z → 2026-11-28T12:48:05.5Z",
       "поступило: 2026-11-28 15:48:00 → 2026-11-28 15:48:05.5"},
      {v1::ENTRY_KIND_UPDATE, "raises.minor: — → SENSITIVE, HIGH, HEADQUARTERS",
       "Несовершеннолетний: ограниченный доступ, высокая, немедленно сообщить министерству"},
      {v1::ENTRY_KIND_RECOUNT,
       "deadlines.reply: 2026-11-24T20:59:59.999999Z → 2026-11-25T20:59:59.999999Z\n"
       "deadlines.reply/2: 2026-11-30T20:59:59.999999Z → 2026-12-01T20:59:59.999999Z\n"
       "deadlines.gone: 2026-11-30T20:59:59.999999Z → 2026-12-01T20:59:59.999999Z",
       "Ответ: 2026-11-24 23:59 → 2026-11-25 23:59\nОтвет/2: 2026-11-30 23:59 → 2026-12-01 23:59\n"
       "gone: 2026-11-30 23:59 → 2026-12-01 23:59"},
      {v1::ENTRY_KIND_ASSIGNMENT, "", "теперь без исполнителя"},
      {v1::ENTRY_KIND_ASSIGNMENT, "staff/a.omarova", "a.omarova"},
      {v1::ENTRY_KIND_UPDATE, "priority, details.place", "priority, details.place"},
      {v1::ENTRY_KIND_NOTE, "LAWYER: Yılmaz", "LAWYER: Yılmaz"}};
  const Texts messages(Language::kRu);
  const TableStyle style{messages, absl::FixedTimeZone(3 * 3600), absl::UnixEpoch(), std::nullopt, false};
  for (const auto& test : kCases) {
    v1::Entry entry;
    entry.set_kind(test.kind);
    entry.set_text(test.text);
    EXPECT_EQ(EntryTextInWords(entry, type, style), test.words);
  }
}

}  // namespace
}  // namespace arasha::clients
