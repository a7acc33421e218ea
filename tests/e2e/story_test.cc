// A case from the first notification to its closing and reopening, as an officer and a head of mission
// work it. What could go wrong: a step is refused or lost, a deadline is judged by when something was
// written down and not by when it happened, or the timeline tells another story than was typed in.

#include <fstream>
#include <regex>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/e2e/cli.h"

namespace arasha::e2e {
namespace {

using nlohmann::json;

class StoryTest : public CliTest {
 protected:
  // The sample case with its `now-30h` as instants of today, in a file.
  static std::string SampleFile() {
    std::ifstream file(ARASHA_SOURCE_DIR "/deploy/samples/detention-istanbul.json.in");
    const std::string text(std::istreambuf_iterator<char>(file), {});
    static const std::regex kRelative("now-([0-9]+)h");
    std::string instants;
    auto rest = text.cbegin();
    for (std::sregex_iterator match(text.begin(), text.end(), kRelative), end; match != end; ++match) {
      instants.append(rest, (*match)[0].first);
      const absl::Time time = absl::Now() - absl::Hours(std::stoi((*match)[1].str()));
      instants += absl::FormatTime(absl::RFC3339_sec, time, absl::UTCTimeZone());
      rest = (*match)[0].second;
    }
    instants.append(rest, text.cend());
    const std::string path = system->scratch() + "/sample.json";
    std::ofstream(path) << instants;
    return path;
  }

  // Rule ids of the case's deadlines with their states, without the prefix.
  static std::map<std::string, std::string> Deadlines(const std::string& name) {
    std::map<std::string, std::string> states;
    const json matter = ArashaJson("officer", {"case", "show", name});
    for (const json& deadline : matter["deadlines"]) {
      states[deadline["rule"]] =
          deadline["state"].get<std::string>().substr(std::string("DEADLINE_STATE_").size());
    }
    return states;
  }

  static std::string State(const json& matter) { return matter.value("state", "none"); }
};

TEST_F(StoryTest, DetentionFromNotificationToReopening) {
  const json opened =
      ArashaJson("officer", {"case", "open", "--mission", "IST", "--from-file", SampleFile()});
  const std::string name = CaseNameIn(opened.value("name", ""));
  EXPECT_EQ(State(opened), "received");
  EXPECT_EQ(opened["parties"].size(), 3U);
  EXPECT_EQ(opened["subject"], "Ержан Бекұлы Сағындықов");
  std::map<std::string, std::string> deadlines = Deadlines(name);
  // Whether a working day has passed since depends on the weekday on which the test runs.
  EXPECT_EQ(deadlines.erase("access_request"), 1U);
  EXPECT_EQ(deadlines, (std::map<std::string, std::string>{
                           {"first_contact", "MISSED"}, {"visit", "RUNNING"}, {"host_notification", "MET"}}));

  EXPECT_EQ(State(ArashaJson("officer", {"case", "assign", name, "me"})), "received");
  EXPECT_EQ(State(ArashaJson("officer", {"case", "do", "register", name, "--happened-at", "29h ago"})),
            "registered");
  ArashaJson("officer", {"case", "contact", name, "--failed", "--channel", "phone", "--happened-at",
                         "28h ago", "--text", "Тұтқынмен байланыстырмады."});
  EXPECT_EQ(Deadlines(name)["first_contact"], "MISSED") << "an attempt is no contact";
  ArashaJson("officer", {"case", "note-verbale", name, "--sent", "--reference", "IST-NV-114", "--happened-at",
                         "20h ago", "--text", "Access requested"});
  EXPECT_EQ(Deadlines(name)["access_request"], "MET");
  EXPECT_EQ(Deadlines(name)["access_reply"], "RUNNING");
  EXPECT_EQ(State(ArashaJson("officer", {"case", "do", "request_access", name, "--happened-at", "20h ago"})),
            "waiting_host_authority");
  ArashaJson("officer", {"case", "visit", name, "--happened-at", "3h ago", "--text", "In good health"});
  EXPECT_EQ(Deadlines(name), (std::map<std::string, std::string>{{"first_contact", "MET_LATE"},
                                                                 {"access_request", "MET"},
                                                                 {"access_reply", "MET"},
                                                                 {"visit", "MET"},
                                                                 {"host_notification", "MET"}}));
  // Written down last, but it happened in time, and that is what the standard asks for.
  ArashaJson("officer", {"case", "contact", name, "--channel", "phone", "--happened-at", "27h ago"});
  EXPECT_EQ(Deadlines(name)["first_contact"], "MET");

  ArashaJson("officer", {"case", "note", name, "--text", "Told the mother"});
  ArashaJson("officer", {"case", "decision", name, "--reference", "2026/118", "--text", "Released"});
  EXPECT_EQ(State(ArashaJson("officer", {"case", "do", "resolve", name, "--text", "Flew home"})), "resolved");
  const json proposed = ArashaJson("officer", {"case", "close", name, "--text", "Done"});
  EXPECT_EQ(State(proposed), "resolved") << "closing takes two persons";
  EXPECT_EQ(proposed["pendingApproval"]["proposedBy"], "staff/a.omarova");
  EXPECT_EQ(Arasha("officer", {"approval", "approve", name}).exit_code, 5)
      << "and the first is not the second";
  const json closed = ArashaJson("head", {"approval", "approve", name, "--text", "Reviewed"});
  EXPECT_EQ(State(closed), "closed");
  EXPECT_TRUE(closed.contains("closeTime"));
  EXPECT_EQ(Arasha("officer", {"case", "visit", name, "--text", "Too late"}).exit_code, 7);
  EXPECT_EQ(Arasha("officer", {"case", "note", name, "--text", "A letter of thanks came"}).exit_code, 0)
      << "a note may follow the closing";
  const json reopened = ArashaJson("head", {"case", "reopen", name, "--text", "Arrested anew"});
  EXPECT_EQ(State(reopened), "in_progress");
  EXPECT_FALSE(reopened.contains("closeTime"));

  std::vector<std::string> kinds;
  std::string before;
  const json timeline = ArashaJson("officer", {"case", "timeline", name});
  for (const json& entry : timeline["entries"]) {
    kinds.push_back(entry["kind"].get<std::string>().substr(std::string("ENTRY_KIND_").size()));
    EXPECT_LE(before, entry["happenedTime"].get<std::string>().substr(0, 19));
    before = entry["happenedTime"].get<std::string>().substr(0, 19);
  }
  // In the order in which things happened; what bears no time of its own comes last, as it was typed.
  EXPECT_EQ(kinds,
            (std::vector<std::string>{"TRANSITION", "CONTACT_ATTEMPT", "CONTACT", "NOTE_VERBALE",
                                      "TRANSITION", "VISIT", "TRANSITION", "ASSIGNMENT", "NOTE", "DECISION",
                                      "TRANSITION", "PROPOSAL", "TRANSITION", "NOTE", "TRANSITION"}));
}

TEST_F(StoryTest, ARemindersTimeComes) {
  const json opened =
      ArashaJson("officer", {"case", "open", "--mission", "IST", "--from-file", SampleFile()});
  const std::string name = CaseNameIn(opened.value("name", ""));
  ArashaJson("officer", {"reminder", "add", name, "2d", "Соттан күнін қайта сұрау"});
  ArashaJson("head", {"reminder", "add", name, "3d", "Позвонить семье", "--for", "a.omarova"});
  const json waiting = ArashaJson("officer", {"reminder", "list"});
  ASSERT_EQ(waiting["reminders"].size(), 2U);
  EXPECT_EQ(waiting["reminders"][0]["text"], "Соттан күнін қайта сұрау");
  const std::string first = waiting["reminders"][0]["name"];
  const Finished ambiguous = Arasha("officer", {"reminder", "resolve", name, "--lang", "ru"});
  EXPECT_EQ(ambiguous.exit_code, 2) << ambiguous.err;
  ArashaJson("officer",
             {"reminder", "resolve", name, first.substr(first.size() - 8), "--text", "3 желтоқсанда"});
  const json left = ArashaJson("officer", {"reminder", "list"});
  EXPECT_EQ(left["reminders"].size(), 1U);
  const json listed = ArashaJson("officer", {"case", "list", "--mission", "IST"});
  EXPECT_EQ(listed["cases"][0]["reminderTime"], left["reminders"][0]["dueTime"]);
  EXPECT_NE(Arasha("officer", {"reminder", "list", name, "--lang", "kk"}).out.find("3 желтоқсанда"),
            std::string::npos);
}

TEST_F(StoryTest, ACaseIsHeldAndAListIsSignedByTwo) {
  const json opened =
      ArashaJson("officer", {"case", "open", "--mission", "IST", "--from-file", SampleFile()});
  const std::string name = CaseNameIn(opened.value("name", ""));
  EXPECT_NE(Arasha("officer", {"case", "hold", name, "--reason", "Дело запросил суд"}).exit_code, 0);
  const json held = ArashaJson("head", {"case", "hold", name, "--reason", "Дело запросил суд"});
  EXPECT_EQ(held["kind"], "ENTRY_KIND_HOLD");
  EXPECT_NE(Arasha("officer", {"case", "show", name, "--lang", "ru"}).out.find("Запрет на уничтожение"),
            std::string::npos);
  EXPECT_EQ(ArashaJson("head", {"case", "release", name, "--reason", "Сот аяқталды"})["kind"],
            "ENTRY_KIND_HOLD_RELEASED");
  EXPECT_EQ(Arasha("head", {"case", "release", name, "--reason", "Тағы да"}).exit_code, 7);

  const json drawn = ArashaJson("head", {"erasure", "draw", "--mission", "IST"});
  EXPECT_EQ(drawn["state"], "ERASURE_LIST_STATE_DRAWN");
  EXPECT_FALSE(drawn.contains("items")) << "nothing is due yet";
  const std::string list = drawn["name"];
  ArashaJson("head", {"erasure", "sign", list});
  EXPECT_NE(Arasha("head", {"erasure", "approve", list}).exit_code, 0) << "who signed it";
  EXPECT_EQ(ArashaJson("supervisor", {"erasure", "approve", list})["state"], "ERASURE_LIST_STATE_APPROVED");
  EXPECT_EQ(ArashaJson("head", {"erasure", "list", "--mission", "IST"})["erasureLists"][0]["name"], list);
  EXPECT_EQ(Arasha("head", {"erasure", "certificate", list}).exit_code, 2) << "it was not carried out";
}

// The sample's notice came so long ago that the first contact is overdue.
TEST_F(StoryTest, AMissedDeadlineIsWarnedOfWithinAMinute) {
  const json opened =
      ArashaJson("officer", {"case", "open", "--mission", "IST", "--from-file", SampleFile()});
  const std::string name = CaseNameIn(opened.value("name", ""));
  json told;
  for (const absl::Time end = absl::Now() + absl::Seconds(60); told.empty() && absl::Now() < end;
       absl::SleepFor(absl::Seconds(1))) {
    told = ArashaJson("officer", {"warning", "list", name}).value("warnings", json::array());
  }
  ASSERT_FALSE(told.empty());
  const json due = ArashaJson("officer", {"case", "list", "--mission", "IST", "--due"});
  EXPECT_TRUE(due["cases"][0].contains("nextDueWarning")) << due;
  const json before = ArashaJson("head", {"whoami"});
  EXPECT_GT(before.value("warningsWaiting", 0), 0);
  EXPECT_EQ(Arasha("head", {"warning", "seen", name}).exit_code, 0);
  EXPECT_LT(ArashaJson("head", {"whoami"}).value("warningsWaiting", 0), before.value("warningsWaiting", 0));
}

TEST_F(StoryTest, HearingsComeOneAfterAnother) {
  const json opened =
      ArashaJson("officer", {"case", "open", "--mission", "IST", "--from-file", SampleFile()});
  const std::string name = CaseNameIn(opened.value("name", ""));
  const json first = ArashaJson("officer", {"case", "row", "add", name, "hearings", "--set",
                                            "held_on=2099-12-01", "--set", "court=Sulh Ceza"});
  ArashaJson("officer", {"case", "row", "add", name, "hearings", "--set", "held_on=2099-12-15", "--set",
                         "court=Ağır Ceza"});
  ArashaJson("officer", {"case", "row", "update", name, "Sulh Ceza", "--set", "purpose=bail"});
  const json shown = ArashaJson("officer", {"case", "show", name});
  ASSERT_EQ(shown["rows"].size(), 2U);
  EXPECT_EQ(shown["rows"][0]["name"], first["name"]);
  EXPECT_EQ(shown["rows"][0]["details"]["purpose"], "bail");
  EXPECT_NE(Arasha("officer", {"case", "show", name, "--lang", "kk"}).out.find("Сот отырыстары"),
            std::string::npos);
  ArashaJson("head", {"case", "row", "remove", name, "Ağır Ceza", "--reason", "entered twice"});
  EXPECT_EQ(ArashaJson("officer", {"case", "show", name})["rows"].size(), 1U);
}

TEST_F(StoryTest, AVisitOnTheWrongCaseIsStruckOut) {
  const json opened =
      ArashaJson("officer", {"case", "open", "--mission", "IST", "--from-file", SampleFile()});
  const std::string name = CaseNameIn(opened.value("name", ""));
  ASSERT_EQ(Deadlines(name)["first_contact"], "MISSED");
  const std::string visit = ArashaJson(
      "officer", {"case", "visit", name, "--happened-at", "29h ago", "--text", "Ой, не то дело"})["name"];
  EXPECT_EQ(Deadlines(name)["first_contact"], "MET");
  const std::string id = visit.substr(visit.size() - 8);
  EXPECT_EQ(Arasha("officer", {"case", "correct", name, "00000000", "--reason", "x"}).exit_code, 4)
      << "no such entry";
  const json struck =
      ArashaJson("officer", {"case", "correct", name, id, "--reason", "Запись внесена не в то дело"});
  EXPECT_EQ(struck["kind"], "ENTRY_KIND_CORRECTION");
  EXPECT_EQ(struck["corrects"], visit);
  EXPECT_EQ(Deadlines(name)["first_contact"], "MISSED") << "what was struck out meets nothing";
  const std::string shown = Arasha("officer", {"case", "timeline", name, "--lang", "en"}).out;
  EXPECT_TRUE(absl::StrContains(shown, "STRUCK OUT")) << shown;
  EXPECT_TRUE(absl::StrContains(shown, "Запись внесена не в то дело")) << shown;
  EXPECT_TRUE(absl::StrContains(shown, id)) << shown;
  for (const auto& row : ParseCsv(Arasha("officer", {"case", "timeline", name, "--output", "csv"}).out)) {
    EXPECT_EQ(row.at("corrected_by").empty(), row.at("name") != visit);
  }
  EXPECT_EQ(Arasha("officer", {"case", "correct", name, id, "--reason", "again"}).exit_code, 7);

  // Then the right one, at first with the wrong hour.
  const std::string again = ArashaJson(
      "officer", {"case", "visit", name, "--happened-at", "3h ago", "--text", "In good health"})["name"];
  EXPECT_EQ(Deadlines(name)["first_contact"], "MET_LATE");
  const json corrected = ArashaJson("officer", {"case", "correct", name, again, "--reason",
                                                "it was yesterday", "--happened-at", "28h ago"});
  EXPECT_EQ(corrected["kind"], "ENTRY_KIND_VISIT");
  EXPECT_EQ(corrected["text"], "In good health") << "what is not given stays as it was";
  EXPECT_EQ(Deadlines(name)["first_contact"], "MET");
}

TEST_F(StoryTest, AProposalIsNotOvertakenUnasked) {
  const std::string name = OpenCase();
  ArashaJson("officer", {"case", "do", "register", name});
  ArashaJson("officer", {"case", "do", "resolve", name, "--text", "Released"});
  ArashaJson("officer", {"case", "close", name, "--text", "Done"});
  const Finished refused = Arasha("officer", {"case", "update", name, "--priority", "low", "--lang", "en"});
  EXPECT_EQ(refused.exit_code, 7);
  EXPECT_TRUE(absl::StrContains(refused.err, "--overtake")) << refused.err;
  ArashaJson("officer", {"case", "update", name, "--priority", "low", "--overtake"});
  EXPECT_TRUE(absl::StrContains(Arasha("officer", {"case", "timeline", name, "--lang", "en"}).out,
                                "proposal lapsed"));
}

TEST_F(StoryTest, OpensByFlagsAndFromStandardInput) {
  const std::string name =
      OpenCase({"--priority", "urgent", "--subject", "Нұрлан Жұмабаев", "--subject-iin", "900101300017",
                "--applicant", "Айгүл Жұмабаева", "--received-at", "-2h"});
  const json shown = ArashaJson("officer", {"case", "show", name});
  EXPECT_EQ(shown["priority"], "PRIORITY_URGENT");
  EXPECT_EQ(shown["parties"].size(), 2U);
  EXPECT_EQ(shown["details"]["place_of_detention"], "Silivri");
  EXPECT_EQ(shown["hostState"], "TR") << "the mission's, when left out";

  std::ifstream file(SampleFile());
  const json piped =
      ArashaJson("officer", {"case", "open", "--mission", "IST", "--from-file", "-", "--priority", "low"},
                 {.variables = {}, .input = std::string(std::istreambuf_iterator<char>(file), {})});
  EXPECT_EQ(piped["priority"], "PRIORITY_LOW") << "options go over the file";
}

TEST_F(StoryTest, DryRunOpensNothing) {
  const std::string before = OpenCase();
  const json tried =
      ArashaJson("officer", {"case", "open", "--mission", "IST", "--dry-run", "--from-file", SampleFile()});
  EXPECT_EQ(tried.value("name", ""), "");
  const std::string after = OpenCase();
  EXPECT_EQ(std::stoi(after.substr(9)), std::stoi(before.substr(9)) + 1) << "a number was given away";
}

TEST_F(StoryTest, UpdatesFieldsUnderAnEtag) {
  const std::string name = OpenCase();
  const std::string etag = ArashaJson("officer", {"case", "show", name})["etag"];
  const json updated =
      ArashaJson("officer",
                 {"case", "update", name, "--etag", etag, "--set", "custody_status=pretrial_detention",
                  "--set", "consular_rights_informed=true", "--summary", "-"},
                 {.variables = {}, .input = "Қамауға алынды\n"});
  EXPECT_EQ(updated["summary"], "Қамауға алынды");
  EXPECT_EQ(updated["details"]["custody_status"], "pretrial_detention");
  EXPECT_EQ(updated["details"]["consular_rights_informed"], true);
  EXPECT_EQ(updated["details"]["place_of_detention"], "Silivri") << "what the mask does not name stays";
  EXPECT_NE(updated["etag"], etag);
  const json emptied = ArashaJson("officer", {"case", "update", name, "--unset", "custody_status"});
  EXPECT_FALSE(emptied["details"].contains("custody_status"));
}

// On a laptop in Auckland, of an officer of Istanbul, as people type and read times.
TEST_F(StoryTest, TimesAreTheMissions) {
  const Extra auckland{.variables = {{"TZ", "Pacific/Auckland"}}, .input = ""};
  const std::string name =
      ArashaJson("officer",
                 {"case", "open", "--mission", "ist", "--type", "rights.detention", "--summary", "x", "--set",
                  "place_of_detention=Silivri", "--set", "notified_time=12 января 2026 12:00", "--host-state",
                  "Türkiye", "--subject", "Ержан Сағындықов"},
                 auckland)
          .value("name", "");
  const std::string number = name.substr(name.rfind('/') + 1);
  const json shown = ArashaJson("officer", {"case", "show", std::to_string(std::stoi(number.substr(9)))});
  EXPECT_EQ(shown["details"]["notified_time"], "2026-01-12T09:00:00Z");
  EXPECT_EQ(shown["hostState"], "TR");
  const Finished table = Arasha("officer", {"case", "show", number}, auckland);
  EXPECT_TRUE(absl::StrContains(table.out, "2026-01-12 12:00\n")) << table.out;
  EXPECT_TRUE(absl::StrContains(table.out, "Europe/Istanbul (UTC+03:00)")) << table.out;
  const Finished list = Arasha("officer", {"case", "list"}, auckland);
  EXPECT_TRUE(absl::StrContains(list.out, "(UTC+03:00)")) << list.out;
}

TEST_F(StoryTest, NotesCountAsChanges) {
  const std::string name = OpenCase();
  const json before = ArashaJson("officer", {"case", "show", name});
  const std::string now = absl::FormatTime(absl::RFC3339_full, absl::Now(), absl::UTCTimeZone());
  const auto changed = [&] {
    return ArashaJson("officer", {"case", "list", "--changed-since", now, "--limit", "1000"})
        .value("cases", json());
  };
  EXPECT_TRUE(changed().empty());
  ArashaJson("officer", {"case", "note", name, "--text", "Called the lawyer"});
  ASSERT_EQ(changed().size(), 1U);
  EXPECT_EQ(changed()[0]["name"], before["name"]);
  EXPECT_EQ(changed()[0]["etag"], before["etag"]) << "a note is no change of the case";
}

TEST_F(StoryTest, PartiesComeAndGo) {
  const std::string name = OpenCase();
  const json added =
      ArashaJson("officer", {"case", "party", "add", name, "Silivri Cezaevi", "--role", "host-authority",
                             "--kind", "organisation", "--nationality", "TR"});
  const std::string party = added.value("name", "");
  ArashaJson("officer", {"case", "visit", name, "--party", party, "--text", "Spoke with the governor"});
  EXPECT_EQ(ArashaJson("officer", {"case", "show", name})["parties"].size(), 2U);
  const json corrected = ArashaJson("officer", {"case", "party", "update", name, "Silivri Cezaevi", "--name",
                                                "Silivri 9 No.lu Cezaevi", "--phone", "+902120000000"});
  EXPECT_EQ(corrected["displayName"], "Silivri 9 No.lu Cezaevi");
  EXPECT_EQ(corrected["name"], party);
  const json removed =
      ArashaJson("officer", {"case", "party", "remove", name, "host-authority", "--reason", "moved"});
  EXPECT_TRUE(removed.contains("removeTime"));
  EXPECT_EQ(removed["displayName"], "Silivri 9 No.lu Cezaevi");
  EXPECT_EQ(ArashaJson("officer", {"case", "show", name})["parties"].size(), 1U);
  const std::string timeline = Arasha("officer", {"case", "timeline", name, "--output", "csv"}).out;
  EXPECT_TRUE(absl::StrContains(timeline, "display_name: Silivri Cezaevi → Silivri 9 No.lu Cezaevi"))
      << timeline;
  EXPECT_TRUE(absl::StrContains(timeline, "HOST_AUTHORITY: Silivri 9 No.lu Cezaevi\nmoved")) << timeline;
  EXPECT_TRUE(absl::StrContains(Arasha("officer", {"case", "timeline", name, "--lang", "ru"}).out,
                                "орган государства пребывания: Silivri 9 No.lu Cezaevi"));
  EXPECT_EQ(Arasha("officer", {"case", "party", "remove", name, "subject", "--reason", "x"}).exit_code, 7)
      << "a detention is about somebody";
  const Finished again = Arasha("officer", {"case", "party", "remove", name, party, "--reason", "x"});
  EXPECT_EQ(again.exit_code, 4) << "it is not on the case any more";
  EXPECT_TRUE(absl::StrContains(again.err, "has no such party")) << again.err;
}

struct Role {
  const char* role;
  const char* name;
  const char* grant;
  const char* mission;
};

class WhoAmITest : public CliTest, public ::testing::WithParamInterface<Role> {};

TEST_P(WhoAmITest, TellsNameAndRoles) {
  const json who = ArashaJson(GetParam().role, {"whoami"});
  EXPECT_EQ(who["name"], GetParam().name);
  EXPECT_EQ(who["grants"], json::array({{{"role", GetParam().grant}, {"mission", GetParam().mission}}}));
}

INSTANTIATE_TEST_SUITE_P(Roles, WhoAmITest,
                         ::testing::Values(Role{"officer", "staff/a.omarova", "officer", "missions/IST"},
                                           Role{"head", "staff/b.suleimenov", "head", "missions/IST"},
                                           Role{"officer-waw", "staff/d.kim", "officer", "missions/WAW"},
                                           Role{"supervisor", "staff/s.akhmetov", "supervisor", "missions/-"},
                                           Role{"auditor", "staff/g.tulegenova", "auditor", "missions/-"},
                                           Role{"admin", "staff/n.ibraev", "admin", "missions/-"},
                                           Role{"partner", "partners/iom/registry", "partner", "missions/-"}),
                         [](const auto& parameters) {
                           std::string name = parameters.param.role;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace arasha::e2e
