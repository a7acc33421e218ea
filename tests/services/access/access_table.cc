#include "tests/services/access/access_table.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "arasha/v1/access.pb.h"
#include "arasha/v1/audit.pb.h"
#include "arasha/v1/reports.pb.h"
#include "tests/support/samples.h"
#include "tests/support/test_server.h"

namespace arasha {

namespace fs = std::filesystem;

// The file is a list of
//   rpc METHOD
//     REQUEST, with placeholders
//     ROLE  ANSWERS
std::vector<Row> ReadTable() {
  std::ifstream file(ARASHA_SOURCE_DIR "/tests/services/access/access_matrix.txt");
  std::vector<Row> rows;
  std::string line;
  while (std::getline(file, line)) {
    const std::vector<std::string> words = absl::StrSplit(line, ' ', absl::SkipEmpty());
    if (words.empty() || words[0][0] == '#') continue;
    if (words[0] == "rpc") {
      rows.push_back({words.at(1), "", {}});
    } else if (std::find(kRoles.begin(), kRoles.end(), words[0]) != kRoles.end()) {
      rows.back().answers[words[0]] =
          absl::StrJoin(std::vector<std::string>(words.begin() + 1, words.end()), " ");
    } else {
      absl::StrAppend(&rows.back().request, absl::StripAsciiWhitespace(line), " ");
    }
  }
  return rows;
}

const google::protobuf::MethodDescriptor& MethodOf(const Row& row) {
  return *google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
      absl::StrReplaceAll(row.method, {{"/", "."}}));
}

std::unique_ptr<google::protobuf::Message> RequestOf(const Row& row,
                                                     const std::map<std::string, std::string>& places) {
  // Where several fit, StrReplaceAll takes the longest.
  std::vector<std::pair<std::string, std::string>> fillings(places.begin(), places.end());
  fillings.emplace_back("$ID", support::RequestId());
  fillings.emplace_back("$FRESH", "staff/f" + support::RequestId());
  fillings.emplace_back(
      "$TOMORROW", absl::StrCat("{ seconds: ", absl::ToUnixSeconds(absl::Now() + absl::Hours(24)), " }"));
  const std::string text = absl::StrReplaceAll(row.request, fillings);
  std::unique_ptr<google::protobuf::Message> request(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(MethodOf(row).input_type())->New());
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, request.get()))
      << row.method << ": " << text;
  return request;
}

std::vector<std::string> AllMethods() {
  // Named, so that the linker keeps their descriptors.
  const google::protobuf::Descriptor* const used[] = {v1::AccessGrant::descriptor(),
                                                      v1::Checkpoint::descriptor(), v1::Report::descriptor()};
  std::vector<std::string> methods;
  for (const auto& entry : fs::directory_iterator(ARASHA_SOURCE_DIR "/proto/arasha/v1")) {
    const std::string text = support::ReadFile(entry.path());
    if (!absl::StrContains(text, "\nservice ")) continue;
    const auto* file =
        used[0]->file()->pool()->FindFileByName("arasha/v1/" + entry.path().filename().string());
    if (file == nullptr) {
      ADD_FAILURE() << entry.path() << " is not linked into this test";
      continue;
    }
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) {
        methods.push_back(
            absl::StrCat(file->service(s)->full_name(), "/", file->service(s)->method(m)->name()));
      }
    }
  }
  std::sort(methods.begin(), methods.end());
  return methods;
}

}  // namespace arasha
