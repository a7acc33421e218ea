#ifndef ARASHA_TESTS_SUPPORT_SHIPPED_CATALOGUE_H_
#define ARASHA_TESTS_SUPPORT_SHIPPED_CATALOGUE_H_

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "services/rules/catalogue/source/compile_case_type.h"

// What is in deploy/catalogue.
namespace arasha::support {

// The files of types and parts, by their paths below it.
inline std::map<std::string, std::string> ShippedFiles() {
  const std::filesystem::path folder = ARASHA_SOURCE_DIR "/deploy/catalogue";
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".textproto") continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    EXPECT_TRUE(stream.good()) << entry.path();
    files[entry.path().lexically_relative(folder).generic_string()] =
        std::string(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  return files;
}

// The case types that they come to.
inline std::vector<v1::CaseType> ShippedTypes() {
  std::vector<v1::CaseType> types;
  auto compiled = rules::CompileCaseTypes(ShippedFiles());
  EXPECT_TRUE(compiled.ok()) << compiled.status();
  if (!compiled.ok()) return types;
  for (rules::CompiledCaseType& one : *compiled) types.push_back(std::move(one.type));
  return types;
}

// One of them as an older version, which says the same, for cases to move to; as it is applied.
inline std::string AsVersion(const std::string& id, int version) {
  std::string text;
  for (v1::CaseType& type : ShippedTypes()) {
    if (type.id() != id) continue;
    type.set_version(version);
    EXPECT_TRUE(google::protobuf::TextFormat::PrintToString(type, &text));
  }
  EXPECT_NE(text, "") << "there is no " << id;
  return text;
}

}  // namespace arasha::support

#endif  // ARASHA_TESTS_SUPPORT_SHIPPED_CATALOGUE_H_
