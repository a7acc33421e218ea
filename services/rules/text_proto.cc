#include "services/rules/text_proto.h"

#include <google/protobuf/io/tokenizer.h>

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

}  // namespace

absl::Status ParseTextProto(absl::string_view text, google::protobuf::Message& message,
                            TextFormat::ParseInfoTree* locations) {
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
