#include "clients/completion.h"

#include <CLI/CLI.hpp>

#include <map>
#include <set>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace arasha::clients {
namespace {

struct Word {
  std::string text;
  std::string description;
};

// What the scripts need of the tree.
struct Tree {
  // By path, `arasha case`.
  std::map<std::string, std::vector<Word>> subcommands;
  std::map<std::string, std::vector<Word>> options;
  // Values to offer, by path and option, `arasha case open --priority`.
  std::map<std::string, std::vector<std::string>> values;
  std::set<std::string> file_options;
  // Options that take a value, whatever the command.
  std::set<std::string> with_value;
};

std::vector<std::string> NamesOf(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  return names;
}

void AddCommand(const CLI::App& command, const std::string& path, Tree& tree) {
  for (const CLI::Option* option : command.get_options()) {
    const std::string type = option->get_type_name();
    for (const std::string& name : NamesOf(*option)) {
      tree.options[path].push_back({name, option->get_description()});
      if (option->get_items_expected_max() == 0) continue;
      tree.with_value.insert(name);
      if (type == "FILE") tree.file_options.insert(name);
      if (type.find('|') != std::string::npos) {
        tree.values[absl::StrCat(path, " ", name)] = absl::StrSplit(type, '|');
      }
    }
    // A positional argument with few values completes like a subcommand.
    if (option->get_positional() && type.find('|') != std::string::npos) {
      for (const absl::string_view value : absl::StrSplit(type, '|')) {
        tree.subcommands[path].push_back({std::string(value), ""});
      }
    }
  }
  for (const CLI::App* sub : command.get_subcommands([](const CLI::App*) { return true; })) {
    tree.subcommands[path].push_back({sub->get_name(), sub->get_description()});
    AddCommand(*sub, absl::StrCat(path, " ", sub->get_name()), tree);
  }
}

// Global options may follow any subcommand.
void AddGlobalOptions(const CLI::App& root, Tree& tree) {
  const std::vector<Word> global = tree.options[root.get_name()];
  const std::map<std::string, std::vector<std::string>> values = tree.values;
  for (auto& [path, options] : tree.options) {
    if (path == root.get_name()) continue;
    for (const Word& option : global) {
      if (option.text == "--help" || option.text == "-h") continue;
      options.push_back(option);
      const auto choice = values.find(absl::StrCat(root.get_name(), " ", option.text));
      if (choice != values.end()) tree.values[absl::StrCat(path, " ", option.text)] = choice->second;
    }
  }
}

Tree TreeOf(const CLI::App& root) {
  Tree tree;
  AddCommand(root, root.get_name(), tree);
  AddGlobalOptions(root, tree);
  return tree;
}

std::string Texts(const std::vector<Word>& words) {
  return absl::StrJoin(words, " ", [](std::string* out, const Word& word) { out->append(word.text); });
}

// The words as elements of a zsh array, `'name:description'`.
std::string Described(const std::vector<Word>& words) {
  return absl::StrJoin(words, " ", [](std::string* out, const Word& word) {
    const std::string line = absl::StrReplaceAll(word.description, {{"\n", " "}, {"'", "’"}});
    absl::StrAppend(out, "'", absl::StrReplaceAll(word.text, {{":", "\\:"}}), ":", line, "'");
  });
}

// Arms of a case statement that follow the words typed so far down the tree.
std::string DescentPattern(const Tree& tree) {
  std::vector<std::string> paths;
  for (const auto& [path, options] : tree.options) {
    if (path.find(' ') != std::string::npos) paths.push_back(absl::StrCat("'", path, "'"));
  }
  return absl::StrJoin(paths, "|");
}

}  // namespace

std::string BashCompletion(const CLI::App& root) {
  const Tree tree = TreeOf(root);
  std::string script = absl::StrCat(
      "# bash completion of arasha; load with: source <(arasha completion bash)\n", "_arasha() {\n",
      "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n",
      "  local command=", root.get_name(), " i word words=\n", "  for ((i = 1; i < COMP_CWORD; i++)); do\n",
      "    word=${COMP_WORDS[i]}\n", "    case $word in\n      ", absl::StrJoin(tree.with_value, "|"),
      ") ((i++)); continue ;;\n", "    esac\n", "    case \"$command $word\" in\n      ",
      DescentPattern(tree), ") command=\"$command $word\" ;;\n", "    esac\n  done\n",
      "  case $prev in\n    ", absl::StrJoin(tree.file_options, "|"),
      ") compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$cur\"); return ;;\n",
      "  esac\n", "  case \"$command $prev\" in\n");
  for (const auto& [key, values] : tree.values) {
    absl::StrAppend(&script, "    '", key, "') mapfile -t COMPREPLY < <(compgen -W '",
                    absl::StrJoin(values, " "), "' -- \"$cur\"); return ;;\n");
  }
  absl::StrAppend(&script, "  esac\n  case $prev in\n    ", absl::StrJoin(tree.with_value, "|"),
                  ") COMPREPLY=(); return ;;\n  esac\n", "  case $command in\n");
  for (const auto& [path, options] : tree.options) {
    const auto subcommands = tree.subcommands.find(path);
    absl::StrAppend(&script, "    '", path, "')\n      if [[ $cur == -* ]]; then words='", Texts(options),
                    "'; else words='",
                    subcommands == tree.subcommands.end() ? "" : Texts(subcommands->second), "'; fi ;;\n");
  }
  absl::StrAppend(&script, "  esac\n  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n}\n",
                  "complete -F _arasha ", root.get_name(), "\n");
  return script;
}

std::string ZshCompletion(const CLI::App& root) {
  const Tree tree = TreeOf(root);
  std::string script = absl::StrCat(
      "#compdef arasha\n# zsh completion of arasha; load with: source <(arasha completion zsh)\n",
      "_arasha() {\n  local command=", root.get_name(), " prev=${words[CURRENT-1]} word i\n",
      "  local -a subcommands options\n", "  for ((i = 2; i < CURRENT; i++)); do\n", "    word=${words[i]}\n",
      "    case $word in\n      ", absl::StrJoin(tree.with_value, "|"), ") ((i++)); continue ;;\n    esac\n",
      "    case \"$command $word\" in\n      ", DescentPattern(tree),
      ") command=\"$command $word\" ;;\n    esac\n  done\n", "  case $prev in\n    ",
      absl::StrJoin(tree.file_options, "|"), ") _files; return ;;\n  esac\n",
      "  case \"$command $prev\" in\n");
  for (const auto& [key, values] : tree.values) {
    absl::StrAppend(&script, "    '", key, "') compadd -- ", absl::StrJoin(values, " "), "; return ;;\n");
  }
  absl::StrAppend(&script, "  esac\n  case $prev in\n    ", absl::StrJoin(tree.with_value, "|"),
                  ") return ;;\n  esac\n", "  case $command in\n");
  for (const auto& [path, options] : tree.options) {
    const auto subcommands = tree.subcommands.find(path);
    absl::StrAppend(&script, "    '", path, "')\n      subcommands=(",
                    subcommands == tree.subcommands.end() ? "" : Described(subcommands->second),
                    ")\n      options=(", Described(options), ") ;;\n");
  }
  absl::StrAppend(
      &script, "  esac\n",
      "  if [[ $PREFIX == -* ]]; then _describe -o option options; else _describe command subcommands; fi\n",
      "}\n", "compdef _arasha ", root.get_name(), "\n");
  return script;
}

}  // namespace arasha::clients
