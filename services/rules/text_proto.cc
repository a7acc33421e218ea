#include "services/rules/text_proto.h"

#include <google/protobuf/io/tokenizer.h>
#include <unicode/ustring.h>

#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"

namespace arasha::rules {
namespace {

using google::protobuf::TextFormat;

class ErrorLines : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column, const std::string& message) override {
    lines_.push_back(absl::StrCat("line ", line + 1, ", column ", column + 1, ": ", message));
  }
  const std::vector<std::string>& lines() const { return lines_; }

 private:
  std::vector<std::string> lines_;
};

bool IsUtf8(absl::string_view line) {
  int32_t length = 0;
  UErrorCode error = U_ZERO_ERROR;
  u_strFromUTF8(nullptr, 0, &length, line.data(), static_cast<int32_t>(line.size()), &error);
  return error != U_INVALID_CHAR_FOUND;
}

// The parser lets pass what is not UTF-8, and the register does not.
absl::Status CheckUtf8(absl::string_view text) {
  int number = 0;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    if (IsUtf8(line)) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("line ", number, ": it is not UTF-8; save the file in that encoding"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ParseTextProto(absl::string_view text, google::protobuf::Message& message,
                            TextFormat::ParseInfoTree* locations) {
  if (absl::Status s = CheckUtf8(text); !s.ok()) return s;
  TextFormat::Parser parser;
  ErrorLines errors;
  parser.RecordErrorsTo(&errors);
  parser.WriteLocationsTo(locations);
  if (parser.ParseFromString(std::string(text), &message)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrJoin(errors.lines(), "\n"));
}

std::string PrintTextProto(const google::protobuf::Message& message) {
  TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(message, &text);
  return text;
}

}  // namespace arasha::rules
