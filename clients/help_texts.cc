#include "clients/help_texts.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "clients/embedded_messages.h"
#include "clients/width.h"

namespace arasha::clients {
namespace {

// CLI11's own, but for columns: it counts bytes.
class HelpFormatter : public CLI::Formatter {
 public:
  std::string make_option(const CLI::Option* option, bool positional) const override {
    const std::string name =
        absl::StrCat("  ", make_option_name(option, positional), make_option_opts(option));
    const auto columns = static_cast<int>(get_column_width());
    const int used = DisplayWidth(name);
    const std::string gap = used < columns ? std::string(static_cast<size_t>(columns - used), ' ')
                                           : absl::StrCat("\n", std::string(get_column_width(), ' '));
    return absl::StrCat(name, gap, make_option_desc(option), "\n");
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

void Translate(CLI::App& root, Language language) {
  if (language == Language::kEn) return;
  const HelpTexts texts(language);
  const auto formatter = std::make_shared<HelpFormatter>();
  for (const char* heading :
       {"Usage", "OPTIONS", "SUBCOMMAND", "REQUIRED", "Needs", "Excludes", "Positionals"}) {
    formatter->label(heading, texts.Text(heading));
  }
  TranslateTree(root, texts, formatter);
}

}  // namespace arasha::clients
