// What could go wrong: a drawing lacks a way that a case may go, leads it elsewhere, runs into another, or
// breaks on what a label holds.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "clients/print/drawing/state_diagram.h"
#include "services/rules/catalogue/source/compile_case_type.h"
#include "tests/clients/fake_server.h"
#include "tests/support/shipped_catalogue.h"

namespace arasha::clients {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

v1::CaseType DrawnType() {
  v1::CaseType type;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(id: "a.b"
           version: 3
           label { kk: "Іс" ru: "Дело" en: "Thing" }
           states {
             id: "new"
             label { kk: "Жаңа" ru: "Новое" en: "New" }
           }
           states {
             id: "work"
             label { kk: "Жұмыста" ru: "В работе" en: "In <work> & \"care\"" }
           }
           states {
             id: "done"
             label { kk: "Бітті" ru: "Готово" en: "Done" }
             final: true
           }
           transitions {
             id: "close"
             label { kk: "Жабу" ru: "Закрыть" en: "Close" }
             from: [ "work", "new" ]
             to: "done"
             four_eyes: true
           }
           transitions {
             id: "start"
             label { kk: "Бастау" ru: "Начать" en: "Start" }
             from: "new"
             to: "work"
           }
           transitions {
             id: "take"
             label { kk: "Алу" ru: "Взять" en: "Take" }
             from: "new"
             to: "work"
           }
           transitions {
             id: "note"
             label { kk: "Енгізу" ru: "Внести" en: "Record" }
             from: "work"
             to: "work"
           })pb",
      &type));
  return type;
}

TEST(TypeDrawTest, FoldsWaysThatLeadLikewise) {
  const std::vector<Way> ways = WaysOf(DrawnType(), Texts(Language::kEn));
  ASSERT_EQ(ways.size(), 3U);
  EXPECT_THAT(ways[0].labels, ElementsAre("Start", "Take"));
  EXPECT_THAT(ways[1].labels, ElementsAre("Close"));
  EXPECT_THAT(ways[1].from, ElementsAre(0, 1));
  EXPECT_TRUE(ways[1].two_persons);
  EXPECT_THAT(ways[2].labels, ElementsAre("Record"));
}

TEST(TypeDrawTest, WritesTextForGraphviz) {
  FakeServer server;
  server.Answer("GetCaseType", DrawnType());
  const Ran ran = Arasha(server).Run({"type", "draw", "a.b@3", "--format", "dot", "--lang", "en"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(server.Last<v1::GetCaseTypeRequest>("GetCaseType").name(), "caseTypes/a.b@3");
  EXPECT_EQ(ran.out, R"dot(digraph "a.b" {
  label="Thing (a.b@3)"
  labelloc=t
  node [shape=box, style=rounded]
  "new" [label="New"]
  "work" [label="In <work> & \"care\""]
  "done" [label="Done", peripheries=2]
  "new" -> "work" [label="Start\nTake"]
  way1 [shape=point]
  "new" -> way1 [dir=none]
  "work" -> way1 [dir=none]
  way1 -> "done" [label="Close (two persons)", color="black:white:black"]
  "work" -> "work" [label="Record"]
}
)dot");
}

TEST(TypeDrawTest, DrawsInTheReadersLanguage) {
  FakeServer server;
  server.Answer("GetCaseType", DrawnType());
  const std::string en = Arasha(server).Run({"type", "draw", "a.b", "--lang", "en"}).out;
  EXPECT_THAT(en, AllOf(HasSubstr("<svg "), HasSubstr("Thing · a.b@3"), HasSubstr("Close · two persons"),
                        HasSubstr("In &lt;work&gt; &amp; &quot;care&quot;"), Not(HasSubstr("<work>"))));
  EXPECT_THAT(Arasha(server).Run({"type", "draw", "a.b", "--lang", "ru"}).out,
              AllOf(HasSubstr("Закрыть · два лица"), HasSubstr("двойная рамка")));
  EXPECT_THAT(Arasha(server).Run({"type", "draw", "a.b", "--lang", "kk"}).out,
              AllOf(HasSubstr("Жабу · екі адам"), HasSubstr("қос жиек")));
  EXPECT_EQ(Arasha(server).Run({"type", "draw", "a.b", "--format", "png"}).exit_code, 2);
}

// Of each way its line, its dots and its arrowhead: those of the type, each line apart from the next, and
// none where the states' boxes are.
TEST(TypeDrawTest, EachWayOfTheShippedTypesHasALineOfItsOwn) {
  static const std::regex kBox(R"re(<rect x="(\d+)" y="\d+" width="(\d+)" height="\d+" rx=)re");
  static const std::regex kLine(R"re(<line x1="(\d+)" y1="\d+" x2="\1" y2="\d+" stroke="#1b1b1b")re");
  static const std::regex kDot(R"re(<circle cx="\d+" cy="\d+" r="4.5")re");
  const auto matches = [](const std::string& text, const std::regex& of) {
    return std::vector<std::smatch>(std::sregex_iterator(text.begin(), text.end(), of), {});
  };
  for (const v1::CaseType& type : support::ShippedTypes()) {
    SCOPED_TRACE(type.id());
    const Texts messages(Language::kRu);
    const std::string svg = StateDiagramSvg(type, messages);
    EXPECT_EQ(svg, StateDiagramSvg(type, messages));
    int boxes_end = 0;
    for (const std::smatch& box : matches(svg, kBox)) {
      boxes_end = std::max(boxes_end, std::stoi(box[1]) + std::stoi(box[2]));
    }
    const std::vector<Way> ways = WaysOf(type, messages);
    int before = boxes_end;
    const auto lines = matches(svg, kLine);
    ASSERT_EQ(lines.size(), ways.size());
    for (const std::smatch& line : lines) {
      EXPECT_GE(std::stoi(line[1]), before + 20);
      before = std::stoi(line[1]);
    }
    size_t leaving = 0;
    for (const Way& way : ways) leaving += way.from.size();
    EXPECT_EQ(matches(svg, kDot).size(), leaving);
  }
}

}  // namespace
}  // namespace arasha::clients
