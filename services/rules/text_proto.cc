#include "services/rules/text_proto.h"

#include <google/protobuf/io/tokenizer.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

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

// Where the first sign stands that is not UTF-8, or npos: the parser lets it pass, and the register does not.
size_t FirstNotUtf8(absl::string_view text) {
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    const int32_t at = i;
    UChar32 sign = 0;
    U8_NEXT(text.data(), i, size, sign);
    if (sign < 0) return static_cast<size_t>(at);
  }
  return absl::string_view::npos;
}

absl::Status NotUtf8(absl::string_view before) {
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  return absl::InvalidArgumentError(
      absl::StrCat("line ", line, ": it is not UTF-8; save the file in that encoding"));
}

}  // namespace

absl::Status ParseTextProto(absl::string_view text, google::protobuf::Message& message,
                            TextFormat::ParseInfoTree* locations) {
  if (const size_t at = FirstNotUtf8(text); at != absl::string_view::npos) return NotUtf8(text.substr(0, at));
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
