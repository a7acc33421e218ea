// What could go wrong: the server finds fault with a field, and an officer cannot tell which flag to change,
// or to what.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(FieldErrorsTest, NameTheFlagOfEachBadField) {
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

TEST(FieldErrorsTest, NameTheOptionOfTheCommandThatSetsAField) {
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
TEST(FieldErrorsTest, WordsTheProblemsThatItKnows) {
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

TEST(FieldErrorsTest, SayWhatListsTheTypes) {
  FakeServer server;
  server.Refuse("CreateCase", BadFields({{"case.type", "is required"}}, {{"case.type", "required"}}));
  EXPECT_THAT(Arasha(server).Run({"case", "open", "--no-input"}).err,
              HasSubstr("--type: is required\n  `arasha type list` lists the types of cases.\n"));
}

// The API has true and false, this client also what people say.
TEST(FieldErrorsTest, OffersYesAndNo) {
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
TEST(FieldErrorsTest, OffersTheNotationsOfTimesThatPeopleUse) {
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

// What is to be corrected first is told by the command that does it, not by the API's name for it.
TEST(FieldErrorsTest, SayHowToCorrectWhatAnEntryLiesBefore) {
  const struct {
    const char* language;
    const char* other;
    const char* said;
  } kCases[] = {{"en", "received_time", "before the case was received, 13:00: the mission"},
                {"ru", "received_time", "раньше поступления дела (13:00)"},
                {"kk", "received_time", "іс келіп түскен уақыттан (13:00) ерте"},
                {"en", "received_time", "`arasha case update CASE --received-at …`"},
                {"ru", "received_time", "`arasha case update CASE --received-at …`"},
                {"kk", "received_time", "`arasha case update CASE --received-at …`"},
                {"en", "notified_time", "`arasha case update CASE --set notified_time=…`"},
                {"ru", "notified_time", "`arasha case update CASE --set notified_time=…`"},
                {"kk", "notified_time", "`arasha case update CASE --set notified_time=…`"}};
  for (const auto& c : kCases) {
    FakeServer server;
    server.Refuse(
        "AddEntry",
        BadFields({{"entry.happened_time", "must not lie before"}},
                  {{"entry.happened_time", "before_known", {{"other", c.other}, {"time", "13:00"}}}}));
    const std::string err = Arasha(server)
                                .Run({"--lang", c.language, "case", "contact", "IST-2026-1", "Called",
                                      "--channel", "phone", "--happened-at", "12:00"})
                                .err;
    EXPECT_THAT(err, HasSubstr("\n  --happened-at: "));
    EXPECT_THAT(err, HasSubstr(c.said));
    EXPECT_THAT(err, Not(HasSubstr("received_time")));
  }
}

TEST(FieldErrorsTest, AskForTheFormThatTheHelpShows) {
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

TEST(FieldErrorsTest, ShowAUuidWhereOneIsTyped) {
  FakeServer server;
  server.Refuse("RevokeAccess", BadFields({{"name", "must have the form accessGrants/{uuid}"}},
                                          {{"name", "malformed_name", {{"form", "accessGrants/{uuid}"}}}}));
  EXPECT_THAT(Arasha(server).Run({"access", "revoke", "mine"}).err,
              HasSubstr("\n  GRANT: must have the form 019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b\n"));
}

TEST(FieldErrorsTest, NameTheOptionThatAFilterWasMadeOf) {
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

TEST(FieldErrorsTest, NameTheOptionOfASearch) {
  FakeServer server;
  server.Refuse("ListCases", BadFields({{"search", "must have at most 8 words"}},
                                       {{"search", "too_many_words", {{"most", "8"}}}}));
  EXPECT_THAT(Arasha(server).Run({"case", "list", "--search", "a b c d e f g h i"}).err,
              HasSubstr("\n  --search: "));
}

}  // namespace
}  // namespace arasha::clients
