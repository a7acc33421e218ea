#include <array>
#include <map>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/reports/kinds/kind.h"

namespace arasha::reports {
namespace {

using storage::SampledCase;

// What each adds to the weight of a case. A case that bears all of them is drawn some fourteen times as
// readily as one that bears none, and yet any may be.
struct Risk {
  const char* id;
  int weight;
};
constexpr std::array<Risk, 6> kRisks = {{{"missed_deadlines", 3},
                                         {"sensitive", 2},
                                         {"long_silence", 2},
                                         {"many_corrections", 2},
                                         {"closed_fast", 2},
                                         {"reopened", 2}}};

// What the reviewer answers for each case: the texts "question.<id>".
constexpr std::array<const char*, 9> kQuestions = {"key_facts", "first_contact", "deadlines",
                                                   "gaps",      "next_step",     "consent",
                                                   "like_help", "words",         "closing"};

// Points: some 2 and 5.5 cm.
constexpr double kRoomForAnswer = 56;
constexpr double kRoomForRemark = 156;

Named RiskOf(const Texts& texts, const std::string& id) {
  return {id, texts.Text(absl::StrCat("risk.", id))};
}

Named StateOf(const KindContext& context, const SampledCase& one) {
  const auto type = context.names.types().find(one.type);
  if (type == context.names.types().end()) return {one.state, one.state};
  for (const v1::StateRule& state : type->second.states()) {
    if (state.id() == one.state) return {one.state, context.texts.Text(state.label(), one.state)};
  }
  return {one.state, one.state};
}

// Ids parted by spaces for programs, words for people.
Named ReasonsOf(const Texts& texts, const std::vector<std::string>& reasons) {
  std::vector<std::string> words;
  for (const std::string& reason : reasons) words.push_back(RiskOf(texts, reason).name);
  if (words.empty()) words.push_back(texts.Text("review_sample.chance"));
  return {absl::StrJoin(reasons, " "), absl::StrJoin(words, "; ")};
}

Table CaseTable(const KindContext& context, const std::vector<SampledCase>& cases) {
  const Texts& texts = context.texts;
  Table table{
      .id = "sample",
      .title = texts.Text("review_sample.table"),
      .note = "",
      .columns = {ColumnOf(texts, "draw", ColumnKind::kCount), ColumnOf(texts, "case", ColumnKind::kText),
                  ColumnOf(texts, "mission", ColumnKind::kText), ColumnOf(texts, "type", ColumnKind::kText),
                  ColumnOf(texts, "state", ColumnKind::kText), ColumnOf(texts, "risks", ColumnKind::kText),
                  ColumnOf(texts, "weight", ColumnKind::kCount)},
      .rows = {}};
  for (const SampledCase& one : cases) {
    AddRow(table, one.number,
           {static_cast<int64_t>(table.rows.size()) + 1, one.number, context.names.Mission(one.mission),
            context.names.Type(one.type), StateOf(context, one), ReasonsOf(texts, one.reasons), one.weight});
  }
  for (Column& column : table.columns) {
    column.on_cover = column.id == "mission" && !context.order.mission.empty();
  }
  return table;
}

Table RiskTable(const Texts& texts, const std::vector<SampledCase>& cases) {
  std::map<std::string, int64_t> drawn;
  for (const SampledCase& one : cases) {
    for (const std::string& reason : one.reasons) ++drawn[reason];
  }
  Table table{
      .id = "risks",
      .title = texts.Text("review_sample.risks"),
      .note = "",
      .columns = {ColumnOf(texts, "risk", ColumnKind::kText), ColumnOf(texts, "adds", ColumnKind::kCount),
                  ColumnOf(texts, "drawn", ColumnKind::kCount)},
      .rows = {}};
  for (const Risk& risk : kRisks) {
    AddRow(table, risk.id, {RiskOf(texts, risk.id), int64_t{risk.weight}, drawn[risk.id]});
  }
  return table;
}

// A line for each question on each case, with room for what the reviewer finds.
Table FormTable(const Texts& texts, const std::vector<SampledCase>& cases) {
  Table table{
      .id = "review_form",
      .title = texts.Text("review_sample.form"),
      .note = texts.Text("review_sample.form.note"),
      .columns = {ColumnOf(texts, "case", ColumnKind::kText), ColumnOf(texts, "question", ColumnKind::kText),
                  ColumnOf(texts, "answer", ColumnKind::kText), ColumnOf(texts, "remark", ColumnKind::kText)},
      .rows = {}};
  for (Column& column : table.columns) {
    column.in_words = column.id == "question";
    if (column.id == "answer") column.room = kRoomForAnswer;
    if (column.id == "remark") column.room = kRoomForRemark;
  }
  for (const SampledCase& one : cases) {
    for (const char* question : kQuestions) {
      AddRow(table, absl::StrCat(one.number, "/", question),
             {one.number, Named{question, texts.Text(absl::StrCat("question.", question))}, std::string(),
              std::string()});
    }
  }
  return table;
}

}  // namespace

storage::ReviewRules ReviewRulesOf(const KindContext& context, const Document& document) {
  storage::ReviewRules rules;
  for (const Risk& risk : kRisks) rules.risks.push_back({risk.id, risk.weight});
  for (const auto& [id, type] : context.names.types()) {
    for (const v1::StateRule& state : type.states()) {
      if (state.final()) rules.final_states.push_back({id, state.id()});
    }
    for (const v1::DeadlineRule& rule : type.deadlines()) {
      if (rule.owed_by_host_state()) rules.host_states.push_back({id, rule.id()});
    }
  }
  rules.seed = absl::StrCat(document.name, "/", absl::BytesToHexString(document.checkpoint.root), "/");
  rules.size = context.order.sample_size;
  return rules;
}

void AddReviewSample(const KindContext& context, const storage::ReviewSample& sample, Document& document) {
  const Texts& texts = context.texts;
  int64_t with_risk = 0;
  for (const SampledCase& one : sample.cases) with_risk += one.reasons.empty() ? 0 : 1;
  document.headlines = {
      HeadlineOf(texts, "review_sample.drawn", static_cast<int64_t>(sample.cases.size()), Tone::kMain),
      HeadlineOf(texts, "review_sample.drawn_from", sample.drawn_from, Tone::kMuted),
      HeadlineOf(texts, "review_sample.with_risk", with_risk, Tone::kLate)};
  document.sections.push_back({texts.Text("review_sample.section"),
                               texts.Text("review_sample.text"),
                               {CaseTable(context, sample.cases), RiskTable(texts, sample.cases)}});
  document.sections.push_back({texts.Text("review_sample.form.section"),
                               texts.Text("review_sample.form.text"),
                               {FormTable(texts, sample.cases)}});
  for (const char* key : {"review_sample", "risks", "compartments", "rows_not_recounted", "source"}) {
    Explain(texts, key, document);
  }
}

}  // namespace arasha::reports
