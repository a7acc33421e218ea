#include "absl/strings/str_cat.h"
#include "services/reports/kinds/kind.h"
#include "services/rules/log/leaf.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::reports {
namespace {

// Who got which role, or lost it, from whom, and where it holds.
Table RoleChangeTable(const KindContext& context, const std::vector<RoleChange>& changes) {
  const Texts& texts = context.texts;
  Table table{
      .id = "role_changes",
      .title = texts.Text("configuration.role_changes"),
      .note = "",
      .columns = {ColumnOf(texts, "place", ColumnKind::kCount), ColumnOf(texts, "time", ColumnKind::kTime),
                  ColumnOf(texts, "actor", ColumnKind::kText), ColumnOf(texts, "action", ColumnKind::kText),
                  ColumnOf(texts, "holder", ColumnKind::kText), ColumnOf(texts, "role", ColumnKind::kText),
                  ColumnOf(texts, "mission", ColumnKind::kText)},
      .rows = {}};
  for (const RoleChange& change : changes) {
    AddRow(table, absl::StrCat(change.place, "/", change.principal, "/", change.role, "/", change.mission),
           {change.place, change.at ? Value(*change.at) : Value(), context.names.Person(change.by),
            context.names.Action(change.action), context.names.Person(change.principal),
            context.names.Role(change.role), context.names.Mission(change.mission)});
  }
  return table;
}

}  // namespace

void AddRoleChanges(int64_t place, absl::string_view leaf, std::vector<RoleChange>& changes) {
  const auto decoded = rules::log::DecodeLeaf(leaf);
  if (!decoded.ok()) {
    RoleChange& unreadable = changes.emplace_back();
    unreadable.place = place;
    unreadable.action = storage::kUnreadableText;
    return;
  }
  for (const rules::log::LeafObject& object : decoded->objects) {
    // `staff/t.bekova/head/IST`; neither a role nor a mission has a slash.
    const size_t mission = object.key.rfind('/');
    if (object.kind != "role" || mission == absl::string_view::npos || mission == 0) continue;
    const size_t role = object.key.rfind('/', mission - 1);
    if (role == absl::string_view::npos) continue;
    changes.push_back({place, decoded->occurred_time, std::string(decoded->actor),
                       std::string(decoded->action), std::string(object.key.substr(0, role)),
                       std::string(object.key.substr(role + 1, mission - role - 1)),
                       std::string(object.key.substr(mission + 1))});
  }
}

absl::Status AddConfiguration(const KindContext& context, const ConfigurationFigures& figures,
                              Document& document) {
  const Texts& texts = context.texts;
  const LeafFigures::Kinds& total = context.leaves.total();
  document.headlines = {
      HeadlineOf(texts, "configuration.changes", total.reads + total.changes, Tone::kMain),
      HeadlineOf(texts, "configuration.versions", static_cast<int64_t>(figures.applied.size()), Tone::kMain),
      HeadlineOf(texts, "activity.refused", total.denied, total.denied > 0 ? Tone::kBad : Tone::kMuted)};
  Table types{.id = "case_types",
              .title = texts.Text("configuration.types"),
              .note = "",
              .columns = {ColumnOf(texts, "applied", ColumnKind::kTime),
                          ColumnOf(texts, "type", ColumnKind::kText),
                          {"id", "ID", ColumnKind::kText},
                          ColumnOf(texts, "version", ColumnKind::kCount)},
              .rows = {}};
  for (const storage::AppliedCaseType& one : figures.applied) {
    AddRow(types, absl::StrCat(one.type, "@", one.version),
           {one.applied, context.names.Type(one.type), one.type, int64_t{one.version}});
  }
  Table holders{
      .id = "roles",
      .title = texts.Text("configuration.roles"),
      .note = "",
      .columns = {ColumnOf(texts, "role", ColumnKind::kText), ColumnOf(texts, "mission", ColumnKind::kText),
                  ColumnOf(texts, "holders", ColumnKind::kCount)},
      .rows = {}};
  for (const storage::RoleCount& role : figures.roles) {
    AddRow(holders, absl::StrCat(role.role, "/", role.mission),
           {context.names.Role(role.role), context.names.Mission(role.mission), role.holders});
  }
  auto list = LeafTable(context, texts.Text("configuration.list"), LeafAbout::kNothing);
  if (!list.ok()) return list.status();
  document.sections.push_back({texts.Text("configuration.section"),
                               texts.Text("configuration.text"),
                               {*std::move(list), RoleChangeTable(context, figures.role_changes),
                                std::move(types), std::move(holders)}});
  Explain(texts, "operations", document);
  Explain(texts, "source", document);
  return absl::OkStatus();
}

}  // namespace arasha::reports
