#include "clients/session/prompt.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <istream>
#include <ostream>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "clients/connection/interrupt.h"
#include "clients/input/details.h"
#include "clients/input/time_words.h"
#include "clients/text/local_error.h"
#include "clients/text/text_encoding.h"
#include "clients/text/width.h"
#include "services/rules/log/utf8.h"

namespace arasha::clients {
namespace {

// In all three languages, whichever is shown: a hand that knows one types it.
constexpr std::array<absl::string_view, 8> kYes = {"y", "yes", "д", "да", "и", "иә", "Да", "Иә"};
constexpr std::array<absl::string_view, 7> kNo = {"n", "no", "н", "нет", "ж", "жоқ", "Нет"};

// As a sentence begins: labels of fields stand within others, too.
std::string Capitalised(absl::string_view text) {
  icu::UnicodeString wide = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  if (!wide.isEmpty()) wide.replace(0, wide.moveIndex32(0, 1), u_totitle(wide.char32At(0)));
  std::string capitalised;
  return wide.toUTF8String(capitalised);
}

absl::StatusOr<std::string> ReadLine(Session& session, const std::string& question) {
  const Environment& environment = session.environment();
  const OnInterrupt told(environment.in_is_terminal
                             ? absl::StrCat("\narasha: ", session.messages().Text("prompt.interrupted"), "\n")
                             : "");
  std::string line;
  do {
    // The blank stays before what is typed.
    session.Tell(absl::StrCat(Capitalised(OneLine(question)), ":"));
    *environment.err << " " << std::flush;
    if (!std::getline(*environment.in, line)) return UsageError("usage.input_ended");
    line = Utf8OrAsIs(std::string(absl::StripAsciiWhitespace(line)));
  } while (!rules::log::IsUtf8(line));
  return line;
}

// Asked until there is an answer; an empty line is told what is wanted.
absl::StatusOr<std::string> AskUntilAnswered(Session& session, const std::string& question,
                                             absl::string_view wanted) {
  for (;;) {
    absl::StatusOr<std::string> line = ReadLine(session, question);
    if (!line.ok() || !line->empty()) return line;
    session.Tell(absl::StrCat(session.messages().Text(wanted), "\n"));
  }
}

// Shorter parts of labels say too little.
constexpr int kShortestPart = 3;

// The only option of whose label that is a part; nullptr if there is none, or several.
const PromptOption* OptionWithPart(const std::vector<PromptOption>& options, absl::string_view typed) {
  const std::string part = Normalised(typed);
  if (DisplayWidth(part) < kShortestPart) return nullptr;
  const PromptOption* found = nullptr;
  for (const PromptOption& option : options) {
    if (!absl::StrContains(Normalised(option.label), part)) continue;
    if (found != nullptr) return nullptr;
    found = &option;
  }
  return found;
}

// Key of the question for a value of this kind with an example of one; empty where none is needed.
absl::string_view ExampleKey(v1::FieldKind kind) {
  switch (kind) {
    case v1::FIELD_KIND_DATE:
      return "prompt.date";
    case v1::FIELD_KIND_TIME:
      return "prompt.time";
    case v1::FIELD_KIND_MONEY:
      return "prompt.money";
    case v1::FIELD_KIND_DURATION:
      return "prompt.duration";
    default:
      return "";
  }
}

// Answers that nothing more is to be asked of what may stay empty.
constexpr absl::string_view kNoMore = ".";

void ShowOptions(Session& session, const std::vector<PromptOption>& options) {
  for (size_t i = 0; i < options.size(); ++i) {
    session.Tell(absl::StrCat("  ", i + 1, ". ", OneLine(options[i].label),
                              options[i].shows_id ? absl::StrCat(" (", OneLine(options[i].id), ")") : "",
                              "\n"));
  }
}

// The option that is meant by its number, its id or its label; nullptr if none is.
const PromptOption* Meant(const std::vector<PromptOption>& options, const std::string& answer) {
  size_t number = 0;
  if (absl::SimpleAtoi(answer, &number) && number >= 1 && number <= options.size()) {
    return &options[number - 1];
  }
  for (const PromptOption& option : options) {
    if (option.id == answer || Normalised(option.label) == Normalised(answer)) return &option;
  }
  return nullptr;
}

// Ids of one or several options with commas between; empty if none need be given and none is.
absl::StatusOr<std::string> AskChoices(Session& session, const std::string& what,
                                       const std::vector<PromptOption>& options, bool needed) {
  constexpr absl::string_view kWanted = "prompt.not_a_choice";
  const std::string question = session.messages().Text("prompt.choices", {{"what", what}});
  ShowOptions(session, options);
  for (;;) {
    absl::StatusOr<std::string> answer =
        needed ? AskUntilAnswered(session, question, kWanted) : AskOptional(session, question);
    if (!answer.ok() || answer->empty() || (!needed && *answer == kNoMore)) return answer;
    std::vector<std::string> ids;
    bool all = true;
    for (const absl::string_view part : absl::StrSplit(*answer, ',', absl::SkipWhitespace())) {
      const PromptOption* option = Meant(options, std::string(absl::StripAsciiWhitespace(part)));
      all = all && option != nullptr;
      if (option != nullptr && std::find(ids.begin(), ids.end(), option->id) == ids.end())
        ids.push_back(option->id);
    }
    if (all && !ids.empty()) return absl::StrJoin(ids, ",");
    session.Tell(absl::StrCat(session.messages().Text(kWanted), "\n"));
  }
}

// Lines up to an empty one.
absl::StatusOr<std::string> AskLines(Session& session, const std::string& what, bool needed) {
  const std::string question = session.messages().Text("prompt.long_text", {{"what", what}});
  absl::StatusOr<std::string> line = needed ? Ask(session, question) : AskOptional(session, question);
  if (!needed && line.ok() && *line == kNoMore) return line;
  std::string text;
  while (line.ok() && !line->empty()) {
    absl::StrAppend(&text, text.empty() ? "" : "\n", *line);
    line = ReadLine(session, session.messages().Text("prompt.next_line"));
  }
  if (!line.ok()) return line;
  return text;
}

}  // namespace

absl::StatusOr<std::string> AskOptional(Session& session, const std::string& question) {
  return ReadLine(session, absl::StrCat(question, " ", session.messages().Text("prompt.may_be_empty")));
}

absl::StatusOr<std::string> Ask(Session& session, const std::string& question) {
  return AskUntilAnswered(session, question, "prompt.needed");
}

absl::StatusOr<bool> AskYesNo(Session& session, const std::string& question, std::optional<bool> by_default) {
  const Texts& messages = session.messages();
  std::string asked = absl::StrCat(question, " ", messages.Text("prompt.yes_or_no"));
  if (by_default) {
    const std::string answer = messages.Text(*by_default ? "label.yes" : "label.no");
    absl::StrAppend(&asked, " ", messages.Text("prompt.by_default", {{"answer", answer}}));
  }
  constexpr absl::string_view kWanted = "prompt.yes_or_no_wanted";
  for (;;) {
    const absl::StatusOr<std::string> line =
        by_default ? ReadLine(session, asked) : AskUntilAnswered(session, asked, kWanted);
    if (!line.ok()) return line.status();
    if (line->empty()) return *by_default;
    const std::string answer = absl::AsciiStrToLower(*line);
    if (std::find(kYes.begin(), kYes.end(), answer) != kYes.end()) return true;
    if (std::find(kNo.begin(), kNo.end(), answer) != kNo.end()) return false;
    session.Tell(absl::StrCat(session.messages().Text(kWanted), "\n"));
  }
}

absl::StatusOr<std::string> AskChoice(Session& session, const std::string& question,
                                      const std::vector<PromptOption>& options,
                                      const std::optional<std::string>& by_default) {
  ShowOptions(session, options);
  std::string asked = question;
  for (const PromptOption& option : options) {
    if (option.id == by_default) {
      absl::StrAppend(&asked, " ", session.messages().Text("prompt.by_default", {{"answer", option.label}}));
    }
  }
  constexpr absl::string_view kWanted = "prompt.not_a_choice";
  for (;;) {
    absl::StatusOr<std::string> answer = !by_default           ? AskUntilAnswered(session, question, kWanted)
                                         : by_default->empty() ? AskOptional(session, question)
                                                               : ReadLine(session, asked);
    if (!answer.ok()) return answer;
    if (answer->empty()) return *by_default;
    if (by_default == "" && *answer == kNoMore) return answer;
    if (const PromptOption* option = Meant(options, *answer)) return option->id;
    if (const PromptOption* meant = OptionWithPart(options, *answer)) {
      session.Tell(absl::StrCat("  ", OneLine(meant->label), "\n"));
      return meant->id;
    }
    session.Tell(absl::StrCat(session.messages().Text(kWanted), "\n"));
  }
}

absl::StatusOr<FieldAnswer> AskField(Session& session, const v1::FieldRule& rule, bool needed) {
  const Texts& messages = session.messages();
  std::string question = messages.Text(rule.label(), rule.id());
  const std::string hint = messages.Text(rule.hint(), "");
  if (!hint.empty()) {
    absl::StrAppend(&question, " (", hint, ")");
  } else if (const absl::string_view key = ExampleKey(rule.kind()); !key.empty()) {
    question = messages.Text(key, {{"what", question}});
  }

  std::vector<PromptOption> options;
  for (const v1::Choice& choice : rule.choices()) {
    options.push_back({choice.id(), messages.Text(choice.label(), choice.id())});
  }
  if (rule.kind() == v1::FIELD_KIND_BOOL) {
    options = {{"true", messages.Text("label.yes"), false}, {"false", messages.Text("label.no"), false}};
  }
  const std::optional<std::string> by_default = needed ? std::nullopt : std::optional("");
  for (;;) {
    const absl::StatusOr<std::string> answer =
        rule.kind() == v1::FIELD_KIND_CHOICES     ? AskChoices(session, question, options, needed)
        : rule.kind() == v1::FIELD_KIND_LONG_TEXT ? AskLines(session, question, needed)
        : !options.empty()                        ? AskChoice(session, question, options, by_default)
        : needed                                  ? Ask(session, question)
                                                  : AskOptional(session, question);
    if (!answer.ok()) return answer.status();
    if (answer->empty()) return FieldAnswer();
    if (!needed && *answer == kNoMore) return FieldAnswer{.value = std::nullopt, .no_more = true};
    absl::StatusOr<google::protobuf::Value> value = DetailValue(rule.kind(), *answer, session.Times());
    if (value.ok()) return FieldAnswer{.value = *std::move(value)};
    session.PrintError(value.status());
  }
}

bool Confirmed(Session& session, const std::string& question) {
  return AskYesNo(session, question).value_or(false);
}

}  // namespace arasha::clients
