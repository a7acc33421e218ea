// A person in trouble is opened a case by telephone: what the dialogue does not ask is not known afterwards;
// what it asks twice, or loses when one answer is refused, costs minutes; what it opens unasked stays in the
// register.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "clients/commands/case/party/party_options.h"
#include "clients/input/case_file.h"
#include "clients/input/case_template.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

v1::CaseType Detention() {
  v1::CaseType type;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(id: "rights.detention"
           subject_required: true
           label { kk: "Ұстау" }
           fields {
             id: "place"
             kind: FIELD_KIND_TEXT
             required: true
             label { kk: "Ұстау орны" }
             hint { kk: "қала" }
           }
           fields {
             id: "grounds"
             kind: FIELD_KIND_CHOICE
             required: true
             choices { id: "arrest" }
             choices {
               id: "custody"
               label { kk: "Қамау" }
             }
           }
           fields { id: "docket" kind: FIELD_KIND_TEXT }
           fields { id: "told" kind: FIELD_KIND_TIME })pb",
      &type));
  return type;
}

class CaseDialogueTest : public ::testing::Test {
 protected:
  CaseDialogueTest() {
    v1::ListCaseTypesResponse types;
    types.add_case_types()->set_id("rights.death");
    *types.add_case_types() = Detention();
    server_.Answer("ListCaseTypes", types);
    server_.Answer("GetCaseType", Detention());
    arasha_.terminal = true;
  }
  v1::CreateCaseRequest Sent() { return server_.Last<v1::CreateCaseRequest>("CreateCase"); }

  FakeServer server_;
  Arasha arasha_{server_};
};

TEST_F(CaseDialogueTest, AsksWhoItIsFirstAndOpensOnlyWhenToldTo) {
  arasha_.in =
      "2\n"                                                            // the type
      "\nНұрлан Жұмабаев\n900101300017\n1990-01-01\n+77010000001\n\n"  // whom it is about, no e-mail
      "Ұсталды\nSilivri\n9\n2\n"                                       // what happened; 9 is no choice
      "иә\n12/34\n\n"                                                  // optional fields: one of them
      "urgent\nАйгүл Жұмабаева\n\n\n\n+77010000002\n\n"                // priority, who asks for help
      "жоқ\n";
  const Ran refused = arasha_.Run({"case", "open", "--lang", "kk"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_TRUE(Sent().validate_only()) << "nothing may be opened before the last question";
  EXPECT_THAT(refused.err, HasSubstr("Ұстау орны (қала): "));
  EXPECT_THAT(refused.err, HasSubstr("  2. Қамау (custody)\n"));
  EXPECT_LT(refused.err.find("Іс субъектісі"), refused.err.find("Істің мәні"));

  arasha_.in.replace(arasha_.in.rfind("жоқ"), std::string("жоқ").size(), "иә");
  const Ran ran = arasha_.Run({"case", "open", "--lang", "kk"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_FALSE(Sent().validate_only());
  const v1::Case sent = Sent().case_();
  EXPECT_EQ(sent.type(), "rights.detention");
  EXPECT_EQ(sent.summary(), "Ұсталды");
  EXPECT_EQ(sent.priority(), v1::PRIORITY_URGENT);
  EXPECT_EQ(sent.details().fields().at("place").string_value(), "Silivri");
  EXPECT_EQ(sent.details().fields().at("grounds").string_value(), "custody");
  EXPECT_EQ(sent.details().fields().at("docket").string_value(), "12/34");
  EXPECT_EQ(sent.details().fields().size(), 3U);
  ASSERT_EQ(sent.parties_size(), 2);
  EXPECT_EQ(sent.parties(0).role(), v1::PARTY_ROLE_SUBJECT);
  EXPECT_EQ(sent.parties(0).iin(), "900101300017");
  EXPECT_EQ(sent.parties(0).birth_date(), "1990-01-01");
  EXPECT_EQ(sent.parties(0).phone(), "+77010000001");
  EXPECT_EQ(sent.parties(1).role(), v1::PARTY_ROLE_APPLICANT);
  EXPECT_EQ(sent.parties(1).phone(), "+77010000002");
}

TEST_F(CaseDialogueTest, AsksForListsLengthsOfTimeAndAccounts) {
  v1::CaseType type = Detention();
  type.clear_fields();
  ASSERT_TRUE(google::protobuf::TextFormat::MergeFromString(
      R"pb(fields {
             id: "needs"
             kind: FIELD_KIND_CHOICES
             required: true
             choices {
               id: "food"
               label { en: "Food" }
             }
             choices { id: "heat" }
             choices { id: "water" }
           }
           fields { id: "stay" kind: FIELD_KIND_DURATION required: true }
           fields { id: "account" kind: FIELD_KIND_LONG_TEXT required: true }
           fields { id: "payer" kind: FIELD_KIND_PARTY })pb",
      &type));
  server_.Answer("GetCaseType", type);
  // Gold is no choice; nobody is asked for a party of a case that is not there yet.
  arasha_.in = "2\nX\n\n\n\n\n\nHeld\nfood, gold\nFood, 2\n3d 4h\nOne.\nTwo.\n\nyes\n\n\nyes\n";
  const Ran ran = arasha_.Run({"case", "open"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  const auto fields = Sent().case_().details().fields();
  ASSERT_EQ(fields.at("needs").list_value().values_size(), 2);
  EXPECT_EQ(fields.at("needs").list_value().values(0).string_value(), "food");
  EXPECT_EQ(fields.at("needs").list_value().values(1).string_value(), "heat");
  EXPECT_EQ(fields.at("stay").string_value(), "P3DT4H");
  EXPECT_EQ(fields.at("account").string_value(), "One.\nTwo.");
  EXPECT_EQ(fields.size(), 3U);
}

TEST_F(CaseDialogueTest, TellsAPassportFromABinFromAnIin) {
  const std::string start = "2\nX\n";
  const std::string end = "\n\n\n\nHeld\nSilivri\n1\nno\n\n\nyes\n";
  arasha_.in = start + "n 1234567" + end;
  ASSERT_EQ(arasha_.Run({"case", "open"}).exit_code, 0);
  EXPECT_EQ(Sent().case_().parties(0).passport_number(), "N1234567");
  // A digit short is no passport: the server says what is wrong with it.
  arasha_.in = start + "90010130001" + end;
  ASSERT_EQ(arasha_.Run({"case", "open"}).exit_code, 0);
  EXPECT_EQ(Sent().case_().parties(0).iin(), "90010130001");
  arasha_.in =
      start + "060340000015\n\n\nHeld\nSilivri\n1\nno\n\n\nyes\n";  // no date of birth is asked of a company
  ASSERT_EQ(arasha_.Run({"case", "open"}).exit_code, 0);
  EXPECT_EQ(Sent().case_().parties(0).bin(), "060340000015");
  EXPECT_EQ(Sent().case_().parties(0).kind(), v1::PARTY_KIND_ORGANISATION);
}

TEST_F(CaseDialogueTest, AsksOfWhomHasNoNumberWhetherItIsAPerson) {
  arasha_.in = "2\nТОО Нан\n\n\n+77010000001\n\nHeld\nSilivri\n1\nнет\n\n\nда\n";
  const Ran company = arasha_.Run({"case", "open", "--lang", "ru"});
  ASSERT_EQ(company.exit_code, 0) << company.err;
  EXPECT_THAT(company.err, HasSubstr("Физическое лицо или организация [Enter — организация]: "));
  EXPECT_THAT(company.err, Not(HasSubstr("ата рождения"))) << "a company has none";
  EXPECT_EQ(Sent().case_().parties(0).kind(), v1::PARTY_KIND_ORGANISATION);
  EXPECT_EQ(Sent().case_().parties(0).phone(), "+77010000001");

  arasha_.in = "2\nX\n\n\n1990-01-01\n\n\nHeld\nSilivri\n1\nno\n\n\nyes\n";
  ASSERT_EQ(arasha_.Run({"case", "open"}).exit_code, 0);
  EXPECT_EQ(Sent().case_().parties(0).kind(), v1::PARTY_KIND_PERSON);
  EXPECT_EQ(Sent().case_().parties(0).birth_date(), "1990-01-01");
}

TEST_F(CaseDialogueTest, WhoseNumberWasRefusedIsStillACompany) {
  server_.Refuse("CreateCase", BadFields({{"case.parties[0].bin", "is none"}}));
  arasha_.in = "2\nNan\n060340000016\n\n\n\n\nHeld\nSilivri\n1\nno\n\n\nyes\n";
  const Ran ran = arasha_.Run({"case", "open"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(Sent().case_().parties(0).kind(), v1::PARTY_KIND_ORGANISATION);
  EXPECT_EQ(Sent().case_().parties(0).bin(), "");
  for (const char* name : {"«Дала»", "Steppe Ltd.", "ЖШС Дала"}) EXPECT_TRUE(LooksLikeCompany(name)) << name;
  for (const char* name : {"Айгүл Омарова", "Ahmet İncə", ""}) EXPECT_FALSE(LooksLikeCompany(name)) << name;
}

TEST_F(CaseDialogueTest, WhatMayStayEmptyIsLeftHalfWay) {
  arasha_.in = "detention\nX\n\n\n\n\n\nHeld\nSilivri\n1\nyes\n.\n\n\nyes\n";
  v1::ListCaseTypesResponse types;
  types.add_case_types()->set_id("rights.death");
  types.mutable_case_types(0)->mutable_label()->set_en("Death abroad");
  *types.add_case_types() = Detention();
  types.mutable_case_types(1)->mutable_label()->set_en("Arrest or detention");
  server_.Answer("ListCaseTypes", types);
  const Ran ran = arasha_.Run({"case", "open"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.err, AllOf(HasSubstr("too? (yes/no) [Enter: no]: Answer with a full stop"),
                             HasSubstr("Docket [Enter: none]: "), Not(HasSubstr("told"))));
  EXPECT_EQ(Sent().case_().type(), "rights.detention") << "by a part of its name";
  EXPECT_EQ(Sent().case_().details().fields().size(), 2U);
}

TEST_F(CaseDialogueTest, AsksAgainWhatWasRefusedAndNothingElse) {
  server_.Refuse("CreateCase", BadFields({{"case.details.place", "is too short"}}));
  arasha_.in =
      "2\nX\n\n\n\n\n\nHeld\nS\n1\nno\n\n\n"
      "Silivri\nyes\n";
  const Ran ran = arasha_.Run({"case", "open"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("\n  Ұстау орны: is too short\n  Please answer again.\n"));
  EXPECT_THAT(ran.err, Not(AnyOf(HasSubstr("--set"), HasSubstr("send the command again"))));
  EXPECT_EQ(Sent().case_().details().fields().at("place").string_value(), "Silivri");

  // What it did not ask for it does not ask again.
  server_.Refuse("CreateCase", BadFields({{"case.host_state", "no"}}));
  arasha_.in = "2\nX\n\n\n\n\n\nHeld\nS\n1\nno\n\n\n";
  EXPECT_EQ(arasha_.Run({"case", "open", "--host-state", "XX"}).exit_code, 3);
}

// Of what is still to be answered the server says that it is lacking.
TEST_F(CaseDialogueTest, AsksAgainAtOnceWhatTheServerRefuses) {
  server_.Refuse("CreateCase",
                 BadFields({{"case.parties[0].iin", "is none"}, {"case.summary", "is lacking"}}));
  arasha_.in =
      "2\nX\n900101300018\n900101300017\n\n\n\n"
      "Held\nSilivri\n1\nno\n\n\nyes\n";
  const Ran ran = arasha_.Run({"case", "open"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("\n  IIN: is none\n  Please answer again.\nIIN, BIN or passport number"));
  EXPECT_THAT(ran.err, Not(HasSubstr("is lacking")));
  EXPECT_EQ(Sent().case_().parties(0).iin(), "900101300017");

  server_.Refuse("CreateCase", BadFields({{"case.parties[0].phone", "is none"}}));
  arasha_.in =
      "2\nX\n\n\n\n8 701\n+77010000001\n\n"
      "Held\nSilivri\n1\nno\n\n\nyes\n";
  EXPECT_EQ(arasha_.Run({"case", "open"}).exit_code, 0);
  EXPECT_EQ(Sent().case_().parties(0).phone(), "+77010000001");

  // The last look is at the whole case, whatever came of the others.
  server_.Refuse("CreateCase", RichStatus(9, "no", "CASE_CLOSED"));
  arasha_.in =
      "2\nX\n900101300018\n\n+77010000001\n\n"
      "Held\nSilivri\n1\nno\n\n\nyes\n";
  const auto calls = [&] { return std::count(server_.calls().begin(), server_.calls().end(), "CreateCase"); };
  const auto before = calls();
  EXPECT_EQ(arasha_.Run({"case", "open"}).exit_code, 0);
  EXPECT_EQ(calls() - before, 3) << "one that failed, that of the whole, and the case itself";
}

TEST_F(CaseDialogueTest, WhatWasTypedIsCheckedBeforeAnythingIsAsked) {
  const google::rpc::Status refused = BadFields({{"case.details.place", "is too short"},
                                                 {"case.details.grounds", "is lacking"},
                                                 {"case.summary", "is lacking"},
                                                 {"case.parties", "is lacking"}});
  server_.Refuse("CreateCase", refused);
  arasha_.in = "";
  Ran ran = arasha_.Run({"case", "open", "--type", "rights.detention", "--set", "place=S"});
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("--set place=…: is too short"), Not(HasSubstr("is lacking")),
                             Not(HasSubstr("Name of the person concerned"))));
  EXPECT_TRUE(Sent().validate_only());

  server_.Refuse("CreateCase", BadFields({{"case.summary", "is lacking"}}));
  arasha_.in = "X\n\n\n\n\n\nHeld\n1\nno\n\n\nyes\n";
  ran = arasha_.Run({"case", "open", "--type", "rights.detention", "--set", "place=Silivri"});
  EXPECT_EQ(ran.exit_code, 0) << "what lacks is asked for: " << ran.err;

  server_.Refuse("CreateCase", RichStatus(5, "no", "NOT_FOUND", {{"name", "missions/XXX"}}));
  arasha_.in = "";
  ran = arasha_.Run({"case", "open", "--type", "rights.detention", "--mission", "XXX"});
  EXPECT_THAT(ran.err, AllOf(HasSubstr("XXX"), Not(HasSubstr("Name of the person concerned"))));
}

TEST_F(CaseDialogueTest, AChoiceIsTypedAsItIsShown) {
  arasha_.terminal = false;
  server_.Refuse("CreateCase", BadFields({{"case.details.grounds", "no"}},
                                         {{"case.details.grounds", "not_one_of", {{"values", "custody"}}}}));
  EXPECT_EQ(arasha_.Run({"case", "open", "--type", "rights.detention", "--set", "grounds=қамау"}).exit_code,
            0);
  EXPECT_EQ(Sent().case_().details().fields().at("grounds").string_value(), "custody");
  server_.Refuse("UpdateCase", BadFields({{"case.details.grounds", "no"}},
                                         {{"case.details.grounds", "not_one_of", {{"values", "custody"}}}}));
  EXPECT_EQ(arasha_.Run({"case", "update", "IST-2026-000001", "--set", "grounds=Қамау"}).exit_code, 0);
  EXPECT_EQ(server_.Last<v1::UpdateCaseRequest>("UpdateCase")
                .case_()
                .details()
                .fields()
                .at("grounds")
                .string_value(),
            "custody");
  server_.Refuse("CreateCase", BadFields({{"case.details.grounds", "no"}},
                                         {{"case.details.grounds", "not_one_of", {{"values", "custody"}}}}));
  EXPECT_EQ(arasha_.Run({"case", "open", "--type", "rights.detention", "--set", "grounds=иное"}).exit_code, 3)
      << "which is none";
}

TEST_F(CaseDialogueTest, LetsWhoSaysNoChangeOneAnswerAndKeepsTheRest) {
  const std::string answers = "2\nX\n\n\n1990-01-01\n+77010000001\n\nHeld\nSilivri\n1\nno\nhigh\n\n";
  arasha_.in = answers + "no\ndetails.place\nMetris\n" + "no\nparties[0].phone\n+77010000002\n" +
               "no\npriority\nurgent\n" + "no\nsummary\nHeld again\n" + "yes\n";
  const Ran ran = arasha_.Run({"case", "open"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.err, AllOf(HasSubstr("subject: telephone\n"), Not(HasSubstr("parties[0]")),
                             HasSubstr("Which answer is to be changed [Enter: go back to the question]: ")));
  EXPECT_FALSE(Sent().validate_only());
  const v1::Case sent = Sent().case_();
  EXPECT_EQ(sent.summary(), "Held again");
  EXPECT_EQ(sent.priority(), v1::PRIORITY_URGENT);
  EXPECT_EQ(sent.details().fields().at("place").string_value(), "Metris");
  EXPECT_EQ(sent.details().fields().at("grounds").string_value(), "arrest");
  ASSERT_EQ(sent.parties_size(), 1);
  EXPECT_EQ(sent.parties(0).phone(), "+77010000002");
  EXPECT_EQ(sent.parties(0).birth_date(), "1990-01-01");

  arasha_.in = answers + "no\n\nno\nnone\n";
  EXPECT_EQ(arasha_.Run({"case", "open"}).exit_code, 2);
  EXPECT_TRUE(Sent().validate_only());
  arasha_.in = answers + "no\n\nyes\n";
  EXPECT_EQ(arasha_.Run({"case", "open"}).exit_code, 0) << "whoever only pressed Enter loses nothing";
}

// An empty line looks as if the program did not listen.
TEST_F(CaseDialogueTest, SaysWhatIsWantedWhereNothingIsAnswered) {
  arasha_.in =
      "\n2\n\nX\n\n\n\n\n\n"  // the type, the name
      "\nHeld\nSilivri\n1\nmaybe\nno\n\n\n\nyes\n";
  const Ran ran = arasha_.Run({"case", "open"});
  ASSERT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.err, AllOf(HasSubstr("Answer with a number or a name from the list.\n"),
                             HasSubstr("Name of the person concerned: An answer is needed here.\n"),
                             HasSubstr("Summary: An answer is needed here.\n")));
  EXPECT_THAT(ran.err, AllOf(HasSubstr("[Enter: no]: Answer yes or no.\n"),
                             HasSubstr("(yes/no): Answer yes or no.\n")));
}

TEST_F(CaseDialogueTest, AsksNothingWhereNothingIsLackingOrNobodyIsThere) {
  const std::vector<std::string> whole = {"case",      "open",           "--type",    "rights.detention",
                                          "--summary", "Held",           "--set",     "place=Silivri",
                                          "--set",     "grounds=arrest", "--subject", "X"};
  EXPECT_EQ(arasha_.Run(whole).exit_code, 0);
  EXPECT_EQ(arasha_.Run({"case", "open", "--no-input"}).exit_code, 0)
      << "for the server to say what is missing";
  arasha_.in = "2\n";
  EXPECT_EQ(arasha_.Run({"case", "open"}).exit_code, 2) << "the input ended";
}

TEST_F(CaseDialogueTest, AsksBeforeASecondCaseOfTheSamePerson) {
  const std::string same_number =
      "A party with the same number (IIN) as X is in the open case IST-2026-000003.";
  server_.Make<v1::CreateCaseRequest, v1::Case>("CreateCase", [](const v1::CreateCaseRequest& request) {
    v1::Case answer = request.case_();
    answer.mutable_parties(0)->add_also_in("missions/IST/cases/IST-2026-000003");
    return answer;
  });
  std::vector<std::string> whole = {"case",          "open",           "--type",    "rights.detention",
                                    "--summary",     "Held",           "--set",     "place=Silivri",
                                    "--set",         "grounds=arrest", "--subject", "X",
                                    "--subject-iin", "900101300017"};
  arasha_.in = "no\n";
  Ran ran = arasha_.Run(whole);
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr(same_number));
  EXPECT_TRUE(Sent().validate_only());
  arasha_.in = "y\n";
  EXPECT_EQ(arasha_.Run(whole).exit_code, 0);
  EXPECT_FALSE(Sent().validate_only());

  arasha_.terminal = false;
  ran = arasha_.Run(whole);
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.err, HasSubstr(same_number));
  whole.emplace_back("--dry-run");
  EXPECT_THAT(arasha_.Run(whole).err,
              AllOf(HasSubstr(same_number), HasSubstr("Look at the cases named above first"),
                    Not(HasSubstr("in order"))));
  whole.pop_back();
  whole.insert(whole.end(), {"--subject-passport", "N12345678"});
  EXPECT_THAT(arasha_.Run(whole).err, HasSubstr("the same number (IIN or passport) as X"));
}

TEST_F(CaseDialogueTest, ATemplateFilledInIsACaseAndWhatStaysEmptyIsLeftOut) {
  const Ran ran = arasha_.Run({"type", "show", "rights.detention", "--template"});
  ASSERT_EQ(ran.exit_code, 0);
  EXPECT_EQ(ran.out, CaseTemplate(Detention()));
  for (const char* field : {"\"place\": \"\"", "\"docket\": \"\"", "\"passportNumber\": \"\""}) {
    EXPECT_THAT(ran.out, HasSubstr(field));
  }
  std::string filled = ran.out;
  filled.replace(filled.find("\"place\": \"\""), 11, "\"place\": \"Silivri\"");
  filled.replace(filled.find("\"displayName\": \"\""), 17, "\"displayName\": \"Дала\"");
  filled.replace(filled.find("\"bin\": \"\""), 9, "\"bin\": \"060340000015\"");
  const absl::StatusOr<CaseFile> file = ParseCaseFile(filled, "case.json");
  ASSERT_TRUE(file.ok()) << file.status();
  const v1::Case& matter = file->matter;
  EXPECT_EQ(matter.type(), "rights.detention");
  EXPECT_EQ(matter.details().fields().size(), 1U);
  ASSERT_EQ(matter.parties_size(), 1) << "nobody asked for help";
  EXPECT_EQ(matter.parties(0).bin(), "060340000015");
}

}  // namespace
}  // namespace arasha::clients
