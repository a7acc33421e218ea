#ifndef ARASHA_SERVICES_RULES_CATALOGUE_SOURCE_FILE_H_
#define ARASHA_SERVICES_RULES_CATALOGUE_SOURCE_FILE_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/text_format.h>

#include <string>

#include "absl/strings/string_view.h"
#include "arasha/catalogue/v1/source.pb.h"

namespace arasha::rules {

// A file of the catalogue as people write it, and on which line of it each value stands.
struct SourceFile {
  std::string path;  // below the catalogue
  catalogue::v1::Source source;
  google::protobuf::TextFormat::ParseInfoTree locations;

  // Whether types include it, and it is none.
  bool is_part() const;
  // The id of the type that a file of this path holds.
  std::string TypeId() const;

  // "path:line" of what field `number` of the source holds; `index` is -1 where there is only one.
  std::string Place(int number, int index = -1) const;
  // Of an element of the case type that field `number` holds.
  std::string PlaceWithin(int number, const google::protobuf::FieldDescriptor* field, int index) const;
};

// The path of the part of this name.
std::string PartPath(absl::string_view name);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CATALOGUE_SOURCE_FILE_H_
