// What could go wrong: a case is closed although what its type asks for was not seen to, or cannot be
// although it was; a tick stays when its entry is struck out, is made twice, or of what no such case has.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "storage/directory/owner_writes.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using support::Tick;
using ::testing::IsSupersetOf;
using Stub = v1::Cases::Stub;

constexpr char kTypeWithChecklist[] = R"(
  id: "sample.checks" version: 1
  label { kk: "к" ru: "р" en: "e" } description { kk: "к" ru: "р" en: "e" }
  fields { id: "minor" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_BOOL }
  states { id: "begun" label { kk: "к" ru: "р" en: "e" } } states { id: "helped" label { kk: "к" ru: "р" en: "e" } }
  states { id: "done" label { kk: "к" ru: "р" en: "e" } final: true }
  transitions { id: "help" label { kk: "көмек" ru: "помочь" en: "help" } from: "begun" to: "helped" roles: "officer" }
  transitions {
    id: "finish" label { kk: "к" ru: "р" en: "e" } from: "helped" to: "done" roles: "head" four_eyes: true
  }
  checklist { id: "consent" label { kk: "келісім" ru: "согласие" en: "consent" } required_for: ["help", "finish"] }
  checklist {
    id: "guardian" label { kk: "қамқоршы" ru: "опекун" en: "guardian" } required_for: "help"
    when { field: "minor" values: "true" }
  }
  checklist { id: "lawyer_list" label { kk: "к" ru: "р" en: "e" } in_states: "helped" })";

constexpr char kChecklistOpen[] = "FAILED_PRECONDITION/CHECKLIST_OPEN";
constexpr char kNotTicked[] = "INVALID_ARGUMENT/INVALID_FIELD(entry.check_item)";

class Checklist : public support::ServerTest {
 protected:
  server::Options Options() override {
    const auto applied = storage::ApplyCaseType(database().owner(), keys().Operator(),
                                                {"sample.checks", 1, kTypeWithChecklist});
    EXPECT_TRUE(applied.ok()) << applied.status();
    return ServerTest::Options();
  }

  std::string OpenCase(bool minor = false) {
    v1::CreateCaseRequest request = support::OpenDetention();
    request.mutable_case_()->set_type("sample.checks");
    *request.mutable_case_()->mutable_details() =
        support::Details(minor ? R"({"minor": true})" : R"({"minor": false})");
    return Do(&Stub::CreateCase, request).name();
  }
  std::string Ticking(const std::string& name, const std::string& item) {
    return Line(Try(&Stub::AddEntry, Tick(name, item)));
  }
  grpc::Status Making(const std::string& name, const std::string& event) {
    return Try(&Stub::TransitionCase, support::Transition(name, event));
  }
  v1::CorrectEntryRequest Strike(const v1::Entry& entry) {
    v1::CorrectEntryRequest request;
    request.set_name(entry.name());
    request.set_reason("of another case");
    request.set_request_id(support::RequestId());
    return request;
  }
};

TEST_F(Checklist, HoldsBackWhatItIsNeededFor) {
  const std::string name = OpenCase(/*minor=*/true);
  const grpc::Status refused = Making(name, "help");
  EXPECT_EQ(Line(refused), kChecklistOpen);
  EXPECT_THAT(support::Read(refused).metadata,
              IsSupersetOf({std::pair<const std::string, std::string>("event", "help"),
                            {"event.ru", "помочь"},
                            {"items", "consent, guardian"},
                            {"items.en", "consent (consent); guardian (guardian)"},
                            {"items.kk", "consent (келісім); guardian (қамқоршы)"}}));
  const v1::Entry tick = Do(&Stub::AddEntry, Tick(name, "consent"));
  EXPECT_EQ(tick.check_item(), "consent");
  EXPECT_EQ(Line(Making(name, "help")), kChecklistOpen) << "the other is not ticked";
  Do(&Stub::AddEntry, Tick(name, "guardian"));
  EXPECT_EQ(Do(&Stub::TransitionCase, support::Transition(name, "help")).state(), "helped");
}

TEST_F(Checklist, IsUntickedByTheCorrectionOfTheEntry) {
  const std::string name = OpenCase();
  const v1::Entry tick = Do(&Stub::AddEntry, Tick(name, "consent"));
  Do(&Stub::CorrectEntry, Strike(tick));
  EXPECT_EQ(Line(Making(name, "help")), kChecklistOpen);
  const v1::Entry again = Do(&Stub::AddEntry, Tick(name, "consent"));

  v1::CorrectEntryRequest replace = Strike(again);
  replace.mutable_replacement()->set_kind(v1::ENTRY_KIND_CHECK);
  replace.mutable_replacement()->set_check_item("none");
  EXPECT_EQ(Line(Try(&Stub::CorrectEntry, replace)),
            "INVALID_ARGUMENT/INVALID_FIELD(replacement.check_item)");
  replace.mutable_replacement()->set_check_item("consent");
  replace.mutable_replacement()->set_text("by telephone");
  EXPECT_EQ(Do(&Stub::CorrectEntry, replace).check_item(), "consent")
      << "it stands in the place of its own tick";
  EXPECT_EQ(Do(&Stub::TransitionCase, support::Transition(name, "help")).state(), "helped");
}

TEST_F(Checklist, IsTickedOnceAndOnlyAsFarAsItConcernsTheCase) {
  const std::string name = OpenCase();
  EXPECT_EQ(Ticking(name, "visa"), kNotTicked);
  EXPECT_EQ(Ticking(name, ""), kNotTicked);
  EXPECT_EQ(Ticking(name, "guardian"), kNotTicked) << "of minors alone";
  EXPECT_EQ(Ticking(name, "lawyer_list"), "OK") << "before it is owed";
  EXPECT_EQ(Ticking(name, "lawyer_list"), kNotTicked) << "it is ticked";
  v1::AddEntryRequest note = support::AddNote(name);
  note.mutable_entry()->set_check_item("consent");
  EXPECT_EQ(Line(Try(&Stub::AddEntry, note)), kNotTicked) << "a note ticks nothing";
}

TEST_F(Checklist, ARepeatIsAnsweredAsAtFirst) {
  const std::string name = OpenCase();
  const v1::AddEntryRequest request = Tick(name, "consent");
  const v1::Entry first = Do(&Stub::AddEntry, request);
  const v1::Entry second = Do(&Stub::AddEntry, request);
  EXPECT_EQ(first.SerializeAsString(), second.SerializeAsString());
  EXPECT_EQ(database().Value("SELECT count(*) FROM entry WHERE check_item = 'consent'"), "1");
}

TEST_F(Checklist, IsAskedAgainWhenTheSecondPersonApproves) {
  const std::string name = OpenCase();
  const v1::Entry tick = Do(&Stub::AddEntry, Tick(name, "consent"));
  Do(&Stub::TransitionCase, support::Transition(name, "help"));
  const v1::Case proposed = Do(&Stub::TransitionCase, support::Transition(name, "finish"));
  Do(&Stub::CorrectEntry, Strike(tick));
  EXPECT_EQ(Line(Try(&Stub::ApproveTransition, support::Approve(proposed), "head")), kChecklistOpen);
  Do(&Stub::AddEntry, Tick(name, "consent"));
  EXPECT_EQ(Do(&Stub::ApproveTransition, support::Approve(proposed), "head").state(), "done");
  EXPECT_EQ(Line(Try(&Stub::AddEntry, Tick(name, "lawyer_list"))), "FAILED_PRECONDITION/CASE_CLOSED");
}

}  // namespace
}  // namespace arasha
