#ifndef ARASHA_PROTO_CASE_FACTS_H_
#define ARASHA_PROTO_CASE_FACTS_H_

#include <string>

#include "arasha/v1/case.pb.h"

namespace arasha {

// What of a case decides who sees it and may do what to it, and nothing of its content.
struct CaseFacts {
  std::string mission;  // "IST"
  std::string uid;
  v1::Sensitivity sensitivity = v1::SENSITIVITY_ORDINARY;
  std::string compartment;  // of a COMPARTMENTED case
  std::string created_by;
  std::string assignee;  // empty if nobody's
};

}  // namespace arasha

#endif  // ARASHA_PROTO_CASE_FACTS_H_
