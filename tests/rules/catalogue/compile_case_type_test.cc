// What could go wrong: a type comes to something else than its author reads in its file and its parts, or a
// slip in one of them is found by the first case of another type.

#include "services/rules/catalogue/source/compile_case_type.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using Files = std::map<std::string, std::string>;

// The only type that the files come to.
CompiledCaseType Compiled(const Files& files) {
  auto compiled = CompileCaseTypes(files);
  EXPECT_TRUE(compiled.ok()) << compiled.status();
  if (!compiled.ok() || compiled->size() != 1) {
    ADD_FAILURE() << "one type was expected";
    return {};
  }
  return std::move(compiled->front());
}

std::string Faults(const Files& files) { return std::string(CompileCaseTypes(files).status().message()); }

template <typename Range>
std::vector<std::string> Ids(const Range& range) {
  std::vector<std::string> ids;
  for (const auto& item : range) ids.push_back(item.id());
  return ids;
}

// Where an element was written, found by its id.
std::string OriginOf(const CompiledCaseType& compiled, const std::string& id) {
  for (const CaseTypeElement& element : compiled.elements) {
    if (element.id == id) return element.origin;
  }
  return "nowhere";
}

TEST(CompileCaseTypes, PutsPartsAroundWhatIsOwn) {
  const CompiledCaseType compiled = Compiled({
      {"parts/flow/all.textproto", R"(begin_with: "flow/opening" end_with: ["flow/waiting", "flow/ending"])"},
      {"parts/flow/opening.textproto", R"(own { states { id: "new" } transitions { id: "start" } })"},
      {"parts/flow/waiting.textproto", R"(own { states { id: "waiting" } transitions { id: "wait" } })"},
      {"parts/flow/ending.textproto", R"(own { states { id: "done" } transitions { id: "close" } })"},
      {"parts/first.textproto", R"(own { fields { id: "place" } })"},
      {"parts/last.textproto", R"(own { fields { id: "outcome" } })"},
      {"a/b.textproto", R"(begin_with: ["flow/all", "first"]
end_with: "last"
own { id: "a.b" version: 1 fields { id: "mine" } states { id: "searching" } transitions { id: "search" } })"},
  });
  EXPECT_THAT(Ids(compiled.type.states()), ElementsAre("new", "searching", "waiting", "done"));
  EXPECT_THAT(Ids(compiled.type.transitions()), ElementsAre("start", "search", "wait", "close"));
  EXPECT_THAT(Ids(compiled.type.fields()), ElementsAre("place", "mine", "outcome"));
  EXPECT_EQ(compiled.type.id(), "a.b");
}

TEST(CompileCaseTypes, OverridesReplaceWhatTheySet) {
  const CompiledCaseType compiled = Compiled({
      {"parts/p.textproto",
       "own {\n  transitions { id: 'close' from: ['a', 'b'] to: 'c' roles: ['officer', 'head'] }\n}"},
      {"parts/q.textproto",
       "begin_with: 'p'\noverride { transitions { id: 'close' roles: 'head' four_eyes: true } }"},
      {"a/b.textproto",
       "begin_with: 'q'\noverride { transitions { id: 'close' to: 'd' } }\nown { id: 'a.b' version: 1 }"},
  });
  ASSERT_EQ(compiled.type.transitions_size(), 1);
  const v1::TransitionRule& close = compiled.type.transitions(0);
  EXPECT_THAT(close.from(), ElementsAre("a", "b"));
  EXPECT_EQ(close.to(), "d");
  EXPECT_THAT(close.roles(), ElementsAre("head")) << "lists as a whole";
  EXPECT_TRUE(close.four_eyes());
  EXPECT_EQ(OriginOf(compiled, "close"),
            "parts/p.textproto:2, changed at parts/q.textproto:2, changed at a/b.textproto:2");
}

TEST(CompileCaseTypes, ChecklistsAreOverriddenItemByItem) {
  const CompiledCaseType compiled = Compiled({
      {"parts/checklist/all.textproto",
       "own {\n  checklist { id: 'consent' hint { en: 'of whom' } }\n  checklist { id: 'wish' }\n"
       "  papers { id: 'form' }\n  can { en: 'ask' }\n}"},
      {"a/b.textproto",
       "begin_with: 'checklist/all'\noverride { checklist { id: 'consent' required_for: 'close' } }\n"
       "own { id: 'a.b' version: 1 checklist { id: 'lawyer' } papers { id: 'order' } can { en: 'visit' } }"},
  });
  EXPECT_THAT(Ids(compiled.type.checklist()), ElementsAre("consent", "wish", "lawyer"));
  EXPECT_THAT(compiled.type.checklist(0).required_for(), ElementsAre("close"));
  EXPECT_EQ(compiled.type.checklist(0).hint().en(), "of whom") << "what is not set stays";
  EXPECT_THAT(Ids(compiled.type.papers()), ElementsAre("form", "order"));
  ASSERT_EQ(compiled.type.can_size(), 2);
  EXPECT_EQ(compiled.type.can(1).en(), "visit");
  EXPECT_EQ(OriginOf(compiled, "consent"), "parts/checklist/all.textproto:2, changed at a/b.textproto:2");
}

TEST(CompileCaseTypes, OfSingleValuesTheNearestHolds) {
  const Files files = {
      {"parts/p.textproto", "own { default_sensitivity: 'SENSITIVE' retention_years: 5 }"},
      {"parts/q.textproto", "begin_with: 'p' own { retention_years: 7 }"},
      {"a/b.textproto", "end_with: 'q' own { id: 'a.b' version: 1 default_sensitivity: 'ORDINARY' }"},
  };
  const v1::CaseType type = Compiled(files).type;
  EXPECT_EQ(type.default_sensitivity(), "ORDINARY");
  EXPECT_EQ(type.retention_years(), 7);
}

TEST(CompileCaseTypes, AChangedPartRaisesTheVersionsOfItsTypes) {
  const CompiledCaseType compiled = Compiled({
      {"parts/p.textproto", "own { version: 2 }"},
      {"parts/q.textproto", "end_with: 'p' own { version: 1 }"},
      {"a/b.textproto", "begin_with: 'q'\nown {\n  id: 'a.b'\n  version: 4\n}"},
  });
  EXPECT_EQ(compiled.type.version(), 7);
  EXPECT_THAT(PrintWithOrigins(compiled),
              HasSubstr("# a/b.textproto:4, raised by 3, the versions of its parts\nversion: 7\n"));
}

TEST(CompileCaseTypes, FieldsShareChoices) {
  const CompiledCaseType compiled = Compiled({
      {"parts/choices/yes_no.textproto", "choices { id: 'yes' }\nchoices { id: 'no' }"},
      {"a/b.textproto",
       "choices_from { field: 'told' part: 'choices/yes_no' }\n"
       "choices_from { field: 'seen' part: 'choices/yes_no' }\n"
       "own { id: 'a.b' version: 1 fields { id: 'told' choices { id: 'later' } } fields { id: 'seen' } }"},
  });
  EXPECT_THAT(Ids(compiled.type.fields(0).choices()), ElementsAre("yes", "no", "later"));
  EXPECT_THAT(Ids(compiled.type.fields(1).choices()), ElementsAre("yes", "no"));
  EXPECT_EQ(OriginOf(compiled, "told"), "a/b.textproto:3, choices of parts/choices/yes_no.textproto");
}

TEST(CompileCaseTypes, TellsFileAndLineOfEachFault) {
  const std::string own = "\nown { id: 'a.b' version: 1 }";
  const struct {
    Files files;
    std::string said;
  } cases[] = {
      {{{"a/c.textproto", "own { id: 'a.b' }"}},
       "a/c.textproto: holds the type a.b: the file of a type is family/type.textproto, and a part has no "
       "id"},
      {{{"a/b.textproto", "begin_with: 'p'" + own}, {"parts/p.textproto", "own { id: 'a.p' }"}},
       "parts/p.textproto: holds the type a.p: the file of a type is family/type.textproto, and a part has "
       "no id"},
      {{{"a/b.textproto", "begin_with: 'flow/none'" + own}},
       "a/b.textproto:1: there is no part flow/none: it would be parts/flow/none.textproto"},
      {{{"a/b.textproto", "choices_from { field: 'x' part: 'none' }" + own}},
       "a/b.textproto:1: there is no part none: it would be parts/none.textproto"},
      {{{"a/b.textproto", "begin_with: 'p'\nend_with: 'p'" + own}, {"parts/p.textproto", ""}},
       "a/b.textproto:2: the part p is included already at a/b.textproto:1: take one of them out"},
      {{{"a/b.textproto", "begin_with: 'p'\nbegin_with: 'q'" + own},
        {"parts/p.textproto", "begin_with: 'q'"},
        {"parts/q.textproto", ""}},
       "a/b.textproto:2: the part q is included already at parts/p.textproto:1: take one of them out"},
      {{{"a/b.textproto", "begin_with: 'p'" + own},
        {"parts/p.textproto", "begin_with: 'q'"},
        {"parts/q.textproto", "\nend_with: 'p'"}},
       "parts/q.textproto:2: the part p includes itself, by p, q: take one of them out"},
      {{{"a/b.textproto", own}, {"parts/p.textproto", ""}},
       "parts/p.textproto: no type uses this part: include it in one, or delete it"},
      {{{"a/b.textproto", own},
        {"parts/p.textproto", "begin_with: 'q'"},
        {"parts/q.textproto", "choices { id: 'x' }"}},
       "parts/p.textproto: no type uses this part: include it in one, or delete it\n"
       "parts/q.textproto: no type uses this part: include it in one, or delete it"},
      {{{"a/b.textproto", "begin_with: 'p'\noverride { transitions { id: 'close' } }" + own},
        {"parts/p.textproto", "own { states { id: 'close' } }"}},
       "a/b.textproto:2: override of transitions close: no part has it; to add it, write it under own"},
      {{{"a/b.textproto", "override { fields { id: 'x' } } own { id: 'a.b' version: 1 fields { id: 'x' } }"}},
       "a/b.textproto:1: override of fields x: no part has it; to add it, write it under own"},
      {{{"a/b.textproto", "override {\n  statistics { category: 'x' }\n  version: 2\n}" + own}},
       "a/b.textproto:2: override changes what has an id, and statistics has none: set it in own\n"
       "a/b.textproto:3: override changes what has an id, and version has none: set it in own"},
      {{{"a/b.textproto", "begin_with: 'p'\nown { id: 'a.b' version: 1\n  states { id: 'new' } }"},
        {"parts/p.textproto", "own { states { id: 'new' } }"}},
       "a/b.textproto:3: states new is given already at parts/p.textproto:1: change that one in override, or "
       "name "
       "this one otherwise"},
      {{{"a/b.textproto", "begin_with: ['p', 'q']" + own},
        {"parts/p.textproto", "own { retention_years: 5 }"},
        {"parts/q.textproto", "own { retention_years: 5 }"}},
       "parts/q.textproto:1: retention_years is given already at parts/p.textproto:1: say in the type itself "
       "what "
       "holds"},
      {{{"a/b.textproto", "begin_with: 'c'" + own}, {"parts/c.textproto", "choices { id: 'x' }"}},
       "a/b.textproto:1: the part c holds choices: name it in choices_from"},
      {{{"a/b.textproto",
         "choices_from { field: 'x' part: 'p' } own { id: 'a.b' version: 1 fields { id: 'x' } }"},
        {"parts/p.textproto", "own { states { id: 'new' } }"}},
       "a/b.textproto:1: the part p holds no choices: name it in begin_with or end_with"},
      {{{"a/b.textproto", "choices_from { field: 'x' part: 'c' }" + own},
        {"parts/c.textproto", "choices { id: 'x' }"}},
       "a/b.textproto:1: this file has no field x of its own"},
      {{{"a/b.textproto", "\nchoices { id: 'x' }" + own}},
       "a/b.textproto:2: choices stand in a part that holds nothing else: make a part of them, and name it "
       "in "
       "choices_from"},
  };
  for (const auto& row : cases) EXPECT_EQ(Faults(row.files), row.said);
}

TEST(CompileCaseTypes, TellsOnceOfAPartThatManyUse) {
  EXPECT_EQ(Faults({{"a/b.textproto", "begin_with: 'p' own { id: 'a.b' }"},
                    {"a/c.textproto", "begin_with: 'p' own { id: 'a.c' }"},
                    {"parts/p.textproto", "override { states { id: 'x' } }"}}),
            "parts/p.textproto:1: override of states x: no part has it; to add it, write it under own");
}

TEST(CompileCaseTypes, TellsWhereATextIsNoTextProto) {
  const auto compiled = CompileCaseTypes({{"a/b.textproto", "own {\n  colour: 1\n}"}});
  EXPECT_EQ(compiled.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(compiled.status().message()), HasSubstr("a/b.textproto: line 2, column "));
}

// As a label reads that was saved in windows-1251.
TEST(CompileCaseTypes, SayWhatIsNotUtf8) {
  const std::string faults =
      Faults({{"a/b.textproto", "own {\n  id: \"a.b\"\n  label { ru: \"\xce\xe1\" }\n}"},
              {"parts/c.textproto", "own { label { ru: \"Обвинение\" } }"}});
  EXPECT_EQ(faults, "a/b.textproto: line 3: it is not UTF-8; save the file in that encoding");
}

TEST(PrintWithOrigins, TellsWhereEachElementWasWritten) {
  EXPECT_EQ(PrintWithOrigins(Compiled({
                {"a/b.textproto", "begin_with: 'p'\nown { id: 'a.b' label { kk: 'Қ' } version: 1 }"},
                {"parts/p.textproto", "own {\n  states { id: 'new' final: true }\n}"},
            })),
            R"(# a/b.textproto:2
id: "a.b"
# a/b.textproto:2
version: 1
# a/b.textproto:2
label {
  kk: "Қ"
}
# parts/p.textproto:2
states {
  id: "new"
  final: true
}
)");
}

}  // namespace
}  // namespace arasha::rules
