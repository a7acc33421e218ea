#include "services/reports/kinds/kind.h"

namespace arasha::reports {

absl::Status AddAccess(const KindContext& context, int64_t cases, Document& document) {
  const Texts& texts = context.texts;
  const LeafFigures::Kinds& total = context.leaves.total();
  const bool of_case = context.order.kind == v1::REPORT_KIND_ACCESS_TO_CASE;
  document.headlines = {
      HeadlineOf(texts, "access.accesses", total.all() - total.lists, Tone::kMain),
      of_case ? HeadlineOf(texts, "activity.people", PeopleIn(context), Tone::kMain)
              : HeadlineOf(texts, "access.cases", cases, Tone::kMain),
      HeadlineOf(texts, "activity.changes", total.changes, Tone::kOther),
      HeadlineOf(texts, "activity.refused", total.denied, total.denied > 0 ? Tone::kBad : Tone::kMuted),
      HeadlineOf(texts, "access.lists", total.lists, Tone::kMuted)};
  auto list = LeafTable(context, texts.Text("access.list"), LeafAbout::kCase);
  if (!list.ok()) return list.status();
  // Whose accesses these are, or to which case, the cover says.
  for (Column& column : list->columns) column.on_cover = column.id == (of_case ? "case" : "actor");
  Section section{
      texts.Text(of_case ? "access.section" : "access.section_by_person"), texts.Text("access.text"), {}};
  AddTimeSeries(OperationsChart(context, kOperations), section);
  if (of_case) section.blocks.emplace_back(PeopleTable(context, texts.Text("access.people")));
  section.blocks.emplace_back(*std::move(list));
  document.sections.push_back(std::move(section));
  Explain(texts, "access", document);
  Explain(texts, "operations", document);
  Explain(texts, "source", document);
  return absl::OkStatus();
}

absl::Status AddExports(const KindContext& context, Document& document) {
  const Texts& texts = context.texts;
  const LeafFigures::Kinds& total = context.leaves.total();
  document.headlines = {
      HeadlineOf(texts, "exports.count", total.reads + total.changes, Tone::kMain),
      HeadlineOf(texts, "activity.people", PeopleIn(context), Tone::kMain),
      HeadlineOf(texts, "activity.refused", total.denied, total.denied > 0 ? Tone::kBad : Tone::kMuted)};
  auto list = LeafTable(context, texts.Text("exports.list"), LeafAbout::kMission);
  if (!list.ok()) return list.status();
  list->note = texts.Text("exports.list_note");
  Section section{texts.Text("exports.section"), texts.Text("exports.text"), {}};
  AddTimeSeries(OperationsChart(context, {"exports.by_day", "exports.by_month"}), section);
  section.blocks.emplace_back(PeopleTable(context, texts.Text("access.people")));
  section.blocks.emplace_back(*std::move(list));
  document.sections.push_back(std::move(section));
  Explain(texts, "operations", document);
  Explain(texts, "source", document);
  return absl::OkStatus();
}

}  // namespace arasha::reports
