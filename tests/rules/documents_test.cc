// What could go wrong: a document names what is not there any more, or keeps silent about what the sources
// rest on.

#include <fnmatch.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace arasha {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Every file that is ours, from the root.
std::vector<std::string> FilesOfTheTree() {
  const std::filesystem::path root = ARASHA_SOURCE_DIR;
  std::vector<std::string> files = {"README.md"};
  for (const char* folder : {"proto", "services", "storage", "clients", "deploy", "tests"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      if (entry.is_regular_file()) files.push_back(entry.path().lexically_relative(root).generic_string());
    }
  }
  return files;
}

std::string TextOf(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(std::filesystem::path(ARASHA_SOURCE_DIR) / file).rdbuf();
  return text.str();
}

bool IsSource(const std::string& file) {
  const auto within = [&](const char* folder) { return absl::StartsWith(file, folder); };
  return (within("services/") || within("storage/") || within("clients/")) &&
         (absl::EndsWith(file, ".cc") || absl::EndsWith(file, ".h"));
}

// Names of cryptographic algorithms, as the libraries spell them, spelled as README.md does.
std::vector<std::string> Algorithms(const std::string& text) {
  static const std::regex name(
      R"re(\bEVP_((?:sha|md\d|aes|des|rc\d|chacha|blake)\w*)|\bEVP_PKEY_([A-Z][A-Z0-9]+)\b|\b(CKM_\w+)|\b(HMAC)\()re"
      R"re(|"((?:AES|SHA|MD|DES|ChaCha|RSA|ED)[A-Z0-9-]*\d[A-Z0-9-]*)")re");
  std::vector<std::string> found;
  // Few lines have any of these, and a regular expression takes long to find that out.
  constexpr const char* kParts[] = {"EVP_", "CKM_", "HMAC", "AES", "SHA", "MD", "DES", "ChaCha", "RSA", "ED"};
  if (std::none_of(std::begin(kParts), std::end(kParts),
                   [&](const char* part) { return absl::StrContains(text, part); }))
    return found;
  for (std::sregex_iterator match(text.begin(), text.end(), name), end; match != end; ++match) {
    for (size_t group = 1; group < match->size(); ++group) {
      if (!(*match)[group].matched) continue;
      const std::string spelled = absl::AsciiStrToUpper((*match)[group].str());
      found.push_back(spelled == "SHA256" ? "SHA-256" : spelled);
    }
  }
  return found;
}

// Whoever adds one tells in README.md what for.
TEST(Documents, ListEveryAlgorithm) {
  std::istringstream readme(TextOf("README.md"));
  std::string list;
  for (std::string line; std::getline(readme, line);) {
    if (absl::StartsWith(line, "| `")) absl::StrAppend(&list, line, "\n");
  }
  std::set<std::string> used;
  for (const std::string& file : FilesOfTheTree()) {
    if (!IsSource(file)) continue;
    std::istringstream lines(TextOf(file));
    for (std::string line; std::getline(lines, line);) {
      for (std::string& algorithm : Algorithms(line)) used.insert(std::move(algorithm));
    }
  }
  for (const std::string& algorithm : used) {
    EXPECT_TRUE(absl::StrContains(list, absl::StrCat("`", algorithm, "`"))) << algorithm;
  }
  EXPECT_THAT(used, ::testing::IsSupersetOf(
                        {"AES-256-GCM", "AES-256-ECB", "CKM_AES_GCM", "HMAC", "SHA-256", "ED25519"}))
      << "and what is listed is used";
  EXPECT_THAT(Algorithms("EVP_md5(), EVP_PKEY_RSA"), ElementsAre("MD5", "RSA")) << "others would be seen";
}

// Files that a document names and that are not there; it may name them from the root, from its own folder, or
// by their names alone, and several at once by `*`.
std::vector<std::string> Missing(const std::string& document, const std::string& text) {
  static const std::regex path(
      R"re(`([a-z0-9_./*-]+\.(?:cc|h|sql|proto|textproto|txt|md|toml|json|supp|sha256|conf|timer))`)re");
  static const std::vector<std::string> files = FilesOfTheTree();
  const std::filesystem::path folder = std::filesystem::path(document).parent_path();
  std::vector<std::string> missing;
  for (std::sregex_iterator match(text.begin(), text.end(), path), end; match != end; ++match) {
    const std::string named = (*match)[1];
    const std::string from_folder = (folder / named).lexically_normal().generic_string();
    const bool by_name = !absl::StrContains(named, "/");
    if (std::none_of(files.begin(), files.end(), [&](const std::string& file) {
          const auto fits = [](const std::string& pattern, const std::string& whole) {
            return fnmatch(pattern.c_str(), whole.c_str(), FNM_PATHNAME) == 0;
          };
          return fits(named, file) || fits(from_folder, file) ||
                 (by_name && fits(named, file.substr(file.rfind('/') + 1)));
        })) {
      missing.push_back(absl::StrCat(document, ": ", named));
    }
  }
  return missing;
}

TEST(Documents, NameFilesThatAreThere) {
  std::vector<std::string> documents = FilesOfTheTree();
  std::erase_if(documents, [](const std::string& file) { return !absl::EndsWith(file, ".md"); });
  EXPECT_THAT(documents, ::testing::IsSupersetOf({"README.md", "services/README.md", "services/how-to-add.md",
                                                  "services/reports/README.md", "storage/README.md"}));
  for (const std::string& document : documents) {
    const std::string text = TextOf(document);
    EXPECT_GT(text.size(), 500U) << document;
    EXPECT_THAT(Missing(document, text), IsEmpty());
  }
  EXPECT_THAT(
      Missing("services/README.md", "`calls/call.h`, `services/calls/call.h`, `call.h`, `calls/c*.h`"),
      IsEmpty());
  EXPECT_THAT(
      Missing("services/README.md", "`server/call.h`, `nowhere.cc`, `server/call*.h`, `c*l*l/call.h`"),
      ::testing::SizeIs(4));
}

// Who begins here reads all three; what is longer stands in a document of its own.
TEST(Documents, ThatOneBeginsWithAreShort) {
  constexpr int kMost = 249;
  for (const char* document : {"README.md", "services/README.md", "storage/README.md"}) {
    const std::string text = TextOf(document);
    EXPECT_LE(std::count(text.begin(), text.end(), '\n'), kMost) << document;
  }
}

}  // namespace
}  // namespace arasha
