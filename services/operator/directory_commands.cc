#include <toml++/toml.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "services/directory/identity.h"
#include "services/operator/commands.h"
#include "services/operator/owner.h"
#include "services/rules/access/access.h"
#include "services/rules/text.h"
#include "storage/directory/directory.h"
#include "storage/directory/owner_writes.h"

namespace arasha::operators {
namespace {

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
      Expect(std::set<int>(row.weekend.begin(), row.weekend.end()).size() < 7, t,
             "weekend names each day: a mission works on one at least");
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
    Expect(!Text(t, "id").empty() && rules::HoldsLetterOrDigit(row.display_name), t,
           "id and name are needed");
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

// Whoever the file names holds exactly the grants it gives; whoever it does not name is left alone.
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

// Servers follow within seconds.
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

}  // namespace

void AddDirectoryCommands(CLI::App& app, int& exit_code) {
  auto* directory =
      app.add_subcommand("directory", "Missions, staff, partners, roles")->require_subcommand(1);
  const auto file = std::make_shared<std::string>();
  AddCommand(*directory, "apply", "Register what a TOML file names, as the owner",
             "arashad directory apply directory.toml --config /etc/arasha/owner.toml", exit_code,
             [file](const std::string& config) { return ApplyDirectory(*file, config); })
      ->add_option("file", *file, "TOML file; deploy/dev-directory.toml is an example")
      ->required();
}

void AddRevokeCommand(CLI::App& app, int& exit_code) {
  const auto certificate = std::make_shared<std::string>();
  const auto reason = std::make_shared<std::string>();
  auto* revoke =
      AddCommand(app, "revoke", "Refuse a certificate from now on, as the owner",
                 "arashad revoke d.kim.pem --reason \"Laptop stolen\" --config /etc/arasha/owner.toml",
                 exit_code, [certificate, reason](const std::string& config) {
                   return RevokeCertificate(*certificate, *reason, config);
                 });
  revoke->add_option("certificate", *certificate, "PEM file of the certificate")->required();
  revoke->add_option("--reason", *reason, "Why; kept beside it")->required();
}

}  // namespace arasha::operators
