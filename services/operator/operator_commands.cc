#include "services/operator/operator_commands.h"

#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/directory/identity.h"
#include "services/operator/owner.h"
#include "services/rules/access/access.h"
#include "services/rules/catalogue/catalogue.h"
#include "services/rules/catalogue/compile_case_type.h"
#include "services/rules/text.h"
#include "services/rules/text_proto.h"
#include "storage/directory/directory.h"
#include "storage/directory/owner_writes.h"
#include "storage/postgres/migrations.h"

namespace arasha::admin {
namespace {

namespace fs = std::filesystem;

absl::StatusOr<std::string> ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return absl::NotFoundError(absl::StrCat(path.string(), " cannot be read"));
  return text.str();
}

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

// A table's text, or an empty one: what is required is checked by its form.
std::string Text(const toml::table& table, absl::string_view key) {
  return table[std::string(key)].value_or(std::string());
}

// ISO number of a day of the week by its English name; 0 if it is none.
int DayNumber(const std::string& name) {
  static const std::vector<std::string> days = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                "Friday", "Saturday", "Sunday"};
  const auto found = std::find(days.begin(), days.end(), name);
  return found == days.end() ? 0 : static_cast<int>(found - days.begin()) + 1;
}

struct DirectoryFile {
  std::vector<storage::MissionRow> missions;
  std::vector<storage::PrincipalRow> principals;
  std::vector<storage::GrantRow> grants;
};

class DirectoryReader {
 public:
  explicit DirectoryReader(std::string path) : path_(std::move(path)) {}

  absl::StatusOr<DirectoryFile> Read() {
    toml::table file;
    try {
      file = toml::parse_file(path_);
    } catch (const toml::parse_error& e) {
      return absl::InvalidArgumentError(
          absl::StrCat(path_, ":", e.source().begin.line, ": ", std::string(e.description())));
    }
    ForEach(file, "mission", [this](const toml::table& t) { Mission(t); });
    ForEach(file, "staff", [this](const toml::table& t) { Principal(t, "staff/"); });
    ForEach(file, "partner", [this](const toml::table& t) { Principal(t, "partners/"); });
    if (!faults_.empty()) {
      faults_.pop_back();
      return absl::InvalidArgumentError(faults_);
    }
    return std::move(read_);
  }

 private:
  template <typename Take>
  void ForEach(const toml::table& file, const char* key, Take take) {
    const toml::array* items = file[key].as_array();
    if (items == nullptr) return;
    for (const toml::node& item : *items) {
      if (item.is_table()) take(*item.as_table());
    }
  }

  void Expect(bool holds, const toml::node& at, absl::string_view expected) {
    if (!holds) absl::StrAppend(&faults_, path_, ":", at.source().begin.line, ": ", expected, "\n");
  }

  void Mission(const toml::table& t) {
    storage::MissionRow row;
    row.code = Text(t, "code");
    row.host_state = Text(t, "host_state");
    row.time_zone = Text(t, "time_zone");
    Expect(!row.code.empty(), t, "a mission needs a code");
    const toml::table none;
    const toml::table* name = t["name"].as_table();
    if (name == nullptr) name = &none;
    row.name.set_kk(Text(*name, "kk"));
    row.name.set_ru(Text(*name, "ru"));
    row.name.set_en(Text(*name, "en"));
    Expect(!row.name.kk().empty() && !row.name.ru().empty() && !row.name.en().empty(), t,
           "a mission needs its name in each language: name = { kk = …, ru = …, en = … }");
    absl::TimeZone zone;
    Expect(rules::IsCountryCode(row.host_state), t, "host_state must be an ISO 3166-1 alpha-2 code");
    Expect(absl::LoadTimeZone(row.time_zone, &zone), t, "time_zone must be an IANA name, as Europe/Istanbul");
    if (const toml::array* weekend = t["weekend"].as_array()) {
      for (const toml::node& day : *weekend) {
        row.weekend.push_back(DayNumber(day.value_or(std::string())));
        Expect(row.weekend.back() != 0, day, "weekend names days: Saturday, Sunday …");
      }
    }
    read_.missions.push_back(std::move(row));
  }

  void Principal(const toml::table& t, absl::string_view prefix) {
    storage::PrincipalRow row{absl::StrCat(prefix, Text(t, "id")), Text(t, "name"),
                              t["active"].value_or(true)};
    if (const toml::array* clearances = t["clearances"].as_array()) {
      for (const toml::node& clearance : *clearances) {
        row.clearances.push_back(clearance.value_or(std::string()));
        Expect(rules::IsId(row.clearances.back()), clearance, "clearances names compartments: trafficking …");
      }
    }
    Expect(!Text(t, "id").empty() && !row.display_name.empty(), t, "id and name are needed");
    if (const toml::array* grants = t["grants"].as_array()) {
      for (const toml::node& item : *grants) {
        const toml::table* grant = item.as_table();
        Expect(grant != nullptr, item, "a grant is { role = …, mission = … }");
        if (grant == nullptr) continue;
        storage::GrantRow granted{row.name, Text(*grant, "role"), Text(*grant, "mission")};
        Expect(rules::IsRole(granted.role), item, absl::StrCat("there is no role ", granted.role));
        Expect(!granted.mission.empty(), item, "a grant names a mission, or \"-\" for all");
        read_.grants.push_back(std::move(granted));
      }
    }
    read_.principals.push_back(std::move(row));
  }

  const std::string path_;
  DirectoryFile read_;
  std::string faults_;
};

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

}  // namespace

int MigrateDatabase(const std::string& config_path) {
  return AsOwner(config_path, [](storage::Connection& owner, const server::Options& /*options*/) {
    auto done = storage::Migrate(owner);
    if (!done.ok()) return Fail(done.status());
    for (const std::string& name : *done) std::cout << "applied " << name << '\n';
    std::cout << "schema is at " << storage::EmbeddedMigrations().back().name << '\n';
    return kDone;
  });
}

int CheckCatalogue(const std::string& directory) {
  auto catalogue = ReadCatalogue(directory);
  if (!catalogue.ok()) return Fail(catalogue.status());
  for (const rules::CompiledCaseType& compiled : *catalogue) {
    const v1::CaseType& type = compiled.type;
    std::cout << type.id() << '@' << type.version() << ": " << Counted(type.fields_size(), "field", "fields")
              << ", " << Counted(type.states_size(), "state", "states") << ", "
              << Counted(type.transitions_size(), "transition", "transitions") << ", "
              << Counted(type.deadlines_size(), "deadline", "deadlines") << "\n";
  }
  return kDone;
}

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

int ApplyDirectory(const std::string& file, const std::string& config_path) {
  auto read = DirectoryReader(file).Read();
  if (!read.ok()) return Fail(read.status());
  auto text = ReadFile(file);
  if (!text.ok()) return Fail(text.status());
  return AsOperator(config_path, {"ApplyDirectory", *std::move(text)},
                    [&](storage::Connection& owner, const storage::AuditContext& context) {
                      if (absl::Status s = storage::ApplyDirectory(owner, context, read->missions,
                                                                   read->principals, read->grants);
                          !s.ok()) {
                        return Fail(s);
                      }
                      std::cout << "registered " << Counted(std::ssize(read->missions), "mission", "missions")
                                << ", " << read->principals.size() << " staff and partners, "
                                << Counted(std::ssize(read->grants), "grant", "grants") << "\n";
                      return kDone;
                    });
}

int RevokeCertificate(const std::string& certificate_path, const std::string& reason,
                      const std::string& config_path) {
  auto pem = ReadFile(certificate_path);
  if (!pem.ok()) return Fail(pem.status());
  auto options = server::LoadOptions(config_path);
  if (!options.ok()) return Fail(options.status(), kUnusable);
  auto identity = server::ReadIdentity(*pem, options->trust_domain);
  if (!identity.ok()) return Fail(absl::InvalidArgumentError(identity.status().message()));
  return AsOperator(config_path, {"RevokeCertificate", absl::StrCat(reason, "\n\n", *pem)},
                    [&](storage::Connection& owner, const storage::AuditContext& context) {
                      auto revoked =
                          storage::RevokeCertificate(owner, context, identity->fingerprint, reason);
                      if (!revoked.ok()) return Fail(revoked.status());
                      std::cout << (*revoked ? "revoked " : "was revoked before: ")
                                << absl::BytesToHexString(identity->fingerprint) << '\n';
                      return kDone;
                    });
}

}  // namespace arasha::admin
