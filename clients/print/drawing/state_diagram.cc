#include "clients/print/drawing/state_diagram.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "clients/text/width.h"

namespace arasha::clients {
namespace {

int IndexOf(const v1::CaseType& type, const std::string& state) {
  const auto found = std::find_if(type.states().begin(), type.states().end(),
                                  [&](const v1::StateRule& rule) { return rule.id() == state; });
  return static_cast<int>(found - type.states().begin());
}

std::string DotText(const std::string& text) {
  return absl::StrReplaceAll(OneLine(text), {{"\\", "\\\\"}, {"\"", "\\\""}});
}

std::string DotQuoted(const std::string& text) { return absl::StrCat("\"", DotText(text), "\""); }

}  // namespace

std::vector<Way> WaysOf(const v1::CaseType& type, const Texts& messages) {
  std::vector<Way> ways;
  for (const v1::TransitionRule& rule : type.transitions()) {
    const bool two_persons = rule.four_eyes() || rule.four_eyes_when_size() > 0;
    Way way{{}, IndexOf(type, rule.to()), two_persons, {messages.Text(rule.label(), rule.id())}};
    for (const std::string& from : rule.from()) way.from.push_back(IndexOf(type, from));
    std::sort(way.from.begin(), way.from.end());
    const auto likewise = std::find_if(ways.begin(), ways.end(), [&](const Way& other) {
      return std::tie(other.from, other.to, other.two_persons) == std::tie(way.from, way.to, way.two_persons);
    });
    if (likewise == ways.end()) {
      ways.push_back(way);
    } else {
      likewise->labels.push_back(way.labels.front());
    }
  }
  std::stable_sort(ways.begin(), ways.end(), [](const Way& a, const Way& b) {
    return std::tie(a.from.front(), a.to) < std::tie(b.from.front(), b.to);
  });
  return ways;
}

std::string StateDiagramDot(const v1::CaseType& type, const Texts& messages) {
  const auto state = [&](int index) { return DotQuoted(type.states(index).id()); };
  std::string dot = absl::StrCat("digraph ", DotQuoted(type.id()), " {\n  label=",
                                 DotQuoted(absl::StrCat(messages.Text(type.label(), type.id()), " (",
                                                        type.id(), "@", type.version(), ")")),
                                 "\n  labelloc=t\n  node [shape=box, style=rounded]\n");
  for (const v1::StateRule& rule : type.states()) {
    absl::StrAppend(&dot, "  ", DotQuoted(rule.id()),
                    " [label=", DotQuoted(messages.Text(rule.label(), rule.id())),
                    rule.final() ? ", peripheries=2" : "", "]\n");
  }
  int knots = 0;
  for (const Way& way : WaysOf(type, messages)) {
    // Line breaks are the diagram's own.
    std::string label = absl::StrJoin(way.labels, "\\n", [](std::string* out, const std::string& text) {
      absl::StrAppend(out, DotText(text));
    });
    if (way.two_persons) absl::StrAppend(&label, " (", messages.Text("label.two_persons"), ")");
    const std::string look =
        absl::StrCat("[label=\"", label, "\"", way.two_persons ? ", color=\"black:white:black\"" : "", "]\n");
    if (way.from.size() == 1) {
      absl::StrAppend(&dot, "  ", state(way.from.front()), " -> ", state(way.to), " ", look);
      continue;
    }
    // What several states lead to is said once, where their lines meet.
    const std::string knot = absl::StrCat("way", ++knots);
    absl::StrAppend(&dot, "  ", knot, " [shape=point]\n");
    for (const int from : way.from) absl::StrAppend(&dot, "  ", state(from), " -> ", knot, " [dir=none]\n");
    absl::StrAppend(&dot, "  ", knot, " -> ", state(way.to), " ", look);
  }
  absl::StrAppend(&dot, "}\n");
  return dot;
}

}  // namespace arasha::clients
