// What people get when something is wrong. What could go wrong: the exit code that scripts decide by is
// another than documented, or the message names neither the option at fault nor what to do about it.

#include <gmock/gmock.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/e2e/cli.h"

namespace arasha::e2e {
namespace {

using nlohmann::json;

struct Failing {
  const char* what;
  const char* role;
  std::vector<std::string> arguments;  // `{}` stands for a case of IST in its first state
  int exit_code;
  std::vector<const char*> says;  // on standard error
};

class FailuresTest : public CliTest, public ::testing::WithParamInterface<Failing> {};

TEST_P(FailuresTest, ExitCodeAndMessage) {
  static const std::string name = OpenCase();
  std::vector<std::string> arguments = GetParam().arguments;
  for (std::string& argument : arguments) {
    if (argument == "{}") argument = name;
  }
  const Finished finished = Arasha(GetParam().role, arguments);
  EXPECT_EQ(finished.exit_code, GetParam().exit_code) << finished.err;
  EXPECT_EQ(finished.out, "");
  for (const char* text : GetParam().says) {
    EXPECT_TRUE(absl::StrContains(finished.err, text)) << "wants: " << text << "\ngot: " << finished.err;
  }
}

const std::vector<std::string> kOpen = {"case",      "open",
                                        "--mission", "IST",
                                        "--type",    "rights.detention",
                                        "--summary", "x",
                                        "--set",     "notified_time=2026-01-12T09:00:00Z",
                                        "--set",     "place_of_detention=Silivri"};

std::vector<std::string> Open(std::vector<std::string> more) {
  more.insert(more.begin(), kOpen.begin(), kOpen.end());
  return more;
}

INSTANTIATE_TEST_SUITE_P(
    All, FailuresTest,
    ::testing::Values(
        Failing{"UnknownOption",
                "officer",
                {"case", "list", "--colour"},
                2,
                {"--colour", "arasha case list --help"}},
        Failing{"UnknownCommand", "officer", {"case", "burn"}, 2, {"--help"}},
        Failing{"NoMission", "supervisor", {"staff", "colleagues"}, 2, {"--mission"}},
        Failing{"UnknownMission",
                "officer",
                {"case", "list", "--mission", "istt"},
                4,
                {"no mission ISTT", "Did you mean IST?"}},
        Failing{"UnknownTimeZone",
                "officer",
                {"case", "list", "--time-zone", "Europe/Istambul"},
                2,
                {"'Europe/Istambul'", "Europe/Istanbul"}},
        Failing{"DayWithoutHour",
                "officer",
                {"case", "note", "{}", "--text", "x", "--happened-at", "yesterday"},
                2,
                {"'yesterday' is a day", "yesterday 14:05"}},
        Failing{"BadTime",
                "officer",
                {"case", "note", "{}", "--text", "x", "--happened-at", "soon"},
                2,
                {"soon", "arasha help times"}},
        Failing{"BadCaseName", "officer", {"case", "show", "IST/42"}, 2, {"'IST/42'", "IST-2026-000123"}},
        Failing{"NoSuchNumber", "officer", {"case", "show", "999999"}, 4, {"case list"}},
        Failing{"NothingToChange", "officer", {"case", "update", "{}"}, 2, {"--set"}},
        Failing{"UnknownType",
                "officer",
                {"case", "open", "--mission", "IST", "--type", "rights.extraterrestrials", "--summary", "x"},
                3,
                {"arasha type list"}},
        Failing{"FieldsMissing",
                "officer",
                {"case", "open", "--mission", "IST", "--type", "rights.detention", "--summary", "x"},
                3,
                {"--set notified_time", "--set place_of_detention"}},
        Failing{"UnknownField",
                "officer",
                {"case", "update", "{}", "--set", "shoe_size=44"},
                3,
                {"--set shoe_size"}},
        Failing{"NotAChoice",
                "officer",
                {"case", "update", "{}", "--set", "custody_status=jailed"},
                3,
                {"--set custody_status"}},
        Failing{"IinCheckDigit",
                "officer",
                Open({"--subject", "A", "--subject-iin", "900101300016"}),
                3,
                {"--subject-iin"}},
        Failing{"IinLetters",
                "officer",
                {"case", "party", "add", "{}", "A", "--role", "lawyer", "--iin", "90O101300017"},
                3,
                {"--iin"}},
        Failing{
            "ContactWithoutChannel", "officer", {"case", "contact", "{}", "--text", "x"}, 3, {"--channel"}},
        Failing{"NoteWithoutText", "officer", {"case", "note", "{}"}, 3, {"--text"}},
        Failing{"HappensInTheFuture",
                "officer",
                {"case", "note", "{}", "--text", "x", "--happened-at", "2199-01-01T00:00:00Z"},
                3,
                {"--happened-at"}},
        Failing{"BadFilter",
                "officer",
                {"case", "list", "--mission", "IST", "--filter", "colour = \"red\""},
                3,
                {"--filter"}},
        Failing{"BadRequestId",
                "officer",
                {"case", "note", "{}", "--text", "x", "--request-id", "twelve"},
                3,
                {"--request-id"}},
        Failing{"OfficerOfNowhere", "officer", {"case", "assign", "{}", "d.kim"}, 3, {"OFFICER"}},
        Failing{"NoSuchCase", "officer", {"case", "show", "IST-2026-999999"}, 4, {"arasha case list"}},
        Failing{"OtherMissionsCase", "officer-waw", {"case", "show", "{}"}, 4, {"arasha case list"}},
        Failing{"OtherMissionsCaseWritten", "officer-waw", {"case", "note", "{}", "--text", "x"}, 4, {}},
        Failing{"OpenElsewhere", "officer-waw", kOpen, 4, {}},
        Failing{"AuditorReadsNoCase", "auditor", {"case", "show", "{}"}, 4, {}},
        Failing{"PartnerReadsNoCase", "partner", {"case", "show", "{}"}, 4, {}},
        Failing{"AdminReadsNoCase", "admin", {"case", "show", "{}"}, 4, {}},
        Failing{"AdminListsNoCase",
                "admin",
                {"case", "list"},
                5,
                {"officers, heads of mission and supervisors read them", "Administrators give roles"}},
        Failing{"AdminListsNoCaseOfAMission",
                "admin",
                {"case", "list", "--mission", "IST"},
                4,
                {"There is no mission IST, or you have no role there"}},
        Failing{"ReportOfAnotherScope",
                "auditor",
                {"report", "create", "configuration", "--mission", "IST"},
                3,
                {"--mission: does not limit a report of this kind; leave it out"}},
        Failing{"SupervisorWritesNothing",
                "supervisor",
                {"case", "note", "{}", "--text", "x"},
                5,
                {"arasha whoami"}},
        Failing{"StaleEtag",
                "officer",
                {"case", "update", "{}", "--priority", "high", "--etag", "99"},
                6,
                {"arasha case show"}},
        Failing{"WrongState",
                "officer",
                {"case", "do", "resolve", "{}", "--text", "x"},
                7,
                {"received", "register"}},
        Failing{"UnknownEvent", "officer", {"case", "do", "fly", "{}"}, 7, {"register"}}),
    [](const auto& parameters) { return parameters.param.what; });

TEST_F(CliTest, ErrorsAsJsonForScripts) {
  const Finished finished =
      Arasha("officer", {"case", "open", "--mission", "IST", "--type", "rights.detention", "--summary", "x",
                         "--subject", "A", "--subject-iin", "1", "--output", "json"});
  EXPECT_EQ(finished.exit_code, 3);
  const json error = json::parse(finished.err, nullptr, false)["error"];
  EXPECT_EQ(error["reason"], "INVALID_FIELD");
  std::vector<std::string> fields;
  for (const json& violation : error["violations"]) fields.push_back(violation["field"]);
  EXPECT_NE(std::find(fields.begin(), fields.end(), "case.parties[0].iin"), fields.end()) << finished.err;
  EXPECT_NE(std::find(fields.begin(), fields.end(), "case.details.notified_time"), fields.end())
      << "all faults at once";
}

// ---- who is let in --------------------------------------------------------------------------------

class CertificateFailuresTest : public CliTest {
 protected:
  // Makes a pair by deploy/certs in the folder of an authority: its variables for `arasha`.
  static Variables Pair(const std::string& authority, const std::string& id, const std::string& more = "") {
    const std::string as = "test-" + id + more;
    std::vector<std::string> arguments = {
        ARASHA_SOURCE_DIR "/deploy/certs", "staff", authority, id, "--as", as};
    if (!more.empty()) arguments.push_back(more);
    const Finished made =
        RunProgram(arguments, {.variables = PlainVariables(system->scratch()), .input = ""});
    EXPECT_EQ(made.exit_code, 0) << made.err;
    return {{"ARASHA_CERT", absl::StrCat(authority, "/", as, "/cert.pem")},
            {"ARASHA_KEY", absl::StrCat(authority, "/", as, "/key.pem")}};
  }
  static std::string OurAuthority() { return system->dir() + "/certs"; }

  static void ExpectRefused(const Variables& variables, int exit_code, const std::string& says) {
    const Finished finished =
        Arasha("officer", {"whoami", "--timeout", "3s"}, {.variables = variables, .input = ""});
    EXPECT_EQ(finished.exit_code, exit_code) << finished.err;
    EXPECT_TRUE(absl::StrContains(finished.err, says)) << "wants: " << says << "\ngot: " << finished.err;
  }
};

TEST_F(CertificateFailuresTest, None) { ExpectRefused({{"ARASHA_CERT", ""}}, 2, "--cert"); }

TEST_F(CertificateFailuresTest, MissingFile) {
  ExpectRefused({{"ARASHA_KEY", "/nonexistent/key.pem"}}, 9, "/nonexistent/key.pem");
}

TEST_F(CertificateFailuresTest, KeyOfAnother) {
  ExpectRefused({{"ARASHA_KEY", system->As("head")["ARASHA_KEY"]}}, 9, "does not belong");
}

TEST_F(CertificateFailuresTest, Expired) {
  ExpectRefused(Pair(OurAuthority(), "a.omarova", "--expired"), 9, "expired");
}

TEST_F(CertificateFailuresTest, OfNobodyRegistered) {
  ExpectRefused(Pair(OurAuthority(), "z.nobody"), 5, "administrator");
}

TEST_F(CertificateFailuresTest, OfAnotherAuthority) {
  const std::string authority = system->scratch() + "/other-authority";
  const Finished made = RunProgram({ARASHA_SOURCE_DIR "/deploy/certs", "ca", authority},
                                   {.variables = PlainVariables(system->scratch()), .input = ""});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  ExpectRefused(Pair(authority, "a.omarova"), 8, "--cert");
  Variables foreign_server = {{"ARASHA_CA", authority + "/ca.pem"}};
  ExpectRefused(foreign_server, 8, "--ca");
}

TEST_F(CertificateFailuresTest, Revoked) {
  const Variables pair = Pair(OurAuthority(), "a.omarova");
  ASSERT_EQ(Arasha("officer", {"whoami"}, {.variables = pair, .input = ""}).exit_code, 0);
  const Finished revoked = RunProgram({System::Program("arashad"), "revoke", pair.at("ARASHA_CERT"),
                                       "--reason", "lost", "--config", system->Variable("ARASHA_CONFIG")},
                                      {.variables = PlainVariables(system->scratch()), .input = ""});
  ASSERT_EQ(revoked.exit_code, 0) << revoked.err;
  // Servers learn of it within seconds.
  Finished finished;
  for (int i = 0; i < 50; ++i) {
    finished = Arasha("officer", {"whoami", "--timeout", "1s"}, {.variables = pair, .input = ""});
    if (finished.exit_code == 8) break;
    if (finished.exit_code != 0) {
      // It shook hands before the server learned of it, and called after.
      EXPECT_EQ(finished.exit_code, 5) << finished.err;
      EXPECT_THAT(finished.err, testing::HasSubstr("revoked"));
    }
    absl::SleepFor(absl::Milliseconds(200));
  }
  // From then on in the handshake already, which tells a client no reason.
  EXPECT_EQ(finished.exit_code, 8) << finished.err;
  EXPECT_THAT(finished.err, testing::HasSubstr("it may no longer take your certificate"));
  EXPECT_EQ(Arasha("officer", {"whoami"}).exit_code, 0) << "the same person's other certificate stands";
}

}  // namespace
}  // namespace arasha::e2e
