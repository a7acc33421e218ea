// What could go wrong: a type applies, and its cases end nowhere, its deadlines never run, officers read two
// words for one thing, or an author believes that an override does something.

#include "services/rules/catalogue/source/oversights.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "services/rules/catalogue/case_type.h"
#include "tests/support/shipped_catalogue.h"

namespace arasha::rules {
namespace {

using Files = std::map<std::string, std::string>;

// An element with a name of its own in each language.
std::string Named(const std::string& id) {
  return absl::StrCat("id: '", id, "' label { kk: 'к ", id, "' ru: 'р ", id, "' en: '", id, "' } ");
}

// A type in good order that holds this, too.
std::string Type(const std::string& id, const std::string& own, const std::string& before = "") {
  return absl::StrCat(before, "own { id: '", id, "' version: 1",
                      " label { kk: 'к' ru: 'р' en: 'e' } description { kk: 'к' ru: 'р' en: 'e' }\n",
                      "states { ", Named("new"), "} states { ", Named("work"), "} states { ", Named("done"),
                      "final: true }\n", "transitions { ", Named("start"),
                      "from: 'new' to: 'work' roles: 'officer' }\n", "transitions { ", Named("finish"),
                      "from: 'work' to: 'done' roles: 'officer' }\n", "transitions { ", Named("reopen"),
                      "from: 'done' to: 'work' roles: 'officer' }\n", own, "}");
}

std::string Deadline(const std::string& rest) {
  return absl::StrCat("deadlines { ", Named("answer"), "source: 's' source_label { kk: 'к' ru: 'р' } ", rest,
                      "}");
}

std::string Choices(const std::string& id) {
  return absl::StrCat("fields { ", Named(id), "kind: FIELD_KIND_CHOICE choices { ", Named("red"),
                      "} choices { ", Named("blue"), "} }\n");
}

// What is overlooked in types that apply.
std::string Found(const Files& files) {
  const auto compiled = CompileCaseTypes(files);
  EXPECT_TRUE(compiled.ok()) << compiled.status();
  if (!compiled.ok()) return "";
  for (const CompiledCaseType& one : *compiled) {
    const auto type = CaseType::Create(one.type);
    EXPECT_TRUE(type.ok()) << type.status();
    if (!type.ok()) return "";
  }
  return absl::StrJoin(FindOversights(*compiled), "\n");
}

std::string Found(const std::string& own) { return Found(Files{{"a/b.textproto", Type("a.b", own)}}); }

const char kGroup[] =
    "state_groups { id: 'union' label { kk: 'к' ru: 'р' en: 'e' } states: ['RU', 'BY'] source: 's' }\n";

// Rules of host states for a deadline that has none of its own.
std::string There(const std::string& rules) {
  return Deadline(absl::StrCat("starts_on { opened: true } met_by { entry { kind: 'NOTE' } } ",
                               absl::StrReplaceAll(rules, {{"THERE",
                                                            "source: 's' source_label { kk: 'к' ru: 'р' } "
                                                            "period { days: 1 }"}})));
}

TEST(FindOversights, FindsNoneInWhatIsInOrder) {
  EXPECT_EQ(Found(""), "");
  EXPECT_EQ(Found(Choices("colour") + kGroup +
                  There("host_states { host_state: 'RU' THERE }"
                        "host_states { group: 'union' THERE }")),
            "");
  EXPECT_EQ(
      Found(Deadline("starts_on { transition: 'start' } met_by { transition: 'finish' } period { days: 1 }")),
      "");
}

TEST(FindOversights, TellsEachWithFileAndLine) {
  const struct {
    std::string own;
    std::string said;
  } cases[] = {
      // States.
      {absl::StrCat("states { ", Named("limbo"), "} transitions { ", Named("lose"),
                    "from: ['work', 'limbo'] to: 'limbo' roles: 'head' }"),
       "a/b.textproto:6: states limbo: a case has no way from here to a final state: add a transition"},
      {absl::StrCat("transitions { ", Named("lose"), "from: ['work', 'work'] to: 'done' roles: 'head' }"),
       "a/b.textproto:6: transitions lose from: work is given twice"},
      // Deadlines.
      {Deadline("starts_on { transition: 'finish' } met_by { entry { kind: 'NOTE' } } period { days: 1 }"),
       "a/b.textproto:6: deadlines answer: starts only when the case ends, and nothing runs then"},
      {Deadline("starts_on { transition: 'start' } met_by { transition: 'start' } period { days: 1 }"),
       "a/b.textproto:6: deadlines answer: nothing meets it: what would cannot happen any more once it runs"},
      {Deadline("starts_on { transition: 'start' } met_by { opened: true } period { days: 1 }"),
       "a/b.textproto:6: deadlines answer: nothing meets it: what would cannot happen any more once it runs"},
      {Deadline("starts_on { opened: true } met_by { transition: 'reopen' } period { days: 1 }"),
       "a/b.textproto:6: deadlines answer: nothing meets it: what would cannot happen any more once it runs"},
      {There("host_states { host_state: 'TR' met_by { transition: 'reopen' } THERE }"),
       "a/b.textproto:6: deadlines answer: in TR nothing meets it: what would cannot happen any more once it "
       "runs"},
      {absl::StrCat(
           Choices("colour"),
           Deadline("starts_on { opened: true } met_by { entry { kind: 'NOTE' } } period { days: 1 }"
                    "when { field: 'colour' values: 'red' } when { field: 'colour' values: 'blue' }")),
       "a/b.textproto:7: deadlines answer: its conditions never hold: colour has one value"},
      {absl::StrCat(Choices("colour"), "fields { ", Named("why"),
                    "kind: FIELD_KIND_TEXT required: true required_when { field: 'colour' values: 'red' } "
                    "required_when { field: 'colour' values: 'blue' } }"),
       "a/b.textproto:7: fields why: its conditions never hold: colour has one value"},
      {absl::StrCat(kGroup,
                    There("host_states { group: 'union' THERE } host_states { host_state: 'RU' THERE }")),
       "a/b.textproto:7: deadlines answer: the rule for RU never holds: one before it holds whenever it "
       "would"},
      {kGroup, "a/b.textproto:6: state_groups union: no rule names it: take it out"},
      // Texts.
      {absl::StrCat("fields { ", Named("place"), "kind: FIELD_KIND_TEXT hint { kk: 'к' en: 'e' } }"),
       "a/b.textproto:6: fields place hint: is not given in ru"},
      {absl::StrReplaceAll(
           Deadline("starts_on { opened: true } met_by { entry { kind: 'NOTE' } } period { days: 1 }"),
           {{"source_label { kk: 'к' ru: 'р' }", ""}}),
       "a/b.textproto:6: deadlines answer source_label: is not given in kk and ru"},
      {"fields { id: 'a' label { kk: 'к' ru: 'место' en: 'spot' } kind: FIELD_KIND_TEXT }\n"
       "fields { id: 'b' label { kk: 'қ' ru: 'место' en: 'place' } kind: FIELD_KIND_TEXT }",
       "a/b.textproto:7: fields b: is called \"место\" as a is: nobody can tell them apart"},
      {absl::StrReplaceAll(Choices("colour"), {{"en: 'blue'", "en: 'red'"}}),
       "a/b.textproto:6: fields colour choices blue: is called \"red\" as red is: nobody can tell them "
       "apart"},
  };
  for (const auto& [own, said] : cases) EXPECT_EQ(Found(own), said);
}

// The earlier rule ends, or begins too late to take all from the later.
TEST(FindOversights, RulesOfHostStatesMayFollowEachOther) {
  for (const char* first : {"valid_until: '2026-03-01'", "valid_from: '2026-03-01'"}) {
    const std::string rules = absl::StrCat("host_states { group: 'union' ", first,
                                           " THERE } host_states { host_state: 'RU' THERE }");
    EXPECT_EQ(Found(absl::StrCat(kGroup, There(rules))), "") << first;
  }
}

TEST(FindOversights, OneThingHasOneNameInAllTypes) {
  const auto found = [](const std::string& label) {
    const std::string field = "fields { id: 'place' kind: FIELD_KIND_TEXT label { ";
    return Found({{"a/b.textproto", Type("a.b", field + "kk: 'орны' ru: 'место' en: 'Place' } }")},
                  {"a/c.textproto", Type("a.c", absl::StrCat(field, label, " } }"))}});
  };
  EXPECT_EQ(found("kk: 'орны' ru: 'место' en: 'Place'"), "");
  EXPECT_EQ(found("kk: 'қаза болған жері' ru: 'место смерти' en: 'Place of death'"), "") << "its own place";
  EXPECT_EQ(
      found("kk: 'орны' ru: 'где' en: 'Place'"),
      "a/c.textproto:6: fields place: \"орны\" is \"где\" here and \"место\" at a/b.textproto:6: one thing "
      "has one name");
}

TEST(FindOversights, TellsOfWhatChangesNothing) {
  const Files part = {{"parts/p.textproto",
                       "own { fields { id: 'place' label { kk: 'к' ru: 'р' en: 'e' } kind: "
                       "FIELD_KIND_TEXT max_length: 50 } retention_years: 5 }"}};
  const struct {
    std::string before;
    std::string own;
    std::string said;
  } cases[] = {
      {"begin_with: 'p' override { fields { id: 'place' max_length: 60 } }\n", "retention_years: 6", ""},
      {"begin_with: 'p' override { fields { id: 'place' max_length: 50 required: true } }\n", "",
       "a/b.textproto:1: override of fields place: max_length is so without it: take it out"},
      {"begin_with: 'p'\n", "retention_years: 5",
       "a/b.textproto:7: retention_years is so by parts/p.textproto:1: take it out"},
      {"begin_with: ['p', 'q']\n", "", "a/b.textproto:1: the part q adds nothing: fill it, or take it out"},
  };
  for (const auto& [before, own, said] : cases) {
    Files files = part;
    if (before.find("'q'") != std::string::npos) files["parts/q.textproto"] = "";
    files["a/b.textproto"] = Type("a.b", own, before);
    EXPECT_EQ(Found(files), said);
  }
}

TEST(FindOversights, ThereIsNoneInTheShippedCatalogue) {
  const auto shipped = CompileCaseTypes(support::ShippedFiles());
  ASSERT_TRUE(shipped.ok()) << shipped.status();
  EXPECT_EQ(absl::StrJoin(FindOversights(*shipped), "\n"), "");
}

TEST(FindOversights, AFactIsOfOneKindInAllTypes) {
  const std::string visits = absl::StrCat("derived_facts { ", Named("visits"));
  const Files files = {
      {"a/one.textproto", Type("a.one", visits + "count { of { entry { kind: 'VISIT' } } } }")},
      {"a/other.textproto", Type("a.other", visits + "none { of { entry { kind: 'VISIT' } } } }")}};
  EXPECT_THAT(Found(files),
              testing::HasSubstr("derived_facts visits: is of another kind at a/one.textproto"));
  EXPECT_EQ(Found({{"a/one.textproto", files.at("a/one.textproto")}}), "");
}

}  // namespace
}  // namespace arasha::rules
