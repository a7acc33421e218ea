#include "clients/text/help_texts.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/text/width.h"

namespace arasha::clients {
namespace {

constexpr int kColumns = 80;
// What goes on of an example stands so far in, and a blank more.
constexpr int kExampleIndent = 5;
// At which no line breaks.
constexpr absl::string_view kNoBreakSpace = "\u00a0";
constexpr absl::string_view kNoBreakHyphen = "\u2011";

// Where an option begins, outside of quotes and comments, with the blank before it.
std::vector<std::string> AtOptions(absl::string_view example) {
  std::vector<std::string> parts(1);
  char quote = '\0';
  bool comment = false;
  for (size_t i = 0; i < example.size(); ++i) {
    const char c = example[i];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else if (c == '#') {
      comment = true;
    } else if (!comment && absl::StartsWith(example.substr(i), " --")) {
      parts.emplace_back();
    }
    parts.back() += c;
  }
  return parts;
}

std::string FoldedExample(absl::string_view example) {
  constexpr int kRoom = kColumns - 2;  // for a blank and the backslash
  std::string text;
  int width = 0;
  for (const std::string& part : AtOptions(example)) {
    const int more = DisplayWidth(part);
    if (!text.empty() && width + more > kRoom) {
      absl::StrAppend(&text, " \\\n", std::string(kExampleIndent, ' '));
      width = kExampleIndent;
    }
    absl::StrAppend(&text, part);
    width += more;
  }
  return text;
}

// What is typed, in backquotes, so that no line breaks in it.
std::string WithWholeCode(absl::string_view text) {
  std::vector<std::string> parts = absl::StrSplit(text, '`');
  for (size_t i = 1; i < parts.size(); i += 2)
    parts[i] = absl::StrReplaceAll(parts[i], {{" ", kNoBreakSpace}, {"-", kNoBreakHyphen}});
  return absl::StrJoin(parts, "`");
}

// Text under its column, which begins behind `used` columns of what stands before it.
std::string InColumn(absl::string_view text, int used) {
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    for (std::string& part : Wrapped(WithWholeCode(line), kColumns - used)) lines.push_back(std::move(part));
  }
  const std::string indent(static_cast<size_t>(used), ' ');
  return absl::StrReplaceAll(absl::StrJoin(lines, absl::StrCat("\n", indent)),
                             {{kNoBreakSpace, " "}, {kNoBreakHyphen, "-"}});
}

std::string FoldedLine(absl::string_view line) {
  if (DisplayWidth(line) <= kColumns) return std::string(line);
  size_t text = std::min(line.find_first_not_of(' '), line.size());
  if (absl::StartsWith(line.substr(text), "arasha ")) return FoldedExample(line);
  // The second of two columns.
  if (const size_t gap = line.find("  ", text); gap != absl::string_view::npos) {
    text = line.find_first_not_of(' ', gap);
  }
  const absl::string_view before = line.substr(0, text);
  return absl::StrCat(before, InColumn(line.substr(before.size()), DisplayWidth(before)));
}

// Goes on behind a blank, or a bar between the values that an option has, in as many lines as it needs.
std::string FoldedName(const std::string& name) {
  std::string text;
  int width = 0;
  for (const absl::string_view word : absl::StrSplit(name, absl::ByAnyChar(" |"))) {
    const auto end = static_cast<size_t>(word.data() + word.size() - name.data());
    const absl::string_view part = absl::string_view(name).substr(end - word.size(), word.size() + 1);
    const int more = DisplayWidth(part);
    if (width > kExampleIndent && width + more > kColumns) {
      absl::StrAppend(&text, "\n", std::string(kExampleIndent + 1, ' '));
      width = kExampleIndent + 1;
    }
    absl::StrAppend(&text, part);
    width += more;
  }
  return text;
}

// CLI11's own, but for columns, which it counts in bytes, and for their end, which it does not know.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_option(const CLI::Option* option, bool positional) const override {
    std::string value = make_option_opts(option);
    // What is typed by its place is called by its name alone, not TEXT in addition.
    absl::string_view rest = value;
    if (positional && absl::ConsumePrefix(&rest, absl::StrCat(" ", get_label("TEXT"))))
      value = std::string(rest);
    return Row(absl::StrCat("  ", make_option_name(option, positional), value), make_option_desc(option));
  }
  std::string make_subcommand(const CLI::App* command) const override {
    return Row(absl::StrCat("  ", command->get_display_name(true)), command->get_description());
  }
  std::string make_description(const CLI::App* command) const override {
    return Folded(CLI::Formatter::make_description(command));
  }
  std::string make_footer(const CLI::App* command) const override {
    return Folded(CLI::Formatter::make_footer(command));
  }

 private:
  std::string Row(const std::string& name, const std::string& description) const {
    const auto columns = static_cast<int>(get_column_width());
    const int used = DisplayWidth(name);
    const std::string gap = used < columns ? std::string(static_cast<size_t>(columns - used), ' ')
                                           : absl::StrCat("\n", std::string(get_column_width(), ' '));
    return absl::StrCat(FoldedName(name), gap, InColumn(description, columns), "\n");
  }
};

void TranslateTree(CLI::App& app, const HelpTexts& texts,
                   const std::shared_ptr<CLI::FormatterBase>& formatter) {
  app.formatter(formatter);
  app.description(texts.Text(app.get_description()));
  app.footer(texts.Text(app.get_footer()));
  app.group(texts.Text(app.get_group()));
  for (CLI::Option* option : app.get_options([](CLI::Option*) { return true; })) {
    option->description(texts.Text(option->get_description()));
    option->group(texts.Text(option->get_group()));
  }
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) {
    TranslateTree(*command, texts, formatter);
  }
}

}  // namespace

HelpTexts::HelpTexts(Language language) {
  if (language == Language::kEn) return;
  texts_ = nlohmann::json::parse(language == Language::kKk ? kKkHelp : kRuHelp).get<decltype(texts_)>();
}

std::string HelpTexts::Text(const std::string& english) const {
  std::vector<std::string> lines = absl::StrSplit(english, '\n');
  for (std::string& line : lines) {
    const size_t indent = std::min(line.find_first_not_of(' '), line.size());
    if (const auto found = texts_.find(line.substr(indent)); found != texts_.end()) {
      line.replace(indent, std::string::npos, found->second);
    }
  }
  return absl::StrJoin(lines, "\n");
}

std::string Folded(const std::string& text) {
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  for (std::string& line : lines) line = FoldedLine(line);
  return absl::StrJoin(lines, "\n");
}

void Translate(CLI::App& root, Language language) {
  const HelpTexts texts(language);
  const auto formatter = std::make_shared<HelpFormatter>();
  for (const char* heading :
       {"Usage", "OPTIONS", "SUBCOMMAND", "REQUIRED", "Needs", "Excludes", "Positionals"}) {
    formatter->label(heading, texts.Text(heading));
  }
  TranslateTree(root, texts, formatter);
}

}  // namespace arasha::clients
