#include "tests/services/requests/access_table.h"

#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "tests/services/requests/methods.h"
#include "tests/support/samples.h"

namespace arasha {

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
  std::unique_ptr<google::protobuf::Message> request = NewRequest(MethodOf(row));
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, request.get()))
      << row.method << ": " << text;
  return request;
}

}  // namespace arasha
