#include "clients/commands/completion_candidates.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "clients/commands/completion_values.h"
#include "clients/session/session.h"
#include "clients/text/width.h"

namespace arasha::clients {
namespace {

// A person waits for it with a finger on the key.
constexpr char kTimeout[] = "1s";

// What was given of options and arguments, by name: `--type`, `CASE`.
using Given = std::map<std::string, std::string>;

std::string ValueIn(const Given& given, const std::string& name) {
  const auto found = given.find(name);
  return found == given.end() ? "" : found->second;
}

// The options of the words that decide whom a completion asks, and about what.
GlobalFlags FlagsOf(const Given& given) {
  const auto value = [&](const char* name) { return ValueIn(given, name); };
  GlobalFlags flags;
  flags.context = value("--context");
  flags.mission = value("--mission");
  flags.language = value("--lang");
  flags.endpoint = value("--endpoint");
  flags.ca = value("--ca");
  flags.certificate = value("--cert");
  flags.key = value("--key");
  flags.timeout = kTimeout;
  flags.no_input = true;
  return flags;
}

// Where the last word stands: in which command, as the value of which option, as which of its arguments.
struct Place {
  const CLI::App* command = nullptr;
  const CLI::Option* option = nullptr;
  size_t argument = 0;
  Given given;
};

// Options of the whole program may follow any command.
const CLI::Option* FindOption(const CLI::App& root, const CLI::App& command, const std::string& name) {
  for (const CLI::App* app : {&command, &root}) {
    if (const CLI::Option* option = app->get_option_no_throw(name)) return option;
  }
  return nullptr;
}

const CLI::App* FindCommand(const CLI::App& command, const std::string& name) {
  const auto named = command.get_subcommands([&](const CLI::App* app) { return app->get_name() == name; });
  return named.empty() ? nullptr : named.front();
}

const CLI::Option* ArgumentOf(const CLI::App& command, size_t place) {
  for (const CLI::Option* option : command.get_options()) {
    if (!option->get_positional()) continue;
    if (place == 0 || option->get_items_expected_max() > 1) return option;
    --place;
  }
  return nullptr;
}

Place PlaceOf(const CLI::App& root, const std::vector<std::string>& words) {
  Place place;
  place.command = &root;
  bool topic = false;
  for (size_t i = 0; i + 1 < words.size(); ++i) {
    const std::string& word = words[i];
    if (absl::StartsWith(word, "-")) {
      const CLI::Option* option = FindOption(root, *place.command, word);
      if (option == nullptr || option->get_items_expected_max() == 0) continue;
      if (i + 2 == words.size()) {
        place.option = option;
        return place;
      }
      place.given[word] = words[++i];
    } else if (const CLI::App* command = FindCommand(*place.command, word)) {
      // What help is asked about is named as it would be called.
      topic = topic || (place.command == &root && word == "help");
      place.command = topic && word == "help" ? &root : command;
      place.argument = 0;
    } else {
      if (const CLI::Option* argument = ArgumentOf(*place.command, place.argument)) {
        place.given[argument->get_name()] = word;
      }
      ++place.argument;
    }
  }
  return place;
}

std::string TypeOf(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  return type == "TEXT" && option.get_positional() ? option.get_name() : type;
}

// `typed`: the word so far. Of values that are joined by commas its last one is completed.
void AddValues(const CLI::Option& option, const Place& place, const std::string& typed,
               const Environment& environment, Offers& offers) {
  const std::string type = TypeOf(option);
  if (type == "FILE" || type == "PATH") {
    offers.files = true;
    return;
  }
  if (absl::StrContains(type, '|')) {
    const std::string before = option.get_delimiter() == ',' ? typed.substr(0, typed.rfind(',') + 1) : "";
    for (const absl::string_view value : absl::StrSplit(type, '|')) {
      offers.words.push_back({absl::StrCat(before, value), ""});
    }
    return;
  }
  const auto session = Session::Create(FlagsOf(place.given), environment);
  if (!session.ok()) return;
  const About about = {.case_type = ValueIn(place.given, "--type"),
                       .case_name = ValueIn(place.given, "CASE"),
                       .command = place.command->get_name(),
                       .row_group = ValueIn(place.given, "GROUP"),
                       .row = ValueIn(place.given, "ROW")};
  for (Offer& value : ValuesOf(**session, type, about)) {
    offers.words.push_back(std::move(value));
  }
}

void AddOptions(const CLI::App& command, Offers& offers) {
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      offers.words.push_back({"--" + name, option->get_description()});
    }
    for (const std::string& name : option->get_snames()) {
      offers.words.push_back({"-" + name, option->get_description()});
    }
  }
}

}  // namespace

Offers Complete(const CLI::App& root, const std::vector<std::string>& words, const Environment& environment) {
  Offers offers;
  if (words.empty()) return offers;
  const Place place = PlaceOf(root, words);
  const std::string& typed = words.back();
  if (place.option != nullptr) {
    AddValues(*place.option, place, typed, environment, offers);
  } else if (absl::StartsWith(typed, "-")) {
    AddOptions(*place.command, offers);
    if (place.command != &root) AddOptions(root, offers);
  } else {
    for (const CLI::App* command : place.command->get_subcommands([](const CLI::App*) { return true; })) {
      offers.words.push_back({command->get_name(), command->get_description()});
    }
    if (const CLI::Option* argument = ArgumentOf(*place.command, place.argument)) {
      AddValues(*argument, place, typed, environment, offers);
    }
  }
  std::erase_if(offers.words, [&](const Offer& offer) { return !absl::StartsWith(offer.text, typed); });
  return offers;
}

std::string OffersText(const Offers& offers) {
  if (offers.files) return ":files\n";
  std::string text;
  for (const Offer& offer : offers.words) {
    absl::StrAppend(&text, OneLine(offer.text), "\t", OneLine(offer.description), "\n");
  }
  return text;
}

std::string CompletionScript(const std::string& shell) {
  if (shell == "zsh") {
    return R"(#compdef arasha
# zsh completion of arasha; load with: source <(arasha completion zsh)
_arasha() {
  local -a lines offers
  lines=("${(@f)$(${words[1]} complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ ${lines[1]} == ':files' ]]; then _files; return; fi
  local line
  for line in $lines; do
    offers+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done
  _describe -o value offers -S ' '
}
compdef _arasha arasha
)";
  }
  if (shell == "fish") {
    return R"(# fish completion of arasha; load with: arasha completion fish | source
function __arasha_complete
  set -l words (commandline -opc) (commandline -ct)
  set -l lines ($words[1] complete $words[2..-1] 2>/dev/null)
  if test "$lines[1]" = ':files'
    __fish_complete_path (commandline -ct)
  else
    printf '%s\n' $lines
  end
end
complete -c arasha -f -a '(__arasha_complete)'
)";
  }
  return R"(# bash completion of arasha; load with: source <(arasha completion bash)
_arasha() {
  local cur=${COMP_WORDS[COMP_CWORD]} line IFS=$'\n'
  local -a words=("${COMP_WORDS[@]:1:COMP_CWORD}")
  # bash parts words at `=`, of which `--set field=value` is one.
  if [[ $cur == '=' ]] && ((COMP_CWORD > 1)); then
    words=("${words[@]:0:COMP_CWORD-2}" "${COMP_WORDS[COMP_CWORD-1]}=") cur=''
  elif ((COMP_CWORD > 2)) && [[ ${COMP_WORDS[COMP_CWORD-1]} == '=' ]]; then
    words=("${words[@]:0:COMP_CWORD-3}" "${COMP_WORDS[COMP_CWORD-2]}=$cur")
  fi
  COMPREPLY=()
  while read -r line; do
    if [[ $line == ':files' ]]; then
      compopt -o filenames 2>/dev/null
      mapfile -t COMPREPLY < <(compgen -f -- "$cur")
      return
    fi
    line=${line%%$'\t'*}
    [[ $line != *= ]] || compopt -o nospace 2>/dev/null
    [[ ${words[-1]} != *=* ]] || line=${line#*=}
    COMPREPLY+=("$line")
  done < <("${COMP_WORDS[0]}" complete "${words[@]}" 2>/dev/null)
}
complete -F _arasha arasha
)";
}

}  // namespace arasha::clients
