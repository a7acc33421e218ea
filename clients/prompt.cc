#include "clients/prompt.h"

#include <algorithm>
#include <array>
#include <istream>
#include <ostream>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/details.h"
#include "clients/failure.h"
#include "clients/local_error.h"
#include "clients/time_words.h"
#include "clients/width.h"

namespace arasha::clients {
namespace {

struct Option {
  std::string id;
  std::string label;
};

// An answer that is not empty; the question is asked until there is one.
absl::StatusOr<std::string> Ask(Session& session, const std::string& question) {
  const Environment& environment = session.environment();
  std::string line;
  for (;;) {
    *environment.err << OneLine(question) << ": " << std::flush;
    if (!std::getline(*environment.in, line)) return UsageError("usage.input_ended");
    line = std::string(absl::StripAsciiWhitespace(line));
    if (!line.empty() && IsUtf8(line)) return line;
  }
}

// The id of one of the options, answered by its number or its id.
absl::StatusOr<std::string> AskChoice(Session& session, const std::string& question,
                                      const std::vector<Option>& options) {
  std::ostream& err = *session.environment().err;
  for (size_t i = 0; i < options.size(); ++i) {
    err << "  " << i + 1 << ". " << OneLine(options[i].label) << " (" << OneLine(options[i].id) << ")\n";
  }
  for (;;) {
    absl::StatusOr<std::string> answer = Ask(session, question);
    if (!answer.ok()) return answer;
    size_t number = 0;
    if (absl::SimpleAtoi(*answer, &number) && number >= 1 && number <= options.size()) {
      return options[number - 1].id;
    }
    for (const Option& option : options) {
      if (option.id == *answer || Normalised(option.label) == Normalised(*answer)) return option.id;
    }
    err << session.messages().Text("prompt.not_a_choice") << "\n";
  }
}

absl::StatusOr<google::protobuf::Value> AskField(Session& session, const v1::FieldRule& rule) {
  const Messages& messages = session.messages();
  std::string question = messages.Text(rule.label(), rule.id());
  const std::string hint = messages.Text(rule.hint(), "");
  if (!hint.empty()) absl::StrAppend(&question, " (", hint, ")");

  std::vector<Option> options;
  for (const v1::Choice& choice : rule.choices()) {
    options.push_back({choice.id(), messages.Text(choice.label(), choice.id())});
  }
  if (rule.kind() == v1::FIELD_KIND_BOOL) {
    options = {{"true", messages.Text("label.yes")}, {"false", messages.Text("label.no")}};
  }
  for (;;) {
    const absl::StatusOr<std::string> answer =
        options.empty() ? Ask(session, question) : AskChoice(session, question, options);
    if (!answer.ok()) return answer.status();
    absl::StatusOr<google::protobuf::Value> value = DetailValue(rule.kind(), *answer, session.Times());
    if (value.ok()) return value;
    session.PrintError(value.status());
  }
}

}  // namespace

bool Confirmed(Session& session, const std::string& question) {
  const absl::StatusOr<std::string> answer =
      Ask(session, absl::StrCat(question, " ", session.messages().Text("prompt.yes_or_no")));
  if (!answer.ok()) return false;
  constexpr std::array kYes = {"y", "Y", "yes", "Yes", "д", "Д", "да", "Да", "иә", "Иә"};
  return std::find(kYes.begin(), kYes.end(), *answer) != kYes.end();
}

absl::StatusOr<std::string> AskCaseType(Session& session) {
  const absl::StatusOr<v1::ListCaseTypesResponse> types = session.api().Call(v1::ListCaseTypesRequest());
  if (!types.ok()) return types.status();
  std::vector<Option> options;
  for (const v1::CaseType& type : types->case_types()) {
    options.push_back({type.id(), session.messages().Text(type.label(), type.id())});
  }
  return AskChoice(session, session.messages().Text("label.type"), options);
}

bool ForgetRefused(const absl::Status& refusal, const v1::CaseType& type, v1::Case& matter) {
  std::vector<std::string> fields;
  for (const v1::FieldRule& rule : type.fields()) {
    if (rule.required()) fields.push_back(rule.id());
  }
  const std::vector<Failure::Violation> violations = FailureOf(refusal, {}).violations;
  for (const Failure::Violation& violation : violations) {
    const std::string field(absl::StripPrefix(violation.field, "case.details."));
    if (violation.field == "case.summary") {
      matter.clear_summary();
    } else if (field != violation.field && std::find(fields.begin(), fields.end(), field) != fields.end()) {
      matter.mutable_details()->mutable_fields()->erase(field);
    } else {
      return false;
    }
  }
  return !violations.empty();
}

absl::StatusOr<v1::Case> AskMissing(Session& session, v1::Case matter, const v1::CaseType& type) {
  if (matter.summary().empty()) {
    absl::StatusOr<std::string> summary = Ask(session, session.messages().Text("label.summary"));
    if (!summary.ok()) return summary.status();
    matter.set_summary(*std::move(summary));
  }
  for (const v1::FieldRule& rule : type.fields()) {
    if (!rule.required() || matter.details().fields().contains(rule.id())) continue;
    absl::StatusOr<google::protobuf::Value> value = AskField(session, rule);
    if (!value.ok()) return value.status();
    (*matter.mutable_details()->mutable_fields())[rule.id()] = *std::move(value);
  }
  return matter;
}

}  // namespace arasha::clients
