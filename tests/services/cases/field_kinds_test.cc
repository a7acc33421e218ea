// What could go wrong: a field names somebody who is on another case, or tells whether a case exists; a list
// or a number is kept as it was typed, so that one value has two spellings; an amount over its cap is
// written; the timeline does not say that a list changed.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "storage/directory/owner_writes.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using Stub = v1::Cases::Stub;

constexpr char kTypeOfKinds[] = R"(
  id: "sample.kinds" version: 1
  label { kk: "к" ru: "р" en: "e" } description { kk: "к" ru: "р" en: "e" }
  fields {
    id: "needs" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_CHOICES
    choices { id: "food" label { kk: "к" ru: "р" en: "e" } }
    choices { id: "heat" label { kk: "к" ru: "р" en: "e" } }
  }
  fields {
    id: "debtor" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_PARTY
    party_roles: ["SUBJECT", "NEXT_OF_KIN"]
  }
  fields { id: "other" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_CASE }
  fields { id: "stay" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_DURATION }
  fields {
    id: "ship" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_IDENTIFIER
    identifier: IDENTIFIER_KIND_IMO_NUMBER
  }
  fields {
    id: "food" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_MONEY
    caps {
      amount: "80.00 USD" for_each: "stay" source: "s"
      label { kk: "Тамақ" ru: "Питание" en: "Food" }
    }
  }
  states { id: "begun" label { kk: "к" ru: "р" en: "e" } }
  states { id: "done" label { kk: "к" ru: "р" en: "e" } final: true }
  transitions { id: "finish" label { kk: "к" ru: "р" en: "e" } from: "begun" to: "done" roles: "officer" }
  entry_fields {
    kind: "VISIT"
    fields { id: "told_by" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_PARTY }
    fields {
      id: "signs" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_CHOICES
      choices { id: "bruises" label { kk: "к" ru: "р" en: "e" } }
      choices { id: "fear" label { kk: "к" ru: "р" en: "e" } }
    }
  }
  deadlines {
    id: "told" label { kk: "к" ru: "р" en: "e" } source: "s" period { hours: 24 }
    starts_on { entry { kind: "VISIT" only_if { field: "signs" choice: "fear" } } }
    met_by { transition: "finish" }
  })";

class FieldKinds : public support::ServerTest {
 protected:
  server::Options Options() override {
    const auto applied =
        storage::ApplyCaseType(database().owner(), keys().Operator(), {"sample.kinds", 1, kTypeOfKinds});
    EXPECT_TRUE(applied.ok()) << applied.status();
    return ServerTest::Options();
  }

  static v1::CreateCaseRequest Asked(const std::string& details) {
    v1::CreateCaseRequest request = support::OpenDetention();
    request.mutable_case_()->set_type("sample.kinds");
    *request.mutable_case_()->mutable_details() = support::Details(details);
    return request;
  }
  v1::Case OpenCase(const std::string& details = "{}") { return Do(&Stub::CreateCase, Asked(details)); }

  static v1::UpdateCaseRequest Update(const std::string& name, const std::vector<std::string>& fields,
                                      const std::string& details) {
    v1::UpdateCaseRequest request;
    request.set_request_id(support::RequestId());
    request.mutable_case_()->set_name(name);
    *request.mutable_case_()->mutable_details() = support::Details(details);
    for (const std::string& field : fields) {
      request.mutable_update_mask()->add_paths(absl::StrCat("details.", field));
    }
    return request;
  }
  // What becomes of the update: the line of its refusal, or the value as it is kept.
  std::string Becomes(const std::string& name, const std::string& field, const std::string& json) {
    const auto request = Update(name, {field}, absl::StrCat("{\"", field, "\": ", json, "}"));
    v1::Case after;
    const grpc::Status status = Call(&Stub::UpdateCase, request, &after, "officer");
    return status.ok() ? after.details().fields().at(field).string_value() : Line(status);
  }

  static v1::AddEntryRequest Visit(const std::string& name, const std::string& details) {
    v1::AddEntryRequest request = support::AddNote(name);
    request.mutable_entry()->set_kind(v1::ENTRY_KIND_VISIT);
    *request.mutable_entry()->mutable_details() = support::Details(details);
    return request;
  }
};

TEST_F(FieldKinds, AreKeptInOneForm) {
  const v1::Case opened = OpenCase(R"({"needs": ["heat", "food"], "stay": "P1W", "ship": "IMO 9074729"})");
  const auto kept = Do(&Stub::GetCase, support::Get(opened.name())).details();
  ASSERT_EQ(kept.fields().at("needs").list_value().values_size(), 2);
  EXPECT_EQ(kept.fields().at("needs").list_value().values(0).string_value(), "food");
  EXPECT_EQ(kept.fields().at("stay").string_value(), "P7D");
  EXPECT_EQ(kept.fields().at("ship").string_value(), "9074729");
  const std::string refused = "INVALID_ARGUMENT/INVALID_FIELD(case.details.ship)";
  EXPECT_EQ(Becomes(opened.name(), "ship", R"("9074728")"), refused);
  EXPECT_EQ(Becomes(opened.name(), "needs", R"(["food", "food"])"),
            "INVALID_ARGUMENT/INVALID_FIELD(case.details.needs)");
}

TEST_F(FieldKinds, AListThatChangedIsToldOnTheTimeline) {
  const v1::Case opened = OpenCase(R"({"needs": ["food"]})");
  Do(&Stub::UpdateCase, Update(opened.name(), {"needs"}, R"({"needs": ["heat", "food"]})"));
  const v1::ListEntriesResponse timeline = Do(&Stub::ListEntries, support::ListEntries(opened.name()));
  std::string told;
  for (const v1::Entry& entry : timeline.entries()) {
    if (entry.kind() == v1::ENTRY_KIND_UPDATE) told = entry.text();
  }
  EXPECT_EQ(told, "details.needs: food → food, heat");
}

TEST_F(FieldKinds, APartyIsOfThisCaseAndInARoleOfTheField) {
  EXPECT_EQ(Line(Try(&Stub::CreateCase, Asked(R"({"debtor": "019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b"})"))),
            "INVALID_ARGUMENT/INVALID_FIELD(case.details.debtor)");
  const v1::Case opened = OpenCase();
  const v1::Case another = OpenCase();
  const std::string subject = opened.parties(0).name();
  const std::string refused = "INVALID_ARGUMENT/INVALID_FIELD(case.details.debtor)";
  EXPECT_EQ(Becomes(opened.name(), "debtor", absl::StrCat("\"", another.parties(0).name(), "\"")), refused);
  EXPECT_EQ(Becomes(opened.name(), "debtor", R"("nobody")"), refused);
  const v1::Party lawyer = Do(&Stub::AddParty, support::AddLawyer(opened.name()));
  EXPECT_EQ(Becomes(opened.name(), "debtor", absl::StrCat("\"", lawyer.name(), "\"")), refused);
  const std::string uid = subject.substr(subject.rfind('/') + 1);
  EXPECT_EQ(Becomes(opened.name(), "debtor", absl::StrCat("\"", uid, "\"")), subject);
  EXPECT_EQ(Becomes(opened.name(), "debtor", absl::StrCat("\"", subject, "\"")), subject);
}

TEST_F(FieldKinds, ACaseIsNamedWhetherOrNotItIsThere) {
  const v1::Case opened = OpenCase();
  EXPECT_EQ(Becomes(opened.name(), "other", R"("WAW-2026-000999")"), "missions/WAW/cases/WAW-2026-000999");
  EXPECT_EQ(Becomes(opened.name(), "other", R"("missions/WAW/cases/WAW-2026-000998")"),
            "missions/WAW/cases/WAW-2026-000998");
  const std::string refused = "INVALID_ARGUMENT/INVALID_FIELD(case.details.other)";
  for (const std::string& bad : {std::string("waw-1"), std::string("WAW-2026-9"), opened.name()}) {
    EXPECT_EQ(Becomes(opened.name(), "other", absl::StrCat("\"", bad, "\"")), refused) << bad;
  }
}

TEST_F(FieldKinds, AnAmountOverItsCapIsRefused) {
  EXPECT_EQ(Line(Try(&Stub::CreateCase, Asked(R"({"stay": "P2D", "food": "160.01 USD"})"))),
            "INVALID_ARGUMENT/INVALID_FIELD(case.details.food)");
  const v1::Case opened = OpenCase(R"({"stay": "P2D", "food": "160.00 USD"})");
  EXPECT_EQ(Becomes(opened.name(), "food", R"("200.00 USD")"),
            "INVALID_ARGUMENT/INVALID_FIELD(case.details.food)");
  EXPECT_EQ(Line(Try(&Stub::UpdateCase, Update(opened.name(), {"stay"}, R"({"stay": "P1D"})"))),
            "INVALID_ARGUMENT/INVALID_FIELD(case.details.food)")
      << "fewer days carry less";
  EXPECT_EQ(Becomes(opened.name(), "food", R"("80.00 USD")"), "80.00 USD");
}

TEST_F(FieldKinds, OfEntriesAreTakenLikewiseAndStartDuties) {
  const v1::Case opened = OpenCase();
  const std::string subject = opened.parties(0).name();
  const std::string uid = subject.substr(subject.rfind('/') + 1);
  // Whether or not the server knows the type by now.
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(Line(Try(&Stub::AddEntry, Visit(opened.name(), R"({"told_by": "nobody"})"))),
              "INVALID_ARGUMENT/INVALID_FIELD(entry.details.told_by)");
    Do(&Stub::GetCase, support::Get(opened.name()));
  }
  const v1::Entry calm =
      Do(&Stub::AddEntry, Visit(opened.name(), absl::StrCat(R"({"told_by": ")", uid, R"("})")));
  EXPECT_EQ(calm.details().fields().at("told_by").string_value(), subject);
  EXPECT_EQ(Do(&Stub::GetCase, support::Get(opened.name())).deadlines_size(), 0);
  const v1::Entry seen = Do(&Stub::AddEntry, Visit(opened.name(), R"({"signs": ["fear", "bruises"]})"));
  EXPECT_EQ(seen.details().fields().at("signs").list_value().values(0).string_value(), "bruises");
  EXPECT_EQ(Do(&Stub::GetCase, support::Get(opened.name())).deadlines_size(), 1);
}

}  // namespace
}  // namespace arasha
