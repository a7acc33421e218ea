#include "absl/strings/str_cat.h"
#include "services/reports/kinds/kind.h"
#include "services/rules/access/grants.h"

namespace arasha::reports {
namespace {

using storage::ReportedApproval;
using storage::ReportedGrant;

Value PersonOrNone(const Names& names, const std::string& principal) {
  if (principal.empty()) return std::monostate{};
  return names.Person(principal);
}

Value TextOrNone(const std::string& text) { return text.empty() ? Value() : Value(text); }

// How the review stands, by the time that it had.
std::string ReviewOf(const ReportedGrant& grant, absl::Time as_of) {
  const absl::Time due = grant.granted + rules::kReviewWithin;
  if (grant.reviewed) return *grant.reviewed <= due ? "in_time" : "late";
  return as_of <= due ? "waiting" : "overdue";
}

// It ends when it expires, or before that by a review or when it is taken back.
absl::Time EndOf(const ReportedGrant& grant) { return grant.revoked.value_or(grant.expires); }

Table GlassTable(const KindContext& context, const std::vector<ReportedGrant>& grants) {
  const Texts& texts = context.texts;
  const Names& names = context.names;
  Table table{
      .id = "break_glass",
      .title = texts.Text("exceptions.glass.table"),
      .note = "",
      .columns = {ColumnOf(texts, "granted", ColumnKind::kTime),
                  ColumnOf(texts, "expires", ColumnKind::kTime),
                  ColumnOf(texts, "principal", ColumnKind::kText), ColumnOf(texts, "case", ColumnKind::kText),
                  ColumnOf(texts, "reviewed_by", ColumnKind::kText),
                  ColumnOf(texts, "review_time", ColumnKind::kDuration),
                  ColumnOf(texts, "review", ColumnKind::kText)},
      .rows = {}};
  for (const ReportedGrant& grant : grants) {
    if (!grant.break_glass) continue;
    const std::string review = ReviewOf(grant, context.order.made_at);
    AddRow(table, grant.uid,
           {grant.granted, EndOf(grant), names.Person(grant.principal), grant.case_number,
            PersonOrNone(names, grant.reviewed_by),
            grant.reviewed ? Value(*grant.reviewed - grant.granted) : Value(),
            Named{review, texts.Text(absl::StrCat("review.", review))}});
  }
  return table;
}

// In a table of their own, for they are long.
Table WordsTable(const KindContext& context, const std::vector<ReportedGrant>& grants) {
  const Texts& texts = context.texts;
  Table table{
      .id = "break_glass_words",
      .title = texts.Text("exceptions.words"),
      .note = texts.Text("exceptions.words.note"),
      .columns = {ColumnOf(texts, "granted", ColumnKind::kTime),
                  ColumnOf(texts, "principal", ColumnKind::kText), ColumnOf(texts, "case", ColumnKind::kText),
                  ColumnOf(texts, "reason", ColumnKind::kText),
                  ColumnOf(texts, "finding", ColumnKind::kText)},
      .rows = {}};
  for (const ReportedGrant& grant : grants) {
    if (!grant.break_glass) continue;
    AddRow(table, grant.uid,
           {grant.granted, context.names.Person(grant.principal), grant.case_number, TextOrNone(grant.reason),
            TextOrNone(grant.finding)});
  }
  return table;
}

Table GrantTable(const Texts& texts, const Names& names, const std::vector<ReportedGrant>& grants) {
  Table table{
      .id = "grants",
      .title = texts.Text("exceptions.grants"),
      .note = "",
      .columns = {ColumnOf(texts, "granted", ColumnKind::kTime),
                  ColumnOf(texts, "expires", ColumnKind::kTime),
                  ColumnOf(texts, "principal", ColumnKind::kText), ColumnOf(texts, "case", ColumnKind::kText),
                  ColumnOf(texts, "granted_by", ColumnKind::kText)},
      .rows = {}};
  for (const ReportedGrant& grant : grants) {
    if (grant.break_glass) continue;
    AddRow(table, grant.uid,
           {grant.granted, EndOf(grant), names.Person(grant.principal), grant.case_number,
            names.Person(grant.granted_by)});
  }
  return table;
}

std::string OutcomeOf(const ReportedApproval& approval, absl::Time as_of) {
  if (approval.approved) {
    if (*approval.approved) return "APPROVAL_STATE_APPROVED";
    return approval.decided_by.empty() ? "APPROVAL_STATE_TAKEN_BACK" : "APPROVAL_STATE_REFUSED";
  }
  return approval.decided || approval.expires <= as_of ? "APPROVAL_STATE_LAPSED" : "APPROVAL_STATE_WAITING";
}

Named Proposed(const KindContext& context, const ReportedApproval& approval) {
  if (approval.event.empty()) return {"correction", context.texts.Text("label.correction")};
  return context.names.Event(approval.type, approval.event);
}

Table ApprovalTable(const KindContext& context, const std::vector<ReportedApproval>& approvals) {
  const Texts& texts = context.texts;
  const Names& names = context.names;
  Table table{
      .id = "approvals",
      .title = texts.Text("exceptions.approvals.table"),
      .note = "",
      .columns = {ColumnOf(texts, "proposed", ColumnKind::kTime), ColumnOf(texts, "case", ColumnKind::kText),
                  ColumnOf(texts, "event", ColumnKind::kText),
                  ColumnOf(texts, "proposed_by", ColumnKind::kText),
                  ColumnOf(texts, "decided_by", ColumnKind::kText),
                  ColumnOf(texts, "decided", ColumnKind::kTime),
                  ColumnOf(texts, "outcome", ColumnKind::kText)},
      .rows = {}};
  for (const ReportedApproval& approval : approvals) {
    const std::string outcome = OutcomeOf(approval, context.order.made_at);
    AddRow(table, approval.uid,
           {approval.proposed, approval.case_number, Proposed(context, approval),
            names.Person(approval.proposed_by), PersonOrNone(names, approval.decided_by),
            approval.decided ? Value(*approval.decided) : Value(), Named{outcome, texts.Text(outcome)}});
  }
  return table;
}

}  // namespace

void AddExceptions(const KindContext& context, const std::vector<ReportedGrant>& grants,
                   const std::vector<ReportedApproval>& approvals, Document& document) {
  const Texts& texts = context.texts;
  int64_t taken = 0;
  int64_t unreviewed = 0;
  for (const ReportedGrant& grant : grants) {
    taken += grant.break_glass ? 1 : 0;
    unreviewed += grant.break_glass && !grant.reviewed ? 1 : 0;
  }
  int64_t approved = 0;
  for (const ReportedApproval& approval : approvals) approved += approval.approved.value_or(false) ? 1 : 0;
  document.headlines = {
      HeadlineOf(texts, "exceptions.taken", taken, Tone::kMain),
      HeadlineOf(texts, "exceptions.unreviewed", unreviewed, unreviewed > 0 ? Tone::kBad : Tone::kGood),
      HeadlineOf(texts, "exceptions.proposals", static_cast<int64_t>(approvals.size()), Tone::kMain),
      HeadlineOf(texts, "exceptions.approved", approved, Tone::kGood)};
  document.sections.push_back(
      {texts.Text("exceptions.glass"),
       texts.Text("exceptions.glass.text"),
       {GlassTable(context, grants), WordsTable(context, grants), GrantTable(texts, context.names, grants)}});
  document.sections.push_back({texts.Text("exceptions.approvals"),
                               texts.Text("exceptions.approvals.text"),
                               {ApprovalTable(context, approvals)}});
  Explain(texts, "exceptions", document);
  Explain(texts, "source.rows", document);
  Explain(texts, "source", document);
}

}  // namespace arasha::reports
