#include "clients/print/types/print_type_page.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/print/grid.h"
#include "clients/text/rule_label.h"

namespace arasha::clients {
namespace {

constexpr absl::string_view kBullet = "  • ";
// Its width on a screen.
constexpr int kHanging = 4;

std::string Point(const std::string& text, const TableStyle& style) {
  return absl::StrCat(kBullet, style.Paragraph(text, kHanging).substr(kHanging));
}

// `stillbirth` of a field as people call it.
std::string ValueText(const std::string& field, const std::string& value, const v1::CaseType& type,
                      const Texts& messages) {
  if (value == "true") return messages.Text("label.yes");
  if (value == "false") return messages.Text("label.no");
  for (const v1::FieldRule& rule : type.fields()) {
    if (rule.id() == field) return LabelOf(rule.choices(), value, messages);
  }
  return value;
}

// " (Act: stillbirth, death)", where something is needed only then.
std::string NeededText(const google::protobuf::RepeatedPtrField<v1::Condition>& conditions,
                       const v1::CaseType& type, const Texts& messages) {
  std::vector<std::string> needed;
  for (const v1::Condition& condition : conditions) {
    std::vector<std::string> values;
    for (const std::string& value : condition.values()) {
      values.push_back(ValueText(condition.field(), value, type, messages));
    }
    needed.push_back(
        absl::StrCat(LabelOf(type.fields(), condition.field(), messages), ": ", absl::StrJoin(values, ", ")));
  }
  return needed.empty() ? "" : absl::StrCat(" (", absl::StrJoin(needed, "; "), ")");
}

std::string PaperText(const v1::Paper& paper, const v1::CaseType& type, const Texts& messages) {
  return absl::StrCat(messages.Text(paper.label(), paper.id()), " – ", messages.Text(paper.from_whom(), ""),
                      NeededText(paper.when(), type, messages));
}

}  // namespace

std::string TypePage(const v1::CaseType& type, const TableStyle& style) {
  const Texts& messages = style.messages;
  std::string page = absl::StrCat(
      Coloured(messages.Text(type.label(), type.id()), Tone::kBold, style.colour), "\n", type.id(), " · ",
      messages.Text("label.catalogue_version", {{"version", absl::StrCat(type.version())}}), "\n\n",
      style.Paragraph(messages.Text(type.description(), ""), 0));
  const auto heading = [&](absl::string_view key) {
    absl::StrAppend(&page, "\n", Coloured(messages.Text(key), Tone::kBold, style.colour), "\n");
  };
  if (type.can_size() > 0) heading("label.can");
  for (const v1::LocalisedText& text : type.can()) page += Point(messages.Text(text, ""), style);
  if (type.cannot_size() > 0) heading("label.cannot");
  for (const v1::LocalisedText& text : type.cannot()) page += Point(messages.Text(text, ""), style);
  if (type.papers_size() > 0) heading("label.citizen_papers");
  for (const v1::Paper& paper : type.papers()) page += Point(PaperText(paper, type, messages), style);
  return page;
}

}  // namespace arasha::clients
