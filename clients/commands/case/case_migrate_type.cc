#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/print/tables/print_migration.h"
#include "clients/session/prompt.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

constexpr int kMostVersions = 1'000'000;

struct MigrateOptions {
  std::vector<std::string> cases;
  int version = 0;
  std::string reason;
  std::vector<std::string> drop;
  bool dry_run = false;
  std::string etag;
};

// The versions, where the answer tells how they differ; none where one cannot be had.
std::optional<TypeVersions> VersionsOf(Session& session, const v1::MigrateCaseTypeResponse& migration) {
  const auto& lines = migration.lines();
  if (std::none_of(lines.begin(), lines.end(), [](const v1::MigrationLine& line) {
        return line.kind() == v1::MIGRATION_LINE_KIND_TYPE;
      })) {
    return std::nullopt;
  }
  const auto version = [&](int number) {
    v1::GetCaseTypeRequest request;
    request.set_name(CaseTypeName(absl::StrCat(migration.type(), "@", number)));
    return session.api().Call(request);
  };
  auto before = version(migration.version_before());
  auto after = version(migration.version());
  if (!before.ok() || !after.ok()) return std::nullopt;
  return TypeVersions{*std::move(before), *std::move(after)};
}

// Shows whoever is at the terminal what would differ, and asks whether to go on.
absl::Status Confirm(Session& session, v1::MigrateCaseTypeRequest request) {
  request.set_validate_only(true);
  const absl::StatusOr<v1::MigrateCaseTypeResponse> preview = session.api().Call(request);
  if (!preview.ok()) return preview.status();
  session.LearnZone(preview->time_zone());
  *session.environment().err << TableText(*preview, VersionsOf(session, *preview), session.style());
  const absl::StatusOr<bool> sure = AskYesNo(session, session.messages().Text("prompt.migrate"));
  if (!sure.ok()) return sure.status();
  return *sure ? absl::OkStatus() : UsageError("usage.not_confirmed");
}

absl::Status MigrateOne(Session& session, const std::string& typed, v1::MigrateCaseTypeRequest request) {
  const absl::StatusOr<std::string> name = session.Case(typed);
  if (!name.ok()) return name.status();
  request.set_name(*name);
  // What stands in the way of the case itself, and that it goes by the newest version, no option set.
  const std::string number(ShortName(*name));
  session.AddFieldFlag("case.pending_approval", number);
  if (request.version() == 0) session.AddFieldFlag("version", number);
  if (session.Interactive() && !request.validate_only()) {
    if (absl::Status s = Confirm(session, request); !s.ok()) return s;
  }
  const absl::StatusOr<v1::MigrateCaseTypeResponse> migration = session.api().Call(request);
  if (!migration.ok()) return migration.status();
  session.LearnZone(migration->time_zone());
  session.Print(*migration,
                [&] { return TableText(*migration, VersionsOf(session, *migration), session.style()); });
  return absl::OkStatus();
}

absl::Status MigrateType(Session& session, const MigrateOptions& options) {
  const size_t count = options.cases.size();
  if (count > 1 && !options.etag.empty()) return UsageError("usage.etag_of_one");
  for (const std::string& typed : options.cases) {
    if (const auto name = session.Case(typed); !name.ok()) return name.status();
  }
  v1::MigrateCaseTypeRequest request;
  request.set_version(options.version);
  request.set_reason(session.TextOf(options.reason));
  request.set_validate_only(options.dry_run);
  request.mutable_drop()->Assign(options.drop.begin(), options.drop.end());
  session.AddFieldFlag("case.details", "--drop");
  request.set_etag(options.etag);
  std::optional<absl::Status> first;
  size_t refused = 0;
  uint32_t place = 0;
  for (const std::string& typed : options.cases) {
    request.set_request_id(session.RequestId(place++));
    const absl::Status done = MigrateOne(session, typed, request);
    if (done.ok()) continue;
    if (count == 1) return done;
    ++refused;
    if (!first) first = done;
    session.Note(absl::StrCat(ShortName(session.Case(typed).value_or(typed)), ":"));
    session.PrintError(session.Explained(done));
  }
  const Texts::Parameters parameters = {{"count", absl::StrCat(count - refused)},
                                        {"all", absl::StrCat(count)}};
  if (!first) {
    if (options.dry_run) session.Note(session.messages().Text("note.migrate_dry_run"));
    if (count > 1 && !options.dry_run) session.Note(session.messages().Text("note.migrated", parameters));
    return absl::OkStatus();
  }
  // The exit code is that of the first refusal.
  const absl::Status some =
      UsageError(options.dry_run ? "migrate.some_would_be_refused" : "migrate.some_refused", parameters);
  return LocalErrorOf(*first) ? some : RefusedAs(*first, some);
}

}  // namespace

void AddCaseMigrateType(CLI::App& cases, Run& selected) {
  CLI::App& command = AddCommand(
      cases, "migrate-type", "Move open cases to another version of their type; heads may",
      {"arasha case migrate-type IST-2026-000123 --dry-run --reason \"New regulation\"",
       "arasha case migrate-type IST-2026-000123 IST-2026-000124 --reason \"New regulation\"",
       "arasha case migrate-type IST-2026-000123 --to 3 --reason \"New regulation\"", "",
       "At a terminal what differs is shown first. Each case is moved by itself: after a refusal the others "
       "still are, and the exit code is that of the first refusal."});
  auto options = std::make_shared<MigrateOptions>();
  AddOption(command, "CASE", options->cases, "The cases: IST-2026-000123, or their full names")
      .Required()
      .Sets("name");
  AddOption(command, "--to", options->version, "Version of the type; the newest if left out")
      .Range(1, kMostVersions)
      .TypeName("VERSION")
      .Sets("version");
  AddOption(command, "--reason", options->reason,
            "Why; asked for at a terminal, required elsewhere; - reads it from standard input")
      .AskedFor(options->reason, "label.reason")
      .Sets("reason");
  AddRepeated(
      command, "--drop", options->drop,
      "A field that the version lacks: it leaves the case, and the timeline keeps what it said; may be "
      "given several times")
      .TypeName("FIELD")
      .Sets("drop");
  AddFlag(command, "--dry-run", options->dry_run, "Show what would differ, move nothing");
  AddOption(command, "--etag", options->etag, "Refuse if the case is no longer the one of this etag")
      .Sets("etag");
  OnSelect(command, selected, [options](Session& session) { return MigrateType(session, *options); });
}

}  // namespace arasha::clients
