#ifndef ARASHA_CLIENTS_INPUT_CASE_TEMPLATE_H_
#define ARASHA_CLIENTS_INPUT_CASE_TEMPLATE_H_

#include <string>

#include "arasha/v1/case_type.pb.h"

namespace arasha::clients {

// A case of this type to be filled in and given to `case open --from-file`, in protobuf JSON: every field of
// the type, the required ones first, whom it is about and who asks for help, all empty. What stays empty
// counts as left out.
std::string CaseTemplate(const v1::CaseType& type);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_INPUT_CASE_TEMPLATE_H_
