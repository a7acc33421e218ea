#include "clients/print/tables/print_access.h"

#include <algorithm>
#include <iterator>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/print/change_text.h"
#include "clients/print/grid.h"
#include "clients/print/list_columns.h"
#include "clients/print/tables/print_staff.h"
#include "clients/text/names.h"
#include "clients/text/width.h"
#include "proto/timestamps.h"

namespace arasha::clients {
namespace {

// A narrower list of grants is one of blocks.
constexpr int kGrantColumns = 120;

// The principal as it is typed: staff by their id, partners by their full name.
std::string Person(const std::string& name) {
  return name.starts_with("staff/") ? std::string(ShortName(name)) : name;
}

// A label of the case that a role, a person or a grant has (services/rules/access/access.h), and what it
// stands for: `IST!`. That of a grant holds the case's uid, which nobody knows it by.
std::string LabelText(const std::string& label, const std::string& case_name, const Texts& messages) {
  if (label.starts_with("case:")) return absl::StrCat("case:", ShortName(case_name));
  if (label.empty() || label.find_first_of("/:") != std::string::npos) return label;
  const v1::Sensitivity opened = label.back() == '!'                    ? v1::SENSITIVITY_SENSITIVE
                                 : label.find('#') != std::string::npos ? v1::SENSITIVITY_COMPARTMENTED
                                                                        : v1::SENSITIVITY_ORDINARY;
  return absl::StrCat(label, " · ", messages.Text(v1::Sensitivity_Name(opened)));
}

Cell GrantState(const v1::AccessGrant& grant, const TableStyle& style) {
  const Texts& messages = style.messages;
  if (grant.review_overdue()) return {messages.Text("grant.review_overdue"), Tone::kBad};
  if (grant.break_glass() && !grant.has_review_time())
    return {messages.Text("grant.unreviewed"), Tone::kWarning};
  if (grant.has_review_time()) return {messages.Text("grant.reviewed")};
  if (grant.has_revoke_time()) return {messages.Text("grant.revoked")};
  if (ToTime(grant.expire_time()) <= style.now) return {messages.Text("grant.expired")};
  return {messages.Text("grant.holds"), Tone::kGood};
}

// Of a case that the reader does not see (any more) he is told the uid alone, which needs a word of why.
Cell CaseCell(const v1::AccessGrant& grant, const TableStyle& style) {
  if (!grant.case_().empty()) return {std::string(ShortName(grant.case_()))};
  return {style.messages.Text("grant.case_unseen", {{"uid", grant.case_uid()}})};
}

Cell PrincipalCell(const v1::AccessGrant& grant, const TableStyle& /*style*/) {
  return {Person(grant.principal())};
}

Cell GrantedByCell(const v1::AccessGrant& grant, const TableStyle& style) {
  return {grant.break_glass() ? style.messages.Text("grant.broken_glass") : Person(grant.granted_by())};
}

std::string ProposedText(const v1::Approval& approval, const TableStyle& style) {
  return approval.has_correction() ? style.messages.Text("label.correction")
                                   : style.EventText(approval.event(), style.TypeOf(approval.case_type()));
}

Tone ToneOf(v1::ApprovalState state) {
  switch (state) {
    case v1::APPROVAL_STATE_WAITING:
      return Tone::kWarning;
    case v1::APPROVAL_STATE_APPROVED:
      return Tone::kGood;
    case v1::APPROVAL_STATE_REFUSED:
    case v1::APPROVAL_STATE_LAPSED:
      return Tone::kBad;
    default:
      return Tone::kPlain;
  }
}

// All that is needed to decide on it, under its case's number; or what became of it.
std::string ApprovalText(const v1::Approval& approval, const TableStyle& style) {
  const Texts& messages = style.messages;
  Grid grid{{{""}, {"", true}}, {}};
  const auto add = [&](absl::string_view key, const std::vector<std::string>& parts,
                       Tone tone = Tone::kPlain) {
    std::vector<std::string> said;
    std::copy_if(parts.begin(), parts.end(), std::back_inserter(said),
                 [](const std::string& part) { return !part.empty(); });
    if (!said.empty()) grid.rows.push_back({{messages.Text(key)}, {absl::StrJoin(said, " · "), tone}});
  };
  add("label.proposed", {ProposedText(approval, style), Person(approval.proposed_by()),
                         style.FullTimeText(approval.propose_time())});
  add("label.subject", {approval.subject()});
  add("label.summary", {approval.summary()});
  if (approval.has_correction()) {
    add("label.entry", EntryParts(approval.correction().corrected(), style));
    add("label.correction_to", {CorrectionText(approval.correction(), style)});
  }
  add("label.reason", {approval.text()});
  const bool waits = !approval.has_decide_time();
  add("label.state",
      {messages.Text(v1::ApprovalState_Name(approval.state())),
       waits ? messages.Text("label.until_time", {{"time", style.FullTimeText(approval.expire_time())}})
             : style.FullTimeText(approval.decide_time()),
       Person(approval.decided_by())},
      ToneOf(approval.state()));
  add("label.answer", {approval.decision_text()});
  return absl::StrCat(Coloured(ShortName(CaseOf(approval.name())), Tone::kBold, style.colour), "\n",
                      GridText(grid, style.columns, style.colour, 2));
}

// A block for each row, under a heading that says the offset of their times.
template <typename Rows>
std::string BlocksText(absl::string_view heading, const Rows& rows, const TableStyle& style,
                       std::string (*block)(const typename Rows::value_type&, const TableStyle&)) {
  TableStyle under = style;
  under.offset_above = true;
  std::vector<std::string> blocks;
  for (const auto& row : rows) blocks.push_back(block(row, under));
  return absl::StrCat(Coloured(style.ZonedTitle(heading), Tone::kBold, style.colour), "\n",
                      absl::StrJoin(blocks, "\n"));
}

}  // namespace

template <>
absl::Span<const ListColumn<v1::Approval>> ColumnsOf<v1::Approval>() {
  static constexpr ListColumn<v1::Approval> kColumns[] = {
      {"name", "column.case", 0,
       [](const v1::Approval& approval, const TableStyle& /*style*/) -> Cell {
         return {std::string(ShortName(CaseOf(approval.name())))};
       }},
      {"event", "column.event", kFlexible,
       [](const v1::Approval& approval, const TableStyle& style) -> Cell {
         return {ProposedText(approval, style)};
       }},
      {"subject", "column.subject", kFlexible},
      {"text", "column.reason", kFlexible},
      {"state", "column.state", kFlexible,
       [](const v1::Approval& approval, const TableStyle& style) -> Cell {
         return {style.messages.Text(v1::ApprovalState_Name(approval.state())), ToneOf(approval.state())};
       }},
      {"expireTime", "column.until", kZoned}};
  return kColumns;
}

std::string TableText(const v1::ListApprovalsResponse& approvals, const TableStyle& style) {
  if (!style.fields.empty() || style.spreadsheet) return ListText(approvals.approvals(), style);
  return BlocksText("label.proposals", approvals.approvals(), style, ApprovalText);
}

std::string TableText(const v1::ExplainAccessResponse& explanation, const TableStyle& style) {
  const Texts& messages = style.messages;
  std::string text =
      absl::StrCat(Coloured(messages.Text(explanation.sees() ? "access.sees" : "access.sees_not",
                                          {{"person", OneLine(Person(explanation.principal()))},
                                           {"case", OneLine(ShortName(explanation.case_()))}}),
                            explanation.sees() ? Tone::kGood : Tone::kBad, style.colour),
                   "\n");
  if (explanation.erased()) absl::StrAppend(&text, style.Paragraph(messages.Text("access.erased"), 0));
  Grid steps{{{messages.Text("column.through"), true},
              {messages.Text("column.verdict"), true},
              {messages.Text("column.label"), true},
              {style.ZonedTitle("column.until")}},
             {}};
  for (const v1::AccessStep& step : explanation.steps()) {
    v1::RoleGrant role;
    role.set_role(step.role());
    role.set_mission(step.mission());
    const std::string source = messages.Text(v1::AccessSource_Name(step.source()));
    steps.rows.push_back(
        {{step.source() == v1::ACCESS_SOURCE_ROLE ? absl::StrCat(source, ": ", RoleText(role, style))
                                                  : source},
         {messages.Text(v1::AccessVerdict_Name(step.verdict())),
          step.verdict() == v1::ACCESS_VERDICT_OPENS ? Tone::kGood : Tone::kPlain},
         {LabelText(step.label(), explanation.case_(), messages)},
         {step.has_expire_time() ? style.TimeText(step.expire_time()) : ""}});
  }
  if (!steps.rows.empty()) {
    const std::string legend =
        messages.Text("access.legend", {{"ordinary", messages.Text("SENSITIVITY_ORDINARY")},
                                        {"sensitive", messages.Text("SENSITIVITY_SENSITIVE")},
                                        {"compartmented", messages.Text("SENSITIVITY_COMPARTMENTED")}});
    absl::StrAppend(&text, "\n", GridText(steps, style.columns, style.colour), "\n",
                    style.Paragraph(legend, 0));
  }
  Grid actions{{{""}, {""}}, {}};
  for (int i = v1::CASE_ACTION_READ; i <= v1::CaseAction_MAX; ++i) {
    const auto action = static_cast<v1::CaseAction>(i);
    const bool may = std::find(explanation.actions().begin(), explanation.actions().end(), action) !=
                     explanation.actions().end();
    actions.rows.push_back(
        {{messages.Text(v1::CaseAction_Name(action))},
         {messages.Text(may ? "label.yes" : "label.no"), may ? Tone::kGood : Tone::kPlain}});
  }
  return absl::StrCat(text, "\n", GridText(actions, style.columns, style.colour));
}

std::string TableText(const v1::AccessGrant& grant, const TableStyle& style) {
  static constexpr ListColumn<v1::AccessGrant> kSheet[] = {
      {"name", "label.grant", kShortName},
      {"case", "label.case", 0, CaseCell},
      {"principal", "label.principal", 0, PrincipalCell},
      {"breakGlass", "label.state", 0, GrantState},
      {"grantedBy", "label.granted_by", 0, GrantedByCell},
      {"reason", "label.reason"},
      {"grantTime", "label.from"},
      {"expireTime", "label.until"},
      {"revokeTime", "label.revoked"},
      {"reviewDueTime", "label.review_due", 0,
       [](const v1::AccessGrant& shown, const TableStyle& in) -> Cell {
         const bool waits = shown.has_review_due_time() && !shown.has_review_time();
         return {waits ? in.FullTimeText(shown.review_due_time()) : ""};
       }},
      {"reviewTime", "label.reviewed", 0,
       [](const v1::AccessGrant& shown, const TableStyle& in) -> Cell {
         if (!shown.has_review_time()) return {};
         return {absl::StrCat(in.FullTimeText(shown.review_time()), " · ", Person(shown.reviewed_by()))};
       }},
      {"finding", "label.finding"}};
  return SheetText(kSheet, grant, style);
}

template <>
absl::Span<const ListColumn<v1::AccessGrant>> ColumnsOf<v1::AccessGrant>() {
  static constexpr ListColumn<v1::AccessGrant> kColumns[] = {
      {"case", "column.case", 0, CaseCell},
      {"principal", "column.principal", 0, PrincipalCell},
      {"breakGlass", "column.state", 0, GrantState},
      {"expireTime", "column.until", kZoned,
       [](const v1::AccessGrant& grant, const TableStyle& style) -> Cell {
         return {style.TimeText(grant.has_revoke_time() ? grant.revoke_time() : grant.expire_time())};
       }},
      {"grantedBy", "column.granted_by", 0, GrantedByCell},
      {"reason", "column.reason", kFlexible},
      {"name", "column.id", kShortName}};
  return kColumns;
}

std::string TableText(const v1::ListAccessGrantsResponse& grants, const TableStyle& style) {
  // Ids, with which grants are taken back and reviewed, leave a narrow row no room for anything else.
  if (style.fields.empty() && style.columns && *style.columns < kGrantColumns) {
    return BlocksText("label.grants", grants.access_grants(), style, TableText);
  }
  return ListText(grants.access_grants(), style);
}

}  // namespace arasha::clients
