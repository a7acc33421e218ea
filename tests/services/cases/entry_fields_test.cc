// What could go wrong: a visit is kept with a field that no such visit has, or without what is required; what
// an officer saw starts no duty, or stands in clear; a correction takes the field away and leaves the duty.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <string>

#include "storage/directory/owner_writes.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using google::protobuf::util::MessageDifferencer;
using support::Line;
using ::testing::HasSubstr;
using ::testing::Not;
using Stub = v1::Cases::Stub;

constexpr char kTypeWithVisits[] = R"(
  id: "sample.visits" version: 1
  label { kk: "к" ru: "р" en: "e" } description { kk: "к" ru: "р" en: "e" }
  states { id: "begun" label { kk: "к" ru: "р" en: "e" } }
  states { id: "done" label { kk: "к" ru: "р" en: "e" } final: true }
  transitions { id: "finish" label { kk: "к" ru: "р" en: "e" } from: "begun" to: "done" roles: "officer" }
  entry_fields {
    kind: "VISIT"
    fields {
      id: "marks" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_CHOICE required: true
      choices { id: "none" label { kk: "к" ru: "р" en: "e" } }
      choices { id: "seen" label { kk: "к" ru: "р" en: "e" } }
    }
    fields { id: "alone" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_BOOL }
    fields { id: "requests" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_TEXT }
  }
  entry_fields {
    kind: "NOTE"
    fields {
      id: "told" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_CHOICE
      choices { id: "ministry" label { kk: "к" ru: "р" en: "e" } }
      choices { id: "family" label { kk: "к" ru: "р" en: "e" } }
    }
  }
  deadlines {
    id: "told" label { kk: "к" ru: "р" en: "e" } source: "s" period { hours: 24 }
    starts_on { entry { kind: "VISIT" only_if { field: "marks" choice: "seen" } } }
    met_by { entry { kind: "NOTE" only_if { field: "told" choice: "ministry" } } }
  }
  raises {
    id: "marked" label { kk: "к" ru: "р" en: "e" } priority: "HIGH" headquarters: true
    on { kind: "VISIT" only_if { field: "marks" choice: "seen" } }
  })";

class EntryFields : public support::ServerTest {
 protected:
  server::Options Options() override {
    const auto applied =
        storage::ApplyCaseType(database().owner(), keys().Operator(), {"sample.visits", 1, kTypeWithVisits});
    EXPECT_TRUE(applied.ok()) << applied.status();
    return ServerTest::Options();
  }

  std::string OpenCase() {
    v1::CreateCaseRequest request = support::OpenDetention();
    request.mutable_case_()->set_type("sample.visits");
    request.mutable_case_()->clear_details();
    return Do(&Stub::CreateCase, request).name();
  }
  static v1::AddEntryRequest Entry(const std::string& name, v1::EntryKind kind, const std::string& details) {
    v1::AddEntryRequest request = support::AddNote(name);
    request.mutable_entry()->set_kind(kind);
    *request.mutable_entry()->mutable_details() = support::Details(details);
    return request;
  }
  static v1::AddEntryRequest Visit(const std::string& name, const std::string& details) {
    return Entry(name, v1::ENTRY_KIND_VISIT, details);
  }
  static v1::AddEntryRequest Note(const std::string& name, const std::string& details) {
    return Entry(name, v1::ENTRY_KIND_NOTE, details);
  }
  // Of the deadline: "none", "runs" or "met".
  std::string Told(const std::string& name) {
    const v1::Case now = Do(&Stub::GetCase, support::Get(name));
    for (const v1::Deadline& deadline : now.deadlines()) {
      if (deadline.rule() == "told") return deadline.has_met_time() ? "met" : "runs";
    }
    return "none";
  }
};

TEST_F(EntryFields, AreCheckedByTheTypeOfTheCase) {
  const std::string name = OpenCase();
  const auto refused = [&](const v1::AddEntryRequest& request) {
    return Line(Try(&Stub::AddEntry, request));
  };
  // Whether or not the server knows the type by now.
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(refused(Visit(name, "{}")), "INVALID_ARGUMENT/INVALID_FIELD(entry.details.marks)");
    EXPECT_EQ(refused(Visit(name, R"({"marks": "blue"})")),
              "INVALID_ARGUMENT/INVALID_FIELD(entry.details.marks)");
    EXPECT_EQ(refused(Visit(name, R"({"marks": "none", "colour": "red"})")),
              "INVALID_ARGUMENT/INVALID_FIELD(entry.details.colour)");
    EXPECT_EQ(refused(Note(name, R"({"marks": "none"})")),
              "INVALID_ARGUMENT/INVALID_FIELD(entry.details.marks)")
        << "a field of visits";
    EXPECT_EQ(refused(Entry(name, v1::ENTRY_KIND_DECISION, R"({"marks": "none"})")),
              "INVALID_ARGUMENT/INVALID_FIELD(entry.details.marks)")
        << "no type has fields for it";
    Do(&Stub::GetCase, support::Get(name));
  }
  const v1::Entry visit =
      Do(&Stub::AddEntry, Visit(name, R"({"marks": "none", "alone": true, "requests": "a doctor"})"));
  EXPECT_EQ(visit.details().fields().at("requests").string_value(), "a doctor");
  const auto page = Do(&Stub::ListEntries, support::ListEntries(name));
  EXPECT_TRUE(MessageDifferencer::Equals(page.entries(page.entries_size() - 1), visit));
  EXPECT_EQ(Told(name), "none");
}

TEST_F(EntryFields, AreSealedAndOnlyWhatRulesAskForStandsInClear) {
  const std::string name = OpenCase();
  Do(&Stub::AddEntry, Visit(name, R"({"marks": "none", "alone": true, "requests": "a doctor"})"));
  const std::string calm = database().Value("SELECT row_to_json(e) FROM entry e WHERE kind = 4");
  EXPECT_THAT(calm, Not(HasSubstr("doctor")));
  EXPECT_THAT(calm, Not(HasSubstr("alone")));
  EXPECT_THAT(calm, Not(HasSubstr("marks"))) << "no rule asks whether there are none";
  Do(&Stub::AddEntry, Visit(name, R"({"marks": "seen"})"));
  EXPECT_EQ(database().Value(
                "SELECT count(*) FROM entry WHERE kind = 4 AND 'entry:VISIT?marks=seen' = ANY (triggers)"),
            "1");
}

TEST_F(EntryFields, StartAndMeetADeadline) {
  const std::string name = OpenCase();
  Do(&Stub::AddEntry, Visit(name, R"({"marks": "none"})"));
  EXPECT_EQ(Told(name), "none");
  const v1::Entry seen = Do(&Stub::AddEntry, Visit(name, R"({"marks": "seen"})"));
  EXPECT_EQ(Told(name), "runs");
  Do(&Stub::AddEntry, support::AddNote(name));
  Do(&Stub::AddEntry, Note(name, R"({"told": "family"})"));
  EXPECT_EQ(Told(name), "runs") << "a note to somebody else";
  Do(&Stub::AddEntry, Note(name, R"({"told": "ministry"})"));
  EXPECT_EQ(Told(name), "met");
}

TEST_F(EntryFields, RaiseTheCase) {
  const std::string name = OpenCase();
  Do(&Stub::AddEntry, Visit(name, R"({"marks": "none"})"));
  EXPECT_EQ(Do(&Stub::GetCase, support::Get(name)).priority(), v1::PRIORITY_NORMAL);
  EXPECT_EQ(Do(&Stub::AddEntry, Visit(name, R"({"marks": "seen"})")).kind(), v1::ENTRY_KIND_VISIT);
  EXPECT_EQ(Do(&Stub::GetCase, support::Get(name)).priority(), v1::PRIORITY_HIGH);
  const auto page = Do(&Stub::ListEntries, support::ListEntries(name));
  int told = 0;
  for (const v1::Entry& entry : page.entries()) {
    if (entry.kind() != v1::ENTRY_KIND_UPDATE) continue;
    ++told;
    EXPECT_EQ(entry.text(), "priority: NORMAL → HIGH\nraises.marked: — → HIGH, HEADQUARTERS");
  }
  EXPECT_EQ(told, 1);
}

TEST_F(EntryFields, ACorrectionIsCheckedAndMovesWhatTheyStarted) {
  const std::string name = OpenCase();
  const v1::Entry seen = Do(&Stub::AddEntry, Visit(name, R"({"marks": "seen"})"));
  EXPECT_EQ(Told(name), "runs");
  v1::CorrectEntryRequest correct;
  correct.set_name(seen.name());
  correct.set_reason("of another prisoner");
  correct.set_request_id(support::RequestId());
  *correct.mutable_replacement() = Visit(name, "{}").entry();
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, correct)),
            "INVALID_ARGUMENT/INVALID_FIELD(replacement.details.marks)");
  *correct.mutable_replacement()->mutable_details() = support::Details(R"({"marks": "none"})");
  EXPECT_EQ(Do(&Stub::CorrectEntry, correct).details().fields().at("marks").string_value(), "none");
  EXPECT_EQ(Told(name), "none");
}

TEST_F(EntryFields, ARepeatIsAnsweredAsAtFirst) {
  const std::string name = OpenCase();
  for (const char* details : {R"({"marks": "none"})", R"({"marks": "seen"})"}) {
    const v1::AddEntryRequest request = Visit(name, details);
    const v1::Entry first = Do(&Stub::AddEntry, request);
    EXPECT_TRUE(MessageDifferencer::Equals(Do(&Stub::AddEntry, request), first)) << details;
  }
  EXPECT_EQ(database().Value("SELECT count(*) FROM entry WHERE kind = 4"), "2");
}

}  // namespace
}  // namespace arasha
