#include "clients/print/tables/print_migration.h"

#include "absl/strings/str_cat.h"
#include "clients/print/grid.h"
#include "clients/print/type_change.h"
#include "clients/text/names.h"
#include "clients/text/width.h"

namespace arasha::clients {
namespace {

constexpr int kLineIndent = 2;

std::string WhatText(const v1::MigrationLine& line, const TableStyle& style) {
  if (line.text() == "parties") return style.messages.Text("PARTY_ROLE_SUBJECT");
  const std::string label =
      style.messages.Text(line.label(), line.rule().empty() ? line.text() : line.rule());
  return line.run() > 1 ? absl::StrCat(label, " (", line.run(), ")") : label;
}

// When a deadline was due and is, and how it stands then.
std::string TimesText(const v1::MigrationLine& line, const TableStyle& style) {
  if (line.rule().empty()) return "";
  const auto time = [&](bool has, const google::protobuf::Timestamp& at) {
    return has ? style.TimeText(at) : "—";
  };
  const std::string times = absl::StrCat(time(line.has_due_time_before(), line.due_time_before()), " → ",
                                         time(line.has_due_time(), line.due_time()));
  if (!line.has_due_time()) return times;
  return absl::StrCat(times, " · ", style.messages.Text(v1::DeadlineState_Name(line.state())));
}

Tone ToneOf(const v1::MigrationLine& line) {
  const bool minds =
      line.state() == v1::DEADLINE_STATE_MISSED || line.kind() == v1::MIGRATION_LINE_KIND_VALUE_LACKS;
  return minds ? Tone::kWarning : Tone::kPlain;
}

}  // namespace

std::string TableText(const v1::MigrateCaseTypeResponse& migration,
                      const std::optional<TypeVersions>& versions, const TableStyle& style) {
  const Texts& messages = style.messages;
  std::string text = absl::StrCat(
      OneLine(messages.Text("label.migration", {{"case", std::string(ShortName(migration.name()))},
                                                {"type", migration.type()},
                                                {"before", absl::StrCat(migration.version_before())},
                                                {"version", absl::StrCat(migration.version())}})),
      "\n");
  if (versions) {
    absl::StrAppend(&text, GridText(TypeChangeGrid(versions->before, versions->after, messages),
                                    style.columns, style.colour, kLineIndent));
  }
  Grid grid{{{.title = ""}, {.title = "", .flexible = true}, {.title = ""}}, {}};
  for (const v1::MigrationLine& line : migration.lines()) {
    if (line.kind() == v1::MIGRATION_LINE_KIND_TYPE) {
      if (!versions) absl::StrAppend(&text, style.Paragraph(line.text(), kLineIndent));
    } else {
      grid.rows.push_back({{messages.Text(v1::MigrationLineKind_Name(line.kind())), ToneOf(line)},
                           {WhatText(line, style)},
                           {TimesText(line, style)}});
    }
  }
  if (grid.rows.empty()) {
    return absl::StrCat(text, style.Paragraph(messages.Text("label.migration_same"), kLineIndent));
  }
  return absl::StrCat(text, GridText(std::move(grid), style.columns, style.colour, kLineIndent));
}

}  // namespace arasha::clients
