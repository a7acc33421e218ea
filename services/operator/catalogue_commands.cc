#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/operator/commands.h"
#include "services/operator/owner.h"
#include "services/rules/catalogue/catalogue.h"
#include "services/rules/catalogue/difference.h"
#include "services/rules/catalogue/source/compile_case_type.h"
#include "services/rules/catalogue/source/oversights.h"
#include "services/rules/text_proto.h"
#include "storage/directory/directory.h"
#include "storage/directory/owner_writes.h"

namespace arasha::operators {
namespace {

namespace fs = std::filesystem;

absl::StatusOr<std::vector<rules::CompiledCaseType>> ReadCatalogue(const std::string& directory) {
  std::map<std::string, std::string> files;
  std::error_code error;
  for (const auto& item : fs::recursive_directory_iterator(directory, error)) {
    if (item.path().extension() != ".textproto") continue;
    auto text = ReadFile(item.path());
    if (!text.ok()) return text.status();
    files[item.path().lexically_relative(directory).generic_string()] = *std::move(text);
  }
  if (error) return absl::NotFoundError(absl::StrCat(directory, ": ", error.message()));
  if (files.empty()) return absl::NotFoundError(absl::StrCat(directory, " has no .textproto file"));
  auto compiled = rules::CompileCaseTypes(files);
  if (!compiled.ok()) return compiled.status();
  std::vector<v1::CaseType> types;
  for (const rules::CompiledCaseType& one : *compiled) types.push_back(one.type);
  if (auto catalogue = rules::Catalogue::Create(std::move(types)); !catalogue.ok()) return catalogue.status();
  return compiled;
}

int CheckCatalogue(const std::string& directory) {
  auto catalogue = ReadCatalogue(directory);
  if (!catalogue.ok()) return Fail(catalogue.status());
  // They could be applied; who checks wants to know before.
  const std::vector<std::string> oversights = rules::FindOversights(*catalogue);
  if (!oversights.empty()) return Fail(absl::InvalidArgumentError(absl::StrJoin(oversights, "\n")));
  for (const rules::CompiledCaseType& compiled : *catalogue) {
    const v1::CaseType& type = compiled.type;
    std::cout << type.id() << '@' << type.version() << ": " << Counted(type.fields_size(), "field", "fields")
              << ", " << Counted(type.states_size(), "state", "states") << ", "
              << Counted(type.transitions_size(), "transition", "transitions") << ", "
              << Counted(type.deadlines_size(), "deadline", "deadlines") << "\n";
  }
  return kDone;
}

// As it would be applied, and before each of its elements where it was written.
int ShowCaseType(const std::string& id, const std::string& directory) {
  auto catalogue = ReadCatalogue(directory);
  if (!catalogue.ok()) return Fail(catalogue.status());
  for (const rules::CompiledCaseType& compiled : *catalogue) {
    if (compiled.type.id() != id) continue;
    std::cout << rules::PrintWithOrigins(compiled);
    return kDone;
  }
  return Fail(absl::NotFoundError(absl::StrCat(directory, " has no case type ", id,
                                               "; `arashad catalogue check ", directory, "` lists them")));
}

// What the types of one directory became in another: of one type, or of all.
int CompareCatalogues(const std::string& before, const std::string& after, const std::string& only) {
  // By id; empty where there was none, or is none.
  std::map<std::string, std::pair<v1::CaseType, v1::CaseType>> types;
  for (const bool now : {false, true}) {
    auto catalogue = ReadCatalogue(now ? after : before);
    if (!catalogue.ok()) return Fail(catalogue.status());
    for (rules::CompiledCaseType& compiled : *catalogue) {
      if (!only.empty() && compiled.type.id() != only) continue;
      auto& [was, is] = types[compiled.type.id()];
      (now ? is : was) = std::move(compiled.type);
    }
  }
  if (types.empty()) {
    return Fail(
        absl::NotFoundError(absl::StrCat("neither ", before, " nor ", after, " has a case type ", only)));
  }
  bool same = true;
  for (const auto& [id, both] : types) {
    const auto& [was, is] = both;
    const std::vector<std::string> lines = rules::Difference(was, is);
    if (lines.empty()) continue;
    same = false;
    if (was.id().empty() || is.id().empty()) {
      std::cout << (was.id().empty() ? "+ " : "- ") << id << '@' << was.version() + is.version() << '\n';
      continue;
    }
    std::cout << "~ " << id << '@' << was.version() << " → " << is.version()
              << (was.version() == is.version() ? ", under the same version: raise it" : "") << '\n';
    for (const std::string& line : lines) std::cout << "  " << line << '\n';
  }
  if (same) std::cout << "no case type differs\n";
  return kDone;
}

// The texts of the case types in the database, by what they say. A version may stand there in other words
// than we print it in: with comments, from before types had parts, or from another protobuf.
absl::StatusOr<std::map<std::string, std::string>> AppliedDefinitions(storage::Connection& owner,
                                                                      const storage::AuditContext& context) {
  auto directory = storage::ReadDirectory(owner, *context.server_keys);
  if (!directory.ok()) return directory.status();
  std::map<std::string, std::string> texts;
  for (const std::string& text : directory->case_type_definitions) {
    if (auto type = rules::ParseCaseType(text); type.ok()) texts[type->SerializeAsString()] = text;
  }
  return texts;
}

// Adds the versions that the database lacks.
int ApplyCatalogue(const std::string& directory, const std::string& config_path) {
  auto catalogue = ReadCatalogue(directory);
  if (!catalogue.ok()) return Fail(catalogue.status());
  return AsOperator(
      config_path, {"ApplyCaseType", ""}, [&](storage::Connection& owner, storage::AuditContext context) {
        auto applied = AppliedDefinitions(owner, context);
        if (!applied.ok()) return Fail(applied.status());
        for (const rules::CompiledCaseType& compiled : *catalogue) {
          const v1::CaseType& type = compiled.type;
          const auto same = applied->find(type.SerializeAsString());
          const storage::CaseTypeRow row{type.id(), type.version(),
                                         same != applied->end() ? same->second : rules::PrintTextProto(type)};
          context.payload = row.definition;
          auto added = storage::ApplyCaseType(owner, context, row);
          if (!added.ok()) return Fail(added.status());
          std::cout << (*added ? "applied " : "stands already: ") << row.id << '@' << row.version << '\n';
        }
        return kDone;
      });
}

}  // namespace

void AddCatalogueCommands(CLI::App& app, int& exit_code) {
  constexpr char kDirectoryHelp[] =
      "Directory of .textproto files: family/type, and parts of types below parts";
  const auto directory = std::make_shared<std::string>();
  auto* catalogue = app.add_subcommand("catalogue", "Case types")->require_subcommand(1);
  auto* check = catalogue->add_subcommand("check", "Say what is wrong with the case types in a directory");
  ShowExample(*check, "arashad catalogue check deploy/catalogue");
  check->add_option("directory", *directory, kDirectoryHelp)->required();
  check->callback([directory, &exit_code] { exit_code = CheckCatalogue(*directory); });
  auto* show = catalogue->add_subcommand(
      "show", "Print a case type put together from its parts, and of each element where it was written");
  ShowExample(*show, "arashad catalogue show rights.detention deploy/catalogue");
  const auto type = std::make_shared<std::string>();
  show->add_option("type", *type, "Its id, as rights.detention")->required();
  show->add_option("directory", *directory, kDirectoryHelp)->required();
  show->callback([type, directory, &exit_code] { exit_code = ShowCaseType(*type, *directory); });
  auto* diff =
      catalogue->add_subcommand("diff", "Say what changed in the case types between two directories");
  ShowExample(*diff, "arashad catalogue diff /srv/old/deploy/catalogue deploy/catalogue rights.detention");
  const auto after = std::make_shared<std::string>();
  diff->add_option("before", *directory, kDirectoryHelp)->required();
  diff->add_option("after", *after, "The same, as it is now")->required();
  diff->add_option("type", *type, "Only this one, as rights.detention; all by default");
  diff->callback(
      [directory, after, type, &exit_code] { exit_code = CompareCatalogues(*directory, *after, *type); });
  AddCommand(*catalogue, "apply", "Add new versions of case types, as the owner",
             "arashad catalogue apply deploy/catalogue --config /etc/arasha/owner.toml", exit_code,
             [directory](const std::string& config) { return ApplyCatalogue(*directory, config); })
      ->add_option("directory", *directory, kDirectoryHelp)
      ->required();
}

}  // namespace arasha::operators
