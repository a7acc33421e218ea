// A time typed on a machine of another zone moves a deadline by hours, and nobody sees it: what is typed and
// shown is in the mission's zone, whatever the machine's is. Poor links: the server is asked for a zone only
// where one is needed.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "clients/connection/mission_zones.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

template <typename Message>
Message Parse(const char* text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

// In Istanbul it is 14:05 on 24 November 2026, in Almaty 16:05, on this machine nobody knows.
class Zones : public testing::Test {
 protected:
  Zones() {
    arasha_.variables.erase("ARASHA_TIME_ZONE");
    arasha_.variables["TZ"] = "Pacific/Auckland";
    server_.Make<v1::ListMissionsRequest, v1::ListMissionsResponse>(
        "ListMissions", [](const v1::ListMissionsRequest& request) {
          auto all = Parse<v1::ListMissionsResponse>(R"pb(
            missions {
              name: "missions/IST"
              display_name { ru: "Генеральное консульство в Стамбуле" en: "Consulate General in Istanbul" }
              time_zone: "Europe/Istanbul"
            }
            missions {
              name: "missions/WAW"
              display_name { ru: "Посольство в Польше" en: "Embassy in Poland" }
              time_zone: "Europe/Warsaw"
            }
          )pb");
          v1::ListMissionsResponse some;
          for (const v1::Mission& mission : all.missions()) {
            if (request.names().empty() || request.names(0) == mission.name()) *some.add_missions() = mission;
          }
          return some;
        });
  }

  int64_t HappenedAt() {
    return server_.Last<v1::AddEntryRequest>("AddEntry").entry().happened_time().seconds();
  }

  FakeServer server_;
  Arasha arasha_{server_};
};

constexpr int64_t kNoon = 1795510800;  // 2026-11-24T09:00:00Z, noon in Istanbul

TEST_F(Zones, OfWhatIsTypedIsTheMissions) {
  for (const auto& [name, mission, seconds] : {std::tuple{"IST-2026-1", "missions/IST", kNoon},
                                               std::tuple{"WAW-2026-1", "missions/WAW", kNoon + 2 * 3600}}) {
    EXPECT_EQ(
        arasha_.Run({"case", "note", name, "--text", "x", "--happened-at", "12:00", "-o", "json"}).exit_code,
        0);
    EXPECT_EQ(HappenedAt(), seconds) << name;
    EXPECT_THAT(server_.Last<v1::ListMissionsRequest>("ListMissions").names(), ElementsAre(mission));
  }
}

TEST_F(Zones, AreAskedForOnlyWhereTheyAreNeeded) {
  for (const char* typed : {"-2h", "now", "2026-11-24T12:00:00+03:00"}) {
    EXPECT_EQ(arasha_.Run({"case", "note", "IST-2026-1", "--happened-at", typed, "-o", "json"}).exit_code, 0);
  }
  EXPECT_THAT(server_.calls(), ElementsAre("AddEntry", "AddEntry", "AddEntry"));
}

TEST_F(Zones, OfWhatIsShownComeWithTheAnswer) {
  server_.Answer("GetCase", Parse<v1::Case>(R"pb(name: "missions/IST/cases/IST-2026-000001"
                                                 type: "a.b"
                                                 time_zone: "Europe/Istanbul"
                                                 received_time { seconds: 1795510800 })pb"));
  const Ran ran = arasha_.Run({"case", "show", "IST-2026-1"});
  EXPECT_THAT(ran.out, HasSubstr("2026-11-24 12:00\n"));
  EXPECT_THAT(ran.out, HasSubstr("Europe/Istanbul (UTC+03:00)"));
  EXPECT_THAT(server_.calls(), ElementsAre("GetCase", "GetCaseType"));

  server_.Answer("ListEntries",
                 Parse<v1::ListEntriesResponse>(R"pb(time_zone: "Europe/Istanbul"
                                                     case_type: "a.b"
                                                     entries { happened_time { seconds: 1795510800 } })pb"));
  EXPECT_THAT(arasha_.Run({"case", "timeline", "IST-2026-1"}).out,
              HasSubstr("Timeline (UTC+03:00)\n2026-11-24 12:00  "));
  EXPECT_THAT(server_.calls(), ElementsAre("GetCase", "GetCaseType", "ListEntries", "ListCaseTypes"));
}

TEST_F(Zones, AreNamedOnceAndAgainOnlyWhereTheClockDiffers) {
  server_.Answer("ListEntries",
                 Parse<v1::ListEntriesResponse>(R"pb(time_zone: "Europe/Warsaw"
                                                     entries { happened_time { seconds: 1784203200 } }
                                                     entries { happened_time { seconds: 1795510800 } })pb"));
  const Ran ran = arasha_.Run({"case", "timeline", "WAW-2026-1"});
  EXPECT_THAT(ran.out, HasSubstr("Timeline (UTC+01:00)\n2026-07-16 14:00+02:00  "));
  EXPECT_THAT(ran.out, HasSubstr("\n2026-11-24 10:00  "));
}

TEST_F(Zones, OfListsOverSeveralMissionsAreUtcUnlessTheirClocksAgree) {
  auto list = Parse<v1::ListCasesResponse>(R"pb(
    cases {
      name: "missions/IST/cases/IST-2026-000001"
      time_zone: "Europe/Istanbul"
      next_due_time { seconds: 1795510800 }
    }
    cases { name: "missions/ANR/cases/ANR-2026-000001" time_zone: "Europe/Istanbul" }
  )pb");
  server_.Answer("ListCases", list);
  EXPECT_THAT(arasha_.Run({"case", "list", "--mission", "-"}).out,
              testing::AllOf(HasSubstr("(UTC+03:00)"), HasSubstr("2026-11-24 12:00")));
  list.mutable_cases(1)->set_time_zone("Europe/Warsaw");
  server_.Answer("ListCases", list);
  EXPECT_THAT(arasha_.Run({"case", "list", "--mission", "-"}).out,
              testing::AllOf(HasSubstr("(UTC)"), HasSubstr("2026-11-24 09:00")));
  EXPECT_THAT(arasha_.Run({"case", "list", "--mission", "-", "--time-zone", "Asia/Almaty"}).out,
              testing::AllOf(HasSubstr("(UTC+05:00)"), HasSubstr("2026-11-24 14:00")));
  EXPECT_THAT(server_.calls(), Not(Contains("ListMissions")));
}

TEST_F(Zones, OfAnEmptyListAreThoseOfTheMissionAskedAbout) {
  EXPECT_EQ(arasha_.Run({"case", "list", "--mission", "WAW", "--search", "Nobody"}).out,
            "CASE  SUBJECT  NEXT DUE (UTC+01:00)  STATE  OFFICER  PRIORITY  TYPE\n");
  EXPECT_THAT(arasha_.Run({"audit", "list", "--mission", "IST"}).out, HasSubstr("(UTC+03:00)"));
  EXPECT_THAT(server_.calls(), Not(Contains("WhoAmI")));
  arasha_.variables.erase("ARASHA_MISSION");
  server_.Answer("WhoAmI",
                 Parse<v1::WhoAmIResponse>(R"pb(grants { role: "head" mission: "missions/IST" })pb"));
  for (const std::vector<std::string>& list : std::vector<std::vector<std::string>>{
           {"case", "list"}, {"audit", "list"}, {"audit", "checkpoints"}, {"access", "list"}}) {
    EXPECT_THAT(arasha_.Run(list).out, HasSubstr("(UTC+03:00)")) << list.front();
  }
}

TEST_F(Zones, OfTheLogAreThoseOfItsMissions) {
  auto log = Parse<v1::ListAuditEntriesResponse>(R"pb(entries {
                                                        mission: "missions/WAW"
                                                        occurred_time { seconds: 1795510800 }
                                                      })pb");
  server_.Answer("ListAuditEntries", log);
  EXPECT_THAT(arasha_.Run({"audit", "list"}).out,
              testing::AllOf(HasSubstr("(UTC+01:00)"), HasSubstr("2026-11-24 10:00")));
  // What concerns no mission goes by the caller's only one.
  log.add_entries();
  server_.Answer("ListAuditEntries", log);
  EXPECT_THAT(arasha_.Run({"audit", "list"}).out, HasSubstr("(UTC)"));
  for (const auto& [mission, heading] : {std::pair{"WAW", "(UTC+01:00)"}, std::pair{"IST", "(UTC)"}}) {
    v1::WhoAmIResponse who;
    who.add_grants()->set_mission(absl::StrCat("missions/", mission));
    server_.Answer("WhoAmI", who);
    EXPECT_THAT(arasha_.Run({"audit", "list"}).out, HasSubstr(heading)) << mission;
  }
  // As what is typed there is read.
  EXPECT_EQ(arasha_.Run({"audit", "list", "--since", "24.11 12:00", "-o", "json"}).exit_code, 0);
  EXPECT_EQ(server_.Last<v1::ListAuditEntriesRequest>("ListAuditEntries").start_time().seconds(), kNoon);
}

TEST_F(Zones, OfGrantsAndReportsAreThoseOfTheirMissions) {
  server_.Answer("RevokeAccess", Parse<v1::AccessGrant>(R"pb(mission: "missions/WAW"
                                                             expire_time { seconds: 1795510800 })pb"));
  EXPECT_THAT(arasha_.Run({"access", "revoke", "x"}).out, HasSubstr("2026-11-24 10:00+01:00"));
  auto grants = Parse<v1::ListAccessGrantsResponse>(R"pb(access_grants {
                                                           mission: "missions/IST"
                                                           expire_time { seconds: 1795510800 }
                                                         })pb");
  server_.Answer("ListAccessGrants", grants);
  EXPECT_THAT(arasha_.Run({"access", "list"}).out,
              testing::AllOf(HasSubstr("(UTC+03:00)"), HasSubstr("2026-11-24 12:00")));
  grants.add_access_grants()->set_mission("missions/WAW");
  server_.Answer("ListAccessGrants", grants);
  EXPECT_THAT(arasha_.Run({"access", "list"}).out,
              testing::AllOf(HasSubstr("(UTC)"), HasSubstr("2026-11-24 09:00")));

  const auto schedule = Parse<v1::ReportSchedule>(R"pb(order { mission: "missions/IST" }
                                                       next_time { seconds: 1795510800 })pb");
  v1::ListReportSchedulesResponse schedules;
  *schedules.add_schedules() = schedule;
  for (const char* method : {"CreateReportSchedule", "EndReportSchedule"}) server_.Answer(method, schedule);
  server_.Answer("ListReportSchedules", schedules);
  const auto of_istanbul = testing::AllOf(HasSubstr("(UTC+03:00)"), HasSubstr("2026-11-24 12:00"));
  EXPECT_THAT(arasha_.Run({"report", "schedule", "create", "deadlines"}).out, of_istanbul);
  EXPECT_THAT(arasha_.Run({"report", "schedule", "list"}).out, of_istanbul);
  const Ran ended = arasha_.Run({"report", "schedule", "end", "x"});
  EXPECT_THAT(ended.out, Not(HasSubstr("2026-11-24")));
  EXPECT_THAT(ended.err, HasSubstr("The schedule has ended"));
}

TEST_F(Zones, MayBeAskedFor) {
  const std::vector<std::string> note = {"case",  "note", "IST-2026-1", "--happened-at",
                                         "12:00", "-o",   "json"};
  arasha_.variables["ARASHA_TIME_ZONE"] = "Asia/Almaty";
  EXPECT_EQ(arasha_.Run(note).exit_code, 0);
  EXPECT_EQ(HappenedAt(), kNoon - 2 * 3600);
  std::vector<std::string> in_utc = note;
  in_utc.insert(in_utc.end(), {"--time-zone", "UTC"});
  EXPECT_EQ(arasha_.Run(in_utc).exit_code, 0);
  EXPECT_EQ(HappenedAt(), kNoon + 3 * 3600);
  arasha_.variables["ARASHA_TIME_ZONE"] = "local";
  arasha_.variables["TZ"] = ":Europe/Warsaw";
  EXPECT_EQ(arasha_.Run(note).exit_code, 0);
  EXPECT_EQ(HappenedAt(), kNoon + 2 * 3600);
  EXPECT_THAT(server_.calls(), testing::Each("AddEntry"));
}

TEST_F(Zones, StandBesideTheOrderOfDatesThatTheLocaleHas) {
  const auto happened = [&] {
    EXPECT_EQ(arasha_.Run({"case", "note", "IST-2026-1", "--text", "x", "--happened-at", "11/10/2026 12:00"})
                  .exit_code,
              0);
    return absl::FormatTime("%Y-%m-%d %H:%M", absl::FromUnixSeconds(HappenedAt()), absl::UTCTimeZone());
  };
  arasha_.variables["LANG"] = "en_US.UTF-8";
  EXPECT_EQ(happened(), "2026-11-10 09:00");
  arasha_.variables["LC_TIME"] = "en_GB.UTF-8";
  EXPECT_EQ(happened(), "2026-10-11 09:00");
  arasha_.variables["LC_ALL"] = "C";
  const Ran ran =
      arasha_.Run({"case", "note", "IST-2026-1", "--text", "x", "--happened-at", "11/10/2026 12:00"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("Write it as 2026-11-28 or 28.11.2026."));
}

TEST_F(Zones, MayBeOffsets) {
  server_.Answer("ListEntries",
                 Parse<v1::ListEntriesResponse>("entries { happened_time { seconds: 1795510800 } }"));
  for (const auto& [asked, shown] : {std::pair{"+05:00", "(UTC+05:00)\n2026-11-24 14:00"},
                                     {"UTC+5", "(UTC+05:00)\n2026-11-24 14:00"},
                                     {"UTC+05:00", "(UTC+05:00)\n2026-11-24 14:00"},
                                     {"GMT+5", "(UTC+05:00)\n2026-11-24 14:00"},
                                     {"-3:30", "(UTC-03:30)\n2026-11-24 05:30"},
                                     {"UTC+0", "(UTC)\n2026-11-24 09:00"}}) {
    EXPECT_THAT(arasha_.Run({"case", "timeline", "IST-2026-1", "--time-zone", asked}).out, HasSubstr(shown))
        << asked;
  }
  server_.Answer("GetCase", Parse<v1::Case>(R"pb(type: "a.b")pb"));
  EXPECT_THAT(arasha_.Run({"case", "show", "IST-2026-1", "--time-zone", "GMT+5"}).out,
              HasSubstr(" UTC+05:00\n"));
  for (const char* none : {"+15:00", "UTC+5:7", "UTC+", "5", "+5:60", "MSK+5"}) {
    EXPECT_EQ(arasha_.Run({"case", "list", "--time-zone", none}).exit_code, 2) << none;
  }
}

TEST_F(Zones, ThatDoNotExistAreErrors) {
  for (const auto& [asked, tz] : {std::pair{"Europe/Istambul", ""}, std::pair{"local", "Europe/Istambul"}}) {
    arasha_.variables["ARASHA_TIME_ZONE"] = asked;
    arasha_.variables["TZ"] = tz;
    const Ran ran = arasha_.Run({"case", "list"});
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_THAT(ran.err, testing::AllOf(HasSubstr("'Europe/Istambul'"), HasSubstr("Europe/Istanbul")));
  }
  EXPECT_THAT(server_.calls(), testing::IsEmpty());
  arasha_.variables["ARASHA_TIME_ZONE"] = "Mars";
  EXPECT_EQ(arasha_.Run({"case", "list"}).exit_code, 2);
}

TEST_F(Zones, OfOneEntryAreShownWithIt) {
  server_.Answer("AddEntry", Parse<v1::Entry>(R"pb(happened_time { seconds: 1795510800 })pb"));
  EXPECT_THAT(arasha_.Run({"case", "note", "IST-2026-1", "--text", "x"}).out,
              HasSubstr("2026-11-24 12:00+03:00"));
  // An answer in UTC is better than none.
  server_.Refuse("ListMissions", RichStatus(13, "broken", "INTERNAL"));
  const Ran ran = arasha_.Run({"case", "note", "IST-2026-1", "--text", "x"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, HasSubstr("2026-11-24 09:00+00:00"));
}

// On a poor link a question may be lost between two that are answered.
TEST_F(Zones, OfAnEntryAndOfTheDeadlinesBelowItAreTheCases) {
  server_.Answer("AddEntry", Parse<v1::Entry>(R"pb(happened_time { seconds: 1795510800 })pb"));
  server_.Answer("GetCase", Parse<v1::Case>(R"pb(time_zone: "Europe/Istanbul"
                                                 next_due_time { seconds: 1795514400 }
                                                 next_due_rule: "visit"
                                                 deadlines { rule: "visit" })pb"));
  server_.Refuse("ListMissions", RichStatus(13, "broken", "INTERNAL"));
  const Ran ran = arasha_.Run({"case", "note", "IST-2026-1", "--text", "x"});
  EXPECT_THAT(ran.out, HasSubstr("2026-11-24 12:00+03:00"));
  EXPECT_THAT(ran.out, HasSubstr("2026-11-24 13:00+03:00"));
  EXPECT_THAT(server_.calls(), Not(Contains("ListMissions")));
}

TEST_F(Zones, OfTimesInFiltersAreTheMissions) {
  const struct {
    const char* filter;
    const char* sent;
  } kCases[] = {
      {"update_time > 1d", R"(update_time > "2026-11-23T11:05:00Z")"},
      {"update_time>=yesterday AND state = received",
       R"(update_time >= "2026-11-22T21:00:00Z" AND state = received)"},
      {R"(activity_time > "вчера 14:00")", R"(activity_time > "2026-11-23T11:00:00Z")"},
      {"activity_time > 23.11.2026 14:00 AND open = true",
       R"(activity_time > "2026-11-23T11:00:00Z" AND open = true)"},
      {"create_time <= 23.11.2026", R"(create_time <= "2026-11-23T20:59:59.999999Z")"},
      {"next_due_time < 3d", R"(next_due_time < "2026-11-27T11:05:00Z")"},
      {"next_due_time <= friday", R"(next_due_time <= "2026-11-27T20:59:59.999999Z")"},
      {R"(create_time < "2026-11-23T11:00:00Z")", R"(create_time < "2026-11-23T11:00:00Z")"},
      {R"(state = "a AND update_time > b")", R"(state = "a AND update_time > b")"},
      {R"(assignee = "x\" AND open = true)", R"(assignee = "x\" AND open = true)"},
      {"bogus > 1", "bogus > 1"},
      {"update_time >", "update_time >"},
  };
  for (const auto& c : kCases) {
    EXPECT_EQ(arasha_.Run({"case", "list", "--filter", c.filter, "-o", "json"}).exit_code, 0) << c.filter;
    EXPECT_EQ(server_.Last<v1::ListCasesRequest>("ListCases").filter(), c.sent);
  }
  const Ran ran = arasha_.Run({"case", "list", "--filter", "update_time > soon"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("'soon' is not a time"));
}

TEST_F(Zones, OfChangesAreTheMissions) {
  EXPECT_EQ(arasha_.Run({"case", "list", "--changed-since", "кеше", "-o", "json"}).exit_code, 0);
  EXPECT_EQ(server_.Last<v1::ListCasesRequest>("ListCases").filter(),
            R"(activity_time >= "2026-11-22T21:00:00Z")");
}

TEST_F(Zones, ComeWithMissionsThatExist) {
  Ran ran = arasha_.Run({"case", "note", "ISTT-2026-1", "--happened-at", "12:00"});
  EXPECT_EQ(ran.exit_code, 4);
  EXPECT_THAT(ran.err, HasSubstr("There is no mission ISTT. Did you mean IST?"));
  server_.Refuse("ListCases", RichStatus(5, "none", "NOT_FOUND"));
  EXPECT_THAT(arasha_.Run({"case", "list", "--mission", "стамбул"}).err, HasSubstr("Did you mean IST?"));
  server_.Refuse("ListCases", RichStatus(5, "none", "NOT_FOUND"));
  EXPECT_THAT(arasha_.Run({"case", "list", "--mission", "QQQ", "--lang", "ru"}).err,
              HasSubstr("Загранучреждения QQQ нет"));
  EXPECT_THAT(arasha_.Run({"case", "note", "ISTT-2026-1", "--happened-at", "12:00", "--lang", "ru"}).err,
              HasSubstr("нет. Возможно, имелось в виду: IST."));
  EXPECT_THAT(arasha_.Run({"case", "note", "ISTT-2026-1", "--happened-at", "12:00", "--lang", "kk"}).err,
              HasSubstr("жоқ. Мүмкін, мынау шығар: IST."));
  server_.Refuse("GetCase", RichStatus(5, "none", "NOT_FOUND"));
  EXPECT_THAT(arasha_.Run({"case", "show", "IST-2026-7"}).err, Not(HasSubstr("no mission")));
  server_.Refuse("GrantRole", BadFields({{"mission", "must be a mission"}}));
  EXPECT_THAT(arasha_.Run({"staff", "grant", "a.b", "officer", "--mission", "WAV"}).err,
              HasSubstr("There is no mission WAV. Did you mean WAW?"));
}

TEST_F(Zones, OfRolesAreTheirMissions) {
  server_.Answer("ListPrincipals", Parse<v1::ListPrincipalsResponse>(R"pb(
                   principals {
                     name: "staff/d.kim"
                     grants {
                       role: "head"
                       mission: "missions/IST"
                       expire_time { seconds: 1795604700 }
                     }
                     grants {
                       role: "officer"
                       mission: "missions/WAW"
                       expire_time { seconds: 1795604700 }
                     }
                     grants {
                       role: "auditor"
                       mission: "missions/-"
                       expire_time { seconds: 1795604700 }
                     }
                   })pb"));
  const std::string out = arasha_.Run({"staff", "list"}).out;
  EXPECT_THAT(out, testing::StartsWith("ID "));
  EXPECT_THAT(out, HasSubstr("\nd.kim "));
  EXPECT_THAT(out, HasSubstr("IST · until 2026-11-25 14:05+03:00"));
  EXPECT_THAT(out, HasSubstr("WAW · until 2026-11-25 12:05+01:00"));
  EXPECT_THAT(out, HasSubstr("all missions · until 2026-11-25 11:05+00:00"));
}

TEST_F(Zones, OfTheOnlyMissionAreTheDefault) {
  arasha_.variables.erase("ARASHA_MISSION");
  server_.Answer("WhoAmI",
                 Parse<v1::WhoAmIResponse>(R"pb(grants { role: "officer" mission: "missions/WAW" }
                                                grants { role: "head" mission: "missions/WAW" })pb"));
  EXPECT_EQ(arasha_.Run({"case", "list", "-o", "json"}).exit_code, 0);
  EXPECT_EQ(server_.Last<v1::ListCasesRequest>("ListCases").parent(), "missions/WAW");
  EXPECT_EQ(arasha_.Run({"case", "show", "7", "-o", "json"}).exit_code, 0);
  EXPECT_EQ(server_.Last<v1::GetCaseRequest>("GetCase").name(), "missions/WAW/cases/WAW-2026-000007");
  for (const char* grants : {R"pb(grants { role: "officer" mission: "missions/WAW" }
                                  grants { role: "head" mission: "missions/IST" })pb",
                             R"pb(grants { role: "supervisor" mission: "missions/-" })pb", ""}) {
    server_.Answer("WhoAmI", Parse<v1::WhoAmIResponse>(grants));
    const Ran ran = arasha_.Run({"staff", "colleagues"});
    EXPECT_EQ(ran.exit_code, 2) << grants;
    EXPECT_THAT(ran.err, HasSubstr("No mission is given"));
    // Lists are of all that there are; who has none is told by the server.
    EXPECT_EQ(arasha_.Run({"case", "list", "-o", "json"}).exit_code, 0);
    EXPECT_EQ(server_.Last<v1::ListCasesRequest>("ListCases").parent(), "missions/-");
    EXPECT_EQ(arasha_.Run({"approval", "list"}).exit_code, 0);
    EXPECT_EQ(server_.Last<v1::ListApprovalsRequest>("ListApprovals").parent(), "missions/-");
  }
}

}  // namespace
}  // namespace arasha::clients
