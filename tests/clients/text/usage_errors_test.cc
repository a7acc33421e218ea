// What the command line itself cannot do, before any server is asked: a slip of the pen that is not named, or
// not in the reader's language, is made again.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(UsageErrorsTest, AnEmptyListOfTheLogTellsASlipOfThePen) {
  FakeServer server;
  Arasha arasha(server);
  const Ran near = arasha.Run({"audit", "list", "--action", "GetCases"});
  EXPECT_EQ(near.exit_code, 4) << "as of a mission: the server was asked";
  EXPECT_THAT(near.err, HasSubstr("The log has no call GetCases. Did you mean GetCase"));
  EXPECT_THAT(arasha.Run({"audit", "list", "--action", "Qqqqqqqqqqqq"}).err,
              HasSubstr("The log has no call Q"));
  EXPECT_EQ(arasha.Run({"audit", "list", "--action", "GetCase"}).exit_code, 0);
  for (const char* shown : {"прочитать дело", "Істі  оқу", "read a case"}) {
    EXPECT_EQ(arasha.Run({"audit", "list", "--action", shown}).exit_code, 0);
    EXPECT_EQ(server.Last<v1::ListAuditEntriesRequest>("ListAuditEntries").action(), "GetCase") << shown;
  }
  v1::ListMissionsResponse missions;
  missions.add_missions()->set_name("missions/IST");
  server.Answer("ListMissions", missions);
  EXPECT_THAT(arasha.Run({"audit", "list", "--mission", "ISTT"}).err, HasSubstr("Did you mean IST?"));
  EXPECT_THAT(arasha.Run({"audit", "list", "--mission", "XYZ"}).err,
              AllOf(HasSubstr("There is no mission XYZ."), HasSubstr("Those there are: IST.")));
  v1::ListAuditEntriesResponse found;
  found.add_entries()->set_action("CallOfALaterVersion");
  server.Answer("ListAuditEntries", found);
  EXPECT_EQ(arasha.Run({"audit", "list", "--action", "CallOfALaterVersion"}).exit_code, 0);
}

TEST(UsageErrorsTest, APeriodOfTheLogThatCannotHoldAnythingIsAnError) {
  FakeServer server;
  Arasha arasha(server);
  EXPECT_THAT(arasha.Run({"audit", "list", "--since", "2026-11-25T00:00:00Z"}).err, HasSubstr("lies ahead"));
  const Ran backwards = arasha.Run({"audit", "list", "--since", "20.11.2026", "--until", "19.11.2026"});
  EXPECT_EQ(backwards.exit_code, 2);
  EXPECT_THAT(backwards.err, HasSubstr("--until '19.11.2026' is not after --since '20.11.2026'"));
  EXPECT_EQ(arasha.Run({"audit", "list", "--since", "20.11.2026", "--until", "20.11.2026"}).exit_code, 0);
}

TEST(UsageErrorsTest, SayInTheReadersLanguageWhatTheSystemSaysInEnglish) {
  FakeServer server;
  Arasha arasha(server);
  arasha.variables["LANG"] = "ru_RU.UTF-8";
  const Ran ran = arasha.Run({"audit", "checkpoint", "--since", "/nonexistent", "--key", "/nonexistent"});
  EXPECT_THAT(ran.err, HasSubstr("нет такого файла"));
  EXPECT_THAT(ran.err, Not(HasSubstr("No such file")));
  // A language that there is not is refused in the locale's.
  EXPECT_THAT(arasha.Run({"case", "list", "--lang", "xx"}).err,
              HasSubstr("--lang: допустимо одно из: kk, ru, en."));
  // One that was left out leaves what was said before.
  EXPECT_THAT(arasha.Run({"--lang", "kk", "case", "list", "--lang"}).err,
              HasSubstr("--lang параметрінің мәні көрсетілмеген."));
}

TEST(UsageErrorsTest, NameWhatIsWrongInEachLanguage) {
  struct {
    std::vector<std::string> arguments;
    std::string english;
    std::string russian;
  } const kCases[] = {
      {{"approval", "refuse", "IST-2026-000018"}, "--text is required.", "обязательный параметр --text."},
      {{"access", "grant", "IST-2026-000018", "d.kim", "--until", "+2d"},
       "--reason is required.",
       "--reason"},
      {{"case", "party", "add", "IST-2026-000018", "X"}, "--role is required.", "--role"},
      {{"case", "party", "add", "IST-2026-000018", "--role", "lawyer"}, "NAME is required.", "NAME"},
      {{"case", "party", "add", "IST-2026-000018", "X", "--name", "Y", "--role", "lawyer"},
       "cannot be given together.",
       "--name"},
      {{"case", "list", "--limit", "many"}, "--limit must be a whole number", "--limit: должно быть целое"},
      {{"case", "update", "IST-2026-1", "--priority", "срочно"},
       "--priority must be one of: low, normal, high, urgent.",
       "--priority: допустимо одно из: low, normal, high, urgent."},
      {{"case", "contact", "IST-2026-1", "x", "--channel", "phne"},
       "meeting; did you mean phone?",
       "meeting; возможно, имелось в виду: phone."},
      {{"case", "update", "IST-2026-1", "--host-state", "Росия"},
       "--host-state must be a country, its name or its code; did you mean Россия",
       "--host-state: нужна страна, её название или код; возможно, имелось в виду: Россия"},
      {{"case", "party", "add", "IST-2026-1", "X", "--role", "lawyer", "--nationality", "Qwertyuiop"},
       "--nationality must be a country, its name or its code, as Kazakhstan or KZ.",
       "--nationality: нужна страна, её название или код, например Казахстан или KZ."},
      {{"case", "shwo", "IST-2026-1"}, "did you mean show?", "возможно, имелось в виду: show."},
      {{"approval", "withdraw", "IST-2026-1"}, "did you mean refuse?", "возможно, имелось в виду: refuse."},
      {{"case", "show", "IST-2026-1", "--timelin"}, "did you mean --timeline", "имелось в виду: --timeline"},
      {{"case", "list", "--typ", "x"},
       "no option --typ; did you mean --type?",
       "нет параметра --typ; возможно"},
      {{"--zz", "--timeout", "5s", "case", "show"}, "no option --zz", "нет параметра --zz"},
      {{"case", "list", "--typ=x"}, "no option --typ; did you mean --type?", "нет параметра --typ; возможно"},
      {{"case", "open", "--typ", "x"},
       "no option --typ; did you mean --type?",
       "нет параметра --typ; возможно"},
      {{"case", "note", "IST-2026-1", "x", "--txt", "y"},
       "no option --txt; did",
       "нет параметра --txt; возможно"},
      {{"case", "show", "IST-2026-1", "--assignee", "me"},
       "`arasha case show` has no option --assignee; these have it: `arasha case list`.",
       "У `arasha case show` нет параметра --assignee; он есть у `arasha case list`."},
      {{"case", "do", "assess", "IST-2026-1", "--subject", "x"},
       "no option --subject; these have it: `arasha case open`, `arasha case follow`.",
       "нет параметра --subject; он есть у `arasha case open`, `arasha case follow`."},
      {{"reminder", "list", "--case", "1"}, "has no option --case.", "нет параметра --case."},
      {{"audit", "list", "--decision", "refused"}, "has no option --decision.", "нет параметра --decision."},
      {{"case", "show", "IST-2026-1", "--qwertyuiop", "me"},
       "`arasha case show` has no option --qwertyuiop.",
       "У `arasha case show` нет параметра --qwertyuiop."},
      {{"report", "verify", "/nonexistent", "--export", "/nonexistent"},
       "there is no file /nonexistent.",
       "файла /nonexistent нет."},
      {{"case", "show", "IST-2026-1", "one", "two"}, "does not take 'one'.", "не принимает «one»."},
      {{"case", "list", "--assignee"}, "--assignee needs a value.", "--assignee не указано значение."},
      {{"case", "update", "IST-2026-1", "--summary", "x", "--summary", "y"},
       "--summary was given more than once.",
       "Параметр --summary указан несколько раз."},
      {{"case", "list", "--limit", "1", "--limit", "2"},
       "--limit was given more",
       "--limit указан несколько"},
      {{"case", "contact", "IST-2026-1", "--happened-at", ""},
       "The value of --happened-at is empty.",
       "У параметра --happened-at пустое значение."},
      {{"case", "contact", "IST-2026-1", "--happened-at=", "x"},
       "of --happened-at is empty.",
       "--happened-at пустое"},
      {{"case", "note-verbale", "IST-2026-1", "Access requested"},
       "Give one of them: --sent or --received.",
       "Укажите один из параметров: --sent или --received."},
      {{"case", "note-verbale", "IST-2026-1", "--reference=", "--sent"},
       "of --reference is empty.",
       "--reference пустое"},
      {{"case", "update", "IST-2026-1", "--priority", ""}, "of --priority is empty.", "--priority пустое"},
      {{"case", "list", "--limit", ""}, "of --limit is empty.", "--limit пустое"},
      {{"case", "update", "IST-2026-1", "--set", "wish="},
       "--unset wish empties the field.",
       "Поле очищает --unset wish."},
      {{"case", "update", "IST-2026-1", "--unset", ""}, "of --unset is empty.", "--unset пустое"},
      {{"case", "assign", "IST-2026-1", ""}, "of OFFICER is empty.", "OFFICER пустое"},
      {{"--mission", "", "case", "list"}, "of --mission is empty.", "--mission пустое"},
      {{"case"}, "is followed by a command.", "нужно указать команду."},
  };
  FakeServer server;
  for (const auto& c : kCases) {
    Arasha arasha(server);
    const Ran english = arasha.Run(c.arguments);
    EXPECT_EQ(english.exit_code, 2);
    EXPECT_THAT(english.err, HasSubstr(c.english));
    std::vector<std::string> arguments = {"--lang", "ru"};
    arguments.insert(arguments.end(), c.arguments.begin(), c.arguments.end());
    EXPECT_THAT(arasha.Run(arguments).err, HasSubstr(c.russian));
  }
}

TEST(UsageErrorsTest, TextsOfOtherEncodingsAreReadOrRefusedByName) {
  FakeServer server;
  Arasha arasha(server);
  arasha.in = "\xcf\xf0\xe8\xb8\xec\r\n";  // windows-1251
  EXPECT_EQ(arasha.Run({"case", "note", "IST-2026-000123", "--text", "-"}).exit_code, 0);
  EXPECT_EQ(server.Last<v1::AddEntryRequest>("AddEntry").entry().text(), "Приём");
  arasha.in = "M\xfcller";
  const Ran ran = arasha.Run({"case", "note", "IST-2026-000123", "--text", "-"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("--text: this text is neither UTF-8"));
}

TEST(UsageErrorsTest, SayWhereHelpIs) {
  FakeServer server;
  const Ran ran = Arasha(server).Run({"case", "open", "--no-such-option"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("--no-such-option"));
  EXPECT_THAT(ran.err, HasSubstr("`arasha case open --help`"));
  for (const std::vector<std::string>& line : std::vector<std::vector<std::string>>{
           {"case", "fly"}, {"--mission", "IST", "case", "fly"}, {"case", "--lang=en", "fly", "--high"}}) {
    EXPECT_THAT(Arasha(server).Run(line).err, HasSubstr("`arasha case` has no command 'fly'"));
  }
  EXPECT_THAT(Arasha(server).Run({"fly"}).err, HasSubstr("`arasha` has no command 'fly'"));
  EXPECT_THAT(Arasha(server).Run({"--mission", "IST"}).err, HasSubstr("is followed by a command"));
  EXPECT_EQ(Arasha(server).Run({}).exit_code, 0) << "the help is what a newcomer looks for";
  EXPECT_EQ(Arasha(server).Run({"case"}).exit_code, 2);
  EXPECT_EQ(Arasha(server).Run({"case", "list", "--output", "xml"}).exit_code, 2);
  EXPECT_EQ(Arasha(server).Run({"case", "list", "--timeout", "soon"}).exit_code, 2);
  EXPECT_EQ(Arasha(server).Run({"case", "note", "IST-2026-000123", "--text", "\xff"}).exit_code, 2);
  EXPECT_TRUE(server.calls().empty());
}

}  // namespace
}  // namespace arasha::clients
