#ifndef ARASHA_SERVICES_RULES_CATALOGUE_COMPILE_CASE_TYPE_H_
#define ARASHA_SERVICES_RULES_CATALOGUE_COMPILE_CASE_TYPE_H_

#include <google/protobuf/descriptor.h>

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "arasha/v1/case_type.pb.h"

// From the catalogue as people write it (arasha/catalogue/v1/source.proto) to case types.
namespace arasha::rules {

// A field, state, transition…, or a single value of a case type, and where it was written.
struct CaseTypeElement {
  v1::CaseType alone;                           // holds it and nothing else
  const google::protobuf::FieldDescriptor* of;  // the list or value of CaseType that it is in
  std::string id;                               // empty where there is none
  std::string origin;                           // "rights/arrest.textproto:12", and what changed it
};

struct CompiledCaseType {
  v1::CaseType type;
  std::vector<CaseTypeElement> elements;  // all that it is made of, as they stand in it
  // Of its files and parts: includes and overrides that change nothing, each with file and line.
  std::vector<std::string> idle;
};

// Composes every case type of these files, which are named by their paths below the catalogue:
// `family/type.textproto`, and parts `parts/….textproto`. Whether a type keeps its promises is for
// CaseType::Create to say.
//
// INVALID_ARGUMENT that says of every fault in which file and line it is, and what to do.
absl::StatusOr<std::vector<CompiledCaseType>> CompileCaseTypes(
    const std::map<std::string, std::string>& files);

// The type as a text proto, and before each element in a comment where it was written.
std::string PrintWithOrigins(const CompiledCaseType& compiled);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CATALOGUE_COMPILE_CASE_TYPE_H_
