// An error that an officer cannot read, or that does not say which flag to change, stops a case; an exit
// code that drifts breaks the scripts of others.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "clients/connection/api.h"
#include "clients/errors/error_text.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::AllOf;
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
      {"failed to connect to all addresses; last error: UNKNOWN: ipv4:10.0.0.1:1: Handshake read failed",
       "No answer from", "не пришёл вовремя.", "уақытында келмеді."},
      {"failed to connect to all addresses; last error: UNKNOWN: ipv4:10.0.0.1:1: Handshake timed out",
       "No answer from", "не пришёл вовремя.", "уақытында келмеді."},
      {"failed to connect to all addresses; last error: UNKNOWN: ipv4:10.0.0.1:1: Ssl handshake failed: "
       "SSL_ERROR_SSL: error:0A000086:SSL routines::certificate verify failed",
       "is not valid by the authority in --ca", "не подтверждён центром из --ca",
       "--ca ішіндегі орталық растамайды"},
      {"failed to connect to all addresses; last error: UNKNOWN: ipv4:10.0.0.1:1: Ssl handshake failed: "
       "SSL_ERROR_SSL: error:0A000418:SSL routines::tlsv1 alert unknown ca",
       "refused your certificate", "не принял ваш сертификат", "сертификатыңызды қабылдамады"},
      {"failed to connect to all addresses; last error: UNKNOWN: ipv4:10.0.0.1:1: Peer name arasha.example "
       "is not in peer certificate",
       "made out to another host name", "на другое имя узла", "басқа түйін атауына"},
      {"failed to connect to all addresses; last error: UNKNOWN: ipv4:10.0.0.1:1: Ssl handshake failed: "
       "SSL_ERROR_SSL: error:0A00010B:SSL routines::wrong version number",
       "does not speak TLS", "не поддерживает TLS", "TLS пен HTTP/2 қолдамайды"},
      {"failed to connect to all addresses; last error: UNKNOWN: ipv4:10.0.0.1:1: Cannot check peer: missing "
       "selected ALPN property.",
       "does not speak TLS", "не поддерживает TLS", "TLS пен HTTP/2 қолдамайды"},
      {"failed to connect to all addresses; last error: UNKNOWN: ipv4:10.0.0.1:1: Ssl handshake failed: "
       "SSL_ERROR_SSL",
       "No secure connection", "Защищённое соединение", "қорғалған қосылым"},
      {"failed to connect to all addresses; last error: UNAVAILABLE: ipv4:10.0.0.1:1: Socket closed",
       "closed the connection", "закрыл соединение", "қосылымды жапты"},
      {"failed to connect to all addresses; last error: UNAVAILABLE: ipv4:10.0.0.1:1: Endpoint read failed",
       "closed the connection", "закрыл соединение", "қосылымды жапты"},
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

// A server that is too slow, stops or is another program has said nothing of anybody's certificate.
TEST(ErrorsTest, SayCertificateOnlyWhereGrpcDoes) {
  for (const char* said : {"Handshake read failed", "Ssl handshake failed: SSL_ERROR_SSL",
                           "SSL routines::wrong version number", "Socket closed", "Endpoint read failed"}) {
    const std::string headline =
        Headline(FailureOf(absl::UnavailableError(said), {}), {"e:1", ""}, Texts(Language::kEn));
    EXPECT_THAT(headline, Not(HasSubstr("certificate"))) << said;
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

TEST(ErrorsTest, SayOfWhatKindWhatIsNotFoundIs) {
  const struct {
    const char* name;
    const char* said;
  } kCases[] = {{"missions/IST/cases/IST-2026-000123", "There is no case IST-2026-000123"},
                {"missions/IST/cases/IST-2026-000123/parties/u", "The case has no such party"},
                {"missions/IST/cases/IST-2026-000123/approvals/u", "The case has no such proposal"},
                {"missions/IST/cases/IST-2026-000123/reminders/u", "The case has no such reminder"},
                {"caseTypes/rights.detention", "The catalogue has no case type rights.detention"}};
  for (const auto& c : kCases) {
    FakeServer server;
    server.Refuse("GetCase", RichStatus(5, "none", "NOT_FOUND", {{"name", c.name}}));
    EXPECT_THAT(Arasha(server).Run({"case", "show", "IST-2026-000123"}).err, HasSubstr(c.said)) << c.name;
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
  // No access to a case opens the log.
  server.Refuse("ListAuditEntries",
                RichStatus(7, "no", "PERMISSION_DENIED", {{"problem", "may_not_read_log"}}));
  EXPECT_THAT(arasha.Run({"audit", "list"}).err,
              AllOf(HasSubstr("administrators give others"), Not(HasSubstr("access grant"))));
}

// What an event asks for is told by its label, with the command that mends it.
TEST(ErrorsTest, SayWhatAnEventAsksFor) {
  const std::map<std::string, std::string> label = {
      {"label", "Contact with the victim"}, {"label.ru", "Разговор с потерпевшим"}, {"label.kk", "Байланыс"}};
  const auto with = [&](std::map<std::string, std::string> parameters) {
    parameters.insert(label.begin(), label.end());
    return parameters;
  };
  google::rpc::Status refusal =
      BadFields({{"case.parties", "x"},
                 {"case.timeline", "x"},
                 {"case.timeline", "x"},
                 {"case.deadlines.visit", "x"},
                 {"case.details.agrees", "x"}},
                {{"case.parties", "party_needed", with({{"values", "NEXT_OF_KIN"}})},
                 {"case.timeline", "entry_needed", with({{"values", "NOTE_VERBALE"}})},
                 {"case.timeline", "event_needed", with({{"event", "make_inventory"}})},
                 {"case.deadlines.visit", "deadline_open", with({{"deadline", "visit"}})},
                 {"case.details.agrees", "value_needed", with({{"field", "agrees"}, {"wanted", "true"}})}});
  google::rpc::Status named = RichStatus(9, "not yet", "GUARD_NOT_SATISFIED",
                                         {{"event", "disclose"}, {"event.ru", "Разрешить передачу"}});
  refusal.set_code(9);
  *refusal.mutable_details(0) = named.details(0);
  FakeServer server;
  server.Refuse("TransitionCase", refusal);
  const std::string english = Arasha(server).Run({"case", "do", "disclose", "IST-2026-1"}).err;
  EXPECT_THAT(english, HasSubstr("arasha: This cannot be done yet (disclose)"));
  EXPECT_THAT(english,
              HasSubstr("  Contact with the victim: nobody in this role is on the case; `arasha case "
                        "party add CASE NAME --role next-of-kin`\n"));
  EXPECT_THAT(english, HasSubstr("`arasha case note-verbale CASE TEXT`"));
  EXPECT_THAT(english, HasSubstr("`arasha case do make_inventory CASE`"));
  EXPECT_THAT(english, HasSubstr("the deadline visit is open"));
  EXPECT_THAT(english, HasSubstr("agrees must be true; `arasha case update CASE --set agrees=VALUE`"));
  server.Refuse("TransitionCase", refusal);
  const std::string russian =
      Arasha(server).Run({"--lang", "ru", "case", "do", "disclose", "IST-2026-1"}).err;
  EXPECT_THAT(russian, HasSubstr("«Разрешить передачу»"));
  EXPECT_THAT(russian, HasSubstr("  Разговор с потерпевшим: такой записи в хронологии нет"));
  EXPECT_THAT(russian, Not(HasSubstr("Contact")));
}

TEST(ErrorsTest, SayWhichRuleKeepsACaseUp) {
  FakeServer server;
  server.Refuse("UpdateCase", RichStatus(9, "kept up", "HELD_UP_BY_RULE",
                                         {{"field", "case.priority"},
                                          {"value", "HIGH"},
                                          {"rule", "minor"},
                                          {"label", "The subject is a minor"},
                                          {"label.kk", "Кәмелетке толмаған"},
                                          {"label.ru", "Несовершеннолетний"}}));
  EXPECT_THAT(Arasha(server).Run({"--lang", "ru", "case", "update", "IST-2026-1", "--priority", "low"}).err,
              HasSubstr("нельзя опустить ниже уровня «высокая»: Несовершеннолетний."));
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

TEST(ErrorsTest, AWriteThatWasNeverSentSaysSo) {
  absl::Status refused = absl::UnavailableError("failed to connect to all addresses; Connection refused");
  refused.SetPayload(kUnsentPayload, absl::Cord());
  for (const auto& [language, said] :
       {std::pair{"en", "Nothing was sent"}, std::pair{"ru", "не был отправлен"},
        std::pair{"kk", "жіберілген жоқ"}}) {
    const std::string told = ErrorText(FailureOf(refused, {}), {"e:1", "id-1"}, Texts(*LanguageOf(language)));
    EXPECT_THAT(told, HasSubstr(said));
    EXPECT_THAT(told, Not(HasSubstr("--request-id")));
  }
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
