#ifndef ARASHA_CLIENTS_TEXT_SOURCE_TEXT_H_
#define ARASHA_CLIENTS_TEXT_SOURCE_TEXT_H_

#include <string>

#include "arasha/v1/case_type.pb.h"
#include "services/rules/texts/texts.h"

namespace arasha::clients {

// A deadline's legal source in the reader's language, as its type has it (`DeadlineRule.source_label`); the
// source itself in English, and where the type has no other.
std::string SourceText(const std::string& source, const v1::CaseType& type, const Texts& messages);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_TEXT_SOURCE_TEXT_H_
