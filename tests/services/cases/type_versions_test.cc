// What could go wrong: a case moves to a version that does not know its state or drops what its fields say;
// what was met is owed again, or what a new rule asks for never begins; nobody can tell afterwards when and
// why a case went by other rules; a server that knew the case before adds an entry by the old ones.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "proto/timestamps.h"
#include "storage/directory/owner_writes.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using Stub = v1::Cases::Stub;

// Cases are opened by the newest version, 3. What the others say stands for what is marked.
constexpr char kType[] = R"(
  id: "sample.moved" version: 3
  label { kk: "к" ru: "р" en: "e" } description { kk: "к" ru: "р" en: "e" }
  fields { id: "place" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_TEXT }
  fields {
    id: "colour" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_CHOICE
    choices { id: "red" label { kk: "к" ru: "р" en: "e" } } choices { id: "blue" label { kk: "к" ru: "р" en: "e" } }
  }
  #more
  states { id: "open" label { kk: "к" ru: "р" en: "e" } } states { id: "waiting" label { kk: "к" ru: "р" en: "e" } }
  states { id: "done" label { kk: "к" ru: "р" en: "e" } final: true }
  transitions { id: "wait" label { kk: "к" ru: "р" en: "e" } from: "open" to: "waiting" roles: "officer" }
  transitions { id: "resume" label { kk: "к" ru: "р" en: "e" } from: "waiting" to: "open" roles: "officer" }
  transitions { id: "finish" label { kk: "к" ru: "р" en: "e" } from: ["open", "waiting"] to: "done" roles: "officer" }
  transitions {
    id: "close" label { kk: "к" ru: "р" en: "e" } from: ["open", "waiting"] to: "done" roles: "head" four_eyes: true
  }
  deadlines {
    id: "reply" label { kk: "к" ru: "р" en: "e" } source: "art. 1" starts_on { opened: true }
    met_by { entry { kind: "DECISION" } } period { days: 10 } extension { roles: "head" at_most { months: 1 } }
  }
  deadlines {
    id: "check" label { kk: "к" ru: "р" en: "e" } source: "art. 2" starts_on { opened: true }
    met_by { entry { kind: "NOTE_VERBALE" } } period { days: 10 } extension { roles: "head" at_most { months: 1 } }
  }
  deadlines {
    id: "gone" label { kk: "к" ru: "р" en: "e" } source: "art. 3" starts_on { opened: true }
    met_by { entry { kind: "CONTACT_ATTEMPT" } } period { days: 10 }
  })";

// Another law: longer, shorter, none, and a duty that begins with a visit. It wants consent, and raises what
// is red.
std::string OtherLaw() {
  return absl::StrReplaceAll(
      kType,
      {{"version: 3", "version: 2"},
       {"{ kind: \"DECISION\" } } period { days: 10 }", "{ kind: \"DECISION\" } } period { days: 20 }"},
       {"{ kind: \"NOTE_VERBALE\" } } period { days: 10 }",
        "{ kind: \"NOTE_VERBALE\" } } period { days: 5 }"},
       {"id: \"gone\" label { kk: \"к\" ru: \"р\" en: \"e\" } source: \"art. 3\" starts_on { opened: true }\n"
        "    met_by { entry { kind: \"CONTACT_ATTEMPT\" } } period { days: 10 }",
        "id: \"told\" label { kk: \"к\" ru: \"р\" en: \"e\" } source: \"art. 4\"\n"
        "    starts_on { entry { kind: \"VISIT\" } } met_by { entry { kind: \"CONTACT_ATTEMPT\" } }\n"
        "    period { days: 3 }"},
       {"#more",
        "fields { id: \"consent\" label { kk: \"к\" ru: \"р\" en: \"e\" } kind: FIELD_KIND_BOOL required: "
        "true }\n"
        "raises { id: \"red\" label { kk: \"к\" ru: \"р\" en: \"e\" } when { field: \"colour\" values: "
        "\"red\" }\n"
        "         priority: \"HIGH\" sensitivity: \"SENSITIVE\" }"}});
}

// A poorer one: no waiting, nothing blue, no place.
std::string PoorerLaw() {
  return absl::StrReplaceAll(
      kType, {{"version: 3", "version: 1"},
              {"fields { id: \"place\" label { kk: \"к\" ru: \"р\" en: \"e\" } kind: FIELD_KIND_TEXT }", ""},
              {"id: \"blue\"", "id: \"green\""},
              {"states { id: \"waiting\"", "states { id: \"resting\""},
              {"to: \"waiting\"", "to: \"resting\""},
              {"from: \"waiting\"", "from: \"resting\""},
              {"from: [\"open\", \"waiting\"]", "from: [\"open\", \"resting\"]"}});
}

// Of another type: by the version before its newest a deadline rests while the case waits.
std::string NoRest() {
  return absl::StrReplaceAll(kType, {{"sample.moved", "sample.resting"}, {"version: 3", "version: 2"}});
}
std::string Rest() {
  constexpr char kCheck[] = "{ kind: \"NOTE_VERBALE\" } } period { days: 10 }";
  return absl::StrReplaceAll(
      NoRest(), {{"version: 2", "version: 1"}, {kCheck, absl::StrCat(kCheck, " paused_in: \"waiting\"")}});
}

class TypeVersions : public support::ServerTest {
 protected:
  server::Options Options() override {
    int version = 1;
    for (const std::string& type : {PoorerLaw(), OtherLaw(), std::string(kType)}) {
      const auto applied =
          storage::ApplyCaseType(database().owner(), keys().Operator(), {"sample.moved", version++, type});
      EXPECT_TRUE(applied.ok()) << applied.status();
    }
    version = 1;
    for (const std::string& type : {Rest(), NoRest()}) {
      const auto applied =
          storage::ApplyCaseType(database().owner(), keys().Operator(), {"sample.resting", version++, type});
      EXPECT_TRUE(applied.ok()) << applied.status();
    }
    return ServerTest::Options();
  }

  void SetUp() override {
    ServerTest::SetUp();
    if (HasFatalFailure()) return;
    Open("sample.moved");
  }

  void Open(const std::string& type) {
    v1::CreateCaseRequest request = support::OpenDetention();
    request.mutable_case_()->set_type(type);
    *request.mutable_case_()->mutable_details() = support::Details(R"({"place": "Silivri"})");
    *request.mutable_case_()->mutable_received_time() = support::Stamp(now_ - absl::Hours(48));
    name_ = Do(&Stub::CreateCase, request).name();
  }

  v1::MigrateCaseTypeRequest To(int version) {
    v1::MigrateCaseTypeRequest request;
    request.set_name(name_);
    request.set_version(version);
    request.set_reason("a new law");
    request.set_request_id(support::RequestId());
    return request;
  }
  v1::MigrateCaseTypeResponse Move(int version) { return Do(&Stub::MigrateCaseType, To(version), "head"); }
  std::string LineOf(const v1::MigrateCaseTypeRequest& request, const std::string& role = "head") {
    return Line(Try(&Stub::MigrateCaseType, request, role));
  }

  v1::Case Matter() { return Do(&Stub::GetCase, support::Get(name_), "head"); }
  // `reply RUNNING` of each, by the id of its rule.
  std::vector<std::string> Deadlines() {
    std::vector<std::string> deadlines;
    const v1::Case matter = Matter();
    for (const v1::Deadline& deadline : matter.deadlines()) {
      deadlines.push_back(
          absl::StrCat(deadline.rule(), " ", v1::DeadlineState_Name(deadline.state()).substr(15)));
    }
    std::sort(deadlines.begin(), deadlines.end());
    return deadlines;
  }
  absl::Time Due(const std::string& rule) {
    const v1::Case matter = Matter();
    for (const v1::Deadline& deadline : matter.deadlines()) {
      if (deadline.rule() == rule) return ToTime(deadline.due_time());
    }
    ADD_FAILURE() << "there is no " << rule;
    return {};
  }

  v1::AddEntryRequest Entry(v1::EntryKind kind) {
    v1::AddEntryRequest request = support::AddNote(name_, "done");
    request.mutable_entry()->set_kind(kind);
    return request;
  }
  void Set(const std::string& details, const std::string& field) {
    v1::UpdateCaseRequest update;
    update.mutable_case_()->set_name(name_);
    *update.mutable_case_()->mutable_details() = support::Details(details);
    update.mutable_update_mask()->add_paths("details." + field);
    update.set_request_id(support::RequestId());
    Do(&Stub::UpdateCase, update);
  }
  v1::Entry LastEntry() {
    const auto timeline = Do(&Stub::ListEntries, support::ListEntries(name_), "head");
    return *timeline.entries().rbegin();
  }
  // `DEADLINE_MOVES check` of each but those of the type.
  static std::vector<std::string> LinesOf(const v1::MigrateCaseTypeResponse& told) {
    std::vector<std::string> lines;
    for (const v1::MigrationLine& line : told.lines()) {
      if (line.kind() == v1::MIGRATION_LINE_KIND_TYPE) continue;
      lines.push_back(absl::StrCat(v1::MigrationLineKind_Name(line.kind()).substr(20), " ",
                                   line.rule().empty() ? line.text() : line.rule()));
    }
    return lines;
  }

  absl::Time now_ = absl::FromUnixSeconds(absl::ToUnixSeconds(absl::Now()));
  std::string name_;
};

TEST_F(TypeVersions, WhatRunsIsDecidedAnewAndWhatWasMetStays) {
  Do(&Stub::AddEntry, Entry(v1::ENTRY_KIND_DECISION));
  Do(&Stub::AddEntry, Entry(v1::ENTRY_KIND_VISIT));
  EXPECT_THAT(Deadlines(), ElementsAre("check RUNNING", "gone RUNNING", "reply MET"));
  const absl::Time reply = Due("reply");
  const absl::Time check = Due("check");

  const v1::MigrateCaseTypeResponse told = Move(2);
  EXPECT_EQ(told.version_before(), 3);
  EXPECT_EQ(told.version(), 2);
  EXPECT_THAT(LinesOf(told), ElementsAre("DEADLINE_MOVES check", "DEADLINE_STARTS told", "DEADLINE_ENDS gone",
                                         "VALUE_LACKS details.consent"));
  EXPECT_EQ(Matter().type_version(), 2);
  EXPECT_EQ(Matter().etag(), told.etag());
  EXPECT_THAT(Deadlines(), ElementsAre("check RUNNING", "reply MET", "told RUNNING"));
  EXPECT_EQ(Due("reply"), reply) << "what was met is as it was when it was met";
  EXPECT_EQ(check - Due("check"), absl::Hours(5 * 24));

  Do(&Stub::TransitionCase, support::Transition(name_, "wait"));
  EXPECT_THAT(Deadlines(), ElementsAre("check RUNNING", "reply MET", "told RUNNING"));
  EXPECT_EQ(Due("reply"), reply) << "whatever changes afterwards";

  EXPECT_THAT(LinesOf(Move(0)),
              ElementsAre("DEADLINE_MOVES check", "DEADLINE_STARTS gone", "DEADLINE_ENDS told"));
  EXPECT_EQ(Matter().type_version(), 3) << "the newest, where none is named";
  EXPECT_THAT(Deadlines(), ElementsAre("check RUNNING", "gone RUNNING", "reply MET"));
  EXPECT_EQ(Due("check"), check);
}

TEST_F(TypeVersions, NothingIsMissedByTheMoveAlone) {
  v1::CreateCaseRequest request = support::OpenDetention();
  request.mutable_case_()->set_type("sample.moved");
  *request.mutable_case_()->mutable_details() = support::Details(R"({"place": "Silivri"})");
  *request.mutable_case_()->mutable_received_time() = support::Stamp(now_ - absl::Hours(8 * 24));
  name_ = Do(&Stub::CreateCase, request).name();
  const absl::Time check = Due("check");
  Move(2);  // by which it had been due three days ago
  EXPECT_THAT(Deadlines(), ElementsAre("check RUNNING", "reply RUNNING"));
  EXPECT_EQ(Due("check"), check);
  Do(&Stub::TransitionCase, support::Transition(name_, "wait"));
  EXPECT_EQ(Due("check"), check) << "whatever changes afterwards";
  Move(3);
  EXPECT_THAT(Deadlines(), ElementsAre("check RUNNING", "gone RUNNING", "reply RUNNING"));
  EXPECT_EQ(Due("check"), check);
  EXPECT_EQ(database().Value("SELECT count(*) FROM deadline WHERE extended_due_time IS NOT NULL"), "0");
}

TEST_F(TypeVersions, WhatTheVersionWantsIsAskedForAtTheNextUpdate) {
  Move(2);
  EXPECT_EQ(Line(Try(&Stub::UpdateCase, support::UpdateSummary(name_))),
            "INVALID_ARGUMENT/INVALID_FIELD(case.details.consent)");
  Set(R"({"consent": true})", "consent");
  EXPECT_EQ(Line(Try(&Stub::UpdateCase, support::UpdateSummary(name_))), "OK");
  EXPECT_EQ(LineOf(To(3)), "INVALID_ARGUMENT/INVALID_FIELD(case.details.consent)")
      << "which does not know it";
}

TEST_F(TypeVersions, WhatWasDecidedOnDeadlinesHolds) {
  Do(&Stub::WaiveDeadline, support::Waive(name_, "gone"), "head");
  Do(&Stub::ExtendDeadline, support::Extend(name_, "check", 15), "head");
  const absl::Time check = Due("check");
  Move(2);
  EXPECT_THAT(Deadlines(), ElementsAre("check RUNNING", "gone WAIVED", "reply RUNNING"));
  EXPECT_EQ(Due("check"), check) << "it was extended until then";
}

TEST_F(TypeVersions, WhatTheVersionLetsRestRestsAtOnce) {
  Open("sample.resting");
  Do(&Stub::TransitionCase, support::Transition(name_, "wait"));
  EXPECT_THAT(Deadlines(), ElementsAre("check RUNNING", "gone RUNNING", "reply RUNNING"));
  EXPECT_THAT(LinesOf(Move(1)), ElementsAre("DEADLINE_MOVES check"));
  EXPECT_THAT(Deadlines(), ElementsAre("check PAUSED", "gone RUNNING", "reply RUNNING"));
  EXPECT_THAT(LinesOf(Move(2)), ElementsAre("DEADLINE_MOVES check"));
  EXPECT_THAT(Deadlines(), ElementsAre("check RUNNING", "gone RUNNING", "reply RUNNING"));
}

TEST_F(TypeVersions, WhatWasMetStaysAsItWasWhateverIsCorrected) {
  Open("sample.resting");
  Move(1);
  const absl::Time ruled = Due("check");
  v1::TransitionCaseRequest wait = support::Transition(name_, "wait");
  *wait.mutable_happened_time() = support::Stamp(now_ - absl::Hours(30));
  Do(&Stub::TransitionCase, wait);
  Do(&Stub::TransitionCase, support::Transition(name_, "resume"));
  v1::AddEntryRequest note = Entry(v1::ENTRY_KIND_NOTE_VERBALE);
  note.mutable_entry()->set_direction(v1::DIRECTION_SENT);
  Do(&Stub::AddEntry, note);
  const absl::Time rested = Due("check");
  EXPECT_GT(rested, ruled);
  Move(2);
  EXPECT_EQ(Due("check"), rested);

  v1::CorrectEntryRequest strike;
  strike.set_name(Do(&Stub::AddEntry, Entry(v1::ENTRY_KIND_NOTE)).name());
  strike.set_reason("a slip");
  strike.set_request_id(support::RequestId());
  Do(&Stub::CorrectEntry, strike, "head");
  EXPECT_EQ(Due("check"), rested) << "by the version that was in force when it was met";
}

TEST_F(TypeVersions, TheTimelineAndTheLogTellOfIt) {
  const std::string leaves = "SELECT count(*) FROM audit_leaf WHERE action = 'MigrateCaseType'";
  Move(2);
  EXPECT_EQ(database().Value(leaves), "1");
  const v1::Entry entry = LastEntry();
  EXPECT_EQ(entry.kind(), v1::ENTRY_KIND_UPDATE);
  EXPECT_THAT(entry.text(), AllOf(StartsWith("type_version: 3 → 2\nreason: a new law\n"),
                                  HasSubstr("\ndeadlines.check: "), HasSubstr("\ndeadlines.gone: ")));
  EXPECT_THAT(entry.text(), testing::EndsWith("Z → —")) << "gone is owed no more";
}

TEST_F(TypeVersions, RulesOfTheVersionRaiseTheCaseAndNothingFalls) {
  Set(R"({"colour": "red"})", "colour");
  EXPECT_THAT(LinesOf(Move(2)), Contains("RAISED red"));
  EXPECT_EQ(Matter().priority(), v1::PRIORITY_HIGH);
  EXPECT_EQ(Matter().sensitivity(), v1::SENSITIVITY_SENSITIVE);
  EXPECT_THAT(LastEntry().text(),
              AllOf(HasSubstr("\nsensitivity: ORDINARY → SENSITIVE\n"), HasSubstr("raises.red: ")));
  Move(3);
  EXPECT_EQ(Matter().priority(), v1::PRIORITY_HIGH);
  EXPECT_EQ(Matter().sensitivity(), v1::SENSITIVITY_SENSITIVE);
}

TEST_F(TypeVersions, AreComparedBeforeAnythingIsWritten) {
  v1::MigrateCaseTypeRequest request = To(2);
  request.set_validate_only(true);
  const std::string etag = Matter().etag();
  const v1::MigrateCaseTypeResponse told = Do(&Stub::MigrateCaseType, request, "head");
  EXPECT_EQ(told.etag(), etag);
  EXPECT_EQ(told.lines(0).kind(), v1::MIGRATION_LINE_KIND_TYPE);
  EXPECT_THAT(told.DebugString(), HasSubstr("~ deadlines reply period days: 10 \\342\\206\\222 20"));
  EXPECT_THAT(LinesOf(told), Contains("DEADLINE_ENDS gone"));
  EXPECT_EQ(Matter().type_version(), 3);
  EXPECT_EQ(Matter().etag(), etag);
  EXPECT_EQ(database().Value("SELECT count(*) FROM audit_leaf WHERE action = 'MigrateCaseType'"), "1")
      << "that the case was read";
}

TEST_F(TypeVersions, EverythingInTheWayIsNamedAtOnce) {
  Set(R"({"colour": "blue"})", "colour");
  Do(&Stub::TransitionCase, support::Transition(name_, "wait"));
  const char* all = "INVALID_ARGUMENT/INVALID_FIELD(case.state,case.details.colour,case.details.place)";
  EXPECT_EQ(LineOf(To(1)), all);
  v1::MigrateCaseTypeRequest only = To(1);
  only.set_validate_only(true);
  EXPECT_EQ(LineOf(only), all);
  Do(&Stub::TransitionCase, support::Transition(name_, "close"));
  EXPECT_EQ(LineOf(To(1)),
            "INVALID_ARGUMENT/INVALID_FIELD(case.state,case.details.colour,case.details.place,"
            "case.pending_approval)");
  EXPECT_EQ(LineOf(To(2)), "INVALID_ARGUMENT/INVALID_FIELD(case.pending_approval)");
  EXPECT_EQ(Matter().type_version(), 3);
  EXPECT_EQ(Matter().details().fields().at("place").string_value(), "Silivri");
}

TEST_F(TypeVersions, WhatTheVersionLacksIsDroppedAndTheTimelineKeepsIt) {
  EXPECT_EQ(LineOf(To(1)), "INVALID_ARGUMENT/INVALID_FIELD(case.details.place)");
  v1::MigrateCaseTypeRequest request = To(1);
  request.add_drop("colour");
  EXPECT_EQ(LineOf(request), "INVALID_ARGUMENT/INVALID_FIELD(drop[0])") << "which the case does not say";
  request = To(1);
  request.add_drop("place");
  EXPECT_THAT(LinesOf(Do(&Stub::MigrateCaseType, request, "head")), Contains("VALUE_DROPPED details.place"));
  EXPECT_EQ(Matter().type_version(), 1);
  EXPECT_FALSE(Matter().details().fields().contains("place"));
  EXPECT_THAT(LastEntry().text(), HasSubstr("\ndetails.place: Silivri → —"));
  Do(&Stub::UpdateCase, support::UpdateSummary(name_));
}

TEST_F(TypeVersions, AreRefusedWhereThereIsNoneOrNothingToMove) {
  EXPECT_EQ(LineOf(To(3)), "INVALID_ARGUMENT/INVALID_FIELD(version)") << "it goes by that one";
  EXPECT_EQ(LineOf(To(0)), "INVALID_ARGUMENT/INVALID_FIELD(version)") << "and there is no newer";
  EXPECT_EQ(LineOf(To(9)), "INVALID_ARGUMENT/INVALID_FIELD(version)");
  EXPECT_EQ(LineOf(To(-1)), "INVALID_ARGUMENT/INVALID_FIELD(version)");
  v1::MigrateCaseTypeRequest silent = To(2);
  silent.clear_reason();
  EXPECT_EQ(LineOf(silent), "INVALID_ARGUMENT/INVALID_FIELD(reason)");
  EXPECT_EQ(LineOf(To(2), "officer"), "PERMISSION_DENIED/PERMISSION_DENIED");
  v1::MigrateCaseTypeRequest stale = To(2);
  stale.set_etag("stale");
  stale.set_validate_only(true);
  EXPECT_EQ(LineOf(stale), "ABORTED/ETAG_MISMATCH");
  Do(&Stub::TransitionCase, support::Transition(name_, "finish"));
  EXPECT_EQ(LineOf(To(2)), "FAILED_PRECONDITION/CASE_CLOSED");
}

TEST_F(TypeVersions, ARepeatMovesNothingMore) {
  const v1::MigrateCaseTypeRequest request = To(2);
  const v1::MigrateCaseTypeResponse first = Do(&Stub::MigrateCaseType, request, "head");
  Move(3);
  EXPECT_EQ(Do(&Stub::MigrateCaseType, request, "head").SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(Matter().type_version(), 3);
}

// Nothing begins with a visit by the version that the servers remember.
TEST_F(TypeVersions, AnEntryOnWhicheverServerGoesByTheVersionOfTheCase) {
  const auto other = support::TestServer::Start(ServerTest::Options());
  ASSERT_NE(other, nullptr);
  const auto add = [&](const v1::AddEntryRequest& request) {
    grpc::ClientContext context;
    v1::Entry entry;
    return Line(other->Cases("officer").AddEntry(&context, request, &entry));
  };
  EXPECT_EQ(add(Entry(v1::ENTRY_KIND_NOTE)), "OK");
  {
    grpc::ClientContext context;
    v1::Case matter;
    EXPECT_EQ(Line(other->Cases("officer").GetCase(&context, support::Get(name_), &matter)), "OK");
  }
  Move(2);
  EXPECT_THAT(Deadlines(), ElementsAre("check RUNNING", "reply RUNNING"));
  EXPECT_EQ(add(Entry(v1::ENTRY_KIND_VISIT)), "OK");
  EXPECT_THAT(Deadlines(), ElementsAre("check RUNNING", "reply RUNNING", "told RUNNING"));
  EXPECT_EQ(add(Entry(v1::ENTRY_KIND_DECISION)), "OK");
  EXPECT_THAT(Deadlines(), ElementsAre("check RUNNING", "reply MET", "told RUNNING"));
  Move(3);
  Do(&Stub::AddEntry, Entry(v1::ENTRY_KIND_VISIT));
  EXPECT_THAT(Deadlines(), ElementsAre("check RUNNING", "gone RUNNING", "reply MET"));
}

}  // namespace
}  // namespace arasha
