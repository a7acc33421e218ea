#include "services/rules/catalogue/source/source_file.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"

namespace arasha::rules {
namespace {

using google::protobuf::FieldDescriptor;
using Locations = google::protobuf::TextFormat::ParseInfoTree;

constexpr absl::string_view kParts = "parts/";
constexpr absl::string_view kEnding = ".textproto";

const FieldDescriptor* SourceField(int number) {
  return catalogue::v1::Source::descriptor()->FindFieldByNumber(number);
}

std::string PlaceOf(const std::string& path, const Locations* within, const FieldDescriptor* field,
                    int index) {
  if (within == nullptr) return path;
  int line = within->GetLocation(field, index).line;
  // Values in brackets have one place together, that of the first.
  while (line < 0 && index > 0) line = within->GetLocation(field, --index).line;
  return line < 0 ? path : absl::StrCat(path, ":", line + 1);
}

}  // namespace

bool SourceFile::is_part() const { return absl::StartsWith(path, kParts); }

std::string SourceFile::TypeId() const {
  return absl::StrReplaceAll(absl::StripSuffix(path, kEnding), {{"/", "."}});
}

std::string SourceFile::Place(int number, int index) const {
  return PlaceOf(path, &locations, SourceField(number), index);
}

std::string SourceFile::PlaceWithin(int number, const FieldDescriptor* field, int index) const {
  return PlaceOf(path, locations.GetTreeForNested(SourceField(number), -1), field, index);
}

std::string PartPath(absl::string_view name) { return absl::StrCat(kParts, name, kEnding); }

}  // namespace arasha::rules
