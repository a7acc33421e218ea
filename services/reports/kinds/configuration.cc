#include "absl/strings/str_cat.h"
#include "services/reports/kinds/kind.h"

namespace arasha::reports {

absl::Status AddConfiguration(const KindContext& context,
                              const std::vector<storage::AppliedCaseType>& applied,
                              const std::vector<storage::RoleCount>& roles, Document& document) {
  const Texts& texts = context.texts;
  const LeafFigures::Kinds& total = context.leaves.total();
  document.title = texts.Text("configuration.title");
  document.headlines = {
      HeadlineOf(texts, "configuration.changes", total.reads + total.changes, Tone::kMain),
      HeadlineOf(texts, "configuration.versions", static_cast<int64_t>(applied.size()), Tone::kMain),
      HeadlineOf(texts, "activity.refused", total.denied, total.denied > 0 ? Tone::kBad : Tone::kMuted)};
  Table types{.id = "case_types",
              .title = texts.Text("configuration.types"),
              .note = "",
              .columns = {ColumnOf(texts, "applied", ColumnKind::kTime),
                          ColumnOf(texts, "type", ColumnKind::kText),
                          {"id", "ID", ColumnKind::kText},
                          ColumnOf(texts, "version", ColumnKind::kCount)},
              .rows = {}};
  for (const storage::AppliedCaseType& one : applied) {
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
  for (const storage::RoleCount& role : roles) {
    AddRow(holders, absl::StrCat(role.role, "/", role.mission),
           {context.names.Role(role.role),
            role.mission == "-" ? texts.Text("all_missions") : context.names.Mission(role.mission),
            role.holders});
  }
  auto list = LeafTable(context, texts.Text("configuration.list"));
  if (!list.ok()) return list.status();
  document.sections.push_back({texts.Text("configuration.section"),
                               texts.Text("configuration.text"),
                               {*std::move(list), std::move(types), std::move(holders)}});
  Explain(texts, "operations", document);
  Explain(texts, "source", document);
  return absl::OkStatus();
}

}  // namespace arasha::reports
