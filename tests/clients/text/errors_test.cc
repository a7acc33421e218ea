// An error that an officer cannot read, or that does not say which flag to change, stops a case; an exit
// code that drifts breaks the scripts of others.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/errors/error_text.h"
#include "google/rpc/error_details.pb.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(ErrorsTest, ExitCodesFollowTheTable) {
  const struct {
    int code;
    const char* reason;
    int exit_code;
  } kCases[] = {{3, "CASE_TYPE_UNKNOWN", 3},
                {11, "", 3},
                {5, "NOT_FOUND", 4},
                {7, "PERMISSION_DENIED", 5},
                {16, "IDENTITY_UNKNOWN", 5},
                {10, "ETAG_MISMATCH", 6},
                {6, "", 6},
                {9, "CASE_CLOSED", 7},
                {8, "OVERLOADED", 8},
                {4, "DEADLINE_EXCEEDED", 8},
                {1, "CANCELLED", 130},
                {13, "INTERNAL", 1},
                {12, "", 1},
                {2, "", 1}};
  for (const auto& c : kCases) {
    FakeServer server;
    server.Refuse("GetCase", RichStatus(c.code, "refused", c.reason));
    EXPECT_EQ(Arasha(server).Run({"case", "show", "IST-2026-000123"}).exit_code, c.exit_code)
        << c.code << " " << c.reason;
  }
}

TEST(ErrorsTest, UnavailableIsEight) {
  FakeServer server;
  for (int i = 0; i < 50; ++i) server.Refuse("WhoAmI", RichStatus(14, "down", "DATABASE_UNAVAILABLE"));
  const Ran ran = Arasha(server).Run({"whoami", "--timeout", "700ms"});
  EXPECT_EQ(ran.exit_code, 8);
  EXPECT_THAT(ran.err, HasSubstr("The server's database does not answer."));
}

// gRPC speaks English alone.
TEST(ErrorsTest, WordTheLinkThatWasLost) {
  const struct {
    const char* said;
    const char* english;
    const char* russian;
    const char* kazakh;
  } kCases[] = {
      {"failed to connect to all addresses; last error: UNKNOWN: ipv4:127.0.0.1:1: Failed to connect to "
       "remote "
       "host: Connection refused",
       "the connection was refused.", "в соединении отказано.", "қосылым қабылданбады."},
      {"DNS resolution failed for nowhere.invalid:1: C-ares status is not ARES_SUCCESS", "There is no host",
       "Узла с именем", "түйін жоқ"},
      {"failed to connect to all addresses; last error: UNKNOWN: ipv4:10.0.0.1:1: Failed to connect to "
       "remote "
       "host: Timeout occurred: FD Shutdown",
       "came in time.", "не пришёл вовремя.", "уақытында келмеді."},
      {"failed to connect to all addresses; last error: UNKNOWN: Ssl handshake failed: SSL_ERROR_SSL",
       "No secure connection", "Защищённое соединение", "қорғалған қосылым"},
      {"Socket closed", "closed the connection", "закрыл соединение", "қосылымды жапты"},
      {"what gRPC may say one day", "Cannot reach the server", "Нет связи с сервером", "байланыс жоқ"}};
  for (const auto& c : kCases) {
    for (const auto& [language, sentence] :
         {std::pair{"en", c.english}, std::pair{"ru", c.russian}, std::pair{"kk", c.kazakh}}) {
      const Failure failure = FailureOf(absl::UnavailableError(c.said), {});
      const std::string told = ErrorText(failure, {"e:1", ""}, Texts(*LanguageOf(language)));
      EXPECT_THAT(told, HasSubstr(sentence));
      EXPECT_EQ(absl::StrContains(told, c.said), std::string(language) == "en") << told;
    }
  }
}

TEST(ErrorsTest, SpeakTheUsersLanguage) {
  const struct {
    const char* locale;
    const char* sentence;
    const char* remedy;
  } kCases[] = {
      {"en_GB.UTF-8", "arasha: A case in the state received does not allow close; it allows: register.",
       "Choose one of these with"},
      {"ru_RU.UTF-8",
       "arasha: Дело в состоянии «Поступило» не допускает действие «close»; допустимы: register "
       "(Зарегистрировать).",
       "Выберите одно из них"},
      {"kk_KZ.UTF-8",
       "arasha: «received» күйіндегі іс «close» әрекетіне жол бермейді; жол берілетіні: register.",
       "Солардың бірін таңдаңыз"}};
  for (const auto& c : kCases) {
    FakeServer server;
    server.Refuse("TransitionCase", RichStatus(9, "no", "TRANSITION_NOT_ALLOWED",
                                               {{"state", "received"},
                                                {"state.ru", "Поступило"},
                                                {"event", "close"},
                                                {"allowed", "register"},
                                                {"allowed.ru", "register (Зарегистрировать)"}}));
    Arasha arasha(server);
    arasha.variables["LANG"] = c.locale;
    const Ran ran = arasha.Run({"case", "close", "IST-2026-000123"});
    EXPECT_EQ(ran.exit_code, 7);
    EXPECT_THAT(ran.err, HasSubstr(c.sentence));
    EXPECT_THAT(ran.err, HasSubstr(c.remedy));
    EXPECT_EQ(ran.out, "");
  }
}

TEST(ErrorsTest, LocaleVariablesGoByPosixOrderAndLangOverThem) {
  FakeServer server;
  Arasha arasha(server);
  arasha.variables["LANG"] = "en_US.UTF-8";
  arasha.variables["LC_MESSAGES"] = "kk_KZ.UTF-8";
  EXPECT_THAT(arasha.Run({"case", "show", "x"}).err, HasSubstr("істің нөмірі емес"));
  arasha.variables["LC_ALL"] = "ru_RU.UTF-8";
  EXPECT_THAT(arasha.Run({"case", "show", "x"}).err, HasSubstr("не номер дела"));
  EXPECT_THAT(arasha.Run({"--lang", "en", "case", "show", "x"}).err, HasSubstr("not the name of a case"));
}

TEST(ErrorsTest, NameTheFlagOfEachBadField) {
  FakeServer server;
  server.Refuse("CreateCase", BadFields({{"case.summary", "required"},
                                         {"case.details.place_of_detention", "required"},
                                         {"case.parties[0].iin", "check digit is 4, want 6"},
                                         {"case.parties[1].display_name", "required"},
                                         {"case.parties[1].role", "odd"}}));
  const Ran ran = Arasha(server).Run({"case", "open", "--type", "rights.detention", "--subject", "A",
                                      "--subject-iin", "1", "--applicant-phone", "+90555"});
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_THAT(ran.err, HasSubstr("\n  --summary: required\n"));
  EXPECT_THAT(ran.err, HasSubstr("\n  --set place_of_detention=…: required\n"));
  EXPECT_THAT(ran.err, HasSubstr("\n  --subject-iin: check digit is 4, want 6\n"));
  EXPECT_THAT(ran.err, HasSubstr("\n  --applicant: required\n"));
  EXPECT_THAT(ran.err, HasSubstr("\n  case.parties[1].role: odd\n"));
  EXPECT_THAT(ran.err, HasSubstr("`arasha type show TYPE`"));
}

TEST(ErrorsTest, NameTheOptionOfTheCommandThatSetsAField) {
  const struct {
    const char* method;
    std::vector<std::string> command;
    const char* field;
    const char* option;
  } kCases[] = {
      {"UpdateParty",
       {"case", "party", "update", "IST-2026-000123", "0192f1c0-0000-7000-8000-00004f21c07a", "--phone", "1"},
       "party.phone",
       "--phone"},
      {"AddParty",
       {"case", "party", "add", "IST-2026-000123", "A", "--role", "lawyer"},
       "party.display_name",
       "NAME"},
      {"UpdateCase", {"case", "update", "IST-2026-000123", "--priority", "low"}, "case.name", "CASE"},
      {"ListCases", {"case", "list", "--mission", "IST"}, "parent", "--mission"},
      {"AddEntry", {"case", "note", "IST-2026-000123", "A"}, "parent", "CASE"},
      {"ListAuditEntries", {"audit", "list", "--since", "7d"}, "start_time", "--since"},
      {"ListAuditEntries", {"audit", "list", "--mission", "IST"}, "mission", "--mission"},
      {"CreateReport", {"report", "create", "deadlines"}, "order.kind", "KIND"},
  };
  for (const auto& c : kCases) {
    FakeServer server;
    server.Refuse(c.method, BadFields({{c.field, "odd"}}));
    EXPECT_THAT(Arasha(server).Run(c.command).err, HasSubstr(absl::StrCat("\n  ", c.option, ": odd\n")));
  }
}

// What the server says in English, the client says in its reader's language, and once.
TEST(ErrorsTest, WordsTheProblemsThatItKnows) {
  FakeServer server;
  server.Refuse("CreateCase", BadFields({{"case.parties[0].iin", "the check digit does not fit"},
                                         {"case.summary", "must have at most 4000 characters"},
                                         {"case.priority", "must be one of"},
                                         {"case.host_state", "is from tomorrow"}},
                                        {{"case.parties[0].iin", "check_digit"},
                                         {"case.summary", "too_long", {{"most", "4000"}, {"given", "4001"}}},
                                         {"case.priority", "not_one_of", {{"values", "LOW, VERY_HIGH"}}},
                                         {"case.host_state", "of_a_later_version"}}));
  const Ran ran = Arasha(server).Run(
      {"--lang", "ru", "case", "open", "--type", "rights.detention", "--subject", "A", "--subject-iin", "1"});
  EXPECT_THAT(ran.err, HasSubstr("\n  --subject-iin: не сходится контрольная"));
  EXPECT_THAT(ran.err, HasSubstr("\n  --summary: не более 4000 знаков, введено 4001"));
  EXPECT_THAT(ran.err, HasSubstr("\n  --priority: допустимо одно из: low, very-high\n"));
  EXPECT_THAT(ran.err, HasSubstr("\n  --host-state: is from tomorrow\n"));
  EXPECT_THAT(ran.err, Not(HasSubstr("check digit")));
  EXPECT_THAT(ran.err, Not(HasSubstr("bad fields")));
}

TEST(ErrorsTest, NamesTheVersionOfATypeThatThereIsNot) {
  FakeServer server;
  v1::ListCaseTypesResponse types;
  types.add_case_types()->set_id("rights.detention");
  server.Answer("ListCaseTypes", types);
  server.Refuse("GetCaseType",
                RichStatus(5, "none", "NOT_FOUND", {{"name", "caseTypes/rights.detention@2"}}));
  EXPECT_THAT(Arasha(server).Run({"type", "show", "rights.detention@2"}).err,
              HasSubstr("There is no rights.detention@2. Did you mean rights.detention?"));
}

TEST(ErrorsTest, NameThePersonThatWasMeant) {
  FakeServer server;
  v1::ListColleaguesResponse colleagues;
  colleagues.add_colleagues()->set_name("staff/b.suleimenov");
  colleagues.add_colleagues()->set_name("staff/d.kim");
  server.Answer("ListColleagues", colleagues);
  v1::ListPrincipalsResponse staff;
  staff.add_principals()->set_name("staff/a.omarova");
  server.Answer("ListPrincipals", staff);
  const auto err = [&](const std::vector<std::string>& arguments) {
    return Arasha(server).Run(arguments).err;
  };
  const auto refuse_assignee = [&] {
    server.Refuse("AssignCase", BadFields({{"assignee", "must be"}},
                                          {{"assignee", "not_an_officer", {{"mission", "IST"}}}}));
  };
  refuse_assignee();
  EXPECT_THAT(err({"case", "assign", "1", "b.suleimenof"}),
              HasSubstr("Nobody called b.suleimenof works at IST. Did you mean b.suleimenov?"));
  // Who is there is no slip of the pen.
  refuse_assignee();
  EXPECT_THAT(err({"case", "assign", "1", "b.suleimenov"}), HasSubstr("must be an active officer of IST"));
  server.Refuse("GrantAccess", BadFields({{"principal", "must be"}}, {{"principal", "not_a_grantee"}}));
  EXPECT_THAT(err({"access", "grant", "1", "d.kin", "--until", "+1d", "--reason", "why"}),
              HasSubstr("Did you mean d.kim?"));
  server.Refuse("ListAuditEntries",
                BadFields({{"actor", "none"}}, {{"actor", "unknown_person", {{"given", "staff/d.kimm"}}}}));
  EXPECT_THAT(err({"audit", "list", "--actor", "d.kimm"}), HasSubstr("Did you mean d.kim?"));
  server.Refuse("GrantRole", RichStatus(5, "none", "NOT_FOUND", {{"name", "staff/a.omarovva"}}));
  EXPECT_THAT(err({"staff", "grant", "a.omarovva", "officer", "--mission", "IST"}),
              HasSubstr("There is no a.omarovva. Did you mean a.omarova?"));
}

TEST(ErrorsTest, NameTheTypeAndTheFieldThatWereMeant) {
  FakeServer server;
  v1::ListCaseTypesResponse types;
  types.add_case_types()->set_id("rights.detention");
  types.add_case_types()->set_id("family.abduction");
  server.Answer("ListCaseTypes", types);
  server.Refuse("GetCaseType", RichStatus(5, "none", "NOT_FOUND", {{"name", "caseTypes/detention"}}));
  EXPECT_THAT(Arasha(server).Run({"type", "show", "detention"}).err,
              HasSubstr("There is no detention. Did you mean rights.detention?"));
  v1::CaseType type;
  type.add_fields()->set_id("place_of_detention");
  server.Answer("GetCaseType", type);
  v1::Case matter;
  matter.set_type("rights.detention");
  matter.set_type_version(1);
  server.Answer("GetCase", matter);
  server.Refuse("UpdateCase", BadFields({{"case.details.place_of_detenton", "none"}},
                                        {{"case.details.place_of_detenton", "unknown_field"}}));
  EXPECT_THAT(Arasha(server).Run({"case", "update", "1", "--set", "place_of_detenton=x"}).err,
              HasSubstr("There is no place_of_detenton. Did you mean place_of_detention?"));
}

// The exit code is that of the server's refusal, whoever words it.
TEST(ErrorsTest, ThatNameWhatWasMeantEndAsTheServerSaid) {
  FakeServer server;
  v1::ListCaseTypesResponse types;
  types.add_case_types()->set_id("rights.detention");
  server.Answer("ListCaseTypes", types);
  v1::ListMissionsResponse missions;
  missions.add_missions()->set_name("missions/IST");
  server.Answer("ListMissions", missions);
  v1::CaseType type;
  type.add_fields()->set_id("place_of_detention");
  server.Answer("GetCaseType", type);
  v1::Case matter;
  matter.set_type("rights.detention");
  matter.set_type_version(1);
  server.Answer("GetCase", matter);
  Arasha arasha(server);

  server.Refuse("ListCases", RichStatus(5, "none", "NOT_FOUND"));
  Ran ran = arasha.Run({"case", "list", "--mission", "ISTT", "-o", "json"});
  EXPECT_THAT(ran.err, HasSubstr("Did you mean: IST?"));
  EXPECT_THAT(ran.err, HasSubstr(R"("code":"NOT_FOUND")"));
  EXPECT_EQ(ran.exit_code, 4);

  server.Refuse("UpdateCase", BadFields({{"case.details.place_of_detenton", "none"}},
                                        {{"case.details.place_of_detenton", "unknown_field"}}));
  ran = arasha.Run({"case", "update", "1", "--set", "place_of_detenton=x"});
  EXPECT_THAT(ran.err, HasSubstr("Did you mean place_of_detention?"));
  EXPECT_EQ(ran.exit_code, 3);

  server.Refuse("GetCaseType", RichStatus(5, "none", "NOT_FOUND", {{"name", "caseTypes/detention"}}));
  ran = arasha.Run({"type", "show", "detention"});
  EXPECT_THAT(ran.err, HasSubstr("Did you mean rights.detention?"));
  EXPECT_EQ(ran.exit_code, 4);
}

// The API has true and false, this client also what people say.
TEST(ErrorsTest, OffersYesAndNo) {
  for (const auto& [language, offer] : {std::pair{"en", "--set minor=…: must be yes or no\n"},
                                        {"ru", "--set minor=…: допустимо да или нет\n"},
                                        {"kk", "--set minor=…: иә немесе жоқ болуы керек\n"}}) {
    FakeServer server;
    server.Refuse("UpdateCase", BadFields({{"case.details.minor", "must be true or false"}},
                                          {{"case.details.minor", "not_true_or_false"}}));
    EXPECT_THAT(Arasha(server)
                    .Run({"case", "update", "IST-2026-000123", "--set", "minor=perhaps", "--lang", language})
                    .err,
                HasSubstr(offer));
  }
}

// The server asks for RFC 3339, this client for what people write.
TEST(ErrorsTest, OffersTheNotationsOfTimesThatPeopleUse) {
  struct {
    const char* language;
    const char* time;
    const char* date;
  } const kCases[] = {
      {"en", "--set told=…: must be a time, as '28.11.2026 14:05'", "--set seen_on=…: must be a date"},
      {"ru", "--set told=…: должно быть время, например '28.11.2026 14:05'",
       "--set seen_on=…: должна быть дата"},
      {"kk", "--set told=…: уақыт болуы керек, мысалы '28.11.2026 14:05'", "--set seen_on=…: жылы бар күн"}};
  for (const auto& c : kCases) {
    FakeServer server;
    server.Refuse("UpdateCase",
                  BadFields({{"case.details.told", "must be RFC 3339"}, {"case.details.seen_on", "must be"}},
                            {{"case.details.told", "not_a_time"}, {"case.details.seen_on", "not_a_date"}}));
    const Ran ran = Arasha(server).Run({"--lang", c.language, "case", "update", "IST-2026-1", "--set",
                                        "told=noonish", "--set", "seen_on=soon"});
    EXPECT_EQ(ran.exit_code, 3);
    EXPECT_THAT(ran.err, HasSubstr(c.time));
    EXPECT_THAT(ran.err, HasSubstr(c.date));
    EXPECT_THAT(ran.err, Not(HasSubstr("3339")));
  }
}

TEST(ErrorsTest, AskForTheFormThatTheHelpShows) {
  for (const char* language : {"en", "ru", "kk"}) {
    FakeServer server;
    server.Refuse(
        "RegisterPrincipal",
        BadFields(
            {{"principal.name", "must have the form staff/a.omarova, partners/iom/registry"}},
            {{"principal.name", "malformed_name", {{"form", "staff/a.omarova, partners/iom/registry"}}}}));
    const Ran ran =
        Arasha(server).Run({"staff", "add", "T.Bekova", "--name", "Толқын Бекова", "--lang", language});
    EXPECT_THAT(ran.err, HasSubstr("PERSON: "));
    EXPECT_THAT(ran.err, HasSubstr(" a.omarova, partners/iom/registry"));
    EXPECT_THAT(ran.err, Not(HasSubstr("staff/")));
  }
}

TEST(ErrorsTest, ShowAUuidWhereOneIsTyped) {
  FakeServer server;
  server.Refuse("RevokeAccess", BadFields({{"name", "must have the form accessGrants/{uuid}"}},
                                          {{"name", "malformed_name", {{"form", "accessGrants/{uuid}"}}}}));
  EXPECT_THAT(Arasha(server).Run({"access", "revoke", "mine"}).err,
              HasSubstr("\n  GRANT: must have the form 019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b\n"));
}

TEST(ErrorsTest, NameTheOptionThatAFilterWasMadeOf) {
  const auto refused = [](const std::string& given, const char* problem,
                          const std::vector<std::string>& options) {
    FakeServer server;
    server.Refuse("ListCases", BadFields({{"filter", "there is none"}},
                                         {{"filter", problem, {{"given", given}, {"values", "closed"}}}}));
    std::vector<std::string> arguments = {"case", "list"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return Arasha(server).Run(arguments).err;
  };
  EXPECT_THAT(refused("foo", "unknown_state", {"--state", "foo"}), HasSubstr("\n  --state: "));
  EXPECT_THAT(refused("foo", "unknown_type", {"--type", "foo"}), HasSubstr("\n  --type: "));
  EXPECT_THAT(refused("staff/foo", "unknown_person", {"--assignee", "foo"}), HasSubstr("\n  --assignee: "));
  EXPECT_THAT(refused("foo", "unknown_state", {"--filter", "state = foo"}), HasSubstr("\n  --filter: "));
  EXPECT_THAT(refused("foo", "unknown_state", {"--filter", "state = foo", "--type", "x"}),
              HasSubstr("\n  --filter: "));
  // As the server read it, or not told at all.
  EXPECT_THAT(refused("a b", "unknown_state", {"--state", "a  b"}), HasSubstr("\n  --state: "));
  EXPECT_THAT(refused("", "lost_character", {"--state", "x"}), HasSubstr("\n  --state: "));
  EXPECT_THAT(refused("", "lost_character", {"--state", "x", "--type", "y"}),
              HasSubstr("\n  --state / --type: "));
  EXPECT_THAT(refused("", "lost_character", {"--state", "x", "--filter", "open = true"}),
              HasSubstr("\n  --filter: "));
}

TEST(ErrorsTest, NameTheOptionOfASearch) {
  FakeServer server;
  server.Refuse("ListCases", BadFields({{"search", "must have at most 8 words"}},
                                       {{"search", "too_many_words", {{"most", "8"}}}}));
  EXPECT_THAT(Arasha(server).Run({"case", "list", "--search", "a b c d e f g h i"}).err,
              HasSubstr("\n  --search: "));
}

TEST(ErrorsTest, TellTimesAsTheMissionHasThem) {
  FakeServer server;
  server.Refuse("UpdateCase",
                RichStatus(9, "late", "CORRECTION_TOO_LATE", {{"until", "2026-11-29T22:44:27+03:00"}}));
  EXPECT_THAT(Arasha(server).Run({"case", "update", "IST-2026-1", "--priority", "low"}).err,
              HasSubstr("(2026-11-29 22:44+03:00)"));
}

TEST(ErrorsTest, CallAProposalThatWaitsByItsLabel) {
  struct {
    const char* language;
    const char* event;
    const char* said;
  } const kCases[] = {{"ru", "close", "предложение «Закрыть дело» (a.omarova); от этого"},
                      {"kk", "close", "a.omarova ұсынған «Істі жабу» екінші"},
                      {"en", "close", "would lapse by this: close, proposed by a.omarova."},
                      {"en", "correct", "would lapse by this: correction of an entry, proposed"}};
  for (const auto& c : kCases) {
    FakeServer server;
    std::map<std::string, std::string> metadata = {{"event", c.event}, {"proposed_by", "staff/a.omarova"}};
    if (std::string(c.event) == "close") {
      metadata.insert({{"event.ru", "Закрыть дело"}, {"event.kk", "Істі жабу"}});
    }
    server.Refuse("UpdateCase", RichStatus(9, "waits", "PROPOSAL_WAITS", metadata));
    EXPECT_THAT(
        Arasha(server).Run({"--lang", c.language, "case", "update", "IST-2026-1", "--priority", "low"}).err,
        HasSubstr(c.said));
  }
}

// Not every command has --overtake, and an administrator is not the only way out.
TEST(ErrorsTest, RemediesHoldForEveryCommand) {
  struct {
    const char* reason;
    const char* remedy;
  } const kCases[] = {{"PROPOSAL_WAITS", "`arasha approval approve CASE` or `arasha approval refuse CASE`"},
                      {"PROPOSAL_WAITS", "a command that has --overtake"},
                      {"NOBODY_TO_DECIDE", "let another, an officer say, propose it: you then decide"},
                      {"NOBODY_TO_DECIDE", "arasha staff grant PERSON ROLE"}};
  for (const auto& c : kCases) {
    FakeServer server;
    server.Refuse("TransitionCase",
                  RichStatus(9, "no", c.reason,
                             {{"event", "close"}, {"proposed_by", "staff/a.omarova"}, {"roles", "head"}}));
    EXPECT_THAT(Arasha(server).Run({"case", "close", "IST-2026-1"}).err, HasSubstr(c.remedy)) << c.reason;
  }
}

TEST(ErrorsTest, SuggestsTheCompartmentThatWasMeant) {
  FakeServer server;
  server.Refuse("UpdatePrincipal",
                BadFields({{"principal.clearances", "nobody is cleared for traficking yet"}},
                          {{"principal.clearances",
                            "unknown_compartment",
                            {{"given", "traficking"}, {"values", "minors, trafficking"}}}}));
  const Ran ran = Arasha(server).Run({"staff", "update", "t.bekova", "--clearance", "traficking"});
  EXPECT_EQ(ran.exit_code, 3);
  EXPECT_THAT(ran.err,
              HasSubstr("--clearance: nobody is cleared for traficking yet; a new compartment comes with the "
                        "directory that operators apply\n  Did you mean trafficking?"));
}

TEST(ErrorsTest, SaysWhyItIsNotPermitted) {
  FakeServer server;
  server.Refuse("TransitionCase", RichStatus(7, "This may be done by: head.", "PERMISSION_DENIED",
                                             {{"problem", "event_made_by"}, {"roles", "head, officer"}}));
  Arasha arasha(server);
  const Ran english = arasha.Run({"case", "close", "IST-2026-000123"});
  EXPECT_THAT(english.err, HasSubstr("arasha: This may be done by: head of mission, consular officer.\n"));
  server.Refuse("TransitionCase", RichStatus(7, "This may be done by: head.", "PERMISSION_DENIED",
                                             {{"problem", "event_made_by"}, {"roles", "head, officer"}}));
  const Ran russian = arasha.Run({"--lang", "ru", "case", "close", "IST-2026-000123"});
  EXPECT_THAT(russian.err, HasSubstr("arasha: Это вправе делать: глава"));
  EXPECT_THAT(russian.err, Not(HasSubstr("This")));
}

TEST(ErrorsTest, JsonOutputGetsJsonErrors) {
  FakeServer server;
  server.Refuse("AddEntry", BadFields({{"entry.channel", "required"}}));
  const Ran ran = Arasha(server).Run({"case", "contact", "IST-2026-000123", "--output", "json",
                                      "--request-id", "7b1c5cb4-6f5e-4a0d-9a53-0d9b6c1f6f10"});
  EXPECT_EQ(ran.exit_code, 3);
  const auto error = nlohmann::json::parse(ran.err)["error"];
  EXPECT_EQ(error["code"], "INVALID_ARGUMENT");
  EXPECT_EQ(error["reason"], "INVALID_FIELD");
  EXPECT_EQ(error["violations"][0]["field"], "entry.channel");
  EXPECT_EQ(error["violations"][0]["flag"], "--channel");
  EXPECT_EQ(error["requestId"], "7b1c5cb4-6f5e-4a0d-9a53-0d9b6c1f6f10");
  // Errors of the client itself as well, also where the command line cannot be parsed.
  EXPECT_EQ(
      nlohmann::json::parse(Arasha(server).Run({"case", "show", "x", "-o", "json"}).err)["error"]["reason"],
      "usage.case_name");
  EXPECT_EQ(
      nlohmann::json::parse(Arasha(server).Run({"--output=json", "case", "fly"}).err)["error"]["reason"],
      "usage.command");
}

TEST(ErrorsTest, SayWhatKindOfThingIsNotFound) {
  struct {
    const char* name;
    const char* english;
    const char* remedy;
    const char* russian;
  } const kCases[] = {
      {"missions/IST/cases/IST-2026-000123", "no case IST-2026-000123", "arasha case list",
       "Дела IST-2026-000123"},
      {"missions/IST/cases/IST-2026-000123/parties/x", "no such party", "arasha case show", "участника"},
      {"missions/IST/cases/IST-2026-000123/entries/x", "no such entry", "arasha case timeline", "записи"},
      {"missions/IST", "no mission IST", "arasha whoami", "Загранучреждения IST"},
      {"staff/z.zhakenov", "no z.zhakenov among staff", "arasha staff list", "z.zhakenov не числится"},
      {"partners/iom/registry", "no partners/iom/registry among", "arasha staff list", "партнёров"},
      {"staff/a.omarova/roles/head", "the role head", "arasha staff list", "нет роли head"},
      {"accessGrants/x", "no access grant x", "arasha access list", "Доступа x"},
      {"reports/x", "no report x", "arasha report list", "Отчёта x"},
      {"reports/x/files/y.csv", "no file y.csv", "arasha report show", "Файла y.csv"},
      {"reportSchedules/x", "no schedule x", "arasha report schedule list", "Расписания x"},
      {"caseTypes/qqqqqqqqqqqq", "no case type qqqqqqqqqqqq", "arasha type list", "Вида дела"},
      {"checkpoints/5", "no such checkpoint", "arasha audit checkpoints", "контрольной точки"},
      {"cases", "nothing of this name", "Check the name.", "Ничего с таким именем"}};
  for (const auto& c : kCases) {
    FakeServer server;
    Arasha arasha(server);
    server.Refuse("GetCase", RichStatus(5, "none", "NOT_FOUND", {{"name", c.name}}));
    const Ran english = arasha.Run({"case", "show", "IST-2026-000123"});
    EXPECT_EQ(english.exit_code, 4);
    EXPECT_THAT(english.err, HasSubstr(c.english));
    EXPECT_THAT(english.err, HasSubstr(c.remedy));
    server.Refuse("GetCase", RichStatus(5, "none", "NOT_FOUND", {{"name", c.name}}));
    EXPECT_THAT(arasha.Run({"case", "show", "IST-2026-000123", "--lang", "ru"}).err, HasSubstr(c.russian));
  }
}

TEST(ErrorsTest, AnUnansweredWriteTellsHowToRepeatIt) {
  FakeServer server;
  server.Refuse("TransitionCase", RichStatus(4, "late", "DEADLINE_EXCEEDED"));
  const Ran write = Arasha(server).Run({"case", "close", "IST-2026-000123"});
  EXPECT_THAT(write.err, HasSubstr("--request-id " +
                                   server.Last<v1::TransitionCaseRequest>("TransitionCase").request_id()));
  server.Refuse("GetCase", RichStatus(4, "late", "DEADLINE_EXCEEDED"));
  EXPECT_THAT(Arasha(server).Run({"case", "show", "IST-2026-000123"}).err,
              testing::Not(HasSubstr("--request-id")));
}

TEST(ErrorsTest, UnknownReasonsShowTheServersWords) {
  FakeServer server;
  server.Refuse("GetCase", RichStatus(7, "not on \x1b[1mSundays", "REASON_OF_A_LATER_SERVER"));
  const Ran ran = Arasha(server).Run({"case", "show", "IST-2026-000123"});
  EXPECT_THAT(ran.err, HasSubstr("PERMISSION_DENIED"));
  EXPECT_THAT(ran.err, HasSubstr("not on \uFFFD[1mSundays"));
}

}  // namespace
}  // namespace arasha::clients
