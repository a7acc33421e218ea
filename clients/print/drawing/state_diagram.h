#ifndef ARASHA_CLIENTS_PRINT_DRAWING_STATE_DIAGRAM_H_
#define ARASHA_CLIENTS_PRINT_DRAWING_STATE_DIAGRAM_H_

#include <string>
#include <vector>

#include "arasha/v1/case_type.pb.h"
#include "services/rules/texts/texts.h"

// The states of a case type and the ways between them, drawn. The type is one that a server keeps:
// transitions name its states. The same type gives the same bytes.
namespace arasha::clients {

// What leads from some states to another: one transition, or several that lead likewise.
struct Way {
  std::vector<int> from;  // indices of states, ascending
  int to;
  bool two_persons;  // it is proposed by one and approved by another, always or above an amount
  std::vector<std::string> labels;  // of its transitions, in the reader's language
};

// The ways of a type, from its first states to its last.
std::vector<Way> WaysOf(const v1::CaseType& type, const Texts& messages);

// A picture for browsers and documents. States stand one below the other; each way is a line of its own
// beside them, with a dot in the row of each state that it leaves and an arrowhead in the row of the one that
// it comes to. So no line crosses a state, none runs over another, and each can be followed, also where six
// states lead to each of five.
std::string StateDiagramSvg(const v1::CaseType& type, const Texts& messages);

// The same as text for graphviz, which lays it out otherwise.
std::string StateDiagramDot(const v1::CaseType& type, const Texts& messages);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_DRAWING_STATE_DIAGRAM_H_
