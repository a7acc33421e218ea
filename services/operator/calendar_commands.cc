#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/operator/commands.h"
#include "services/operator/owner.h"
#include "services/rules/catalogue/state_calendar.h"
#include "services/rules/text_proto.h"
#include "storage/directory/directory.h"
#include "storage/directory/owner_writes.h"

namespace arasha::operators {
namespace {

namespace fs = std::filesystem;

// By state. Every fault of every file is told.
absl::StatusOr<std::vector<std::shared_ptr<const rules::StateCalendar>>> ReadCalendars(
    const std::string& directory) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& item : fs::directory_iterator(directory, error)) {
    if (item.path().extension() == ".textproto") files.push_back(item.path());
  }
  if (error) return absl::NotFoundError(absl::StrCat(directory, ": ", error.message()));
  if (files.empty()) return absl::NotFoundError(absl::StrCat(directory, " has no .textproto file"));
  std::sort(files.begin(), files.end());
  std::vector<std::shared_ptr<const rules::StateCalendar>> calendars;
  rules::StateCalendars known;
  std::string faults;
  const auto fault = [&](const fs::path& file, absl::string_view what) {
    absl::StrAppend(&faults, faults.empty() ? "" : "\n", file.filename().string(), ": ", what);
  };
  for (const fs::path& file : files) {
    auto text = ReadFile(file);
    if (!text.ok()) return text.status();
    auto read = rules::StateCalendar::Parse(*text);
    if (!read.ok()) {
      fault(file, read.status().message());
      continue;
    }
    auto calendar = std::make_shared<const rules::StateCalendar>(*std::move(read));
    if (file.stem() != calendar->state()) {
      fault(file,
            absl::StrCat("it is of ", calendar->state(), "; name it ", calendar->state(), ".textproto"));
    }
    if (absl::Status added = known.Add(calendar); !added.ok()) fault(file, added.message());
    calendars.push_back(std::move(calendar));
  }
  if (!faults.empty()) return absl::InvalidArgumentError(faults);
  return calendars;
}

int CheckCalendars(const std::string& directory) {
  auto calendars = ReadCalendars(directory);
  if (!calendars.ok()) return Fail(calendars.status());
  for (const auto& calendar : *calendars) {
    const catalogue::v1::Calendar& proto = calendar->proto();
    int provisional = proto.worked_provisionally_size();
    for (const catalogue::v1::Holiday& holiday : proto.holidays()) {
      provisional += holiday.provisional_dates_size();
    }
    std::cout << calendar->ref() << ": " << proto.first_year() << " to " << proto.last_year() << ", "
              << Counted(proto.holidays_size(), "holiday", "holidays") << ", "
              << Counted(provisional, "provisional day", "provisional days") << "\n";
  }
  return kDone;
}

// The texts of the calendars in the database, by what they say; see catalogue_commands.cc.
absl::StatusOr<std::map<std::string, std::string>> AppliedCalendars(storage::Connection& owner,
                                                                    const storage::AuditContext& context) {
  auto directory = storage::ReadDirectory(owner, *context.server_keys);
  if (!directory.ok()) return directory.status();
  std::map<std::string, std::string> texts;
  for (const std::string& text : directory->calendar_definitions) {
    catalogue::v1::Calendar calendar;
    if (rules::ParseTextProto(text, calendar).ok()) texts[calendar.SerializeAsString()] = text;
  }
  return texts;
}

// Adds the versions that the database lacks.
int ApplyCalendars(const std::string& directory, const std::string& config_path) {
  auto calendars = ReadCalendars(directory);
  if (!calendars.ok()) return Fail(calendars.status());
  return AsOperator(config_path, {"ApplyCalendar", ""},
                    [&](storage::Connection& owner, storage::AuditContext context) {
                      auto applied = AppliedCalendars(owner, context);
                      if (!applied.ok()) return Fail(applied.status());
                      for (const auto& calendar : *calendars) {
                        const auto same = applied->find(calendar->proto().SerializeAsString());
                        const storage::CalendarRow row{
                            calendar->state(), calendar->version(),
                            same != applied->end() ? same->second : rules::PrintTextProto(calendar->proto())};
                        context.payload = row.definition;
                        auto added = storage::ApplyCalendar(owner, context, row);
                        if (!added.ok()) return Fail(added.status());
                        std::cout << (*added ? "applied " : "stands already: ") << calendar->ref() << '\n';
                      }
                      return kDone;
                    });
}

}  // namespace

void AddCalendarCommands(CLI::App& app, int& exit_code) {
  constexpr char kDirectoryHelp[] = "Directory of .textproto files, one for each state: TR.textproto";
  const auto directory = std::make_shared<std::string>();
  auto* calendar = app.add_subcommand("calendar", "Weekends and holidays of states")->require_subcommand(1);
  auto* check = calendar->add_subcommand("check", "Say what is wrong with the calendars in a directory");
  ShowExample(*check, "arashad calendar check deploy/calendars");
  check->add_option("directory", *directory, kDirectoryHelp)->required();
  check->callback([directory, &exit_code] { exit_code = CheckCalendars(*directory); });
  AddCommand(*calendar, "apply", "Add new versions of calendars, as the owner",
             "arashad calendar apply deploy/calendars --config /etc/arasha/owner.toml", exit_code,
             [directory](const std::string& config) { return ApplyCalendars(*directory, config); })
      ->add_option("directory", *directory, kDirectoryHelp)
      ->required();
}

}  // namespace arasha::operators
